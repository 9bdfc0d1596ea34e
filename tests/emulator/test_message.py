from datetime import UTC, datetime

from golive.emulator.journal import Journal
from golive.emulator.message import Received, Reply, json_reply

CANARY = "ak_live_canary"


def received(**changes):
    values = {
        "method": "GET",
        "path": "/v1/balances",
        "host": "API.example.com:8443",
        "scheme": "https",
        "time": datetime(2026, 1, 1, tzinfo=UTC),
        "query": "limit=2",
        "headers": (("authorization", f"Bearer {CANARY}"), ("DPoP", "a"), ("dpop", "b")),
        "body": b"",
    }
    return Received(**{**values, **changes})


def test_a_request_does_not_show_what_can_hold_a_credential():
    assert CANARY not in repr(received(query=CANARY, body=CANARY.encode()))


def test_a_journal_does_not_show_credentials():
    journal = Journal()
    journal.add(received())
    assert CANARY not in repr(journal)
    assert CANARY not in str(list(journal))


def test_a_request_knows_its_name_port_and_target():
    request = received()
    assert (request.name, request.port, request.target) == ("api.example.com", "8443", "/v1/balances?limit=2")
    assert received(query="").target == "/v1/balances"


def test_all_values_of_a_header_are_found_whatever_its_case():
    assert received().values("DPOP") == ("a", "b")


def test_a_journal_finds_a_value_in_every_part_of_a_request():
    journal = Journal()
    hiding = [
        received(headers=(("Authorization", CANARY),)),
        received(headers=((CANARY, ""),)),
        received(headers=(), query=f"key={CANARY}"),
        received(headers=(), path=f"/{CANARY}"),
        received(headers=(), host=CANARY),
        received(headers=(), body=CANARY.encode()),
    ]
    for request in [*hiding, received(headers=())]:
        journal.add(request)
    assert list(journal.holding(CANARY)) == hiding
    assert len(journal) == 7
    journal.clear()
    assert len(journal) == 0


def test_a_reply_counts_its_body_unless_told_otherwise():
    assert b"\r\nContent-Length: 3\r\n" in Reply(200, (), b"abc").head()
    lying = Reply(200, (("content-length", "9"),), b"abc").wire()
    assert lying == b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc"


def test_a_reply_with_an_unknown_status_has_no_phrase():
    assert Reply(299).head().startswith(b"HTTP/1.1 299 \r\n")


def test_a_header_is_replaced_whatever_its_case():
    reply = json_reply(200, {}, (("X-One", "1"),)).having(("content-type", "text/plain"))
    assert reply.headers == (("X-One", "1"), ("content-type", "text/plain"))
    assert reply.header("X-Two") is None
