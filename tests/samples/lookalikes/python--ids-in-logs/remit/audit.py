# Logs of ids, states, masked ends, counts and durations, and the word iban in a message: all of it may be logged.
import json
import logging
import time

from remit.client import AntonClient

logger = logging.getLogger(__name__)


def mask(value: str) -> str:
    return "*" * (len(value) - 4) + value[-4:]


def nightly(client: AntonClient, day: str) -> None:
    started = time.monotonic()
    states: dict[str, int] = {}
    for payout in client.pages("/v1/payouts"):
        states[payout["status"]] = states.get(payout["status"], 0) + 1
        logger.debug("payout %s is %s since %s", payout["id"], payout["status"], payout["created_at"])
    logger.info("states of %s: %s", day, json.dumps(states))
    logger.info("took %.1f s", time.monotonic() - started)
    logger.warning("seller has no iban, account_number or sort_code yet; ask for holder_name first")


def missing_headers(headers: dict[str, str]) -> None:
    wanted = ("Anton-Signature", "Content-Type")
    logger.warning("headers missing: %s", [name for name in wanted if name not in headers])


def seller_changed(seller) -> None:
    logger.info("seller %s ends in %s now", seller.id, mask(seller.iban))
