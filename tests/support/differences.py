"""Comparisons for the tests of every format of `golive diff`."""

from __future__ import annotations

from dataclasses import replace

from golive.comparing import compare
from golive.finding import FilePlace, fail, seen, warn
from golive.kind import Kind
from golive.merging import unwaived
from golive.record import RecordKind
from golive.result import Status
from support import reports


def of(before, after):
    return compare([before], [after])


def nothing():
    """Return a comparison of a report with itself."""
    return of(reports.every_status(), reports.every_status())


def turned():
    """Return a comparison in which lines, checks and records took every turn."""
    before = reports.every_status()
    fixed = reports.result("account.authentication", Status.PASS, seen("production accepts the key"))
    broken = reports.result("settings.base-url", Status.FAIL, fail("the host is not the provider's", reports.SETTING))
    secrets = before.result("code.secrets")
    changed = {
        "account.authentication": fixed,
        "settings.base-url": broken,
        "code.secrets": replace(
            secrets,
            findings=(
                *secrets.findings[2:],
                *(fail("a private key stands in the file", FilePlace(f"app/{name}.py", 3)) for name in "abcdefg"),
            ),
        ),
        "settings.egress-ranges": reports.result("settings.egress-ranges", Status.PASS, seen("2 addresses")),
        "code.tls": replace(before.result("code.tls"), reason="there is no source code"),
        "account.clock": reports.result("account.clock", Status.WARN, warn("the clocks differ by 40 s")),
    }
    results = [changed.get(one.id, one) for one in unwaived(before.results) if one.id != "acme.approvals"]
    results.append(reports.result("code.new", Status.FAIL, fail("new, and wrong")))
    sections = tuple(
        replace(section, items=tuple(one for one in section.items if one.id != "security.allowlist"))
        for section in reports.CHECKLIST.sections
    )
    records = (
        replace(reports.RECORDS[0], expires="2026-11-21"),
        *reports.RECORDS[3:5],
        replace(reports.RECORDS[6], who="Somebody else"),
        reports.record(RecordKind.WAIVER, "code.new", 60, expires="2026-12-01", environment="sandbox"),
    )
    after = reports.report_of(
        results, replace(reports.CHECKLIST, sections=sections), records=records, policy=reports.POLICY
    )
    return of(before, replace(after, subject=replace(after.subject, digest="sha256:another")))


def services():
    """Return a comparison of several services, some of which one file holds alone."""

    def called(report, name, **more):
        return replace(report, subject=replace(report.subject, service=name, **more))

    return compare(
        [called(reports.ready(), "ledger"), called(reports.every_status(), "payouts"), called(reports.ready(), "old")],
        [
            called(reports.all_unknown(), "ledger"),
            called(reports.every_status(), "payouts"),
            called(reports.ready(), "new", environment="sandbox", kind=Kind.SANDBOX),
        ],
    )


def soiled(text):
    """Return a comparison with `text` in every field that can hold text from outside."""
    before, after = reports.nasty("x"), reports.nasty(text)
    provider = before.subject.provider
    after = replace(after, subject=replace(after.subject, provider=provider))
    return of(before, after)
