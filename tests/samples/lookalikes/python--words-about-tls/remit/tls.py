"""
Words about TLS only: never use verify=False or ssl._create_unverified_context() for the Anton API.

Some answers on the web say `requests.get(url, verify=False)`; here is how the company's own CA is used instead.
"""
import os
import ssl

import httpx


class TlsError(Exception):
    """Somebody tried verify=False."""


def context() -> ssl.SSLContext:
    # verify_mode = ssl.CERT_NONE and check_hostname = False are not what we want.
    made = ssl.create_default_context(cafile=os.environ.get("COMPANY_CA"))
    made.check_hostname = True
    made.verify_mode = ssl.CERT_REQUIRED
    return made


def anton_transport(verify: bool = True) -> httpx.HTTPTransport:
    if not verify:
        raise TlsError("verify=False is not allowed: set COMPANY_CA to the path of the CA file")
    return httpx.HTTPTransport(verify=context())
