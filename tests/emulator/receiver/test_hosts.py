"""Where receivers are played, and which URLs cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.emulator import Emulator
from golive.emulator.leaf import Leaf
from golive.emulator.receiver.hosts import ReceiverHosts, address_of
from golive.emulator.registry import played
from golive.errors import UsageError
from golive.kind import Kind
from support.deliveries import SECRET, body, request, seed

ANTON = played("anton").receiver
URL = "https://pay.example.com/hooks"


def hosts(*urls, sandbox=(), **more):
    it = ReceiverHosts(ANTON, {Kind.PRODUCTION: urls, Kind.SANDBOX: sandbox}, **more)
    it.open({"webhook_secret": SECRET, "sandbox_webhook_secret": "other"}, lambda: 0.0)
    return it


def status(it, delivery):
    (answer,) = it.steps(delivery)
    return int(answer.split()[1])


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (URL, ("pay.example.com", "/hooks")),
        ("https://PAY.example.com:443", ("pay.example.com", "/")),
        ("https://pay.example.com/a/?key=1&b", ("pay.example.com", "/a/?key=1&b")),
    ],
)
def test_a_url_says_where_a_receiver_is(url, address):
    assert address_of(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "",
        "pay.example.com/hooks",
        "http://pay.example.com/hooks",
        "https:///hooks",
        "https://pay.example.com:8443/hooks",
        "https://pay.example.com:x/",
        "https://user:word@pay.example.com/",
        "https://pay.example.com/#part",
        "https://127.0.0.1/hooks",
        "https://[::1]/hooks",
        "https://[::1/hooks",
        "https://pay.example.com/a b",
        "https://pay.example.com/\n",
        "https://127.1/",
        "https://*.example.com/",
        "https://a;b/",
        "https://$(id)/",
        "https://-a.example.com/",
        "https://a..b/",
        "https://" + "a" * 64 + ".example.com/",
        "https://" + "a." * 126 + "example/",
        "https://päy.example.com/",
    ],
)
def test_a_url_that_no_provider_could_deliver_to_is_refused(url):
    with pytest.raises(UsageError, match="the emulator cannot play a receiver at"):
        address_of(url)


@given(st.text())
def test_any_text_is_an_address_or_a_usage_error(text):
    try:
        host, target = address_of(f"https://{text}")
    except UsageError:
        return
    assert host == host.lower()
    assert target.startswith("/")


def test_two_receivers_of_one_host_have_memories_of_their_own():
    it = hosts(URL, f"{URL}/2")
    assert it.names == ("pay.example.com",)
    delivery = seed(body())
    first = [b"".join(it.steps(delivery)), b"".join(it.steps(delivery))]
    assert [b"duplicate" in answer for answer in first] == [False, True]
    assert b"accepted" in b"".join(it.steps(request(delivery.body, delivery.headers, path="/hooks/2")))
    assert status(it, request(path="/hooks/3")) == 404


def test_each_environment_has_its_own_secret_and_only_production_its_flaws():
    it = hosts(URL, sandbox=["https://sandbox.pay.example.com/hooks"], flaws=["receiver-certificate-expired"])
    assert it.kinds == {Kind.PRODUCTION, Kind.SANDBOX}
    assert it.leaves == {"pay.example.com": Leaf.EXPIRED, "sandbox.pay.example.com": Leaf.SOUND}
    assert it.plain_names == ()
    for host, secret in (("pay.example.com", SECRET), ("sandbox.pay.example.com", "other")):
        mine, others = (seed(body(), secret=one) for one in (secret, "other" if secret == SECRET else SECRET))
        assert status(it, request(mine.body, mine.headers, host=host)) == 200
        assert status(it, request(others.body, others.headers, host=host)) == 401


def test_a_host_with_a_sound_and_a_flawed_receiver_shows_the_wrong_certificate():
    it = hosts(URL, sandbox=[f"{URL}/sandbox"], flaws=["receiver-certificate-untrusted"])
    assert it.leaves == {"pay.example.com": Leaf.SELF_SIGNED}


def test_two_receivers_at_one_url_are_refused():
    with pytest.raises(UsageError, match="cannot play two receivers at"):
        hosts(URL, sandbox=[f"{URL}"])


@pytest.mark.parametrize("sandbox", [(), (URL,)])
def test_a_flaw_of_receivers_needs_one_of_production(sandbox):
    with pytest.raises(UsageError, match="receiver-slow is a flaw of a receiver; say where"):
        hosts(sandbox=sandbox, flaws=["receiver-slow"])


def test_flaws_that_can_be_read_once_only_are_all_planted():
    it = hosts(URL, flaws=iter(["receiver-plain-http", "receiver-unverified", "receiver-certificate-wrong-name"]))
    assert it.plain_names == it.names
    assert it.leaves == {"pay.example.com": Leaf.WRONG_NAME}
    assert status(it, request(body())) == 200


def test_an_emulator_refuses_receivers_that_it_cannot_play():
    with pytest.raises(UsageError, match=r"api\.antonpayments\.com is the provider's own"):
        Emulator("anton", receivers=["https://api.antonpayments.com/hooks"])
    with pytest.raises(UsageError, match="receivers of the sandbox environment need it to be played"):
        Emulator("anton", kinds=[Kind.PRODUCTION], sandbox_receivers=[URL])
    with pytest.raises(UsageError, match="did you mean `receiver-slow`"):
        Emulator("anton", receivers=[URL], flaws=["reciever-slow"])
