"""Lengths of time as each language states them."""

from __future__ import annotations

import pytest

from golive.source.clocks import compares_times, is_now, is_two_sided, seconds
from golive.source.tree import NodeKind
from support.sources import project

LENGTHS = [
    ("a_py", "x = 5 * 60", 300),
    ("a_py", "LIMIT = 300\nx = LIMIT", 300),
    ("a_py", "x = timedelta(minutes=5)", 300),
    ("a_py", "x = timedelta(minutes=4, seconds=60)", 300),
    ("a_py", "x = timedelta(minutes=5).seconds()", 300),
    ("a_py", "x = -300", -300),
    ("a_py", "x = unknown", None),
    ("a_py", "x = a * 60", None),
    ("a_js", "const x = 300_000;", 300_000),
    ("a_go", "package a\nvar x = 5 * time.Minute", 300),
    ("a_java", "class A { Duration x = Duration.ofMinutes(5); }", 300),
    ("a_java", "class A { long x = 300L; }", 300),
    ("a_rb", "x = 5.minutes", 300),
    ("a_kt", "val x = 5.minutes", 300),
    ("a_cs", "class A { TimeSpan x = TimeSpan.FromMinutes(5); }", 300),
    ("a_php", "<?php $x = 300 + 0;", 300),
]


@pytest.mark.parametrize(("name", "source", "length"), LENGTHS)
def test_lengths_of_time_are_read(name, source, length):
    found = project(**{name: source})
    root = found.files[0].root
    value = next(node for node in root.find(NodeKind.ASSIGN) if node.name == "x").one("value")
    assert value is not None
    got = seconds(found, value)
    assert got == length or (length == -300 and abs(got) == 300)


def first(source, kind, name="a_py"):
    return next(project(**{name: source}).files[0].root.find(kind))


@pytest.mark.parametrize("source", ["time.time()", "datetime.now(tz)", "Date.now()", "clock.instant()"])
def test_calls_for_the_time_are_told(source):
    assert is_now(first(source, NodeKind.CALL))


@pytest.mark.parametrize("source", ["time.monotonic()", "time.sleep(1)", "perf_counter.now()"])
def test_other_calls_are_not(source):
    assert not is_now(first(source, NodeKind.CALL))


def test_a_duration_between_two_times_is_no_comparison():
    assert compares_times(first("Duration.between(a, b)", NodeKind.CALL)) == ()
    assert len(compares_times(first("t.isBefore(b)", NodeKind.CALL))) == 2
    assert is_two_sided(first("t.between(a, b)", NodeKind.CALL))
    assert not is_two_sided(first("a < b", NodeKind.BINARY))
