"""DPoP keys: the public example of RFC 9449, and fresh ones in every form."""

from __future__ import annotations

import base64
import json

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from golive.redact import Secret

RFC_PUBLIC = {
    "crv": "P-256",
    "kty": "EC",
    "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
    "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
}
RFC_THUMBPRINT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
RFC_TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
RFC_ATH = "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"

EC_KEY = ec.generate_private_key(ec.SECP256R1())
ED_KEY = ed25519.Ed25519PrivateKey.generate()


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def pem(key, *, kind=serialization.PrivateFormat.PKCS8, passphrase: bytes | None = None) -> str:
    lock = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, kind, lock).decode()


def public_pem(key) -> str:
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def ec_jwk(key=EC_KEY, **changes) -> dict:
    numbers = key.private_numbers()
    public = numbers.public_numbers
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "x": b64(public.x.to_bytes(32, "big")),
        "y": b64(public.y.to_bytes(32, "big")),
        "d": b64(numbers.private_value.to_bytes(32, "big")),
    }
    return {name: value for name, value in (jwk | changes).items() if value is not None}


def ed_jwk(key=ED_KEY, **changes) -> dict:
    jwk = {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": b64(key.public_key().public_bytes_raw()),
        "d": b64(key.private_bytes_raw()),
    }
    return {name: value for name, value in (jwk | changes).items() if value is not None}


def rsa_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def secret(text: object) -> Secret:
    return Secret(text if isinstance(text, str) else json.dumps(text), "dpop_key of prod")
