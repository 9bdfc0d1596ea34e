"""Remarks that take findings out: where they stand, what they have to say, and what they cannot do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.finding import FilePlace, Level, fail, seen
from golive.repository.ignores import Ignores, evidence, sift

ID = "code.secrets"
MARK = f"golive: ignore[{ID}]"


def remark(text: str | bytes, line: int, check: str = ID):
    return Ignores.of(text if isinstance(text, bytes) else text.encode()).on(line, check)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"a\nKEY = 'x'  # {MARK} revoked in May\n", 2),
        (f"a\n# {MARK} revoked in May\nKEY = 'x'\n", 3),
        (f"key = 1 // {MARK} revoked in May", 1),
        (f"  // {MARK} revoked in May\r\nkey = 1\r\n", 2),
        (f"key = 1; /* {MARK} revoked in May */", 1),
        (f"/* {MARK} revoked in May */\nkey", 2),
        (f"/**\n * {MARK} revoked in May\n */", 3),
        (f"<!-- {MARK} revoked in May -->\n<key/>", 2),
        (f"<key/> <!-- {MARK} revoked in May -->", 1),
        (f"SELECT 1 -- {MARK} revoked in May", 1),
        (f"key=1 ; {MARK} revoked in May", 1),
        (f"REM {MARK} revoked in May\nset A=1", 2),
        (f"{{# {MARK} revoked in May #}}\nkey", 2),
        (f"<%# {MARK} revoked in May %>\nkey", 2),
        (f"{{/* {MARK} revoked in May */}}\nkey", 2),
        (f"#{MARK}: revoked in May\nkey", 2),
        (f"# {MARK} - revoked in May\nkey", 2),
        (f"# noqa: S105 # {MARK} revoked in May", 1),
        (f"# {MARK} revoked in May\n# golive: ignore[code.timeouts] another\nkey", 3),
        (f"\n# golive: ignore[code.timeouts, {ID} ,code.logging] revoked in May\nkey", 3),
        (f"a\rb # {MARK} revoked in May\rc", 2),
    ],
)
def test_a_remark_is_about_its_line_or_the_next(text, line):
    found = remark(text, line)
    assert (found.reason, found.problem) == ("revoked in May", None)
    assert all(remark(text, other) is None for other in range(1, 6) if other != line)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_a_remark_is_read_in_every_encoding(encoding):
    assert remark(f"naïve\n# {MARK} révoqué\nkey\n".encode(encoding), 3) is not None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"key # {MARK}", "it gives no reason"),
        (f"key # {MARK} :-- 1 !", "it gives no reason"),
        (f"key /* {MARK} */ and more words", "it gives no reason"),
        (f"key <!-- {MARK} -->", "it gives no reason"),
        ("key # golive: ignore[] a reason", "it names something that is no code check"),
        ("key # golive: ignore[secrets] a reason", "it names something that is no code check"),
        ("key # golive: ignore[code.*] a reason", "it names something that is no code check"),
        (f"key # golive: ignore[{ID}, account.balance] a reason", "it names something that is no code check"),
    ],
)
def test_a_remark_without_reason_or_with_other_ids_has_no_effect(text, problem):
    assert remark(text, 1).problem == problem


@pytest.mark.parametrize(
    "text",
    [
        f"key # golive: ignore[code.timeouts] a reason, not about {ID}",
        f"print('{MARK} a reason')",
        f"key {MARK} a reason",
        "key # golive: ignore a reason",
        f"key # GOLIVE: IGNORE[{ID}] a reason",
        f"key # golive: ignore[{ID} a reason",
        f"\0 # {MARK} a reason",
        f"{'x' * 5000} # {MARK} a reason",
        "key",
    ],
)
def test_other_text_is_no_remark_about_the_check(text):
    assert remark(text, 1) is None


def test_a_reason_is_shown_harmless_and_cut():
    found = remark(f"key # {MARK} \x1b[31mred {'x' * 400}", 1)
    assert "\x1b" not in found.reason
    assert len(found.reason) < 200


def test_of_two_remarks_the_one_with_effect_counts():
    assert remark(f"# {MARK}\nkey # {MARK} revoked", 2).problem is None


def test_findings_are_sifted_by_their_place():
    files = {"a.py": Ignores.of(f"# {MARK} revoked\nkey\nkey # {MARK}\nkey".encode())}
    findings = [fail(str(line), FilePlace("a.py", line)) for line in (2, 3, 4)]
    findings += [fail("no line", FilePlace("a.py")), fail("nowhere"), seen("all", FilePlace("a.py", 2))]
    findings.append(fail("elsewhere", FilePlace("b.py", 2)))
    sifted = sift(ID, findings, lambda path: files.get(path, Ignores()))
    assert [(finding.message, found.reason) for finding, found in sifted.ignored] == [("2", "revoked")]
    kept = [(finding.level, finding.message) for finding in sifted.kept]
    warning = (Level.WARN, "the remark to ignore this has no effect: it gives no reason")
    others = [(Level.FAIL, "4"), (Level.FAIL, "no line"), (Level.FAIL, "nowhere"), (Level.SEEN, "all")]
    assert kept == [(Level.FAIL, "3"), warning, *others, (Level.FAIL, "elsewhere")]
    assert str(sifted.kept[1].place) == "a.py:3"


def test_what_was_ignored_is_counted_and_listed():
    remarks = Ignores.of(f"# {MARK} revoked\nkey".encode())
    ignored = [(fail("x", FilePlace(f"a{index}", 2)), remarks.on(2, ID)) for index in range(3)]
    assert [each.message for each in evidence(ignored[:1])] == [
        "1 finding is ignored by a remark in the file: a0:2 (revoked)"
    ]
    assert [each.message for each in evidence(ignored, most=2)] == [
        "3 findings are ignored by a remark in the file: a0:2 (revoked); a1:2 (revoked) and 1 more"
    ]
    assert list(evidence([])) == []


@given(st.text("golive: ignore[code.secrets]#/*-\n \t\"'é", max_size=200))
def test_any_text_is_read_without_an_error(text):
    Ignores.of(text.encode()).on(1, ID)
    Ignores.of(f"# {MARK}{text}".encode()).on(2, ID)
