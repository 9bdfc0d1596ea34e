"""What changed between two reports, as JSON."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from golive.comparing.changes import Turn
from golive.reporters.diff import render
from golive.reporters.diff_json import diff_schema
from golive.reporters.formats import Style
from support import differences
from support.snapshots import JsonFile

SCHEMA = diff_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def written(comparison):
    text = render(comparison, "json", Style())
    assert text.isascii()
    document = json.loads(text)
    VALIDATOR.validate(document)
    return document


def test_a_comparison_in_which_everything_happens_is_written_as_agreed(snapshot):
    assert render(differences.turned(), "json", Style()) == snapshot(extension_class=JsonFile)


@pytest.mark.parametrize("make", [differences.nothing, differences.turned, differences.services])
def test_every_comparison_follows_the_schema(make):
    comparison = make()
    assert written(comparison)["worse"] is comparison.worse


def test_every_turn_is_in_the_fixture_of_all_formats():
    (service,) = written(differences.turned())["services"]
    turns = {change["turn"] for change in (*service["items"], *service["checks"])}
    assert turns == {turn.value for turn in Turn}
    assert {change["turn"] for change in service["records"]} == {"came", "went", "lapsed", "rewritten"}


def test_nothing_that_changed_is_written_as_nothing():
    (service,) = written(differences.nothing())["services"]
    assert (service["items"], service["checks"], service["records"], service["worse"]) == ([], [], [], False)
