"""What changed between two reports, as text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from golive.record import RecordState
from golive.reporters.diff import FORMATS, render
from golive.reporters.formats import Style
from support import differences, reports
from support.snapshots import AnsiFile, TextFile


@pytest.mark.parametrize("width", [50, 80, 130])
def test_a_comparison_in_which_everything_happens_looks_as_agreed(width, snapshot):
    text = render(differences.turned(), "text", Style(width=width))
    assert text == snapshot(extension_class=TextFile, name=str(width))
    assert max(map(cell_len, text.splitlines())) <= width


def test_a_comparison_in_colour_looks_as_agreed(snapshot):
    assert render(differences.turned(), "text", Style(color=True)) == snapshot(extension_class=AnsiFile)


def test_a_comparison_in_ascii_is_ascii():
    assert render(differences.turned(), "text", Style(unicode=False)).isascii()


def test_several_services_look_as_agreed(snapshot):
    assert render(differences.services(), "text", Style()) == snapshot(extension_class=TextFile)


def test_the_verdict_alone_is_one_line():
    text = render(differences.turned(), "text", Style(verbosity=-1, width=200))
    assert text.startswith("NOT READY, as before: ")
    assert text.endswith(" got worse.\n")
    assert text.count("\n") == 1


def test_nothing_that_changed_is_said_so():
    text = render(differences.nothing(), "text", Style())
    assert "nothing changed" in text
    assert text.endswith("NOT READY, as before: nothing got worse.\nExit code 0: nothing got worse.\n")


def test_a_finding_is_told_once_and_all_of_them_with_v():
    text = render(differences.turned(), "text", Style(width=200))
    assert text.count("a private key stands in the file (at app/a.py:3)") == 1
    assert "+ 2 more; -v shows all" in text
    assert "app/g.py" not in text
    assert "app/g.py" in render(differences.turned(), "text", Style(width=200, verbosity=1))


def test_a_record_that_does_something_else_now_is_told():
    before = reports.every_status()
    unused = tuple(replace(one, state=RecordState.UNUSED, note="it passes") for one in before.records[3:4])
    text = render(
        differences.of(replace(before, records=before.records[3:4]), replace(before, records=unused)), "text", Style()
    )
    assert "waiver of cutover.corridors was in use, it is unused: it passes" in text


def test_a_verdict_that_got_worse_as_a_whole_is_told():
    text = render(differences.of(reports.ready(), replace(reports.ready(), interrupted=True)), "text", Style())
    assert "INCOMPLETE, was READY: it got worse as a whole." in text


def test_there_are_three_formats():
    assert list(FORMATS) == ["text", "json", "markdown"]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", reports.NASTY, ids=range(len(reports.NASTY)))
def test_text_from_outside_is_only_text(name, text):
    shown = render(differences.soiled(text), name, Style(width=80))
    hidden = {character for character in shown if not character.isprintable()} - {"\n"}
    assert hidden == set()
    for line in shown.splitlines():
        assert not line.lstrip().startswith("::error")
        assert "##[" not in line
        assert "##vso[" not in line
        if name == "text":
            assert cell_len(line) <= 80
