import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.errors import UsageError
from golive.http.routes import ConnectTo, find_route, parse_connect_to


@pytest.mark.parametrize(
    ("text", "mapping"),
    [
        ("api.x.com:443:127.0.0.1:8443", ConnectTo("api.x.com", 443, "127.0.0.1", 8443)),
        ("API.X.com:443:localhost:1", ConnectTo("api.x.com", 443, "localhost", 1)),
        ("::127.0.0.1:8443", ConnectTo("", None, "127.0.0.1", 8443)),
        ("api.x.com:443::", ConnectTo("api.x.com", 443, "", None)),
        ("[::1]:443:[fe80::1%eth0]:65535", ConnectTo("::1", 443, "fe80::1%eth0", 65535)),
    ],
)
def test_a_mapping_reads_as_in_curl(text: str, mapping: ConnectTo) -> None:
    assert parse_connect_to(text) == mapping


@pytest.mark.parametrize(
    "text",
    [
        "",
        "api.x.com",
        "a:1:b",
        "a:1:b:2:3",
        "a:x:b:1",
        "a:0:b:1",
        "a:1:b:65536",
        "::1:443:a:1",
        "a b:1:c:2",
        "a/b:1:c:2",
    ],
)
def test_anything_else_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match=r"HOST:PORT:ADDRESS:PORT|a port is a number"):
        parse_connect_to(text)


@given(st.text(max_size=60))
def test_no_text_makes_it_crash(text: str) -> None:
    try:
        mapping = parse_connect_to(text)
    except UsageError as error:
        assert str(error).isprintable()  # noqa: PT017 - either outcome is fine
    else:
        assert mapping.address_port is None or 1 <= mapping.address_port <= 65535


def test_the_first_mapping_that_matches_counts() -> None:
    routes = [
        parse_connect_to("api.x.com:443:10.0.0.1:1"),
        parse_connect_to("api.x.com::10.0.0.2:2"),
        parse_connect_to(":8443::"),
        parse_connect_to("other.x.com:443::4"),
    ]
    assert find_route(routes, "API.x.com", 443) == ("10.0.0.1", 1)
    assert find_route(routes, "api.x.com", 80) == ("10.0.0.2", 2)
    assert find_route(routes, "any.x.com", 8443) == ("any.x.com", 8443)
    assert find_route(routes, "other.x.com", 443) == ("other.x.com", 4)
    assert find_route(routes, "elsewhere.x.com", 443) is None
