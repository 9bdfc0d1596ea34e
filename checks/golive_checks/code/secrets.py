from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remarks=False,  # judged here: one beside production's own value has no effect
    remedy="Revoke the credential in the provider's portal and create a new one; keep it in a secrets manager or the "
    "environment, and read it from there. Taking it out of the file is not enough: copies and git history keep it.",
    sources=(
        "https://docs.antonpayments.com/guides/going-live",
        "https://help.antonpayments.com/en/articles/14127356-securing-your-integration",
    ),
)
def secrets(ctx: Context) -> Iterator[Finding]:
    """
    No file of the repository holds a live credential.

    Whoever can read a repository can pay with the keys in it: colleagues, contractors, every machine that builds it,
    and everyone once it is copied or published. Searched are the provider's own credential formats and the exact
    values that the profile resolves to, also as base64, hexadecimal, escaped and UTF-16 text and in string literals
    that the program puts together. Where only the name of a setting or variable says that its value is a credential,
    a value that looks random counts, and any other is a warning; so is a private key that nothing ties to the
    provider. Files that git ignores are not searched. Credentials of a sandbox may stand in tests.

    A finding that is meant to be there is taken out by a remark in a comment on its line, or alone on the line before:
    `golive: ignore[code.secrets]` and, behind it, the reason, without which it has no effect. The report counts and
    lists what was ignored; `--no-inline-ignores` shows all of it. A value of production's credential in the profile
    cannot be ignored: it opens the account, whatever is written beside it.
    """
    from golive_checks.code._secrets import judge

    yield from judge(ctx, secrets.id)
