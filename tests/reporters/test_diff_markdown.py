"""What changed between two reports, as Markdown."""

from __future__ import annotations

from dataclasses import replace

from golive.comparing import compare
from golive.finding import FilePlace, fail
from golive.reporters.diff import render
from golive.reporters.diff_markdown import LARGEST
from golive.reporters.formats import Style
from golive.result import Status
from support import differences, reports
from support.snapshots import TextFile


class MarkdownFile(TextFile):
    file_extension = "md"


def test_a_comparison_in_which_everything_happens_looks_as_agreed(snapshot):
    assert render(differences.turned(), "markdown", Style()) == snapshot(extension_class=MarkdownFile)


def test_several_services_look_as_agreed(snapshot):
    assert render(differences.services(), "markdown", Style()) == snapshot(extension_class=MarkdownFile)


def test_nothing_that_changed_is_said_so():
    text = render(differences.nothing(), "markdown", Style())
    assert text.startswith("## ✅ golive diff: NOT READY, as before: nothing got worse\n")


def test_markup_from_outside_is_code():
    text = render(differences.soiled("<script>alert(1)</script> @everyone ![x](javascript:1) #1"), "markdown", Style())
    for word in ("<script>", "@everyone", "![x](javascript:1", "#1"):
        assert word in text
        for line in text.splitlines():
            pieces = line.split("`")
            assert not any(word in piece for piece in pieces[::2]), line


def test_a_comment_is_never_too_large():
    def report(status, number):
        wide = (fail(f"{'long ' * 60}", FilePlace(f"{'x' * 200}{name}.py", 3)) for name in "abc")
        found = tuple(wide) if status is Status.FAIL else ()
        more = tuple(reports.result(f"code.n{one}", status, *found, reason="x") for one in range(number))
        before = reports.every_status()
        return replace(before, results=(*before.results, *more))

    comparison = compare([report(Status.UNKNOWN, 200)], [report(Status.FAIL, 200)])
    text = render(comparison, "markdown", Style())
    assert len(text) <= LARGEST
    assert text.rstrip().endswith("more: golive diff shows them in a terminal.")
