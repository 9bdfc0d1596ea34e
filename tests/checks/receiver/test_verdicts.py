"""
What all checks together say of a whole receiver, from the deliveries of a run to the lines.

A sound receiver that is unusual must not fail, and a sly one that is faulty must not pass.
"""

from __future__ import annotations

import pytest

from support.odd_receivers import SCHEMES, SOUND, Merchant, probe

STAMPED = [scheme for scheme in SCHEMES if scheme != "x-anton-signature"]
EVERYTHING_UNKNOWN = {
    "signed-delivery": "unknown",
    "forged-delivery": "unknown",
    "stale-delivery": "unknown",
    "duplicate-delivery": "unknown",
    "unknown-event": "unknown",
    "promptness": "unknown",
}


def changed(lines: dict[str, str]) -> dict[str, str]:
    return {name: status for name, status in lines.items() if status != SOUND[name]}


def odd(**fields) -> type[Merchant]:
    return type("Odd", (Merchant,), fields)


def comparing(alike) -> type[Merchant]:
    """Return a receiver that compares the given signature with the right one in its own way."""
    return odd(matches=lambda self, given, time, body: alike(given, self.digest(time, body)))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_sound_receiver_passes(tmp_path, scheme):
    expected = {} if scheme in STAMPED else {"stale-delivery": "warn"}
    assert changed(probe(Merchant, tmp_path, scheme).lines) == expected


@pytest.mark.parametrize("status", [400, 403, 404, 410, 422])
def test_any_4xx_refuses(tmp_path, status):
    assert changed(probe(odd(refused=(status, {}, b"")), tmp_path).lines) == {}


@pytest.mark.parametrize(
    "answer",
    [(204, {}, b""), (202, {}, b""), (201, {"Location": "/events/1"}, b""), (200, {}, b"<html><p>OK</p></html>")],
)
def test_any_2xx_accepts_and_what_it_says_is_its_own_affair(tmp_path, answer):
    kind = odd(accepted=answer, not_known=answer)
    assert changed(probe(kind, tmp_path).lines) == {}
    silent = odd(accepted=answer, not_known=answer, repeated=answer)
    assert changed(probe(silent, tmp_path).lines) == {"duplicate-delivery": "unknown"}


@pytest.mark.parametrize(
    ("status", "expected"), [(200, {}), (204, {}), (400, "warn"), (422, "warn"), (500, "fail"), (503, "fail")]
)
def test_an_unknown_type_is_judged_by_its_status(tmp_path, status, expected):
    found = changed(probe(odd(not_known=(status, {}, b"")), tmp_path).lines)
    assert found == ({"unknown-event": expected} if expected else {})


@pytest.mark.parametrize("seconds", [-200, 200])
def test_a_clock_that_is_a_little_off_is_sound(tmp_path, seconds):
    assert changed(probe(odd(clock_is_off=seconds), tmp_path).lines) == {}


def test_two_secrets_are_sound_during_a_rotation(tmp_path):
    class Rotating(Merchant):
        def matches(self, given, time, body):
            return given in {self.digest(time, body), self.digest(time, body, "the secret before")}

    assert changed(probe(Rotating, tmp_path).lines) == {}


def test_the_header_may_hold_the_id_by_which_a_repetition_is_known(tmp_path):
    class ByHeader(Merchant):
        def event_id(self, request, event):
            return request.headers.get("x-event-id") or request.headers.get("x-webhook-id") or event["id"]

    for scheme in STAMPED:
        assert changed(probe(ByHeader, tmp_path, scheme).lines) == {}


class Firewall(Merchant):
    """After three bad signatures everything is blocked, and the application sees nothing any more."""

    bad = 0

    def answer(self, request):
        if self.bad >= 3:
            return 403, {"Server": "waf"}, b"blocked"
        answer = super().answer(request)
        self.bad += answer is self.refused
        return answer


def test_a_firewall_that_blocks_after_bad_signatures_leaves_everything_unknown(tmp_path):
    found = probe(Firewall, tmp_path)
    assert found.lines == EVERYTHING_UNKNOWN
    assert "firewall" in found.findings["forged-delivery"][0].message
    assert [one.status for one in found.observed.outcomes].count(200) == 1
    assert found.observed.burst == ()


def test_behind_a_firewall_an_accepted_forgery_still_fails(tmp_path):
    class Open(Firewall):
        def claim(self, headers):
            time, given = super().claim(headers)
            return time, None if given == "" else given

        def genuine(self, request):
            return super().genuine(request) or not request.headers.get("anton-signature")

    lines = probe(Open, tmp_path).lines
    assert lines == EVERYTHING_UNKNOWN | {"forged-delivery": "fail"}


@pytest.mark.parametrize("status", [403, 503])
@pytest.mark.parametrize("most", range(1, 26))
def test_a_limit_that_is_not_429_never_fails_a_sound_receiver(tmp_path, most, status):
    class Limited(Merchant):
        def answer(self, request):
            return (status, {}, b"") if self.count > most else super().answer(request)

    lines = probe(Limited, tmp_path).lines
    assert "fail" not in lines.values()
    assert lines["promptness"] != "pass"


@pytest.mark.parametrize("most", range(1, 16))
def test_429_never_fails_a_sound_receiver(tmp_path, most):
    class Limited(Merchant):
        def answer(self, request):
            return (429, {"Retry-After": "60"}, b"") if self.count > most else super().answer(request)

    lines = probe(Limited, tmp_path).lines
    assert "fail" not in lines.values()
    assert "unknown" in lines.values()


def test_what_becomes_of_forged_deliveries_says_nothing_about_promptness(tmp_path):
    to_login = odd(refused=(302, {"Location": "/login"}, b""))
    assert changed(probe(to_login, tmp_path).lines) == {"forged-delivery": "unknown", "stale-delivery": "unknown"}

    class Tarpit(Merchant):
        def answer(self, request):
            answer = super().answer(request)
            if answer is self.refused and self.bad == 0:
                self.bad = 1
                self.clock.sleep(12)
            return answer

        bad = 0

    assert changed(probe(Tarpit, tmp_path).lines) == {}


def test_a_refusal_in_words_is_an_acknowledgement(tmp_path):
    polite = odd(refused=(200, {}, b'{"error": "invalid signature"}'))
    assert changed(probe(polite, tmp_path).lines) == {"forged-delivery": "fail", "stale-delivery": "fail"}


@pytest.mark.parametrize(
    "alike",
    [
        lambda given, right: given[:8] == right[:8],
        lambda given, right: given[:32] == right[:32],
        lambda given, right: given[-32:] == right[-32:],
        lambda given, right: given[-8:] == right[-8:],
        lambda given, right: len(given) == 64 and given[:8] == right[:8],
        lambda given, right: len(given) == 64 and given[:63] == right[:63],
        lambda given, right: len(given) == 64 and given[1:] == right[1:],
        lambda given, right: right.startswith(given),
        lambda given, right: given in right,
        lambda given, _: len(given) == 64,
        lambda given, _: bool(given),
    ],
)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_comparing_a_part_of_the_signature_fails(tmp_path, scheme, alike):
    assert probe(comparing(alike), tmp_path, scheme).lines["forged-delivery"] == "fail"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_digits_in_another_case_are_the_same_signature(tmp_path, scheme):
    found = probe(comparing(lambda given, right: given.lower() == right), tmp_path, scheme)
    assert found.lines["forged-delivery"] == "pass"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_second_secret_that_is_empty_fails(tmp_path, scheme):
    class Unset(Merchant):
        def matches(self, given, time, body):
            return given in {self.digest(time, body), self.digest(time, body, "")}

    found = probe(Unset, tmp_path, scheme)
    assert found.lines["forged-delivery"] == "fail"
    assert "empty secret" in found.findings["forged-delivery"][0].message


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_signature_that_was_right_once_is_not_right_for_another_body(tmp_path, scheme):
    class Remembering(Merchant):
        known = frozenset()

        def matches(self, given, time, body):
            if super().matches(given, time, body):
                self.known |= {given}
            return given in self.known

    assert probe(Remembering, tmp_path, scheme).lines["forged-delivery"] == "fail"


def test_forgeries_of_the_test_event_alone_fail(tmp_path):
    class TestsFreely(Merchant):
        def genuine(self, request):
            return b'"type":"test"' in request.content or super().genuine(request)

    assert probe(TestsFreely, tmp_path).lines["forged-delivery"] == "fail"


def telling(words, *, headers=lambda _count: {}) -> type[Merchant]:
    """Return a receiver that knows nothing again, and says `words(count)` to whatever it accepts."""

    class Talking(Merchant):
        def answer(self, request):
            status, more, content = super().answer(request)
            if status != 200:
                return status, more, content
            return 200, headers(self.count), words(self.count).encode()

    return Talking


@pytest.mark.parametrize(
    "words",
    [
        lambda _: "<p>You are already here; duplicates are ignored</p>",
        lambda count: f'{{"message":"already have {count} events"}}',
        lambda count: f'{{"already":{count},"at":"2026-11-22T10:00:{count}Z"}}',
        lambda count: '{"worker":"started"}' if count == 1 else '{"worker":"already running"}',
        lambda count: f'{{"id":"{count:x}a1{count}","skipped":0,"duplicates":0}}',
        lambda count: f"queued, {count} repeated so far",
    ],
)
def test_words_that_say_nothing_about_the_delivery_do_not_pass_for_recognising_it(tmp_path, words):
    assert probe(telling(words), tmp_path).lines["duplicate-delivery"] == "unknown"


def test_headers_that_always_differ_do_not_pass_for_recognising_it(tmp_path):
    kind = telling(lambda _: "ok", headers=lambda count: {"X-Request-Id": f"already-{count}", "X-Replay-Window": "300"})
    assert probe(kind, tmp_path).lines["duplicate-delivery"] == "unknown"


@pytest.mark.parametrize("words", ["bereits verarbeitet", "evento repetido, ya procesado", "déjà traité", "OK"])
def test_words_in_other_languages_are_unknown(tmp_path, words):
    kind = odd(repeated=(200, {}, words.encode()))
    assert changed(probe(kind, tmp_path).lines) == {"duplicate-delivery": "unknown"}


def test_a_conflict_on_the_second_time_fails(tmp_path):
    kind = odd(repeated=(409, {}, b'{"status":"duplicate"}'))
    assert changed(probe(kind, tmp_path).lines) == {"duplicate-delivery": "fail"}


def test_a_first_answer_that_is_slow_is_a_warning(tmp_path):
    class Cold(Merchant):
        def answer(self, request):
            if self.count == 1:
                self.clock.sleep(12)
            return super().answer(request)

    found = probe(Cold, tmp_path)
    assert changed(found.lines) == {"promptness": "warn"}
    assert [one.message for one in found.findings["promptness"]] == [
        "the first delivery was not answered within 10 s, while all others were; the provider gives up after 30 s"
    ]
