import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.errors import UsageError
from golive.http.proxy import ProxySettings, proxy_from


def test_a_proxy_is_taken_apart() -> None:
    proxy = ProxySettings("http://us%20er:p%40ss@Proxy.corp:3128")
    assert (proxy.scheme, proxy.host, proxy.port, proxy.credential) == ("http", "proxy.corp", 3128, ("us er", "p@ss"))


def test_a_proxy_without_scheme_port_and_user_has_defaults() -> None:
    assert (ProxySettings("proxy.corp").scheme, ProxySettings("proxy.corp").port) == ("http", 80)
    assert ProxySettings("https://proxy.corp").port == 443
    assert ProxySettings("proxy.corp:3128").credential is None
    assert ProxySettings("http://user@proxy.corp").credential == ("user", "")


@pytest.mark.parametrize(
    "url",
    [
        "socks5://hidden@x:1",
        "http://",
        "http://hidden:hidden@",
        "http://x:99999",
        "http://[hidden",
        "http://hidden:ä@x",
        "http://x:0",
    ],
)
def test_an_unusable_proxy_is_a_usage_error_that_does_not_repeat_it(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        ProxySettings(url)
    assert "hidden" not in str(caught.value)
    assert "hidden" not in repr(caught.value.__cause__)


def test_the_repr_holds_no_password() -> None:
    assert "hidden" not in repr(ProxySettings("http://user:hidden@x:1", ("a",)))


@given(st.text())
def test_no_setting_makes_it_crash(url: str) -> None:
    try:
        proxy = ProxySettings(url)
    except UsageError:
        return
    assert proxy.host
    assert 1 <= proxy.port <= 65535
    assert proxy.covers("api.x.com", 443)


@pytest.mark.parametrize(
    ("environ", "host"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "", "ALL_PROXY": " "}, None),
        ({"HTTP_PROXY": "http://plain:1"}, None),
        ({"HTTPS_PROXY": "http://upper:1"}, "upper"),
        ({"HTTPS_PROXY": "http://upper:1", "https_proxy": "http://lower:1"}, "lower"),
        ({"ALL_PROXY": "http://all:1", "HTTPS_PROXY": "http://upper:1"}, "upper"),
        ({"ALL_PROXY": "http://all:1"}, "all"),
    ],
)
def test_the_usual_variables_are_read(environ: dict[str, str], host: str | None) -> None:
    proxy = proxy_from(environ)
    assert (proxy.host if proxy else None) == host


@pytest.mark.parametrize(
    ("exceptions", "host", "covered"),
    [
        ("", "api.x.com", True),
        ("*", "api.x.com", False),
        ("x.com", "api.x.com", False),
        (".x.com", "api.x.com", False),
        ("*.x.com", "api.x.com", False),
        ("api.x.com", "API.X.COM", False),
        ("pi.x.com", "api.x.com", True),
        ("x.com.evil.example", "api.x.com", True),
        ("a.com, api.x.com:443", "api.x.com", False),
        ("api.x.com:8443", "api.x.com", True),
        ("10.0.0.0/8", "10.1.2.3", False),
        ("10.0.0.0/8", "11.1.2.3", True),
        ("10.0.0.0/8", "api.x.com", True),
        ("[::1]", "::1", False),
        (".", "api.x.com", True),
    ],
)
def test_exceptions_are_asked_directly(exceptions: str, host: str, covered: bool) -> None:
    proxy = proxy_from({"https_proxy": "http://p:1", "NO_PROXY": exceptions})
    assert proxy is not None
    assert proxy.covers(host, 443) is covered


@pytest.mark.parametrize("host", ["localhost", "LocalHost", "127.0.0.1", "127.8.9.1", "::1"])
def test_this_machine_is_never_asked_through_a_proxy(host: str) -> None:
    assert not ProxySettings("http://proxy.example:3128").covers(host, 443)
