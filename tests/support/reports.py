"""Reports for the tests of every format: one of each sort, with fixed times."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from golive.check import Strength
from golive.checklist import Attest, Checklist, Item, Proof, Section
from golive.finding import ExchangePlace, FilePlace, SettingPlace, fail, seen, unknown, warn
from golive.http.journal import Exchange
from golive.kind import Kind
from golive.profile.types import Policy
from golive.record import Record, RecordKind
from golive.registry import NOT_BUILT, Plugin
from golive.report import Report, Subject, settle
from golive.result import Result, Status, unrun

if TYPE_CHECKING:
    from golive.rollup import ItemResult

STARTED = datetime(2026, 11, 22, 2, 14, 5, 120_000, tzinfo=UTC)
BASE_URL = "https://api.antonpayments.com"

NASTY = (
    "\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x07link\x1b]8;;\x07",
    "[red]markup[/red] [link=https://evil.example]x[/link] [/]",
    "::error file=x::boo ##[error]boo ##vso[task.complete]",
    "first\nsecond\r\nthird\x85\u2028fourth",
    "user\u202etxt.exe \u2066isolated\u2069 zero\u200bwidth",
    "lone \ud800 surrogates \udfff",
    "<script>alert(1)</script> javascript:alert(1) &amp; \"quoted\" 'single'",
    "| table | break | `code` =cmd|' /C calc'!A0",
    "決済の準備ができているかどうかを本番の前に確かめる決済の準備ができているかどうかを本番の前に確かめる決済の準備",
    "w" * 5_000,
    "https://pay.example.com/" + "long/" * 60,
    "tab\tbell\x07null\x00delete\x7f",
)

SUBJECT = Subject(
    profile="golive.yaml",
    digest="sha256:5f2b1c9d8e7a",
    provider="anton",
    provider_title="Anton Payments",
    environment="prod",
    kind=Kind.PRODUCTION,
    base_url=BASE_URL,
    checklist_title="Anton Payments launch checklist",
    checklist_source="https://help.antonpayments.com/en/articles/14127305-going-live-checklist",
)

SETTING = SettingPlace("environments.prod.base_url", FilePlace("golive.yaml", 14, 15))


def item(item_id: str, title: str, *proofs: Proof, **more) -> Item:
    return Item(id=item_id, title=title, proof=proofs, **more)


def any_of(*alternatives: str) -> Proof:
    return Proof(any=alternatives)


def all_of(*check_ids: str) -> Proof:
    return Proof(all=check_ids)


WEBHOOKS = (all_of("account.webhook-subscription", "account.webhook-events", "settings.webhook-url"),)

CHECKLIST = Checklist(
    provider="anton",
    title="Anton Payments launch checklist",
    source=SUBJECT.checklist_source,
    sections=(
        Section(
            id="launch",
            title="Launch",
            items=(
                item("launch.base-url", "The base URL is the production host", all_of("settings.base-url")),
                item(
                    "launch.live-keys",
                    "The key is a live key that production accepts",
                    all_of("settings.key-environment", "account.authentication"),
                ),
                item(
                    "launch.secret-storage",
                    "Keys live in the environment or a secrets manager",
                    all_of("settings.secret-source", "code.secrets", "code.history"),
                ),
                item("launch.webhook-registered", "The production webhook is registered", *WEBHOOKS),
                item(
                    "launch.signature-verified",
                    "Webhook signatures are verified, and that was tested",
                    any_of("receiver.forged-delivery + receiver.stale-delivery", "code.signature"),
                    observed=True,
                ),
                item(
                    "launch.idempotency",
                    "Every POST carries an idempotency key",
                    any_of("traffic.idempotency", "code.idempotency"),
                    attest=Attest.ACCEPTED,
                    ask="How is the key made?",
                ),
                item("launch.corridors", "Every corridor that will be used is active", all_of("account.corridors")),
                item(
                    "launch.monitoring",
                    "Failures are monitored and page somebody",
                    attest=Attest.REQUIRED,
                    ask="Who is paged?",
                    supported_by=("account.authentication",),
                ),
                item(
                    "launch.approved",
                    "The merchant application is approved",
                    attest=Attest.REQUIRED,
                    ask="When was it approved?",
                ),
            ),
        ),
        Section(
            id="security",
            title="Security",
            items=(
                item("security.tls", "Everything runs over verified TLS", all_of("settings.base-url", "code.tls")),
                item(
                    "security.retries",
                    "5xx is retried with backoff and jitter, 429 after Retry-After, other 4xx never",
                    any_of("traffic.backoff", "code.backoff"),
                    any_of("traffic.rate-limits", "code.rate-limits"),
                ),
                item(
                    "security.allowlist", "Requests come from the declared addresses", all_of("settings.egress-ranges")
                ),
                item("security.crash", "Nothing breaks halfway", all_of("settings.broken")),
            ),
        ),
        Section(
            id="cutover",
            title="Production cutover",
            items=(
                item(
                    "cutover.base-url",
                    "The base URL was switched, no sandbox host is left",
                    all_of("settings.base-url"),
                ),
                item("cutover.webhooks", "A production subscription exists for the production URL", *WEBHOOKS),
                item("cutover.balance", "The account is funded", all_of("account.balance")),
                item("cutover.corridors", "Corridors were checked again", all_of("account.corridors")),
                item(
                    "cutover.all",
                    "The cutover is done",
                    derived_from=("cutover.base-url", "cutover.webhooks", "cutover.balance", "cutover.corridors"),
                ),
            ),
        ),
    ),
)


def result(check_id: str, status: Status, *findings, **more) -> Result:
    strength = Strength.INSPECTED if check_id.startswith(("settings.", "code.")) else Strength.OBSERVED
    defaults = {"remedy": f"Do what the page about {check_id} says.", "seconds": 0.125}
    title = f"The title of {check_id} is a true sentence"
    return Result(check_id, title, status, strength, **{**defaults, **more}, findings=findings)


UNREADABLE = "the answer of GET /v1/corridors holds no list of corridors, and none of the shapes that golive knows"

RESULTS = (
    result("settings.base-url", Status.PASS, seen(f"{BASE_URL} is the production host of Anton Payments", SETTING)),
    result("settings.key-environment", Status.PASS, seen("the key starts with ak_live_")),
    result(
        "account.authentication",
        Status.FAIL,
        fail(
            "production answers 401: the key is not known there",
            ExchangePlace("GET", f"{BASE_URL}/v1/balances", 401),
        ),
        remedy="Create a live key under Developers, API keys, and put it where the profile points to.",
    ),
    result(
        "settings.secret-source", Status.PASS, seen("api_key comes from the keyring"), seen("secret comes from env")
    ),
    result(
        "code.secrets",
        Status.FAIL,
        *(
            fail("a live key of Anton Payments stands in the file: ak_live_***", FilePlace("app/settings.py", line, 9))
            for line in range(3, 10)
        ),
        warn("a sandbox key stands outside the tests: ak_test_***", FilePlace("deploy/README.md", 40)),
        seen("412 files looked at"),
        remedy="Revoke the key, make a new one, and read it from the environment or a secrets manager.",
        reason="3 files could not be read",
    ),
    result("account.webhook-subscription", Status.PASS, seen("https://pay.example.com/hooks/anton is subscribed")),
    result(
        "account.webhook-events",
        Status.WARN,
        warn(
            "the subscription asks for every event (*), so new ones arrive unannounced",
            ExchangePlace("GET", f"{BASE_URL}/v1/webhooks", 200),
            fix="List the events that the application handles.",
        ),
    ),
    result("settings.webhook-url", Status.PASS, seen("https://pay.example.com/hooks/anton is public and https")),
    result("code.signature", Status.PASS, seen("hooks.py:31 compares the signature", FilePlace("app/hooks.py", 31))),
    result("account.corridors", Status.UNKNOWN, unknown(UNREADABLE), reason=UNREADABLE),
    result(
        "account.balance",
        Status.UNKNOWN,
        reason="GET /v1/balances: no answer within 10 s, after 3 attempts",
    ),
    result("settings.egress-ranges", Status.SKIP, reason="the profile declares no fixed egress addresses"),
    result(
        "settings.broken",
        Status.ERROR,
        reason="KeyError: 'events'",
        trace=("golive_checks/settings/broken.py:31 in broken", "golive/context.py:120 in events"),
    ),
    result(
        "acme.approvals",
        Status.PASS,
        seen("two people approved the release"),
        origin="golive-acme",
        remedy="Ask for a second approval.",
    ),
    Result(
        "plugin.golive-old",
        "The checks of golive-old can be run",
        Status.ERROR,
        Strength.INSPECTED,
        "",
        reason="it could not be loaded: ImportError: cannot import name 'rule' from 'golive.check'",
        origin="golive-old",
    ),
    result("account.clock", Status.PASS, seen("the clocks differ by 0.4 s")),
    *(
        unrun(check_id, check_id, Strength.OBSERVED, NOT_BUILT)
        for check_id in (
            "code.history",
            "receiver.forged-delivery",
            "receiver.stale-delivery",
            "traffic.idempotency",
            "code.idempotency",
            "code.tls",
            "traffic.backoff",
            "code.backoff",
            "traffic.rate-limits",
            "code.rate-limits",
            "code.pagination",
        )
    ),
)

EXCHANGES = (
    Exchange(
        method="GET",
        url=f"{BASE_URL}/v1/balances",
        request_id="golive-20261122T021405-1",
        status=401,
        response_request_id="req_81a",
        bytes=118,
        started_at=STARTED + timedelta(milliseconds=40),
        seconds=0.104,
    ),
    Exchange(
        method="GET",
        url=f"{BASE_URL}/v1/corridors?limit=100",
        request_id="golive-20261122T021405-2",
        attempts=3,
        started_at=STARTED + timedelta(milliseconds=30),
        seconds=10.0,
        error="no answer within 10 s",
        retry_after=2.5,
        redirect="https://elsewhere.example:8443",
    ),
    Exchange(
        method="POST",
        url="https://pay.example.com/hooks/anton",
        request_id="golive_19aa1c3f8e0_correct",
        status=200,
        bytes=2,
        started_at=STARTED + timedelta(milliseconds=60),
        seconds=0.012,
        delivery="correct",
    ),
    Exchange(
        method="POST",
        url="https://pay.example.com/hooks/anton",
        request_id="golive_19aa1c3f8e0_missing-signature",
        started_at=STARTED + timedelta(milliseconds=80),
        seconds=30.0,
        error="no answer within 30 s",
        delivery="missing-signature",
    ),
)

BROKEN = "it could not be loaded: ImportError: cannot import name 'rule' from 'golive.check'"
PLUGINS = (Plugin("golive-acme", "2.1"), Plugin("golive-old", "0.3", BROKEN))


def report_of(results: Iterable[Result], checklist: Checklist = CHECKLIST, **more) -> Report:
    defaults = {
        "version": "0.1.0",
        "subject": SUBJECT,
        "started_at": STARTED,
        "seconds": 2.345678,
        "exchanges": EXCHANGES,
        "plugins": PLUGINS,
    }
    records = more.pop("records", ())
    return settle(Report(sections=(), results=(), **{**defaults, **more}), checklist, results, records)


def record(kind: RecordKind, subject: str, line: int, **more) -> Record:
    defaults = {
        "environment": "prod",
        "who": "Ada Lovelace <ada@example.com>",
        "text": "https://wiki.example.com/approval",
        "made": "2026-11-20",
        "expires": "2027-05-19",
    }
    place = FilePlace("golive.records.yaml", line, 5)
    return Record(kind=kind, subject=subject, place=place, **{**defaults, **more})


POLICY = Policy(not_waivable=("launch.live-keys",), observed=("security.allowlist",))
WAIVED = {"who": "Grace Hopper", "text": "the corridor opens in January", "expires": "2026-12-31"}
RECORDS = (
    record(RecordKind.ATTESTATION, "launch.approved", 3),
    record(RecordKind.ATTESTATION, "launch.idempotency", 9, made="2026-01-02", expires="2026-07-01"),
    record(RecordKind.ATTESTATION, "launch.monitoring", 15, environment="sandbox"),
    record(RecordKind.WAIVER, "cutover.corridors", 22, **WAIVED),
    record(RecordKind.WAIVER, "account.balance", 28, **{**WAIVED, "environment": None}),
    record(RecordKind.WAIVER, "account.clock", 34, **WAIVED),
    record(RecordKind.WAIVER, "launch.live-keys", 40, **WAIVED),
    record(RecordKind.WAIVER, "security.tls", 46, **{**WAIVED, "expires": "31.12.2026"}),
)
"""Records in every state: in use, lapsed, about another environment, unused, overruled, and with an odd day."""


def every_status() -> Report:
    """Return a report that holds every status, strength, record and sort of place, and a plug-in that broke."""
    return report_of(RESULTS, records=RECORDS, policy=POLICY)


_READY = replace(
    CHECKLIST,
    sections=tuple(
        replace(section, items=tuple(one for one in section.items if one.attest is not Attest.REQUIRED))
        for section in CHECKLIST.sections
    ),
)


def warned_and_unknown() -> Report:
    """Return a report with one line that an unknown check keeps open beside one that warns."""
    checklist = Checklist(
        provider="anton",
        title="T",
        source="https://example.com",
        sections=(
            Section(id="s", title="S", items=(item("s.both", "Both are looked at", all_of("code.a", "code.b")),)),
        ),
    )
    found = (
        result("code.a", Status.WARN, warn("the page says both")),
        result("code.b", Status.UNKNOWN, reason="there was nothing to read"),
    )
    return report_of(found, checklist)


def ready() -> Report:
    """Return a report in which every line passes."""
    results = (
        one
        if one.status is Status.SKIP or one.origin == "golive-acme"
        else result(one.id, Status.PASS, seen(f"{one.id} is right"))
        for one in RESULTS
        if one.origin != "golive-old"
    )
    return report_of(results, checklist=_READY, plugins=PLUGINS[:1])


def interrupted() -> Report:
    """Return what was known when somebody pressed Ctrl-C."""
    unfinished = {"account.balance", "account.corridors", "code.secrets", "settings.broken", "account.authentication"}
    return report_of(
        tuple(
            replace(one, status=Status.UNKNOWN, findings=(), trace=(), reason="interrupted before it finished")
            if one.id in unfinished
            else one
            for one in RESULTS
        ),
        interrupted=True,
    )


def all_unknown() -> Report:
    """Return a report of a run without network in which nothing could be verified."""
    reason = "api.antonpayments.com:443: the connection was refused, so nothing could be asked"
    return report_of(
        tuple(
            one
            if one.reason == NOT_BUILT
            else replace(one, status=Status.UNKNOWN, findings=(), trace=(), reason=reason)
            for one in RESULTS
        ),
        exchanges=(),
    )


def nasty(text: str) -> Report:
    """Return the report with every status, with `text` in every field that can hold text from outside."""
    return soiled(lambda: text)


def soiled(word: Callable[[], str]) -> Report:
    """Return the report with every status, with the next word in every field that can hold text from outside."""
    report = every_status()
    records = tuple(_soil_record(one, word) for one in report.records)
    pairs = zip(report.records, records, strict=True)
    soiled_of = {(old.kind, old.subject, old.place): new for old, new in pairs}

    def soil_item(line: ItemResult) -> ItemResult:
        old = line.record
        new = None if old is None else soiled_of[old.kind, old.subject, old.place]
        return replace(line, title=word(), summary=word(), record=new)

    return replace(
        report,
        records=records,
        subject=Subject(
            profile=word(),
            digest=word(),
            provider=word(),
            provider_title=word(),
            environment=word(),
            kind=Kind.PRODUCTION,
            base_url=word(),
            checklist_title=word(),
            checklist_source=word(),
            played=(word(),),
            service=word(),
        ),
        sections=tuple(
            replace(
                section,
                title=word(),
                items=tuple(map(soil_item, section.items)),
            )
            for section in report.sections
        ),
        results=tuple(_soil(one, word) for one in report.results),
        exchanges=tuple(
            replace(
                exchange,
                url=word(),
                request_id=word(),
                response_request_id=word(),
                error=exchange.error and word(),
                delivery=exchange.delivery and word(),
                redirect=exchange.redirect and word(),
            )
            for exchange in report.exchanges
        ),
        plugins=(Plugin(word(), word()), Plugin(word(), word(), word())),
    )


def _soil(one: Result, word: Callable[[], str]) -> Result:
    def place(where):
        match where:
            case FilePlace():
                return FilePlace(word(), 3, 4)
            case SettingPlace():
                return SettingPlace(word(), FilePlace(word(), 3, 4))
            case ExchangePlace():
                return ExchangePlace("GET", word(), None)
            case _:
                return None

    findings = tuple(
        replace(finding, message=word(), place=place(finding.place), fix=finding.fix and word())
        for finding in one.findings
    )
    return replace(
        one,
        title=word(),
        remedy=word(),
        findings=findings,
        reason=one.reason if one.reason in {None, NOT_BUILT} else word(),
        trace=tuple(word() for _ in one.trace),
        origin=one.origin if one.origin == "golive" else word(),
    )


def _soil_record(record: Record, word: Callable[[], str]) -> Record:
    texts = {name: word() for name in ("environment", "who", "text", "made", "expires", "note")}
    return replace(record, **texts, place=FilePlace(word(), 1, 1))
