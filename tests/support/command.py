"""Running the command line: in this process, and as a process of its own."""

from __future__ import annotations

import atexit
import io
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from golive.cli.ci import SUMMARY, VARIABLES

SRC = Path(__file__).resolve().parents[2]
UNWANTED = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "GOLIVE_TRUST", *VARIABLES, SUMMARY}
"""What decides how golive behaves, wherever the tests run: in a CI system, for one."""
CLEAN = {
    name: value
    for name, value in os.environ.items()
    if name not in UNWANTED and "proxy" not in name.lower() and not name.startswith(("ANTON_", "COV_", "COVERAGE"))
}

CACHES = tempfile.TemporaryDirectory(prefix="golive-tests-")
"""Where runs of the tests remember what they read: not at the home of whoever runs the tests."""
atexit.register(CACHES.cleanup)
CLEAN["XDG_CACHE_HOME"] = CACHES.name


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


class _Stream(io.TextIOWrapper):
    """A standard stream that is no terminal and remembers what was written."""

    def __init__(self, encoding: str, data: bytes = b"") -> None:
        super().__init__(io.BytesIO(data), encoding=encoding, write_through=True)

    def text(self) -> str:
        return self.buffer.getvalue().decode(self.encoding)


def golive(monkeypatch, *arguments, stdin: bytes = b"", encoding: str = "utf-8", **variables) -> Ran:
    """Run `golive` in this process, through its one boundary of errors. A variable that is None is unset."""
    from golive.__main__ import main

    out, err = _Stream(encoding), _Stream(encoding)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "argv", ["golive", *map(str, arguments)])
        patch.setattr(sys, "stdin", _Stream("utf-8", stdin))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        for name in UNWANTED:
            patch.delenv(name, raising=False)
        patch.setenv("XDG_CACHE_HOME", CACHES.name)
        for name, value in variables.items():
            patch.delenv(name, raising=False) if value is None else patch.setenv(name, str(value))
        before = {signum: signal.getsignal(signum) for signum in (signal.SIGTERM, signal.SIGHUP)}
        hook = sys.excepthook
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            for signum, handler in before.items():
                signal.signal(signum, handler)
            sys.excepthook = hook
    return Ran(code, out.text(), err.text())


def command(*arguments) -> list[str]:
    """Return the words that start `golive` as a process of its own."""
    return [sys.executable, "-m", "golive", *map(str, arguments)]


def process(*arguments, cwd=None, timeout=120, stdin=subprocess.DEVNULL, **variables) -> subprocess.CompletedProcess:
    """Run `golive` as a process of its own and wait for it. Output is bytes."""
    pipe = {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env={**CLEAN, **variables},
        capture_output=True,
        timeout=timeout,
        check=False,
        **pipe,
    )


def interruptible() -> None:
    """Undo, in a new process, that the background jobs of a shell, and their children, ignore SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
