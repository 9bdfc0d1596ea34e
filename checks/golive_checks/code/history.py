from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remarks=False,  # what was committed once is not undone by a remark
    remedy="Rotate the credential: create a new one in the provider's portal, switch to it, and revoke the old one. "
    "Deleting the file or rewriting history takes nothing back: clones, forks and caches keep every commit.",
    sources=(
        "https://docs.antonpayments.com/guides/going-live",
        "https://help.antonpayments.com/en/articles/14127356-securing-your-integration",
    ),
)
def history(ctx: Context) -> Iterator[Finding]:
    """
    No commit of the repository ever held a live credential.

    A key that was committed once is in every clone, whatever was deleted afterwards. Searched is every content that
    a branch, a tag, a note, the stash, the index or the reflog leads to, those of submodules too, for the same
    credentials as in the files. A credential that has been rotated cannot be told from one that still works, unless
    the provider is asked; so it counts. A remark `golive: ignore[code.history]` with its reason, on the line in the
    newest commit, speaks for older commits too.
    """
    from golive_checks.code._history import judge

    yield from judge(ctx, history.id)
