"""Writing a text into a YAML file."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from golive.profile.quoting import quoted


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_is_one_visible_line_that_yaml_reads_back(text):
    written = quoted(text)
    assert written.isprintable()
    assert yaml.safe_load(written) == text
