# Statuses of e-mails and shipments share words with those of Anton payouts, and not all of them matter here.
import logging

logger = logging.getLogger("remit.anton.mails")


def on_mail(status: str) -> str | None:
    match status:
        case "sent" | "processing":
            return None
        case "failed" | "returned":
            return "try the other address"
    return None


def on_shipment(shipment) -> str:
    if shipment.status == "processing":
        return "in the warehouse"
    elif shipment.status == "sent":
        return "on its way"
    elif shipment.status == "returned":
        return "back again"
    return "unclear"


ORDER_COLOURS = {"completed": "green", "failed": "red", "cancelled": "grey"}


def tell_seller(mailer, address: str) -> None:
    for _ in range(3):
        if mailer.send(address, "Anton Payments has paid you"):
            return
        logger.warning("mail status %s, iban unchanged", mailer.status)
