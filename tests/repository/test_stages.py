"""Which stage a setting is for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.kind import Kind
from golive.repository.stages import stage_of


@pytest.mark.parametrize(
    ("suffix", "text", "kind"),
    [
        ("env", "URL_PROD=HERE", Kind.PRODUCTION),
        ("env", "URL=HERE", None),
        ("yaml", "prod:\n  sandbox:\n    url: HERE", Kind.SANDBOX),
        ("yaml", "sandbox:\n  prod:\n    url: HERE", Kind.PRODUCTION),
        ("yaml", "prod:\n  url: x\nurl: HERE", None),
        ("toml", "[prod]\n[[sandbox.hosts]]\nurl = HERE", Kind.SANDBOX),
        ("yaml", "[prod]\nurl: HERE", None),
        ("json", '{"prod": [1, {"a": {}}, {"u": "HERE', Kind.PRODUCTION),
        ("yaml", "- name: URL_LIVE\n  value: HERE", Kind.PRODUCTION),
        ("env", "URL_PROD=" + "x" * 5000 + "HERE", None),
    ],
)
def test_the_innermost_name_that_names_a_stage_counts(suffix, text, kind):
    assert stage_of(suffix, text.encode(), text.index("HERE")) is kind


@given(st.text("prod[]{}:=\"'\n -xsandbo", max_size=200), st.integers(0, 200))
def test_any_text_has_an_answer(text, at):
    assert stage_of("toml", text.encode(), min(at, len(text))) in {None, Kind.PRODUCTION, Kind.SANDBOX}
