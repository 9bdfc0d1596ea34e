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
from golive_checks.code.amounts import amounts
from golive_checks.code.backoff import backoff
from golive_checks.code.balance_first import balance_first
from golive_checks.code.client_errors import client_errors
from golive_checks.code.client_side import client_side
from golive_checks.code.deduplication import deduplication
from golive_checks.code.history import history
from golive_checks.code.idempotency import idempotency
from golive_checks.code.logging import logging
from golive_checks.code.pagination import pagination
from golive_checks.code.payees_first import payees_first
from golive_checks.code.polling import polling
from golive_checks.code.rate_limits import rate_limits
from golive_checks.code.request_ids import request_ids
from golive_checks.code.sandbox_leftovers import sandbox_leftovers
from golive_checks.code.secrets import secrets
from golive_checks.code.signature import signature
from golive_checks.code.statuses import statuses
from golive_checks.code.timeouts import timeouts
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
    client_side,
    sandbox_leftovers,
    tls_verification,
    signature,
    deduplication,
    polling,
    logging,
    request_ids,
    idempotency,
    backoff,
    rate_limits,
    client_errors,
    timeouts,
    amounts,
    statuses,
    balance_first,
    payees_first,
    pagination,
)

PLANNED: Final[tuple[str, ...]] = (
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
