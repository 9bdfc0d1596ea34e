"""What OctopusCards' pages ask of a merchant's source code."""

from __future__ import annotations

from typing import Final

from golive.source.facts import IdempotencyKey, Operation, Role, SourceFacts

_ORDERS = frozenset({Role.PAYS})
_LISTS = frozenset({Role.LISTS})
_ONE = frozenset({Role.READS_ONE})

# https://octopus-docs.pages.dev/docs/reference and the pages of each operation.
OPERATIONS: Final = (
    *(
        operation
        for path, title in (("orders", "a voucher"), ("topups/orders", "a top-up"), ("esim/orders", "an eSIM"))
        for operation in (
            Operation("POST", path, f"order {title}", _ORDERS, keyed=True),
            Operation("GET", path, f"list orders of {title}", _LISTS),
            Operation("GET", f"{path}/{{}}", f"read an order of {title}", _ONE),
        )
    ),
    Operation("GET", "wallets", "read the wallets", frozenset({Role.READS_FUNDS})),
    Operation("GET", "transactions", "list transactions", _LISTS),
    Operation("GET", "currencies", "list currencies"),
    Operation("GET", "countries", "list countries"),
    Operation("GET", "countries/{}", "read a country"),
    Operation("GET", "products", "list products", _LISTS),
    Operation("GET", "products/{}", "read a product"),
    Operation("POST", "products/{}/availability", "ask for the availability of a product"),
    Operation("POST", "products/{}/charges", "ask what an order would cost"),
    Operation("GET", "topups/products", "list top-up products", _LISTS),
    Operation("GET", "esim/products", "list eSIM products", _LISTS),
    Operation("GET", "categories", "list categories"),
)

SOURCE: Final = SourceFacts(
    word=b"octopus",
    markers=(
        rb"(?i:octopus[-_. ]?cards?)",
        rb"(?i:x-octopus-webhook-token)",
    ),
    # Octopus Deploy, Octopus Energy and the like have clients and keys as well.
    hints=(
        rb"(?i:octopus[-_. ]?(?:api|client|webhook|base|host|url|key|secret|gateway|service|username|password))",
        rb"(?i:\boctopus\s*(?:\.|->)\s*_?(?:post|get|put|patch|request)\w*\s*\()",
    ),
    ties=(rb"client_?[rR]eference", rb"api/v1/(?:orders|topups|esim|wallets|products|currencies)\b"),
    places=r"(?:^|[/_.-])octopus(?:[_-]?cards?)?(?:[/_.-]|$)",
    prefix="/api/v1/",
    operations=OPERATIONS,
    # https://octopus-docs.pages.dev/docs/best-practices/idempotency
    key=IdempotencyKey(None, "client_reference", ("client_reference", "clientreference", "client_ref")),
    # https://octopus-docs.pages.dev/docs/reference/webhooks/verification
    signature_headers=("X-Signature",),
    timestamp_headers=("X-Timestamp",),
    event_id_headers=("X-Event-ID",),
    # https://octopus-docs.pages.dev/docs/reference/topups/webhooks
    event_types=("order.delivered", "order.partially_delivered", "order.failed", "order.cancelled"),
    # https://octopus-docs.pages.dev/docs/reference/vouchers/orders, /topups/orders and /esim/orders
    statuses={
        "vouchers": ("PENDING", "DELIVERED", "PARTIALLY_DELIVERED", "FAILED", "CANCELLED"),
        "topups": ("PENDING", "DELIVERED", "FAILED", "CANCELLED", "RECHARGED"),
        "esim": ("PENDING", "DELIVERED", "FAILED", "CANCELLED"),
    },
    final=frozenset({"DELIVERED", "PARTIALLY_DELIVERED", "FAILED", "CANCELLED", "RECHARGED"}),
    amounts=("denomination", "amount", "total_payable", "net_amount", "total_amount"),
    # https://octopus-docs.pages.dev/docs/orders/create-order: what a voucher is redeemed with.
    private=("card_number", "pin_code", "claim_url", "voucher_reference_number", "activation_code", "qr_code"),
    # https://octopus-docs.pages.dev/docs/best-practices/observability
    request_id_header="X-Request-Id",
    # https://octopus-docs.pages.dev/docs/reference/conventions
    pages=("X-Has-More", "X-Total-Pages", "X-Page"),
    wants_jitter=False,
)
