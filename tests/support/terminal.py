"""A pseudo terminal with a program on it."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import termios
import time
from contextlib import suppress

from support.command import CLEAN, interruptible


class Terminal:
    """Runs a command on a terminal of some width. `screen` holds all that came out of it."""

    def __init__(self, command, *, cwd=None, columns=80, **variables) -> None:
        self.screen = ""
        self._own, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        environ = {**CLEAN, "TERM": "xterm-256color", "LANG": "C.UTF-8", **variables}
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env=environ,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - two system calls
        )
        os.close(theirs)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        with suppress(OSError):  # closed by `hang_up`
            os.close(self._own)

    def hang_up(self) -> None:
        """Close the terminal's window, and wait for the program to end."""
        os.close(self._own)
        self.process.wait(30)

    def read_until(self, text: str, seconds: float = 60) -> None:
        """Read until a text has appeared. Raises AssertionError where it does not."""
        end = time.monotonic() + seconds
        while text not in self.screen:
            assert time.monotonic() < end, f"{text!r} did not appear in {self.screen!r}"
            assert self._read(), f"{text!r} did not appear in {self.screen!r}"

    def type(self, text: str) -> None:
        os.write(self._own, text.encode())

    def finish(self, seconds: float = 60) -> int:
        """Read until the program has ended, and return its exit code."""
        end = time.monotonic() + seconds
        while self._read():
            assert time.monotonic() < end, self.screen
        return self.process.wait(10)

    def press_until_it_ends(self, key: str) -> int:
        """
        Press a key again every two seconds until the program has ended, as a person would, and return its exit code.

        A Ctrl-C in the moment between a prompt and Python's reading of the answer is only noticed with the next key.
        """
        for _ in range(20):
            self.type(key)
            with suppress(AssertionError):
                return self.finish(2)
        return self.finish(2)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._own], [], [], 0.1)
        if not ready:
            return self.process.poll() is None
        try:
            data = os.read(self._own, 65536)
        except OSError:
            return False
        self.screen += data.decode("utf-8", "replace")
        return bool(data)


def _take_terminal() -> None:
    """Make standard input the terminal that Ctrl-C and hidden prompts belong to."""
    interruptible()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
