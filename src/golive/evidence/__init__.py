"""
The evidence pack: a folder that says what a certification call came to, and how to tell that nobody changed it.

`pack` writes it, `verifying` reads it again. Both agree on `contents` and on the `manifest`.
"""
