"""`golive walkthrough`."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from golive.cli.check import SHARE_OF_ONE
from golive.cli.options import CaBundleOption, ConfigOption, ConnectToOption, EnvOption, TrustOption

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from golive.walkthrough.call import Call
    from golive.walkthrough.closing import Finished
    from golive.walkthrough.stage import Stage

_UNUSABLE: Final = "The saved call cannot be used. It was set aside, and a new one begins."
"""As a shared screen has it: without the path, and without what the file holds."""
_NOT_HERE: Final = "the call cannot go on, for a reason that a shared screen should not show: leave out --presenter"


def walkthrough(
    *,
    env: EnvOption = None,
    config: ConfigOption = None,
    plain: Annotated[bool, typer.Option("--plain", help="Ask and answer line by line, without a full screen.")] = False,
    resume: Annotated[
        bool | None,
        typer.Option(
            "--resume/--fresh",
            help="Go on with the call that was saved, or begin anew. Left out: go on if there is one.",
        ),
    ] = None,
    presenter: Annotated[
        bool, typer.Option("--presenter", help="Begin with everything sensitive hidden, for a shared screen.")
    ] = False,
    pack: Annotated[
        Path, typer.Option("--pack", metavar="FOLDER", help="Folder in which the evidence pack is made.")
    ] = Path(),
    offline: Annotated[bool, typer.Option("--offline", help="Open no connection.")] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=1, max=3600, help="Longest that a run may take.")
    ] = 60,
    trust: TrustOption = False,
    connect_to: ConnectToOption = None,
    ca_bundle: CaBundleOption = None,
) -> None:
    """
    Go through the provider's checklist line by line, as on the certification call, and write the evidence pack.

    The call is saved at every step; the same command goes on where it stopped. It ends with those who sign off by name.

    Exit codes: those of the report at the end (0 READY, 1 NOT READY, 3 INCOMPLETE, 4 a check crashed), 2 cannot run,
    130 interrupted.
    """
    from golive.cli.logs import discreet
    from golive.cli.surroundings import cache_folder, environ, load, pick_environment, usable_network
    from golive.cli.terminal import write_out
    from golive.clock import SystemClock
    from golive.errors import UsageError
    from golive.http.proxy import proxy_from
    from golive.run import Options
    from golive.runner import PER_CHECK
    from golive.walkthrough.stage import stage_of
    from golive.walkthrough.state import state_folder, state_path

    routes = usable_network(timeout, connect_to, ca_bundle)
    variables = environ()
    with _discreet_errors(presenter=presenter):
        loaded = load(config)
        environment = pick_environment(loaded, env)
    if pack.exists() and not pack.is_dir():
        raise UsageError(f"--pack: {pack} is no folder")
    if not plain:
        _demand_screen(variables)
    options = Options(
        environment=environment,
        offline=offline,
        trusted=trust,
        timeout=timeout,
        per_check=max(PER_CHECK, timeout * SHARE_OF_ONE),
        connect_to=routes,
        ca_bundle=ca_bundle,
        proxy=None if offline else proxy_from(variables),
        cache=cache_folder(variables),
    )
    folder = state_folder(variables)
    file = None if folder is None else state_path(folder, loaded.path, environment)
    stage = stage_of(loaded, options, variables, SystemClock(), file)
    with discreet(stage.redactor, shown=False):
        with _discreet_errors(presenter=presenter):
            call = _open(stage, resume=resume, presenter=presenter, plain=plain)
        try:
            finished = _talk(call, variables, presenter=presenter, into=pack) if plain else _show(call, presenter, pack)
        except KeyboardInterrupt:
            with suppress(UsageError):  # the terminal may be gone
                write_out("")
                _tell_kept(call, stage)
            raise
    _tell_end(call, stage, finished)
    raise typer.Exit(call.report.exit_code)


@contextmanager
def _discreet_errors(*, presenter: bool) -> Iterator[None]:
    """On a shared screen, tell of an error without what it quotes: paths, and what files hold."""
    from golive.errors import GoliveError, UsageError

    try:
        yield
    except GoliveError:
        if presenter:
            raise UsageError(_NOT_HERE) from None
        raise


def _demand_screen(variables: Mapping[str, str]) -> None:
    """Raise UsageError where a full screen cannot be shown."""
    import importlib.util
    import sys

    from golive.cli.terminal import is_terminal
    from golive.errors import UsageError

    # Textual draws on standard error.
    if not all(map(is_terminal, (sys.stdin, sys.stdout, sys.stderr))) or variables.get("TERM") == "dumb":
        raise UsageError("the full screen needs a terminal; --plain asks and answers without one")
    if importlib.util.find_spec("textual") is None:
        raise UsageError(
            "the full screen needs Textual: install it with `pip install 'golive[walkthrough]'`, or use --plain, which "
            "does the same by questions and answers"
        )


def _open(stage: Stage, *, resume: bool | None, presenter: bool, plain: bool) -> Call:
    """Return the call that was saved, or a new one. Raises UsageError where --resume finds none."""
    from contextlib import nullcontext

    from golive.cli.terminal import Watcher, progress, write_out
    from golive.errors import UsageError
    from golive.records.people import git_user
    from golive.walkthrough import opening
    from golive.walkthrough.state import put_by, resumable

    stage.learn_secrets()  # those of other environments, too: a run asks for its own only
    backstage = stage.backstage(git_user(stage.loaded.folder) or "")
    environment = stage.options.environment
    greeting: list[str] = []
    if stage.file is None:
        greeting.append("There is no home folder, so the call cannot be saved.")
    else:
        saved, problem = None, None
        if resume is False:
            put_by(stage.file)
        else:
            saved, problem = resumable(stage.file, profile=stage.loaded.path, environment=environment)
        if saved is not None:
            return opening.resume(backstage, saved)
        if problem is not None:
            greeting.append(_UNUSABLE if presenter else problem)
    if resume:
        raise UsageError(" ".join([*greeting, f"There is no saved call about {environment}: leave --resume out."]))
    stage.records()  # broken ones are told before anybody waits for a run
    if plain:
        write_out("The checks are being run.")
    with nullcontext(Watcher()) if presenter else progress(f"Checking {environment}") as watch:
        report = stage.judge((), watch)
    if report.interrupted:
        raise KeyboardInterrupt
    begun = opening.begin(backstage, report)
    begun.greeting = tuple(greeting)
    return begun


def _talk(call: Call, variables: Mapping[str, str], *, presenter: bool, into: Path) -> Finished | None:
    import io
    import sys
    from contextlib import AbstractContextManager, nullcontext

    from golive.cli import talking
    from golive.cli.terminal import Watcher, progress, style_for, write_out
    from golive.runner import Watch
    from golive.walkthrough.plain import Desk, Talk

    style = style_for(sys.stdout, variables, 0)
    ended = talking.Ended()

    def ask(question: str) -> str:
        if ended.told:
            raise KeyboardInterrupt
        return talking.ask(question)

    def watching() -> AbstractContextManager[Watch]:
        # The names of checks from installed packages do not belong on a shared screen.
        return nullcontext(Watcher()) if talk.presenter else progress("Checking")

    desk = Desk(
        ask=ask,
        say=write_out,
        watching=watching,
        clear=lambda: talking.clear(variables),
        width=min(style.width, 100),
        unicode=style.unicode,
        into=into,
    )
    talk = Talk(call, desk, presenter=presenter)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="backslashreplace")  # half a character, or one of another encoding
    with ended.heard():
        return talk.run()


def _show(call: Call, presenter: bool, into: Path) -> Finished | None:
    from golive.walkthrough.screen import show

    return show(call, presenter=presenter, into=into)


def _tell_end(call: Call, stage: Stage, finished: Finished | None) -> None:
    import shlex

    from golive.cli.terminal import write_out
    from golive.walkthrough.state import forget

    if finished is None:
        _tell_kept(call, stage)
    else:
        where = "FOLDER" if call.presenter else shlex.quote(str(finished.folder))
        write_out(f"{finished.said.shown(call.presenter)}\nTo check it at any time: golive report verify {where}")
        if stage.file is not None and call.unsaved is None:  # else what is saved there is another walkthrough's
            forget(stage.file)
    write_out(f"Verdict: {call.report.verdict}")


def _tell_kept(call: Call, stage: Stage) -> None:
    """Say whether the same command goes on here another time."""
    from golive.cli.terminal import write_out

    if call.unsaved is not None:
        write_out("The call is not saved." if call.presenter else f"The call is not saved: {call.unsaved}")
    elif stage.file is None:
        write_out("The call is not saved: there is no home folder.")
    else:
        write_out("The call is saved; the same command goes on here.")
