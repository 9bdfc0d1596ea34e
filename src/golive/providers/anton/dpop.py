"""
DPoP (RFC 9449): a proof, signed anew for each request, that the sender holds the registered key.

Anton's claims and limits: https://docs.antonpayments.com/api-reference/balances/get-balance
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golive.redact import Secret


_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


class KeyProblem(Exception):
    """A DPoP key that cannot be used. The message says why and holds nothing of the key."""


@dataclass(frozen=True, slots=True)
class ProofKey:
    """A private key for proofs. `sign` gives the raw signature that a JWS wants."""

    algorithm: str
    public_jwk: Mapping[str, str]
    sign: Callable[[bytes], bytes]

    def thumbprint(self) -> str:
        """Return the key's SHA-256 thumbprint (RFC 7638), base64url without padding."""
        canonical = json.dumps(dict(self.public_jwk), sort_keys=True, separators=(",", ":"))
        return _base64url(hashlib.sha256(canonical.encode()).digest())

    def proof(self, method: str, url: str, *, issued_at: int, token: str | None, nonce: str | None = None) -> str:
        """
        Return a proof for one request.

        `url` is without query and fragment, `issued_at` in Unix seconds; `token` is bound by its hash (None for the
        token request itself); `nonce` is what the server asked for, if it did.
        """
        header = {"typ": "dpop+jwt", "alg": self.algorithm, "jwk": dict(self.public_jwk)}
        claims: dict[str, str | int] = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": url,
            "iat": issued_at,
        }
        if token is not None:
            claims["ath"] = _base64url(hashlib.sha256(token.encode("ascii")).digest())
        if nonce is not None:
            claims["nonce"] = nonce
        signed = ".".join(_base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
        return f"{signed}.{_base64url(self.sign(signed.encode()))}"


def load_key(secret: Secret) -> ProofKey:
    """Read a private key from PEM or JWK: EC P-256 (ES256) or Ed25519 (EdDSA). Raises KeyProblem."""
    text = secret.reveal().strip()
    if text.startswith("{"):
        return _from_jwk(text)
    if not text.startswith("-----BEGIN"):
        raise KeyProblem("it is neither PEM nor a JWK")
    if "PRIVATE KEY-----" not in text:
        raise KeyProblem("it is not a private key")
    if "\n" not in text:
        text = text.replace("\\n", "\n")  # a variable that holds a PEM on one line, as applications unfold it
    return _wrap(_from_pem(text))


def _from_pem(text: str) -> object:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    # Raised outside the handlers: the parser's own error, which may quote the key, must not hang on as a context.
    try:
        return load_pem_private_key(text.encode(), password=None)
    except TypeError:
        problem = "it is protected by a passphrase"
    except Exception:  # noqa: BLE001 - whatever the parser objects to
        problem = "it is not a readable PEM private key"
    raise KeyProblem(problem)


def _from_jwk(text: str) -> ProofKey:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    jwk: object = None
    private: bytes | None = None
    with suppress(ValueError, RecursionError):
        jwk = json.loads(text)
        private = _bytes(jwk.get("d")) if isinstance(jwk, dict) else None
    if not isinstance(jwk, dict) or private is None:
        raise KeyProblem("it is not a JWK with a private part (d)")
    try:
        match jwk.get("crv"):
            case "P-256":
                key = ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())
                wrapped = _wrap(key)
            case "Ed25519":
                wrapped = _wrap(ed25519.Ed25519PrivateKey.from_private_bytes(private))
            case _:
                raise KeyProblem("its curve is neither P-256 nor Ed25519")
    except ValueError:
        raise KeyProblem("its private part (d) is not a number of that curve") from None
    if jwk.get("kty") != wrapped.public_jwk["kty"]:
        raise KeyProblem(f"its key type (kty) is not {wrapped.public_jwk['kty']}, which its curve is for")
    if any(name in jwk and jwk[name] != wrapped.public_jwk.get(name) for name in ("x", "y")):
        raise KeyProblem("its public part (x, y) does not belong to its private part, or is not written canonically")
    return wrapped


def _wrap(key: object) -> ProofKey:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    if isinstance(key, ed25519.Ed25519PrivateKey):
        raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return ProofKey("EdDSA", {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}, key.sign)
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        private = key
        numbers = key.public_key().public_numbers()
        x, y = (_base64url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))

        def sign(message: bytes) -> bytes:
            r, s = decode_dss_signature(private.sign(message, ec.ECDSA(SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")

        return ProofKey("ES256", {"crv": "P-256", "kty": "EC", "x": x, "y": y}, sign)
    raise KeyProblem("it is neither an EC P-256 nor an Ed25519 key")


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: object) -> bytes | None:
    """Return what base64url stands for, None where it is none. Python's own reader skips what it does not know."""
    if not isinstance(text, str) or not _BASE64URL.fullmatch(text):
        return None
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
