"""JSON Schemas come from frozen dataclasses and say exactly what their types say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator

from golive.schema import Form, json_schema


class Colour(StrEnum):
    """What it looks like."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Leaf:
    """
    The end of a branch.

    Green.
    """

    name: str = field(metadata={"doc": "What it is called."})
    size: int | None = None


@dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...]
    colour: Colour
    kind: Literal["oak", "elm"]
    version: Literal[1]
    height: Decimal
    grown: datetime
    share: float
    alive: bool
    notes: Mapping[str, str | Leaf] = field(metadata={"keys": Form("^[a-z]+$", "letters"), "least": 1})
    extra: Any = None
    parent: Tree | None = None
    marks: tuple[str, ...] = field(default=(), metadata={"form": Form("^x$", "x"), "least": 2})


def schema(**options):
    return json_schema(Tree, title="A tree", schema_id="urn:tree", **options)


def test_an_input_document_may_leave_out_what_has_a_default_and_knows_no_null():
    assert schema() == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:tree",
        "title": "A tree",
        "type": "object",
        "properties": {
            "leaves": {"type": "array", "items": {"$ref": "#/$defs/Leaf"}},
            "colour": {"$ref": "#/$defs/Colour"},
            "kind": {"enum": ["oak", "elm"]},
            "version": {"const": 1},
            "height": {"type": "string", "pattern": r"^-?[0-9]{1,30}(\.[0-9]{1,30})?$"},
            "grown": {"type": "string", "format": "date-time"},
            "share": {"type": "number"},
            "alive": {"type": "boolean"},
            "notes": {
                "type": "object",
                "additionalProperties": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Leaf"}]},
                "propertyNames": {"pattern": "^[a-z]+$"},
                "minProperties": 1,
            },
            "extra": {},
            "parent": {"$ref": "#/$defs/Tree"},
            "marks": {"type": "array", "items": {"type": "string", "pattern": "^x$"}, "minItems": 2},
        },
        "required": ["leaves", "colour", "kind", "version", "height", "grown", "share", "alive", "notes"],
        "additionalProperties": False,
        "$defs": schema()["$defs"],
    }


def test_an_output_document_holds_every_field_and_null_for_none():
    leaf = schema(output=True)["$defs"]["Leaf"]
    assert leaf["required"] == ["name", "size"]
    assert leaf["properties"]["size"] == {"anyOf": [{"type": "integer"}, {"type": "null"}]}


def test_descriptions_come_from_docs_and_docstrings_but_not_from_generated_ones():
    definitions = schema()["$defs"]
    assert definitions["Leaf"]["description"] == "The end of a branch. Green."
    assert definitions["Leaf"]["properties"]["name"]["description"] == "What it is called."
    assert definitions["Colour"] == {"description": "What it looks like.", "type": "string", "enum": ["red", "blue"]}
    assert "description" not in definitions["Tree"]


def test_a_type_that_names_no_other_has_no_definitions():
    assert "$defs" not in json_schema(Leaf, title="", schema_id="")


def test_what_is_written_is_a_schema():
    Draft202012Validator.check_schema(schema())


@dataclass(frozen=True)
class Odd:
    value: complex


@dataclass(frozen=True)
class Fixed:
    value: tuple[int, int]


@dataclass(frozen=True)
class Numbered:
    value: Mapping[int, str]


@pytest.mark.parametrize("kind", [Odd, Fixed, Numbered])
def test_a_type_without_a_json_form_is_an_error(kind):
    with pytest.raises(TypeError, match="has no JSON form"):
        json_schema(kind, title="", schema_id="")


def test_two_types_of_one_name_are_an_error(monkeypatch):
    other = dataclass(frozen=True)(type("Leaf", (), {"__annotations__": {}}))
    both = dataclass(frozen=True)(type("Both", (), {"__annotations__": {"one": Leaf, "two": other}}))
    with pytest.raises(TypeError, match="two types are named Leaf"):
        json_schema(both, title="", schema_id="")


@pytest.mark.parametrize(("text", "fits"), [("ab", True), ("ab\n", False), ("xab", False)])
def test_the_end_of_a_pattern_is_the_very_end(text, fits):
    assert Form("^ab$", "ab").matches(text) is fits


def test_a_pattern_without_an_end_may_match_anywhere():
    assert Form("[^ ]", "something").matches("  x ")
