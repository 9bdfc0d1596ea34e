"""The lists: bare or wrapped, page by page as the headers say, and never without end."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.errors import Unverified
from golive.http.errors import ConnectionLost
from golive.provider import Api
from golive.providers.octopuscards import PROVIDER, connect
from golive.providers.octopuscards.api import MOST_PAGES, OctopusApi
from golive.redact import Redactor, Secret
from golive.registry import load_provider
from golive_checks.account.authentication import authentication
from golive_checks.account.clock import clock
from golive_checks.account.wallets import wallets
from support.context import make_context, run
from support.fake_clock import FakeClock
from support.fake_session import reply
from support.octopus_checks import (
    ACCESS,
    CURRENCIES,
    HEAD,
    HOST,
    KEY,
    SECRET,
    answering,
    client,
    real_session,
    refused,
)


def wallet(number: int, **more: object) -> dict[str, object]:
    return {"id": number, "currency_id": 1, "amount": 100 + number, "type": "PREPAID", **more}


def paged(*pages: list[dict[str, object]], **headers: str):
    """Answer a list page by page; a header may hold {page} and {pages}."""

    def answer(query):
        number = int(query.get("page", "1"))
        rows = pages[number - 1] if number <= len(pages) else []
        said = {
            name.replace("_", "-"): value.format(
                page=number, pages=len(pages), more="true" if number < len(pages) else "false"
            )
            for name, value in headers.items()
        }
        return reply(body=rows, headers=said)

    return answer


def listing_of(**answers):
    api, session = client(answering(**answers))
    return api.wallets(), [call.query for call in session.calls if call.path == "/api/v1/wallets"]


def test_the_provider_is_found_and_its_client_is_an_api():
    assert load_provider("octopuscards") is PROVIDER
    api, session = client()
    assert isinstance(api, Api)
    assert isinstance(api, OctopusApi)
    assert session.calls == []


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"success": True, "data": rows}])
def test_a_list_is_read_bare_or_wrapped(wrap):
    listing, queries = listing_of(wallets=wrap([wallet(1), wallet(2)]))
    assert [row.said for row in listing.rows] == ["101", "102"]
    assert (listing.unreadable, listing.incomplete, queries) == ((), None, [{}])


@pytest.mark.parametrize("body", [{"data": []}, {"success": True}, {"wallets": []}, {"success": True, "data": {}}])
def test_another_shape_is_unverified(body):
    with pytest.raises(Unverified, match="in a shape that no page documents: no list"):
        listing_of(wallets=body)


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Has_More": "{more}"},
        {"X_Has_More": "{more}", "X_Page": "{page}", "X_Total_Pages": "{pages}"},
        {"X_Page": "{page}", "X_Total_Pages": "{pages}"},
        {"X_Total_Pages": "{pages}"},
        {"X_Has_More": "false", "X_Total_Pages": "{pages}"},
        {"X_Has_More": "perhaps", "X_Total_Pages": "{pages}"},
        {"X_Has_More": " {more} ", "X_Page": "one", "X_Total_Pages": "many"},
    ],
)
def test_pages_are_followed_as_the_headers_say(headers):
    listing, queries = listing_of(wallets=paged([wallet(1)], [wallet(2)], [wallet(3)], **headers))
    assert [row.said for row in listing.rows] == ["101", "102", "103"]
    assert listing.incomplete is None
    assert queries == [{}, {"page": "2"}, {"page": "3"}]


@pytest.mark.parametrize(
    ("answer", "why", "asked"),
    [
        (lambda _query: reply(body=[wallet(1)], headers={"X-Has-More": "true"}), "page 2 repeats a page", 2),
        (
            lambda query: reply(body=[wallet(len(query))], headers={"X-Page": "1", "X-Total-Pages": "9"}),
            "page 2 was asked for, and X-Page says 1",
            2,
        ),
        (
            lambda query: reply(body=[wallet(int(query.get("page", 1)))], headers={"X-Total-Pages": "999999999"}),
            f"only the first {MOST_PAGES} pages were read",
            MOST_PAGES,
        ),
        (lambda _query: reply(body=[], headers={"X-Has-More": "TRUE"}), "an empty page promises another", 1),
        (
            lambda _query: reply(body=[wallet(1)], headers={"X-Has-More": "yes"}),
            "X-Has-More is neither true nor false",
            1,
        ),
        (
            lambda query: (
                refused(500, "INTERNAL_SERVER_ERROR", "oops")
                if query
                else reply(body=[wallet(1)], headers={"X-Has-More": "true"})
            ),
            "page 2 could not be read: ",
            2,
        ),
        (
            lambda query: (
                ConnectionLost("the connection was reset")
                if query
                else reply(body=[wallet(1)], headers={"X-Has-More": "true"})
            ),
            "page 2 could not be read: the connection was reset",
            2,
        ),
    ],
)
def test_a_list_that_does_not_end_well_says_so_and_ends(answer, why, asked):
    listing, queries = listing_of(wallets=answer)
    assert listing.incomplete.startswith(why)
    assert len(queries) == asked
    assert len(listing.rows) <= asked


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (refused(401, "UNAUTHORIZED", "Invalid token"), "the token of this run's login was refused: "),
        (refused(403, "FORBIDDEN", "IP address not authorized"), "this may not be read from here: "),
        (refused(429, "TOO_MANY_REQUESTS"), ""),
        (reply(502, raw=b"<html>"), ""),
        (reply(302, raw=b""), ""),
    ],
)
def test_a_list_that_may_not_be_read_is_unverified(answer, why):
    with pytest.raises(Unverified, match=f"^{why}https://.*/api/v1/wallets answered {answer.status}"):
        listing_of(wallets=answer)


def test_rows_that_cannot_be_read_are_named_and_the_others_count():
    listing, _ = listing_of(wallets=[7, None, {}, {"currency_id": True}, wallet(1), {"currency_id": "a b"}])
    assert [row.said for row in listing.rows] == ["101"]
    assert sorted(listing.unreadable) == ["a row that is no object"] * 2 + ["a wallet without a currency_id"] * 3


NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | st.text(max_size=6) | st.sampled_from(["PREPAID", "USD"])
KEYS = st.sampled_from(["id", "currency_id", "currency", "amount", "type", "success", "data", "error", "code"])
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=15
)
WORDS = st.sampled_from(["true", "false", "TRUE", "yes", "", "1", "2", "3", "999", "-1", "٣", "9" * 30])
HEADERS = st.dictionaries(st.sampled_from(["X-Has-More", "X-Page", "X-Total-Pages"]), WORDS)


@given(currencies=JSON, held=JSON, headers=HEADERS, status=st.sampled_from([200, 200, 200, 400, 401, 403, 500]))
def test_any_json_ends_with_rows_or_unverified(currencies, held, headers, status):
    def answer(method, path, query):
        if method == "POST" or "currencies" in path:
            return answering(currencies=reply(body=currencies, headers=headers))(method, path, query)
        return reply(status, held, headers=headers)

    api, session = client(answer)
    for ask in (api.currencies, api.wallets):
        with contextlib.suppress(Unverified):
            listing = ask()
            assert all(row.currency_id if ask is api.wallets else row.code for row in listing.rows)
            assert all(listing.unreadable)
            assert listing.incomplete != ""
    assert api.authenticate().message
    assert len(session.calls) <= 1 + 2 * MOST_PAGES


def test_the_journal_of_a_usual_run_holds_one_login_and_each_get_once(tmp_path):
    bodies = {
        "/auth/login": {"success": True, "data": {"access_token": ACCESS}},
        "/api/v1/currencies": CURRENCIES,
        "/api/v1/wallets": [wallet(1)],
    }
    session, journal = real_session(lambda _method, path: (200, bodies[path]))
    pair = {"api_key": Secret(KEY, "api_key"), "api_secret": Secret(SECRET, "api_secret")}
    api = connect(session, pair, Redactor(), FakeClock())
    ctx = make_context(tmp_path, HEAD, provider=PROVIDER, connect=lambda: api)
    for check in (wallets, authentication, wallets, authentication):
        assert run(check, ctx)
    with pytest.raises(Unverified, match="no Date header"):
        run(clock, ctx)
    assert [(one.method, one.url, one.status, one.attempts) for one in journal.exchanges()] == [
        ("GET", f"https://{HOST}/api/v1/currencies", 200, 1),
        ("GET", f"https://{HOST}/api/v1/wallets", 200, 1),
        ("POST", f"https://{HOST}/auth/login", 200, 1),
    ]
    assert not any(word in repr(journal.exchanges()) for word in (ACCESS, KEY, SECRET))
