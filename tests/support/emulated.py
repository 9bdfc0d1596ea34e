"""Talk to an emulator as simply as possible: http.client over TLS, and DPoP proofs made by hand."""

import base64
import hashlib
import http.client
import json
import secrets
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlencode

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

PRODUCTION = "api.antonpayments.com"
SANDBOX = "api.antonpayments.dev"


@dataclass(frozen=True)
class Got:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


def trusting(bundle):
    return ssl.create_default_context(cafile=str(bundle))


def dial(emulator, name=PRODUCTION, timeout=10.0):
    """Return a TLS connection to the emulator, with the certificate verified for `name`."""
    raw = socket.create_connection(("127.0.0.1", emulator.port), timeout=timeout)
    try:
        return trusting(emulator.ca_bundle).wrap_socket(raw, server_hostname=name)
    except BaseException:
        raw.close()
        raise


def call(emulator, path, *, host=PRODUCTION, method="GET", headers=None, body=None, key="api_key", timeout=10.0):
    """Make one request. `key` names the credential to send as a Bearer token, None for none."""
    connection = http.client.HTTPConnection(host, timeout=timeout)
    connection.sock = dial(emulator, host.partition(":")[0], timeout)
    bearer = {"Authorization": f"Bearer {emulator.credentials[key]}"} if key else {}
    try:
        connection.request(method, path, body=body, headers={**bearer, **(headers or {})})
        response = connection.getresponse()
        return Got(response.status, response.headers, response.read())
    finally:
        connection.close()


def b64(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def part(value):
    return b64(json.dumps(value).encode())


def load_key(pem):
    return serialization.load_pem_private_key(pem.encode(), None)


def jwk_of(key):
    public = key.public_key()
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return {"kty": "OKP", "crv": "Ed25519", "x": b64(public.public_bytes_raw())}
    numbers = public.public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": b64(numbers.x.to_bytes(32)), "y": b64(numbers.y.to_bytes(32))}


def sign(key, signed):
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(signed)
    r, s = decode_dss_signature(key.sign(signed, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32) + s.to_bytes(32)


def proof(key, *, url, now, method="GET", token=None, header=None, signature=None, **claims):
    """Return a DPoP proof. What is given replaces the sound header and claims; None leaves a member out."""
    alg = "EdDSA" if isinstance(key, ed25519.Ed25519PrivateKey) else "ES256"
    head = {"typ": "dpop+jwt", "alg": alg, "jwk": jwk_of(key), **(header or {})}
    ath = {"ath": b64(hashlib.sha256(token.encode()).digest())} if token else {}
    body = {"htm": method, "htu": url, "iat": int(now), "jti": secrets.token_hex(8), **ath, **claims}
    parts = [part({name: value for name, value in values.items() if value is not None}) for values in (head, body)]
    signed = ".".join(parts).encode()
    return f"{signed.decode()}.{b64(sign(key, signed) if signature is None else signature)}"


def basic(credentials, prefix=""):
    pair = f"{credentials[prefix + 'client_id']}:{credentials[prefix + 'client_secret']}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GRANT = urlencode({"grant_type": "client_credentials"})
