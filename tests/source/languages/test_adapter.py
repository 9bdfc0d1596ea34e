"""What all adapters are made of."""

from __future__ import annotations

import importlib

import pytest
import tree_sitter
from hypothesis import given, settings
from hypothesis import strategies as st

from golive.source.files import parse
from golive.source.languages.adapter import DEEPEST, last_part, unescaped
from golive.source.tree import Node, NodeKind
from support.neutral import sample_code, shown

SAME = {
    "py": 'client.post("/v1/payouts", headers={"Idempotency-Key": key})',
    "rb": 'client.post("/v1/payouts", headers: { "Idempotency-Key" => key })',
    "php": '<?php $client->post("/v1/payouts", headers: ["Idempotency-Key" => $key]);',
    "js": 'client.post("/v1/payouts", { "Idempotency-Key": key })',
    "ts": 'client.post<Payout>("/v1/payouts", { "Idempotency-Key": key })',
}
FOLDERS = {"py": "python", "rb": "ruby", "php": "php", "js": "javascript", "ts": "typescript"}


@pytest.mark.parametrize("suffix", sorted(SAME))
def test_the_same_request_is_the_same_tree_in_every_language(suffix):
    root = parse(f"a.{suffix}", SAME[suffix].encode()).root
    (call,) = root.find(NodeKind.CALL)
    assert call.name == "post"
    assert call.one("callee").path == "client.post"
    assert call.all("argument")[0].name == "/v1/payouts"
    (pair,) = (node for node in root.find(NodeKind.PAIR) if node.name == "Idempotency-Key")
    assert pair.one("key").kind is NodeKind.STRING
    assert pair.one("value").path == "key"
    assert pair.parent.kind is NodeKind.OBJECT
    assert pair in pair.parent.all("member")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain", "plain"),
        (r"a\nb\t\\", "a\nb\t\\"),
        (r"\x41\u0042\u{43}", "ABC"),
        (r"\u{110000}", "\ufffd"),
        (r"\q\"", 'q"'),
        ("a\\\nb", "ab"),
        ("\\", "\\"),
    ],
)
def test_escapes_are_resolved(text, plain):
    assert unescaped(text) == plain


@given(st.text())
@settings(deadline=None)
def test_escapes_of_any_text_are_resolved(text):
    assert len(unescaped(text)) <= len(text)


def test_only_what_is_called_has_a_last_part():
    assert last_part(None) == ""
    assert last_part(Node(NodeKind.STRING, 0, 1, 1, name="x")) == ""
    assert last_part(Node(NodeKind.MEMBER, 0, 1, 1, name="x")) == "x"


def test_code_below_the_deepest_level_is_left_out():
    root = parse("a.py", b"f(" * (DEEPEST * 2) + b")" * (DEEPEST * 2)).root
    assert 50 < len(list(root.find(NodeKind.CALL))) < DEEPEST


@pytest.mark.parametrize("suffix", sorted(FOLDERS))
def test_every_node_lies_in_its_file_and_under_its_parent(suffix):
    code = sample_code(FOLDERS[suffix]).encode()
    root = parse(f"a.{suffix}", code).root
    for node in root.walk():
        assert 0 <= node.start <= node.end <= len(code)
        assert node.line == code.count(b"\n", 0, node.start) + 1
        assert all(child.parent is node for child in node.children)
        parts = [part for parts in node.roles.values() for part in parts]
        assert {id(part) for part in parts} <= {id(child) for child in node.children}, shown(node)


@pytest.mark.parametrize("language", ["php", "python", "ruby"])
def test_every_rule_is_for_a_type_that_the_parser_knows(language):
    for adapter in importlib.import_module(f"golive.source.languages.{language}").ADAPTERS:
        grammar = tree_sitter.Language(adapter.grammar())
        known = {grammar.node_kind_for_id(each) for each in range(grammar.node_kind_count)}
        assert set(adapter.rules) - known == set(), adapter.suffixes
        assert set(adapter.dropped) - known == set(), adapter.suffixes
