"""Credentials are found where they stand, and nowhere else."""

from __future__ import annotations

import base64
import json
import time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.kind import Kind
from golive.providers.anton.shapes import SECRET_SHAPES
from golive.redact import Secret
from golive.repository.detectors.values import Known
from golive.repository.secrets import Scanner

LIVE = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
TEST = "ak_test_Hd83kLq0Zx72mVtPw4Ry"
HOOK = "whsec_c4a8f21b07d9e653c1be0f8a7d264935be71904ad2c8f3605b9e1d7c40a2f683"
OAUTH = "ant_ocs_live_8c1e5f70a93b4d26e1f7b05c92d4a8367fe1c05d92b4a836"
OAUTH_TEST = "ant_ocs_sandbox_1b7d40e9c2a85f36d0e4b79c21f5a8630b9d4e7c12f5a863"
CLIENT = "ant_oc_live_5d0c7e91b2a4f8360e9b1d7c42f5a863"
# No shape, a slash and a plus, so that each encoding differs.
PLAIN = "p4ss/w0rd+Zq7KmX2v=uT9"

SHAPES = Scanner(SECRET_SHAPES)


def lines(text: str, scanner: Scanner = SHAPES) -> list[tuple[int | None, str]]:
    return [(hit.line, hit.title) for hit in scanner.scan(text.encode())]


PLANTED = {
    "python": f'import os\n\nKEY = "{LIVE}"\n',
    "single quotes": f"# a\n# b\nKEY = '{LIVE}'\n",
    "dotenv": f"A=1\nB=2\nANTON_API_KEY={LIVE}\n",
    "exported": f"#!/bin/sh\n\nexport ANTON_API_KEY={LIVE}\n",
    "yaml": f"anton:\n  env: prod\n  api_key: {LIVE}\n",
    "json": f'{{\n"a": 1,\n"apiKey": "{LIVE}"}}',
    "json, escaped line break before": f'{{\n"cells":\n["a\\n{LIVE}\\n"]}}',
    "toml": f'[anton]\n\nkey = "{LIVE}"\n',
    "ini": f"[anton]\n\nkey={LIVE};comment\n",
    "properties": f"a=1\n\nanton.key:{LIVE}\n",
    "xml": f"<a>\n<b/>\n<key>{LIVE}</key></a>",
    "html attribute": f"<p>\n\n<input value='{LIVE}'>",
    "javascript": f"// a\n\nconst key = `{LIVE}`;\n",
    "minified": f'var a=1;\n\n!function(e,t){{e.k="{LIVE}",t(e)}}(window,console.log);',
    "go": f'package main\n\nconst key = "{LIVE}"\n',
    "java": f'class A {{\n\nString k = "{LIVE}";}}',
    "php": f"<?php\n\ndefine('KEY', '{LIVE}');",
    "terraform": f'variable "k" {{\n\n  default = "{LIVE}"\n}}',
    "dockerfile": f"FROM a\n\nENV KEY={LIVE}\n",
    "compose": f"services:\n  a:\n    environment: [KEY={LIVE}]\n",
    "ci file": f"env:\n  A: b\n  KEY: '{LIVE}'\n",
    "curl in markdown": f"# Try\n\n    curl -H 'Authorization: Bearer {LIVE}' https://x\n",
    "url": f"a\nb\nhttps://x.example/?key={LIVE}&b=1\n",
    "url-encoded header": f"a\nb\nauth%3DBearer%20{LIVE}\n",
    "csv": f"name,key\na,b\nprod,{LIVE},2026\n",
    "log with colours": f"a\nb\n\x1b[32m{LIVE}\x1b[0m\n",
    "comment": f"a\nb\n# old key: {LIVE}\n",
    "sql": f"--\n--\nINSERT INTO k VALUES ('{LIVE}');\n",
    "sentence": f"One.\nTwo.\nThe key is {LIVE}.\n",
    "windows line ends": f"a\r\nb\r\nKEY={LIVE}\r\n",
    "webhook secret": f"a\nb\nSECRET={HOOK}\n",
    "oauth secret": f"a\nb\nSECRET={OAUTH}\n",
}


@pytest.mark.parametrize("text", PLANTED.values(), ids=PLANTED.keys())
def test_a_live_credential_is_found_at_its_line(text):
    hits = list(SHAPES.scan(text.encode()))
    assert [hit.line for hit in hits] == [3]
    assert hits[0].kind is not Kind.SANDBOX


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "latin-1"])
def test_a_credential_is_found_in_every_text_encoding(encoding):
    hits = list(SHAPES.scan(f"naïve\n\nKEY={LIVE}\n".encode(encoding)))
    assert [(hit.line, hit.secret.reveal()) for hit in hits] == [(3, LIVE)]


QUIET = {
    "dots": "ak_live_...",
    "ellipsis": "ak_live_9f3kQ2xL…",
    "cut off": "ak_live_9f3kQ2xLab7Z...",
    "masked": "ak_live_9f3kQ2xLab7Z****************",
    "masked with x": "ak_live_9f3kQ2xxxxxxxxxxxxxxx",
    "angle brackets": "ak_live_<your-key>",
    "shell variable": "ak_live_${KEY}",
    "variable after a start": "ak_live_9f3kQ2xLab7Z${SUFFIX}",
    "template": "ak_live_{{ key }}",
    "format": "ak_live_%s",
    "f-string": 'f"ak_live_{key}"',
    "concatenation": '"ak_live_" + suffix',
    "prefix constant": 'LIVE_PREFIX = "ak_live_"',
    "starts with": 'key.startswith("ak_live_")',
    "regex": "ak_live_[A-Za-z0-9]+",
    "regex in slashes": r"/^ak_live_\w{24,}$/",
    "regex with a boundary": r"\bak_live_[0-9a-z]{16}\b",
    "regex group": "ak_live_([0-9A-Za-z_]+)",
    "regex any": "ak_live_.*",
    "too short": "ak_live_9f3kQ2",
    "example": "ak_live_example_key_1234567890",
    "upper case words": "ak_live_YOUR_KEY_HERE_PLEASE",
    "repeated": "ak_live_xxxxxxxxxxxxxxxxxxxxxxxx",
    "sequence": "ak_live_1234567890abcdef",
    "words": "ak_live_my_company_api_key_here",
    "test words": "ak_live_test_key_for_unit_tests",
    "variable name": "ak_live_session_refresh_token = 1",
    "longer identifier": "break_live_9f3kQ2xLab7ZpW0tRm5s",
    "function": "def speak_live_translation_stream_handler(): ...",
    "behind an underscore": "my_ak_live_9f3kQ2xLab7ZpW0tRm5s",
    "far too long": "ak_live_" + "9f3kQ2xLab7ZpW0tRm5s" * 20,
    "Stripe key": "sk_live_51Hn8xKCq2eZvKYlo2C9tqABCDEFGHJK",
    "Stripe restricted key": "rk_live_51Hn8xKCq2eZvKYlo2C9tqABCDEFGHJK",
    "Stripe webhook secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "Svix webhook secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    "test webhook secret": "whsec_test_secret",
    "webhook vector": "whsec_00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
    "webhook zeros": "whsec_" + "0" * 64,
    "webhook repeated": "whsec_" + "deadbeef" * 8,
    "git hash": "commit 8c1e5f70a93b4d26e1f7b05c92d4a8367fe1c05d",
    "lock file": "integrity sha512-Kq7mZ2xWv9dTn4hRb8s9f3kQ2xLab7ZpW0tRm5sC2FVsBQIhrscChlQIMVb5sSYspob7oDAABBCC==",
    "python lock": '{file = "a.whl", hash = "sha256:c4a8f21b07d9e653c1be0f8a7d264935be71904ad2c8f3605b9e1d7c40a2f683"}',
    "uuid": "550e8400-e29b-41d4-a716-446655440000",
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c4a8f21b07d9e653c1be0f8a7d264935",
    "minified code": 'var ak=1;ak_live=function(e){return"ak_live_".concat(e)};',
    "client id": CLIENT,
    "client id placeholder": "ant_oc_<env>_<32hex>",
    "oauth placeholder": "ant_ocs_live_" + "0123456789abcdef" * 3,
    "aws key": "AKIAIOSFODNN7REALKEY",
    "github token": "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "kebab words": "ak_live_-your-live-key-goes-here-",
}


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET.keys())
def test_what_only_looks_like_a_credential_stays_quiet(text):
    assert lines(f"a\n{text}\nb\n") == []


def test_kinds_come_from_the_shape():
    kinds = [hit.kind for text in (LIVE, TEST, HOOK, OAUTH, OAUTH_TEST) for hit in SHAPES.scan(text.encode())]
    assert kinds == [Kind.PRODUCTION, Kind.SANDBOX, None, None, Kind.SANDBOX]


def known(value: str, kind: Kind = Kind.PRODUCTION, label: str = "api_key of prod") -> Known:
    return Known(Secret(value, label), kind)


@pytest.mark.parametrize("before", ["", "a", "ab", "abc:"])
@pytest.mark.parametrize("after", ["", "z", "yz", ":xyz"])
def test_an_exact_value_is_found_in_base64_whatever_stands_around_it(before, after):
    encoded = base64.b64encode(f"{before}{PLAIN}{after}".encode()).decode()
    hits = list(Scanner((), [known(PLAIN)]).scan(f"a\nk: {encoded}\n".encode()))
    assert [(hit.line, hit.title, bool(hit.form)) for hit in hits] == [(2, "api_key of prod", True)]


@pytest.mark.parametrize(
    "form",
    [
        quote(PLAIN, safe=""),
        PLAIN.encode().hex(),
        PLAIN.encode().hex().upper(),
        base64.urlsafe_b64encode(PLAIN.encode()).decode(),
        json.dumps(PLAIN + '"'),
    ],
)
def test_an_exact_value_is_found_in_other_forms(form):
    hits = list(Scanner((), [known(PLAIN)]).scan(f"a\nb {form}".encode()))
    assert [hit.line for hit in hits] == [2]


def test_an_exact_value_is_found_in_binary_files_without_a_line():
    hits = list(Scanner((), [known(PLAIN)]).scan(b"\x7fELF\0\1\2\n\n" + PLAIN.encode() + b"\0"))
    assert [(hit.line, bool(hit.form)) for hit in hits] == [(None, False)]


def test_in_binary_files_only_exact_values_mean_something():
    data = b"\x7fELF\0\1\2\n\n" + LIVE.encode() + b"\0"
    assert list(SHAPES.scan(data)) == []
    assert [hit.known for hit in Scanner(SECRET_SHAPES, [known(LIVE)]).scan(data)] == [True]


def test_a_value_with_a_shape_is_one_hit_under_the_name_of_the_profile():
    scanner = Scanner(SECRET_SHAPES, [known(LIVE)])
    assert lines(f"k={LIVE}", scanner) == [(1, "api_key of prod")]


def test_the_sandbox_value_tells_that_a_webhook_secret_is_of_the_sandbox():
    scanner = Scanner(SECRET_SHAPES, [known(HOOK, Kind.SANDBOX, "secret of webhooks.0 of sandbox")])
    assert [hit.kind for hit in scanner.scan(HOOK.encode())] == [Kind.SANDBOX]


def test_a_live_key_that_is_declared_for_the_sandbox_stays_live():
    scanner = Scanner(SECRET_SHAPES, [known(LIVE, Kind.SANDBOX)])
    assert [hit.kind for hit in scanner.scan(LIVE.encode())] == [Kind.PRODUCTION]


def test_a_value_of_both_environments_counts_as_production():
    scanner = Scanner((), [known(PLAIN, Kind.SANDBOX, "a of sandbox"), known(PLAIN)])
    assert [(hit.kind, hit.title) for hit in scanner.scan(PLAIN.encode())] == [(Kind.PRODUCTION, "api_key of prod")]


def test_a_value_without_its_prefix_in_a_longer_one_is_one_hit():
    inner = known("p4ssw0rd7KmX2vuT9", Kind.SANDBOX, "inner")
    outer = known("9Zp4ssw0rd7KmX2vuT9Qy", Kind.PRODUCTION, "outer")
    hits = list(Scanner((), [inner, outer]).scan(b"9Zp4ssw0rd7KmX2vuT9Qy"))
    assert [(hit.title, hit.kind) for hit in hits] == [("outer", Kind.PRODUCTION)]


@pytest.mark.parametrize(
    "value", ["", "short", "changeme-changeme", "xxxxxxxxxxxxxxxx", "ak_live_YOUR_KEY_HERE", "ak_test_", CLIENT]
)
def test_values_that_mean_nothing_when_found_are_passed_over(value):
    scanner = Scanner(SECRET_SHAPES, [known(value)])
    assert scanner.searched == ()
    assert len(scanner.passed_over) == 1
    assert lines(f"a {value} b", scanner) == []


@pytest.mark.parametrize(
    "value", [PLAIN, TEST, OAUTH_TEST, "sk_test_4f8a9b2c7d1e60355a", "ak_live_odd.9f3kQ2xLab7Z+pW0"]
)
def test_other_values_are_searched(value):
    assert len(Scanner(SECRET_SHAPES, [known(value)]).searched) == 1


PEM = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgqX9sKd72hQpLzX0a
mVt5W2yB8cR1nE6fJuG3iTo0kPahRANCAARvZ8xQm4LdK2sWc7pYhTj5uE1bNf0g
-----END PRIVATE KEY-----
"""


def test_a_pem_key_is_found_however_it_is_indented():
    indented = "key: |\n" + "".join(f"    {line}\r\n" for line in PEM.splitlines())
    assert lines(indented, Scanner((), [known(PEM, label="dpop_key of prod")])) == [(3, "dpop_key of prod")]


def test_the_public_half_of_a_pem_key_is_no_hit():
    scanner = Scanner((), [known(PEM)])
    assert (
        lines("-----BEGIN PUBLIC KEY-----\nmVt5W2yB8cR1nE6fJuG3iTo0kPahRANCAARvZ8xQm4LdK2sWc7pYhTj5uE1bNf0g\n", scanner)
        == []
    )


def test_of_a_jwk_only_the_private_part_is_searched():
    jwk = json.dumps(
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        }
    )
    scanner = Scanner((), [known(jwk)])
    assert lines('{"x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}', scanner) == []
    assert len(lines('"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"', scanner)) == 1


@pytest.mark.parametrize(
    "value", ["{not json 9f3kQ2xLab7ZpW0t", '{"k": "9f3kQ2xLab7ZpW0t"}', "[9f3kQ2xLab7ZpW0t]", "-----BEGIN X-----"]
)
def test_values_that_are_no_key_document_do_no_harm(value):
    Scanner((), [known(value)])


def test_counts_tell_what_is_searched():
    scanner = Scanner(SECRET_SHAPES, [known(PLAIN), known(PLAIN, label="twice")])
    assert scanner.shapes == 5
    assert len(scanner.searched) == 1


def test_a_line_of_a_million_characters_is_searched_in_time():
    text = f"a\n{'x' * 500_000}{'ak_live_' * 40_000}{' '}{LIVE}{'y' * 100}"
    started = time.perf_counter()
    assert lines(text + "\n") == []
    assert lines(text.replace("y" * 100, " ")) == [(2, "live API key ak_live_***")]
    assert time.perf_counter() - started < 20


@given(st.binary(max_size=400))
def test_any_bytes_are_scanned_without_an_error(data):
    list(Scanner(SECRET_SHAPES, [known(PLAIN)]).scan(data))


@given(st.text(max_size=80), st.text(max_size=80))
def test_an_exact_value_is_found_in_any_text_at_the_right_line(before, after):
    text = before.replace("\0", "").replace("\r", "\n") + PLAIN + after.replace("\0", "")
    data = text.encode("utf-8", errors="replace")
    hits = list(Scanner((), [known(PLAIN)]).scan(data))
    assert hits[0].line == data[: data.index(PLAIN.encode())].count(b"\n") + 1 or b"\n" not in data
