"""
The token endpoint, and tokens bound to a DPoP key.

https://docs.antonpayments.com/authentication and
https://docs.antonpayments.com/api-reference/balances/get-balance describe it. The body of the token answer and the
errors are not documented: they follow RFC 6749 (section 5) and RFC 9449 (sections 5, 7 and 8).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
import threading
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from golive.emulator.anton.proof import (
    BadProof,
    Expected,
    NonceNeeded,
    Replays,
    encoded,
    public_jwk,
    thumbprint,
    verify,
)
from golive.emulator.message import Headers, Received, Reply, json_reply
from golive.kind import Kind

TOKEN_PATH: Final = "/oauth/token"  # noqa: S105 - a path
LIFE_SECONDS: Final = {Kind.PRODUCTION: 3600, Kind.SANDBOX: 8 * 3600}
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Client:
    """A registered OAuth client: the halves that the provider keeps. `repr` shows no secret."""

    id: str
    secret: str = field(repr=False)
    thumbprint: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not authenticated, in the words of RFC 9449 and RFC 6750."""

    code: str
    message: str
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """One environment's tokens. Everything is forgotten with the object."""

    kind: Kind
    client: Client
    nonce: str | None
    """The nonce that proofs have to carry, None where the server wants none."""
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    _ends: dict[str, float] = field(default_factory=dict, repr=False)
    _replays: Replays = field(default_factory=Replays)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def issue(self, request: Received, now: float) -> Reply:
        """Answer a request for a token."""
        if request.method != "POST":
            return _oauth_error(405, "invalid_request", "ask with POST", ("Allow", "POST"))
        if not self._is_client(request.values("Authorization")):
            challenge = ("WWW-Authenticate", 'Basic realm="oauth"')
            return _oauth_error(401, "invalid_client", "client id and secret do not match", challenge)
        types = [value.partition(";")[0].strip().lower() for value in request.values("Content-Type")]
        if types != [_FORM]:
            return _oauth_error(400, "invalid_request", f"the body has to be {_FORM}")
        form = parse_qs(request.body.decode("ascii", "replace"), keep_blank_values=True)
        if form.get("grant_type") != ["client_credentials"]:
            return _oauth_error(400, "unsupported_grant_type", "grant_type has to be client_credentials")
        refusal = self._judge_proof(request, None, now)
        if refusal is not None:
            return _oauth_error(400, refusal.code, refusal.message, *refusal.headers)
        life = LIFE_SECONDS[self.kind]
        token = self._sign(request, now, life)
        with self._lock:
            self._ends[token] = now + life
        answer = {"access_token": token, "token_type": "DPoP", "expires_in": life}
        return json_reply(200, answer, (("Cache-Control", "no-store"),))

    def judge(self, request: Received, token: str, now: float) -> Refusal | None:
        """Return why a request with this access token is refused, None where it is not."""
        with self._lock:
            ends = self._ends.get(token)
        if ends is None or now >= ends:
            reason = "the access token is not one of ours" if ends is None else "the access token has expired"
            return Refusal("invalid_token", reason, (_challenge("invalid_token"),))
        refusal = self._judge_proof(request, token, now)
        if refusal is None:
            return None
        return Refusal(refusal.code, refusal.message, (*refusal.headers, _challenge(refusal.code)))

    def jwks(self) -> dict[str, Any]:
        """Return the public keys that tokens are signed with."""
        jwk = public_jwk(self._key.public_key())
        return {"keys": [{**jwk, "use": "sig", "alg": "ES256", "kid": thumbprint(jwk)}]}

    def _judge_proof(self, request: Received, token: str | None, now: float) -> Refusal | None:
        proofs = request.values("DPoP")
        if len(proofs) != 1:
            return Refusal("invalid_dpop_proof", f"there has to be one DPoP header, and there are {len(proofs)}")
        expected = Expected(
            method=request.method,
            url=f"{request.scheme}://{request.host}{request.path}",
            now=now,
            thumbprint=self.client.thumbprint,
            token=token,
            nonce=self.nonce,
        )
        try:
            verify(proofs[0], expected, self._replays)
        except BadProof as problem:
            return Refusal("invalid_dpop_proof", str(problem))
        except NonceNeeded:
            return Refusal("use_dpop_nonce", "the proof needs the nonce", (("DPoP-Nonce", self.nonce or ""),))
        return None

    def _is_client(self, authorization: tuple[str, ...]) -> bool:
        if len(authorization) != 1:
            return False
        scheme, _, encoded_pair = authorization[0].partition(" ")
        try:
            pair = base64.b64decode(encoded_pair.strip(), validate=True)
        except (binascii.Error, ValueError):
            return False
        wanted = f"{self.client.id}:{self.client.secret}".encode()
        return scheme.lower() == "basic" and hmac.compare_digest(pair, wanted)

    def _sign(self, request: Received, now: float, life: int) -> str:
        header = {"typ": "at+jwt", "alg": "ES256", "kid": self.jwks()["keys"][0]["kid"]}
        claims = {
            "iss": f"https://{request.host}",
            "sub": self.client.id,
            "iat": int(now),
            "exp": int(now) + life,
            "jti": secrets.token_hex(16),
            "cnf": {"jkt": self.client.thumbprint},
        }
        signed = ".".join(encoded(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{encoded(r.to_bytes(32) + s.to_bytes(32))}"


def new_client(kind: Kind, *, ed25519_key: bool) -> tuple[Client, str]:
    """Return a client with new credentials, and its private DPoP key as PEM."""
    key = ed25519.Ed25519PrivateKey.generate() if ed25519_key else ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    name, secret = f"ant_oc_{kind}_{secrets.token_hex(16)}", f"ant_ocs_{kind}_{secrets.token_hex(24)}"
    return Client(name, secret, thumbprint(public_jwk(key.public_key()))), pem.decode()


def _challenge(code: str) -> tuple[str, str]:
    return "WWW-Authenticate", f'DPoP error="{code}", algs="ES256 EdDSA"'


def _oauth_error(status: int, code: str, message: str, *headers: tuple[str, str]) -> Reply:
    return json_reply(status, {"error": code, "error_description": message}, headers)
