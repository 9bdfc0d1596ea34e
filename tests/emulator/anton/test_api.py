import base64
import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from golive.emulator import variants_of
from golive.emulator.anton import PLAYED
from golive.emulator.anton.proof import _verify_signature, thumbprint
from golive.emulator.anton.world import ACME, ACME_INSTRUMENT, EVENTS, RECEIVER, sound_world
from golive.emulator.flaw import choose
from golive.emulator.message import Received
from golive.kind import Kind
from support.emulated import FORM, GRANT, PRODUCTION, SANDBOX, basic, jwk_of, load_key, proof

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Asking:
    """An API in play, asked without sockets."""

    def __init__(self, *, flaws=(), variants=(), seed=0):
        self.seconds = 100.0
        playing = PLAYED.play(
            Kind,
            choose(flaws, PLAYED.flaws, "flaw"),
            choose(variants, variants_of("anton"), "variant"),
            lambda: self.seconds,
            seed,
        )
        self.api, self.credentials = playing.api, playing.credentials

    def reply(self, target, *, method="GET", host=PRODUCTION, headers=None, body=b""):
        path, _, query = target.partition("?")
        if headers is None:
            key = "api_key" if host == PRODUCTION else "sandbox_api_key"
            headers = {"Authorization": f"Bearer {self.credentials[key]}"}
        pairs = tuple(headers.items()) if isinstance(headers, dict) else headers
        return self.api.answer(Received(method, path, host, "https", NOW, query, pairs, body))

    def json(self, target, **parts):
        reply = self.reply(target, **parts)
        assert reply.status == 200, reply
        return json.loads(reply.body)

    def token(self, prefix="", host=PRODUCTION, **claims):
        key = load_key(self.credentials[f"{prefix}dpop_key"])
        fresh = proof(key, url=f"https://{host}/oauth/token", now=NOW.timestamp(), method="POST", **claims)
        headers = {"Authorization": basic(self.credentials, prefix), **FORM, "DPoP": fresh}
        return self.reply("/oauth/token", method="POST", host=host, headers=headers, body=GRANT.encode())


@pytest.fixture
def sound():
    return Asking()


def error_of(reply):
    return json.loads(reply.body)["error"]


def rows(asking, path, limit=100):
    """Follow a list to its end as the documentation says."""
    found, query, pages = [], f"limit={limit}", 0
    while True:
        page = asking.json(f"{path}?{query}")
        found += page["data"]
        pages += 1
        if not page.get("has_more"):
            assert "next_cursor" not in page
            return found, pages
        query = f"limit={limit}&cursor={page['next_cursor']}"


def test_the_sound_account_is_ready_for_its_first_payout(sound):
    balances = {row["currency"]: row["available"] for row in sound.json("/v1/balances")["data"]}
    assert balances == {"USD": "25000.00", "EUR": "9000.00"}
    corridors = {
        (row["source_currency"], row["dest_currency"], row["dest_country"], row["method"]): row["status"]
        for row in sound.json("/v1/corridors")["data"]
    }
    active = {name for name, status in corridors.items() if status == "active"}
    wanted = {("USD", "EUR", "DE", "sepa"), ("EUR", "EUR", "DE", "sepa"), ("USD", "GBP", "GB", "faster_payment")}
    assert active == wanted
    assert corridors["USD", "NGN", "NG", "bank_transfer"] == "inactive"
    first, second = sound.json("/v1/webhooks")["data"]
    assert (first["url"], first["status"]) == ("https://pay.example.com/hooks/anton", "active")
    assert tuple(first["events"]) == EVENTS
    assert second["url"] != first["url"]


def test_balances_add_up(sound):
    for row in sound.json("/v1/balances")["data"]:
        assert float(row["available"]) + float(row["pending"]) == float(row["total"])


def test_a_single_balance_is_wrapped(sound):
    assert sound.json("/v1/balances/USD")["data"]["available"] == "25000.00"


def test_payees_and_instruments_are_there(sound):
    acme = sound.json(f"/v1/payees/{ACME}")["data"]
    assert (acme["type"], acme["status"], acme["country"]) == ("business", "active", "DE")
    instrument = sound.json(f"/v1/instruments/{ACME_INSTRUMENT}")["data"]
    assert (instrument["payee_id"], instrument["method"], instrument["status"]) == (ACME, "iban", "active")
    assert [row["id"] for row in sound.json(f"/v1/payees/{ACME}/instruments")["data"]] == [ACME_INSTRUMENT]
    assert [row["id"] for row in sound.json("/v1/payees/pye_globex/instruments")["data"]] == ["ins_globex_gbp"]


@pytest.mark.parametrize("limit", [1, 20, 99, 100])
def test_every_payee_is_found_by_following_the_cursors(sound, limit):
    found, pages = rows(sound, "/v1/payees", limit)
    assert len({row["id"] for row in found}) == 120
    assert pages == -(-120 // limit)


def test_a_second_page_is_needed_to_find_the_second_known_payee(sound):
    first = [row["id"] for row in sound.json("/v1/payees?limit=100")["data"]]
    assert ACME in first
    assert "pye_globex" not in first


def test_a_page_has_twenty_rows_unless_asked_otherwise(sound):
    assert len(sound.json("/v1/payees")["data"]) == 20


def test_the_last_page_can_be_full(sound):
    assert rows(sound, "/v1/payees", 60)[1] == 2


@pytest.mark.parametrize("path", ["/v1/instruments", "/v1/payouts", "/v1/corridors"])
def test_other_lists_have_pages_too(sound, path):
    found, pages = rows(sound, path, 2)
    assert pages == len(found) / 2 or pages == (len(found) + 1) / 2


@pytest.mark.parametrize("path", ["/v1/balances", "/v1/webhooks"])
def test_documented_short_lists_say_nothing_about_pages(sound, path):
    assert set(sound.json(path)) == {"data"}


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "x", "", "٣", "9" * 5000])
def test_a_limit_out_of_bounds_is_refused(sound, limit):
    assert sound.reply(f"/v1/payees?limit={limit}").status == 422


@pytest.mark.parametrize("cursor", ["", "x", "20", "pye_000019"])
def test_a_cursor_that_was_not_given_out_is_refused(sound, cursor):
    assert sound.reply(f"/v1/payees?cursor={cursor}").status == 400


def test_a_cursor_of_another_list_is_refused(sound):
    cursor = sound.json("/v1/payees")["next_cursor"]
    assert sound.reply(f"/v1/instruments?cursor={cursor}").status == 400


def test_lists_can_be_filtered(sound):
    gbp = sound.json("/v1/instruments?payee_id=pye_globex")["data"]
    assert [row["id"] for row in gbp] == ["ins_globex_gbp"]
    assert {row["country"] for row in sound.json("/v1/payees?country=DE&limit=100")["data"]} == {"DE"}
    assert sound.json("/v1/payees?status=blocked")["data"] == []
    assert [row["id"] for row in sound.json("/v1/payouts?status=returned")["data"]] == ["pay_000002"]


def test_a_filter_of_the_other_generation_is_ignored(sound):
    assert len(sound.json("/v1/instruments?beneficiary_id=pye_globex")["data"]) == 20


def test_a_filter_with_an_impossible_value_is_refused(sound):
    assert sound.reply("/v1/payees?status=nice").status == 422


@pytest.mark.parametrize(
    "path",
    [
        "/v1/balances/JPY",
        "/v1/balances/usd",
        "/v1/payees/pye_other",
        "/v1/payees/pye_sbx_acme",
        "/v1/payees/pye_other/instruments",
        "/v1/payees/pye_acme/pii",
        "/v1/beneficiaries",
        "/v1/beneficiaries/pye_acme",
        "/v1/beneficiaries/pye_acme/instruments",
        "/v1/instruments/ins_other",
        "/v1/payouts/pay_other",
        "/v1/webhooks/wbh_000001",
        "/v1/webhooks/wbh_000001/secret",
        "/v1/corridors/1",
        "/v1/balances/",
        "/v1/",
        "/v1/nothing",
        "/v2/balances",
        "/",
    ],
)
def test_what_does_not_exist_is_404_in_the_error_envelope(sound, path):
    reply = sound.reply(path)
    assert reply.status == 404
    assert error_of(reply)["code"] == "not_found"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "BREW"])
@pytest.mark.parametrize("path", ["/v1/balances", "/v1/payouts", "/.well-known/jwks.json"])
def test_nothing_can_be_changed(sound, method, path):
    reply = sound.reply(path, method=method)
    assert (reply.status, reply.header("Allow")) == (405, "GET")


def test_the_sandbox_is_another_account(sound):
    first = sound.json("/v1/webhooks", host=SANDBOX)["data"][0]
    assert first["url"] == RECEIVER[Kind.SANDBOX]
    ids = {row["id"] for row in sound.json("/v1/payees?limit=100", host=SANDBOX)["data"]}
    assert not ids & {row["id"] for row in sound.json("/v1/payees?limit=100")["data"]}


def test_flaws_concern_production_only():
    flawed = Asking(flaws=["key-refused", "webhook-missing"])
    assert flawed.reply("/v1/balances").status == 401
    assert flawed.json("/v1/webhooks", host=SANDBOX)["data"][0]["url"] == RECEIVER[Kind.SANDBOX]


@pytest.mark.parametrize("host", ["example.com", "127.0.0.1", ""])
def test_another_host_is_misdirected(sound, host):
    assert sound.reply("/v1/balances", host=host).status == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer ak_live_wrong"},
        {"Authorization": "Basic ak_live_wrong"},
        {"Authorization": "DPoP token"},
        {"Authorization": "Bearer \u00e9"},
        {"X-Api-Key": "ak_live_wrong"},
    ],
)
def test_without_the_right_credential_everything_is_401(sound, headers):
    for path in ("/v1/balances", "/v1/nothing"):
        assert sound.reply(path, headers=headers).status == 401


def test_a_key_works_on_its_own_host_only(sound):
    live = {"Authorization": f"Bearer {sound.credentials['api_key']}"}
    test = {"Authorization": f"Bearer {sound.credentials['sandbox_api_key']}"}
    assert sound.reply("/v1/balances", headers=test).status == 401
    assert sound.reply("/v1/balances", headers=live, host=SANDBOX).status == 401
    assert sound.reply("/v1/balances", headers=test, host=SANDBOX).status == 200


def test_two_authorization_headers_are_refused(sound):
    right = ("Authorization", f"Bearer {sound.credentials['api_key']}")
    assert sound.reply("/v1/balances", headers=(right, right)).status == 401


def test_credentials_have_the_documented_shapes(sound):
    shapes = {
        "api_key": r"ak_live_[0-9a-f]{48}",
        "client_id": r"ant_oc_production_[0-9a-f]{32}",
        "client_secret": r"ant_ocs_production_[0-9a-f]{48}",
        "webhook_secret": r"whsec_[0-9a-f]{64}",
        "dpop_key": r"(?s)-----BEGIN PRIVATE KEY-----.*",
        "sandbox_api_key": r"ak_test_[0-9a-f]{48}",
        "sandbox_client_id": r"ant_oc_sandbox_[0-9a-f]{32}",
        "sandbox_client_secret": r"ant_ocs_sandbox_[0-9a-f]{48}",
        "sandbox_webhook_secret": r"whsec_[0-9a-f]{64}",
        "sandbox_dpop_key": r"(?s)-----BEGIN PRIVATE KEY-----.*",
    }
    assert sound.credentials.keys() == shapes.keys()
    assert all(re.fullmatch(shape, sound.credentials[name]) for name, shape in shapes.items())


def test_two_emulators_share_no_credential(sound):
    assert not set(sound.credentials.values()) & set(Asking().credentials.values())


def test_nothing_in_play_shows_a_secret(sound):
    shown = repr(sound.api)
    assert not [name for name, value in sound.credentials.items() if value in shown and not name.endswith("client_id")]


def test_the_same_seed_gives_the_same_account():
    assert sound_world(Kind.PRODUCTION, 7) == sound_world(Kind.PRODUCTION, 7)
    assert sound_world(Kind.PRODUCTION, 7) != sound_world(Kind.PRODUCTION, 8)


@pytest.mark.parametrize("path", ["/v1/balances", "/v1/nothing", "/.well-known/jwks.json", "/oauth/token"])
def test_every_answer_has_the_usual_headers(sound, path):
    reply = sound.reply(path)
    assert reply.header("Date") == "Thu, 01 Jan 2026 12:00:00 GMT"
    assert reply.header("X-Request-ID").startswith("req_")
    assert reply.header("X-RateLimit-Limit") == "1000"
    assert reply.header("X-RateLimit-Remaining") == "999"
    assert int(reply.header("X-RateLimit-Reset")) == NOW.timestamp() + 61
    assert reply.header("Content-Type") == "application/json"


def test_the_rate_limit_is_a_thousand_in_any_minute(sound):
    for _ in range(1000):
        sound.reply("/v1/nothing")
    refused = sound.reply("/v1/balances")
    assert (refused.status, refused.header("Retry-After")) == (429, "61")
    assert refused.header("X-RateLimit-Remaining") == "0"
    assert sound.reply("/v1/balances", host=SANDBOX).status == 200
    sound.seconds += 60
    assert sound.reply("/v1/balances").status == 200


FLAWED = [
    ("balance-currency-missing", "/v1/balances/USD", None),
    ("payee-missing", "/v1/payees/pye_acme", None),
    ("payee-missing", "/v1/instruments/ins_acme_eur", None),
    ("payees-none", "/v1/payees/pye_globex", None),
    ("instrument-missing", "/v1/instruments/ins_acme_eur", None),
    ("balance-too-low", "/v1/balances/USD", ("available", "12.34")),
    ("balance-held", "/v1/balances/USD", ("available", "100.00")),
    ("balance-held", "/v1/balances/USD", ("total", "25000.00")),
    ("balance-unreadable", "/v1/balances/USD", ("available", "n/a")),
    ("payee-blocked", "/v1/payees/pye_acme", ("status", "blocked")),
    ("payee-archived", "/v1/payees/pye_acme", ("status", "archived")),
    ("instrument-disabled", "/v1/instruments/ins_acme_eur", ("status", "disabled")),
]


@pytest.mark.parametrize(("flaw", "path", "member"), FLAWED)
def test_a_flaw_changes_what_it_names(flaw, path, member):
    assert Asking().reply(path).status == 200
    reply = Asking(flaws=[flaw]).reply(path)
    if member is None:
        assert reply.status == 404
    else:
        name, value = member
        assert json.loads(reply.body)["data"][name] == value


WEBHOOKS = [
    ("webhook-missing", lambda row: row["url"], "https://old.example.net/callbacks"),
    ("webhook-trailing-slash", lambda row: row["url"], "https://pay.example.com/hooks/anton/"),
    ("webhook-http", lambda row: row["url"], "http://pay.example.com/hooks/anton"),
    ("webhook-sandbox-twin", lambda row: row["url"], "https://sandbox.pay.example.com/hooks/anton"),
    ("webhook-inactive", lambda row: row["status"], "inactive"),
    ("webhook-status-absent", lambda row: "status" in row, False),
    ("webhook-wildcard", lambda row: row["events"], ["*"]),
    ("webhook-event-missing", lambda row: "payout.returned" in row["events"], False),
]


@pytest.mark.parametrize(("flaw", "look", "value"), WEBHOOKS)
def test_a_flaw_of_a_subscription_changes_the_first(flaw, look, value):
    first, second = Asking(flaws=[flaw]).json("/v1/webhooks")["data"]
    assert look(first) == value
    assert second == Asking().json("/v1/webhooks")["data"][1]


def test_a_duplicate_subscription_differs_by_id_only():
    first, again, _ = Asking(flaws=["webhook-duplicate"]).json("/v1/webhooks")["data"]
    assert {name for name in first if first[name] != again[name]} == {"id"}


CORRIDORS = [
    ("corridor-missing", None),
    ("corridor-inactive", ("DE", "sepa", "inactive")),
    ("corridor-other-country", ("FR", "sepa", "active")),
    ("corridor-other-method", ("DE", "wire", "active")),
]


@pytest.mark.parametrize(("flaw", "wanted"), CORRIDORS)
def test_a_flaw_of_a_corridor_changes_the_one_to_germany(flaw, wanted):
    found = Asking(flaws=[flaw]).json("/v1/corridors")["data"]
    pairs = [row for row in found if (row["source_currency"], row["dest_currency"]) == ("USD", "EUR")]
    assert [(row["dest_country"], row["method"], row["status"]) for row in pairs] == ([wanted] if wanted else [])


def test_unreadable_corridors_have_no_known_field():
    for row in Asking(flaws=["corridor-unreadable"]).json("/v1/corridors")["data"]:
        assert not [
            name for name in row if "curr" in name or "country" in name or name in {"status", "method", "active"}
        ]


@pytest.mark.parametrize(
    ("flaw", "status", "word"),
    [
        ("key-refused", 401, "revoked"),
        ("key-role", 403, "role"),
        ("merchant-suspended", 403, "suspended"),
        ("key-test-environment", 403, "test key"),
    ],
)
def test_a_flaw_of_the_credential_refuses_every_read(flaw, status, word):
    flawed = Asking(flaws=[flaw])
    for path in ("/v1/balances", "/v1/corridors", "/v1/webhooks", "/v1/payees", "/v1/instruments", "/v1/payouts"):
        reply = flawed.reply(path)
        assert reply.status == status
        assert word in error_of(reply)["message"]


def test_a_role_can_lack_the_webhooks_only():
    flawed = Asking(flaws=["webhooks-forbidden"])
    assert flawed.reply("/v1/webhooks").status == 403
    assert flawed.reply("/v1/balances").status == 200


@pytest.mark.parametrize(
    ("flaw", "date"),
    [
        ("clock-behind", "Thu, 01 Jan 2026 12:05:00 GMT"),
        ("clock-ahead", "Thu, 01 Jan 2026 11:55:00 GMT"),
        ("clock-drift", "Thu, 01 Jan 2026 12:00:20 GMT"),
        ("clock-absent", None),
    ],
)
def test_a_flaw_of_the_clock_shows_in_every_answer(flaw, date):
    flawed = Asking(flaws=[flaw])
    assert [flawed.reply(path).header("Date") for path in ("/v1/balances", "/v1/nothing")] == [date, date]


@pytest.mark.parametrize("flaw", PLAYED.flaws, ids=lambda flaw: flaw.id)
def test_every_flaw_changes_some_answer(flaw):
    def everything(asking):
        paths = ("balances", "corridors", "webhooks", "payees?limit=100", "instruments?limit=100")
        replies = [asking.reply(f"/v1/{path}") for path in paths]
        return [(reply.status, reply.body.partition(b"next_cursor")[0], reply.header("Date")) for reply in replies]

    assert everything(Asking(flaws=[flaw.id])) != everything(Asking())


def test_all_flaws_together_break_nothing_in_the_emulator():
    everything = Asking(flaws=[flaw.id for flaw in PLAYED.flaws if "key" not in flaw.id and "merch" not in flaw.id])
    assert everything.reply("/v1/webhooks").status == 403
    assert everything.json("/v1/payees")["data"] == []


def test_beneficiaries_take_the_place_of_payees():
    older = Asking(variants=["beneficiaries"])
    assert len(rows(older, "/v1/beneficiaries")[0]) == 120
    assert older.json(f"/v1/beneficiaries/{ACME}")["data"]["id"] == ACME
    (instrument,) = older.json(f"/v1/beneficiaries/{ACME}/instruments")["data"]
    assert instrument["beneficiary_id"] == ACME
    assert "payee_id" not in instrument
    assert len(older.json(f"/v1/instruments?beneficiary_id={ACME}")["data"]) == 1
    for path in ("/v1/payees", f"/v1/payees/{ACME}", f"/v1/payees/{ACME}/instruments"):
        assert older.reply(path).status == 404


def test_bare_objects_have_no_wrapper_and_lists_keep_theirs():
    newer = Asking(variants=["bare-objects"])
    assert newer.json("/v1/balances/USD")["currency"] == "USD"
    assert newer.json("/v1/balances")["data"]


def test_corridors_come_in_several_shapes():
    bare = Asking(variants=["corridors-bare-list"]).json("/v1/corridors")
    assert isinstance(bare, list)
    flags = Asking(variants=["corridors-enabled-flag"]).json("/v1/corridors")["data"]
    assert [row["enabled"] for row in flags] == [True, True, True, False, False, False]
    assert not [row for row in flags if "status" in row]
    pairs = Asking(variants=["corridors-pairs"]).json("/v1/corridors")["data"]
    assert set(pairs[0]) == {"source_currency", "dest_currency", "status"}
    names = Asking(variants=["corridors-alias-names"]).json("/v1/corridors")["data"]
    assert set(names[0]) == {"source_currency", "currency", "country", "method", "network", "status"}


def test_the_reserved_part_can_be_called_held():
    row = Asking(variants=["balance-held-name"]).json("/v1/balances/EUR")["data"]
    assert row["held"] == "150.00"
    assert "pending" not in row


def test_amounts_can_be_numbers_and_what_is_none_stays_text():
    numbers = Asking(variants=["amounts-as-numbers"], flaws=["balance-unreadable"])
    assert numbers.json("/v1/balances/EUR")["data"]["available"] == 9000.0
    assert numbers.json("/v1/balances/USD")["data"]["available"] == "n/a"


def test_errors_come_in_three_shapes():
    assert error_of(Asking().reply("/v1/x"))["code"] == "not_found"
    assert error_of(Asking(variants=["error-integer-code"]).reply("/v1/x"))["code"] == 404
    flat = json.loads(Asking(variants=["error-flat"]).reply("/v1/x").body)
    assert flat == {"error": "not_found", "message": "there is no such resource"}


def test_lists_can_say_more_or_less_about_pages():
    assert Asking(variants=["has-more-always"]).json("/v1/balances")["has_more"] is False
    silent = Asking(variants=["no-has-more"])
    assert set(silent.json("/v1/payees?limit=5")) == {"data"}
    assert len(silent.json("/v1/payees")["data"]) == 120


def test_static_keys_can_be_refused():
    assert Asking(variants=["oauth-only"]).reply("/v1/balances").status == 401


def test_an_error_for_a_fault_has_the_provider_s_shape_and_headers(sound):
    request = Received("GET", "/v1/balances", "elsewhere.example", "https", NOW, "", (), b"")
    reply = sound.api.error(request, 500, "internal_error", "oh", (("Retry-After", "1"),))
    assert error_of(reply) == {"code": "internal_error", "message": "oh"}
    assert reply.header("Retry-After") == "1"
    assert reply.header("X-Request-ID")


def get_with_proof(asking, token, *, path="/v1/balances", host=PRODUCTION, prefix="", **claims):
    key = load_key(asking.credentials[f"{prefix}dpop_key"])
    fresh = proof(key, url=f"https://{host}{path}", now=NOW.timestamp(), token=token, **claims)
    return asking.reply(path, host=host, headers={"Authorization": f"DPoP {token}", "DPoP": fresh})


@pytest.mark.parametrize("variants", [[], ["dpop-ed25519"], ["oauth-only"]])
@pytest.mark.parametrize(("prefix", "host", "life"), [("", PRODUCTION, 3600), ("sandbox_", SANDBOX, 28800)])
def test_a_token_and_a_proof_open_the_account(variants, prefix, host, life):
    asking = Asking(variants=variants)
    answer = json.loads(asking.token(prefix, host).body)
    assert (answer["token_type"], answer["expires_in"]) == ("DPoP", life)
    assert get_with_proof(asking, answer["access_token"], prefix=prefix, host=host).status == 200


def test_the_token_is_a_jwt_signed_by_a_published_key_and_bound_to_the_registered_one(sound):
    head, claims, signature = json.loads(sound.token().body)["access_token"].split(".")
    raw = [base64.urlsafe_b64decode(text + "==") for text in (head, claims, signature)]
    (published,) = sound.json("/.well-known/jwks.json", headers={})["keys"]
    assert json.loads(raw[0])["kid"] == published["kid"]
    _verify_signature("ES256", published, f"{head}.{claims}".encode(), raw[2])
    registered = thumbprint(jwk_of(load_key(sound.credentials["dpop_key"])))
    assert json.loads(raw[1])["cnf"] == {"jkt": registered}


def test_a_token_works_in_its_own_environment_only(sound):
    token = json.loads(sound.token().body)["access_token"]
    assert get_with_proof(sound, token, host=SANDBOX).status == 401


def test_a_token_ends(sound):
    token = json.loads(sound.token().body)["access_token"]
    later = NOW + timedelta(hours=1)
    key = load_key(sound.credentials["dpop_key"])
    fresh = proof(key, url=f"https://{PRODUCTION}/v1/balances", now=later.timestamp(), token=token)
    headers = (("Authorization", f"DPoP {token}"), ("DPoP", fresh))
    reply = sound.api.answer(Received("GET", "/v1/balances", PRODUCTION, "https", later, "", headers, b""))
    assert reply.status == 401
    assert "expired" in error_of(reply)["message"]
    assert 'error="invalid_token"' in reply.header("WWW-Authenticate")


def test_a_changed_token_is_refused(sound):
    token = json.loads(sound.token().body)["access_token"]
    assert get_with_proof(sound, token + "A").status == 401


def test_a_bearer_token_without_a_proof_is_refused(sound):
    token = json.loads(sound.token().body)["access_token"]
    assert sound.reply("/v1/balances", headers={"Authorization": f"Bearer {token}"}).status == 401


@pytest.mark.parametrize("claims", [{"htm": "POST"}, {"iat": 1}, {"ath": "x"}, {"htu": "https://evil.example/"}])
def test_a_bad_proof_is_refused_with_a_challenge(sound, claims):
    token = json.loads(sound.token().body)["access_token"]
    reply = get_with_proof(sound, token, **claims)
    assert (reply.status, error_of(reply)["code"]) == (401, "invalid_dpop_proof")
    assert reply.header("WWW-Authenticate") == 'DPoP error="invalid_dpop_proof", algs="ES256 EdDSA"'


@pytest.mark.parametrize("count", [0, 2])
def test_there_is_exactly_one_proof(sound, count):
    token = json.loads(sound.token().body)["access_token"]
    headers = (("Authorization", f"DPoP {token}"), *(("DPoP", "x"),) * count)
    assert f"there are {count}" in error_of(sound.reply("/v1/balances", headers=headers))["message"]


def test_a_nonce_is_asked_for_at_both_places_and_accepted():
    asking = Asking(variants=["dpop-nonce"])
    refused = asking.token()
    nonce = refused.header("DPoP-Nonce")
    assert (refused.status, error_of(refused)) == (400, "use_dpop_nonce")
    token = json.loads(asking.token(nonce=nonce).body)["access_token"]
    again = get_with_proof(asking, token)
    assert (again.status, again.header("DPoP-Nonce")) == (401, nonce)
    assert 'error="use_dpop_nonce"' in again.header("WWW-Authenticate")
    assert get_with_proof(asking, token, nonce=nonce).status == 200


@pytest.mark.parametrize(
    ("change", "body", "status", "code"),
    [
        ({"Authorization": "Basic eDp5"}, GRANT, 401, "invalid_client"),
        ({"Authorization": "Basic !"}, GRANT, 401, "invalid_client"),
        ({"Authorization": None}, GRANT, 401, "invalid_client"),
        ({"Content-Type": "application/json"}, GRANT, 400, "invalid_request"),
        ({"Content-Type": None}, GRANT, 400, "invalid_request"),
        ({}, "", 400, "unsupported_grant_type"),
        ({}, "grant_type=password", 400, "unsupported_grant_type"),
        ({}, f"{GRANT}&{GRANT}", 400, "unsupported_grant_type"),
        ({"DPoP": None}, GRANT, 400, "invalid_dpop_proof"),
        ({"DPoP": "x"}, GRANT, 400, "invalid_dpop_proof"),
    ],
)
def test_a_token_is_not_given_for_a_request_with_one_wrong_thing(sound, change, body, status, code):
    key = load_key(sound.credentials["dpop_key"])
    fresh = proof(key, url=f"https://{PRODUCTION}/oauth/token", now=NOW.timestamp(), method="POST")
    headers = {"Authorization": basic(sound.credentials), **FORM, "DPoP": fresh, **change}
    kept = {name: value for name, value in headers.items() if value is not None}
    reply = sound.reply("/oauth/token", method="POST", headers=kept, body=body.encode())
    assert (reply.status, error_of(reply)) == (status, code)


def test_the_client_of_the_sandbox_gets_no_production_token(sound):
    assert sound.token("sandbox_").status == 401


def test_a_token_is_asked_for_with_post(sound):
    assert sound.reply("/oauth/token", headers={}).status == 405


def test_flaws_hold_for_tokens_as_well():
    asking = Asking(flaws=["merchant-suspended"])
    token = json.loads(asking.token().body)["access_token"]
    assert get_with_proof(asking, token).status == 403
