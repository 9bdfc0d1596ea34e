"""
DPoP proofs, judged as RFC 9449 (section 4.3) and the provider's pages demand.

https://docs.antonpayments.com/api-reference/balances/get-balance, https://www.rfc-editor.org/rfc/rfc9449
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import threading
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

LEEWAY_SECONDS: Final = 60
"""How far `iat` may be from the server's time, in either direction."""
REPLAY_SECONDS: Final = 300
"""How long a `jti` must not come again."""
LONGEST_PROOF: Final = 8192
_COORDINATE: Final = 32
_PRIVATE_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


class BadProof(Exception):
    """The proof is not acceptable. The message is the reason, which the server tells the client."""


class NonceNeeded(Exception):
    """The proof is sound but lacks the server's current nonce."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a proof has to say. `token` is None at the token endpoint, `nonce` None where the server wants none."""

    method: str
    url: str
    now: float
    thumbprint: str
    token: str | None = None
    nonce: str | None = None


@dataclass(frozen=True, slots=True)
class Replays:
    """The ids of proofs seen in the last five minutes."""

    _seen: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def first(self, jti: str, now: float) -> bool:
        """Remember an id, and return whether it is new."""
        with self._lock:
            for old in [known for known, when in self._seen.items() if abs(now - when) > REPLAY_SECONDS]:
                del self._seen[old]
            new = jti not in self._seen
            self._seen.setdefault(jti, now)
            return new


def verify(proof: str, expected: Expected, replays: Replays) -> None:
    """Raise BadProof or NonceNeeded unless the proof is sound, fresh, and made for this request."""
    if len(proof) > LONGEST_PROOF:
        raise BadProof("the proof is too long")
    parts = proof.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - a JWS has three parts
        raise BadProof("the proof is no signed JWT")
    header, claims, signature = _object(parts[0]), _object(parts[1]), _decoded(parts[2])
    if header.get("typ") != "dpop+jwt":
        raise BadProof("typ is not dpop+jwt")
    if "crit" in header:
        raise BadProof("crit names an extension that is not supported")
    jwk = header.get("jwk")
    if not isinstance(jwk, dict):
        raise BadProof("the header has no jwk")
    _verify_signature(header.get("alg"), jwk, f"{parts[0]}.{parts[1]}".encode(), signature)
    if not hmac.compare_digest(thumbprint(jwk), expected.thumbprint):
        raise BadProof("the key of the proof is not the registered key")
    _verify_purpose(claims, expected)
    _verify_freshness(claims, expected, replays)


def _verify_purpose(claims: dict[str, Any], expected: Expected) -> None:
    if claims.get("htm") != expected.method:
        raise BadProof("htm is not the method of this request")
    htu = claims.get("htu")
    if not isinstance(htu, str) or _normal(htu) != _normal(expected.url) or "?" in htu or "#" in htu:
        raise BadProof("htu is not the URL of this request without query and fragment")
    if expected.token is None:
        if "ath" in claims:
            raise BadProof("ath does not belong into a proof for the token endpoint")
    elif claims.get("ath") != encoded(hashlib.sha256(expected.token.encode()).digest()):
        raise BadProof("ath is not the hash of the access token")


def _verify_freshness(claims: dict[str, Any], expected: Expected, replays: Replays) -> None:
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        raise BadProof("iat is no number")
    if not abs(issued - expected.now) <= LEEWAY_SECONDS:  # so written, NaN is refused too
        raise BadProof("iat is too far from the server's time")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not jti:
        raise BadProof("jti is missing")
    if not replays.first(jti, expected.now):
        raise BadProof("jti was used before")
    if expected.nonce is not None and claims.get("nonce") != expected.nonce:
        raise NonceNeeded


def thumbprint(jwk: dict[str, Any]) -> str:
    """Return the RFC 7638 SHA-256 thumbprint of a public key. Raises BadProof where members are missing."""
    members = {"EC": ("crv", "kty", "x", "y"), "OKP": ("crv", "kty", "x")}.get(str(jwk.get("kty")))
    if members is None or not all(isinstance(jwk.get(member), str) for member in members):
        raise BadProof("jwk is no complete EC or OKP key")
    canonical = json.dumps({member: jwk[member] for member in members}, separators=(",", ":"), sort_keys=True)
    return encoded(hashlib.sha256(canonical.encode()).digest())


def public_jwk(key: ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey) -> dict[str, str]:
    """Return a public key as JWK."""
    if isinstance(key, ed25519.Ed25519PublicKey):
        return {"kty": "OKP", "crv": "Ed25519", "x": encoded(key.public_bytes_raw())}
    numbers = key.public_numbers()
    x, y = (encoded(number.to_bytes(_COORDINATE)) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def encoded(raw: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _verify_signature(alg: object, jwk: dict[str, Any], signed: bytes, signature: bytes) -> None:
    if _PRIVATE_MEMBERS & jwk.keys():
        raise BadProof("jwk holds a private key")
    try:
        match alg, jwk.get("kty"), jwk.get("crv"):
            case "ES256", "EC", "P-256":
                if len(signature) != 2 * _COORDINATE:
                    raise BadProof("an ES256 signature is r and s, 32 bytes each")
                x, y = (int.from_bytes(_decoded(str(jwk.get(name)))) for name in ("x", "y"))
                r, s = (int.from_bytes(half) for half in (signature[:_COORDINATE], signature[_COORDINATE:]))
                point = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
                point.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
            case "EdDSA", "OKP", "Ed25519":
                key = ed25519.Ed25519PublicKey.from_public_bytes(_decoded(str(jwk.get("x"))))
                key.verify(signature, signed)
            case _:
                raise BadProof("alg and jwk are neither ES256 with P-256 nor EdDSA with Ed25519")
    except (InvalidSignature, ValueError):
        raise BadProof("the signature does not fit") from None


def _normal(url: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadProof("htu is no URL") from None
    default = port is None or (parts.scheme.lower(), port) in {("https", 443), ("http", 80)}
    host = (parts.hostname or "") if default else f"{parts.hostname}:{port}"
    return parts.scheme.lower(), host, parts.path or "/"


def _decoded(text: str) -> bytes:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadProof("a part of the proof is not base64url") from None
    if encoded(raw) != text:
        raise BadProof("a part of the proof is not base64url without padding")
    return raw


def _object(part: str) -> dict[str, Any]:
    try:
        value = json.loads(_decoded(part))
    except (ValueError, RecursionError):
        raise BadProof("a part of the proof is not JSON") from None
    if not isinstance(value, dict):
        raise BadProof("a part of the proof is no JSON object")
    return value
