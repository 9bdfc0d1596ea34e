"""Probing one receiver without a profile. The receiver is played in this process; no socket is opened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from golive import probing
from golive.clock import SystemClock
from golive.errors import UsageError
from golive.finding import ExchangePlace
from golive.http.routes import parse_connect_to
from golive.http.wire import Wire
from golive.probing import ProbeOptions, probe
from golive.profile.types import CommandReference, EnvReference, FileReference
from golive.redact import Redactor, Secret
from golive.registry import load_provider
from golive.report import ExitCode
from golive.result import Status
from support import probes
from support.canary import leaks
from support.fake_clock import FakeClock
from support.small_receiver import SECRET, SmallReceiver

URL = "http://127.0.0.1:8080/hooks/anton?tenant=7"
WRITTEN = EnvReference(env="WEBHOOK_SECRET")
ENVIRON = {"WEBHOOK_SECRET": SECRET}


def options(**more) -> ProbeOptions:
    return ProbeOptions(**{"url": URL, "provider": "anton", "secret": WRITTEN, **more})


@pytest.fixture
def played(monkeypatch):
    """Let a receiver answer in this process. Returns what plays it; the requests are in its `asked`."""

    def play(answer):
        asked = []

        def handle(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            status, headers, content = answer(dict(request.headers), request.content)
            return httpx.Response(status, headers=headers, content=content)

        def open_wire(_options, clock, closing):
            wire = Wire(clock=clock, user_agent="golive/test", transport=httpx.MockTransport(handle))
            closing.callback(wire.close)
            return wire

        monkeypatch.setattr(probing, "open_wire", open_wire)
        return asked

    return play


def run(**more):
    return probe(options(**more), environ=ENVIRON, clock=SystemClock())


def statuses(probed) -> dict[str, Status]:
    return {result.id.removeprefix("receiver."): result.status for result in probed.results}


def test_a_correct_receiver_passes_every_check_and_each_delivery_is_told_apart_from_requests(played):
    receiver = SmallReceiver()
    asked = played(receiver.answer)
    probed = run()
    assert set(statuses(probed).values()) == {Status.PASS, Status.SKIP}
    assert probed.exit_code is ExitCode.READY
    assert probed.observations.count == len(asked) == len(probed.exchanges)
    assert all(exchange.delivery for exchange in probed.exchanges)
    assert {str(request.url) for request in asked} == {URL}
    assert probed.observations.outcomes[0].name == "correct"
    assert probed.unobserved is None


@pytest.mark.parametrize(
    ("defect", "failed"),
    [
        ("accepts-everything", {"forged-delivery", "stale-delivery"}),
        ("ignores-time", {"stale-delivery"}),
        ("redirects", {"promptness"}),
        ("rejects-unknown", {"unknown-event"}),
        ("strips-prefix", {"signed-delivery"}),
    ],
)
def test_a_faulty_receiver_fails_the_checks_of_its_defect(played, defect, failed):
    played(SmallReceiver(defect).answer)
    probed = run()
    assert {name for name, status in statuses(probed).items() if status is Status.FAIL} == failed
    assert probed.exit_code is ExitCode.NOT_READY


def test_an_effect_that_cannot_be_seen_leaves_the_probe_uncertain_and_says_what_would_help(played):
    played(SmallReceiver(says_duplicate=False).answer)
    probed = run()
    assert {name for name, status in statuses(probed).items() if status is Status.UNKNOWN} == {"duplicate-delivery"}
    assert probed.exit_code is ExitCode.INCOMPLETE
    found = next(result for result in probed.results if result.status is Status.UNKNOWN)
    assert all(finding.fix for finding in found.findings)


def test_no_finding_points_into_a_profile_that_does_not_exist(played):
    played(SmallReceiver("redirects").answer)
    places = {finding.place for result in run().results for finding in result.findings}
    assert {type(place) for place in places} <= {ExchangePlace, type(None)}


def test_a_receiver_that_echoes_what_it_was_sent_gives_nothing_away_and_nothing_that_moves_a_cursor(played):
    def answer(headers, body):
        return 200, {"X-Echo": SECRET}, f"{SECRET} {headers} \x1b[31m".encode() + body

    played(answer)
    probed = run()
    assert leaks(repr(probed), {"secret": SECRET}) == []
    replies = [one.reply for one in probed.observations.outcomes]
    assert all("***" in reply and "\x1b" not in reply for reply in replies)


@pytest.mark.parametrize(
    ("signature", "header"),
    [(None, "anton-signature"), ("x-webhook-signature", "x-webhook-signature"), ("x-anton-signature",) * 2],
)
def test_deliveries_carry_the_generation_and_the_event_type_that_were_asked_for(played, signature, header):
    asked = played(lambda _headers, _body: (500, {}, b""))
    probed = run(signature=signature, event="payout.completed")
    assert header in asked[0].headers
    assert b'"type":"payout.completed"' in asked[0].content
    assert probed.subject.signature == load_provider("anton").deliveries.scheme(signature).title


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"provider": "antn"}, "there is no provider 'antn'; did you mean `anton`?"),
        ({"signature": "x-webhok-signature"}, "has no signature 'x-webhok-signature'; did you mean `x-webhook"),
        ({"signature": "9"}, "; there are anton-signature, x-webhook-signature, x-anton-signature"),
        ({"event": "payout completed"}, "'payout completed' is no event type"),
        ({"event": "a\r\nX: y"}, "is no event type"),
        ({"event": ""}, "is no event type"),
        ({"url": "http://pay.example.com/hooks"}, "plain http is for receivers on this machine only"),
        ({"url": "http://10.0.0.1/hooks"}, "plain http is for receivers on this machine only"),
        ({"url": "http://127.0.0.1.example.com/"}, "plain http is for receivers on this machine only"),
        ({"url": "https://10.0.0.1/hooks"}, "is at a private, local or reserved address"),
        ({"url": "https://user:pw@pay.acme.com/"}, "has a user name or password in it"),
        ({"url": "https://api.antonpayments.com/v1/payouts"}, "is the API of Anton Payments, and no receiver"),
        ({"url": "https://api.octopuscards.io/auth/logout"}, "is the API of OctopusCards, and no receiver"),
        ({"url": "ftp://pay.acme.com/"}, "is not https"),
        ({"url": "pay.acme.com/hooks"}, "is not https"),
        ({"url": ""}, "is not https"),
        ({"url": "https://[::1/"}, "cannot be read"),
        ({"secret": EnvReference(env="MISSING")}, "the webhook secret cannot be read: variable MISSING is not set"),
        ({"secret": FileReference(file="missing.txt")}, "the webhook secret cannot be read: missing.txt"),
        ({"secret": CommandReference(command=("true",))}, "the webhook secret cannot be read: true is a program"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_sent(played, tmp_path, given, message):
    asked = played(lambda *_: pytest.fail("it was sent"))
    with pytest.raises(UsageError) as caught:
        run(folder=tmp_path, **given)
    assert message in str(caught.value)
    assert asked == []


def test_a_bundle_that_cannot_be_read_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="bundle"):
        run(ca_bundle=tmp_path / "missing.pem")


def test_a_secret_that_was_typed_is_used_and_not_shown(played):
    asked = played(SmallReceiver().answer)
    probed = run(secret=Secret(SECRET, "webhook secret"))
    assert asked
    assert probed.exit_code is ExitCode.READY
    assert leaks(repr(probed), {"secret": SECRET}) == []


def test_a_host_that_is_played_is_named_and_a_secret_in_the_url_is_masked(played):
    played(SmallReceiver().answer)
    probed = run(
        url=f"https://pay.acme.example/hooks?token={SECRET}",
        connect_to=(parse_connect_to("pay.acme.example:443:127.0.0.1:9"), parse_connect_to("::127.0.0.1:9")),
    )
    assert probed.subject.played == ("pay.acme.example", "every host")
    assert probed.subject.url == "https://pay.acme.example/hooks?token=***"
    assert leaks(repr(probed), {"secret": SECRET}) == []


def test_a_name_that_does_not_resolve_leaves_everything_unknown_with_the_reason(played, monkeypatch):
    from golive.errors import Unverified

    deadlines = []

    def look_up(host, _routes, deadline):
        deadlines.append(deadline.seconds)
        raise Unverified(f"{host} does not resolve from here")

    monkeypatch.setattr(probing, "look_up", look_up)
    asked = played(lambda *_: pytest.fail("it was sent"))
    probed = run(url="https://pay.acme-payments.com/hooks")
    assert asked == []
    assert set(statuses(probed).values()) == {Status.UNKNOWN}
    assert probed.exit_code is ExitCode.INCOMPLETE
    assert probed.observations is None
    assert probed.unobserved == "pay.acme-payments.com does not resolve from here"
    assert set(deadlines) == {60.0}


def test_an_interrupted_probe_shows_what_was_sent_so_far(played, monkeypatch):
    from golive.runner import Outcome

    receiver = SmallReceiver()
    played(receiver.answer)
    monkeypatch.setattr(probing, "run_checks", lambda *_, **__: Outcome((), interrupted=True))
    probed = run()
    assert probed.interrupted
    assert probed.exit_code is ExitCode.INTERRUPTED


def test_the_probe_asks_the_provider_nothing_and_reads_no_repository(played, monkeypatch):
    from golive.errors import Unverified
    from golive.runner import Outcome

    contexts = []
    monkeypatch.setattr(
        probing, "run_checks", lambda context, *_, **__: contexts.append(context) or Outcome((), interrupted=False)
    )
    played(SmallReceiver().answer)
    probed = run()
    assert probed.exit_code is ExitCode.INCOMPLETE  # nothing was checked
    with pytest.raises(Unverified, match="asks the provider nothing"):
        contexts[0].connection()
    with pytest.raises(Unverified, match="reads no repository"):
        _ = contexts[0].repository
    assert contexts[0].resolve_host  # the checks of receivers may look a name up


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["pass", "warn", "skip"], 0),
        (["pass", "unknown"], 3),
        (["fail", "unknown"], 1),
        (["error", "fail", "unknown"], 4),
        ([], 3),
    ],
)
def test_the_exit_code_follows_from_the_checks_and_an_interruption_outranks_them(given, code):
    one = probes.sound().results[0]
    probed = probes.probed([], *[replace(one, status=Status(status)) for status in given])
    assert int(probed.exit_code) == code
    assert int(replace(probed, interrupted=True).exit_code) == 130


def test_the_time_of_a_probe_comes_from_its_clock(played):
    played(SmallReceiver("ignores-time").answer)
    clock = FakeClock()
    probed = probe(options(), environ=ENVIRON, clock=clock, redactor=Redactor())
    assert probed.subject.started_at == clock.now()
    assert probed.seconds == 0.0


def test_paths_of_a_secret_are_counted_from_the_folder(played, tmp_path):
    (tmp_path / "secret.txt").write_text(SECRET + "\n", encoding="utf-8")
    played(SmallReceiver().answer)
    probed = run(secret=FileReference(file="secret.txt"), folder=tmp_path)
    assert probed.exit_code is ExitCode.READY
    assert probed.subject.secret_source == "secret.txt"
    assert [path.name for path in Path(tmp_path).iterdir()] == ["secret.txt"]
