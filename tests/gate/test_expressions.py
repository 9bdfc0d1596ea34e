"""The reader of GitHub's expressions, which the tests of the action trust."""

from __future__ import annotations

import pytest

from support.expressions import Scope, evaluate, filled

CONTEXTS = {"inputs": {"name": "", "on": "true"}, "steps": {"a-step": {"outputs": {"path": "it's here"}}}}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("inputs.name || 'other'", "other"),
        ("inputs.on == 'true' && steps.a-step.outputs.path", "it's here"),
        ("inputs.on != 'true' || !(inputs.name == '')", False),
        ("steps.gone.outputs.path", None),
        ("steps.gone.outputs.path == ''", True),
        ("format('golive-{0}', inputs.name || 'fleet')", "golive-fleet"),
        ("'it''s'", "it's"),
        ("always() && success()", True),
    ],
)
def test_an_expression_has_the_value_that_it_has_at_github(source, value):
    assert evaluate(source, Scope(CONTEXTS)) == value


def test_after_a_failure_only_a_condition_that_asks_goes_on():
    scope = Scope(CONTEXTS, failed=True)
    assert evaluate("success()", scope) is False
    assert evaluate("always() && inputs.on == 'true'", scope) is True
    assert scope.asked
    unasked = Scope(CONTEXTS, failed=True)
    assert evaluate("inputs.on == 'true'", unasked) is True
    assert not unasked.asked


def test_a_text_is_filled_with_what_its_expressions_say():
    assert filled("a ${{ inputs.on }} b${{ inputs.gone }}", Scope(CONTEXTS)) == "a true b"


@pytest.mark.parametrize("source", ["inputs.on ==", "inputs.on ~ 'a'", "(inputs.on", "inputs.on 'b'", "gone('a')"])
def test_what_it_cannot_read_is_an_error(source):
    with pytest.raises((AssertionError, IndexError, KeyError)):
        evaluate(source, Scope(CONTEXTS))
