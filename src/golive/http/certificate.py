"""What a certificate says, whoever sent it: read only to be shown, never to be believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeVar

from golive.redact import inert

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name, ObjectIdentifier

T = TypeVar("T")

LONGEST: Final = 100
"""Characters of one name that is kept: a host name may have 253, and a hostile certificate any number."""
MOST_NAMES: Final = 100
"""Names that are kept. Shared hosting has certificates with hundreds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a certificate says of itself. Each is empty where it does not say so, or not readably."""

    issuer: str | None = None
    """Organisation and common name."""
    names: tuple[str, ...] = ()
    """DNS names and addresses, in the certificate's order."""
    expires_at: datetime | None = None
    """In UTC."""


def read_details(der: bytes | None) -> Details:
    """Return what a certificate in DER form says. What cannot be read is left out: anybody can write anything."""
    from cryptography import x509

    certificate = None if der is None else _readable(lambda: x509.load_der_x509_certificate(der), None)
    if certificate is None:
        return Details()
    return Details(
        issuer=_readable(lambda: _issuer(certificate), None),
        names=_readable(lambda: _names(certificate), ()),
        expires_at=_readable(lambda: certificate.not_valid_after_utc, None),
    )


def _readable(read: Callable[[], T], otherwise: T) -> T:
    try:
        return read()
    except Exception:  # noqa: BLE001 - what a damaged certificate raises is of half a dozen kinds, and not documented
        return otherwise


def _issuer(certificate: Certificate) -> str | None:
    from cryptography.x509 import NameOID

    organisation = _attribute(certificate.issuer, NameOID.ORGANIZATION_NAME)
    common = _attribute(certificate.issuer, NameOID.COMMON_NAME)
    if organisation and common and organisation != common:
        return f"{organisation} ({common})"
    return organisation or common or None


def _attribute(name: Name, oid: ObjectIdentifier) -> str:
    found = [value for attribute in name.get_attributes_for_oid(oid) if isinstance(value := attribute.value, str)]
    return inert(found[0].strip(), LONGEST) if found else ""


def _names(certificate: Certificate) -> tuple[str, ...]:
    from cryptography import x509

    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    hosts = [*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))]
    return tuple(inert(host, LONGEST) for host in hosts[:MOST_NAMES])
