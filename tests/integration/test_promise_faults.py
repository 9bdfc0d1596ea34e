"""However the provider's server misbehaves, the run ends in time, in little memory, and says what happened."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

import pytest

from golive.emulator.registry import faults
from support.merchant import OAUTH, STATIC, merchant, statuses
from support.process import run_check

pytestmark = pytest.mark.sockets

MOST_MEMORY = 200
"""MiB."""
SLACK = 20.0
"""Seconds that a busy machine may need on top of a run's own deadline."""
ACCOUNT = tuple(
    f"account.{name}"
    for name in ("authentication", "balance", "corridors", "payees", "webhook-subscription", "webhook-events", "clock")
)
ANSWERED = ACCOUNT[:-1]
"""All but the clock, for which any answer of the provider's host is enough."""
LISTS = ACCOUNT[1:-1]


@dataclass(frozen=True)
class Expected:
    """What a fault does: checks that become unknown or fail, and what each of them says (a regular expression)."""

    says: str = ""
    unknown: tuple[str, ...] = ()
    fail: tuple[str, ...] = ()
    timeout: float = 30.0
    """Of the run, in seconds. Short where nothing but the deadline ends it."""

    def statuses(self, sound):
        return sound | dict.fromkeys(self.unknown, "unknown") | dict.fromkeys(self.fail, "fail")


RUN_OVER = Expected("the time for this run was over before api.antonpayments.com finished", ACCOUNT, timeout=3)
FAULTS = {
    # what a client has to get over
    "status-503-twice": Expected(),
    "rate-limited-short": Expected(),
    "rate-limited-date": Expected(),
    "latency": Expected(),
    # refusals
    "status-500": Expected(r"answered 500, 3 times in a row \(internal_error: ", ANSWERED),
    "rate-limited-day": Expected("answered 429 and asked to wait 86400 s, longer than is left of this run", ANSWERED),
    "echo-credential": Expected("answered 401", LISTS, ACCOUNT[:1]),
    "echo-credential-500": Expected("answered 500, 3 times in a row", ANSWERED),
    # answers that are not what they should be
    "deep-json": Expected("JSON nested more than 100 levels deep", ANSWERED),
    "html": Expected("an HTML page instead of JSON", ANSWERED),
    "wrong-content-type": Expected("text/plain instead of JSON", ANSWERED),
    "nan": Expected("JSON that holds NaN, which is no number", ("account.authentication", "account.balance")),
    "long-amounts": Expected("USD balance is '123456789012345678901234567890.12', not an amount", ("account.balance",)),
    "cursor-loop": Expected("next_cursor leads back to a page that was already read", ("account.payees",)),
    "has-more-empty": Expected("an empty page promises another|whose events could be read", LISTS),
    # somewhere else to go
    "redirect-host": Expected("redirects to https://redirect.evil.example;|no Date", ACCOUNT),
    "redirect-http": Expected("redirects to http://api.antonpayments.com;|no Date", ACCOUNT),
    "redirect-port": Expected("redirects to https://api.antonpayments.com:8443;|no Date", ACCOUNT),
    # too slow, too short, too large
    "first-byte-20s": RUN_OVER,
    "drip-headers": RUN_OVER,
    "drip-body": RUN_OVER,
    "reset": Expected("api.antonpayments.com reset the connection", ACCOUNT),
    "truncated": Expected("closed the connection .*before its answer was complete", ACCOUNT),
    "body-1gib": Expected("is sending more than 4 MiB, which is more than golive reads", ACCOUNT),
    "gzip-bomb": Expected("unpacks to more than 8 MiB, which is more than golive reads", ACCOUNT),
    # not the provider
    "cert-expired": Expected("the certificate of api.antonpayments.com has expired", ACCOUNT),
    "cert-self-signed": Expected("the certificate of api.antonpayments.com is self-signed", ACCOUNT),
    "cert-wrong-name": Expected("the certificate of api.antonpayments.com is for another name", ACCOUNT),
}
ONLY_IN_LISTS = {"nan", "long-amounts", "cursor-loop"}
"""Faults that change nothing where there are no amounts, or where the first page is the whole list."""
NO_LIST = ONLY_IN_LISTS | {"has-more-empty"}
"""Faults that change nothing in an answer that is no list."""
WITH_A_PATH = [name for name in FAULTS if not name.startswith("cert-")]


def test_every_fault_of_the_emulator_is_expected_here():
    assert set(FAULTS) == {fault.id for fault in faults()}


@pytest.fixture(scope="module", params=[STATIC, OAUTH], ids=["static-key", "oauth-dpop"])
def sound(request, tmp_path_factory):
    """Return a kind of credential, and the statuses of a merchant with it whose provider behaves."""
    with merchant(tmp_path_factory.mktemp("sound"), credentials=request.param) as it:
        found = statuses(it.judge())
    assert {found[name] for name in ACCOUNT} == {"pass"}
    return request.param, found


def check_words(said, expected, affected):
    for name in affected:
        assert re.search(expected.says, said[name]), f"{name} says {said[name]!r}"
        assert "\x1b" not in said[name]


def said_in(report):
    return {
        result.id: "\n".join(filter(None, (result.reason, *(finding.message for finding in result.findings))))
        for result in report.results
    }


def judge(it, timeout):
    """Run golive, and see that it keeps its deadline."""
    began = time.monotonic()
    report = it.judge(timeout=timeout)
    assert time.monotonic() - began < timeout + SLACK
    return report


@pytest.mark.parametrize(("fault", "expected"), FAULTS.items(), ids=FAULTS)
def test_a_fault_of_the_whole_api_changes_what_it_has_to_and_is_said(sound, tmp_path, fault, expected):
    credentials, without = sound
    with merchant(tmp_path, credentials=credentials, faults=[fault]) as it:
        report = judge(it, expected.timeout)
        if not fault.startswith("cert-"):
            assert it.emulator.exercised[fault] > 0
    assert statuses(report) == expected.statuses(without)
    check_words(said_in(report), expected, expected.unknown + expected.fail)


@pytest.mark.parametrize("fault", WITH_A_PATH)
def test_a_fault_of_one_path_leaves_the_other_checks_alone(tmp_path, fault):
    expected = FAULTS[fault]
    with merchant(tmp_path, faults=[f"{fault}@/v1/corridors"]) as it:
        report = judge(it, max(expected.timeout, 6))
        assert it.emulator.exercised[fault] > 0
    affected = ("account.corridors",) if expected.unknown and fault not in ONLY_IN_LISTS else ()
    found = statuses(report)
    assert {name: found[name] for name in ACCOUNT} == dict.fromkeys(ACCOUNT, "pass") | dict.fromkeys(
        affected, "unknown"
    )
    check_words(said_in(report), expected, affected)


@pytest.mark.parametrize("fault", WITH_A_PATH)
def test_a_fault_of_the_login_is_said_by_every_check_of_the_account(tmp_path, fault):
    """One login is tried, whose failure is everybody's; only 429 and 503 are worth another try."""
    expected = FAULTS[fault]
    with merchant(tmp_path, credentials=OAUTH, faults=[f"{fault}@/oauth/token"]) as it:
        report = judge(it, expected.timeout)
        logins = sum(request.path == "/oauth/token" for request in it.emulator.journal)
    found = statuses(report)
    affected = expected.unknown if fault not in NO_LIST else ()
    for name in ACCOUNT:
        if name == "account.authentication" and expected.fail:
            assert found[name] == "fail"
        elif name == "account.clock" and affected:
            assert found[name] in {"pass", "unknown"}
        else:
            assert found[name] == ("unknown" if affected else "pass")
    once = expected.says.partition(", 3 times")[0]
    said = said_in(report)
    for name in affected:
        if name in LISTS:
            assert re.search(once, said[name]), f"{name} says {said[name]!r}"
    assert logins == {"status-503-twice": 3, "rate-limited-short": 2, "rate-limited-date": 2}.get(fault, 1)


@pytest.mark.parametrize(("fault", "expected"), FAULTS.items(), ids=FAULTS)
def test_the_command_survives_a_fault_in_little_memory(tmp_path, fault, expected):
    folder = tmp_path / "merchant"
    folder.mkdir()
    with merchant(folder, faults=[fault]) as it:
        ended = run_check(it, "--timeout", str(expected.timeout), "-vvv", patience=expected.timeout + 2 * SLACK)
        secrets = tuple(it.environ.values())
    assert ended.code == (1 if expected.fail else 3)
    assert ended.seconds < expected.timeout + SLACK
    assert ended.mebibytes < MOST_MEMORY
    found = ended.statuses()
    assert {name: found[name] for name in ACCOUNT} == expected.statuses(dict.fromkeys(ACCOUNT, "pass"))
    assert "error" not in found.values()
    check_words(ended.said(), expected, expected.unknown + expected.fail)
    for written in (ended.stdout, ended.stderr):
        assert "Traceback" not in written
        assert not [secret for secret in secrets if secret in written]


@pytest.mark.parametrize("fault", ["body-1gib", "gzip-bomb", "deep-json", "long-amounts", "html"])
def test_the_text_report_of_a_fault_is_no_traceback_either(tmp_path, fault):
    folder = tmp_path / "merchant"
    folder.mkdir()
    with merchant(folder, credentials=OAUTH, faults=[fault]) as it:
        ended = run_check(it, "--format", "text")
    assert ended.code == 3
    assert ended.stderr == ""
    assert "INCOMPLETE" in ended.stdout
    assert "Traceback" not in ended.stdout
    assert ended.mebibytes < MOST_MEMORY


@pytest.mark.parametrize("credentials", [STATIC, OAUTH], ids=["static-key", "oauth-dpop"])
def test_a_short_wait_is_obeyed(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials, faults=["rate-limited-short"]) as it:
        report = it.judge()
        requests = it.emulator.journal.requests
    assert {status for name, status in statuses(report).items() if name in ACCOUNT} == {"pass"}
    times: dict[str, list[float]] = {}
    for request in requests:
        if request.path.startswith("/v1/"):
            times.setdefault(request.target, []).append(request.time.timestamp())
    assert len(times) >= 5
    assert all(len(moments) == 2 for moments in times.values()), "each is asked for once more, and not a third time"
    assert all(later - first >= 0.95 for first, later in times.values())
    assert {exchange.attempts for exchange in report.exchanges if "/v1/" in exchange.url} == {2}


@pytest.mark.parametrize("path", ["", "@/oauth/token"])
def test_a_days_wait_is_not_begun(tmp_path, path):
    with merchant(tmp_path, credentials=OAUTH, faults=[f"rate-limited-day{path}"]) as it:
        began = time.monotonic()
        report = it.judge(timeout=50.0)
        assert time.monotonic() - began < 25
        targets = [request.target for request in it.emulator.journal]
    assert len(targets) == len(set(targets)), "nobody is asked twice"
    assert "asked to wait 86400 s, longer than is left of this run" in said_in(report)["account.corridors"]
    assert {exchange.retry_after for exchange in report.exchanges} <= {None, 86400.0}
