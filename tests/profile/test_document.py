"""YAML becomes a tree with places; what is hostile is refused at its place, and quickly."""

from __future__ import annotations

import tracemalloc

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from golive.profile.document import DEEPEST, MOST_NODES, parse
from golive.profile.nodes import Mapping, Scalar, Sequence, Sort
from golive.profile.syntax import decode


def faults(text, **options):
    return [f"{fault.at.line}:{fault.at.column} {fault.message}" for fault in parse(text, **options).faults]


def plain(node):
    match node:
        case Mapping():
            return {name: plain(entry.value) for name, entry in node.entries.items()}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar():
            return node.text


@pytest.fixture(params=["libyaml", "pure Python"])
def loader(request, monkeypatch):
    if request.param == "pure Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    return request.param


def test_everything_knows_its_place():
    root = parse("a:\n  - b: c\n  - d\n").root
    entry = root.entries["a"]
    assert (entry.at.line, entry.at.column) == (1, 1)
    assert [(item.at.line, item.at.column) for item in entry.value.items] == [(2, 5), (3, 5)]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("NO", Sort.BOOL),
        ("yes", Sort.BOOL),
        ("on", Sort.BOOL),
        ("true", Sort.BOOL),
        ("012", Sort.INT),
        ("12:30", Sort.INT),
        ("0x1f", Sort.INT),
        ("1_000", Sort.INT),
        ("0o17", Sort.FLOAT),
        ("1e3", Sort.FLOAT),
        ("5000.00", Sort.FLOAT),
        (".inf", Sort.FLOAT),
        ("08", Sort.FLOAT),
        ("null", Sort.NULL),
        ("~", Sort.NULL),
        ("2026-11-22", Sort.DATE),
        ("=", Sort.OTHER),
        ("DE", Sort.TEXT),
        ("'NO'", Sort.TEXT),
        ('"012"', Sort.TEXT),
        ("!!str 012", Sort.TEXT),
        ("! 012", Sort.TEXT),
        ("!!int 12", Sort.INT),
        ("|\n  12", Sort.TEXT),
    ],
)
def test_a_scalar_knows_what_any_yaml_would_take_it_for(text, sort):
    assert parse(f"a: {text}\n").root.entries["a"].value.sort is sort


def test_aliases_and_merge_keys_are_understood_and_what_is_written_wins():
    text = """
base: &base {x: 1, y: 2}
more: &more {y: 3, z: 4}
use: {<<: [*base, *more], x: 9}
one: {<<: *base}
same: *base
"""
    assert plain(parse(text).root) == {
        "base": {"x": "1", "y": "2"},
        "more": {"y": "3", "z": "4"},
        "use": {"x": "9", "y": "2", "z": "4"},
        "one": {"x": "1", "y": "2"},
        "same": {"x": "1", "y": "2"},
    }


def test_an_alias_of_a_text_stands_where_the_alias_stands_and_may_be_a_key():
    root = parse("a: &name text\nb: *name\n*name : c\n").root
    assert root.entries["b"].value.at.line == 2
    assert plain(root) == {"a": "text", "b": "text", "text": "c"}


def test_an_empty_value_is_placed_at_its_key():
    assert parse("a:\n  b:\n").root.entries["a"].value.entries["b"].value.at.column == 3


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a:\n\tb: 1\n", "2:1 a tab cannot indent YAML: use spaces"),
        ("a: b: c\n", "1:5 a `:` cannot stand here: put the value in quotes, or check the indentation"),
        ("a: [1, 2\nb: 3\n", "1:4 the list that begins with `[` here is not closed, or a comma is missing"),
        ("a: {x: 1\n", "1:4 the mapping that begins with `{` here is not closed, or a comma is missing"),
        ("a: 'x\n", "1:4 the quoted text that begins here is not closed, or holds an escape unknown to YAML"),
        ('a: "\\q"\n', "1:4 the quoted text that begins here is not closed, or holds an escape unknown to YAML"),
        ("a: @x\n", "1:4 this character cannot begin a value: put the value in quotes"),
        ("a:\n  - 1\n b: 2\n", "3:2 the indentation does not match the lines above"),
        ("  a: 1\nb: 2\n", "2:1 the indentation does not match the lines above"),
        ("a: - b\n", "1:4 a `-` cannot stand here: check the indentation"),
        ("a: b\nc\nd: e\n", "3:1 this key has no `:` after it"),
        ("a: !e!foo 1\n", "1:4 this is not valid YAML"),
        ("a: 1\nb: 2\na: 3\n", "3:1 the key `a` is here a second time; it stands in line 1 already"),
        ("? [a]\n: b\n", "1:3 a key has to be a text"),
        ("1: a\n", "1:1 the key `1` is a whole number to YAML: write it in quotes"),
        ("NO: a\n", "1:1 the key `NO` is true or false to YAML: write it in quotes"),
        ("<<: a\n", "1:5 `<<` takes a mapping, or a list of them"),
        ("a: *nope\n", "1:4 no anchor `nope` stands before this alias"),
        ("---\na\n---\nb\n", "3:1 a second document begins here: a file holds one"),
        ("a: !!binary aGk=\n", "1:4 the tag `!!binary` is not known here: leave it out"),
        ("a: !!set {b}\n", "1:4 the tag `!!set` is not known here: leave it out"),
        ("a: b\0c\n", "1:5 the character U+0000 cannot stand in YAML: remove it"),
        ("a: 1\r\nb: \x1b[31m\r\n", "2:4 the character U+001B cannot stand in YAML: remove it"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words_at_its_place(text, wanted):
    assert faults(text) == [wanted]


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "\n\n"])
def test_a_file_without_content_has_no_tree_or_an_empty_value(text):
    document = parse(text)
    assert document.faults == ()
    assert document.root is None or document.root.sort is Sort.NULL


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks_of_every_system_count_as_one(line_break):
    assert parse(line_break.join(["a: 1", "b:", "  c: 2", ""])).root.entries["b"].value.entries["c"].at.line == 3


def test_nothing_is_executed(tmp_path):
    trap = tmp_path / "trap"
    for tag in ("!!python/object/apply:os.system", "!!python/object/new:os.system", "tag:yaml.org,2002:python/name:os"):
        text = f"a: !<{tag}> ['touch {trap}']\n" if tag.startswith("tag") else f"a: {tag} ['touch {trap}']\n"
        assert "is not known here" in faults(text)[0]
    assert not trap.exists()


def laughs(levels, width=9):
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines)


BOMBS = {
    "a billion laughs": (laughs(12), "more than 20,000 values"),
    "laughs in merge keys": (
        "a0: &a0 {" + ", ".join(f"k{n}: v" for n in range(100)) + "}\n"
        + "\n".join(f"a{n}: &a{n} [{', '.join(['{<<: *a' + str(n - 1) + '}'] * 9)}]" for n in range(1, 2))
        + "\n" + "\n".join(f"b{n}: &b{n} [{', '.join(['*a1'] * 9)}]" for n in range(30)),
        "more than 20,000 values",
    ),
    "a list within itself": ("a: &x [*x]", "within its own anchor"),
    "a mapping within itself": ("&x {a: {b: *x}}", "within its own anchor"),
    "500,000 lists": ("[" * 500_000, "more than 50 levels"),
    "500,000 mappings": ("{a: " * 500_000, "more than 50 levels"),
    "300,000 block lists": ("- " * 300_000, "more than 50 levels"),
    "300,000 values": ("- a\n" * 300_000, "more than 20,000 values"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_while_it_is_read(name, loader):
    text, wanted = BOMBS[name]
    document = parse(text)
    assert document.root is None
    assert wanted in document.faults[-1].message


def test_a_bomb_takes_no_memory():
    tracemalloc.start()
    try:
        parse(laughs(12))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


def test_the_limits_themselves_are_allowed(loader):
    assert parse("[" * DEEPEST + "]" * DEEPEST).faults == ()
    assert parse("- a\n" * (MOST_NODES - 1)).faults == ()
    assert parse("- a\n" * MOST_NODES).faults != ()


def test_a_lenient_reading_passes_over_tags_and_odd_keys():
    root = parse("a: !vault x\nb: !Ref {c: d}\n1: e\n", lenient=True).root
    assert root.entries["a"].value.sort is Sort.OTHER
    assert root.entries["b"].value.sort is Sort.OTHER
    assert root.entries["1"].value.text == "e"


def test_no_node_shows_what_it_holds():
    assert "canary" not in repr(parse("a: [canary, {b: canary}]\n"))


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"a: caf\xe9\n", "1:7 this is not UTF-8: save the file as UTF-8"),
        (b"\xef\xbb\xbfa: 1\nb: \xff\n", "2:4 this is not UTF-8: save the file as UTF-8"),
        ("a: 1".encode("utf-16"), "1:1 the file is UTF-16: save it as UTF-8"),
    ],
)
def test_bytes_that_are_not_utf8_are_refused_where_they_are(data, wanted):
    fault = decode(data)
    assert f"{fault.at.line}:{fault.at.column} {fault.message}" == wanted


def test_a_byte_order_mark_is_no_content():
    assert decode(b"\xef\xbb\xbfa: 1\n") == "a: 1\n"


@given(st.text(alphabet=" \n\t-:[]{},&*!|>'\"%@`#?<~ab1\ufeff\x85\u2028é\U0001f600", max_size=60))
@example("\ufeff\ufeff")
@example("%TAG ! x\n---\na")
@example("a: &x !!str *x")
def test_no_text_makes_the_parser_raise(text):
    for lenient in (False, True):
        document = parse(text, lenient=lenient)
        assert all(fault.at.line >= 1 and fault.at.column >= 1 for fault in document.faults)


@given(st.binary(max_size=60))
def test_no_bytes_make_the_decoder_raise(data):
    decode(data)


@given(
    st.recursive(
        st.text(max_size=5) | st.integers().map(str),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
        max_leaves=15,
    )
)
def test_what_the_library_writes_is_read_back(value):
    assert plain(parse(yaml.safe_dump(value)).root) == value
