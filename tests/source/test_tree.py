"""A node knows what is in it and around it, and how it is referred to."""

from __future__ import annotations

import pytest

from golive.source.files import parse
from golive.source.tree import Node, NodeKind

CODE = b"class A:\n    def f(self):\n        if x:\n            return self.client.post(a, b)\n"


def first(code: str, kind: NodeKind, suffix: str = "py") -> Node:
    """Return the first node of a kind in some code."""
    return next(parse(f"sample.{suffix}", code.encode()).root.find(kind))


@pytest.mark.parametrize(
    ("suffix", "code", "path"),
    [
        ("py", "a", "a"),
        ("py", "self.client.post", "self.client.post"),
        ("py", "a.b(c).d", "a.b().d"),
        ("py", "a.b(c)", "a.b()"),
        ("py", "a(b)(c)", "a()()"),
        ("py", "(await a.b()).c", "a.b().c"),
        ("py", "(await a)(b)", "a()"),
        ("py", "a['b'].c", "a.b.c"),
        ("py", "a['b']()", "a.b()"),
        ("py", "a[b].c", ""),
        ("py", "a[0]", ""),
        ("py", "'x'.join(a)", ""),
        ("py", "(a + b).c", ""),
        ("py", "[a][0]()", ""),
        ("php", "<?php $this->client->post();", "self.client.post()"),
        ("php", "<?php A::b();", "A.b()"),
        ("rb", "@client", "self.client"),
        ("rb", "event['data'][:id]", "event.data.id"),
    ],
)
def test_a_path_says_how_something_is_referred_to(suffix, code, path):
    assert parse(f"sample.{suffix}", code.encode()).root.children[0].path == path


def test_this_is_self_in_a_path():
    this = Node(NodeKind.NAME, 0, 4, 1, name="this")
    assert Node(NodeKind.MEMBER, 0, 6, 1, name="a", roles={"object": (this,)}, children=(this,)).path == "self.a"


def test_what_calls_nothing_has_no_path():
    assert Node(NodeKind.CALL, 0, 1, 1).path == ""


def test_the_path_of_a_long_chain_is_as_long_as_the_chain():
    chain = first("a" + ".b()" * 60, NodeKind.CALL)
    assert chain.path == "a" + ".b()" * 60


def test_nodes_come_in_the_order_of_the_file():
    root = parse("a.py", CODE).root
    assert [node.start for node in root.walk()] == sorted(node.start for node in root.walk())
    assert [node.name for node in root.find(NodeKind.CALL, NodeKind.FUNCTION)] == ["f", "post"]


def test_a_node_knows_what_is_around_it():
    call = first(CODE.decode(), NodeKind.CALL)
    assert [each.kind.value for each in call.above()][:3] == ["return", "block", "if"]
    around = call.within(NodeKind.FUNCTION, NodeKind.CLASS)
    assert around is not None
    assert around.name == "f"
    assert call.within(NodeKind.TRY) is None
    assert call.line == 4


def test_a_node_holds_itself_and_what_is_below_it():
    root = parse("a.py", CODE).root
    call = first(CODE.decode(), NodeKind.CALL)
    own = next(root.find(NodeKind.CALL))
    assert root.holds(own)
    assert own.holds(own)
    assert not own.holds(root)
    assert not root.holds(call)  # of another tree


def test_a_role_that_is_missing_is_empty():
    call = first("f()", NodeKind.CALL)
    assert call.all("argument") == ()
    assert call.one("argument") is None


@pytest.mark.parametrize(("code", "shown"), [("a = 1", "<assign = 'a' line 1>"), ("\n[]", "<list line 2>")])
def test_a_node_is_shown_by_kind_and_line(code, shown):
    assert repr(parse("a.py", code.encode()).root.children[0]) == shown
