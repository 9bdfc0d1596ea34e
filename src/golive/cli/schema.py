"""`golive schema`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Subject(StrEnum):
    """What there is a schema of."""

    PROFILE = "profile"
    REPORT = "report"


def schema(subject: Annotated[Subject, typer.Argument(help="Which schema.")]) -> None:
    """Print the JSON Schema of a profile or of a JSON report."""
    import json

    from golive.cli.terminal import write_out

    if subject is Subject.PROFILE:
        from golive.profile.schema import profile_schema as make
    else:
        from golive.reporters.json import report_schema as make
    write_out(json.dumps(make(), indent=2, ensure_ascii=True))
