"""A throw-away certificate authority: it exists while one emulator runs, and no system trusts it."""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import trustme

from golive.emulator.leaf import Leaf

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

WRONG_NAME = "wrong-name.invalid"
"""The only name in a certificate of the wrong name. `.invalid` never resolves (RFC 2606)."""

_LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


class Authority:
    """
    A certificate authority with a new key, and its certificate in a private file.

    `bundle` is readable by this user only, and gone after `close`.
    """

    def __init__(self) -> None:
        self._ca = trustme.CA(organization_name="golive emulator", organization_unit_name="throw-away")
        with tempfile.NamedTemporaryFile(prefix="golive-emulator-ca-", suffix=".pem", delete=False) as file:
            file.write(self._ca.cert_pem.bytes())
        self.bundle = Path(file.name)

    def close(self) -> None:
        """Remove the file."""
        self.bundle.unlink(missing_ok=True)

    def context(
        self, names: Iterable[str], leaf: Leaf = Leaf.SOUND, apart: Mapping[str, Leaf] | None = None
    ) -> ssl.SSLContext:
        """
        Return a server's TLS context (1.2 and newer) with one certificate for all of `names`.

        A client that asks for one of the names in `apart` is shown a certificate of that name alone.
        """
        context = self._context(tuple(names), leaf)
        contexts = {name.lower(): self._context((name,), own) for name, own in (apart or {}).items()}
        if contexts:

            def choose(connection: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> None:
                chosen = contexts.get((name or "").lower())
                if chosen is not None:
                    connection.context = chosen

            context.sni_callback = choose
        return context

    def _context(self, names: tuple[str, ...], leaf: Leaf) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        self._certificate(names, leaf).configure_cert(context)
        return context

    def _certificate(self, names: tuple[str, ...], leaf: Leaf) -> trustme.LeafCert:
        match leaf:
            case Leaf.SOUND:
                return self._ca.issue_cert(*names)
            case Leaf.EXPIRED:
                return self._ca.issue_cert(*names, not_before=_LONG_AGO, not_after=_LONG_AGO + timedelta(days=90))
            case Leaf.WRONG_NAME:
                return self._ca.issue_cert(WRONG_NAME)
            case Leaf.SELF_SIGNED:
                return _self_signed(names)


def _self_signed(names: tuple[str, ...]) -> trustme.LeafCert:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "golive emulator, self-signed")])
    certificate: Certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_LONG_AGO)
        .not_valid_after(_LONG_AGO + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return trustme.LeafCert(private, certificate.public_bytes(serialization.Encoding.PEM), [])
