# A float for the monitoring only: Prometheus has no other numbers, and nothing is paid from it.
from prometheus_client import Gauge

from remit.client import AntonClient

AVAILABLE = Gauge("anton_balance_available", "What is there to pay with", ["currency"])
RATIO = Gauge("anton_balance_ratio", "Share of the target that is there")


def observe(client: AntonClient, currency: str, target: float) -> None:
    balance = client.get(f"/v1/balances/{currency}")
    AVAILABLE.labels(currency).set(float(balance["available"]))
    RATIO.set(float(balance["available"]) / target)
