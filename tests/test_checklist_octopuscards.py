"""
OctopusCards' checklist is exactly this table: nothing dropped, nothing added, no proof and no policy changed.

A row: item, proof (`all` of these, `any` of these; what stands in one row all counts), the verticals that it is about
in brackets, `with` a check whose skip makes the line a skip, attest policy.
"""

from __future__ import annotations

import pytest

from golive.checklist import Attest
from golive.registry import load_checklist, load_provider

SEED = "https://octopus-docs.pages.dev/docs/getting-started/production"

TABLE = """\
golive.retries-timeouts | any traffic.timeouts, code.timeouts; any traffic.backoff, code.backoff; \
any traffic.client-errors, code.client-errors | never
golive.idempotency | any traffic.idempotency, code.idempotency | never
golive.webhook-security | any receiver.forged-delivery + receiver.stale-delivery, code.signature; [vouchers] | never
golive.low-balance | all account.wallets | required
golive.error-monitoring | any traffic.request-ids, code.request-ids | required
golive.rate-limits | any traffic.rate-limits, code.rate-limits | never

kyc.incorporation | | required
kyc.owners | | required
kyc.address | | required
kyc.purpose | | required
kyc.funds | | required
kyc.sector | | required

wallet.currencies | all account.wallets | never
wallet.funded | all account.wallets | never

webhook.url | all settings.webhook-url, receiver.certificate, receiver.promptness; [vouchers] | never
webhook.registered | [vouchers] | required
webhook.signature | any receiver.forged-delivery, code.signature; [vouchers] | never
webhook.prompt | all receiver.promptness; [vouchers] | never
webhook.idempotent | any receiver.duplicate-delivery, traffic.deduplication, code.deduplication; [vouchers] | never
webhook.async-orders | any traffic.statuses, code.polling; [vouchers] | never
webhook.polling | any traffic.statuses, code.polling; [topups, esim] | never

network.allowlist | all settings.egress-ranges, account.authentication; with settings.egress-ranges | accepted

credentials.production-pair | all settings.key-environment, settings.base-url, account.authentication | never
credentials.storage | all settings.secret-source, settings.separation, code.secrets, code.history | never
"""
ROWS = {row[0]: row for row in ([part.strip() for part in line.split("|")] for line in TABLE.splitlines() if line)}


@pytest.fixture(scope="module")
def checklist():
    return load_checklist("octopuscards")


def proof_of(item) -> str:
    """Return how an item is proven, and where it applies, in the words of the table."""
    parts = [f"all {', '.join(one.all)}" if one.all else f"any {', '.join(one.any)}" for one in item.proof]
    if item.verticals:
        parts.append(f"[{', '.join(item.verticals)}]")
    if item.applies_with:
        parts.append(f"with {item.applies_with}")
    return "; ".join(parts)


def test_no_line_is_dropped_and_none_is_added(checklist):
    assert [item.id for item in checklist.items()] == list(ROWS)


@pytest.mark.parametrize("item_id", ROWS)
def test_each_line_is_proven_as_the_table_says(checklist, item_id):
    item = checklist.item(item_id)
    assert [item.id, proof_of(item), item.attest.value] == ROWS[item_id]
    assert not any((item.same_as, item.derived_from, item.supported_by, item.observed))


@pytest.mark.parametrize("item_id", ROWS)
def test_each_line_is_well_formed(checklist, item_id):
    """Proof wherever a machine can tell, one sentence, and a question wherever a person's word counts."""
    item = checklist.item(item_id)
    assert item.proof or item.attest is Attest.REQUIRED
    assert all(bool(proof.all) != bool(proof.any) for proof in item.proof)
    assert item.title
    assert not item.title.endswith(".")
    assert (item.ask is not None) is (item.attest is not Attest.NEVER)
    assert item.ask is None or item.ask.endswith("?")


def test_items_stand_in_the_section_that_their_ids_name(checklist):
    for section in checklist.sections:
        assert {item.id.partition(".")[0] for item in section.items} == {section.id}


def test_the_six_topics_of_the_go_live_checklist_come_first(checklist):
    assert [section.id for section in checklist.sections] == [
        *("golive", "kyc", "wallet", "webhook", "network", "credentials")
    ]
    assert len(checklist.sections[0].items) == 6
    assert checklist.source == SEED


def test_the_lines_about_production_are_proven_by_no_sandbox(checklist):
    assert {item.id for item in checklist.items() if item.production} == {
        *("golive.low-balance", "wallet.currencies", "wallet.funded", "webhook.url", "webhook.registered"),
        *("network.allowlist", "credentials.production-pair"),
    }


def test_the_verticals_are_the_providers(checklist):
    verticals = set(load_provider("octopuscards").verticals)
    assert {name for item in checklist.items() for name in item.verticals} == verticals
