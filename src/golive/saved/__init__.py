"""
Reports that were written as JSON, read back: a file from outside, judged before anything is made of it.

`text` turns bytes into plain values, `fields` these into the types of the published format, `reports` those into
reports, and `sense` refuses what no run of golive could have come to.
"""

from golive.saved.reports import load_reports, read_bytes, read_reports
from golive.saved.text import LARGEST, SavedReportError

__all__ = ["LARGEST", "SavedReportError", "load_reports", "read_bytes", "read_reports"]
