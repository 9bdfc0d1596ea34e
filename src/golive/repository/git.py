"""
Run git on somebody else's repository without running anything that the repository asks for.

A repository's own configuration can name programs that git then starts (`core.fsmonitor`, hooks, pagers, filters,
remote helpers that fetch missing objects). None of them may run because somebody checked a repository.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.redact import inert

if TYPE_CHECKING:
    from golive.clock import Deadline

_SETTINGS: Final = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
    "core.untrackedCache=false",
)
_BUFFER: Final = 1 << 20
_UNREAD: Final = -13
"""What a program ends with that wrote and nobody read: SIGPIPE."""


def find_git() -> str | None:
    """Return the absolute path of git, None where it is not installed."""
    found = shutil.which("git")
    return found if found is not None and Path(found).is_absolute() else None


def find_work_tree(folder: Path) -> Path | None:
    """Return the folder at or above `folder` that holds `.git`, None where there is none."""
    return next((place for place in (folder, *folder.parents) if os.path.lexists(place / ".git")), None)


@dataclass(frozen=True, slots=True)
class Git:
    """The program git on one repository: `top` is the folder that holds `.git`."""

    program: str
    top: Path
    home: Path | None = None
    """Folder whose settings for all repositories count. Left out: those of who runs golive."""

    @property
    def name(self) -> str:
        """How messages call the repository."""
        return inert(str(self.top))

    def run(
        self, doing: str, deadline: Deadline, *arguments: str, folder: Path | None = None, given: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        """
        Run a git command on `given` as its input, in `folder` (left out: the top), and return what it wrote.

        `doing` completes the sentence `git cannot …`. Raises Unverified where git fails or takes too long.
        """
        late = f"git took longer than {deadline.seconds:.0f} s to {doing} of {self.name}"
        if deadline.passed:
            raise Unverified(late)
        try:
            done = subprocess.run(  # noqa: S603 - an absolute program, fixed arguments, no shell, no inherited settings
                self._command(arguments),
                cwd=folder or self.top,
                env=self._environment(),
                input=given,
                capture_output=True,
                timeout=max(deadline.remaining, 0.001),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Unverified(late) from None
        except OSError as error:
            raise Unverified(f"git cannot be started in {self.name}: {error.strerror}") from error
        if done.returncode != 0:
            raise Unverified(self._refusal(doing, done.stderr, done.returncode))
        return done

    @contextmanager
    def stream(self, doing: str, deadline: Deadline, *arguments: str, given: bytes = b"") -> Iterator[IO[bytes]]:
        """
        Start a git command on `given` as its input, and give what it writes while it runs.

        It is stopped at the deadline, where what it writes ends early, and when the caller has read enough. Raises
        Unverified where git fails.
        """
        with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as complaints:
            asked.write(given)
            asked.seek(0)
            try:
                process = subprocess.Popen(  # noqa: S603 - as in `run`
                    self._command(arguments),
                    cwd=self.top,
                    env=self._environment(),
                    stdin=asked,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                    bufsize=_BUFFER,
                )
            except OSError as error:
                raise Unverified(f"git cannot be started in {self.name}: {error.strerror}") from error
            watch = threading.Timer(deadline.remaining, process.kill)
            watch.daemon = True
            watch.start()
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            try:
                with process.stdout as output:
                    yield output
            except BaseException:
                process.kill()
                raise
            finally:
                process.wait()
                watch.cancel()
            # A reader that has had enough ends git by closing its output.
            if process.returncode not in {0, _UNREAD} and not deadline.passed:
                complaints.seek(0)
                raise Unverified(self._refusal(doing, complaints.read(), process.returncode))

    def _refusal(self, doing: str, complaints: bytes, code: int) -> str:
        reason = inert(os.fsdecode(complaints).strip()) or f"it ended with {code}"
        return f"git cannot {doing} of {self.name}: {reason}"

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        command = [self.program, "--no-pager", "--no-optional-locks", "--no-replace-objects"]
        for setting in _SETTINGS:
            command += ["-c", setting]
        # Named outright, so that `core.worktree` cannot lead elsewhere, and so that git also works on a tree of another
        # user, as CI containers have it. git refuses those because of the programs in the configuration: none runs.
        return [*command, f"--git-dir={self.top / '.git'}", f"--work-tree={self.top}", *arguments]

    def _environment(self) -> dict[str, str]:
        """Return all of git's environment: nothing of ours is inherited, so that GIT_DIR and the like are not."""
        return {
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": "none",
            # Grafts could cut history off; shallow clones say so themselves.
            "GIT_GRAFT_FILE": os.devnull,
            "GIT_ADVICE": "0",
            "HOME": str(self.home or _home()),
            "LC_ALL": "C",
            "PATH": str(Path(self.program).parent),
        }


def _home() -> str:
    """Return the folder of who runs golive. Containers run as users that the machine does not know: those have none."""
    try:
        return str(Path("~").expanduser())
    except RuntimeError:
        return os.devnull
