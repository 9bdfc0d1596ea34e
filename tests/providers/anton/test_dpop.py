"""Proofs verify with another implementation; every key that cannot be used says why, and is never quoted."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from golive.providers.anton.dpop import KeyProblem, ProofKey, load_key
from support import dpop_keys
from support.dpop_keys import EC_KEY, ED_KEY, ec_jwk, ed_jwk, pem, public_pem, secret, unb64

URL = "https://api.antonpayments.com/v1/balances"
P384 = ec.generate_private_key(ec.SECP384R1())


def parts(proof):
    header, claims, signature = proof.split(".")
    return json.loads(unb64(header)), json.loads(unb64(claims)), unb64(signature), f"{header}.{claims}".encode()


def test_the_thumbprint_is_that_of_the_rfc():
    key = ProofKey("ES256", dpop_keys.RFC_PUBLIC, lambda message: message)
    assert key.thumbprint() == dpop_keys.RFC_THUMBPRINT


def test_the_hash_of_the_access_token_is_that_of_the_rfc():
    proof = load_key(secret(pem(EC_KEY))).proof("GET", URL, issued_at=1, token=dpop_keys.RFC_TOKEN)
    assert parts(proof)[1]["ath"] == dpop_keys.RFC_ATH


@pytest.mark.parametrize(
    "text",
    [
        pem(EC_KEY),
        pem(EC_KEY, kind=PrivateFormat.TraditionalOpenSSL),
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
        + pem(EC_KEY, kind=PrivateFormat.TraditionalOpenSSL),
        pem(EC_KEY).replace("\n", "\\n"),
        pem(EC_KEY).replace("\n", "\r\n"),
        f"\n  {pem(EC_KEY)}  \n",
        json.dumps(ec_jwk()),
        json.dumps(ec_jwk(x=None, y=None, use="sig", alg="ES256", kid="1"), indent=2),
    ],
    ids=["pkcs8", "sec1", "openssl-ecparam", "one-line", "crlf", "padded", "jwk", "jwk-without-public-part"],
)
def test_an_es256_proof_has_a_raw_signature_that_verifies(text):
    key = load_key(secret(text))
    header, claims, signature, signed = parts(key.proof("GET", URL, issued_at=1767225600, token="t", nonce="n"))
    assert header == {"typ": "dpop+jwt", "alg": "ES256", "jwk": {k: v for k, v in ec_jwk().items() if k != "d"}}
    assert (claims["htm"], claims["htu"], claims["iat"], claims["nonce"]) == ("GET", URL, 1767225600, "n")
    assert claims["ath"] == dpop_keys.b64(hashlib.sha256(b"t").digest())
    assert len(signature) == 64
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    EC_KEY.public_key().verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))


def test_small_numbers_in_a_signature_keep_their_zeros():
    key = load_key(secret(pem(EC_KEY)))
    assert {len(key.sign(str(number).encode())) for number in range(300)} == {64}


@pytest.mark.parametrize("text", [pem(ED_KEY), json.dumps(ed_jwk())], ids=["pem", "jwk"])
def test_an_eddsa_proof_verifies(text):
    key = load_key(secret(text))
    header, claims, signature, signed = parts(key.proof("POST", URL, issued_at=5, token=None))
    assert header == {"typ": "dpop+jwt", "alg": "EdDSA", "jwk": {k: v for k, v in ed_jwk().items() if k != "d"}}
    assert set(claims) == {"jti", "htm", "htu", "iat"}
    ED_KEY.public_key().verify(signature, signed)


def test_no_two_proofs_are_the_same():
    key = load_key(secret(pem(ED_KEY)))
    assert len({parts(key.proof("GET", URL, issued_at=5, token=None))[1]["jti"] for _ in range(100)}) == 100


NOT_A_JWK = "it is not a JWK with a private part (d)"
OFF_CURVE = "its private part (d) is not a number of that curve"
NOT_TOGETHER = "its public part (x, y) does not belong to its private part, or is not written canonically"
BAD = {
    "public-pem": (public_pem(EC_KEY), "it is not a private key"),
    "public-ed": (public_pem(ED_KEY), "it is not a private key"),
    "public-jwk": (ec_jwk(d=None), NOT_A_JWK),
    "d-number": (ec_jwk(d=5), NOT_A_JWK),
    "d-stray-character": (ec_jwk(d=ec_jwk()["d"][:-1] + "!"), NOT_A_JWK),
    "d-one-character": (ec_jwk(d="A"), NOT_A_JWK),
    "d-empty": (ec_jwk(d=""), NOT_A_JWK),
    "key-set": ({"keys": [ec_jwk()]}, NOT_A_JWK),
    "broken-json": ('{"d": "' + ec_jwk()["d"], NOT_A_JWK),
    "deep-json": ('{"d":' + "[" * 100_000, NOT_A_JWK),
    "d-zero": (ec_jwk(d="AA", x=None, y=None), OFF_CURVE),
    "d-too-large": (ec_jwk(d="_" * 43), OFF_CURVE),
    "ed-short": (ed_jwk(d="AAAA"), OFF_CURVE),
    "no-curve": (ec_jwk(crv=None), "its curve is neither P-256 nor Ed25519"),
    "p384-jwk": (ec_jwk(crv="P-384"), "its curve is neither P-256 nor Ed25519"),
    "curve-list": (ec_jwk(crv=["P-256"]), "its curve is neither P-256 nor Ed25519"),
    "p384-pem": (pem(P384), "it is neither an EC P-256 nor an Ed25519 key"),
    "rsa-pem": (pem(dpop_keys.rsa_key()), "it is neither an EC P-256 nor an Ed25519 key"),
    "wrong-kty": (ec_jwk(kty="OKP"), "its key type (kty) is not EC, which its curve is for"),
    "no-kty": (ed_jwk(kty=None), "its key type (kty) is not OKP, which its curve is for"),
    "other-x": (ec_jwk(x=dpop_keys.RFC_PUBLIC["x"]), NOT_TOGETHER),
    "other-y": (ec_jwk(y=dpop_keys.RFC_PUBLIC["y"]), NOT_TOGETHER),
    "ed-with-y": (ed_jwk(y="AAAA"), NOT_TOGETHER),
    "passphrase": (pem(EC_KEY, passphrase=b"hunter2"), "it is protected by a passphrase"),
    "passphrase-sec1": (
        pem(EC_KEY, kind=PrivateFormat.TraditionalOpenSSL, passphrase=b"hunter2"),
        "it is protected by a passphrase",
    ),
    "garbage-pem": (
        "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----",
        "it is not a readable PEM private key",
    ),
    "cut-pem": (pem(EC_KEY)[:90], "it is not a readable PEM private key"),
    "surrogate-pem": ("-----BEGIN PRIVATE KEY-----\n\ud800", "it is not a readable PEM private key"),
    "garbage": ("correct horse battery staple", "it is neither PEM nor a JWK"),
    "empty": ("", "it is neither PEM nor a JWK"),
    "array": ("[]", "it is neither PEM nor a JWK"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_key_names_its_reason_and_is_not_quoted(name):
    key, reason = BAD[name]
    with pytest.raises(KeyProblem, match=f"^{re.escape(reason)}$") as caught:
        load_key(secret(key))
    shown = caught.value
    while shown is not None:  # nor by an error that hangs on it
        held = f"{shown!r} {getattr(shown, 'doc', '')}"
        for word in re.findall(r"[A-Za-z0-9+/_-]{12,}", key if isinstance(key, str) else json.dumps(key)):
            assert word not in held
        shown = shown.__context__


@given(st.text(), st.sampled_from(["", "{", "-----BEGIN PRIVATE KEY-----", '{"crv":"P-256","kty":"EC","d":"']))
def test_no_text_breaks_the_reader(text, start):
    with suppress(KeyProblem):
        load_key(secret(start + text))


def test_the_kind_of_key_comes_from_the_key():
    assert isinstance(ED_KEY, ed25519.Ed25519PrivateKey)
    assert load_key(secret(pem(ED_KEY))).algorithm == "EdDSA"
    assert load_key(secret(pem(EC_KEY))).thumbprint() == load_key(secret(ec_jwk())).thumbprint()
