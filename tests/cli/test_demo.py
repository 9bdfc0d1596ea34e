"""`golive demo`, without its emulator."""

from dataclasses import replace

import pytest

from golive.demo import merchant
from support.command import golive
from support.reports import every_status


@pytest.mark.parametrize("flawed", [[], ["--flawed"]])
def test_an_interrupted_demo_stops_there_and_shows_what_it_knows(monkeypatch, flawed):
    asked = []

    def interrupted(*_, flawed, **__):
        asked.append(flawed)
        return replace(every_status(), interrupted=True)

    monkeypatch.setattr(merchant, "run_demo", interrupted)
    ran = golive(monkeypatch, "demo", *flawed)
    assert (ran.code, asked) == (130, [False])
    assert "interrupted" in ran.out
    assert "Side by side" not in ran.out
