"""
The certification call: two parties go through the provider's checklist, line by line.

`call` is the call itself, without any screen. `state` keeps it from day to day, `view` says what a screen shows of a
line, `plain` asks and answers on standard input and output, `screen` is the same on a full screen.
"""
