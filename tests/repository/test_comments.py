"""Remarks are told from settings by the file's type."""

from __future__ import annotations

import pytest

from golive.repository.comments import in_comment

COMMENTS = [
    ("a.env", "# HERE"),
    ("a.env", "KEY=1 # HERE"),
    (".env.production", "  # old: HERE"),
    ("a.yaml", "url: x  # HERE"),
    ("a.yaml", "it's: 1 # HERE"),
    ("a.yml", "url: 'a # b' # HERE"),
    ("a.toml", '# "HERE'),
    ("a.ini", "; HERE"),
    ("a.conf", "a = 1 ; HERE"),
    ("a.properties", "! HERE"),
    ("a.tf", "// HERE"),
    ("a.tf", "/* a\nHERE */"),
    ("a.jsonc", '{"a": 1, // HERE'),
    ("a.xml", "<!-- HERE -->"),
    ("a.xml", "<!-- a\n\nHERE\n-->"),
    ("Dockerfile.prod", "# HERE"),
]
SETTINGS = [
    ("a.env", "KEY=HERE"),
    ("a.env", "KEY=a#HERE"),
    ("a.env", 'KEY="a # HERE"'),
    ("a.env", "# a comment\nKEY=HERE"),
    ("a.env", "# a comment\rKEY=HERE"),
    ("a.yaml", "url: 'it # HERE'"),
    ("a.yaml", 'url: "a \\" # HERE"'),
    ("a.json", '{"a": "// HERE"}'),
    ("a.json", "# HERE"),
    ("a.jsonc", '{"a": "https://HERE"}'),
    ("a.xml", "<!-- a --> <b>HERE</b>"),
    ("a.xml", "<b>HERE</b> <!-- a -->"),
    ("a.tf", "/* a */ b = HERE"),
    ("a.yaml", "; HERE"),
    ("a.env", "KEY=" + "# " * 40_000 + "HERE"),
]


@pytest.mark.parametrize(("name", "text"), COMMENTS)
def test_a_comment_is_a_comment(name, text):
    assert in_comment(name, text.encode(), text.index("HERE"))


@pytest.mark.parametrize(("name", "text"), SETTINGS)
def test_a_setting_is_none(name, text):
    assert not in_comment(name, text.encode(), text.index("HERE"))
