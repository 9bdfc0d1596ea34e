"""Faults of the reply itself: another status, another body, another place to go."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import format_datetime
from typing import Any, Final, Protocol
from urllib.parse import parse_qsl, quote, urlencode

from golive.emulator.message import Received, Reply

EVIL_HOST: Final = "redirect.evil.example"
"""Where `redirect-host` leads. The emulator plays it too, so that its journal shows what arrives there."""
OTHER_PORT: Final = "8443"
"""Where `redirect-port` leads; played as well."""
DEPTH: Final = 100_000
LONG_AMOUNT: Final = "123456789012345678901234567890.12"
LOOP_CURSOR: Final = "bG9vcA"
EMPTY_CURSOR: Final = "ZW1wdHkt"
MORE_HEADER: Final = "X-Has-More"
"""Says that there is another page, where pages are numbered and told about in headers."""
MOST_PAGES: Final = "1000000"

_AMOUNT: Final = re.compile(r"-?\d+\.\d+")

Respond = Callable[[Received], Reply]


class Surroundings(Protocol):
    """What a fault needs of the provider that it disturbs."""

    def error(
        self, request: Received, status: int, code: str, message: str, headers: Iterable[tuple[str, str]] = ()
    ) -> Reply:
        """Return an error in the provider's own shape."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A fault's turn: the request, how often this very request came (from 1), and the reply without the fault."""

    request: Received
    nth: int
    respond: Respond
    surroundings: Surroundings

    def sound(self) -> Reply:
        """Return the reply without the fault."""
        return self.respond(self.request)

    def error(self, status: int, code: str, message: str, *headers: tuple[str, str]) -> Reply:
        """Return an error in the provider's own shape."""
        return self.surroundings.error(self.request, status, code, message, headers)


def status_503_twice(turn: Turn) -> Reply:
    """Answer 503 to the first two tries."""
    return turn.error(503, "service_unavailable", "try again later") if turn.nth <= 2 else turn.sound()  # noqa: PLR2004 - twice


def status_500(turn: Turn) -> Reply:
    """Answer 500."""
    return turn.error(500, "internal_error", "an internal error occurred")


def rate_limited_short(turn: Turn) -> Reply:
    """Answer 429 to the first try."""
    return _limited(turn, "1") if turn.nth == 1 else turn.sound()


def rate_limited_date(turn: Turn) -> Reply:
    """Answer 429 to the first try, with a date two seconds ahead: a date has whole seconds."""
    moment = turn.request.time + timedelta(seconds=2)
    return _limited(turn, format_datetime(moment, usegmt=True)) if turn.nth == 1 else turn.sound()


def rate_limited_day(turn: Turn) -> Reply:
    """Answer 429 to every try."""
    return _limited(turn, "86400")


def _limited(turn: Turn, retry_after: str) -> Reply:
    return turn.error(429, "rate_limit_exceeded", "too many requests", ("Retry-After", retry_after))


def deep_json(turn: Turn) -> Reply:
    """Answer with arrays within arrays: valid JSON, too deep for a recursive parser."""
    return replace(turn.sound(), status=200, body=b'{"data":' + b"[" * DEPTH + b"]" * DEPTH + b"}")


def html(turn: Turn) -> Reply:
    """Answer with a page, as a proxy or a captive portal would."""
    page = b"<!doctype html><html><head><title>Welcome</title></head><body><h1>Welcome</h1></body></html>\n"
    return replace(turn.sound(), status=200, body=page).having(("Content-Type", "text/html; charset=utf-8"))


def wrong_content_type(turn: Turn) -> Reply:
    """Label the sound body as something else."""
    return turn.sound().having(("Content-Type", "text/plain; charset=utf-8"))


def nan(turn: Turn) -> Reply:
    """Write NaN for each amount."""
    return _with_amounts(turn.sound(), float("nan"))


def long_amounts(turn: Turn) -> Reply:
    """Write an amount of 30 digits for each amount."""
    return _with_amounts(turn.sound(), LONG_AMOUNT)


def _with_amounts(reply: Reply, amount: object) -> Reply:
    return reply.with_json(_replaced(json.loads(reply.body), amount))


def _replaced(value: Any, amount: object) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case dict():
            return {key: _replaced(item, amount) for key, item in value.items()}
        case list():
            return [_replaced(item, amount) for item in value]
        case str() if _AMOUNT.fullmatch(value):
            return amount
        case float():
            return amount
        case _:
            return value


def cursor_loop(turn: Turn) -> Reply:
    """Name the same next page for ever."""
    return _paged(turn, empty=False, cursor=LOOP_CURSOR)


def has_more_empty(turn: Turn) -> Reply:
    """Promise another page for ever, each under a new name, and give nothing."""
    given = dict(parse_qsl(turn.request.query)).get("cursor", "").removeprefix(EMPTY_CURSOR)
    page = int(given) + 1 if given.isdecimal() else 1
    return _paged(turn, empty=True, cursor=f"{EMPTY_CURSOR}{page}")


def _paged(turn: Turn, *, empty: bool, cursor: str) -> Reply:
    """
    Answer with the first page, or an empty one, and promise another.

    In headers where the list is a bare array, or is told about in headers already: there is no cursor then, but a
    number in the query.
    """
    query = parse_qsl(turn.request.query)
    kept = [(name, value) for name, value in query if name not in {"cursor", "page"}]
    reply = turn.respond(replace(turn.request, query=urlencode(kept)))
    value = json.loads(reply.body)
    rows = value.get("data") if isinstance(value, dict) else value
    if not isinstance(rows, list):
        return reply
    rows = [] if empty else rows
    if isinstance(value, dict) and reply.header(MORE_HEADER) is None:
        return reply.with_json({"data": rows, "has_more": True, "next_cursor": cursor})
    page = dict(query).get("page", "1")
    told = ((MORE_HEADER, "true"), ("X-Page", page), ("X-Total-Pages", MOST_PAGES), ("X-Page-Size", str(len(rows))))
    return reply.with_json({**value, "data": rows} if isinstance(value, dict) else rows).having(*told)


def redirect_host(turn: Turn) -> Reply:
    """Lead to another host."""
    return _redirect(turn, f"https://{EVIL_HOST}")


def redirect_http(turn: Turn) -> Reply:
    """Lead to the same host without TLS."""
    return _redirect(turn, f"http://{turn.request.name}")


def redirect_port(turn: Turn) -> Reply:
    """Lead to another port of the same host."""
    return _redirect(turn, f"https://{turn.request.name}:{OTHER_PORT}")


def _redirect(turn: Turn, origin: str) -> Reply:
    return Reply(307, (("Location", f"{origin}{turn.request.target}"),))


def echo_401(turn: Turn) -> Reply:
    """Repeat the credential in a refusal."""
    return _echo(turn, 401, "unauthorized")


def echo_500(turn: Turn) -> Reply:
    """Repeat the credential in a server error."""
    return _echo(turn, 500, "internal_error")


def _echo(turn: Turn, status: int, code: str) -> Reply:
    """Repeat the credential in every common encoding, among text that harms terminals, reports, pages and logs."""
    sent = " ".join((*turn.request.values("Authorization"), *turn.request.values("DPoP"))) or _texts(turn.request.body)
    credential = sent.partition(" ")[2] or sent
    message = (
        f"cannot use {sent}\x1b[31m\x1b]0;title\x07[red]red[/red] [link=https://evil.example]here[/link]\r\n"
        f"::error::forged\n##vso[task.complete]\n<script>alert(1)</script><img src=x onerror=alert(1)>\n"
        f"\u202ereversed\u2028| `code` | {credential} "
        f"hex {credential.encode().hex()} base64 {base64.b64encode(credential.encode()).decode()} "
        f"basic {base64.b64encode(f'user:{credential}'.encode()).decode()} url {quote(credential, safe='')}"
    )
    return turn.error(status, code, message, ("X-Debug-Authorization", sent.encode("ascii", "replace").decode()))


def _texts(body: bytes) -> str:
    """Return the texts of a JSON object, the way some credentials are sent: user name first. Empty for other bodies."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    parts = value.values() if isinstance(value, dict) else ()
    return " ".join(part for part in parts if isinstance(part, str) and part.isascii() and part.isprintable())
