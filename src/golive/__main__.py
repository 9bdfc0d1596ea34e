"""The `golive` command: the one place where an error becomes a message and an exit code."""

from __future__ import annotations

import os
import sys

from golive import __version__

CANNOT_RUN = 2
CRASHED = 4
INTERRUPTED = 130


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:  # answered before anything is loaded: editors and scripts ask it often
        print(f"golive {__version__}")  # noqa: T201 - the whole answer
        return
    from golive.errors import GoliveError

    try:
        from golive.cli.app import app

        app(prog_name="golive")
    except GoliveError as error:
        _say(f"golive: {error}")
        sys.exit(CANNOT_RUN)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read the output has seen enough; keep the interpreter from complaining when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CRASHED)
    except Exception as error:  # noqa: BLE001 - the last boundary: whatever is left is a defect of golive
        _say(_defect(error))
        sys.exit(CRASHED)


def _defect(error: Exception) -> str:
    """Return where golive broke. Never the message of the error: it may quote what golive had read."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames[-5:]]
    return "\n".join(
        (
            f"golive: a defect of golive itself ({type(error).__name__}); nothing was decided. Please report it with:",
            *lines,
        )
    )


def _say(text: str) -> None:
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


if __name__ == "__main__":
    main()
