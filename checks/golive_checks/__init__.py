"""The built-in checks: all of them, in the order in which they are listed."""

from typing import Final

from golive.check import Check
from golive_checks.account.authentication import authentication
from golive_checks.account.balance import balance
from golive_checks.account.clock import clock
from golive_checks.account.corridors import corridors
from golive_checks.account.payees import payees
from golive_checks.account.webhook_events import webhook_events
from golive_checks.account.webhook_subscription import webhook_subscription
from golive_checks.code.sandbox_leftovers import sandbox_leftovers
from golive_checks.code.secrets import secrets
from golive_checks.settings.base_url import base_url
from golive_checks.settings.egress_ranges import egress_ranges
from golive_checks.settings.key_environment import key_environment
from golive_checks.settings.secret_source import secret_source
from golive_checks.settings.separation import separation
from golive_checks.settings.webhook_url import webhook_url

CHECKS: Final[tuple[Check, ...]] = (
    base_url,
    key_environment,
    secret_source,
    separation,
    webhook_url,
    egress_ranges,
    authentication,
    balance,
    corridors,
    payees,
    webhook_subscription,
    webhook_events,
    clock,
    secrets,
    sandbox_leftovers,
)

PLANNED: Final[tuple[str, ...]] = (
    "receiver.certificate",
    "receiver.forged-delivery",
    "receiver.stale-delivery",
    "receiver.duplicate-delivery",
    "code.history",
    "code.client-side",
    "code.tls-verification",
    "code.signature",
    "code.deduplication",
    "code.idempotency",
    "code.backoff",
    "code.rate-limits",
    "code.client-errors",
    "code.amounts",
    "code.statuses",
    "code.balance-first",
    "code.payees-first",
    "code.pagination",
    "code.logging",
    "traffic.recording",
    "traffic.deduplication",
    "traffic.idempotency",
    "traffic.backoff",
    "traffic.rate-limits",
    "traffic.client-errors",
    "traffic.amounts",
    "traffic.statuses",
    "traffic.balance-first",
    "traffic.payees-first",
    "traffic.pagination",
    "traffic.logs",
)
"""Ids that checklists name and that are not built yet. Their items stay unknown, and say so."""
