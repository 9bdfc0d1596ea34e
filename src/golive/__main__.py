"""The `golive` command: the one place where an error becomes a message and an exit code."""

from __future__ import annotations

import sys

from golive import __version__

TYPE_CHECKING = False  # type checkers know the name; importing it would double the time of `golive --version`
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from golive.errors import GoliveError

CANNOT_RUN = 2
CRASHED = 4
INTERRUPTED = 130
FRAMES = 5
"""Places of a defect's stack that are named."""


def main() -> None:
    """Run the command line, and end the process with its exit code."""
    if sys.argv[1:] == ["--version"]:  # answered before anything is loaded: editors and scripts ask it often
        print(f"golive {__version__}")  # noqa: T201 - the whole answer
        return
    code = _run()
    if code == INTERRUPTED:
        # An interruption that came through an exec() (each dataclass is made by one) stays noted in the interpreter,
        # which then kills itself with SIGINT instead of ending with this code. The next exec() clears the note.
        exec("")  # noqa: S102 - runs nothing
    sys.exit(code)


def _run() -> int:
    import signal

    # A job that is cancelled, and one whose terminal is closed, ends as with Ctrl-C: what is known so far is told, and
    # nothing temporary stays behind. Under nohup it goes on.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        if sys.argv[1:] == ["list"]:  # takes no options: most of what it would wait for is the parser
            from golive.cli.list import list_checks

            list_checks()
            return 0
        from golive.cli.app import app

        return app(prog_name="golive", standalone_mode=False) or 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last boundary: whatever golive cannot explain is its own defect
        return _explained(error)


def _explained(error: Exception) -> int:
    """Say what went wrong, and return the exit code."""
    import typer

    from golive.errors import GoliveError

    # Typer has no public name for what is wrong with a command line. Its errors have this method, and no others do.
    usage: Callable[[], str] | None = getattr(error, "format_message", None)
    if isinstance(error, GoliveError):
        _say(_lines(error))
    elif isinstance(error, typer.Abort):
        if not isinstance(error.__cause__ or error.__context__, EOFError):
            return INTERRUPTED
        _say(["a question was not answered; nothing was done"])
    elif usage is not None:
        path = getattr(getattr(error, "ctx", None), "command_path", "golive")
        message = usage().rstrip(".")
        _say([f"{message}{'' if message.endswith('?') else '.'} See `{path} --help`"])
    else:
        _say(_defect(error))
        return CRASHED
    return CANNOT_RUN


def _lines(error: GoliveError) -> Iterator[str]:
    from golive.errors import FileError

    if not isinstance(error, FileError):
        yield str(error)
    elif len(error.problems) == 1:
        yield str(error.problems[0])
    else:
        yield f"{error.file} cannot be used, for {len(error.problems)} reasons:"
        yield from (f"  {problem}" for problem in error.problems)


def _defect(error: Exception) -> Iterator[str]:
    """Yield where golive broke. Never the message of the error: it may quote what golive had read."""
    import traceback

    yield f"a defect of golive itself ({type(error).__name__}); nothing was decided. Please report it with:"
    for frame in traceback.extract_tb(error.__traceback__)[-FRAMES:]:
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"


def _say(lines: Iterator[str] | list[str]) -> None:
    """Write to standard error: harmless whatever a line quotes, and without anything that looks like a credential."""
    import contextlib

    from golive.redact import Redactor
    from golive.registry import load_provider, provider_ids
    from golive.reporters.words import plain

    redactor = Redactor(shape.redaction for name in provider_ids() for shape in load_provider(name).secret_shapes)
    text = "".join(f"{plain(redactor(line))}\n" for line in lines)
    stream: TextIO | None = sys.stderr
    if stream is None:  # the shell closed it (2>&-)
        return
    encoding = stream.encoding or "ascii"
    with contextlib.suppress(OSError):  # nobody listens: the exit code has to do
        stream.write(f"golive: {text}".encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()


if __name__ == "__main__":
    main()
