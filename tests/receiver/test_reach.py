import ipaddress
import threading
from pathlib import Path

import httpx
import pytest

from golive.clock import Deadline
from golive.errors import NotApplicable, Unverified
from golive.http import handshake
from golive.http.errors import NotAllowed, Refused
from golive.http.journal import Journal
from golive.http.proxy import ProxySettings
from golive.http.routes import parse_connect_to
from golive.http.wire import Wire
from golive.once import Once
from golive.receiver.observation import TlsInspection
from golive.receiver.reach import Receivers
from golive.redact import Redactor
from support.context import ANTON, make_context
from support.fake_clock import FakeClock

SECRET = "whsec_" + "00112233445566778899aabbccddeeff" * 2
URL = "https://pay.example.com/hooks/anton"
PLAYED = parse_connect_to("pay.example.com:443:127.0.0.1:8443")
PROFILE = """\
version: 1
provider: anton
environments:
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    webhooks:
"""


def webhook(url: str = URL, *, probe: bool = True, secret: str | None = "{env: SECRET}", more: str = "") -> str:
    lines = [f"- url: {url}", f"  probe: {str(probe).lower()}"]
    lines += [f"  secret: {secret}"] if secret else []
    lines += [f"  {line}" for line in more.splitlines()]
    return "".join(f"      {line}\n" for line in lines)


class Reached:
    """Receivers over a transport that remembers what it was sent. `routes` and the like are as in `Receivers`."""

    def __init__(self, folder: Path, *webhooks: str, answer=None, provider=ANTON, secret=SECRET, **options) -> None:
        self.requests: list[httpx.Request] = []
        self.looked_up: list[str] = []
        self.journal = Journal()
        self.clock = FakeClock()
        environ = {} if secret is None else {"SECRET": secret}
        profile = PROFILE + "".join(webhooks or (webhook(),))
        self.view = make_context(folder, profile, environ=environ, provider=provider).environment

        def handler(request: httpx.Request) -> httpx.Response:
            self.requests.append(request)
            return (answer or (lambda _request: httpx.Response(302)))(request)

        wire = Wire(clock=self.clock, user_agent="golive/1", transport=httpx.MockTransport(handler))
        addresses = options.pop("addresses", ("93.184.215.14",))

        def resolve_host(host: str):
            self.looked_up.append(host)
            return tuple(ipaddress.ip_address(one) for one in addresses)

        settings = {"routes": (), "proxy": None, "offline": False, "tokens": False, "run_id": "19a2b"} | options
        self.receivers = Receivers(
            provider=provider,
            wire=Once(lambda: wire),
            clock=self.clock,
            deadline=Deadline(self.clock, 60.0),
            journal=self.journal,
            redactor=Redactor(),
            resolve_host=resolve_host,
            ca_bundle=None,
            **settings,
        )

    def deliver(self, index: int = 0):
        return self.receivers.deliver(self.view.webhooks()[index])

    def inspect(self, index: int = 0):
        return self.receivers.inspect_tls(self.view.webhooks()[index])


@pytest.fixture
def hands(monkeypatch):
    """Replace the handshake, and remember whose hands were shaken."""
    shaken = []

    def shake_hands(host, port, **_):
        shaken.append((host, port))
        return TlsInspection(host=host, port=port, version="TLSv1.3")

    monkeypatch.setattr(handshake, "shake_hands", shake_hands)
    return shaken


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"offline": True}, "offline"),
        ({"webhooks": (webhook(probe=False),)}, "probe: true"),
        ({"webhooks": (webhook("http://pay.example.com/"),)}, "not https"),
        ({"webhooks": (webhook("https://user:hidden@pay.example.com/"),)}, "user name"),
        ({"addresses": ("10.0.0.1",)}, "private"),
        ({"webhooks": (webhook("http://127.0.0.1:3000/"),)}, "not https"),
        ({"webhooks": (webhook("https://localhost/"),)}, "local name"),
        ({"webhooks": (webhook("https://api.antonpayments.com/v1/payouts"),)}, "is the API of Anton Payments"),
        ({"webhooks": (webhook("https://API.antonpayments.dev:8443/"),)}, "is the API of Anton Payments"),
        ({"webhooks": (webhook("https://api.octopuscards.io/auth/logout"),)}, "is the API of OctopusCards"),
    ],
)
def test_without_permission_nothing_at_all_is_sent(tmp_path, hands, options, reason) -> None:
    reached = Reached(tmp_path, *options.pop("webhooks", ()), **options)
    for ask in (reached.deliver, reached.inspect):
        with pytest.raises(Unverified, match=reason):
            ask()
    assert (reached.requests, hands, reached.journal.exchanges()) == ([], [], ())


@pytest.mark.parametrize("options", [{"offline": True}, {"webhooks": (webhook(probe=False),)}])
def test_without_permission_not_even_the_name_is_looked_up(tmp_path, options) -> None:
    reached = Reached(tmp_path, *options.pop("webhooks", ()), **options)
    with pytest.raises(Unverified):
        reached.deliver()
    assert reached.looked_up == []


@pytest.mark.parametrize(
    ("written", "secret", "reason"),
    [
        (webhook(secret=None), SECRET, "the profile declares no secret for this receiver"),
        (webhook(), None, "variable SECRET is not set"),
        (webhook(more="signature: x-other"), SECRET, "no signature of that name; it has anton-signature, x-webhook"),
    ],
)
def test_deliveries_need_a_secret_and_a_known_signature(tmp_path, written, secret, reason) -> None:
    reached = Reached(tmp_path, written, secret=secret)
    with pytest.raises(Unverified, match=reason):
        reached.deliver()
    assert reached.requests == []


def test_signature_and_type_of_the_event_are_the_profiles(tmp_path) -> None:
    reached = Reached(tmp_path, webhook(more="signature: x-webhook-signature\ntest_event: payout.failed"))
    assert reached.deliver().scheme.id == "x-webhook-signature"
    assert reached.requests[0].headers["x-webhook-event"] == "payout.failed"
    assert reached.requests[0].headers["x-webhook-id"] == "golive_19a2b_correct"


def test_the_defaults_are_the_providers(tmp_path) -> None:
    reached = Reached(tmp_path)
    assert reached.deliver().scheme.id == "anton-signature"
    assert b'"type":"test"' in reached.requests[0].content


def test_a_receiver_is_probed_once_whoever_asks(tmp_path) -> None:
    reached = Reached(tmp_path)
    observed = []
    threads = [threading.Thread(target=lambda: observed.append(reached.deliver())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reached.requests) == 1
    assert all(one is observed[0] for one in observed)


def test_every_receiver_of_the_environment_is_probed_by_itself(tmp_path) -> None:
    other = "https://pay.example.com/hooks/other"
    reached = Reached(tmp_path, webhook(), webhook(other), webhook(probe=False))
    assert [reached.deliver(index).url for index in (1, 0)] == [other, URL]
    assert sorted(str(request.url) for request in reached.requests) == [URL, other]
    with pytest.raises(Unverified, match="probe: true"):
        reached.deliver(2)


def test_a_receiver_that_hangs_takes_no_time_from_the_others(tmp_path) -> None:
    other_was_asked = threading.Event()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/hooks/other":
            other_was_asked.set()
        return httpx.Response(302 if other_was_asked.wait(20) else 500)

    reached = Reached(tmp_path, webhook(), webhook("https://pay.example.com/hooks/other"), answer=answer)
    assert reached.deliver(0).outcome("correct").redirected


def octopus():
    from dataclasses import replace

    from golive.providers.octopuscards.signature import DELIVERIES

    return replace(ANTON, deliveries=DELIVERIES)


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ({}, False),
        ({"tokens": True}, True),
        ({"routes": (PLAYED,)}, True),
        ({"routes": (parse_connect_to("pay.example.com:443:192.0.2.1:8443"),)}, False),
        ({"routes": (parse_connect_to("::127.0.0.1:8443"),)}, True),
    ],
)
def test_the_token_is_sent_with_permission_or_to_this_machine_only(tmp_path, options, sent) -> None:
    reached = Reached(tmp_path, provider=octopus(), **options)
    observed = reached.deliver()
    assert observed.withheld is not sent
    assert ("x-octopus-webhook-token" in reached.requests[0].headers) is sent
    assert (SECRET in str(reached.requests[0].headers.raw)) is sent


def test_plain_http_on_this_machine_is_for_probing_while_developing(tmp_path) -> None:
    url = "http://127.0.0.1:3000/hooks"
    reached = Reached(tmp_path, webhook(url), loopback_http=True)
    assert reached.deliver().url == url
    with pytest.raises(NotApplicable, match="no certificate"):
        reached.inspect()


def test_a_look_at_tls_asks_port_80_with_a_sound_delivery_and_no_token(tmp_path, hands) -> None:
    reached = Reached(tmp_path, provider=octopus(), tokens=True, answer=lambda _request: httpx.Response(200))
    inspection = reached.inspect()
    assert reached.inspect() is inspection
    assert hands == [("pay.example.com", 443)]
    assert (inspection.version, inspection.plain.status) == ("TLSv1.3", 200)
    assert [str(request.url) for request in reached.requests] == ["http://pay.example.com/hooks/anton"]
    assert "x-signature" in reached.requests[0].headers
    assert SECRET not in str(reached.requests[0].headers.raw)
    (exchange,) = reached.journal.exchanges()
    assert (exchange.delivery, exchange.request_id) == ("plain-http", "golive_19a2b_plain-http")


def test_a_closed_port_80_and_a_redirect_from_it_are_told(tmp_path, hands) -> None:
    def refusing(_request):
        raise Refused("pay.example.com refused the connection")

    plain = Reached(tmp_path, answer=refusing).inspect().plain
    assert (plain.status, plain.error) == (None, "pay.example.com refused the connection")
    moved = Reached(tmp_path, answer=lambda _request: httpx.Response(308, headers={"Location": URL})).inspect().plain
    assert (moved.status, moved.redirect) == (308, "https://pay.example.com")


@pytest.mark.parametrize(
    ("written", "options", "asked"),
    [
        (webhook("https://pay.example.com:8443/hooks"), {}, False),
        (webhook(), {"routes": (PLAYED,)}, False),
        (webhook(), {"routes": (PLAYED, parse_connect_to("pay.example.com:80:127.0.0.1:8080"))}, True),
        (webhook(), {"routes": (parse_connect_to("pay.example.com::127.0.0.1:8080"),)}, True),
        (webhook(secret=None), {}, False),
        (webhook(more="signature: x-other"), {}, False),
        (webhook(), {"proxy": ProxySettings("http://proxy.corp:3128")}, False),
        (webhook(), {"proxy": ProxySettings("http://proxy.corp:3128", ("example.com",))}, True),
    ],
)
def test_port_80_is_asked_where_there_is_one_and_something_to_send(tmp_path, hands, written, options, asked) -> None:
    reached = Reached(tmp_path, written, **options)
    assert (reached.inspect().plain is not None) is asked
    assert len(reached.requests) == asked
    assert len(hands) == 1


def test_a_host_that_cannot_be_reached_is_the_reason(tmp_path, monkeypatch) -> None:
    def shake_hands(host, port, **_):
        raise Refused(f"{host} refused the connection")

    monkeypatch.setattr(handshake, "shake_hands", shake_hands)
    reached = Reached(tmp_path)
    with pytest.raises(Unverified, match="refused the connection"):
        reached.inspect()
    assert reached.requests == []


def test_deliveries_end_before_the_check_that_waits_for_them(tmp_path) -> None:
    reached = Reached(tmp_path, per_check=10.0, answer=lambda _request: httpx.Response(200))
    reached.clock.sleep(9.5)
    observed = reached.deliver()
    assert reached.requests == []
    assert set(observed.unsent.values()) == {
        "the time for test deliveries was over",
        "deliveries of this provider carry no token",
    }


def test_a_port_80_that_may_not_be_reached_was_not_asked(tmp_path, hands) -> None:
    def elsewhere(_request):
        raise NotAllowed("pay.example.com led to an address that must not be sent this; nothing was sent")

    assert Reached(tmp_path, answer=elsewhere).inspect().plain is None
