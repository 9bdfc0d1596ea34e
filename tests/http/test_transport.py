"""httpcore's errors become ours, without its words."""

from __future__ import annotations

import subprocess
import sys

import httpcore
import httpx
import pytest

from golive.http.errors import ConnectionLost, NotAllowed, Refused, TimedOut, UnreadableAnswer
from golive.http.pace import Pace
from golive.http.proxy import ProxySettings
from golive.http.routes import ConnectTo
from golive.http.transport import Transport


def transport(ended: bool = False) -> Transport:
    pace = Pace()
    pace.ended = ended
    return Transport(pace=pace, connect_to=(), ca_bundle=None, proxy=ProxySettings("http://user:hidden@proxy.corp:1"))


@pytest.mark.parametrize(
    ("error", "ended", "kind"),
    [
        (httpcore.LocalProtocolError("Illegal header value b'hidden'"), False, NotAllowed),
        (httpcore.RemoteProtocolError("illegal status line: hidden"), False, UnreadableAnswer),
        (httpcore.RemoteProtocolError("disconnected hidden"), True, ConnectionLost),
        (httpcore.WriteError("hidden"), False, ConnectionLost),
        (httpcore.PoolTimeout("hidden"), False, TimedOut),
        (httpcore.ProxyError("407 hidden"), False, Refused),
        (httpcore.ProxyError("hidden"), False, Refused),
    ],
)
def test_no_word_of_the_library_comes_through(
    error: Exception, ended: bool, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Pool:
        def handle_request(self, request: httpcore.Request) -> httpcore.Response:
            raise error

    here = transport(ended)
    monkeypatch.setattr(here, "_pool", lambda *_: Pool())
    with pytest.raises(kind) as caught:
        here.handle_request(httpx.Request("GET", "https://x.com/"))
    assert "hidden" not in str(caught.value)
    assert "x.com" in str(caught.value)
    assert caught.value.__context__ is None
    assert getattr(caught.value, "before_answer", True)


def test_the_light_modules_load_no_network_library() -> None:
    program = (
        "import sys, golive.http.session, golive.http.answer, golive.http.journal, golive.http.routes, "
        "golive.http.proxy, golive.http.limits, golive.http.errors\n"
        "print(sorted({'httpx', 'httpcore', 'ssl', 'truststore', 'h11'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


@pytest.mark.parametrize("host", ["xn--bcher-kva.example.com", "pay.example.com", "2001:db8::7"])
def test_a_played_host_is_never_asked_through_the_proxy_however_its_name_is_written(host, monkeypatch) -> None:
    """The letters of an encoded name are what httpx shows, and mappings name it as it is connected to."""
    asked = []
    here = Transport(
        pace=Pace(),
        connect_to=(ConnectTo(host, 443, "127.0.0.1", 1),),
        ca_bundle=None,
        proxy=ProxySettings("http://proxy.corp:1"),
    )

    class Pool:
        def handle_request(self, request: httpcore.Request) -> httpcore.Response:
            asked.append(request.url.host.decode())
            raise httpcore.WriteError

    monkeypatch.setattr(here, "_direct", Pool)
    monkeypatch.setattr(here, "_tunnel", lambda: pytest.fail("the proxy was asked"))
    with pytest.raises(ConnectionLost) as caught:
        here.handle_request(httpx.Request("POST", f"https://{f'[{host}]' if ':' in host else host}/hooks"))
    assert asked == [host]
    assert str(caught.value).startswith(f"{host} closed")
