"""How findings about source code are put."""

from __future__ import annotations

from golive.finding import FilePlace, Level, fail, warn
from golive.source import judging
from golive.source.judging import MOST_SHOWN, conclude, fix, place
from support.sources import integration


def found(tmp_path, lines=1, name="anton/a.py"):
    return integration(tmp_path, {name: "anton.get('/v1/payouts')\n" * lines})


def test_the_heaviest_finding_comes_first_and_each_once(tmp_path):
    it = found(tmp_path)
    nodes = [call.node for call in it.calls]
    one, two = warn("a", FilePlace("b.py", 1)), fail("b", FilePlace("c.py", 2))
    listed = list(conclude(it, [one, two, one], nodes, "request"))
    assert listed[:2] == [two, one]
    assert [finding.message for finding in listed[2:]] == ["1 request judged in 1 file", "request"]


def test_places_beyond_those_shown_are_counted(tmp_path):
    it = found(tmp_path, lines=30)
    wrong = [fail("a", FilePlace("a.py", line)) for line in range(1, 31)]
    listed = list(conclude(it, wrong, [call.node for call in it.calls], "request"))
    assert len([each for each in listed if each.level is Level.FAIL]) == MOST_SHOWN + 1
    assert listed[MOST_SHOWN].message == "10 more places like these, not listed here"
    assert "30 requests judged in 1 file" in [each.message for each in listed if each.level is Level.SEEN]


def test_files_that_were_left_out_leave_it_unknown(tmp_path, monkeypatch):
    monkeypatch.setattr("golive.source.integration.LARGEST_SOURCE", 30)
    it = integration(tmp_path, {"anton/a.py": "anton.get('/v1/payouts')\n", "anton/b.py": "x = 1\n" * 20})
    assert [each.level for each in conclude(it, [], [], "request")] == [Level.UNKNOWN]


def test_nothing_judged_says_nothing(tmp_path):
    assert list(conclude(found(tmp_path), [], [], "request")) == []


def test_names_of_files_are_harmless(tmp_path):
    it = found(tmp_path, name="anton/a\x1b[31m\n.py")
    assert str(place(it, it.calls[0].node)) == "anton/a\\x1b[31m\\n.py:1"


def test_a_fix_is_in_the_language_of_the_file_and_typescript_shares_that_of_javascript(tmp_path):
    fixes = {"javascript": "j", "": "any"}
    for name, expected in (("anton/a.ts", "j"), ("anton/a.js", "j"), ("anton/a.py", "any")):
        folder = tmp_path / name.replace("/", "-")
        folder.mkdir()
        it = integration(folder, {name: "anton.get('/v1/payouts')"})
        assert fix(it, it.calls[0].node, fixes) == expected
    assert fix(it, it.calls[0].node, {}) is None
    assert judging.MOST_SHOWN > 1
