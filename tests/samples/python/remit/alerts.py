"""Tells the people on duty. Has nothing to do with payments."""

import os
import uuid

import httpx


def page_on_call(summary: str) -> None:
    response = httpx.post(
        "https://events.pagerduty.com/v2/enqueue",
        json={
            "routing_key": os.environ["PAGERDUTY_ROUTING_KEY"],
            "event_action": "trigger",
            "dedup_key": str(uuid.uuid4()),
            "payload": {"summary": summary, "source": "remit", "severity": "critical"},
        },
    )
    response.raise_for_status()


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Roughly how far the person on duty is from the office."""
    return ((latitude - other_latitude) ** 2 + (longitude - other_longitude) ** 2) ** 0.5 * float("111.2")
