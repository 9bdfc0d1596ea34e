"""The commit that a call was held on, asked of git without running anything that the repository names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.evidence.contents import Origin
from golive.repository.git import Git, find_git, find_work_tree

if TYPE_CHECKING:
    from golive.clock import Deadline

_COMMIT: Final = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def origin_of(folder: Path, deadline: Deadline, *, program: str | None = None) -> Origin:
    """Return the commit of the repository that a folder lies in, and whether files differ from it."""
    top = find_work_tree(folder.resolve())
    if top is None:
        return Origin(commit=None, changed=None, note="the profile lies in no git repository")
    found = program or find_git()
    if found is None:
        return Origin(commit=None, changed=None, note="git is not installed")
    git = Git(found, top)
    try:
        commit = git.run("read the commit", deadline, "rev-parse", "--verify", "--quiet", "HEAD").stdout.strip()
    except Unverified:
        return Origin(commit=None, changed=None, note="the repository has no commit that git can read")
    if not _COMMIT.fullmatch(commit):
        return Origin(commit=None, changed=None, note="git named no commit")
    try:
        changed = _is_changed(git, deadline)
    except Unverified:
        return Origin(commit=commit.decode(), changed=None, note="git could not tell whether files differ from it")
    return Origin(commit=commit.decode(), changed=changed)


def _is_changed(git: Git, deadline: Deadline) -> bool:
    """
    Tell whether a file differs from the commit, or is not part of it. Submodules are left out.

    To compare a file, git runs what the configuration names as a filter for it. Each filter is therefore switched off
    by name; a submodule has a configuration of its own, so git does not go there.
    """
    status = ["status", "--porcelain", "-z", "--untracked-files=normal", "--ignore-submodules=all", "--no-renames"]
    return bool(git.run("compare the files", deadline, *_without_filters(git, deadline), *status).stdout)


def _without_filters(git: Git, deadline: Deadline) -> list[str]:
    listed = git.run("read the settings", deadline, "config", "--null", "--name-only", "--list").stdout
    keys = {key.decode("utf-8", "surrogateescape") for key in listed.split(b"\0")}
    filters = {
        key.split(".", 1)[1].rsplit(".", 1)[0] for key in keys if key.startswith("filter.") and key.count(".") > 1
    }
    if any("=" in name for name in filters):
        # git would take what follows for the value, and leave the filter on.
        raise Unverified("a filter has a name that cannot be switched off")
    settings: list[str] = []
    for name in sorted(filters):
        for key, value in (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false")):
            settings += ["-c", f"filter.{name}.{key}={value}"]
    return settings
