"""A certificate that nobody vouches for but itself, of an issuer with a hostile name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def build(host: str, *, attributes=None, extensions=None):
    """Return a certificate and its key. `extensions` replace the one with the host's name."""
    key = ec.generate_private_key(ec.SECP256R1())
    if attributes is None:
        attributes = [(NameOID.ORGANIZATION_NAME, "The shop \x1b[31m"), (NameOID.COMMON_NAME, host)]
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
    for extension in [x509.SubjectAlternativeName([x509.DNSName(host)])] if extensions is None else extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(key, hashes.SHA256()), key


def self_signed(host: str) -> trustme.LeafCert:
    """Return a self-signed certificate for a host."""
    certificate, key = build(host)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return trustme.LeafCert(private, certificate.public_bytes(serialization.Encoding.PEM), [])
