"""A TLS session over any stream, and words for what is wrong with one."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

import httpcore

from golive.http.errors import ConnectionLost, ExchangeFailed, Untrusted
from golive.redact import inert

if TYPE_CHECKING:
    from golive.http.pace import Pace

T = TypeVar("T")

_PIECE = 64 * 1024

# https://docs.openssl.org/3.0/man1/openssl-verification-options/ and X509_verify_cert_error_string
_REASONS: Final = {
    9: "is not valid yet",
    10: "has expired",
    18: "is self-signed",
    19: "comes from an issuer that this machine does not know (a self-signed one)",
    20: "comes from an issuer that this machine does not know",
    21: "comes from an issuer that this machine does not know",
    23: "has been revoked",
    62: "is for another name",
    64: "is for another address",
}

_TOO_OLD: Final = frozenset({"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE"})
_NOT_TLS: Final = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "RECORD_LAYER_FAILURE"})


class TlsStream(httpcore.NetworkStream):
    """
    TLS over any stream, in memory.

    Not a wrapped socket: its handshake would run under truststore's lock, so that one slow server would hold up all
    others, and TLS inside an https proxy's TLS is not possible with it.
    """

    def __init__(self, under: httpcore.NetworkStream, context: ssl.SSLContext, host: str, pace: Pace) -> None:
        self._under = under
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        self._host = host
        self._pace = pace

    @classmethod
    def over(
        cls,
        under: httpcore.NetworkStream,
        context: ssl.SSLContext,
        host: str | None,
        timeout: float | None,
        pace: Pace,
    ) -> TlsStream:
        """Return a stream whose handshake is done. Raises Untrusted, TimedOut and ConnectionLost."""
        stream = cls(under, context, host or "", pace)
        try:
            stream._handshake(timeout)
        except BaseException:
            stream.close()
            raise
        return stream

    def _handshake(self, timeout: float | None) -> None:
        problem = ""
        about_certificate = closed = False
        try:
            self._drive(self._object.do_handshake, timeout)
        except ssl.SSLCertVerificationError as error:
            problem = f"the certificate of {self._host} {_reason(error)}"
            about_certificate = True
        except ssl.SSLEOFError:
            closed = True
        except ssl.SSLError as error:
            problem = self._protocol_problem(error)
        if closed:
            raise ConnectionLost(f"{self._host} closed the connection during the TLS handshake")
        if problem:
            untrusted = Untrusted(problem)
            untrusted.certificate = about_certificate
            raise untrusted

    def _protocol_problem(self, error: ssl.SSLError) -> str:
        reason = str(error.reason or "").upper()
        if reason in _TOO_OLD:
            return f"{self._host} offers no TLS version from 1.2 on"
        if reason in _NOT_TLS:
            return f"{self._host} does not answer with TLS on this port"
        return f"the TLS handshake with {self._host} failed ({inert(reason.lower().replace('_', ' '), 60)})"

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """
        Return what has arrived, empty where the other side ended the session properly.

        Raises TimedOut, and ConnectionLost where the end may have been forced by somebody in between.
        """
        failure: ssl.SSLError | None = None
        data = b""
        try:
            data = self._drive(lambda: self._object.read(max_bytes), timeout)
        except ssl.SSLError as error:
            failure = error
        if failure is not None:
            lost = ConnectionLost(f"{self._host} closed the connection without ending the TLS session")
            lost.only_tls = isinstance(failure, ssl.SSLEOFError)
            raise lost
        self._pace.ended = not data
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send everything. Raises TimedOut and httpcore.WriteError."""
        self._drive(lambda: self._object.write(buffer), timeout)

    def close(self) -> None:
        """Close the connection."""
        self._under.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Return another TLS session inside this one: how a host is reached through an https proxy."""
        return TlsStream.over(self, ssl_context, server_hostname, timeout, self._pace)

    def get_extra_info(self, info: str) -> object:
        """Return the `ssl_object`, or whether an idle connection `is_readable`, which means that it was closed."""
        match info:
            case "ssl_object":
                return self._object
            case "is_readable":
                return self._incoming.pending > 0 or self._under.get_extra_info(info)
            case _:
                return self._under.get_extra_info(info)

    def _drive(self, step: Callable[[], T], timeout: float | None) -> T:
        """Repeat a step of the TLS machine, carrying bytes between it and the network, until it is done."""
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                self._flush(timeout)
            except ssl.SSLError:
                self._say_goodbye(timeout)
                raise
            else:
                self._flush(timeout)
                return result
            arrived = self._under.read(_PIECE, timeout)
            if arrived:
                self._incoming.write(arrived)
            else:
                self._incoming.write_eof()

    def _flush(self, timeout: float | None) -> None:
        if self._outgoing.pending:
            self._under.write(self._outgoing.read(), timeout)

    def _say_goodbye(self, timeout: float | None) -> None:
        """Tell the other side why, as TLS wants it; what is wrong already counts for more than whether it hears."""
        try:
            self._flush(timeout)
        except (httpcore.WriteError, ExchangeFailed):
            return


def _reason(error: ssl.SSLCertVerificationError) -> str:
    code = getattr(error, "verify_code", None)
    if code in _REASONS:
        return _REASONS[code]
    said = getattr(error, "verify_message", "") or "the system's check failed"
    return f"is not trusted by this machine ({inert(str(said), 100)})"
