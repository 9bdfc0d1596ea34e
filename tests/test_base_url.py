"""A base URL passes only where every client agrees that requests go to the provider, and nowhere else."""

from __future__ import annotations

import re
from dataclasses import replace

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from golive.base_url import judge_base_url
from golive.finding import Level
from golive.kind import Kind
from golive.providers.anton import PROVIDER

HOST, SANDBOX = "api.antonpayments.com", "api.antonpayments.dev"


def levels(url, kind=Kind.PRODUCTION, provider=PROVIDER):
    return {finding.level for finding in judge_base_url(url, kind, provider)}


def words(url, kind=Kind.PRODUCTION, provider=PROVIDER):
    return "\n".join(finding.message for finding in judge_base_url(url, kind, provider))


@pytest.mark.parametrize(
    "url",
    [
        f"https://{HOST}",
        f"https://{HOST}:443",
        f"HTTPS://{HOST}",
        f"https://{HOST.upper()}",
        f"hTTps://{HOST.title()}:443",
    ],
)
def test_the_providers_host_over_https_passes(url):
    assert levels(url) == {Level.SEEN}
    assert words(url) == f"{url} is the production host of Anton Payments"


def test_each_kind_of_environment_has_its_own_host():
    assert levels(f"https://{SANDBOX}", Kind.SANDBOX) == {Level.SEEN}
    assert "is the production host, and this environment is sandbox" in words(f"https://{HOST}", Kind.SANDBOX)
    assert "is a sandbox host, and this environment is production" in words(f"https://{SANDBOX}")
    assert "is a sandbox host" in words("https://api.staging.antonpayments.com")
    forgetful = replace(PROVIDER, sandbox_hosts=())
    assert "is the sandbox host, and this environment is production" in words(f"https://{SANDBOX}", provider=forgetful)


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/", "//evil.example", "/@evil.example", "/%2e%2e", "/a:b", "/ü", ":443/"]
)
def test_a_path_is_a_warning(path):
    url = f"https://{HOST}{path}"
    assert levels(url) == {Level.WARN}
    assert "a client that appends /v1/… to it asks for the wrong path" in words(url)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "the base URL is empty"),
        (f"http://{HOST}", "is not https"),
        (f"http://{HOST}:443", "is not https"),
        (f"ftp://{HOST}", "is not https"),
        (f"httpss://{HOST}", "is not https"),
        (HOST, "has to start with https://"),
        (f"{HOST}:443", "has to start with https://"),
        (f"//{HOST}", "has to start with https://"),
        (f"https:{HOST}", "has to start with https://"),
        (f"https:/{HOST}", "has to start with https://"),
        (f"https:///{HOST}", f"there is no host in it; write https://{HOST}"),
        ("https://", "there is no host in it"),
        ("https://:443", "there is no host in it"),
        ("https://?", "there is no host in it"),
        (f"://{HOST}", "is not https"),
        (f"https://{HOST}.evil.example", "only starts like 'api.antonpayments.com': it belongs to somebody else"),
        (f"https://{HOST}-evil.example", "only starts like"),
        (f"https://evil{HOST}", "only ends like 'api.antonpayments.com': it is another host"),
        (f"https://x.{HOST}", "only ends like"),
        ("https://api.antonpayment.com", "only looks like 'api.antonpayments.com': compare them letter by letter"),
        ("https://api.antonpayrnents.com", "only looks like"),
        ("https://api-antonpayments.com", "only looks like"),
        ("https://api.antonpayments.co", "only looks like"),
        ("https://example.com", "'example.com' is not 'api.antonpayments.com'"),
        (f"https://{HOST}.", "has a trailing dot; write 'api.antonpayments.com'"),
        (f"https://{HOST}..", "has a trailing dot"),
        (f"https://{HOST}@evil.example", "sends requests elsewhere: the host of this URL is 'evil.example'"),
        (f"https://{HOST}:443@evil.example", "the host of this URL is 'evil.example'"),
        (f"https://user:hunter2@{HOST}", "a user name or password stands before the host"),
        (f"https://@{HOST}", "a user name or password stands before the host"),
        (f"https://{HOST}:8443", "port 8443 is not the API's port"),
        (f"https://{HOST}:0", "port 0 is not the API's port"),
        (f"https://{HOST}:", "is an unusual way to write"),
        (f"https://{HOST}:0443", "is an unusual way to write"),
        (f"https://{HOST}:99999", "its host or its port cannot be read"),
        (f"https://{HOST}:+443", "its host or its port cannot be read"),
        (f"https://{HOST}:\u0664\u0664\u0663", "its host or its port cannot be read"),
        ("https://[::1", "its host or its port cannot be read"),
        (f"https://[{HOST}]", "its host or its port cannot be read"),
        ("https://[::1]", "is an IP address"),
        ("https://[fe80::1%25eth0]", "is an IP address"),
        ("https://203.0.113.7", "is an IP address: the certificate of api.antonpayments.com cannot be verified for it"),
        ("https://2130706433", "is not 'api.antonpayments.com'"),
        (f"https://{HOST}?", "has a query or a fragment"),
        (f"https://{HOST}#", "has a query or a fragment"),
        (f"https://{HOST}/?a=b", "has a query or a fragment"),
        (f"https://{HOST}#@evil.example", "has a query or a fragment"),
        (f"https://{HOST}\\@evil.example", "holds a backslash"),
        (f"https://evil.example\\@{HOST}", "holds a backslash"),
        (f"https:\\\\{HOST}", "holds a backslash"),
        (f" https://{HOST}", "white space or invisible characters"),
        (f"https://{HOST}\n", "white space or invisible characters"),
        (f"https://{HOST}/\tx", "white space or invisible characters"),
        (f"https://{HOST}\x00.evil.example", "white space or invisible characters"),
        (f"https://{HOST}\u200b", "white space or invisible characters"),
        (f"https://\u202e{HOST}", "white space or invisible characters"),
        ("https://\u0430pi.antonpayments.com", "letters outside ASCII"),
        ("https://api.antonpayments.c\uff4fm", "letters outside ASCII"),
        ("https://api\u3002antonpayments\u3002com", "letters outside ASCII"),
        ("https://xn--pi-7kc.antonpayments.com", "letters outside ASCII"),
        ("https://api%2eantonpayments.com", "only looks like"),
        (f"https://{HOST}%00", "only looks like"),
        (f"https://{HOST};a", "only looks like"),
    ],
)
def test_anything_else_fails_and_is_named(url, why):
    assert levels(url) == {Level.FAIL}
    assert why in words(url)
    assert "hunter2" not in words(url)


def test_letters_that_fold_to_ascii_are_not_ascii():
    """The Kelvin sign is a `k` in lower case, to some clients and not to others."""
    provider = replace(PROVIDER, hosts={**PROVIDER.hosts, Kind.PRODUCTION: "api.kiosk.example"})
    assert levels("https://api.kiosk.example", provider=provider) == {Level.SEEN}
    assert levels("https://api.\u212aiosk.example", provider=provider) == {Level.FAIL}


def test_every_finding_says_where_and_how_to_fix_it():
    (finding,) = judge_base_url("https://example.com", Kind.PRODUCTION, PROVIDER)
    assert finding.fix == "Set it to https://api.antonpayments.com"


def test_several_problems_are_all_named():
    assert len(list(judge_base_url("http://user@evil.example?x#y", Kind.PRODUCTION, PROVIDER))) == 4


MARKS = r"https HTTPS http : / // :// \ @ ? # . .. %2e %00 [ ] :443 :0443 :80 user pw a ; & = ~ $ % ::1 127.0.0.1 xn--"
HOSTS = (HOST, HOST.upper(), SANDBOX, "evil.example")
ODD = (" ", "\t", "\n", "\r", "\x00", "\u200b", "\u3002", "\uff0f", "\uff20", "\u212a")
PIECES = st.sampled_from([*MARKS.split(), "-", *HOSTS, *ODD])
MADE = st.lists(PIECES, max_size=8).map("".join)
ALLOWED = re.compile(rf"https://{re.escape(HOST)}(:443)?(/[^?#\\\s]*)?", re.IGNORECASE | re.ASCII)


@given(
    st.one_of(
        MADE, MADE.map(lambda tail: f"https://{HOST}{tail}"), MADE.map(lambda head: f"https://{head}{HOST}"), st.text()
    )
)
@example(f"https://{HOST}:443/")
def test_no_other_url_ever_escapes_a_fail(url):
    found = levels(url)
    assert found
    if Level.FAIL in found:
        assert found == {Level.FAIL}
        return
    assert ALLOWED.fullmatch(url)
    # What the application's own client makes of it.
    theirs = httpx.URL(url)
    assert (theirs.scheme, theirs.host, theirs.port or 443, theirs.userinfo) == ("https", HOST, 443, b"")
    assert (found == {Level.SEEN}) is (url.lower() in {f"https://{HOST}", f"https://{HOST}:443"})


@given(st.text(alphabet=st.characters(exclude_characters="/?#\\"), max_size=20))
def test_what_stands_before_the_host_is_never_shown(secret):
    secret = f"{secret}hunter2"
    for url in (
        f"https://u:{secret}@{HOST}",
        f"http://{secret}@evil.example",
        f"{secret}@{HOST}",
        f"https://{secret}@{HOST}:x",
    ):
        assert "hunter2" not in words(url)
