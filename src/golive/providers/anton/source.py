"""What Anton's pages ask of a merchant's source code."""

from __future__ import annotations

from typing import Final

from golive.source.facts import IdempotencyKey, Operation, Role, SourceFacts

_EVENTS: Final = (
    *("created", "screening", "approved", "processing", "sent", "completed", "failed", "returned", "cancelled"),
)
_PAYS = frozenset({Role.PAYS})
_PAYEE = frozenset({Role.CREATES_PAYEE})
_INSTRUMENT = frozenset({Role.CREATES_INSTRUMENT})
_LISTS = frozenset({Role.LISTS})
_FUNDS = frozenset({Role.READS_FUNDS})

# https://docs.antonpayments.com/llms.txt, and the pages of each operation. Both names of payees are documented.
OPERATIONS: Final = (
    Operation("POST", "payouts", "create a payout", _PAYS, keyed=True),
    Operation("GET", "payouts", "list payouts", _LISTS),
    Operation("GET", "payouts/{}", "read a payout", frozenset({Role.READS_ONE})),
    Operation("POST", "payouts/{}/cancel", "cancel a payout", keyed=True),
    Operation("POST", "payouts/{}/approve", "approve a payout", keyed=True),
    *(
        operation
        for name in ("payees", "beneficiaries")
        for operation in (
            Operation("POST", name, "create a payee", _PAYEE, keyed=True),
            Operation("GET", name, "list payees", _LISTS),
            Operation("GET", f"{name}/{{}}", "read a payee"),
            Operation("POST", f"{name}/{{}}/instruments", "create an instrument", _INSTRUMENT, keyed=True),
            Operation("GET", f"{name}/{{}}/instruments", "list a payee's instruments", _LISTS),
        )
    ),
    Operation("POST", "instruments", "create an instrument", _INSTRUMENT, keyed=True),
    Operation("GET", "instruments", "list instruments", _LISTS),
    Operation("GET", "instruments/{}", "read an instrument"),
    Operation("POST", "batches", "create a batch", keyed=True),
    Operation("POST", "batches/{}/confirm", "confirm a batch", _PAYS, keyed=True),
    Operation("POST", "fx/quotes", "ask for a quote"),
    Operation("POST", "fx/exchange", "exchange currencies", keyed=True),
    Operation("POST", "webhooks", "create a webhook subscription", keyed=True),
    Operation("GET", "webhooks", "list webhook subscriptions"),
    Operation("GET", "balances", "read the balances", _FUNDS),
    Operation("GET", "balances/{}", "read a balance", _FUNDS),
    Operation("GET", "corridors", "list corridors"),
    Operation("GET", "transactions", "list transactions", _LISTS),
    Operation("GET", "accounts", "list accounts"),
    Operation("GET", "accounts/{}", "read an account"),
    Operation("GET", "accounts/{}/transactions", "list an account's transactions", _LISTS),
    Operation("GET", "rfis", "list requests for information", _LISTS),
    Operation("POST", "rfis/{}/respond", "answer a request for information", keyed=True),
)

SOURCE: Final = SourceFacts(
    word=b"anton",
    markers=(
        rb"antonpayments",
        rb"\bANTON_(?:API|BASE|LIVE|PROD|SANDBOX|TEST|WEBHOOK|CLIENT|SECRET|KEY|HOST|URL|PAY)",
        rb"(?i:\banton\s*(?:\.|->)\s*_?(?:post|get|put|patch|request)\w*\s*\()",
        rb"(?i:anton[-_. ]?(?:payments?|client|api|webhook|payout|gateway|signature|sdk|service|base|secret))",
    ),
    places=r"(?:^|[/_.-])anton(?:payments?)?(?:[/_.-]|$)",
    prefix="/v1/",
    operations=OPERATIONS,
    # https://docs.antonpayments.com/api-reference/idempotency
    key=IdempotencyKey("Idempotency-Key", None, ("idempotency_key", "idempotencykey", "idem_key", "idempotent_key")),
    # https://docs.antonpayments.com/api-reference/webhook-signing,
    # https://help.antonpayments.com/en/articles/14127268-verifying-webhook-signatures,
    # https://docs.antonpayments.com/concepts/webhooks
    signature_headers=("Anton-Signature", "X-Webhook-Signature", "X-Anton-Signature"),
    timestamp_headers=("X-Webhook-Timestamp",),
    event_id_headers=("X-Webhook-ID",),
    # https://help.antonpayments.com/en/articles/14127264-webhook-event-types
    event_types=tuple(f"payout.{state}" for state in _EVENTS),
    # https://help.antonpayments.com/en/articles/14127305-going-live-checklist
    statuses={
        "": (
            "screening",
            "pending_approval",
            "processing",
            "sent",
            "completed",
            "failed",
            "returned",
            "cancelled",
        )
    },
    final=frozenset({"completed", "failed", "returned", "cancelled", "screening_failed", "velocity_blocked"}),
    # https://docs.antonpayments.com/api-reference/payouts/get-payout and, for the older names, /guides/send-a-payout
    amounts=("source_amount", "dest_amount", "amount", "total_debited", "fee", "buffer_amount", "available"),
    # https://docs.antonpayments.com/api-reference/accounts/get-account-details and
    # https://docs.antonpayments.com/api-reference/instruments/get-instrument
    private=(
        *("account_number", "iban", "bic", "sort_code", "routing_number", "routing_codes", "card_number", "clabe"),
        *("holder_name", "account_holder", "first_name", "last_name", "display_name", "date_of_birth", "tax_id"),
        *("masked_account", "display_last4", "wallet_address", "pix_key", "upi_id", "swift_code"),
    ),
    # https://docs.antonpayments.com/api-reference/errors
    request_id_header="X-Request-ID",
    # https://docs.antonpayments.com/api-reference/pagination
    pages=("has_more", "next_cursor"),
    wants_jitter=True,
)
