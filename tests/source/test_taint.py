"""Where a value goes: assignments, arguments, closures, loops and results."""

from __future__ import annotations

import pytest

from golive.source.taint import Carried
from golive.source.tree import NodeKind
from support.sources import project

GOES = [
    ("a_py", "a = seed()\nsink(a)"),
    ("a_py", "def f():\n    return seed()\nsink(f())"),
    ("a_py", "def f(x):\n    sink(x)\nf(seed())"),
    ("a_py", "def f(x, y):\n    sink(y)\nf(1, y=seed())"),
    ("a_py", "for x in seed():\n    sink(x)"),
    ("a_py", "class A:\n    def f(self):\n        self.x = seed()\n    def g(self):\n        sink(self.x)"),
    ("a_py", "d = {}\nd['k'] = seed()\nsink(d)"),
    ("a_py", "l = []\nl.append(seed())\nsink(l)"),
    ("a_js", "seed().then((x) => sink(x));"),
    ("a_js", "const { a, b } = seed(); sink(b);"),
    ("a_js", "function f({ key }) { sink(key); }\nf({ key: seed() });"),
    ("a_js", "const f = (x) => sink(x);\nf(seed());"),
    ("a_js", "function f(x = seed()) { sink(x); }"),
    ("a_kt", "fun f() { seed().let { sink(it) } }"),
    ("a_go", "package a\nfunc f() {\n var e Event\n json.Unmarshal(seed(), &e)\n sink(e)\n}"),
    ("a_rb", "def f\n  seed\nend\nsink(f())"),
]
STAYS = [
    ("a_py", "a = seed()\nb = 1\nsink(b)"),
    ("a_py", "def f():\n    a = seed()\ndef g(a):\n    sink(a)"),
    ("a_py", "def f(x, y):\n    sink(y)\nf(seed(), 1)"),
    ("a_js", "function f({ key, other }) { sink(other); }\nf({ key: seed(), other: 1 });"),
    ("a_py", "a = size(seed())\nsink(a)"),
]


def arrives(name, source):
    found = project(**{name: source})
    root = found.files[0].root
    functions = [root, *root.find(NodeKind.FUNCTION)]
    carried = Carried(
        found,
        functions,
        lambda node: node.kind in {NodeKind.CALL, NodeKind.NAME} and node.name == "seed",
        stops=lambda node: node.kind is NodeKind.CALL and node.name == "size",
    )
    return any(
        carried.holds(each) for call in root.find(NodeKind.CALL) if call.name == "sink" for each in call.all("argument")
    )


@pytest.mark.parametrize(("name", "source"), GOES)
def test_a_value_is_followed(name, source):
    assert arrives(name, source)


@pytest.mark.parametrize(("name", "source"), STAYS)
def test_other_values_are_not(name, source):
    assert not arrives(name, source)


def test_nothing_holds_nothing():
    assert not Carried(project(a_py="x"), [], lambda _node: True).holds(None)
