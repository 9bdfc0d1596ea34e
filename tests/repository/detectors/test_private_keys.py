"""A private key is found; whose it is, only a name before it tells."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.kind import Kind
from golive.providers.anton.names import CREDENTIAL_NAMES
from golive.providers.octopuscards.names import CREDENTIAL_NAMES as OTHER_NAMES
from golive.redact import Secret
from golive.repository.detectors.values import Known
from golive.repository.secrets import Scanner

BODY = base64.b64encode(b"".join(hashlib.sha256(bytes([index])).digest() for index in range(4))).decode()
LINES = [BODY[index : index + 64] for index in range(0, len(BODY), 64)]


def pem(kind: str = "", join: str = "\n") -> str:
    return join.join([f"-----BEGIN {kind}PRIVATE KEY-----", *LINES, f"-----END {kind}PRIVATE KEY-----"])


JWK = {
    "kty": "EC",
    "crv": "P-256",
    "x": BODY[:43],
    "y": BODY[43:86],
    "d": BODY[86:129].replace("+", "-").replace("/", "_"),
}
NAMES = Scanner((), (), CREDENTIAL_NAMES)


def found(text: str) -> list[tuple[int | None, str, bool]]:
    return [(hit.line, hit.title, hit.certain) for hit in NAMES.scan(text.encode())]


@pytest.mark.parametrize("kind", ["", "EC ", "RSA "])
def test_a_pem_key_is_found_but_not_certainly_the_providers(kind):
    assert found(f"a\n{pem(kind)}\nb\n") == [(2, "private key (PEM)", False)]


@pytest.mark.parametrize(
    "text",
    [
        'key = """' + pem() + '"""',
        "key = '" + pem(join="\\n") + "'",
        '{"key": "' + pem(join="\\r\\n") + '"}',
        "key: |\n  " + pem(join="\n  "),
        'k = "' + pem(join='\\n" +\n  "') + '"',
        "k = (\n  '" + pem(join="\\n'\n  '") + "'\n)",
        "# " + pem(join="\n# "),
        "Proc: x\r\n" + pem(join="\r\n"),
        json.dumps(JWK),
        json.dumps(JWK, indent=2),
        json.dumps(json.dumps(JWK)),
        json.dumps({"keys": [JWK]}),
        str(JWK),
        f"const k = {{kty: 'EC', crv: 'P-256', d: '{JWK['d']}'}};",
    ],
)
def test_a_private_key_is_found_however_it_is_written(text):
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ('ANTON_DPOP_KEY = """', None),
        ("ANTON_PRIVATE_KEY_PROD='", Kind.PRODUCTION),
        ("antonDpopKeySandbox: |\n  ", Kind.SANDBOX),
        ('"anton-dpop-private-key": "', None),
    ],
)
def test_a_name_before_a_key_makes_it_certain(before, kind):
    [hit] = NAMES.scan((before + pem()).encode())
    assert (hit.title, hit.certain, hit.kind) == ("DPoP key (PEM)", True, kind)
    [hit] = NAMES.scan((before + json.dumps(JWK)).encode())
    assert (hit.title, hit.certain, hit.kind) == ("DPoP key (JWK)", True, kind)


def test_the_profiles_own_key_keeps_its_name():
    known = Known(Secret(pem(), "dpop_key of prod"), Kind.PRODUCTION)
    [hit] = Scanner((), [known], CREDENTIAL_NAMES).scan(pem().encode())
    assert (hit.title, hit.known, hit.certain) == ("dpop_key of prod", True, True)


def test_where_no_credential_is_a_private_key_none_is_looked_for():
    assert list(Scanner((), (), OTHER_NAMES).scan(pem().encode())) == []


@pytest.mark.parametrize(
    "text",
    [
        pem("ENCRYPTED "),
        pem("OPENSSH "),
        pem().replace("PRIVATE", "PUBLIC"),
        "-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n" + "A" * 64 + "\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n" + BODY,
        "'-----BEGIN PRIVATE KEY-----', '" + BODY,
        "-----END PRIVATE KEY-----\n" + BODY,
        "PRIVATE KEY-----",
        json.dumps({**JWK, "d": "..."}),
        json.dumps({name: value for name, value in JWK.items() if name != "d"}),
        '{"kty"',
        '"kty": "EC", "d": "' + JWK["d"] + '"',
        'kty: "oct"',
    ],
)
def test_what_is_no_private_key_stays_quiet(text):
    assert found(text) == []


@given(st.text('{}"\\:, ktydECn\n-BGIPRVAY', max_size=200))
def test_any_text_is_read_without_an_error(text):
    list(NAMES.scan(('{"kty": "EC", ' + text + "-----BEGIN PRIVATE KEY-----" + text).encode()))
