"""No request leaves for a base URL that is not the provider's, although somebody plays every host of these tests."""

import pytest

from golive.clock import SystemClock
from golive.http.routes import parse_connect_to
from golive.http.wire import Wire
from golive.report import Verdict
from support.merchant import KINDS, OCTOPUSCARDS, PAIR, RECEIVERS, integration_of, merchant, statuses
from support.process import run_check

pytestmark = pytest.mark.sockets

CYRILLIC = "\u0430pi.antonpayments.com"
PUNYCODE = CYRILLIC.encode("idna").decode()
PLAYED = (
    "api.antonpayments.com.evil.example",
    "api.antonpayments.com-evil.example",
    "api-antonpayments.com",
    "evil.api.antonpayments.com",
    "evil.example",
    "localhost",
    PUNYCODE,
    f"{OCTOPUSCARDS.host}.evil.example",
    "api-octopuscards.io",
)
REASON = "nothing was sent, because the base URL is not the provider's (see settings.base-url)"

ATTACKS = {
    # another host that looks alike
    "https://api.antonpayments.com.evil.example": "only starts like",
    "https://api.antonpayments.com-evil.example": "only starts like",
    "https://evil.api.antonpayments.com": "only ends like",
    "https://api-antonpayments.com": "only looks like",
    "https://evil.example": "is not 'api.antonpayments.com'",
    "https://localhost": "is not 'api.antonpayments.com'",
    "https://api.antonpayments.dev": "sandbox host",
    # another scheme or port
    "http://api.antonpayments.com": "is not https",
    "HTTP://api.antonpayments.com": "is not https",
    "ftp://api.antonpayments.com": "is not https",
    "http://api.antonpayments.com:443": "is not https",
    "https://api.antonpayments.com:8443": "port 8443",
    "https://api.antonpayments.com:80": "port 80",
    "https://api.antonpayments.com:0": "port 0",
    "https://api.antonpayments.com:99999": "port",
    # somebody before the host, or the host before somebody
    "https://api.antonpayments.com@evil.example": "a user name before the host",
    "https://api.antonpayments.com:443@evil.example": "a user name before the host",
    "https://evil.example@api.antonpayments.com": "user name",
    "https://api.antonpayments.com%40evil.example": "is not 'api.antonpayments.com'",
    "https://api.antonpayments.com%2eevil.example": "is not 'api.antonpayments.com'",
    "https://evil.example/api.antonpayments.com": "is not 'api.antonpayments.com'",
    "https://evil.example#api.antonpayments.com": "fragment",
    "https://evil.example?https://api.antonpayments.com": "query",
    "https://api.antonpayments.com?@evil.example": "query",
    "https://api.antonpayments.com#@evil.example": "fragment",
    # letters that look alike
    f"https://{CYRILLIC}": "letters outside ASCII",
    f"https://{PUNYCODE}": "letters outside ASCII",
    "https://api\uff0eantonpayments\uff0ecom": "letters outside ASCII",
    "https://api\u3002antonpayments\u3002com": "letters outside ASCII",
    "https://api.antonpayments\u2024com": "letters outside ASCII",
    "https://\uff41pi.antonpayments.com": "letters outside ASCII",
    "https://api.antonpayments.com\uff0f.evil.example": "is no URL",
    "\uff48ttps://api.antonpayments.com": "is not https",
    # what parsers disagree about
    "https://API.antonpayments.com.": "trailing dot",
    "https://api.antonpayments.com\\@evil.example": "backslash",
    "https://evil.example\\@api.antonpayments.com": "backslash",
    "https://evil.example\\.api.antonpayments.com": "backslash",
    "https:\\\\api.antonpayments.com": "backslash",
    "https:/api.antonpayments.com": "has to start with https://",
    "https:///api.antonpayments.com": "no host",
    "//api.antonpayments.com": "has to start with https://",
    "api.antonpayments.com": "has to start with https://",
    " https://api.antonpayments.com": "white space",
    "https://api.antonpayments.com ": "white space",
    "https://api.antonpayments.com\t.evil.example": "white space",
    "https://evil.example\n@api.antonpayments.com": "white space",
    "https://api.antonpayments.com\r\nHost: evil.example": "white space",
    "https://api.antonpayments.com\u200b": "invisible",
    "https://api.antonpayments.com\u202e": "invisible",
    "https://api.antonpayments.com\u00a0": "white space",
    # addresses
    "https://127.0.0.1": "IP address",
    "https://[::1]": "IP address",
    "https://[::ffff:127.0.0.1]": "IP address",
    "https://[fe80::1%25eth0]": "address",
    "https://2130706433": "is not 'api.antonpayments.com'",
    "https://0x7f.1": "is not 'api.antonpayments.com'",
}


EVERY_KIND = pytest.mark.parametrize("trapped", KINDS.values(), ids=KINDS, indirect=True)
PAIRS_ATTACKS = {
    "https://api.octopuscards.io.evil.example": "only starts like",
    "https://evil.api.octopuscards.io": "only ends like",
    "https://api-octopuscards.io": "only looks like",
    "https://sandbox-api.octopuscards.io": "sandbox host",
    "https://api.antonpayments.com": "is not 'api.octopuscards.io'",
    "http://api.octopuscards.io": "is not https",
    "https://api.octopuscards.io:8443": "port 8443",
    "https://api.octopuscards.io@evil.example": "a user name before the host",
    "https://\u0430pi.octopuscards.io": "letters outside ASCII",
    "https://api.octopuscards.io\\@evil.example": "backslash",
    "https://127.0.0.1": "IP address",
}
"""The same kinds of attack; that nothing is sent does not depend on the provider."""
ATTACKING = [
    pytest.param(credentials, base_url, said, id=f"{kind}-{base_url!a}")
    for kind, credentials in KINDS.items()
    for base_url, said in (PAIRS_ATTACKS if credentials == PAIR else ATTACKS).items()
]


def everywhere(emulator):
    """Return the routes that lead whichever host and port golive asks for to the emulator."""
    plain = next(route for route in emulator.connect_to if ":80:" in route).rpartition(":")[2]
    return tuple(map(parse_connect_to, (f":80:127.0.0.1:{plain}", f"::127.0.0.1:{emulator.port}")))


@pytest.fixture(scope="module")
def trapped(request, tmp_path_factory):
    """Return a merchant for whom every name in the world leads to the emulator, and into its journal."""
    folder = tmp_path_factory.mktemp("merchant")
    with merchant(folder, credentials=request.param, extra_hosts=PLAYED, plain_http=True) as it:
        yield it


def judge_with(it, base_url):
    """Run golive with this base URL (None: without any), and let every name in the world lead to the emulator."""
    profile = it.folder / "golive.yaml"
    text = profile.read_text(encoding="utf-8")
    # A variable, so that every character arrives as it is.
    profile.write_text(text.replace("{dotenv: deploy/prod.env, key: BASE_URL}", "{env: BASE_URL}"), encoding="utf-8")
    it.environ.pop("BASE_URL", None)
    if base_url is not None:
        it.environ["BASE_URL"] = base_url
    it.emulator.journal.clear()
    return it.judge(connect_to=everywhere(it.emulator), only=("settings.base-url", "account.*"))


def said_by(report, check_id):
    result = next(result for result in report.results if result.id == check_id)
    return "; ".join(finding.message for finding in result.findings)


@pytest.mark.parametrize(("trapped", "base_url", "said"), ATTACKING, indirect=["trapped"])
def test_nothing_is_sent_for_a_base_url_that_is_not_the_providers(trapped, base_url, said):
    report = judge_with(trapped, base_url)
    found = statuses(report)
    account = trapped.integration.account
    assert found["settings.base-url"] == "fail"
    assert said in said_by(report, "settings.base-url")
    assert {name: found[name] for name in account} == dict.fromkeys(account, "unknown")
    assert {result.reason for result in report.results if result.id in account} == {REASON}
    assert report.verdict is Verdict.NOT_READY
    assert report.exchanges == ()
    assert trapped.emulator.journal.requests == ()


@EVERY_KIND
@pytest.mark.parametrize("base_url", ["", "   ", None], ids=["empty", "blank", "unset"])
def test_nothing_is_sent_where_there_is_no_base_url(trapped, base_url):
    found = statuses(judge_with(trapped, base_url))
    assert found["settings.base-url"] == "unknown"
    assert {found[name] for name in trapped.integration.account} == {"unknown"}
    assert trapped.emulator.journal.requests == ()


@EVERY_KIND
@pytest.mark.parametrize(
    "base_url",
    [
        *(f"https://{host}" for host in PLAYED),
        "https://HOST:8443",
        "https://SANDBOX",
        "http://HOST",
        f"http://{PUNYCODE}",
    ],
)
def test_whoever_did_send_a_request_there_would_be_seen(trapped, base_url):
    """The journals that stay empty above are those of servers that do answer at these names."""
    trapped.emulator.journal.clear()
    base_url = base_url.replace("HOST", trapped.integration.host).replace("SANDBOX", trapped.integration.sandbox_host)
    wire = Wire(
        clock=SystemClock(),
        user_agent="test",
        connect_to=everywhere(trapped.emulator),
        ca_bundle=trapped.emulator.ca_bundle,
    )
    try:
        wire.send("GET", f"{base_url}/v1/balances", headers={"Authorization": "Bearer canary"})
    finally:
        wire.close()
    assert len(trapped.emulator.journal.holding("canary")) == 1


@EVERY_KIND
@pytest.mark.parametrize("written", [str, str.title, "{}:443".format], ids=["plain", "capitals", "port"])
def test_the_same_merchant_with_the_providers_base_url_is_asked_about(trapped, written):
    integration = trapped.integration
    report = judge_with(trapped, f"https://{written(integration.host)}")
    assert {name: statuses(report)[name] for name in integration.account} == dict.fromkeys(integration.account, "pass")
    assert {request.host for request in trapped.emulator.journal} == {integration.host}


@pytest.mark.parametrize("credentials", KINDS.values(), ids=KINDS)
def test_a_sandbox_environment_does_not_get_its_key_sent_to_production(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials, plain_http=True) as it:
        profile = it.folder / "golive.yaml"
        text = profile.read_text(encoding="utf-8")
        profile.write_text(text.replace(f"https://{it.integration.sandbox_host}", it.integration.url), encoding="utf-8")
        report = it.judge(environment="sandbox")
        found = statuses(report)
        assert found["settings.base-url"] == "fail"
        assert found["account.authentication"] == "unknown"
        assert it.emulator.journal.requests == ()


@pytest.mark.parametrize("credentials", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("name", sorted(RECEIVERS))
def test_a_merchants_receiver_gets_no_request_without_probe(tmp_path, name, credentials):
    with merchant(tmp_path, credentials=credentials) as it:
        it.judge()
        assert [request for request in it.emulator.journal if request.name == name] == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_command_refuses_a_look_alike_host_and_says_so(tmp_path, kind):
    host = f"{integration_of(kind).host}.evil.example"
    with merchant(tmp_path, credentials=kind, base_url=f"https://{host}", extra_hosts=[host]) as it:
        ended = run_check(it)
        assert it.emulator.journal.requests == ()
    assert ended.code == 1
    assert ended.stderr == ""
    assert ended.statuses()["settings.base-url"] == "fail"
    assert "belongs to somebody else" in ended.said()["settings.base-url"]
    assert {ended.said()[name] for name in it.integration.account} == {REASON}
    assert not [value for value in it.environ.values() if value in ended.stdout]
