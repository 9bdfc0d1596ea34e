"""What becomes of a sale when its order comes to an end."""

import logging

log = logging.getLogger(__name__)


def settle(database, reference, status):
    if status == "PENDING":
        state = "waiting"
    elif status == "DELIVERED":
        state = "delivered"
    elif status == "PARTIALLY_DELIVERED":
        state = "delivered in part"
    elif status in ("FAILED", "CANCELLED"):
        state = "to be refunded"
    else:
        log.warning("%s: an order can be %s now", reference, status)
        state = "to be looked at"
    database.execute("UPDATE sales SET state = ? WHERE reference = ?", (state, reference))
