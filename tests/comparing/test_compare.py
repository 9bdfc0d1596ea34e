"""Matching the reports of two files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from golive.comparing import compare
from golive.errors import UsageError
from golive.kind import Kind
from golive.report import Verdict
from support import reports


def called(report, service, **more):
    return replace(report, subject=replace(report.subject, service=service, **more))


def test_one_report_is_compared_with_one_whatever_they_are_called():
    comparison = compare([called(reports.ready(), "a")], [called(reports.ready(), "b")])
    assert len(comparison.services) == 1
    assert comparison.services[0].headings == ("two services are compared: a and b",)
    assert not comparison.worse


def test_services_are_matched_by_name():
    before = [called(reports.ready(), "a"), called(reports.ready(), "b"), called(reports.every_status(), "gone")]
    after = [called(reports.every_status(), "b"), called(reports.ready(), "a"), called(reports.ready(), "new")]
    comparison = compare(before, after)
    assert [each.after.subject.service for each in comparison.services] == ["b", "a"]
    assert [each.worse for each in comparison.services] == [True, False]
    assert [report.subject.service for report in comparison.came] == ["new"]
    assert [report.subject.service for report in comparison.went] == ["gone"]
    assert comparison.worse
    assert comparison.verdicts == (Verdict.NOT_READY, Verdict.NOT_READY)


@pytest.mark.parametrize(("make", "worse"), [(reports.ready, False), (reports.every_status, True)])
def test_a_service_that_is_new_counts_where_it_is_not_ready(make, worse):
    both = [called(reports.ready(), "a"), called(make(), "new")]
    assert compare([called(reports.ready(), "a"), called(reports.ready(), "b")], both).worse is worse


def test_a_new_service_that_nobody_can_judge_makes_a_fleet_worse_that_was_ready():
    before = [called(reports.ready(), "a"), called(reports.ready(), "b")]
    comparison = compare(before, [*before, called(reports.interrupted(), "new")])
    assert comparison.worse
    unknown = called(reports.all_unknown(), "new")
    assert compare(before, [*before, unknown]).worse
    assert compare([before[0], called(reports.all_unknown(), "b")], [before[0], unknown]).worse is False


def test_two_services_of_one_name_are_refused():
    twice = [called(reports.ready(), "a")] * 2
    with pytest.raises(
        UsageError, match=r"new\.json holds two reports about a, prod; name them with `golive report merge"
    ):
        compare([reports.ready()], twice, ("old.json", "new.json"))
    with pytest.raises(UsageError, match="two reports about a service without a name"):
        compare([reports.ready()] * 2, [reports.ready()])


def test_two_providers_are_refused():
    other = called(reports.ready(), "", provider="octopuscards", provider_title="OctopusCards")
    with pytest.raises(UsageError, match="the first report is about Anton Payments and the second about OctopusCards"):
        compare([reports.ready()], [other])


def test_what_else_than_time_lies_between_two_reports_is_told():
    before = reports.ready()
    after = replace(
        called(
            before,
            "",
            environment="sandbox",
            kind=Kind.SANDBOX,
            digest="other",
            base_url="https://elsewhere",
            played=("h",),
            verticals=("gift",),
        ),
        version="9",
        fail_on_warn=True,
        interrupted=True,
        policy=reports.POLICY,
    )
    assert compare([before], [after]).services[0].headings == (
        "two environments are compared: prod (production) and sandbox (sandbox)",
        "golive: 0.1.0, then 9",
        "base URL: https://api.antonpayments.com, then https://elsewhere",
        "verticals: all, then gift",
        "played hosts: none, then h",
        "warnings count as failed: no, then yes",
        "interrupted: no, then yes",
        "the profile was edited",
        "the profile's policy was edited",
    )
