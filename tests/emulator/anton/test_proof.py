import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from hypothesis import given
from hypothesis import strategies as st

from golive.emulator.anton.proof import BadProof, Expected, NonceNeeded, Replays, public_jwk, thumbprint, verify
from support.emulated import b64, jwk_of, part, proof, sign

URL = "https://api.antonpayments.com/v1/balances"
NOW = 1_767_225_600.0
EC_KEY = ec.generate_private_key(ec.SECP256R1())
ED_KEY = ed25519.Ed25519PrivateKey.generate()
TOKEN = "an.access.token"


def expected(key=EC_KEY, **changes):
    values = {"method": "GET", "url": URL, "now": NOW, "thumbprint": thumbprint(jwk_of(key)), "token": TOKEN}
    return Expected(**{**values, **changes})


def judge(text, **changes):
    verify(text, expected(**changes), Replays())


def made(key=EC_KEY, **changes):
    return proof(key, **{"url": URL, "now": NOW, "token": TOKEN, **changes})


@pytest.mark.parametrize("key", [EC_KEY, ED_KEY])
def test_a_sound_proof_is_accepted_with_both_kinds_of_key(key):
    judge(made(key), key=key)


def test_a_sound_proof_for_the_token_endpoint_has_no_ath():
    judge(made(token=None, method="POST"), token=None, method="POST")


@pytest.mark.parametrize(
    "url",
    [
        "https://API.antonpayments.com/v1/balances",
        "HTTPS://api.antonpayments.com:443/v1/balances",
    ],
)
def test_htu_may_be_written_in_equivalent_ways(url):
    judge(made(url=url))


@pytest.mark.parametrize("seconds", [-60, 0, 60])
def test_iat_may_be_a_minute_off(seconds):
    judge(made(iat=NOW + seconds))


OTHER = ec.generate_private_key(ec.SECP256R1())
JWK = jwk_of(EC_KEY)
PROBLEMS = [
    ({"header": {"typ": "JWT"}}, "typ"),
    ({"header": {"typ": None}}, "typ"),
    ({"header": {"alg": "none"}}, "alg"),
    ({"header": {"alg": "HS256"}}, "alg"),
    ({"header": {"alg": "EdDSA"}}, "alg"),
    ({"header": {"alg": None}}, "alg"),
    ({"header": {"jwk": None}}, "no jwk"),
    ({"header": {"jwk": {**JWK, "d": "AA"}}}, "private"),
    ({"header": {"jwk": {**JWK, "crv": "P-384"}}}, "alg and jwk"),
    ({"header": {"jwk": {"kty": "oct", "k": "AA"}}}, "private"),
    ({"header": {"jwk": {**JWK, "y": JWK["x"]}}}, "signature"),
    ({"header": {"jwk": {"kty": "EC", "crv": "P-256", "x": JWK["x"]}}}, "base64url|signature"),
    ({"header": {"jwk": jwk_of(OTHER)}}, "signature"),
    ({"header": {"crit": ["exp"]}}, "crit"),
    ({"signature": b""}, "32 bytes"),
    ({"signature": b"\0" * 64}, "signature"),
    ({"htm": "POST"}, "htm"),
    ({"htm": "get"}, "htm"),
    ({"htm": None}, "htm"),
    ({"htu": "https://api.antonpayments.dev/v1/balances"}, "htu"),
    ({"htu": "http://api.antonpayments.com/v1/balances"}, "htu"),
    ({"htu": "https://api.antonpayments.com:8443/v1/balances"}, "htu"),
    ({"htu": "https://api.antonpayments.com/v1/corridors"}, "htu"),
    ({"htu": f"{URL}?limit=1"}, "htu"),
    ({"htu": f"{URL}#x"}, "htu"),
    ({"htu": "https://api.antonpayments.com:x/"}, "htu is no URL"),
    ({"htu": 7}, "htu"),
    ({"htu": None}, "htu"),
    ({"iat": NOW - 61}, "iat is too far"),
    ({"iat": NOW + 61}, "iat is too far"),
    ({"iat": float("nan")}, "iat is too far"),
    ({"iat": str(NOW)}, "iat is no number"),
    ({"iat": True}, "iat is no number"),
    ({"iat": None}, "iat is no number"),
    ({"ath": None}, "ath"),
    ({"ath": "AAAA"}, "ath"),
    ({"jti": None}, "jti"),
    ({"jti": ""}, "jti"),
    ({"jti": 7}, "jti"),
]


@pytest.mark.parametrize(("change", "reason"), PROBLEMS)
def test_a_proof_with_one_wrong_thing_is_refused(change, reason):
    with pytest.raises(BadProof, match=reason):
        judge(made(**change))


def test_a_proof_by_another_key_is_refused():
    with pytest.raises(BadProof, match="not the registered key"):
        judge(made(OTHER))


def test_ath_has_no_place_at_the_token_endpoint():
    with pytest.raises(BadProof, match="does not belong"):
        judge(made(), token=None)


def test_a_proof_is_used_once_in_five_minutes():
    replays = Replays()
    text = made(jti="same")
    verify(text, expected(), replays)
    with pytest.raises(BadProof, match="used before"):
        verify(text, expected(now=NOW + 59), replays)
    verify(made(jti="same", now=NOW + 301), expected(now=NOW + 301), replays)


def test_a_proof_without_the_nonce_is_asked_for_it_and_one_with_it_is_accepted():
    for wrong in ({}, {"nonce": "old"}):
        with pytest.raises(NonceNeeded):
            judge(made(**wrong), nonce="new")
    judge(made(nonce="new"), nonce="new")


def test_a_signature_in_der_form_is_refused():
    head, claims, _ = made().split(".")
    der = EC_KEY.sign(f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    with pytest.raises(BadProof, match="32 bytes"):
        judge(f"{head}.{claims}.{b64(der)}")


@pytest.mark.parametrize(
    "text",
    ["", "a.b", "a.b.c.d", "!.!.!", f"{part([])}.{part({})}.AAAA", f"{b64(b'{')}.{part({})}.AAAA", "é.é.é", "A" * 9000],
)
def test_what_is_no_proof_is_refused(text):
    with pytest.raises(BadProof):
        judge(text)


def test_deeply_nested_json_is_refused():
    with pytest.raises(BadProof):
        judge(f"{b64(b'[' * 4000)}.{part({})}.AAAA")


def test_padding_is_refused():
    head = {"typ": "dpop+jwt", "alg": "ES256", "jwk": JWK, "x": "12"}
    padded = base64.urlsafe_b64encode(json.dumps(head).encode() + b" " * (2 - len(json.dumps(head)) % 3)).decode()
    assert padded.endswith("=")
    signed = f"{padded}.{part({})}"
    with pytest.raises(BadProof, match="padding"):
        judge(f"{signed}.{b64(sign(EC_KEY, signed.encode()))}")


@given(st.text(max_size=200))
def test_any_text_is_either_refused_or_no_proof_at_all(text):
    with pytest.raises(BadProof):
        judge(text)


@given(st.dictionaries(st.sampled_from(["kty", "crv", "x", "y", "d"]), st.one_of(st.none(), st.integers(), st.text())))
def test_any_jwk_but_the_right_one_is_refused(jwk):
    with pytest.raises(BadProof):
        judge(made(header={"jwk": jwk}))


def test_the_thumbprint_is_that_of_the_documentation():
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
        "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
        "use": "sig",
    }
    assert thumbprint(jwk) == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"


@pytest.mark.parametrize(
    "jwk", [{}, {"kty": "RSA"}, {"kty": "OKP", "crv": "Ed25519"}, {"kty": "EC", "crv": "P-256", "x": 1}]
)
def test_an_incomplete_key_has_no_thumbprint(jwk):
    with pytest.raises(BadProof):
        thumbprint(jwk)


@pytest.mark.parametrize("key", [EC_KEY, ED_KEY])
def test_a_public_key_is_written_as_jwk(key):
    assert public_jwk(key.public_key()) == jwk_of(key)
