import pytest

from golive.emulator import faults, flaws_of, providers, variants_of
from golive.emulator.flaw import Flaw, choose
from golive.emulator.registry import played
from golive.errors import UsageError

ACCOUNT = {
    "account.authentication",
    "account.balance",
    "account.corridors",
    "account.payees",
    "account.webhook-subscription",
    "account.webhook-events",
    "account.clock",
}
RECEIVER = {
    "receiver.certificate",
    "receiver.signed-delivery",
    "receiver.forged-delivery",
    "receiver.stale-delivery",
    "receiver.duplicate-delivery",
    "receiver.unknown-event",
    "receiver.promptness",
}
THREE = (Flaw("red", "a", {"x": "fail"}), Flaw("green", "b", {"x": "fail"}), Flaw("blue", "c", {"x": "fail"}))


@pytest.mark.parametrize("flaw", flaws_of("anton"), ids=lambda flaw: flaw.id)
def test_every_flaw_breaks_something_that_is_a_check(flaw):
    assert flaw.breaks
    assert set(flaw.breaks) <= ACCOUNT | RECEIVER
    assert set(flaw.breaks.values()) <= {"fail", "warn", "unknown"}


def test_every_check_of_the_account_is_broken_by_some_flaw():
    assert {name for flaw in played("anton").flaws for name in flaw.breaks} == ACCOUNT


@pytest.mark.parametrize("provider", providers())
def test_every_check_of_a_receiver_is_broken_by_some_flaw_of_receivers_and_by_no_other(provider):
    failing = {name for flaw in played(provider).receiver.flaws for name, to in flaw.breaks.items() if to == "fail"}
    assert failing == RECEIVER
    assert not {name for flaw in played(provider).flaws for name in flaw.breaks} & RECEIVER
    assert {flaw.id for flaw in flaws_of(provider) if flaw.id.startswith("receiver-")} == {
        flaw.id for flaw in played(provider).receiver.flaws
    }


@pytest.mark.parametrize("things", [flaws_of("anton"), faults(), variants_of("anton")])
def test_every_id_is_there_once_and_every_title_is_a_clause(things):
    assert len({thing.id for thing in things}) == len(things)
    assert all(thing.title and not thing.title.endswith(".") for thing in things)


PROMISED_FLAWS = """
webhook-missing webhook-inactive webhook-trailing-slash webhook-http webhook-sandbox-twin webhook-duplicate
webhook-status-absent webhook-event-missing webhook-wildcard balance-currency-missing balance-too-low balance-held
corridor-missing corridor-inactive corridor-unreadable payee-missing payee-blocked payee-archived
instrument-missing instrument-disabled payees-none key-refused key-role merchant-suspended key-test-environment
clock-behind clock-drift clock-absent
"""
PROMISED_OF_RECEIVERS = """
receiver-unverified receiver-presence-only receiver-prefix-compare receiver-reserialised receiver-no-replay-window
receiver-future-accepted receiver-duplicate-conflict receiver-no-dedup receiver-unknown-event-crash
receiver-unknown-event-refused receiver-crash-on-forged receiver-slow receiver-redirect receiver-certificate-expired
receiver-certificate-wrong-name receiver-certificate-untrusted receiver-plain-http
"""
PROMISED_FAULTS = """
status-503-twice status-500 rate-limited-short rate-limited-day rate-limited-date latency first-byte-20s
drip-headers drip-body reset truncated deep-json html wrong-content-type nan long-amounts body-1gib gzip-bomb
cursor-loop has-more-empty redirect-host redirect-http redirect-port echo-credential cert-expired
cert-self-signed cert-wrong-name
"""
PROMISED_VARIANTS = """
beneficiaries bare-objects corridors-bare-list corridors-enabled-flag corridors-pairs corridors-alias-names
balance-held-name amounts-as-numbers error-integer-code error-flat dpop-nonce oauth-only no-has-more
"""


@pytest.mark.parametrize(
    ("promised", "things"),
    [
        (PROMISED_FLAWS, flaws_of("anton")),
        (f"{PROMISED_OF_RECEIVERS} receiver-secret-stripped", flaws_of("anton")),
        (f"{PROMISED_OF_RECEIVERS} receiver-token-only", flaws_of("octopuscards")),
        (PROMISED_FAULTS, faults()),
        (PROMISED_VARIANTS, variants_of("anton")),
    ],
)
def test_every_name_that_was_promised_is_there(promised, things):
    assert set(promised.split()) <= {thing.id for thing in things}


def test_choosing_keeps_the_known_order_and_drops_repetitions():
    assert [flaw.id for flaw in choose(["blue", "red", "blue"], THREE, "flaw")] == ["red", "blue"]


def test_a_misspelt_name_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match=r"no flaw named 'gren'; did you mean `green`\?"):
        choose(["gren"], THREE, "flaw")


def test_a_name_like_no_other_is_answered_with_all():
    with pytest.raises(UsageError, match="there are blue, green, red"):
        choose(["zzzzzz"], THREE, "flaw")


def test_choosing_from_nothing_says_that_there_is_nothing():
    with pytest.raises(UsageError, match="there are none"):
        choose(["x"], (), "flaw")


def test_a_flaw_can_be_put_into_a_set():
    assert len(set(THREE)) == 3


def test_providers_are_the_packages_beside_the_registry_that_bear_their_names():
    assert providers() == ("anton", "octopuscards")


@pytest.mark.parametrize("lookup", [flaws_of, variants_of])
def test_an_unknown_provider_is_refused_with_the_nearest(lookup):
    with pytest.raises(UsageError, match=r"did you mean `anton`\?"):
        lookup("antn")
