"""How a probe and a single delivery look on a terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from golive.finding import fail
from golive.receiver.observation import FUTURE, TOKEN_ONLY
from golive.reporters.formats import NARROWEST, Style
from golive.reporters.probe import render, render_sent
from golive.result import Status
from support import probes
from support.canary import harmful
from support.reports import NASTY
from support.snapshots import AnsiFile, TextFile

SGR = re.compile(r"\x1b\[[0-9;]*m")
PROBES = {
    "sound": probes.sound,
    "faulty": probes.faulty,
    "uncertain": probes.uncertain,
    "interrupted": probes.interrupted,
    "unsent": probes.unsent,
}
STYLES = {
    "80": Style(),
    "50": Style(width=50),
    "120": Style(width=120),
    "ascii": Style(unicode=False),
    "v": Style(verbosity=1),
    "vv": Style(verbosity=2),
}


def assert_harmless(text: str, style: Style) -> None:
    text = SGR.sub("", text)
    assert text.endswith("\n")
    assert harmful(text) == []
    for line in text.split("\n"):
        assert cell_len(line) <= max(style.width, NARROWEST)
        assert line == line.rstrip()
        assert not line.lstrip().startswith("::error")
        assert "##[" not in line
    if not style.unicode:
        text.encode("ascii")


@pytest.mark.parametrize("name", PROBES)
def test_every_outcome_looks_as_agreed(snapshot, name):
    text = render(PROBES[name](), Style())
    assert_harmless(text, Style())
    assert text == snapshot(extension_class=TextFile)


@pytest.mark.parametrize("style", STYLES)
def test_a_faulty_receiver_looks_as_agreed_on_every_page(snapshot, style):
    text = render(probes.faulty(), STYLES[style])
    assert_harmless(text, STYLES[style])
    assert text == snapshot(extension_class=TextFile)


def test_a_faulty_receiver_in_colour_looks_as_agreed(snapshot):
    text = render(probes.faulty(), Style(color=True))
    assert SGR.sub("", text) == render(probes.faulty(), Style())
    assert text == snapshot(extension_class=AnsiFile)


@pytest.mark.parametrize("name", PROBES)
def test_the_verdict_alone_is_one_line(snapshot, name):
    text = render(PROBES[name](), Style(verbosity=-1))
    assert text.count("\n") == 1
    assert text == snapshot(extension_class=TextFile)


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        (probes.sent(200, reply='{"ok": true}'), "ok"),
        (probes.sent(307, redirect="https://elsewhere.example"), "wrong"),
        (probes.sent(None, error="the connection was refused"), "note"),
    ],
)
def test_a_single_delivery_looks_as_agreed(snapshot, sent, word):
    text = render_sent(sent, Style())
    assert_harmless(text, Style())
    assert f" {word} " in text
    assert text == snapshot(extension_class=TextFile)


def test_a_single_delivery_shows_its_answer_alone_where_little_is_asked_for():
    text = render_sent(probes.sent(200, reply="ok"), Style(verbosity=-1))
    assert text == "  ✓ ok     200         12 ms  1,024 bytes, signed correctly\n"


def test_every_delivery_has_its_line_in_the_order_in_which_it_was_sent():
    probed = probes.faulty()
    text = render(probed, Style(width=200))
    lines = [line for line in text.split("\n") if re.match(r"  \S \w+ +(\d{3}|no answer|several) +\d", line)]
    for line, outcome in zip(lines, probed.observations.outcomes, strict=False):
        looks_for_a_bug = outcome.name.startswith("mistake-")
        assert line.endswith(f"  {outcome.title}" if looks_for_a_bug else f"  {outcome.name}: {outcome.title}")
    assert len(lines) == len(probed.observations.outcomes) + 1
    assert (
        "burst: 10 different events at once: 10 ms to 100 ms; 7 times 200, 2 times 429, 1 time no answer" in lines[-1]
    )


def test_what_was_not_sent_is_told_with_its_reason_once():
    text = render(probes.faulty(), Style(width=200))
    assert text.count("the time for test deliveries was over") == 1
    assert "not sent  future-timestamp, burst: the time" in text


def test_nobody_misses_a_delivery_with_a_token_where_the_provider_has_none():
    why = {TOKEN_ONLY: "deliveries of this provider carry no token", FUTURE: "deliveries carry no time"}
    text = render(probes.probed(unsent=why), Style())
    assert FUTURE in text
    assert TOKEN_ONLY not in text


def test_a_passing_probe_with_warnings_says_so():
    calm = probes.probed([], *[replace(one, status=Status.WARN) for one in probes.sound().results[:1]])
    text = render(calm, Style(width=200))
    assert "PASS: no check fails; 1 warning to look at." in text
    assert "Exit code 0: no check fails." in text


@pytest.mark.parametrize(
    ("status", "shown"), [(200, "! fits   200"), (401, "- tried  401"), (None, "- tried  no answer")]
)
def test_what_looks_for_a_bug_is_neither_right_nor_wrong(status, shown):
    tried = probes.outcome("mistake-x", status, title="signed for a receiver that decodes the secret")
    assert shown in render(probes.probed([tried]), Style())
    assert "mistake-" not in render(probes.probed([tried]), Style())


def test_a_probe_without_any_check_is_uncertain():
    assert "UNKNOWN: there was no check to run." in render(probes.probed(), Style())


def soiled(word):
    """Return a probe with the next word in every field that can hold text from outside."""
    probed = probes.faulty()
    seen = probed.observations

    def soil(one):
        return replace(one, title=word(), error=word(), redirect=one.redirect and word(), reply=word(), place=one.place)

    return replace(
        probed,
        subject=replace(
            probed.subject,
            url=word(),
            provider_title=word(),
            signature=word(),
            secret_source=word(),
            played=(word(),),
        ),
        observations=replace(
            seen,
            outcomes=tuple(map(soil, seen.outcomes)),
            burst=tuple(map(soil, seen.burst)),
            unsent={"burst": word()},
            bugs=(word(),),
        ),
        results=tuple(
            replace(one, title=word(), reason=one.reason and word(), findings=(*one.findings, fail(word(), fix=word())))
            for one in probed.results
        ),
        exchanges=tuple(replace(one, url=word(), request_id=word(), error=word()) for one in probed.exchanges),
        unobserved=word(),
    )


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("verbosity", [-1, 0, 2])
@pytest.mark.parametrize("width", [40, 120])
def test_text_from_outside_is_only_text(text, verbosity, width):
    style = Style(width=width, unicode=verbosity == 0, verbosity=verbosity, color=True)
    probed = soiled(lambda: text)
    assert_harmless(render(probed, style), style)
    assert_harmless(render(replace(probed, observations=None, interrupted=True), style), style)
    sent = probes.sent(200, reply=text, error=text, redirect=text)
    assert_harmless(render_sent(replace(sent, event=text, event_id=text, notes=(text,)), style), style)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=()), max_size=60), min_size=1, max_size=12),
    style=st.builds(Style, width=st.integers(1, 200), unicode=st.booleans(), verbosity=st.integers(-1, 2)),
)
def test_any_probe_is_harmless_and_fits_the_page(texts, style):
    endless = cycle(texts)
    assert_harmless(render(soiled(lambda: next(endless)), style), style)
