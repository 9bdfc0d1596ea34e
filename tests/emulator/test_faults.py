import json
import math
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from golive.emulator.fault_wires import GIBIBYTE, body_1gib, drip_body, drip_headers, gzip_bomb
from golive.emulator.faults import FAULTS, plant
from golive.emulator.message import HangUp, Pause, Received, Reply, json_reply
from golive.errors import UsageError

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
PAGE = {"data": [{"id": "a", "amount": "1.50", "count": 3, "rate": 0.5}], "has_more": False}


class Surroundings:
    def error(self, request, status, code, message, headers=()):
        return json_reply(status, {"code": code, "message": message}, headers)


def request(path="/v1/things", query="", headers=()):
    return Received("GET", path, "api.example.com", "https", NOW, query, headers, b"")


def meet(name, times=1, body=PAGE, **parts):
    """Return the last reply of a fault that meets the same request so often."""
    (planted,) = plant([name])
    asked = []

    def respond(received):
        asked.append(received)
        return json_reply(200, body)

    replies = [planted.reply(request(**parts), respond, Surroundings()) for _ in range(times)]
    return replies[-1], asked


@pytest.mark.parametrize(("times", "status"), [(1, 503), (2, 503), (3, 200), (4, 200)])
def test_503_comes_twice_and_then_no_more(times, status):
    assert meet("status-503-twice", times)[0].status == status


def test_503_is_counted_for_each_request_apart():
    (planted,) = plant(["status-503-twice"])
    for query in ("a=1", "a=2", "a=1", "a=2"):
        assert planted.reply(request(query=query), lambda _: Reply(200), Surroundings()).status == 503
    assert planted.reply(request(query="a=1"), lambda _: Reply(200), Surroundings()).status == 200
    assert planted.struck == 5


def test_500_comes_every_time():
    assert meet("status-500", 5)[0].status == 500


@pytest.mark.parametrize("name", ["rate-limited-short", "rate-limited-date"])
def test_a_short_rate_limit_is_over_after_one_refusal(name):
    assert meet(name)[0].status == 429
    assert meet(name, 2)[0].status == 200


def test_retry_after_comes_in_both_forms():
    assert meet("rate-limited-short")[0].header("Retry-After") == "1"
    assert meet("rate-limited-day", 9)[0].header("Retry-After") == "86400"
    moment = parsedate_to_datetime(meet("rate-limited-date")[0].header("Retry-After"))
    assert moment - NOW == timedelta(seconds=2)


def test_deep_json_is_a_hundred_thousand_arrays_deep():
    reply, _ = meet("deep-json")
    assert reply.body.count(b"[") == reply.body.count(b"]") == 100_000


def test_html_says_that_it_is_html_and_200():
    reply, _ = meet("html")
    assert reply.status == 200
    assert reply.header("Content-Type") == "text/html; charset=utf-8"
    assert b"<html>" in reply.body


def test_a_wrong_content_type_leaves_the_body_alone():
    reply, _ = meet("wrong-content-type")
    assert reply.header("Content-Type").startswith("text/plain")
    assert json.loads(reply.body) == PAGE


def test_nan_replaces_amounts_and_nothing_else():
    row = json.loads(meet("nan")[0].body)["data"][0]
    assert math.isnan(row["amount"])
    assert math.isnan(row["rate"])
    assert (row["id"], row["count"]) == ("a", 3)


def test_long_amounts_have_thirty_digits_before_the_point():
    amount = json.loads(meet("long-amounts")[0].body)["data"][0]["amount"]
    assert len(amount.partition(".")[0]) == 30


def test_a_cursor_loop_names_the_same_page_and_never_asks_the_api_for_it():
    first, _ = meet("cursor-loop")
    cursor = json.loads(first.body)["next_cursor"]
    second, asked = meet("cursor-loop", query=f"limit=5&cursor={cursor}")
    assert second == first
    assert json.loads(first.body)["has_more"] is True
    assert [one.query for one in asked] == ["limit=5"]


def test_empty_pages_promise_another_one_under_a_new_name():
    cursors = [None]
    for _ in range(4):
        query = f"cursor={cursors[-1]}" if cursors[-1] else ""
        page = json.loads(meet("has-more-empty", query=query)[0].body)
        assert (page["data"], page["has_more"]) == ([], True)
        assert page["next_cursor"] not in cursors
        cursors.append(page["next_cursor"])


@pytest.mark.parametrize("body", [{"data": {"id": "a"}}, "text"])
def test_paging_faults_leave_what_is_no_list_alone(body):
    assert json.loads(meet("cursor-loop", body=body)[0].body) == body


@pytest.mark.parametrize(("name", "rows"), [("cursor-loop", [1]), ("has-more-empty", [])])
def test_paging_faults_promise_another_page_of_a_bare_list_in_headers(name, rows):
    reply, asked = meet(name, body=[1], query="limit=5&page=7")
    assert json.loads(reply.body) == rows
    assert (reply.header("X-Has-More"), reply.header("X-Page")) == ("true", "7")
    assert [received.query for received in asked] == ["limit=5"]


def test_paging_faults_leave_the_wrapper_of_a_list_that_headers_tell_about():
    (planted,) = plant(["cursor-loop"])
    wrapped = {"success": True, "data": [1]}
    reply = planted.reply(
        request(), lambda _: json_reply(200, wrapped, [("X-Has-More", "false"), ("X-Page", "1")]), Surroundings()
    )
    assert json.loads(reply.body) == wrapped
    assert [value for name, value in reply.headers if name == "X-Has-More"] == ["true"]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("redirect-host", "https://redirect.evil.example/v1/things?limit=2"),
        ("redirect-http", "http://api.example.com/v1/things?limit=2"),
        ("redirect-port", "https://api.example.com:8443/v1/things?limit=2"),
    ],
)
def test_redirects_keep_method_path_and_query(name, start):
    reply, _ = meet(name, query="limit=2")
    assert (reply.status, reply.header("Location")) == (307, start)


@pytest.mark.parametrize(("name", "status"), [("echo-credential", 401), ("echo-credential-500", 500)])
def test_an_echo_repeats_the_credential_among_hostile_text(name, status):
    reply, _ = meet(name, headers=(("Authorization", "Bearer canary+key"),))
    message = json.loads(reply.body)["message"]
    hostile = ("\x1b[31m", "[red]", "\n", "::error::", "<script>", "\u202e")
    forms = ("Bearer canary+key", "canary%2Bkey", b"canary+key".hex(), "Y2FuYXJ5K2tleQ==")
    assert reply.status == status
    assert all(text in message for text in (*hostile, *forms))
    assert reply.header("X-Debug-Authorization") == "Bearer canary+key"
    assert reply.wire().count(b"\r\n\r\n") == 1


@pytest.mark.parametrize(
    ("body", "repeated"),
    [
        (b'{"username": "the-key", "password": "the-secret", "n": 1}', ("the-key the-secret", b"the-secret".hex())),
        (b'{"username": "x\\r\\nSet-Cookie: a", "password": "the-secret"}', ("the-secret",)),
        (b"[1]", ()),
        (b"grant_type=x", ()),
        (b"\xff", ()),
        (b"[" * 100_000, ()),
    ],
    ids=["pair", "line-break", "array", "form", "binary", "deep"],
)
def test_an_echo_repeats_a_credential_that_comes_in_the_body(body, repeated):
    (planted,) = plant(["echo-credential"])
    asked = Received("POST", "/auth/login", "api.example.com", "https", NOW, "", (), body)
    reply = planted.reply(asked, lambda _: Reply(200), Surroundings())
    message = json.loads(reply.body)["message"]
    assert all(text in message for text in repeated)
    assert "Set-Cookie" not in reply.header("X-Debug-Authorization")
    if not repeated:
        assert reply.header("X-Debug-Authorization") == ""


def test_an_echo_without_a_credential_is_only_hostile():
    assert meet("echo-credential")[0].status == 401


def steps_of(name):
    (planted,) = plant([name])
    return list(planted.steps(json_reply(200, PAGE), iter((b"sound",))))


def test_slow_faults_wait_before_they_answer():
    assert steps_of("latency") == [Pause(0.1), b"sound"]
    assert steps_of("first-byte-20s") == [Pause(20.0), b"sound"]


def test_a_reset_sends_nothing():
    assert steps_of("reset") == [HangUp(reset=True)]


def test_a_truncated_body_is_shorter_than_its_headers_promise():
    sent, end = steps_of("truncated")
    head, _, body = sent.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(json_reply(200, PAGE).body)}".encode() in head
    assert 0 < len(body) < len(json_reply(200, PAGE).body)
    assert end == HangUp()


@pytest.mark.parametrize("drip", [drip_headers, drip_body])
def test_a_drip_pauses_after_every_byte_and_outlasts_any_deadline(drip):
    steps = list(drip(json_reply(200, PAGE), iter(())))
    assert sum(step.seconds for step in steps if isinstance(step, Pause)) > 3500
    assert all(len(step) == 1 for step in steps[1:-1] if isinstance(step, bytes))


def test_dripped_headers_do_not_end():
    sent = b"".join(step for step in drip_headers(json_reply(200, PAGE), iter(())) if isinstance(step, bytes))
    assert b"\r\n\r\n" not in sent


def test_a_dripped_body_is_valid_in_the_end():
    sent = b"".join(step for step in drip_body(json_reply(200, PAGE), iter(())) if isinstance(step, bytes))
    head, _, body = sent.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert json.loads(body) == PAGE


def test_a_huge_body_is_as_long_as_promised_and_made_piece_by_piece():
    head, *pieces = body_1gib(json_reply(200, PAGE), iter(()))
    assert f"Content-Length: {GIBIBYTE}".encode() in head
    assert sum(map(len, pieces)) == GIBIBYTE
    assert len({id(piece) for piece in pieces}) < 5


def test_a_gzip_bomb_is_small_valid_and_unpacks_to_a_gibibyte():
    first, *rest = gzip_bomb(json_reply(200, PAGE), iter(()))
    head, _, start = first.partition(b"\r\n\r\n")
    assert b"Content-Encoding: gzip" in head
    assert f"Content-Length: {len(start) + sum(map(len, rest))}".encode() in head
    assert sum(map(len, rest)) < 2 * 1024**2
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert sum(len(unpacker.decompress(piece)) for piece in (start, *rest)) == GIBIBYTE
    assert unpacker.eof


def test_a_fault_without_a_path_meets_the_api_only():
    (planted,) = plant(["status-500"])
    assert planted.meets(request("/v1/balances"), "/v1/")
    assert not planted.meets(request("/oauth/token"), "/v1/")


def test_a_fault_with_a_path_meets_that_path_only():
    (planted,) = plant(["status-500@/v1/corridors"])
    assert planted.meets(request("/v1/corridors"), "/v1/")
    assert not planted.meets(request("/v1/balances"), "/v1/")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("html5", "did you mean `html`"),
        ("html@v1", "starts with /"),
        ("html@", "starts with /"),
        ("cert-expired@/v1/balances", "concerns every connection"),
        ("", "no fault named ''"),
    ],
)
def test_what_is_no_fault_is_refused(text, message):
    with pytest.raises(UsageError, match=message):
        plant([text])


def test_certificate_faults_leave_requests_alone():
    for fault in FAULTS:
        (planted,) = plant([fault.id])
        assert (planted.certificate is not None) == fault.id.startswith("cert-")
        assert planted.meets(request(), "/v1/") == (planted.certificate is None)


def test_a_wire_fault_leaves_the_reply_alone():
    reply, asked = meet("latency")
    assert reply == json_reply(200, PAGE)
    assert len(asked) == 1
