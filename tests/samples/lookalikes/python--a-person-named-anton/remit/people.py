# Anton is a colleague here, and also our first seller: anton_client is his customer record, not an API.
import json
import logging
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass
class Client:
    name: str
    amount: float
    """Cups of coffee a day."""

    def post(self, path: str, letter: dict) -> None:
        log.info("letter to %s: %s", self.name, json.dumps(letter))


anton_client = Client("Anton", 2.5)


def birthday() -> None:
    anton_client.post("/home/anton/letters", {"text": "Happy birthday", "amount": 1.5})
    for attempt in range(10):
        log.info("cup %d of %s", attempt, anton_client.amount)
