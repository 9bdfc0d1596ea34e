"""How a checklist line gets its status: the rules of the checklist, one by one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.check import Strength
from golive.checklist import Attest, Checklist, Item, Proof, Section
from golive.kind import Kind
from golive.result import Result, Status
from golive.rollup import ItemResult, roll_up
from support.results import results

STATUSES = [status.value for status in Status]


def settle(item: Item, others: tuple[Item, ...] = (), /, **statuses: str) -> ItemResult:
    return settle_with(item, results(**statuses), *others)


def settle_with(item: Item, found: dict[str, Result], *others: Item) -> ItemResult:
    section = Section(id="s", title="S", items=(item, *others))
    checklist = Checklist(provider="p", title="t", source="s", sections=(section,))
    return roll_up(checklist, found)[0].items[0]


def all_of(*ids: str, **more) -> Item:
    return Item(id="s.item", title="T", proof=(Proof(all=ids),), **more)


def any_of(*ids: str, **more) -> Item:
    return Item(id="s.item", title="T", proof=(Proof(any=ids),), **more)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("pass", "pass", "pass"),
        ("pass", "warn", "warn"),
        ("pass", "unknown", "unknown"),
        ("warn", "unknown", "unknown"),
        ("pass", "fail", "fail"),
        ("unknown", "fail", "fail"),
        ("error", "fail", "fail"),
        ("pass", "error", "error"),
        ("unknown", "error", "error"),
        ("pass", "skip", "pass"),
        ("unknown", "skip", "unknown"),
        ("skip", "skip", "skip"),
    ],
)
def test_all_needs_every_check(one, two, expected):
    assert settle(all_of("code.a", "code.b"), code_a=one, code_b=two).status == expected
    assert settle(all_of("code.a", "code.b"), code_a=two, code_b=one).status == expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("pass", "unknown", "pass"),
        ("pass", "error", "pass"),
        ("pass", "skip", "pass"),
        ("pass", "warn", "warn"),
        ("warn", "unknown", "warn"),
        ("pass", "fail", "fail"),
        ("unknown", "fail", "fail"),
        ("unknown", "unknown", "unknown"),
        ("unknown", "error", "error"),
        ("unknown", "skip", "unknown"),
        ("skip", "skip", "skip"),
    ],
)
def test_any_needs_one_check_and_no_failing_one(one, two, expected):
    assert settle(any_of("code.a", "traffic.a"), code_a=one, traffic_a=two).status == expected
    assert settle(any_of("code.a", "traffic.a"), code_a=two, traffic_a=one).status == expected


def test_the_strongest_of_several_proofs_is_shown():
    item = settle(any_of("code.a", "traffic.a"), code_a="pass", traffic_a="pass")
    assert item.strength is Strength.OBSERVED
    assert item.summary == "traffic.a pass"


def test_the_weakest_link_decides_the_strength_of_all():
    assert settle(all_of("code.a", "account.a"), code_a="pass", account_a="pass").strength is Strength.INSPECTED


def test_a_conjunction_within_any_holds_only_as_a_whole():
    item = any_of("receiver.a + receiver.b", "code.a")
    assert settle(item, receiver_a="pass", receiver_b="unknown", code_a="unknown").status is Status.UNKNOWN
    assert settle(item, receiver_a="pass", receiver_b="pass", code_a="unknown").status is Status.PASS
    assert settle(item, receiver_a="pass", receiver_b="fail", code_a="pass").status is Status.FAIL


def test_every_proof_of_an_item_counts():
    item = Item(id="s.item", title="T", proof=(Proof(all=("account.a",)), Proof(any=("code.b", "traffic.b"))))
    assert settle(item, account_a="pass", code_b="unknown", traffic_b="unknown").status is Status.UNKNOWN
    assert settle(item, account_a="pass", code_b="pass", traffic_b="unknown").status is Status.PASS
    assert settle(item, account_a="fail", code_b="pass", traffic_b="unknown").status is Status.FAIL


def test_unproven_items_name_what_is_missing_with_its_reason():
    item = settle(any_of("code.a", "traffic.a"), code_a="unknown", traffic_a="unknown")
    assert item.summary == "code.a: code.a why; traffic.a: traffic.a why"
    assert item.strength is None


def test_further_findings_are_counted():
    assert settle(all_of("code.a", "code.b"), code_a="fail", code_b="fail").summary == "code.a fail (+1 more)"


def test_an_item_that_has_to_be_observed_only_warns_when_it_was_read():
    item = any_of("receiver.a", "code.a", observed=True)
    read = settle(item, receiver_a="unknown", code_a="pass")
    assert read.status is Status.WARN
    assert "not seen in operation" in read.summary
    assert settle(item, receiver_a="pass", code_a="pass").status is Status.PASS


def test_what_only_people_know_is_unknown_until_it_is_vouched_for():
    assert settle(Item(id="s.item", title="T", attest=Attest.REQUIRED)).status is Status.UNKNOWN
    proven = settle(all_of("account.a", attest=Attest.REQUIRED), account_a="pass")
    assert (proven.status, proven.strength) == (Status.UNKNOWN, None)
    assert settle(all_of("account.a", attest=Attest.REQUIRED), account_a="fail").status is Status.FAIL


@pytest.mark.parametrize(
    ("status", "expected"),
    [("pass", "unknown"), ("warn", "unknown"), ("skip", "unknown"), ("fail", "fail"), ("error", "error")],
)
def test_a_sandbox_proves_no_line_that_is_about_production(status, expected):
    item = all_of("account.a", production=True)
    checklist = Checklist(provider="p", title="t", source="s", sections=(Section(id="s", title="S", items=(item,)),))
    found = results(account_a=status)
    settled = roll_up(checklist, found, Kind.SANDBOX)[0].items[0]
    assert (settled.status, settled.strength) == (expected, None)
    assert roll_up(checklist, found, Kind.PRODUCTION)[0].items[0].status == status
    anywhere = replace(checklist, sections=(Section(id="s", title="S", items=(all_of("account.a"),)),))
    assert roll_up(anywhere, found, Kind.SANDBOX)[0].items[0].status == status


@pytest.mark.parametrize("attest", [Attest.NEVER, Attest.ACCEPTED])
def test_a_line_without_any_proof_is_unknown(attest):
    settled = settle(Item(id="s.item", title="T", attest=attest))
    assert (settled.status, settled.summary) == (Status.UNKNOWN, "no check is named that proves this")


def test_supporting_evidence_proves_and_breaks_nothing():
    item = Item(id="s.item", title="T", attest=Attest.REQUIRED, supported_by=("account.a",))
    settled = settle(item, account_a="fail")
    assert settled.status is Status.UNKNOWN
    assert settled.check_ids == ("account.a",)


def test_an_item_can_share_the_proof_of_another():
    other = Item(id="s.other", title="O", proof=(Proof(all=("code.a",)),), attest=Attest.ACCEPTED)
    item = settle(Item(id="s.item", title="T", same_as="s.other"), (other,), code_a="fail")
    assert (item.status, item.attest, item.title) == (Status.FAIL, Attest.ACCEPTED, "T")


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("pass", "pass", "pass"),
        ("pass", "unknown", "unknown"),
        ("fail", "unknown", "fail"),
        ("warn", "pass", "warn"),
        ("skip", "skip", "skip"),
        ("skip", "pass", "pass"),
    ],
)
def test_a_derived_item_is_as_good_as_the_worst_of_its_lines(one, two, expected):
    others = (
        Item(id="s.a", title="A", proof=(Proof(all=("code.a",)),)),
        Item(id="s.b", title="B", proof=(Proof(all=("code.b",)),)),
    )
    item = Item(id="s.item", title="T", derived_from=("s.a", "s.b"))
    assert settle(item, others, code_a=one, code_b=two).status == expected


def test_a_derived_item_does_not_claim_that_lines_pass_which_do_not_apply():
    others = (all_of("code.a"), all_of("code.b"))
    others = tuple(replace(item, id=f"s.{index}") for index, item in enumerate(others))
    item = Item(id="s.item", title="T", derived_from=("s.0", "s.1"))
    assert settle(item, others, code_a="pass", code_b="pass").summary == "all 2 lines of it pass"
    assert settle(item, others, code_a="pass", code_b="skip").summary == "every line of it that applies passes"


def test_a_check_that_nobody_ran_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        settle(all_of("code.a"))


@given(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=5), st.booleans())
def test_a_failing_check_fails_the_item_and_nothing_passes_without_a_pass(statuses, alternatives):
    ids = [f"code.c{index}" for index in range(len(statuses))]
    item = any_of(*ids) if alternatives else all_of(*ids)
    settled = settle(item, **{name.replace(".", "_"): status for name, status in zip(ids, statuses, strict=True)})
    if "fail" in statuses:
        assert settled.status is Status.FAIL
    else:
        assert settled.status is not Status.FAIL
    if settled.status is Status.PASS:
        assert "pass" in statuses
        assert "warn" not in statuses
    if settled.status in {Status.PASS, Status.WARN}:
        assert settled.strength is not None
        assert settled.summary


def settle_for(verticals, item: Item, /, **statuses: str) -> ItemResult:
    section = Section(id="s", title="S", items=(item,))
    checklist = Checklist(provider="p", title="t", source="s", sections=(section,))
    return roll_up(checklist, results(**statuses), verticals=verticals)[0].items[0]


@pytest.mark.parametrize(
    ("verticals", "expected"), [((), "pass"), (("cards",), "pass"), (("cards", "loans"), "pass"), (("loans",), "skip")]
)
def test_a_line_about_other_products_than_the_integrations_is_skipped(verticals, expected):
    item = all_of("code.a", verticals=("cards", "gifts"))
    assert settle_for(verticals, item, code_a="pass").status == expected
    assert settle_for(verticals, all_of("code.a"), code_a="pass").status == "pass"


def test_a_line_that_does_not_apply_says_why_and_claims_none_of_the_checks():
    settled = settle_for(("loans",), all_of("code.a", verticals=("cards", "gifts")), code_a="fail")
    assert settled.summary == "the profile's verticals name no cards and no gifts"
    assert settled.check_ids == settled.proofs == ()


def test_a_derived_line_that_does_not_apply_is_skipped_too():
    item = Item(id="s.item", title="T", derived_from=("s.other",), verticals=("cards",))
    other = Item(id="s.other", title="O", proof=(Proof(all=("code.a",)),))
    section = Section(id="s", title="S", items=(item, other))
    checklist = Checklist(provider="p", title="t", source="s", sections=(section,))
    settled = roll_up(checklist, results(code_a="pass"), verticals=("loans",))[0].items[0]
    assert settled.status is Status.SKIP


@pytest.mark.parametrize(("decides", "expected"), [("skip", "skip"), ("pass", "pass"), ("unknown", "pass")])
def test_a_line_that_applies_with_a_check_is_skipped_where_that_check_is(decides, expected):
    found = results(code_a="pass", code_b=decides)
    settled = settle_with(all_of("code.a", applies_with="code.b"), found)
    assert settled.status == expected
    if expected == "skip":
        assert settled.summary == found["code.b"].reason


@pytest.mark.parametrize("production", [False, True])
def test_a_sandbox_does_not_tell_whether_a_line_about_production_applies(production):
    item = all_of("code.a", applies_with="code.b", production=production)
    checklist = Checklist(provider="p", title="t", source="s", sections=(Section(id="s", title="S", items=(item,)),))
    settled = roll_up(checklist, results(code_a="pass", code_b="skip"), Kind.SANDBOX)[0].items[0]
    assert settled.status == ("unknown" if production else "skip")
    other = replace(checklist, sections=(Section(id="s", title="S", items=(replace(item, verticals=("esim",)),)),))
    assert roll_up(other, results(code_a="pass", code_b="skip"), Kind.SANDBOX, ["topups"])[0].items[0].status == "skip"
