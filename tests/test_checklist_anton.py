"""
Anton's checklist is exactly this table: nothing dropped, nothing added, no proof and no policy changed.

A row: item, proof (`all` of these, `any` of these, `same as` another item, `derived from` other items), attest policy.
`all` and `any` that stand in one row all count. `observed` demands a proof seen in operation; what stands in brackets
is shown beside the item and proves nothing.
"""

from __future__ import annotations

import pytest

from golive.checklist import Attest
from golive.registry import load_checklist

SEED = "https://help.antonpayments.com/en/articles/14127305-going-live-checklist"

TABLE = """\
launch.base-url | all settings.base-url | never
launch.live-keys | all settings.key-environment, account.authentication | never
launch.secret-storage | same as security.secret-storage | never
launch.webhook-registered | same as cutover.webhooks | never
launch.signature-verified | same as security.webhook-signature, observed | never
launch.idempotency | same as integration.idempotency | accepted
launch.backoff | any traffic.backoff, code.backoff | never
launch.rate-limits | any traffic.rate-limits, code.rate-limits | never
launch.balance-check | same as integration.balance-check | never
launch.statuses | same as integration.payout-lifecycle | never
launch.logging | same as security.logs | accepted
launch.monitoring | | required

path.onboarding | [account.authentication] | required
path.sandbox | any traffic.recording | accepted
path.certification-call | | required
path.funding | all account.balance | never
path.cutover | derived from cutover.base-url, cutover.live-keys, cutover.webhooks, cutover.corridors, cutover.payees \
| never

integration.idempotency | any traffic.idempotency, code.idempotency | accepted
integration.webhooks | all account.webhook-subscription; any receiver.forged-delivery, code.signature; \
any receiver.duplicate-delivery, traffic.deduplication, code.deduplication | never
integration.retries | any traffic.backoff, code.backoff; any traffic.rate-limits, code.rate-limits; \
any traffic.client-errors, code.client-errors | never
integration.amounts | any traffic.amounts, code.amounts | never
integration.payout-lifecycle | any traffic.statuses, code.statuses | never
integration.balance-check | any traffic.balance-first, code.balance-first | never
integration.payees | any traffic.payees-first, code.payees-first | never
integration.pagination | any traffic.pagination, code.pagination | never

security.secret-storage | all settings.secret-source, code.secrets, code.history | never
security.server-side | all code.client-side | never
security.tls | all settings.base-url, receiver.certificate, code.tls-verification | never
security.webhook-signature | any receiver.forged-delivery + receiver.stale-delivery, code.signature | never
security.logs | any traffic.logs, code.logging | accepted

cutover.base-url | all settings.base-url, code.sandbox-leftovers | never
cutover.live-keys | all settings.key-environment, account.authentication | never
cutover.webhooks | all account.webhook-subscription, account.webhook-events, settings.webhook-url | never
cutover.corridors | all account.corridors | never
cutover.payees | all account.payees, code.sandbox-leftovers | never

ramp.start-small | | required
ramp.monitoring | | required
"""
ROWS = {row[0]: row for row in ([part.strip() for part in line.split("|")] for line in TABLE.splitlines() if line)}


@pytest.fixture(scope="module")
def checklist():
    return load_checklist("anton")


def proof_of(item) -> str:
    """Return how an item is proven, in the words of the table."""
    parts = [f"all {', '.join(one.all)}" if one.all else f"any {', '.join(one.any)}" for one in item.proof]
    if item.same_as:
        parts.append(f"same as {item.same_as}")
    if item.derived_from:
        parts.append(f"derived from {', '.join(item.derived_from)}")
    if item.supported_by:
        parts.append(f"[{', '.join(item.supported_by)}]")
    return "; ".join(parts) + (", observed" if item.observed else "")


def attest_of(item, checklist) -> Attest:
    """Return the policy that counts: an item that shares another one's proof shares its policy."""
    return checklist.item(item.same_as).attest if item.same_as else item.attest


def test_no_line_is_dropped_and_none_is_added(checklist):
    assert [item.id for item in checklist.items()] == list(ROWS)


@pytest.mark.parametrize("item_id", ROWS)
def test_each_line_is_proven_as_the_table_says(checklist, item_id):
    item = checklist.item(item_id)
    assert [item.id, proof_of(item), attest_of(item, checklist).value] == ROWS[item_id]


@pytest.mark.parametrize("item_id", ROWS)
def test_each_line_is_well_formed(checklist, item_id):
    """One source of its status, one sentence, and a question wherever a person's word counts."""
    item = checklist.item(item_id)
    sources = [bool(item.proof), bool(item.same_as), bool(item.derived_from)]
    assert sum(sources) == (0 if item.attest is Attest.REQUIRED else 1)
    assert all(bool(proof.all) != bool(proof.any) for proof in item.proof)
    assert item.title
    assert not item.title.endswith(".")
    assert (item.ask is not None) is (item.attest is not Attest.NEVER)
    if item.same_as:
        assert checklist.item(item.same_as).same_as is None
    for other in item.derived_from:
        assert not checklist.item(other).derived_from


def test_items_stand_in_the_section_that_their_ids_name(checklist):
    for section in checklist.sections:
        assert {item.id.partition(".")[0] for item in section.items} == {section.id}


def test_the_launch_list_comes_first_and_has_twelve_lines(checklist):
    assert checklist.sections[0].id == "launch"
    assert len(checklist.sections[0].items) == 12
    assert checklist.source == SEED


def test_the_lines_about_production_are_proven_by_no_sandbox(checklist):
    about = {item.id for item in checklist.items() if item.production}
    assert about == {
        *("launch.base-url", "launch.live-keys", "launch.webhook-registered", "path.funding"),
        *(item.id for item in checklist.items() if item.id.startswith("cutover.")),
    }
