"""Run one check of the account against made-up answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golive.providers.anton import PROVIDER
from golive.result import status_of
from support.context import make_context, run
from support.fake_session import answering, api_over

if TYPE_CHECKING:
    from golive.finding import Level

HEAD = """\
version: 1
provider: anton
environments:
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {api_key: {env: KEY}}
"""


def look(check, folder, settings: str = "", *, answer=None, api=None, **by_name):
    """Return the findings of a check; `settings` are further lines of the environment, `by_name` the lists."""
    lines = "".join(f"    {line}\n" for line in settings.splitlines())
    api = api or api_over(answer or answering(**by_name))
    return run(check, make_context(folder, HEAD + lines, provider=PROVIDER, connect=lambda: api))


def status(findings) -> str:
    """Return the status that these findings add up to."""
    return status_of(tuple(findings), None)[0].value


def words(findings, level: Level | None = None) -> str:
    """Return the messages of one level, or of all, one per line."""
    return "\n".join(finding.message for finding in findings if level in {None, finding.level})
