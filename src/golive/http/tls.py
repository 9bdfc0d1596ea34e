"""TLS, always verified: there is no way to switch that off."""

from __future__ import annotations

import os.path
import ssl
import sys
from pathlib import Path
from typing import Final

from golive.errors import UsageError
from golive.http.errors import Untrusted

_PEM = b"-----BEGIN CERTIFICATE-----"

_SYSTEM_BUNDLES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Alpine, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL up to 9
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # Fedora, RHEL from 10
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # Alpine, BSD
)
"""Where systems keep their certificates; for a Python whose OpenSSL was built for another system."""


def check_bundle(bundle: Path) -> None:
    """Raise UsageError where a file of CA certificates cannot be read, or holds none."""
    problem = ""
    try:
        if _PEM not in bundle.read_bytes():
            problem = "holds no certificate in PEM form"
    except OSError as error:
        problem = f"cannot be read: {(error.strerror or type(error).__name__).lower()}"
    if problem:
        raise UsageError(f"the CA bundle {bundle} {problem}")


def make_context(bundle: Path | None, platform: str = sys.platform) -> ssl.SSLContext:
    """
    Return a context that trusts the system's store, or the bundle instead; TLS 1.2 or newer, names verified.

    Raises Untrusted where the bundle's certificates are damaged.
    """
    if bundle is None and platform in {"darwin", "win32"}:
        import truststore

        # On other systems truststore would read the same files, again for every connection (21 ms each).
        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        _load(context, bundle)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _load(context: ssl.SSLContext, bundle: Path | None) -> None:
    if bundle is None:
        context.set_default_verify_paths()
        known = ssl.get_default_verify_paths()
        if not known.cafile and not known.capath:
            found = next(filter(os.path.isfile, _SYSTEM_BUNDLES), None)
            if found is not None:
                context.load_verify_locations(cafile=found)
        return
    damaged = False
    try:
        context.load_verify_locations(cafile=bundle)
    except (ssl.SSLError, OSError):
        damaged = True
    if damaged:
        raise Untrusted(f"the CA bundle {bundle} holds a damaged certificate")
