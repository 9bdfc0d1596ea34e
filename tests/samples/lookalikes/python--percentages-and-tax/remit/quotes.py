# Floats that are no amounts of payouts: progress, tax in percent, an exchange-rate chart, coordinates.
from dataclasses import dataclass

from remit.client import AntonClient


@dataclass(frozen=True)
class Progress:
    done: float
    share: float
    fee_rate: float


@dataclass(frozen=True)
class ChartPoint:
    day: str
    rate: float


def progress(done: int, total: int) -> Progress:
    return Progress(done=float(done), share=round(done / total * 100.0, 1), fee_rate=0.029)


def chart(client: AntonClient) -> list[ChartPoint]:
    corridors = client.get("/v1/corridors")
    return [ChartPoint(each["day"], float(each["mid_rate"])) for each in corridors["data"]]


def latest(rows: list[dict], limit: int = 10, offset: int = 0) -> list[dict]:
    return sorted(rows, key=lambda row: float(row["latitude"]))[offset : offset + limit]
