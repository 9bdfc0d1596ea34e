"""The command line as a whole. Commands import what they need when they run, so that help answers at once."""

from __future__ import annotations

from typing import Annotated

import typer

from golive.cli.attest import attest
from golive.cli.check import check
from golive.cli.demo import demo
from golive.cli.diff import diff
from golive.cli.emulator import emulator
from golive.cli.explain import explain
from golive.cli.init import init
from golive.cli.list import list_checks
from golive.cli.options import help_unless_asked
from golive.cli.probe import probe
from golive.cli.records import records
from golive.cli.report import report
from golive.cli.schema import schema
from golive.cli.secret import secret
from golive.cli.version import version
from golive.cli.waive import waive
from golive.cli.walkthrough import walkthrough

app = typer.Typer(
    name="golive",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check")(check)
app.command("probe")(probe)
app.command("attest")(attest)
app.command("waive")(waive)
app.add_typer(records, name="records")
app.command("walkthrough")(walkthrough)
app.command("demo")(demo)
app.command("emulator")(emulator)
app.add_typer(report, name="report")
app.command("diff")(diff)
app.command("list")(list_checks)
app.command("explain")(explain)
app.command("init")(init)
app.add_typer(secret, name="secret")
app.command("schema")(schema)
app.command("version")(version)


def _version_first(asked: bool) -> None:
    if asked:
        version()
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_version_first)
    ] = False,
) -> None:
    """Go-live readiness for payment API integrations: run the provider's launch checklist and get a verdict."""
    help_unless_asked(context)
