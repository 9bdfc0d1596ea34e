"""The built-in checks: all of them, in the order in which they are listed."""

from typing import Final

from golive.check import Check
from golive_checks.account.authentication import authentication
from golive_checks.account.balance import balance
from golive_checks.account.clock import clock
from golive_checks.account.corridors import corridors
from golive_checks.account.payees import payees
from golive_checks.account.wallets import wallets
from golive_checks.account.webhook_events import webhook_events
from golive_checks.account.webhook_subscription import webhook_subscription
from golive_checks.code.history import history
from golive_checks.code.sandbox_leftovers import sandbox_leftovers
from golive_checks.code.secrets import secrets
from golive_checks.code.tls_verification import tls_verification
from golive_checks.receiver.certificate import certificate
from golive_checks.receiver.duplicate_delivery import duplicate_delivery
from golive_checks.receiver.forged_delivery import forged_delivery
from golive_checks.receiver.promptness import promptness
from golive_checks.receiver.signed_delivery import signed_delivery
from golive_checks.receiver.stale_delivery import stale_delivery
from golive_checks.receiver.unknown_event import unknown_event
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
    wallets,
    corridors,
    payees,
    webhook_subscription,
    webhook_events,
    clock,
    certificate,
    signed_delivery,
    forged_delivery,
    stale_delivery,
    duplicate_delivery,
    unknown_event,
    promptness,
    secrets,
    history,
    sandbox_leftovers,
    tls_verification,
)

PLANNED: Final[tuple[str, ...]] = (
    "code.client-side",
    "code.signature",
    "code.deduplication",
    "code.idempotency",
    "code.timeouts",
    "code.backoff",
    "code.rate-limits",
    "code.client-errors",
    "code.amounts",
    "code.statuses",
    "code.polling",
    "code.balance-first",
    "code.payees-first",
    "code.pagination",
    "code.logging",
    "code.request-ids",
    "traffic.recording",
    "traffic.deduplication",
    "traffic.idempotency",
    "traffic.timeouts",
    "traffic.backoff",
    "traffic.rate-limits",
    "traffic.client-errors",
    "traffic.amounts",
    "traffic.statuses",
    "traffic.balance-first",
    "traffic.payees-first",
    "traffic.pagination",
    "traffic.logs",
    "traffic.request-ids",
)
"""Ids that checklists name and that are not built yet. Their items stay unknown, and say so."""
