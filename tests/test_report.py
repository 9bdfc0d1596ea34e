"""Verdict and exit code: what the caller of golive acts on."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.checklist import Checklist, Item, Proof, Section
from golive.kind import Kind
from golive.report import ExitCode, Report, Subject, Verdict, settle
from golive.result import LEFT_OUT, Status
from support.results import result, results

SUBJECT = Subject(
    profile="golive.yaml",
    digest="0" * 64,
    provider="anton",
    provider_title="Anton Payments",
    environment="prod",
    kind=Kind.PRODUCTION,
    base_url="https://api.antonpayments.com",
    checklist_title="T",
    checklist_source="https://example.com",
)


def report_of(*found, named=("code.a",), **more) -> Report:
    items = tuple(Item(id=f"s.{name}", title="T", proof=(Proof(all=(name,)),)) for name in named)
    checklist = Checklist(provider="p", title="t", source="s", sections=(Section(id="s", title="S", items=items),))
    empty = Report(
        version="0",
        subject=SUBJECT,
        started_at=datetime(2026, 11, 22, tzinfo=UTC),
        seconds=0.0,
        sections=(),
        results=(),
        **more,
    )
    return settle(empty, checklist, found, [])


@pytest.mark.parametrize(
    ("status", "verdict", "code"),
    [
        ("pass", Verdict.READY, 0),
        ("warn", Verdict.READY, 0),
        ("skip", Verdict.READY, 0),
        ("fail", Verdict.NOT_READY, 1),
        ("unknown", Verdict.INCOMPLETE, 3),
        ("error", Verdict.INCOMPLETE, 4),
    ],
)
def test_one_line_decides_a_report_of_one(status, verdict, code):
    report = report_of(result("code.a", status))
    assert (report.verdict, report.exit_code) == (verdict, code)


def test_a_crash_outranks_a_fail_in_the_exit_code_and_hides_it_from_nobody():
    report = report_of(result("code.a", "fail"), result("code.b", "error"), named=("code.a", "code.b"))
    assert (report.verdict, report.exit_code) == (Verdict.NOT_READY, ExitCode.CRASHED)


def test_a_fail_outranks_an_unknown():
    report = report_of(result("code.a", "fail"), result("code.b", "unknown"), named=("code.a", "code.b"))
    assert report.exit_code is ExitCode.NOT_READY


def test_a_crash_counts_even_where_another_proof_made_the_line_pass():
    items = (Item(id="s.a", title="T", proof=(Proof(any=("code.a", "traffic.a")),)),)
    checklist = Checklist(provider="p", title="t", source="s", sections=(Section(id="s", title="S", items=items),))
    found = results(code_a="error", traffic_a="pass")
    report = settle(report_of(result("code.a", "pass")), checklist, found.values(), [])
    assert next(report.items()).status is Status.PASS
    assert (report.verdict, report.exit_code) == (Verdict.INCOMPLETE, ExitCode.CRASHED)


def test_a_fail_beside_the_checklist_counts_and_an_unknown_does_not():
    assert report_of(result("code.a", "pass"), result("account.clock", "fail")).verdict is Verdict.NOT_READY
    assert report_of(result("code.a", "pass"), result("account.clock", "unknown")).verdict is Verdict.READY


def test_a_fail_counts_of_a_check_that_only_supports_a_line():
    items = (Item(id="s.a", title="T", proof=(Proof(all=("code.a",)),), supported_by=("account.b",)),)
    checklist = Checklist(provider="p", title="t", source="s", sections=(Section(id="s", title="S", items=items),))
    found = results(code_a="pass", account_b="fail")
    report = settle(report_of(result("code.a", "pass")), checklist, found.values(), [])
    assert next(report.items()).status is Status.PASS
    assert report.verdict is Verdict.NOT_READY


def test_a_check_beside_the_checklist_that_was_left_out_keeps_the_run_from_being_ready():
    left_out = result("account.clock", "unknown", reason=LEFT_OUT)
    assert report_of(result("code.a", "pass"), left_out).verdict is Verdict.INCOMPLETE


@pytest.mark.parametrize("proof", [Proof(any=("code.a", "traffic.a")), Proof(any=("code.a", "code.a + traffic.a"))])
def test_an_alternative_that_was_left_out_keeps_the_run_from_being_ready_for_it_might_fail(proof):
    items = (Item(id="s.a", title="T", proof=(proof,)),)
    checklist = Checklist(provider="p", title="t", source="s", sections=(Section(id="s", title="S", items=items),))
    for found, verdict in (
        (result("traffic.a", "fail"), Verdict.NOT_READY),
        (result("traffic.a", "unknown", reason=LEFT_OUT), Verdict.INCOMPLETE),
        (result("traffic.a", "unknown"), Verdict.READY),
    ):
        report = settle(report_of(result("code.a", "pass")), checklist, [result("code.a", "pass"), found], [])
        assert report.verdict is verdict


def test_a_plug_in_check_is_a_line_of_its_own_and_blocks_when_unknown():
    report = report_of(result("code.a", "pass"), result("code.ours", "unknown", origin="acme-checks"))
    assert [item.id for item in report.items()] == ["s.code.a", "plugins.code.ours"]
    assert report.verdict is Verdict.INCOMPLETE
    assert report.besides() == ()


def test_warnings_can_be_made_to_count():
    assert report_of(result("code.a", "warn"), fail_on_warn=True).exit_code is ExitCode.NOT_READY
    beside = report_of(result("code.a", "pass"), result("account.clock", "warn"), fail_on_warn=True)
    assert beside.exit_code is ExitCode.NOT_READY
    assert report_of(result("code.a", "pass"), fail_on_warn=True).exit_code is ExitCode.READY


def test_an_interrupted_run_is_never_ready():
    report = report_of(result("code.a", "pass"), interrupted=True)
    assert (report.verdict, report.exit_code) == (Verdict.INCOMPLETE, ExitCode.INTERRUPTED)


def test_a_result_is_found_by_its_id():
    report = report_of(result("code.a", "pass"))
    assert report.result("code.a").status is Status.PASS
    with pytest.raises(KeyError):
        report.result("code.b")


@given(st.lists(st.sampled_from([status.value for status in Status]), min_size=1, max_size=6), st.booleans())
def test_ready_needs_every_line_proven(statuses, fail_on_warn):
    names = tuple(f"code.c{index}" for index in range(len(statuses)))
    found = [result(name, status) for name, status in zip(names, statuses, strict=True)]
    report = report_of(*found, named=names, fail_on_warn=fail_on_warn)
    ready = not {"fail", "unknown", "error"} & set(statuses) and not (fail_on_warn and "warn" in statuses)
    assert (report.exit_code == 0) is ready
    assert (report.verdict is Verdict.READY) is ready
