"""Running checks side by side: what breaks, hangs or is interrupted is one line, and the others go on."""

import threading
import time
from types import SimpleNamespace

import pytest

from golive.check import Area, Check
from golive.clock import Deadline, SystemClock
from golive.errors import NotApplicable, Unverified
from golive.finding import ExchangePlace, FilePlace, Finding, Level, SettingPlace, fail, seen, warn
from golive.result import Status
from golive.runner import MOST_FINDINGS, run_checks


def make(function, check_id="code.sample") -> Check:
    return Check(check_id, Area.CODE, "title", "guide", "remedy", function)


def run(*functions, seconds=20.0, per_check=10.0, clean=lambda text: text, watch=lambda *_: None):
    clock = SystemClock()
    checks = [make(function, f"code.c{index}") for index, function in enumerate(functions)]
    context = SimpleNamespace(clock=clock)
    return run_checks(context, checks, deadline=Deadline(clock, seconds), clean=clean, watch=watch, per_check=per_check)


def passing(_ctx):
    yield seen("3 things looked at")


def test_findings_decide_the_status():
    def warning(_ctx):
        yield seen("one")
        yield warn("two")

    def failing(_ctx):
        yield warn("one")
        yield fail("two")

    def silent(_ctx):
        yield from ()

    outcome = run(passing, warning, failing, silent)
    assert [result.status for result in outcome.results] == ["pass", "warn", "fail", "unknown"]
    assert outcome.results[3].reason == "the check found nothing to look at"
    assert not outcome.interrupted


def test_what_is_missing_makes_a_check_unknown_with_the_reason():
    def unverified(_ctx):
        yield seen("one")
        raise Unverified("there is no repository")

    [result] = run(unverified).results
    assert (result.status, result.reason) == (Status.UNKNOWN, "there is no repository")
    assert [finding.message for finding in result.findings] == ["one"]


def test_a_fail_stands_whatever_could_not_be_looked_at_afterwards():
    def failing(_ctx):
        yield fail("certain")
        raise Unverified("the rest could not be read")

    [result] = run(failing).results
    assert (result.status, result.reason) == (Status.FAIL, "the rest could not be read")


def test_what_does_not_apply_is_skipped_with_the_reason():
    def skipped(_ctx):
        raise NotApplicable("no egress declared")
        yield

    [result] = run(skipped).results
    assert (result.status, result.reason) == (Status.SKIP, "no egress declared")


def test_what_was_seen_stands_where_a_check_says_too_late_that_it_does_not_apply():
    def failing(_ctx):
        yield fail("certain")
        raise NotApplicable("not here")

    def passing(_ctx):
        yield seen("one thing")
        raise NotApplicable("not here")

    first, second = run(failing, passing).results
    assert (first.status, first.reason) == (Status.FAIL, "not here")
    assert (second.status, second.reason) == (Status.UNKNOWN, "not here")


@pytest.mark.parametrize("error", [ValueError("boom"), SystemExit(0), RecursionError(), GeneratorExit(), MemoryError()])
def test_a_check_that_breaks_is_one_broken_line(error):
    def broken(_ctx):
        yield seen("one")
        raise error

    first, second = run(broken, passing).results
    assert (first.status, second.status) == (Status.ERROR, Status.PASS)
    assert first.reason.startswith(type(error).__name__)
    assert "test_runner:" in first.trace[0]
    assert first.trace[0].endswith("in broken")


def test_a_check_that_yields_something_else_is_broken():
    def confused(_ctx):
        yield "all fine"

    [result] = run(confused).results
    assert result.status is Status.ERROR
    assert "str instead of a finding" in result.reason


def test_a_check_that_is_no_generator_is_broken():
    [result] = run(lambda _ctx: None).results
    assert result.status is Status.ERROR


def test_a_hung_check_is_unknown_with_what_it_had_found_and_the_others_are_done():
    release = threading.Event()

    def hung(_ctx):
        yield seen("one")
        release.wait(30)

    def hung_after_fail(_ctx):
        yield fail("certain")
        release.wait(30)

    try:
        outcome = run(hung, hung_after_fail, passing, per_check=0.3)
    finally:
        release.set()
    assert [result.status for result in outcome.results] == ["unknown", "fail", "pass"]
    assert outcome.results[0].reason == "not finished within 0 s"
    assert outcome.results[0].findings == (Finding(Level.SEEN, "one"),)


def test_the_deadline_of_the_run_ends_every_check():
    release = threading.Event()

    def hung(_ctx):
        yield seen("one")
        release.wait(30)

    started = time.monotonic()
    try:
        outcome = run(hung, hung, seconds=0.3)
    finally:
        release.set()
    assert [result.status for result in outcome.results] == ["unknown", "unknown"]
    assert time.monotonic() - started < 15


def test_checks_overlap():
    together = threading.Barrier(8, timeout=20)

    def waiting(_ctx):
        together.wait()
        yield seen("all eight are running at once")

    assert {result.status for result in run(*[waiting] * 8).results} == {Status.PASS}


def test_results_keep_the_order_of_the_checks():
    def slow(_ctx):
        time.sleep(0.2)
        yield seen("slow")

    assert [result.id for result in run(slow, passing).results] == ["code.c0", "code.c1"]


def test_an_endless_stream_of_findings_is_cut_and_said():
    def endless(_ctx):
        while True:
            yield warn("again")

    [result] = run(endless).results
    assert len(result.findings) == MOST_FINDINGS + 1
    assert result.status is Status.UNKNOWN


def test_every_text_of_a_result_is_cleaned():
    def dirty(_ctx):
        yield fail("dirt", FilePlace("dirt.py", 3), fix="dirt")
        yield seen("dirt", SettingPlace("dirt", FilePlace("dirt.yaml", 1, 2)))
        yield seen("dirt", ExchangePlace("GET", "https://dirt", 200))
        raise ValueError("dirt")

    [result] = run(dirty, clean=lambda text: text.replace("dirt", "soap")).results
    assert "dirt" not in repr(result).replace("in dirty", "")
    assert "soap.py" in repr(result)


def test_interrupting_keeps_what_is_known_so_far():
    release = threading.Event()

    def hung(_ctx):
        yield seen("one")
        release.wait(30)

    def watch(check_id, status):
        if status is Status.PASS:
            raise KeyboardInterrupt

    try:
        outcome = run(hung, passing, watch=watch)
    finally:
        release.set()
    assert outcome.interrupted
    assert [result.status for result in outcome.results] == ["unknown", "pass"]
    assert outcome.results[0].reason == "interrupted before it finished"


def test_interrupting_before_a_check_started_names_it():
    def watch(check_id, status):
        if check_id == "code.c1":
            raise KeyboardInterrupt

    outcome = run(passing, passing, passing, watch=watch)
    assert [result.id for result in outcome.results] == ["code.c0", "code.c1", "code.c2"]
    assert outcome.results[2].reason == "interrupted before it started"


def test_the_watcher_sees_each_check_start_and_end():
    events = []
    run(passing, watch=lambda check_id, status: events.append((check_id, status)))
    assert events == [("code.c0", None), ("code.c0", Status.PASS)]


def test_checks_that_wait_for_others_are_started_before_those_that_compute():
    started = []
    clock = SystemClock()
    checks = [
        Check(f"{area}.c", area, "title", "guide", "remedy", passing)
        for area in (Area.SETTINGS, Area.ACCOUNT, Area.CODE, Area.RECEIVER)
    ]

    def watch(check_id, status):
        if status is None:
            started.append(check_id)

    outcome = run_checks(
        SimpleNamespace(clock=clock), checks, deadline=Deadline(clock, 20), clean=str, watch=watch, per_check=10
    )
    assert started == ["account.c", "receiver.c", "settings.c", "code.c"]
    assert [result.id for result in outcome.results] == ["settings.c", "account.c", "code.c", "receiver.c"]
