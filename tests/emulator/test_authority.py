"""Which certificate a client is shown, by the name that it asks for. TLS in memory, without sockets."""

import ssl

import pytest

from golive.emulator.authority import Authority
from golive.emulator.leaf import Leaf


@pytest.fixture
def authority():
    it = Authority()
    yield it
    it.close()
    assert not it.bundle.exists()


def shaken(authority, server, name):
    """Shake hands as a client that asks for `name`, and return the names in the certificate."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    trusting = ssl.create_default_context(cafile=str(authority.bundle))
    trusting.check_hostname = name is not None
    client = trusting.wrap_bio(to_client, to_server, server_hostname=name)
    host = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(10):
        done = []
        for side in (client, host):
            try:
                side.do_handshake()
                done.append(side)
            except ssl.SSLWantReadError:
                continue
        if len(done) == 2:
            return {value for _, value in client.getpeercert()["subjectAltName"]}
    raise AssertionError("the handshake does not end")


def test_one_certificate_is_for_all_names_unless_some_are_apart(authority):
    server = authority.context(["a.example.com", "b.example.com"])
    assert shaken(authority, server, "a.example.com") == {"a.example.com", "b.example.com"}


def test_a_name_apart_is_shown_a_certificate_of_its_own_whatever_its_case(authority):
    server = authority.context(["a.example.com", "b.example.com"], Leaf.EXPIRED, {"B.example.com": Leaf.SOUND})
    assert shaken(authority, server, "b.example.com") == {"b.example.com"}
    assert shaken(authority, server, "B.EXAMPLE.com") == {"b.example.com"}
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
        shaken(authority, server, "a.example.com")


def test_a_client_that_names_no_host_or_another_is_shown_the_common_certificate(authority):
    server = authority.context(["a.example.com", "b.example.com"], apart={"b.example.com": Leaf.EXPIRED})
    assert shaken(authority, server, None) == {"a.example.com", "b.example.com"}
    assert shaken(authority, server, "a.example.com") == {"a.example.com", "b.example.com"}
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
        shaken(authority, server, "b.example.com")


@pytest.mark.parametrize(
    ("leaf", "said"), [(Leaf.WRONG_NAME, "mismatch"), (Leaf.SELF_SIGNED, "self-signed"), (Leaf.EXPIRED, "expired")]
)
def test_each_wrong_certificate_is_refused_for_its_own_reason(authority, leaf, said):
    server = authority.context(["a.example.com"], apart={"b.example.com": leaf})
    with pytest.raises(ssl.SSLCertVerificationError, match=said):
        shaken(authority, server, "b.example.com")
