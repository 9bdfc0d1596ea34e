"""A profile is found, read and judged; everything wrong with it is said at once, each at its place."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from golive import registry
from golive.errors import ProfileError, UsageError
from golive.kind import Kind
from golive.profile.loader import find_profile, load_profile
from golive.profile.types import DotenvReference, EnvReference
from golive.provider import CredentialSet
from golive.providers.anton import PROVIDER
from golive.redact import Secret

CANARY = "ak_live_c4n4ryc4n4ryc4n4ryc4n4ryc4n4ryc4n4ry"
SETS = (
    CredentialSet("static key", ("api_key",)),
    CredentialSet("OAuth client", ("client_id", "client_secret", "dpop_key")),
)
START = "version: 1\nprovider: anton\nenvironments:\n  prod:\n    kind: production\n    base_url: https://a.example\n"
FACTS = replace(PROVIDER, credential_sets=SETS)


def problems(folder, text, **options):
    path = folder / "golive.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ProfileError) as caught:
        load_profile(path, **options)
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return [str(problem).removeprefix(f"{path}:").strip() for problem in caught.value.problems]


@pytest.fixture
def loaded(tmp_path):
    (tmp_path / "golive.yaml").write_text(
        START
        + "    credentials: {api_key: "
        + CANARY
        + "}\n    webhooks:\n      - url: {env: HOOK}\n        secret: "
        + CANARY
        + '\n    balances: {USD: "5000.00"}\n    egress: [203.0.113.0/28, "2001:db8::/32"]\n'
        + "  sandbox:\n    kind: sandbox\n    base_url: {dotenv: a.env, key: URL}\n"
    )
    return load_profile(tmp_path / "golive.yaml")


def test_a_profile_becomes_its_types(loaded, tmp_path):
    prod = loaded.profile.environments["prod"]
    assert prod.kind is Kind.PRODUCTION
    assert prod.balances == {"USD": Decimal("5000.00")}
    assert prod.webhooks[0].url == EnvReference(env="HOOK")
    assert loaded.profile.environments["sandbox"].base_url == DotenvReference(dotenv="a.env", key="URL")
    assert loaded.folder == tmp_path
    assert loaded.digest == hashlib.sha256((tmp_path / "golive.yaml").read_bytes()).hexdigest()


def test_secrets_written_in_a_profile_are_secrets_from_the_start(loaded):
    prod = loaded.environment("prod")
    assert isinstance(prod.credentials.api_key, Secret)
    assert isinstance(prod.webhooks[0].secret, Secret)
    assert prod.credentials.api_key.reveal() == CANARY
    assert CANARY not in repr(loaded)


def test_a_place_names_key_file_line_and_column(loaded):
    assert str(loaded.place("environments", "prod", "base_url")) == "environments.prod.base_url (golive.yaml:6:5)"
    assert str(loaded.place("environments", "prod", "webhooks", 0, "url")).endswith("(golive.yaml:9:9)")
    assert str(loaded.place("environments", "prod", "egress", 1)).endswith("(golive.yaml:12:30)")


def test_the_place_of_what_is_not_written_is_the_nearest_thing_around_it(loaded):
    assert str(loaded.place("environments", "prod", "payees", 3, "id")) == (
        "environments.prod.payees.3.id (golive.yaml:4:3)"
    )
    assert str(loaded.place("nothing")) == "nothing (golive.yaml:1:1)"


def test_an_unknown_environment_lists_those_there_are(loaded):
    with pytest.raises(UsageError, match=r"^golive.yaml has no environment `x`. It has: prod, sandbox$"):
        loaded.environment("x")
    with pytest.raises(UsageError, match=r"no environment `Prod`; did you mean `prod`\? It has: prod, sandbox$"):
        loaded.environment("Prod")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ["1:1: the profile is empty: `golive init` writes one"]),
        ("~\n", ["1:1: the file is empty: give it a value, or leave it out"]),
        (
            "- a\n",
            [
                (
                    "1:1: the file has to be a mapping with the keys `version`, `provider`, `environments`, "
                    "`verticals`, `repository` and `policy`"
                )
            ],
        ),
        (
            "version: 1\n",
            [
                "1:1: the file lacks the key `provider` (Whose API is integrated, such as `anton`)",
                "1:1: the file lacks the key `environments` (The environments, by name)",
            ],
        ),
        (START.replace("1", "2", 1), ["1:10: `version` has to be `1`"]),
        (START.replace("1", "'1'", 1), ["1:10: `version` has to be `1`, without quotes"]),
        (START.replace("1", "true", 1), ["1:10: `version` has to be `1`"]),
        (
            START.replace("provider", "provder"),
            [
                "1:1: the file lacks the key `provider` (Whose API is integrated, such as `anton`)",
                "2:1: the file has no key `provder`; did you mean `provider`?",
            ],
        ),
        (
            START.replace("production", "prodution"),
            ["5:11: `environments.prod.kind` has to be `sandbox` or `production`; did you mean `production`?"],
        ),
        (START.replace("production", "[x]"), ["5:11: `environments.prod.kind` has to be `sandbox` or `production`"]),
        (START.replace("production", ""), ["5:5: `environments.prod.kind` is empty: give it a value, or leave it out"]),
        (
            START.replace("    kind: production\n", ""),
            ["4:3: `environments.prod` lacks the key `kind` (`sandbox` or `production`)"],
        ),
        (
            START.replace("https://a.example", "{envi: X}"),
            ["6:15: `environments.prod.base_url` does not say where to read it; did you mean `env`?"],
        ),
        (
            START.replace("https://a.example", "{}"),
            [
                (
                    "6:15: `environments.prod.base_url` does not say where to read it: write `env`, `dotenv + key`, "
                    "`yaml + key`, `json + key`, `toml + key`, `file`, `keyring + username` or `command`"
                )
            ],
        ),
        (
            START.replace("https://a.example", "{env: X, file: y}"),
            ["6:15: `environments.prod.base_url` names several sources, `env` and `file`: keep one"],
        ),
        (
            START.replace("https://a.example", "{dotenv: x, ky: y}"),
            [
                "6:5: `environments.prod.base_url` lacks the key `key` (Name of the variable in it)",
                "6:27: `environments.prod.base_url` has no key `ky`; did you mean `key`?",
            ],
        ),
        (
            START.replace("https://a.example", "[x]"),
            [
                (
                    "6:15: `environments.prod.base_url` has to be a text, or say where to read it: `env`, "
                    "`dotenv + key`, `yaml + key`, "
                    "`json + key`, `toml + key`, `file`, `keyring + username` or `command`"
                )
            ],
        ),
        (
            START.replace("https://a.example", "{command: []}"),
            ["6:25: `environments.prod.base_url.command` has to hold at least one entry"],
        ),
        (
            START.replace("https://a.example", "{command: op read}"),
            ["6:25: `environments.prod.base_url.command` has to be a list"],
        ),
        (
            START.replace("https://a.example", '" "'),
            ["6:15: `environments.prod.base_url` has to be more than white space"],
        ),
        (
            START.replace("  prod:", "  pr od:"),
            [
                (
                    "4:3: `environments` cannot hold `pr od`: use at most 64 letters, digits, `_`, `.` and `-`, "
                    "a letter or digit first"
                )
            ],
        ),
        ("version: 1\nprovider: anton\nenvironments: {}\n", ["3:15: `environments` has to hold at least one entry"]),
        ("version: 1\nprovider: anton\nenvironments: [a]\n", ["3:15: `environments` has to be a mapping"]),
        (
            START + "    balances: {USD: 5000.00, EUR: -1, usd: '1', GBP: '1e3', JPY: [1]}\n",
            [
                "7:21: `environments.prod.balances.USD` is a number to YAML: write it in quotes",
                "7:35: `environments.prod.balances.EUR` is a whole number to YAML: write it in quotes",
                (
                    "7:39: `environments.prod.balances` cannot hold `usd`: use three or more upper-case letters "
                    "or digits, such as USD or USDC"
                ),
                '7:54: `environments.prod.balances.GBP` has to be a decimal number in quotes, such as "5000.00"',
                (
                    '7:66: `environments.prod.balances.JPY` has to be a decimal number in quotes, such as "5000.00", '
                    "not a list or mapping"
                ),
            ],
        ),
        (
            START + "    corridors:\n      - {source: USD, destination: EUR, country: NO}\n",
            ["8:50: `environments.prod.corridors.0.country` is true or false to YAML: write it in quotes"],
        ),
        (
            START + "    corridors:\n      - {source: USD, destination: eur, country: DEU, method: 12:30}\n",
            [
                (
                    "8:36: `environments.prod.corridors.0.destination` has to be three or more upper-case letters "
                    "or digits, such as USD or USDC"
                ),
                "8:50: `environments.prod.corridors.0.country` has to be two upper-case letters, such as DE",
                "8:63: `environments.prod.corridors.0.method` is a whole number to YAML: write it in quotes",
            ],
        ),
        (
            START + "    webhooks: [{url: a, probe: yes, events: a}]\n",
            [
                "7:32: `environments.prod.webhooks.0.probe` has to be true or false",
                "7:45: `environments.prod.webhooks.0.events` has to be a list",
            ],
        ),
        (START + "    payees: {id: x}\n", ["7:13: `environments.prod.payees` has to be a list"]),
        (
            START + "    payees:\n      - id: 2026-11-22\n",
            ["8:13: `environments.prod.payees.0.id` is a date to YAML: write it in quotes"],
        ),
        (
            START + "    egress: [203.0.113.5/28, 999.1.1.1, x]\n",
            ["7:41: `environments.prod.egress.2` has to be an address range, such as 203.0.113.0/28"],
        ),
        (START + "    kind: sandbox\n", ["7:5: the key `kind` is here a second time; it stands in line 5 already"]),
        (
            START + "    x: !!python/object/apply:os.system [x]\n",
            [
                (
                    "7:5: `environments.prod` has no key `x`; it takes `kind`, `base_url`, `credentials`, `webhooks`, "
                    "`balances`, `corridors`, `payees` and `egress`"
                ),
                "7:8: the tag `!!python/object/apply:os.system` is not known here: leave it out",
            ],
        ),
        (
            START.replace("anton", "!!binary YQ=="),
            [
                "2:11: `provider` has to be a text: write it in quotes, without a tag",
                "2:11: the tag `!!binary` is not known here: leave it out",
            ],
        ),
        (START.encode() + b"    x: \xe9\n", ["7:8: this is not UTF-8: save the file as UTF-8"]),
        (START + "\tx: 1\n", ["7:1: a tab cannot indent YAML: use spaces"]),
    ],
)
def test_every_problem_is_said_at_its_place(tmp_path, text, wanted):
    assert sorted(problems(tmp_path, text)) == sorted(wanted)


def test_problems_come_in_the_order_of_the_file(tmp_path):
    found = problems(tmp_path, START + "    a: 1\n    kind: sandbox\n    egress: x\n    b: 2\n")
    assert [problem.split(":")[0] for problem in found] == ["7", "8", "9", "10"]


def test_windows_line_breaks_and_a_byte_order_mark_change_nothing(tmp_path):
    path = tmp_path / "golive.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + START.replace("\n", "\r\n").encode())
    assert str(load_profile(path).place("environments", "prod", "kind")).endswith("golive.yaml:5:5)")


def test_anchors_and_merge_keys_share_settings_between_environments(tmp_path):
    path = tmp_path / "golive.yaml"
    path.write_text(START.replace("prod:", "prod: &prod") + "  next:\n    <<: *prod\n    base_url: https://b.example\n")
    environments = load_profile(path).profile.environments
    assert environments["next"].kind is Kind.PRODUCTION
    assert environments["next"].base_url == "https://b.example"


def test_an_unknown_provider_gets_a_suggestion(tmp_path):
    known = {"anton", "octopuscards"}
    assert problems(tmp_path, START.replace("anton", "Antn"), known_providers=known) == [
        "2:1: `provider` names no provider that golive knows; did you mean `anton`?"
    ]
    assert problems(tmp_path, START.replace("anton", "zzz"), known_providers=known) == [
        "2:1: `provider` names no provider that golive knows; known are anton, octopuscards"
    ]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            "client_id: {env: A}, dpop_key: {env: B}",
            (
                "holds client_id, dpop_key, which is no complete credential: it takes api_key (static key), or "
                "client_id + client_secret + dpop_key (OAuth client)"
            ),
        ),
        (
            "api_key: {env: A}, client_secret: {env: B}",
            (
                "holds client_secret beside a complete credential: a credential is api_key (static key), or "
                "client_id + client_secret + dpop_key (OAuth client)"
            ),
        ),
    ],
)
def test_parts_that_make_no_credential_are_named_with_those_that_do(tmp_path, written, message):
    text = START + f"    credentials: {{{written}}}\n"
    found = problems(tmp_path, text, known_providers={"anton"}, facts=lambda _: FACTS)
    assert found == [f"7:5: `environments.prod.credentials` {message}"]


@pytest.mark.parametrize(
    "written",
    ["", "credentials: {}", "credentials: {api_key: a}", "credentials: {client_id: a, client_secret: b, dpop_key: c}"],
)
def test_no_credential_and_a_complete_one_are_fine(tmp_path, written):
    path = tmp_path / "golive.yaml"
    path.write_text(START + f"    {written}\n")
    load_profile(path, known_providers={"anton"}, facts=lambda _: FACTS)


@pytest.mark.parametrize(
    "text",
    [
        START + f"    credentials: {CANARY}\n",
        START + f"    credentials: [{CANARY}]\n",
        START + f"    credentials: {{api_key: [{CANARY}]}}\n",
        START + f"    credentials: {{api_key: {{x: {CANARY}}}}}\n",
        START + f"    credentials: {{{CANARY}}}\n",
        START + f"    credentials: {{api_key: {{env: '{CANARY} x'}}}}\n",
        START + f"    credentials: {{api_key: !{CANARY} x}}\n",
        START + f"    credentials: {{api_key: *{CANARY}}}\n",
        START + f"    credentials: {{api_key: '{CANARY}}}\n",
        START + f"    credentials: {CANARY}: x\n",
        START + f"    kind: {CANARY}\n    probe: {CANARY}\n    egress: {CANARY}\n    balances: {{USD: {CANARY}}}\n",
        START.replace("production", CANARY).replace("1", CANARY, 1),
        CANARY,
        f"[{CANARY}",
    ],
)
def test_no_problem_repeats_a_value_that_may_be_a_secret(tmp_path, text):
    found = problems(tmp_path, text, known_providers={"anton"}, facts=lambda _: FACTS)
    assert found
    assert CANARY not in "\n".join(found)


def test_the_profile_is_read_without_loading_what_only_few_profiles_need():
    program = (
        "import sys, golive.profile.loader, golive.profile.values, golive.profile.schema\n"
        "print(sorted({'yaml', 'dotenv', 'keyring', 'subprocess', 'tomllib', 'difflib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


def test_terminal_escapes_in_a_key_come_out_inert(tmp_path):
    assert "\\x1b[31m" in problems(tmp_path, START + '    "\\e[31mred": 1\n')[0]


def test_a_huge_file_is_refused_without_being_read(tmp_path):
    path = tmp_path / "golive.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(ProfileError, match="is larger than 1024 KiB"):
        load_profile(path)


@pytest.mark.parametrize("kind", ["folder", "pipe", "missing", "device", "socket", "unreadable name"])
def test_what_is_no_file_is_refused_without_being_opened(tmp_path, kind):
    path = tmp_path / "golive.yaml"
    listener = socket.socket(socket.AF_UNIX)
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "device":
            path = Path("/dev/zero")
        case "socket":
            path = Path(os.path.relpath(path))
            listener.bind(str(path))
        case "unreadable name":
            path = tmp_path / "a\0b"
    wanted = {"folder": "a folder", "pipe": "a named pipe", "device": "a device", "socket": "a socket"}
    with listener, pytest.raises(ProfileError) as caught:
        load_profile(path)
    assert wanted.get(kind, "exist") in str(caught.value)
    assert caught.value.problems[0].line == 0


def test_a_profile_is_found_from_a_folder_below_it(tmp_path):
    (tmp_path / "golive.yaml").write_text(START)
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_profile(below) == tmp_path / "golive.yaml"
    (below / "golive.yaml").symlink_to(tmp_path / "nowhere")
    assert find_profile(below) == below / "golive.yaml"


def test_where_there_is_no_profile_the_advice_is_init(tmp_path):
    with pytest.raises(UsageError, match="golive init"):
        find_profile(tmp_path)
    (tmp_path / "golive.yml").write_text(START)
    with pytest.raises(UsageError, match=r"only golive.yml: rename it to golive.yaml"):
        find_profile(tmp_path)


SHOP = replace(FACTS, title="Shop", verticals=("vouchers", "topups"))


@pytest.mark.parametrize(
    ("facts", "text", "message"),
    [
        (
            SHOP,
            "verticals: [vouchers, top-ups]\n",
            "8:23: `verticals.1` names no vertical of Shop; did you mean `topups`?",
        ),
        (SHOP, "verticals: [loans]\n", "8:13: `verticals.0` names no vertical of Shop; there are vouchers, topups"),
        (
            FACTS,
            "verticals: [vouchers, topups]\n",
            "8:1: `verticals` is not for this provider: Anton Payments has one kind of product",
        ),
        (
            FACTS,
            "    webhooks: [{url: x, signature: anton-signatur}]\n",
            (
                "8:25: `environments.prod.webhooks.0.signature` names no signature of Anton Payments; "
                "did you mean `anton-signature`?"
            ),
        ),
        (
            FACTS,
            "    webhooks: [{url: x, signature: hmac}]\n",
            (
                "8:25: `environments.prod.webhooks.0.signature` names no signature of Anton Payments; there are "
                "anton-signature, x-webhook-signature, x-anton-signature"
            ),
        ),
    ],
)
def test_what_does_not_fit_the_provider_is_named_with_what_does(tmp_path, facts, text, message):
    assert problems(tmp_path, f"{START}\n{text}", known_providers={"anton"}, facts=lambda _: facts) == [message]


def test_verticals_and_signatures_of_the_provider_are_fine(tmp_path):
    text = START + "    webhooks: [{url: x, signature: x-anton-signature}, {url: y}]\nverticals: [topups]\n"
    path = tmp_path / "golive.yaml"
    path.write_text(text)
    assert load_profile(path, known_providers={"anton"}, facts=lambda _: SHOP).profile.verticals == ("topups",)


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ("{longest_waiver: 0}", "7:10: `policy.longest_waiver` has to be a number of days from 1 to 180"),
        ("{longest_waiver: 181}", "7:10: `policy.longest_waiver` has to be a number of days from 1 to 180"),
        ("{longest_attestation: 367}", "7:10: `policy.longest_attestation` has to be a number of days from 1 to 366"),
        ("{longest_attestation: -1}", "7:10: `policy.longest_attestation` has to be a number of days from 1 to 366"),
        (
            "{not_waivable: [launch.base-ul]}",
            "7:25: `policy.not_waivable.0` names no line or check of the Anton Payments launch checklist; "
            "did you mean `launch.base-url`?",
        ),
        (
            "{not_waivable: [code.secrets, 'lauch.*']}",
            "7:39: `policy.not_waivable.1` names no line or check of the Anton Payments launch checklist",
        ),
        (
            "{observed: [code.secrets]}",
            "7:21: `policy.observed.0` names no line of the Anton Payments launch checklist",
        ),
    ],
)
def test_a_policy_that_demands_what_there_is_not_is_refused_at_its_line(tmp_path, policy, message):
    text = f"{START}policy: {policy}\n"
    (found,) = problems(tmp_path, text, known_providers={"anton"}, facts=lambda _: PROVIDER)
    assert found.startswith(message)


def test_a_policy_names_lines_checks_and_patterns(tmp_path):
    policy = (
        "{longest_waiver: 1, longest_attestation: 366, not_waivable: [launch.base-url, code.secrets, 'security.*', "
        "traffic.amounts], observed: [launch.signature-verified, 'integration.*']}"
    )
    path = tmp_path / "golive.yaml"
    path.write_text(f"{START}policy: {policy}\n")
    loaded = load_profile(path, known_providers={"anton"}, facts=lambda _: PROVIDER)
    assert loaded.profile.policy.longest_waiver == 1


def test_the_checklist_is_read_only_for_a_policy_that_names_something(tmp_path, monkeypatch):
    asked = []
    real = registry.load_checklist
    monkeypatch.setattr(registry, "load_checklist", lambda name: asked.append(name) or real(name))
    path = tmp_path / "golive.yaml"
    for policy, expected in (("{longest_waiver: 90}", []), ("{observed: [launch.backoff]}", ["anton"])):
        path.write_text(f"{START}policy: {policy}\n")
        load_profile(path, known_providers={"anton"}, facts=lambda _: PROVIDER)
        assert asked == expected
