"""Requests and test deliveries in the report for a terminal, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from golive.reporters.words import count, delivered, deliveries

if TYPE_CHECKING:
    from rich.text import Text

    from golive.http.journal import Exchange
    from golive.reporters.layout import Page


def put_journal(page: Page, exchanges: Sequence[Exchange]) -> None:
    """Add every request to the provider and every test delivery to a receiver, and how they are told apart."""
    sent = sum(delivered(exchanges).values())
    asked = len(exchanges) - sent
    requests = [count(asked, "request")] if asked or not sent else []
    page.heading("Requests", ", ".join([*requests, *([deliveries(sent)] if sent else [])]))
    for exchange in sorted(exchanges, key=lambda one: one.started_at):
        page.put(_exchange(page, exchange), 2)
        for note in _notes(exchange):
            page.put(page.text(note, "dim"), 4)


def _exchange(page: Page, exchange: Exchange) -> Text:
    answer = "no answer" if exchange.status is None else str(exchange.status)
    return page.join(
        page.text(f"{exchange.started_at:%H:%M:%S.%f}"[:-3], "dim"),
        f" {exchange.method} {exchange.url} → ",
        page.text(answer, "bold"),
        page.text(f", {exchange.seconds * 1000:.0f} ms, {count(exchange.bytes, 'byte')}", "dim"),
    )


def _notes(exchange: Exchange) -> list[str]:
    if exchange.delivery is None:
        notes = [f"request id {exchange.request_id}"]
    else:
        notes = [f"test delivery {exchange.delivery}, event id {exchange.request_id}"]
    if exchange.response_request_id and exchange.response_request_id != exchange.request_id:
        notes.append(f"the other side's request id {exchange.response_request_id}")
    if exchange.attempts > 1:
        notes.append(f"{exchange.attempts} attempts")
    if exchange.retry_after is not None:
        notes.append(f"asked to wait {exchange.retry_after:g} s")
    if exchange.redirect:
        notes.append(f"pointed to {exchange.redirect}, where golive did not go")
    if exchange.error:
        notes.append(exchange.error)
    return notes
