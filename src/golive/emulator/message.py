"""Requests as they came, replies as they ought to go, and the steps in which a reply is put on the wire."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Received:
    """
    A request as it came. `repr` leaves out everything that can hold a credential.

    `host` is the Host header as sent; `scheme` is `https`, or `http` where it came without TLS.
    """

    method: str
    path: str
    host: str
    scheme: str
    time: datetime
    query: str = field(repr=False)
    headers: Headers = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The name in the Host header: lower case, without the port."""
        return self.host.lower().partition(":")[0]

    @property
    def port(self) -> str:
        """The port in the Host header, empty where it names none."""
        return self.host.partition(":")[2]

    @property
    def target(self) -> str:
        """Path and query."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def values(self, header: str) -> tuple[str, ...]:
        """Return every value of a header, in order, whatever the case of its name."""
        return tuple(value for name, value in self.headers if name.lower() == header.lower())

    def holds(self, text: str) -> bool:
        """Return whether `text` stands anywhere in the request."""
        fields = (self.path, self.query, self.host, *(part for header in self.headers for part in header))
        return any(text in part for part in fields) or text.encode() in self.body


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply with a body in memory. `Content-Length` is added unless `headers` has one."""

    status: int
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the first value of a header, None where there is none."""
        return next((value for given, value in self.headers if given.lower() == name.lower()), None)

    def having(self, *headers: tuple[str, str]) -> Reply:
        """Return the reply with these headers in place of its own of the same names."""
        names = {name.lower() for name, _ in headers}
        kept = tuple((name, value) for name, value in self.headers if name.lower() not in names)
        return replace(self, headers=(*kept, *headers))

    def with_json(self, value: Any) -> Reply:  # noqa: ANN401 - any JSON
        """Return the reply with another body. NaN is written as `NaN`, which is no JSON, as some servers do."""
        return replace(self, body=json.dumps(value, separators=(",", ":")).encode())

    def head(self) -> bytes:
        """Return the status line and the headers, with the empty line after them."""
        try:
            phrase = HTTPStatus(self.status).phrase
        except ValueError:
            phrase = ""
        lines = [f"HTTP/1.1 {self.status} {phrase}", *(f"{name}: {value}" for name, value in self.headers)]
        if self.header("Content-Length") is None:
            lines.append(f"Content-Length: {len(self.body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def wire(self) -> bytes:
        """Return the whole reply as bytes."""
        return self.head() + self.body


def json_reply(status: int, value: Any, headers: Iterable[tuple[str, str]] = ()) -> Reply:  # noqa: ANN401 - any JSON
    """Return a reply whose body is `value` as JSON."""
    return Reply(status, (("Content-Type", "application/json"), *headers)).with_json(value)


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so many seconds before the next step."""

    seconds: float


@dataclass(frozen=True, slots=True)
class HangUp:
    """Close the connection here, with a reset instead of a farewell where `reset` is set."""

    reset: bool = False


Step = bytes | Pause | HangUp
Steps = Iterator[Step]
"""How a reply goes out: bytes to send, pauses, and perhaps a sudden end."""
