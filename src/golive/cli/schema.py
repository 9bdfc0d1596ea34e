"""`golive schema`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Subject(StrEnum):
    """What there is a schema of."""

    PROFILE = "profile"
    REPORT = "report"
    REPORTS = "reports"
    DIFF = "diff"
    RECORDS = "records"


def schema(subject: Annotated[Subject, typer.Argument(help="Which schema.")]) -> None:
    """Print the JSON Schema of a profile, of the records beside it, of one JSON report or several, or of a diff."""
    import json

    from golive.cli.terminal import write_out

    match subject:
        case Subject.PROFILE:
            from golive.profile.schema import profile_schema as make
        case Subject.RECORDS:
            from golive.records.schema import records_schema as make
        case Subject.REPORT:
            from golive.reporters.json import report_schema as make
        case Subject.REPORTS:
            from golive.reporters.json import reports_schema as make
        case Subject.DIFF:
            from golive.reporters.diff_json import diff_schema as make
    write_out(json.dumps(make(), indent=2, ensure_ascii=True))
