"""A redirect is an answer that is told about. Nobody follows it, so no credential goes where it leads."""

from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from golive.clock import SystemClock
from golive.http.routes import ConnectTo
from golive.http.wire import Wire
from golive.report import Verdict
from support.loopback import Authority, Conversation, Loopback
from support.merchant import OAUTH, STATIC, merchant, statuses
from support.process import run_check

pytestmark = pytest.mark.sockets

HOST = "api.antonpayments.com"
EVIL = "evil.example"
KINDS = pytest.mark.parametrize("credentials", [STATIC, OAUTH], ids=["static-key", "oauth-dpop"])
ACCOUNT = tuple(
    f"account.{name}"
    for name in ("authentication", "balance", "corridors", "payees", "webhook-subscription", "webhook-events")
)
STATUSES = (301, 302, 303, 307, 308)
TARGETS = {
    "https://evil.example/v1/balances": "https://evil.example",
    "http://api.antonpayments.com/v1/balances": "http://api.antonpayments.com",
    "https://api.antonpayments.com:8443/v1/balances": "https://api.antonpayments.com:8443",
    "//evil.example/v1/balances": "https://evil.example",
    "https://api.antonpayments.com@evil.example/v1/balances": "https://evil.example",
    "https://api.antonpayments.com.evil.example/": "https://api.antonpayments.com.evil.example",
    "\\\\evil.example\\v1": "https://api.antonpayments.com",
    "/v2/balances": "https://api.antonpayments.com",
    "https://[broken": "an address that is no URL",
}


ASKED = {b"/v1/balances", b"/v1/corridors", b"/v1/payees", b"/v1/webhooks"}
PERHAPS = {b"/v1/instruments"}


@dataclass
class World:
    """The provider's server, which redirects, and one for everything else, over TLS and without."""

    provider: Loopback
    elsewhere: Loopback
    plain: Loopback
    bundle: object
    answer: dict = field(default_factory=dict)

    @property
    def routes(self):
        return (
            ConnectTo(HOST, 443, "127.0.0.1", self.provider.port),
            ConnectTo("", 80, "127.0.0.1", self.plain.port),
            ConnectTo("", None, "127.0.0.1", self.elsewhere.port),
        )


@contextmanager
def play_world(folder):
    """Play the provider, who redirects, and everybody else."""
    authority = Authority(folder)
    answer = {}
    with (
        authority.serve(lambda talk: talk.answer(b"{}", **answer), HOST) as provider,
        authority.serve(Conversation.answer, HOST, EVIL, f"{HOST}.evil.example") as elsewhere,
        Loopback(Conversation.answer, None) as plain,
    ):
        yield World(provider, elsewhere, plain, authority.bundle, answer)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with play_world(tmp_path_factory.mktemp("ca")) as played:
        yield played


def test_whoever_did_follow_a_redirect_would_be_seen(tmp_path):
    """The servers that nobody reaches below can be reached."""
    with play_world(tmp_path) as world:
        wire = Wire(clock=SystemClock(), user_agent="test", connect_to=world.routes, ca_bundle=world.bundle)
        for url in (f"https://{EVIL}/", f"https://{HOST}:8443/", f"https://{HOST}.evil.example/", f"http://{HOST}/"):
            assert wire.send("GET", url).status == 200
        wire.close()
        assert len(world.elsewhere.requests) == 3
        assert len(world.plain.requests) == 1
        assert world.provider.requests == []


@KINDS
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("target", TARGETS)
def test_nothing_arrives_where_a_redirect_leads(world, tmp_path, status, target, credentials):
    world.provider.requests.clear()
    world.answer.update(status=status, headers=f"Location: {target}\r\n")
    with merchant(tmp_path, credentials=credentials) as it:
        report = it.judge(connect_to=world.routes, ca_bundle=world.bundle, only=("account.*",))
    found = statuses(report)
    assert {name: found[name] for name in ACCOUNT} == dict.fromkeys(ACCOUNT, "unknown")
    asked = f"answered {status}, which redirects to {TARGETS[target]}; golive follows no redirects"
    reasons = {result.id: result.reason for result in report.results if result.id in ACCOUNT}
    assert all(asked in reason for reason in reasons.values()), reasons
    assert report.verdict is Verdict.INCOMPLETE
    assert world.elsewhere.connections == world.plain.connections == 0
    paths = {request.split(b" ", 2)[1].partition(b"?")[0] for request in world.provider.requests}
    assert paths - PERHAPS == ({b"/oauth/token"} if credentials == OAUTH else ASKED)
    assert len(world.provider.requests) == len(paths), "a redirect is not worth another attempt"


@KINDS
@pytest.mark.parametrize("fault", ["redirect-host", "redirect-http", "redirect-port"])
@pytest.mark.parametrize("path", ["", "@/v1/corridors", "@/oauth/token"])
def test_the_emulators_redirects_lead_nowhere(tmp_path, fault, path, credentials):
    with merchant(tmp_path, credentials=credentials, faults=[fault + path]) as it:
        report = it.judge()
        requests = it.emulator.journal.requests
    assert {(request.scheme, request.host) for request in requests} == {("https", HOST)}
    found = statuses(report)
    hit = {"": set(ACCOUNT) | {"account.clock"}, "@/v1/corridors": {"account.corridors"}}.get(path)
    if hit is None:
        hit = set(ACCOUNT) | {"account.clock"} if credentials == OAUTH else set()
    assert {name for name in found if name.startswith("account.") and found[name] == "unknown"} == hit
    assert {found[name] for name in found if name.startswith("account.") and name not in hit} <= {"pass"}


@KINDS
def test_the_command_says_where_a_redirect_led(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials, faults=["redirect-host"]) as it:
        ended = run_check(it)
        secrets = tuple(it.environ.values())
        arrived = {request.host for request in it.emulator.journal}
    assert arrived == {HOST}
    assert ended.code == 3
    assert ended.stderr == ""
    assert "redirects to https://redirect.evil.example; golive follows no redirects" in ended.said()["account.balance"]
    assert {one["redirect"] for one in ended.json["exchanges"]} - {None} == {"https://redirect.evil.example"}
    assert not [secret for secret in secrets if secret in ended.stdout]
