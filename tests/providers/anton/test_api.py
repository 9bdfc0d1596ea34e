"""Lists are read to their end, or it is said why not; each is asked for at most once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from golive.errors import Unverified
from golive.http.errors import TimedOut, UnreadableAnswer
from golive.provider import Acceptance, Api
from golive.providers.anton.api import LONGEST_CURSOR, MOST_PAGES, PAGE_SIZE, AntonApi
from support.dpop_keys import EC_KEY, pem
from support.fake_session import answering, client, listed, reply


def payee(number):
    return {"id": f"ben_{number}", "status": "active"}


def paged(*pages):
    """Return a callable that answers the pages in turn, whatever is asked."""
    waiting = iter(pages)
    return lambda *_: next(waiting)


def test_the_client_is_an_api():
    assert isinstance(client(answering())[0], Api)


@pytest.mark.parametrize("body", [{"data": [payee(1)]}, [payee(1)], {"data": [payee(1)], "has_more": False}])
def test_a_list_is_read_with_and_without_its_envelope(body):
    api, _ = client(lambda *_: reply(200, body))
    listing = api.payees()
    assert ([row.id for row in listing.rows], listing.incomplete, listing.unreadable) == (["ben_1"], None, ())


def test_a_list_is_followed_by_its_cursor():
    api, session = client(
        paged(
            listed(payee(1), has_more=True, next_cursor="c/1="),
            listed(payee(2), has_more=True, next_cursor="c2"),
            listed(payee(3), has_more=False, next_cursor="ignored"),
        )
    )
    assert [row.id for row in api.payees().rows] == ["ben_1", "ben_2", "ben_3"]
    assert [call.query for call in session.calls] == [
        {"limit": "100"},
        {"limit": "100", "cursor": "c/1="},
        {"limit": "100", "cursor": "c2"},
    ]


def test_a_cursor_is_followed_where_the_answer_has_no_has_more():
    api, _ = client(paged(listed(payee(1), next_cursor="c2"), listed(payee(2), has_more=None, next_cursor=None)))
    listing = api.payees()
    assert ([row.id for row in listing.rows], listing.incomplete) == (["ben_1", "ben_2"], None)


FULL = [payee(number) for number in range(PAGE_SIZE)]


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (listed(payee(1), has_more=True), "has_more is true, and there is no next_cursor"),
        (listed(payee(1), has_more=True, next_cursor=""), "has_more is true, and there is no next_cursor"),
        (listed(payee(1), has_more=True, next_cursor=5), "has_more is true, and there is no next_cursor"),
        (listed(has_more=True, next_cursor="c"), "an empty page promises another"),
        (listed(next_cursor="c"), "an empty page promises another"),
        (listed(payee(1), has_more="true", next_cursor="c"), "has_more is neither true nor false"),
        (listed(payee(1), has_more=1), "has_more is neither true nor false"),
        (listed(payee(1), has_more=True, next_cursor="c" * (LONGEST_CURSOR + 1)), "next_cursor has 1001 characters"),
        (listed(*FULL), "a full page of 100 rows does not say whether there are more"),
        (listed(*FULL, has_more=False), None),
        (listed(*FULL, payee(100)), None),
        (listed(payee(1), has_more=None), None),
    ],
)
def test_a_list_whose_end_is_in_doubt_is_incomplete(page, why):
    api, session = client(lambda *_: page)
    assert api.payees().incomplete == why
    assert len(session.calls) == 1


def test_a_cursor_that_leads_back_ends_the_list():
    api, session = client(lambda *_: listed(payee(1), has_more=True, next_cursor="same"))
    listing = api.payees()
    assert listing.incomplete == "next_cursor leads back to a page that was already read"
    assert len(session.calls) == 2


def test_a_longer_loop_of_cursors_ends_the_list():
    api, session = client(
        lambda _m, _p, query: listed(
            payee(query.get("cursor", "")),
            has_more=True,
            next_cursor={"a": "b", "b": "c", "c": "a"}.get(query.get("cursor", ""), "a"),
        )
    )
    assert api.payees().incomplete == "next_cursor leads back to a page that was already read"
    assert len(session.calls) == 4


def test_a_list_without_end_is_read_for_ten_pages():
    number = iter(range(10_000))
    api, session = client(lambda *_: listed(payee(next(number)), has_more=True, next_cursor=f"c{next(number)}"))
    listing = api.payees()
    assert listing.incomplete == f"only the first {MOST_PAGES} pages of {PAGE_SIZE} were read"
    assert (len(session.calls), len(listing.rows)) == (MOST_PAGES, MOST_PAGES)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (reply(500, {}), "page 2 could not be read: .* answered 500"),
        (TimedOut("no answer within 10 s"), "page 2 could not be read: no answer within 10 s"),
        (reply(200, raw=b"<html>"), "page 2 could not be read: .* with an HTML page instead of JSON"),
        (reply(200, {"data": None}), "page 2 could not be read: .* in a shape that no page documents"),
    ],
)
def test_what_was_read_counts_when_a_later_page_cannot_be(second, why):
    api, _ = client(paged(listed(payee(1), has_more=True, next_cursor="c"), second))
    listing = api.payees()
    assert [row.id for row in listing.rows] == ["ben_1"]
    assert re.match(why, listing.incomplete)


def test_rows_that_cannot_be_read_are_named_and_the_others_kept():
    api, _ = client(lambda *_: listed(payee(1), "text", {"status": "active"}, None))
    listing = api.payees()
    assert [row.id for row in listing.rows] == ["ben_1"]
    assert listing.unreadable == ("a payee without an id", "a row that is no object", "a row that is no object")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (
            reply(401, {"error": {"code": 401, "message": "bad key"}}),
            r"^the credential was refused: .* answered 401 \(401: bad key\)$",
        ),
        (
            reply(403, {"error": "forbidden", "message": "role"}),
            r"^the credential may not read this: .* 403 \(forbidden: role\)$",
        ),
        (reply(500, {}), r"answered 500$"),
        (reply(204, raw=b""), r"answered 204$"),
        (reply(302, raw=b""), r"answered 302$"),
        (reply(200, {"data": {"a": 1}}), "in a shape that no page documents: no list of data"),
        (reply(200, {"corridors": []}), "in a shape that no page documents: no list of data"),
        (reply(200, 5), "in a shape that no page documents: no list of data"),
    ],
)
def test_a_list_that_cannot_be_had_is_unverified(answer, why):
    api, _ = client(lambda *_: answer)
    with pytest.raises(Unverified, match=why):
        api.corridors()


def test_an_unreadable_answer_is_unverified():
    api, _ = client(lambda *_: reply(200, raw=b'{"data": [NaN]}'))
    with pytest.raises(UnreadableAnswer, match="NaN"):
        api.balances()


@pytest.mark.parametrize("gone", [404, 410])
def test_payees_are_beneficiaries_where_there_are_no_payees(gone):
    pages = {"/v1/payees": reply(gone, {}), "/v1/beneficiaries": listed(payee(1))}
    api, session = client(lambda _m, path, _q: pages[path])
    assert [row.id for row in api.payees().rows] == ["ben_1"]
    assert session.asked() == ["/v1/payees", "/v1/beneficiaries"]


def test_payees_that_may_not_be_read_are_not_looked_for_elsewhere():
    api, session = client(lambda *_: reply(403, {}))
    with pytest.raises(Unverified, match="/v1/payees"):
        api.payees()
    assert session.asked() == ["/v1/payees"]


def test_neither_payees_nor_beneficiaries_is_unverified():
    api, _ = client(answering())
    with pytest.raises(Unverified, match=r"/v1/beneficiaries\?limit=100 answered 404"):
        api.payees()


def test_the_first_question_serves_authentication_and_balances():
    api, session = client(answering(balances=[{"currency": "EUR", "available": "1"}]))
    assert api.authenticate().acceptance is Acceptance.ACCEPTED
    assert api.authenticate() == api.authenticate()
    assert [row.currency for row in api.balances().rows] == ["EUR"]
    assert [(call.path, call.query) for call in session.calls] == [("/v1/balances", {})]


def test_each_list_is_asked_for_once_from_many_threads():
    api, session = client(answering(balances=[], corridors=[], webhooks=[], payees=[], instruments=[]))
    lists = [api.balances, api.corridors, api.subscriptions, api.payees, api.instruments, api.authenticate]
    with ThreadPoolExecutor(20) as pool:
        for future in [pool.submit(lists[number % 6]) for number in range(60)]:
            future.result()
    assert sorted(session.asked()) == ["/v1/balances", "/v1/corridors", "/v1/instruments", "/v1/payees", "/v1/webhooks"]


def test_a_refusal_of_the_login_answers_whether_the_credential_is_accepted():
    api, _ = client(
        lambda *_: reply(401, {"error": "invalid_client"}),
        client_id="ant_oc_live_1",
        client_secret="s",
        dpop_key=pem(EC_KEY),
    )
    outcome = api.authenticate()
    assert outcome.acceptance is Acceptance.REFUSED
    assert outcome.place.url == "https://api.antonpayments.com/oauth/token"


def test_a_refused_key_refuses_every_list():
    api, _ = client(lambda *_: reply(401, {}))
    assert api.authenticate().acceptance is Acceptance.REFUSED
    for ask in (api.balances, api.corridors, api.subscriptions, api.payees, api.instruments):
        with pytest.raises(Unverified, match="the credential was refused"):
            ask()


def test_the_client_only_reads():
    assert {name for name in vars(AntonApi) if not name.startswith("_")} == {"authenticate"}
