"""However the provider's server misbehaves, the run ends in time, in little memory, and says what happened."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

import pytest

from golive.emulator.registry import faults
from support.merchant import ANTON, KINDS, LOGINS, OAUTH, OCTOPUSCARDS, PAIR, STATIC, integration_of, merchant, statuses
from support.process import run_check

pytestmark = pytest.mark.sockets

MOST_MEMORY = 200
"""MiB."""
SLACK = 20.0
"""Seconds that a busy machine may need on top of a run's own deadline."""


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


def _expected(it, error, own):
    """Return what each fault does to a merchant: `error` is what the provider calls its own defect, `own` differs."""
    run_over = Expected(f"the time for this run was over before {it.host} finished", it.account, timeout=3)
    return {
        # what a client has to get over
        "status-503-twice": Expected(),
        "rate-limited-short": Expected(),
        "rate-limited-date": Expected(),
        "latency": Expected(),
        # refusals
        "status-500": Expected(rf"answered 500, 3 times in a row \({error}: ", it.answered),
        "rate-limited-day": Expected(
            "answered 429 and asked to wait 86400 s, longer than is left of this run", it.answered
        ),
        "echo-credential": Expected("answered 401", it.lists, it.account[:1]),
        "echo-credential-500": Expected("answered 500, 3 times in a row", it.answered),
        # answers that are not what they should be
        "deep-json": Expected("JSON nested more than 100 levels deep", it.answered),
        "html": Expected("an HTML page instead of JSON", it.answered),
        "wrong-content-type": Expected("text/plain instead of JSON", it.answered),
        **own,
        # somewhere else to go
        "redirect-host": Expected(r"redirects to https://redirect.evil.example;|no Date", it.account),
        "redirect-http": Expected(f"redirects to http://{it.host};|no Date", it.account),
        "redirect-port": Expected(f"redirects to https://{it.host}:8443;|no Date", it.account),
        # too slow, too short, too large
        "first-byte-20s": run_over,
        "drip-headers": run_over,
        "drip-body": run_over,
        "reset": Expected(f"{it.host} reset the connection", it.account),
        "truncated": Expected("closed the connection .*before its answer was complete", it.account),
        "body-1gib": Expected("is sending more than 4 MiB, which is more than golive reads", it.account),
        "gzip-bomb": Expected("unpacks to more than 8 MiB, which is more than golive reads", it.account),
        # not the provider
        "cert-expired": Expected(f"the certificate of {it.host} has expired", it.account),
        "cert-self-signed": Expected(f"the certificate of {it.host} is self-signed", it.account),
        "cert-wrong-name": Expected(f"the certificate of {it.host} is for another name", it.account),
    }


FAULTS = {
    "anton": _expected(
        ANTON,
        "internal_error",
        {
            "nan": Expected("JSON that holds NaN, which is no number", ("account.authentication", "account.balance")),
            "long-amounts": Expected(
                "USD balance is '123456789012345678901234567890.12', not an amount", ("account.balance",)
            ),
            "cursor-loop": Expected("next_cursor leads back to a page that was already read", ("account.payees",)),
            "has-more-empty": Expected("an empty page promises another|whose events could be read", ANTON.lists),
        },
    ),
    "octopuscards": _expected(
        OCTOPUSCARDS,
        "INTERNAL_SERVER_ERROR",
        {
            "nan": Expected("JSON that holds NaN, which is no number", ("account.wallets",)),
            "long-amounts": Expected(
                "amount in the USD wallet is '123456789012345678901234567890.12', which is no amount",
                ("account.wallets",),
            ),
            "cursor-loop": Expected(),  # what the first page holds is enough
            "has-more-empty": Expected("an empty page promises another", ("account.wallets",)),
        },
    ),
}
ONLY_IN_LISTS = {"nan", "long-amounts", "cursor-loop"}
"""Faults that change nothing where there are no amounts, or where the first page is the whole list."""
NO_LIST = ONLY_IN_LISTS | {"has-more-empty"}
"""Faults that change nothing in an answer that is no list."""
WITH_A_PATH = [name for name in FAULTS["anton"] if not name.startswith("cert-")]
UNTIL_THE_DEADLINE = {"first-byte-20s", "drip-headers", "drip-body"}
"""Faults that cost a test the whole deadline. The second provider's server meets each of them in one place."""
ON_THE_WHOLE = [
    pytest.param(credentials, name, id=f"{kind}-{name}")
    for kind, credentials in KINDS.items()
    for name in FAULTS["anton"]
    if credentials != PAIR or name not in UNTIL_THE_DEADLINE - {"drip-body"}
]
_A_FEW = (
    *("status-500", "echo-credential", "html", "nan", "long-amounts", "cursor-loop", "has-more-empty", "redirect-host"),
    *("reset", "truncated", "gzip-bomb"),
)
IN_ONE_PATH = [
    pytest.param(integration, name, id=f"{integration.provider}-{name}")
    for integration, names in ((ANTON, WITH_A_PATH), (OCTOPUSCARDS, _A_FEW))
    for name in names
]
AT_LOGIN = [
    pytest.param(kind, name, id=f"{'oauth-dpop' if kind == OAUTH else 'pair'}-{name}")
    for kind in (OAUTH, PAIR)
    for name in WITH_A_PATH
    if kind == OAUTH or name not in UNTIL_THE_DEADLINE - {"drip-headers"}
]
IN_A_PROCESS = [
    pytest.param(kind, name, id=f"{'static-key' if kind == STATIC else 'pair'}-{name}")
    for kind, names in ((STATIC, FAULTS["anton"]), (PAIR, ("echo-credential", "body-1gib", "gzip-bomb", "deep-json")))
    for name in names
]


def test_every_fault_of_the_emulator_is_expected_here():
    assert all(set(expected) == {fault.id for fault in faults()} for expected in FAULTS.values())


@pytest.fixture(scope="module")
def sound(request, tmp_path_factory):
    """Return a kind of credential, and the statuses of a merchant with it whose provider behaves."""
    with merchant(tmp_path_factory.mktemp("sound"), credentials=request.param) as it:
        found = statuses(it.judge())
    assert {found[name] for name in integration_of(request.param).account} == {"pass"}
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


@pytest.mark.parametrize(("sound", "fault"), ON_THE_WHOLE, indirect=["sound"])
def test_a_fault_of_the_whole_api_changes_what_it_has_to_and_is_said(sound, tmp_path, fault):
    credentials, without = sound
    expected = FAULTS[integration_of(credentials).provider][fault]
    with merchant(tmp_path, credentials=credentials, faults=[fault]) as it:
        report = judge(it, expected.timeout)
        if not fault.startswith("cert-"):
            assert it.emulator.exercised[fault] > 0
    assert statuses(report) == expected.statuses(without)
    check_words(said_in(report), expected, expected.unknown + expected.fail)


@pytest.mark.parametrize(("integration", "fault"), IN_ONE_PATH)
def test_a_fault_of_one_path_leaves_the_other_checks_alone(tmp_path, integration, fault):
    expected, (path, check) = FAULTS[integration.provider][fault], integration.listed
    with merchant(tmp_path, credentials=integration.credentials, faults=[f"{fault}@{path}"]) as it:
        report = judge(it, max(expected.timeout, 6))
        assert it.emulator.exercised[fault] > 0
    without = ONLY_IN_LISTS if integration is ANTON else frozenset()  # corridors hold no amounts
    affected = (check,) if expected.unknown and fault not in without else ()
    found = statuses(report)
    assert {name: found[name] for name in integration.account} == dict.fromkeys(
        integration.account, "pass"
    ) | dict.fromkeys(affected, "unknown")
    check_words(said_in(report), expected, affected)


@pytest.mark.parametrize(("credentials", "fault"), AT_LOGIN)
def test_a_fault_of_the_login_is_said_by_every_check_of_the_account(tmp_path, credentials, fault):
    """One login is tried, whose failure is everybody's; only 429 and 503 are worth another try."""
    integration, login = integration_of(credentials), LOGINS[credentials]
    expected = FAULTS[integration.provider][fault]
    with merchant(tmp_path, credentials=credentials, faults=[f"{fault}@{login}"]) as it:
        report = judge(it, expected.timeout)
        logins = sum(request.path == login for request in it.emulator.journal)
    found = statuses(report)
    affected = expected.unknown if fault not in NO_LIST else ()
    for name in integration.account:
        if name == "account.authentication" and expected.fail:
            assert found[name] == "fail"
        elif name == "account.clock" and affected:
            assert found[name] in {"pass", "unknown"}
        else:
            assert found[name] == ("unknown" if affected else "pass")
    once = expected.says.partition(", 3 times")[0]
    said = said_in(report)
    for name in affected:
        if name in integration.lists:
            assert re.search(once, said[name]), f"{name} says {said[name]!r}"
    assert logins == {"status-503-twice": 3, "rate-limited-short": 2, "rate-limited-date": 2}.get(fault, 1)


@pytest.mark.parametrize(("credentials", "fault"), IN_A_PROCESS)
def test_the_command_survives_a_fault_in_little_memory(tmp_path, credentials, fault):
    integration = integration_of(credentials)
    expected = FAULTS[integration.provider][fault]
    folder = tmp_path / "merchant"
    folder.mkdir()
    with merchant(folder, credentials=credentials, faults=[fault]) as it:
        ended = run_check(it, "--timeout", str(expected.timeout), "-vvv", patience=expected.timeout + 2 * SLACK)
        secrets = tuple(it.environ.values())
    assert ended.code == (1 if expected.fail else 3)
    assert ended.seconds < expected.timeout + SLACK
    assert ended.mebibytes < MOST_MEMORY
    found = ended.statuses()
    assert {name: found[name] for name in integration.account} == expected.statuses(
        dict.fromkeys(integration.account, "pass")
    )
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


@pytest.mark.parametrize("credentials", KINDS.values(), ids=KINDS)
def test_a_short_wait_is_obeyed(tmp_path, credentials):
    integration = integration_of(credentials)
    with merchant(tmp_path, credentials=credentials, faults=["rate-limited-short"]) as it:
        report = it.judge()
        requests = it.emulator.journal.requests
    assert {status for name, status in statuses(report).items() if name in integration.account} == {"pass"}
    times: dict[str, list[float]] = {}
    for request in requests:
        if request.path in integration.paths:
            times.setdefault(request.target, []).append(request.time.timestamp())
    assert len(times) >= len(integration.lists)
    assert all(len(moments) == 2 for moments in times.values()), "each is asked for once more, and not a third time"
    assert all(later - first >= 0.95 for first, later in times.values())
    assert {exchange.attempts for exchange in report.exchanges if LOGINS.get(credentials, "-") not in exchange.url} == {
        2
    }


@pytest.mark.parametrize(
    ("credentials", "path"),
    [(OAUTH, ""), (OAUTH, f"@{LOGINS[OAUTH]}"), (PAIR, ""), (PAIR, f"@{LOGINS[PAIR]}")],
    ids=["oauth-dpop", "oauth-dpop-login", "pair", "pair-login"],
)
def test_a_days_wait_is_not_begun(tmp_path, credentials, path):
    integration = integration_of(credentials)
    with merchant(tmp_path, credentials=credentials, faults=[f"rate-limited-day{path}"]) as it:
        began = time.monotonic()
        report = it.judge(timeout=50.0)
        assert time.monotonic() - began < 25
        targets = [request.target for request in it.emulator.journal]
    assert len(targets) == len(set(targets)), "nobody is asked twice"
    assert "asked to wait 86400 s, longer than is left of this run" in said_in(report)[integration.listed[1]]
    assert {exchange.retry_after for exchange in report.exchanges} <= {None, 86400.0}
