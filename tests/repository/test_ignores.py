"""Remarks that take findings out: where they stand, what they have to say, and what they cannot do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.finding import FilePlace, Level, fail, seen
from golive.redact import inert
from golive.repository.ignores import Ignores, evidence, heed
from support.context import make_context

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


PROFILE = """
version: 1
provider: anton
environments:
  prod: {kind: production, base_url: "https://api.antonpayments.com"}
"""


def heeded(folder, findings, *, inline_ignores=True, **files):
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    context = make_context(folder, PROFILE, inline_ignores=inline_ignores)
    return [(each.level, str(each.place or ""), each.message) for each in heed(ID, context, findings)]


WITHOUT_REASON = "the remark to ignore this has no effect: it gives no reason"


def test_findings_are_taken_out_by_their_place_and_told_at_the_end(tmp_path):
    findings = [fail(str(line), FilePlace("a.py", line)) for line in (2, 3, 4)]
    found = heeded(tmp_path, findings, a=f"# {MARK} revoked\nkey\nkey # {MARK}\nkey")
    assert found == [
        (Level.FAIL, "a.py:3", "3"),
        (Level.WARN, "a.py:3", WITHOUT_REASON),
        (Level.FAIL, "a.py:4", "4"),
        (Level.SEEN, "", "1 finding is ignored by a remark in the file: a.py:2 (revoked)"),
    ]


@pytest.mark.parametrize(
    "finding",
    [
        fail("no line", FilePlace("a.py")),
        fail("nowhere"),
        seen("evidence", FilePlace("a.py", 2)),
        fail("another line", FilePlace("a.py", 3)),
        fail("another file", FilePlace("b.py", 2)),
        fail("a file that is gone", FilePlace("c.py", 2)),
    ],
    ids=lambda finding: finding.message,
)
def test_a_remark_takes_out_nothing_but_what_is_wrong_on_its_line(tmp_path, finding):
    found = heeded(tmp_path, [finding], a=f"# {MARK} revoked\nkey", b="")
    assert found == [(finding.level, str(finding.place or ""), finding.message)]


def test_when_remarks_are_not_to_count_all_findings_stay(tmp_path):
    findings = [fail("x", FilePlace("a.py", 2))]
    found = heeded(tmp_path, findings, inline_ignores=False, a=f"# {MARK} revoked\nkey")
    assert found == [(Level.FAIL, "a.py:2", "x")]


def test_files_are_found_by_the_names_that_findings_show(tmp_path):
    (tmp_path / "a\n\x1b.py").write_text(f"# {MARK} revoked\nkey")
    [(level, _, message)] = heeded(tmp_path, [fail("x", FilePlace(inert("a\n\x1b.py"), 2))])
    assert level is Level.SEEN
    assert "1 finding is ignored" in message


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
