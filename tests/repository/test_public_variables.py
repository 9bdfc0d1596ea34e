"""Variables that builds put into client code are told from others, whatever stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.repository.public_variables import Given, PublicVariable, assigned_to, public_variables


def is_key(name):
    return name.endswith(b"API_KEY")


def found(text):
    return list(public_variables(text.encode(), is_key))


@pytest.mark.parametrize(
    ("text", "given", "source"),
    [
        ("VITE_API_KEY=v8Kq2mZ7xWd9Tn4hRb3sCp6", Given.VALUE, ""),
        ('VITE_API_KEY: "v8Kq2mZ7xWd9Tn4hRb3sCp6"', Given.VALUE, ""),
        ("VITE_API_KEY=$API_KEY", Given.CREDENTIAL, "API_KEY"),
        ("VITE_API_KEY=$OTHER", Given.NOTHING, ""),
        ("VITE_API_KEY: op://vault/pay/key", Given.CREDENTIAL, "a store of secrets"),
        ("VITE_API_KEY=", Given.NOTHING, ""),
        ("if (VITE_API_KEY == 'v8Kq2mZ7xWd9Tn4hRb3sCp6')", Given.NOTHING, ""),
        ("VITE_API_KEY", Given.NOTHING, ""),
    ],
)
def test_what_a_variable_gets_is_told(text, given, source):
    assert found(f"\n{text}\n") == [PublicVariable("VITE_API_KEY", 2, given, source)]


def test_a_binary_file_has_none():
    assert list(public_variables(b"\0\1VITE_API_KEY=x", is_key)) == []


@pytest.mark.parametrize("text", ["VITE_A=", "VITE_A: '", '"VITE_A": "', "ENV VITE_A ", "- name: VITE_A\n  value: "])
def test_what_a_value_is_assigned_to_is_told(text):
    assert assigned_to(text.encode() + b"secret", len(text)) == "VITE_A"


@pytest.mark.parametrize("text", ["A=", "MY_VITE_A=", "VITE_A=1 B=", "VITE_A\nB="])
def test_what_is_assigned_to_another_is_not(text):
    assert assigned_to(text.encode(), len(text)) is None


@given(st.text("VITE_APKY=:'\"\n\r ${}[]value#", max_size=300))
def test_any_text_is_survived(text):
    for variable in found(text):
        assert variable.line <= text.count("\n") + text.count("\r") + 1
    assigned_to(text.encode(), len(text))
