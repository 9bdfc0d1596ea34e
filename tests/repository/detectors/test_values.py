"""An exact value is found in each of its spellings, in text and in anything else."""

from __future__ import annotations

import base64
import json
import random
import string
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golive.kind import Kind
from golive.redact import Secret
from golive.repository.detectors.detector import Form
from golive.repository.detectors.values import Known
from golive.repository.secrets import Scanner

PLAIN = "p4ssw0rdZq7KmX2vuT9jkLzO"
ODD = 'p4ss/w0rd+Zq7"KmX2v=uT9é'


def scanner(value: str) -> Scanner:
    return Scanner((), [Known(Secret(value, "api_key of prod"), Kind.PRODUCTION)])


SPELLINGS = {
    "hexadecimal": lambda value: value.encode().hex(),
    "HEXADECIMAL": lambda value: value.encode().hex().upper(),
    "URL-encoded": lambda value: quote(value, safe=""),
    "url-encoded": lambda value: quote(value, safe="").lower() if value.islower() else quote(value, safe=""),
    "JSON": json.dumps,
    "JSON, PHP": lambda value: json.dumps(value).replace("/", "\\/"),
    "JSON twice": lambda value: json.dumps(json.dumps(value)),
    "escapes": lambda value: "".join(f"\\u{ord(one):04x}" for one in value),
    "ESCAPES": lambda value: "".join(f"\\u{ord(one):04X}" for one in value),
    "HTML": lambda value: value.replace("&", "&amp;").replace('"', "&quot;"),
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 of more": lambda value: base64.b64encode(f"key: {value}\n".encode()).decode(),
    "base64 for URLs": lambda value: base64.urlsafe_b64encode(f"k{value}".encode()).decode(),
}


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS.keys())
@pytest.mark.parametrize("value", [PLAIN, ODD])
def test_an_exact_value_is_found_in_every_spelling(spell, value):
    [hit] = scanner(value).scan(f"a\nb\nk {spell(value)} c\n".encode())
    assert (hit.line, hit.title, hit.known) == (3, "api_key of prod", True)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8", "latin-1"])
@pytest.mark.parametrize("shift", [0, 1])
def test_an_exact_value_is_found_in_a_program(encoding, shift):
    data = b"MZ\0\1\2\xff" + b"\x90" * 5000 + b"\0" * shift + f"\x01{PLAIN}\x01".encode(encoding) + b"\0\0"
    [hit] = scanner(PLAIN).scan(data)
    assert (hit.line, hit.form is Form.ENCODED) == (None, encoding.startswith("utf-16"))


@pytest.mark.parametrize("width", [32, 64, 76])
@pytest.mark.parametrize("before", range(0, 90, 7))
def test_wrapped_base64_is_found_wherever_the_line_breaks(width, before):
    text = base64.b64encode(("x" * before + PLAIN).encode()).decode()
    lines = "\n".join(f"  {text[index : index + width]}" for index in range(0, len(text), width))
    assert len(list(scanner(PLAIN).scan(f"data: |\n{lines}\n".encode()))) == 1


def test_a_value_in_two_spellings_is_two_hits():
    hits = list(scanner(PLAIN).scan(f"{PLAIN}\n{PLAIN.encode().hex()}\n".encode()))
    assert [(hit.line, hit.form) for hit in hits] == [(1, Form.PLAIN), (2, Form.ENCODED)]


def test_a_value_whose_letters_are_never_the_same_in_both_cases_is_found_in_both():
    value = "zKoJmZlNkOzMjLoKnJzNlK"
    for text in (value.encode().hex(), value.encode().hex().upper()):
        assert len(list(scanner(value).scan(text.encode()))) == 1


def test_a_value_that_repeats_its_parts_is_one_hit_each_time():
    value = "q7Zk29Lm-q7Zk29Lm-Xw4TpB81"
    assert len(list(scanner(value).scan(f"{value} {value}".encode()))) == 2


@settings(deadline=None)  # making the scanner takes longer on a busy machine than looking for the value
@given(st.integers(), st.sampled_from(sorted(SPELLINGS)), st.text(max_size=40), st.text(max_size=40))
def test_any_value_is_found_in_any_text_at_its_line(seed, spelling, before, after):
    choice = random.Random(seed).choice  # noqa: S311 - the same values each time
    value = "".join(choice(string.ascii_letters + string.digits + "+/=") for _ in range(24)).strip("=+/") + "9Kq"
    before, after = (text.replace("\0", "").replace("\r", "") for text in (before, after))
    data = f"{before}\n{SPELLINGS[spelling](value)}\n{after}\n".encode(errors="replace")
    assert [hit.line for hit in scanner(value).scan(data)] == [before.count("\n") + 2]
