import ipaddress
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.errors import Unverified
from golive.http.routes import ConnectTo, parse_connect_to
from golive.receiver.target import Target, is_public, judge_target, may_reach

PUBLIC = (ipaddress.ip_address("93.184.215.14"), ipaddress.ip_address("2606:2800::1"))
PLAYED = parse_connect_to("pay.example.com:443:127.0.0.1:8443")


def judge(url: str, *addresses: str, routes: tuple[ConnectTo, ...] = (), loopback_http: bool = False) -> Target:
    found = tuple(ipaddress.ip_address(one) for one in addresses) or PUBLIC
    return judge_target(url, routes=routes, resolve_host=lambda _host: found, loopback_http=loopback_http)


def never(host: str) -> tuple[ipaddress.IPv4Address, ...]:
    pytest.fail(f"{host} was looked up")


def test_a_public_https_url_may_be_sent_deliveries() -> None:
    target = judge("https://Pay.Example.COM/hooks?key=1")
    assert (target.host, target.port, target.played_at) == ("pay.example.com", 443, None)
    assert target.plain_url == "http://pay.example.com/hooks?key=1"
    assert not target.on_this_machine


@pytest.mark.parametrize("url", ["https://93.184.215.14/", "https://[2606:2800::1]:8443/"])
def test_a_public_address_needs_no_looking_up(url: str) -> None:
    judge_target(url, routes=(), resolve_host=never, loopback_http=False)


def test_the_plain_url_of_an_address_keeps_its_brackets() -> None:
    assert judge("https://[2606:2800::1]/a").plain_url == "http://[2606:2800::1]/a"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://pay.example.com/", "not https"),
        ("ftp://pay.example.com/", "not https"),
        ("pay.example.com/hooks", "not https"),
        ("", "not https"),
        ("https://user:hidden@pay.example.com/", "user name"),
        ("https://@pay.example.com/", "user name"),
        ("https://pay.example.com/#part", "fragment"),
        ("https://pay.example.com/#", "fragment"),
        ("https://", "no usable host"),
        ("https:///hooks", "no usable host"),
        ("https:pay.example.com", "no usable host"),
        ("https://pay.example.com:0/", "no usable host or port"),
        ("https://pay.example.com:99999/", "cannot be read"),
        ("https://pay.example.com:443:80/", "cannot be read"),
        ("https://[::1/", "cannot be read"),
        ("https://pay.example.com\\@evil.com/", "backslash"),
        ("https://pay.example.com/\n", "white space"),
        (" https://pay.example.com/", "white space"),
        ("https://pay.example.com/\u200b", "invisible"),
        ("https://pay.example.com./", "no usable host"),
        ("https://pay..example.com/", "no usable host"),
        ("https://päy.example.com/", "no usable host"),
        ("https://pay%2eexample.com/", "no usable host"),
        ("https://127.1/", "no usable host"),
        ("https://2130706433/", "no usable host"),
        ("https://0x7f000001/", "no usable host"),
        ("https://1.0x7f/", "no usable host"),
        ("https://[fe80::1%25eth0]/", "no usable host"),
        ("https://localhost/", "local name"),
        ("https://api.localhost/", "local name"),
        ("https://intranet/", "local name"),
        ("https://hooks.corp/", "local name"),
        ("https://127.0.0.1/", "private, local or reserved"),
        ("https://169.254.169.254/latest", "private, local or reserved"),
        ("https://[::1]/", "private, local or reserved"),
        ("https://[::ffff:127.0.0.1]/", "private, local or reserved"),
    ],
)
def test_everything_else_is_refused_with_the_reason(url: str, reason: str) -> None:
    with pytest.raises(Unverified, match=reason) as caught:
        judge_target(url, routes=(), resolve_host=never, loopback_http=False)
    assert "nothing was sent" in str(caught.value)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    "addresses", [("10.0.0.1",), ("93.184.215.14", "192.168.1.1"), ("::1",), ("93.184.215.14", "fe80::1")]
)
def test_a_name_with_one_private_address_is_refused(addresses: tuple[str, ...]) -> None:
    with pytest.raises(Unverified, match="private"):
        judge("https://pay.example.com/", *addresses)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("0.0.0.0", False),  # noqa: S104 - judged, not bound to
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("ff02::1", False),
        ("fec0::1", False),
        ("::", False),
        ("::10.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:a00:1::", False),
        ("64:ff9b:1::a00:1", False),
        ("::ffff:0:a00:1", False),
        ("2606:2800::5efe:a00:1", False),
        ("2606:2800::200:5efe:a00:1", False),
        ("2606:2800::5efe:5db8:d70e", True),
        ("192.0.0.192", False),
        ("168.63.129.16", False),
        ("3fff::1", False),
        ("5f00::1", False),
    ],
)
def test_an_address_is_public_when_what_is_wrapped_in_it_is(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_a_played_host_may_have_any_name_and_is_not_looked_up() -> None:
    routes = (parse_connect_to("hooks.internal:443:127.0.0.1:8443"),)
    target = judge_target("https://hooks.internal/", routes=routes, resolve_host=never, loopback_http=False)
    assert target.on_this_machine
    assert target.played_at == "127.0.0.1"


def test_a_host_that_is_played_elsewhere_is_not_on_this_machine() -> None:
    routes = (parse_connect_to("pay.example.com:443:192.0.2.1:8443"),)
    assert not judge("https://pay.example.com/", routes=routes).on_this_machine


def test_a_host_that_is_played_on_another_port_only_is_not_sent_anything() -> None:
    with pytest.raises(Unverified, match="not on port 8443"):
        judge_target(
            "https://pay.example.com:8443/", routes=(PLAYED,), resolve_host=lambda _host: (), loopback_http=False
        )


def test_a_host_that_is_played_by_itself_is_judged_by_its_addresses() -> None:
    itself = (parse_connect_to("pay.example.com:443::8443"),)
    with pytest.raises(Unverified, match="private"):
        judge("https://pay.example.com/", "10.0.0.1", routes=itself)
    assert judge("https://pay.example.com/", routes=itself).played_at is None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:3000/hooks",
        "http://127.8.9.1/hooks",
        "http://[::1]:3000/hooks",
        "http://localhost:3000/hooks",
        "https://localhost:3000/hooks",
        "https://127.0.0.1/hooks",
    ],
)
def test_a_receiver_on_this_machine_is_reached_where_that_is_permitted(url: str) -> None:
    assert judge(url, "127.0.0.1", "::1", loopback_http=True).url == url


@pytest.mark.parametrize(
    "url", ["http://pay.example.com/", "http://10.0.0.1/", "http://[fe80::1]/", "http://127.0.0.1.example.com/"]
)
def test_plain_http_goes_nowhere_else(url: str) -> None:
    with pytest.raises(Unverified, match="this machine only"):
        judge_target(url, routes=(), resolve_host=never, loopback_http=True)


def test_a_localhost_that_is_somewhere_else_is_refused() -> None:
    with pytest.raises(Unverified, match="localhost is not this machine"):
        judge("http://localhost/", "10.0.0.1", loopback_http=True)


def test_plain_http_may_be_played_on_this_machine_only() -> None:
    here = (parse_connect_to("localhost:80:127.0.0.1:8080"),)
    away = (parse_connect_to("localhost:80:192.0.2.1:8080"),)
    assert judge_target("http://localhost/", routes=here, resolve_host=never, loopback_http=True).on_this_machine
    with pytest.raises(Unverified, match="to another machine"):
        judge_target("http://localhost/", routes=away, resolve_host=never, loopback_http=True)


def test_a_target_may_reach_the_kind_of_address_that_it_was_judged_by() -> None:
    public, local = ipaddress.ip_address("8.8.8.8"), ipaddress.ip_address("127.0.0.1")
    outside = may_reach(judge("https://pay.example.com/"))
    inside = may_reach(judge("http://localhost/", "127.0.0.1", loopback_http=True))
    assert (outside(public), outside(local), inside(public), inside(local)) == (True, False, False, True)


@given(st.text(alphabet="htps:/@#?.[]%\\ex1aé0-_ \t", max_size=30).map(lambda rest: f"https://{rest}"))
def test_whatever_is_let_through_names_the_host_that_is_asked(url: str) -> None:
    import httpx

    try:
        target = judge(url)
    except Unverified:
        return
    assert httpx.URL(url).host == target.host == urlsplit(url).hostname
    assert not httpx.URL(url).userinfo
