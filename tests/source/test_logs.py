"""Which calls are log calls, by how libraries of each language name them."""

from __future__ import annotations

import pytest

from golive.source.logs import data_of, is_log
from golive.source.tree import NodeKind
from support.sources import project

LOGS = [
    ("a_py", "logger.info(x)"),
    ("a_py", "self.log.warning(x)"),
    ("a_py", "print(x)"),
    ("a_py", "sys.stdout.write(x)"),
    ("a_py", "sentry_sdk.capture_message(x)"),
    ("a_js", "console.log(x)"),
    ("a_go", 'package a\nfunc f() { fmt.Printf("a", x) }'),
    ("a_go", "package a\nfunc f() { fmt.Fprintln(os.Stderr, x) }"),
    ("a_java", "class A { void f() { System.out.println(x); } }"),
    ("a_php", "<?php error_log($x);"),
    ("a_cs", "class A { void F() { Console.WriteLine(x); } }"),
]
OTHERS = [
    ("a_py", "events.add(x)"),
    ("a_py", "out.add(x)"),
    ("a_py", "math.log(x)"),
    ("a_py", "factory()(x)"),
    ("a_go", "package a\nfunc f() { fmt.Fprintf(w, x) }"),
    ("a_go", "package a\nfunc f() { fmt.Sprintf(x) }"),
]


def last_call(name, source):
    found = list(project(**{name: source}).files[0].root.find(NodeKind.CALL))
    return found[0]


@pytest.mark.parametrize(("name", "source"), LOGS)
def test_log_calls_are_told(name, source):
    assert is_log(last_call(name, source))


@pytest.mark.parametrize(("name", "source"), OTHERS)
def test_other_calls_are_not(name, source):
    assert not is_log(last_call(name, source))


def test_what_a_chain_adds_is_written_too():
    call = last_call("a_java", 'class A { void f() { log.atInfo().addKeyValue("a", x).log("b"); } }')
    assert is_log(call)
    assert [each.name for each in data_of(call)] == ["b", "a", "x"]
