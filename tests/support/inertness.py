"""What a format owes to a text from outside: that it does nothing."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import xmlschema
from jsonschema import Draft4Validator, Draft202012Validator

from golive.reporters.json import report_schema, reports_schema
from support.gfm import Seen, assert_inert
from support.published import SARIF, published

INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
COMMAND = re.compile(r"^[^\S\n]*::[A-Za-z]", re.MULTILINE)
ANYWHERE = re.compile(r"##(?:\[|vso\[|teamcity\[)", re.IGNORECASE)
ANNOTATION = re.compile(r"::(error|warning|notice) ((?:(?:file|line|col|title)=[^:,\n]*,?)+)::[^\n]*")
JUNIT = xmlschema.XMLSchema(Path(__file__).parents[1] / "reporters" / "schemas" / "junit.xsd")
OUR_GLYPH = "\ufe0e"
"""Makes a mark of ours a text and no picture."""


class Page(HTMLParser):
    """The tags of a page, each with the names of its attributes, its addresses and anchors, and its remarks."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[tuple[str, ...]] = set()
        self.addresses: set[str] = set()
        self.ids: list[str] = []
        self.remarks: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add((tag, *sorted(name for name, _ in attrs)))
        self.addresses |= {value for name, value in attrs if name in {"href", "src", "action", "data"}}
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_comment(self, data):
        self.remarks.append(data)


@cache
def sarif_validator() -> Draft4Validator | None:
    schema = published(SARIF)
    return None if schema is None else Draft4Validator(json.loads(schema.read_text(encoding="utf-8")))


@cache
def json_validator(form: str) -> Draft202012Validator:
    return Draft202012Validator(reports_schema() if form == "golive-reports" else report_schema())


def assert_html(text: str, like: str) -> None:
    page, usual = Page(text), Page(like)
    assert {tag[0] for tag in page.tags} <= {tag[0] for tag in usual.tags}
    assert page.tags <= usual.tags
    assert {one for one in page.addresses if not one.startswith("#")} <= usual.addresses
    assert all(re.fullmatch(r"#?[A-Za-z0-9.-]+", one) for one in (*page.ids, *page.addresses) if "//" not in one)
    assert len(page.ids) == len(set(page.ids))
    assert page.remarks == []


def assert_junit(text: str, like: str) -> None:
    JUNIT.validate(text)
    root, usual = ET.fromstring(text), ET.fromstring(like)  # noqa: S314 - golive has just written it
    assert {one.tag for one in root.iter()} <= {one.tag for one in usual.iter()}
    assert "<!" not in text
    assert text.count("<?") == 1
    for one in root.iter():
        assert not any("[[attachment|" in words.lower() for words in (one.text or "", *one.attrib.values()))
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert all(re.fullmatch(r"[\w.-]+", name) for name, _ in names)


def assert_sarif(text: str, like: str) -> None:
    log = json.loads(text)
    if (validator := sarif_validator()) is not None:  # tests/reporters/test_sarif.py says where it is missing
        validator.validate(log)
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        assert len({rule["id"] for rule in rules}) == len(rules)
        for result in run["results"]:
            (place,) = result["locations"]
            assert_path(unquote(place["physicalLocation"]["artifactLocation"]["uri"]))
        for message in (*(result["message"] for result in run["results"]), *(rule["help"] for rule in rules)):
            assert "](" not in message["text"]
            assert not re.search(r"\{\d", message["text"])
    assert keys(log) <= keys(json.loads(like)) | {"suppressions", "justification", "kind", "status"}


def assert_gitlab(text: str, like: str) -> None:
    found = json.loads(text)
    assert keys(found) == keys(json.loads(like))
    for one in found:
        assert_path(one["location"]["path"])
    assert len({one["fingerprint"] for one in found}) == len(found)


def assert_json(text: str, _like: str) -> None:
    told = json.loads(text)
    json_validator(told["format"]).validate(told)


def assert_markdown(text: str, like: str) -> None:
    assert_inert(text.replace("<!-- golive-report -->", "", 1), set(Seen(like).links))
    assert len(text) < 65_536


def assert_github(text: str, _like: str) -> None:
    for line in text.splitlines():
        assert ANNOTATION.fullmatch(line), line


def assert_path(path: str) -> None:
    """Demand a path that stays below the root of the repository."""
    assert path
    assert not path.startswith("/")
    assert not re.match(r"\\(?![xuUnrt])", path)  # what is invisible is written as an escape
    assert ".." not in path.split("/")
    assert not re.match(r"[A-Za-z]:[/\\]", path)


def keys(value: object) -> set[str]:
    match value:
        case dict():
            return {*value, *(key for one in value.values() for key in keys(one))}
        case list():
            return {key for one in value for key in keys(one)}
    return set()


ALSO = {
    "html": assert_html,
    "junit": assert_junit,
    "sarif": assert_sarif,
    "gitlab": assert_gitlab,
    "json": assert_json,
    "markdown": assert_markdown,
    "github": assert_github,
}


def assert_inert_as(name: str, text: str, like: str) -> None:
    """Demand that a format's text does nothing but what it does without hostile words."""
    assert text.endswith("\n")
    assert not INVISIBLE & {unicodedata.category(one) for one in text.replace("\n", "").replace(OUR_GLYPH, "")}
    assert not ANYWHERE.search(text)
    assert name == "github" or not COMMAND.search(text)
    text.encode()
    if name in ALSO:
        ALSO[name](text, like)
