"""Sentences in which commands stand between backticks."""

from __future__ import annotations

import pytest

from golive.reporters.commands import parts_of


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Nothing to run.", (("Nothing to run.", False),)),
        ("Run `golive check`.", (("Run ", False), ("golive check", True), (".", False))),
        ("`golive` or `go`", (("golive", True), (" or ", False), ("go", True))),
        ("", ()),
    ],
)
def test_what_stands_between_backticks_is_a_command(sentence, parts):
    assert parts_of(sentence) == parts


@pytest.mark.parametrize("sentence", ["Run `golive check --env a`b`.", "`", "Run `` now", "Run ` ` now"])
def test_a_sentence_whose_backticks_do_not_go_together_is_one_part(sentence):
    assert parts_of(sentence) == ((sentence, False),)
