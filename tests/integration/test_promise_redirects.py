"""A redirect is an answer that is told about. Nobody follows it, so no credential goes where it leads."""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest

from golive.clock import SystemClock
from golive.http.routes import ConnectTo
from golive.http.wire import Wire
from golive.report import Verdict
from support.loopback import Authority, Conversation, Loopback
from support.merchant import KINDS, LOGINS, OAUTH, PAIR, STATIC, integration_of, merchant, statuses
from support.process import run_check

pytestmark = pytest.mark.sockets

EVIL = "evil.example"
EVERY_KIND = pytest.mark.parametrize("credentials", KINDS.values(), ids=KINDS)
STATUSES = (301, 302, 303, 307, 308)
TARGETS = {
    "https://evil.example/v1/balances": "https://evil.example",
    "http://HOST/v1/balances": "http://HOST",
    "https://HOST:8443/v1/balances": "https://HOST:8443",
    "//evil.example/v1/balances": "https://evil.example",
    "https://HOST@evil.example/v1/balances": "https://evil.example",
    "https://HOST.evil.example/": "https://HOST.evil.example",
    "\\\\evil.example\\v1": "https://HOST",
    "/v2/balances": "https://HOST",
    "https://[broken": "an address that is no URL",
}
EVERYWHERE = [
    pytest.param(credentials, target, status, id=f"{target}-{status}-{kind}")
    for kind, credentials in KINDS.items()
    for target in TARGETS
    for status in (STATUSES if credentials != PAIR else (302, 307))  # a status is nothing to a provider's client
]
ASKED = {
    STATIC: {b"/v1/balances", b"/v1/corridors", b"/v1/payees", b"/v1/webhooks"},
    OAUTH: {b"/oauth/token"},
    PAIR: {b"/auth/login"},
}
PERHAPS = {b"/v1/instruments"}


@dataclass
class World:
    """The provider's server, which redirects, and one for everything else, over TLS and without."""

    provider: Loopback
    elsewhere: Loopback
    plain: Loopback
    bundle: object
    host: str
    answer: dict = field(default_factory=dict)

    @property
    def routes(self):
        return (
            ConnectTo(self.host, 443, "127.0.0.1", self.provider.port),
            ConnectTo("", 80, "127.0.0.1", self.plain.port),
            ConnectTo("", None, "127.0.0.1", self.elsewhere.port),
        )


@contextmanager
def play_world(folder, host):
    """Play the provider, who redirects, and everybody else."""
    authority = Authority(folder)
    answer = {}
    with (
        authority.serve(lambda talk: talk.answer(b"{}", **answer), host) as provider,
        authority.serve(Conversation.answer, host, EVIL, f"{host}.evil.example") as elsewhere,
        Loopback(Conversation.answer, None) as plain,
    ):
        yield World(provider, elsewhere, plain, authority.bundle, host, answer)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    """Play each provider once. What is asked for are the hosts."""
    with ExitStack() as stack:
        yield {
            host: stack.enter_context(play_world(tmp_path_factory.mktemp("ca"), host))
            for host in {integration_of(credentials).host for credentials in KINDS.values()}
        }


@pytest.mark.parametrize("host", sorted({integration_of(credentials).host for credentials in KINDS.values()}))
def test_whoever_did_follow_a_redirect_would_be_seen(tmp_path, host):
    """The servers that nobody reaches below can be reached."""
    with play_world(tmp_path, host) as world:
        wire = Wire(clock=SystemClock(), user_agent="test", connect_to=world.routes, ca_bundle=world.bundle)
        for url in (f"https://{EVIL}/", f"https://{host}:8443/", f"https://{host}.evil.example/", f"http://{host}/"):
            assert wire.send("GET", url).status == 200
        wire.close()
        assert len(world.elsewhere.requests) == 3
        assert len(world.plain.requests) == 1
        assert world.provider.requests == []


@pytest.mark.parametrize(("credentials", "target", "status"), EVERYWHERE)
def test_nothing_arrives_where_a_redirect_leads(worlds, tmp_path, status, target, credentials):
    integration = integration_of(credentials)
    world, answered = worlds[integration.host], integration.answered
    world.provider.requests.clear()
    world.answer.update(status=status, headers=f"Location: {target.replace('HOST', integration.host)}\r\n")
    with merchant(tmp_path, credentials=credentials) as it:
        report = it.judge(connect_to=world.routes, ca_bundle=world.bundle, only=("account.*",))
    found = statuses(report)
    assert {name: found[name] for name in answered} == dict.fromkeys(answered, "unknown")
    leads = TARGETS[target].replace("HOST", integration.host)
    asked = f"answered {status}, which redirects to {leads}; golive follows no redirects"
    reasons = {result.id: result.reason for result in report.results if result.id in answered}
    assert all(asked in reason for reason in reasons.values()), reasons
    assert report.verdict is Verdict.INCOMPLETE
    assert world.elsewhere.connections == world.plain.connections == 0
    paths = {request.split(b" ", 2)[1].partition(b"?")[0] for request in world.provider.requests}
    assert paths - PERHAPS == ASKED[credentials]
    assert len(world.provider.requests) == len(paths), "a redirect is not worth another attempt"


@EVERY_KIND
@pytest.mark.parametrize("fault", ["redirect-host", "redirect-http", "redirect-port"])
@pytest.mark.parametrize("place", ["everywhere", "a list", "the login"])
def test_the_emulators_redirects_lead_nowhere(tmp_path, fault, place, credentials):
    integration = integration_of(credentials)
    path, check = integration.listed
    paths = {"everywhere": "", "a list": f"@{path}", "the login": f"@{LOGINS.get(credentials, '/oauth/token')}"}
    with merchant(tmp_path, credentials=credentials, faults=[fault + paths[place]]) as it:
        report = it.judge()
        requests = it.emulator.journal.requests
    assert {(request.scheme, request.host) for request in requests} == {("https", integration.host)}
    found = statuses(report)
    hit = {"everywhere": set(integration.account), "a list": {check}}.get(place)
    if hit is None:
        hit = set(integration.account) if credentials in LOGINS else set()
    assert {name for name in integration.account if found[name] == "unknown"} == hit
    assert {found[name] for name in integration.account if name not in hit} <= {"pass"}


@EVERY_KIND
def test_the_command_says_where_a_redirect_led(tmp_path, credentials):
    integration = integration_of(credentials)
    with merchant(tmp_path, credentials=credentials, faults=["redirect-host"]) as it:
        ended = run_check(it)
        secrets = tuple(it.environ.values())
        arrived = {request.host for request in it.emulator.journal}
    assert arrived == {integration.host}
    assert ended.code == 3
    assert ended.stderr == ""
    said = ended.said()[integration.lists[0]]
    assert "redirects to https://redirect.evil.example; golive follows no redirects" in said
    assert {one["redirect"] for one in ended.json["exchanges"]} - {None} == {"https://redirect.evil.example"}
    assert not [secret for secret in secrets if secret in ended.stdout]
