"""
What can go wrong with a request, drawn as a tree.

    ExchangeFailed           no usable answer; the message is a clause that says what happened
    ├── NotAllowed           nothing was sent: this method, path or host is not for golive to ask
    ├── TimedOut             one of the deadlines passed
    ├── ConnectionFailed     no connection: the name does not resolve, the host cannot be reached
    │   ├── Refused          somebody answered at the address, and said no
    │   └── ConnectionLost   there was a connection, and it ended too early
    ├── Untrusted            the TLS handshake showed that the other side cannot be trusted
    ├── TooLarge             the answer is larger than golive reads
    └── UnreadableAnswer     an answer came, and it is not what it should be

A message never holds a header of the request or an excerpt of a body. These are raised outside `except` blocks, so
that no exception of a library, which may hold both, hangs on them as a context.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golive.errors import Unverified

if TYPE_CHECKING:
    from golive.finding import ExchangePlace
    from golive.http.journal import Exchange


class ExchangeFailed(Unverified):
    """A request brought no usable answer. `exchange` is the journal's entry, None where nothing was sent."""

    exchange: Exchange | None = None

    @property
    def place(self) -> ExchangePlace | None:
        """The request, for a finding; None where nothing was sent."""
        return None if self.exchange is None else self.exchange.place


class NotAllowed(ExchangeFailed):
    """The request is against golive's own rules, and was not sent."""


class TimedOut(ExchangeFailed):
    """A deadline passed: connect, read, the request as a whole, or the run."""


class ConnectionFailed(ExchangeFailed):
    """No connection came about."""


class Refused(ConnectionFailed):
    """The connection was refused, by the host or by the proxy."""


class ConnectionLost(ConnectionFailed):
    """
    The connection was reset or closed.

    `before_answer` tells that it happened before a status had been received, `only_tls` that the connection itself was
    closed properly, and TLS on it was not: many servers do so.
    """

    before_answer: bool = False
    only_tls: bool = False


class Untrusted(ExchangeFailed):
    """
    The certificate cannot be verified, or the TLS version is too old.

    `certificate` tells that it is about the certificate.
    """

    certificate: bool = False


class TooLarge(ExchangeFailed):
    """The answer is larger than golive reads, as sent or unpacked."""


class UnreadableAnswer(ExchangeFailed):
    """An answer came, and it is not HTTP, not JSON, cut short, or packed in an unknown way."""
