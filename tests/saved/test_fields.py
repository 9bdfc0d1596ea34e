"""From plain values to the types of the published format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from golive.saved.fields import Reader
from golive.saved.text import MisfitError


@dataclass(frozen=True)
class Inner:
    kind: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Odd:
    what: set[str]


def test_texts_and_keys_pass_what_makes_them_harmless():
    read = Reader(str.upper).table(Inner, {"kind": "a", "counts": {"b": 1}})
    assert read == Inner("A", {"B": 1})


def test_the_key_that_does_not_fit_is_named():
    with pytest.raises(MisfitError) as caught:
        Reader(str).table(Inner, {"kind": "a", "counts": {"b" * 50: "1"}})
    assert caught.value.place == f".counts['{'b' * 39}…']"


def test_a_type_that_the_format_has_no_form_for_is_a_defect():
    with pytest.raises(TypeError, match="is no type of the format"):
        Reader(str).table(Odd, {"what": []})
