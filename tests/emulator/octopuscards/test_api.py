import base64
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.emulator import flaws_of, variants_of
from golive.emulator.flaw import choose
from golive.emulator.message import Received
from golive.emulator.octopuscards import PLAYED
from golive.emulator.octopuscards.flaws import FLAWS
from golive.emulator.octopuscards.render import encoded
from golive.emulator.octopuscards.world import sound_world
from golive.kind import Kind

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
PRODUCTION, SANDBOX = "api.octopuscards.io", "sandbox-api.octopuscards.io"
FLAW_IDS = tuple(flaw.id for flaw, _ in FLAWS)
LISTS = (
    "wallets",
    "currencies",
    "countries",
    "products",
    "transactions",
    "topups/orders",
    "esim/orders",
    "orders",
)
PAGED = tuple(name for name in LISTS if name not in {"currencies", "countries"})


class Asking:
    """An API in play, asked without sockets."""

    def __init__(self, *, flaws=(), variants=(), seed=0):
        self.seconds = 100.0
        self.now = NOW
        playing = PLAYED.play(
            Kind,
            choose(flaws, flaws_of("octopuscards"), "flaw"),
            choose(variants, variants_of("octopuscards"), "variant"),
            lambda: self.seconds,
            seed,
        )
        self.api, self.credentials = playing.api, playing.credentials
        self._tokens = {}

    def reply(self, target, *, method="GET", host=PRODUCTION, headers=(), body=b""):
        path, _, query = target.partition("?")
        return self.api.answer(Received(method, path, host, "https", self.now, query, tuple(headers), body))

    def post(self, path, value, **parts):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.reply(path, method="POST", body=body, **parts)

    def login(self, host=PRODUCTION, **changes):
        prefix = "" if host == PRODUCTION else "sandbox_"
        pair = {"username": self.credentials[f"{prefix}api_key"], "password": self.credentials[f"{prefix}api_secret"]}
        return self.post("/auth/login", pair | changes, host=host)

    def tokens(self, host=PRODUCTION):
        if host not in self._tokens:
            self._tokens[host] = json.loads(self.login(host).body)["data"]
        return self._tokens[host]

    def get(self, target, *, host=PRODUCTION, token=None, headers=(), **parts):
        bearer = self.tokens(host)["access_token"] if token is None else token
        return self.reply(target, host=host, headers=(("Authorization", f"Bearer {bearer}"), *headers), **parts)

    def json(self, target, **parts):
        reply = self.get(target, **parts)
        assert reply.status == 200, reply
        return json.loads(reply.body)


@pytest.fixture
def sound():
    return Asking()


def error_of(reply):
    error = json.loads(reply.body)["error"]
    assert set(error) == {"name", "code", "message"}
    return reply.status, error["name"], error["code"], error["message"]


def test_a_login_gives_two_tokens_that_look_like_jwts_and_says_when_they_end(sound):
    reply = sound.login()
    value = json.loads(reply.body)
    assert (reply.status, value["success"]) == (200, True)
    assert value["data"] | {"access_token": "", "refresh_token": ""} == {
        "access_token": "",
        "refresh_token": "",
        "access_expires_at": "2026-01-05T10:30:00Z",
        "refresh_expires_at": "2026-01-12T09:30:00Z",
        "client_id": 4711,
    }
    for name in ("access_token", "refresh_token"):
        head, claims, signature = value["data"][name].split(".")
        assert json.loads(base64.urlsafe_b64decode(head + "=="))["typ"] == "JWT"
        assert "exp" in json.loads(base64.urlsafe_b64decode(claims + "=="))
        assert len(signature) == 43


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"not json",
        b"[" * 100_000,
        b"\xff",
        {"username": "", "password": "x"},
        {"username": "x", "password": ""},
        {"username": "x"},
        {"password": "x"},
        {"username": 1, "password": 2},
        {"username": None, "password": None},
    ],
    ids=repr,
)
def test_a_login_without_both_halves_is_no_valid_request(sound, body):
    status, name, code, _ = error_of(sound.post("/auth/login", body))
    assert (status, name, code) == (400, "ValidationException", "VALIDATION_FAILURE")


@pytest.mark.parametrize(
    "change", [{"username": "x"}, {"password": "x"}, {"username": "\u00e9"}, {"password": "\ud800"}]
)
def test_a_wrong_pair_is_refused(sound, change):
    if "\ud800" in change.values():
        reply = sound.post("/auth/login", b'{"username": "x", "password": "\\ud800"}')
    else:
        reply = sound.login(**change)
    assert error_of(reply) == (401, "UnauthorizedError", "UNAUTHORIZED", "Invalid credentials")


def test_the_pair_of_one_environment_does_not_open_the_other(sound):
    swapped = {
        "username": sound.credentials["sandbox_api_key"],
        "password": sound.credentials["sandbox_api_secret"],
    }
    assert sound.login(**swapped).status == 401
    assert sound.login(SANDBOX).status == 200
    token = sound.tokens(SANDBOX)["access_token"]
    assert sound.get("/api/v1/wallets", host=SANDBOX).status == 200
    assert error_of(sound.get("/api/v1/wallets", token=token))[3] == "Invalid token"


@pytest.mark.parametrize("path", ["/auth/login", "/auth/refresh", "/auth/logout"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_auth_is_asked_with_post(sound, path, method):
    reply = sound.reply(path, method=method)
    assert reply.status == 405
    assert reply.header("Allow") == "POST"


@pytest.mark.parametrize("name", LISTS)
def test_everything_needs_a_token(sound, name):
    refused = sound.reply(f"/api/v1/{name}")
    assert error_of(refused) == (401, "UnauthorizedError", "UNAUTHORIZED", "Authorization header required")
    for value in ("Bearer", "Bearer x", f"Basic {sound.tokens()['access_token']}", ""):
        reply = sound.reply(f"/api/v1/{name}", headers=(("Authorization", value),))
        assert error_of(reply)[3] == "Invalid token"


def test_a_token_given_twice_is_none(sound):
    header = ("Authorization", f"Bearer {sound.tokens()['access_token']}")
    assert sound.reply("/api/v1/wallets", headers=(header, header)).status == 401


def test_a_refresh_token_opens_nothing(sound):
    assert error_of(sound.get("/api/v1/wallets", token=sound.tokens()["refresh_token"]))[3] == "Invalid token"


def test_an_access_token_lasts_an_hour(sound):
    sound.tokens()
    sound.now += timedelta(minutes=59, seconds=59)
    assert sound.get("/api/v1/wallets").status == 200
    sound.now += timedelta(seconds=1)
    assert error_of(sound.get("/api/v1/wallets")) == (401, "UnauthorizedError", "UNAUTHORIZED", "Token has expired")


def test_a_refresh_gives_new_tokens_and_spends_the_old_one(sound):
    old = sound.tokens()
    reply = sound.post("/auth/refresh", {"refresh_token": old["refresh_token"]})
    new = json.loads(reply.body)["data"]
    assert set(new) == set(old)
    assert sound.get("/api/v1/wallets", token=new["access_token"]).status == 200
    assert error_of(sound.post("/auth/refresh", {"refresh_token": old["refresh_token"]}))[0] == 401
    assert sound.post("/auth/refresh", {"refresh_token": ""}).status == 400


def test_a_refresh_token_lasts_a_week(sound):
    token = sound.tokens()["refresh_token"]
    sound.now += timedelta(days=7)
    assert sound.post("/auth/refresh", {"refresh_token": token}).status == 401


def test_a_logout_ends_every_token_of_the_client(sound):
    mine = sound.tokens()
    theirs = json.loads(sound.login().body)["data"]
    kept = sound.api.environments[Kind.PRODUCTION].tokens
    assert kept.issued == {tokens[name] for tokens in (mine, theirs) for name in ("access_token", "refresh_token")}
    reply = sound.get("/auth/logout", token=mine["access_token"], method="POST")
    assert json.loads(reply.body)["success"] is True
    assert kept.issued == frozenset()
    for tokens in (mine, theirs):
        assert sound.get("/api/v1/wallets", token=tokens["access_token"]).status == 401
        assert sound.post("/auth/refresh", {"refresh_token": tokens["refresh_token"]}).status == 401


def test_a_logout_needs_a_token(sound):
    assert error_of(sound.post("/auth/logout", b""))[3] == "Authorization header required"


def test_a_second_login_leaves_the_first_token_alone(sound):
    first = sound.tokens()["access_token"]
    sound.login()
    assert sound.get("/api/v1/wallets", token=first).status == 200


def test_the_sound_account_is_ready_for_its_first_order(sound):
    codes = {row["id"]: row["currency"] for row in sound.json("/api/v1/currencies")}
    wallets = {codes[row["currency_id"]]: (row["amount"], row["type"]) for row in sound.json("/api/v1/wallets")}
    assert wallets == {"USD": (12500.0, "PREPAID"), "EUR": (4000.0, "PREPAID"), "GBP": (0, "POSTPAID")}
    assert len(codes) == 10


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_a_bare_array_and_pages_are_told_in_headers(sound, name):
    reply = sound.get(f"/api/v1/{name}")
    rows = json.loads(reply.body)
    assert isinstance(rows, list)
    if name not in PAGED:
        assert reply.header("X-Has-More") is None
        return
    total = int(reply.header("X-Total-Count"))
    assert reply.header("X-Page") == "1"
    assert reply.header("X-Page-Size") == str(len(rows)) == str(min(total, int(reply.header("X-Per-Page"))))
    assert reply.header("X-Has-More") == ("true" if total > len(rows) else "false")


@pytest.mark.parametrize("variant", [(), ("pages-small",)])
@pytest.mark.parametrize("name", PAGED)
@pytest.mark.parametrize("size", [1, 2, 3, 500])
def test_every_row_is_on_exactly_one_page(name, size, variant):
    asking = Asking(variants=variant)
    parameter = "per_page" if "/" in name else "limit"
    found, page = [], 1
    while True:
        reply = asking.get(f"/api/v1/{name}?{parameter}={size}&page={page}")
        found += [row["id"] for row in json.loads(reply.body)]
        if reply.header("X-Has-More") == "false":
            break
        page += 1
    assert len(found) == len(set(found)) == int(reply.header("X-Total-Count"))
    assert page == int(reply.header("X-Total-Pages"))


def test_a_page_beyond_the_last_is_empty(sound):
    reply = sound.get("/api/v1/wallets?page=2")
    assert json.loads(reply.body) == []
    assert reply.header("X-Has-More") == "false"


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=",
        "page=1.5",
        "page=\u0661",
        "limit=0",
        "limit=10001",
        f"limit={'9' * 5000}",
    ],
)
def test_a_page_that_cannot_be_is_no_valid_request(sound, query):
    status, name, code, _ = error_of(sound.get(f"/api/v1/wallets?{query}"))
    assert (status, name, code) == (400, "ValidationException", "VALIDATION_FAILURE")


def test_each_list_has_its_own_usual_and_largest_page(sound):
    assert sound.get("/api/v1/products").header("X-Per-Page") == "10"
    assert sound.get("/api/v1/products?limit=501").status == 400
    assert sound.get("/api/v1/topups/orders").header("X-Per-Page") == "50"
    assert sound.get("/api/v1/topups/orders?per_page=501").status == 400
    assert sound.get("/api/v1/topups/orders?limit=501").header("X-Per-Page") == "50"


def test_an_order_can_be_looked_up_by_its_reference(sound):
    assert [row["id"] for row in sound.json("/api/v1/orders?client_reference=ref-0002")] == [7002]
    assert sound.json("/api/v1/esim/orders?client_reference=ref-0002") == []
    assert [row["id"] for row in sound.json("/api/v1/esim/orders?status=PENDING")] == [9002]
    assert [row["wallet_id"] for row in sound.json("/api/v1/transactions?wallet_id=11")] == [11]


def test_delivered_voucher_orders_hold_codes_and_no_other_list_does(sound):
    orders = sound.json("/api/v1/orders")
    codes = [voucher["card_number"] for order in orders for voucher in order["vouchers"]]
    assert len(codes) == 1
    assert [bool(order["vouchers"]) for order in orders] == [order["status"] == "DELIVERED" for order in orders]
    assert sound.json("/api/v1/orders/7001")["vouchers"][0]["card_number"] == codes[0]
    for name in set(LISTS) - {"orders"}:
        assert codes[0].encode() not in sound.get(f"/api/v1/{name}").body


def test_nothing_of_one_environment_is_in_the_other(sound):
    for name in ("wallets", "transactions"):
        ids = [{row["id"] for row in sound.json(f"/api/v1/{name}", host=host)} for host in (PRODUCTION, SANDBOX)]
        assert ids[0].isdisjoint(ids[1])


def test_single_things_are_bare_objects(sound):
    assert sound.json("/api/v1/countries/5")["alpha_3"] == "JPN"
    assert sound.json("/api/v1/products/301")["id"] == 301


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api/v1",
        "/api/v2/wallets",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v1/wallets/11",
        "/api/v1/products/9",
        "/auth",
    ],
)
def test_what_is_not_there_is_not_found(sound, path):
    assert error_of(sound.get(path))[:3] == (404, "NotFoundError", "NOT_FOUND")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_ordered_or_changed(sound, method):
    reply = sound.get("/api/v1/orders", method=method)
    assert (reply.status, reply.header("Allow")) == (405, "GET")
    assert sound.get("/api/v1/products/301", method=method).status == 405


def test_another_host_is_not_here(sound):
    assert sound.reply("/api/v1/wallets", host="evil.example").status == 421


@pytest.mark.parametrize("path", ["/auth/login", "/api/v1/wallets", "/nothing"])
def test_a_request_id_is_repeated(sound, path):
    assert sound.reply(path, headers=(("X-Request-Id", "golive-1"),)).header("X-Request-Id") == "golive-1"


@pytest.mark.parametrize("given", [(), ("",), ("x" * 64,), ("\u00e9",), ("a\x01",), ("a", "b")])
def test_a_request_id_that_cannot_be_repeated_is_replaced(sound, given):
    echoed = sound.reply("/api/v1/wallets", headers=[("X-Request-Id", value) for value in given]).header("X-Request-Id")
    assert echoed not in given
    assert 0 < len(echoed) < 64


@pytest.mark.parametrize(
    ("host", "path", "most"),
    [
        (PRODUCTION, "/auth/login", 10),
        (SANDBOX, "/auth/login", 30),
        (PRODUCTION, "/auth/refresh", 20),
        (SANDBOX, "/auth/refresh", 30),
    ],
)
def test_only_so_many_logins_a_minute_are_answered(sound, host, path, most):
    for _ in range(most):
        assert sound.post(path, b"", host=host).status == 400
        sound.seconds += 1
    reply = sound.post(path, b"", host=host)
    wait = int(reply.header("Retry-After"))
    assert error_of(reply)[:3] == (429, "TooManyRequestsError", "TOO_MANY_REQUESTS")
    assert str(wait) in error_of(reply)[3]
    assert wait == 60 - most + 1
    sound.seconds += wait
    assert sound.post(path, b"", host=host).status == 400


def test_only_so_many_reads_a_minute_are_answered_and_logins_are_counted_apart(sound):
    for _ in range(300):
        assert sound.get("/api/v1/currencies").status == 200
    assert sound.get("/api/v1/currencies").status == 429
    assert sound.login().status == 200
    assert sound.get("/api/v1/currencies", host=SANDBOX).status == 200
    sound.seconds += 60
    assert sound.get("/api/v1/currencies").status == 200


@pytest.mark.parametrize(
    ("flaw", "login", "wallets"),
    [
        ("pair-refused", (401, "UNAUTHORIZED"), None),
        ("address-refused", (403, "FORBIDDEN"), None),
        ("address-refused-later", None, (403, "FORBIDDEN")),
        ("feature-forbidden", None, (403, "FORBIDDEN")),
        ("feature-invalid", None, (400, "INVALID_FEATURE")),
    ],
)
def test_a_flaw_of_access_is_met_where_it_says(flaw, login, wallets):
    asking = Asking(flaws=[flaw])
    reply = asking.login()
    if login is not None:
        assert error_of(reply)[::2] == login
        assert asking.post("/auth/refresh", {"refresh_token": "x"}).status in {401, 403}
        return
    assert reply.status == 200
    assert error_of(asking.get("/api/v1/wallets"))[::2] == wallets
    assert asking.get("/api/v1/currencies").status == (403 if flaw == "address-refused-later" else 200)


def test_flaws_leave_the_sandbox_alone():
    asking = Asking(flaws=FLAW_IDS)
    sound = Asking()
    for name in LISTS:
        assert asking.json(f"/api/v1/{name}", host=SANDBOX) == sound.json(f"/api/v1/{name}", host=SANDBOX)


@pytest.mark.parametrize("pair", list(combinations(FLAW_IDS, 2)), ids="+".join)
def test_any_two_flaws_can_be_played_together(pair):
    asking = Asking(flaws=pair)
    reply = asking.login()
    if reply.status == 200:
        token = json.loads(reply.body)["data"]["access_token"]
        for name in LISTS:
            json.loads(asking.get(f"/api/v1/{name}", token=token).body)


@pytest.mark.parametrize(
    ("flaw", "wallets"),
    [
        ("wallet-missing", {1: (12500.0, "PREPAID"), 3: (0, "POSTPAID")}),
        ("wallet-too-low", {1: (12.34, "PREPAID"), 2: (4000.0, "PREPAID"), 3: (0, "POSTPAID")}),
        ("wallet-negative", {1: (-12.34, "PREPAID"), 2: (4000.0, "PREPAID"), 3: (0, "POSTPAID")}),
        ("wallet-unreadable", {1: ("n/a", "PREPAID"), 2: (4000.0, "PREPAID"), 3: (0, "POSTPAID")}),
        ("wallet-type-unknown", {1: (12500.0, "ESCROW"), 2: (4000.0, "PREPAID"), 3: (0, "POSTPAID")}),
        ("wallets-none", {}),
    ],
)
def test_a_flaw_of_a_wallet_is_seen_in_the_list(flaw, wallets):
    rows = Asking(flaws=[flaw]).json("/api/v1/wallets")
    assert {row["currency_id"]: (row["amount"], row["type"]) for row in rows} == wallets


def test_two_wallets_of_one_currency_are_two_rows():
    rows = Asking(flaws=["wallet-twice"]).json("/api/v1/wallets")
    assert [row["currency_id"] for row in rows] == [1, 2, 3, 1]
    assert len({row["id"] for row in rows}) == 4


def test_a_currency_can_be_unknown_and_the_list_of_them_unreadable():
    assert 1 not in {row["id"] for row in Asking(flaws=["currency-unknown"]).json("/api/v1/currencies")}
    assert Asking(flaws=["currencies-forbidden"]).get("/api/v1/currencies").status == 403


@pytest.mark.parametrize(("flaw", "seconds"), [("clock-behind", 300), ("clock-ahead", -300), ("clock-drift", 20)])
def test_a_flaw_of_the_clock_is_in_every_answer(flaw, seconds):
    shown = (NOW + timedelta(seconds=seconds)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    asking = Asking(flaws=[flaw])
    assert asking.login().header("Date") == asking.reply("/nothing").header("Date") == shown
    assert asking.get("/api/v1/wallets").status == 200


def test_the_date_can_be_absent(sound):
    assert Asking(flaws=["clock-absent"]).login().header("Date") is None
    assert sound.login().header("Date") == "Mon, 05 Jan 2026 09:30:00 GMT"


def test_a_login_can_look_as_on_the_first_page_of_the_documentation():
    value = json.loads(Asking(variants=["login-token"]).login().body)
    assert set(value) == {"token", "expires_in"}
    assert value["expires_in"] == 3600


def test_a_login_can_come_without_a_wrapper():
    assert "access_token" in json.loads(Asking(variants=["login-bare"]).login().body)


@pytest.mark.parametrize("name", LISTS)
def test_lists_can_be_wrapped(sound, name):
    value = Asking(variants=["lists-wrapped"]).json(f"/api/v1/{name}")
    assert value["success"] is True
    assert [row["id"] for row in value["data"]] == [row["id"] for row in sound.json(f"/api/v1/{name}")]


def test_lists_can_come_whole():
    reply = Asking(variants=["pages-untold"]).get("/api/v1/products?limit=1")
    assert len(json.loads(reply.body)) == 24
    assert not [name for name, _ in reply.headers if name.startswith("X-") and name != "X-Request-Id"]


@pytest.mark.parametrize(
    ("variants", "amounts"),
    [
        ((), (b'"amount":12500.00', b'"amount":0,')),
        (("amounts-as-strings",), (b'"amount":"12500.00"', b'"amount":"0"')),
        (("amounts-four-decimals",), (b'"amount":12500.0000', b'"amount":0.0000')),
        (("amounts-as-strings", "amounts-four-decimals"), (b'"amount":"12500.0000"', b'"amount":"0.0000"')),
    ],
)
def test_amounts_have_the_digits_that_they_should(variants, amounts):
    body = Asking(variants=variants).get("/api/v1/wallets").body
    assert all(amount in body for amount in amounts)


def test_there_can_be_fields_and_values_that_nobody_has_described():
    asking = Asking(variants=["fields-unknown"])
    rows = asking.json("/api/v1/wallets")
    assert [row["type"] for row in rows] == ["PREPAID", "PREPAID", "POSTPAID", "ESCROW"]
    assert all("score" in row for name in LISTS for row in asking.json(f"/api/v1/{name}"))
    assert "session" in asking.tokens()


@pytest.mark.parametrize("kind", Kind)
def test_the_same_seed_gives_the_same_world_and_never_the_same_credentials(kind):
    assert sound_world(kind, 1) == sound_world(kind, 1)
    assert sound_world(kind, 1) != sound_world(kind, 2)
    assert set(Asking().credentials.values()).isdisjoint(Asking().credentials.values())


def test_credentials_are_six_and_all_differ(sound):
    names = {"api_key", "api_secret", "webhook_secret"}
    assert set(sound.credentials) == names | {f"sandbox_{name}" for name in names}
    assert len(set(sound.credentials.values())) == 6
    assert all(value not in repr(sound.api) for name, value in sound.credentials.items() if "secret" in name)


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (401, "unauthorized", ("UnauthorizedError", "UNAUTHORIZED")),
        (429, "rate_limit_exceeded", ("TooManyRequestsError", "TOO_MANY_REQUESTS")),
        (500, "internal_error", ("InternalServerError", "INTERNAL_SERVER_ERROR")),
        (503, "service_unavailable", ("Error", "SERVICE_UNAVAILABLE")),
    ],
)
@pytest.mark.parametrize("host", [PRODUCTION, "elsewhere.example"])
def test_a_faults_error_is_worded_as_the_providers_own(sound, status, code, said, host):
    request = Received("GET", "/api/v1/wallets", host, "https", NOW, "", (), b"")
    reply = sound.api.error(request, status, code, "text", (("Retry-After", "1"),))
    assert error_of(reply) == (status, *said, "text")
    assert reply.header("Retry-After") == "1"
    assert reply.header("Date")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.text())
def test_what_is_encoded_is_the_same_when_it_is_read(number, text):
    if "\ue000" in text:
        return
    written = f"{number:f}"
    value = {"a": f"\ue000{written}", text: [text, 1, None]}
    read = json.loads(encoded(value).decode("utf-8", "surrogatepass"), parse_float=Decimal, parse_int=Decimal)
    assert read.get("a") == Decimal(written) or text == "a"
    assert read[text] == [text, 1, None]


@pytest.mark.parametrize("flaw", FLAW_IDS)
def test_a_flaw_is_not_in_the_other_flaws_answers(flaw):
    """Each flaw changes an answer: it can be told from the sound account."""
    names = ("wallets", "currencies")

    def answers(asking):
        replies = [asking.login()]
        if replies[0].status == 200:
            token = json.loads(replies[0].body)["data"]["access_token"]
            replies += [asking.get(f"/api/v1/{name}", token=token) for name in names]
        return [(reply.status, reply.header("Date"), b"" if reply is replies[0] else reply.body) for reply in replies]

    assert answers(Asking(flaws=[flaw])) != answers(Asking())
