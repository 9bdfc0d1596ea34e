"""Values that another program gives: the system's keyring, and commands that the user has allowed."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.profile.sources import show, without_line_break

if TYPE_CHECKING:
    import subprocess

    from golive.clock import Deadline

KEYRING_SECONDS: Final = 10.0
COMMAND_SECONDS: Final = 30.0
TIME_IS_OVER: Final = "the time for this run is over"
LARGEST_OUTPUT: Final = 64 * 1024
"""Bytes that a command may write."""

KeyringGetter = Callable[[str, str], str | None]
"""Takes service and user name, returns the entry or None."""


def system_keyring(service: str, username: str) -> str | None:
    """Return an entry of the system's keyring, None where there is none."""
    import keyring

    return keyring.get_password(service, username)


@dataclass(slots=True)
class _Answer:
    """What a thread of ours found: a value, or a clause that says why there is none."""

    value: str | None = None
    problem: str = ""


class KeyringSilentError(Unverified):
    """The keyring did not answer in time. Nothing says that it will the next time."""


def ask_keyring(action: Callable[[], str | None], seconds: float) -> str | None:
    """
    Use the keyring in a thread, and return what `action` returns.

    A keyring without its service can stall for longer than anybody waits, and cannot be interrupted. Raises
    Unverified where it does not answer, is locked or absent, without repeating anything that the backend says.
    """
    answer = _Answer()
    thread = threading.Thread(target=_fill, args=(answer, action), name="golive keyring", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise KeyringSilentError(f"the keyring did not answer within {seconds:.0f} s")
    if answer.problem:
        raise Unverified(answer.problem)
    return answer.value


def _fill(answer: _Answer, action: Callable[[], str | None]) -> None:
    try:
        answer.value = action()
    except BaseException as error:  # noqa: BLE001 - backends raise what they like, and this thread is theirs
        answer.problem = _keyring_problem(type(error).__name__)


class Keyring:
    """Asks the keyring one question at a time, and gives up for good once it did not answer."""

    def __init__(self, get: KeyringGetter, deadline: Deadline) -> None:
        self._get = get
        self._deadline = deadline
        self._lock = threading.Lock()
        self._silent = ""

    def read(self, service: str, username: str) -> str:
        """Return an entry. Raises Unverified."""
        entry = f"keyring entry {show(service)}/{show(username)}"
        with self._lock:
            answer = self._ask(service, username)
        if answer.problem:
            raise Unverified(f"{entry} cannot be read: {answer.problem}")
        if answer.value is None:
            raise Unverified(f"there is no {entry}; `golive secret set` writes it")
        return answer.value

    def _ask(self, service: str, username: str) -> _Answer:
        if self._silent:
            return _Answer(problem=self._silent)
        if self._deadline.passed:
            return _Answer(problem=TIME_IS_OVER)
        seconds = min(KEYRING_SECONDS, self._deadline.remaining)
        try:
            return _Answer(ask_keyring(lambda: self._get(service, username), seconds))
        except KeyringSilentError as error:
            self._silent = str(error)
            return _Answer(problem=self._silent)
        except Unverified as error:
            return _Answer(problem=str(error))


def _keyring_problem(name: str) -> str:
    match name:
        case "NoKeyringError":
            return "this machine has no keyring"
        case "KeyringLocked":
            return "the keyring is locked"
        case "InitError":
            return "the keyring could not be opened"
        case _:
            return f"the keyring failed ({name})"


@dataclass(frozen=True, slots=True)
class Commands:
    """Runs commands without a shell, in the profile's folder, with nothing to read from."""

    folder: Path
    environ: Mapping[str, str] = field(repr=False)
    deadline: Deadline
    seconds: float = COMMAND_SECONDS

    def output(self, command: tuple[str, ...]) -> str:
        """Return what a command writes, without one line break at its end. Raises Unverified."""
        program = show(command[0])
        problem, output = self._run(command)
        if problem:
            raise Unverified(f"{program} {problem}")
        try:
            return without_line_break(output.decode())
        except UnicodeDecodeError:
            pass
        raise Unverified(f"{program} wrote something that is not UTF-8")

    def _run(self, command: tuple[str, ...]) -> tuple[str, bytes]:
        import subprocess

        deadline = self.deadline.within(self.seconds)
        if deadline.passed:
            return f"was not run: {TIME_IS_OVER}", b""
        try:
            process = subprocess.Popen(  # noqa: S603 - the user allowed the profile's commands with --trust
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self.folder,
                env=dict(self.environ),
                start_new_session=True,
            )
        except FileNotFoundError:
            return "is not installed, or not on the PATH", b""
        except (OSError, ValueError) as error:
            return f"cannot be started ({getattr(error, 'strerror', None) or type(error).__name__})", b""
        try:
            return _collect(process, deadline)
        finally:
            _end(process)


def _collect(process: subprocess.Popen[bytes], deadline: Deadline) -> tuple[str, bytes]:
    import subprocess

    chunks: list[bytes] = []
    reader = threading.Thread(target=_drain, args=(process.stdout, chunks), name="golive command", daemon=True)
    allowed = deadline.remaining
    reader.start()
    reader.join(allowed)
    if not reader.is_alive():
        if sum(map(len, chunks)) > LARGEST_OUTPUT:
            return f"wrote more than {LARGEST_OUTPUT // 1024} KiB", b""
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = process.wait(deadline.remaining)
            return ("", b"".join(chunks)) if status == 0 else (f"ended with exit code {status}", b"")
    return f"did not end within {allowed:.0f} s", b""


def _drain(pipe: IO[bytes], chunks: list[bytes]) -> None:
    left = LARGEST_OUTPUT + 1
    with pipe:
        while left > 0 and (chunk := os.read(pipe.fileno(), left)):
            chunks.append(chunk)
            left -= len(chunk)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a command that has not ended, its children included."""
    if process.returncode is not None:
        return  # its number may belong to somebody else by now
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
