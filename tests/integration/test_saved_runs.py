"""Real runs, saved and read back: nothing is lost, and every format looks as the run itself did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from golive.clock import SystemClock
from golive.comparing import compare
from golive.comparing.changes import Turn
from golive.demo.merchant import planted_flaws, run_demo
from golive.redact import Redactor
from golive.registry import provider_ids
from golive.reporters.formats import FORMATS, Style
from golive.reporters.json import render
from golive.saved import read_reports

pytestmark = pytest.mark.sockets


@pytest.fixture(scope="module", params=provider_ids())
def runs(request):
    """Return a provider, and the runs on its sound and its flawed merchant."""
    made = [
        run_demo(request.param, flawed=flawed, clock=SystemClock(), redactor=Redactor()) for flawed in (False, True)
    ]
    return request.param, *map(to_the_microsecond, made)


def to_the_microsecond(report):
    """Return a report whose times are as exact as JSON has them: a millisecond may be rounded either way else."""
    return replace(
        report,
        seconds=round(report.seconds, 6),
        exchanges=tuple(replace(one, seconds=round(one.seconds, 6)) for one in report.exchanges),
        results=tuple(replace(one, seconds=round(one.seconds, 6)) for one in report.results),
    )


def test_a_real_run_is_written_the_same_again(runs):
    for report in runs[1:]:
        saved = render([report], Style())
        assert read_reports(saved)[0].subject == report.subject
        assert render(read_reports(saved), Style()) == saved


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("verbosity", [0, 2])
def test_a_real_run_looks_the_same_in_every_format(runs, name, verbosity):
    style = Style(width=100, verbosity=verbosity)
    for report in runs[1:]:
        assert FORMATS[name](read_reports(render([report], Style())), style) == FORMATS[name]([report], style)


def test_what_was_planted_in_the_flawed_merchant_is_what_got_worse(runs):
    provider, sound, flawed = runs
    assert not compare([sound], [sound]).worse
    (difference,) = compare([sound], [flawed]).services
    worse = {change.id for change in (*difference.items, *difference.checks) if change.turn is Turn.WORSE}
    lines = {item.id: item for item in flawed.items()}
    for flaw in planted_flaws(provider):
        named = {item.id for item in lines.values() if flaw.check in item.check_ids}
        assert worse & (named or {flaw.check}), flaw
    (back,) = compare([flawed], [sound]).services
    assert {change.id for change in (*back.items, *back.checks) if change.turn is Turn.BETTER} >= worse
    assert not compare([flawed], [sound]).worse
