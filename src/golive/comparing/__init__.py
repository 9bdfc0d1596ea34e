"""
What changed between two saved reports.

`changes` says what is told, `compare` matches reports, `lines` judges lines and checks, `findings` recognises what was
found before, `records` follows attestations and waivers.
"""

from golive.comparing.compare import compare

__all__ = ["compare"]
