"""A file of source code is told by its name and read without trust."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from golive.source import files
from golive.source.files import LANGUAGES, language_of, parse
from golive.source.tree import NodeKind


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("a/b.py", "python"),
        ("B.PY", "python"),
        ("a.d.ts", "typescript"),
        ("a.tsx", "typescript"),
        ("a.rb", "ruby"),
        ("public/index.php", "php"),
        ("py", "python"),
        ("a.txt", None),
        ("Makefile", None),
        (".env", None),
        ("a.py/README", None),
    ],
)
def test_a_language_is_told_by_the_end_of_a_name(name, language):
    assert language_of(name) == language


@pytest.mark.parametrize("suffix", sorted(LANGUAGES))
def test_every_ending_has_an_adapter_that_knows_it(suffix):
    module = importlib.import_module(f"golive.source.languages.{LANGUAGES[suffix]}")
    (adapter,) = (each for each in module.ADAPTERS if suffix in each.suffixes)
    assert adapter.title
    assert parse(f"a.{suffix}", b"").root.children == ()


def test_the_text_of_a_node_is_what_stands_in_the_file():
    file = parse("a.py", "x = f('ä', 1)\n".encode())
    call = next(file.root.find(NodeKind.CALL))
    assert file.text(call) == "f('ä', 1)"
    assert file.text(file.root) == "x = f('ä', 1)\n"
    assert file.language == "python"


def test_what_does_not_parse_leaves_the_rest_readable():
    file = parse("a.py", b"x = = 1\nclient.post('/v1')\n")
    assert "post" in {node.name for node in file.root.find(NodeKind.CALL)}


def test_bytes_that_are_no_text_are_read_all_the_same():
    assert parse("a.rb", b'\xff\xfe client.post "\xc3" \x00').root.children


def test_a_file_of_no_known_language_is_refused():
    with pytest.raises(KeyError):
        parse("a.txt", b"")


def test_no_parser_is_loaded_before_a_file_is_parsed():
    code = f"import sys, {files.__name__}; print([each for each in sys.modules if each.startswith('tree_sitter')])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
