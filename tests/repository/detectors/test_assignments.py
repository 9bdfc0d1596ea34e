"""A value that is given to a name of the provider's credential is found in every kind of file; look-alikes are not."""

from __future__ import annotations

import base64
import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golive.kind import Kind
from golive.providers.anton.names import CREDENTIAL_NAMES
from golive.providers.anton.shapes import SECRET_SHAPES
from golive.providers.octopuscards.names import CREDENTIAL_NAMES as OCTOPUS_NAMES
from golive.repository.detectors.detector import Form
from golive.repository.secrets import Scanner
from support.lookalikes import OCTOPUS, OTHER_FILES, REFERENCES
from support.planted import VALUE, assigned

ANTON = Scanner((), (), CREDENTIAL_NAMES)
OCTOPUS_CARDS = Scanner((), (), OCTOPUS_NAMES)
LIVE = "ak_live_9f3kQ2xLab7ZpW0tRm5s"


def found(text: str, scanner: Scanner = ANTON) -> list[tuple[int | None, str, bool]]:
    return [(hit.line, hit.secret.reveal(), hit.certain) for hit in scanner.scan(text.encode())]


def for_octopus_cards(text: str) -> str:
    return text.replace("ANTON", "OCTOPUSCARDS").replace("Anton", "OctopusCards").replace("anton", "octopuscards")


@pytest.mark.parametrize("text", assigned().values(), ids=assigned().keys())
def test_an_assigned_value_is_found_at_its_line(text):
    assert found(text) == [(3, VALUE, True)]
    assert found(for_octopus_cards(text), OCTOPUS_CARDS) == [(3, VALUE, True)]


@pytest.mark.parametrize("text", assigned(LIVE).values(), ids=assigned(LIVE).keys())
def test_a_value_of_a_shape_is_one_hit_under_the_name_of_the_shape(text):
    [hit] = Scanner(SECRET_SHAPES, (), CREDENTIAL_NAMES).scan(text.encode())
    assert (hit.line, hit.kind, hit.named) == (3, Kind.PRODUCTION, False)


def test_there_are_more_than_enough_look_alikes():
    assert len(REFERENCES) + len(OTHER_FILES) + len(OCTOPUS) >= 160


@pytest.mark.parametrize("text", [*REFERENCES, *OTHER_FILES])
def test_a_look_alike_is_not_found(text):
    assert found(text, Scanner(SECRET_SHAPES, (), CREDENTIAL_NAMES)) == []


@pytest.mark.parametrize("text", [*OCTOPUS, *(for_octopus_cards(text) for text in (*REFERENCES, *OTHER_FILES))])
def test_a_look_alike_is_not_found_for_the_other_provider(text):
    assert found(text, OCTOPUS_CARDS) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ANTON_API_KEY_PROD={v}", Kind.PRODUCTION),
        ("ANTON_LIVE_SECRET_KEY={v}", Kind.PRODUCTION),
        ("ANTON_API_KEY_SANDBOX={v}", Kind.SANDBOX),
        ("antonTestApiKey = '{v}'", Kind.SANDBOX),
        ("ANTON_API_KEY={v}", None),
        ("production:\n  anton:\n    api_key: {v}", Kind.PRODUCTION),
        ("staging:\n  anton:\n    api_key: {v}", Kind.SANDBOX),
        ("anton:\n  sandbox:\n    api_key: {v}", Kind.SANDBOX),
        ("sandbox:\n  a: b\nanton:\n  api_key: {v}", None),
    ],
)
def test_the_kind_comes_from_the_name_or_from_the_sections_above(text, kind):
    [hit] = ANTON.scan(text.format(v=VALUE).encode())
    assert (hit.kind, hit.named) == (kind, True)


@pytest.mark.parametrize(
    ("value", "certain"),
    [
        (VALUE, True),
        ("4f8a9b2c-7d1e-4035-a6b7-c8d9e0f1a2b3", True),
        ("c4a8f21b07d9e653c1be0f8a7d264935", True),
        ("Kx9!mQ2@vLp7#wZt", False),
        ("Kq7mZ2xWv9dT", False),
        ("trwqkzxvbnmplghd", False),
    ],
)
def test_a_value_that_does_not_look_random_is_not_certain(value, certain):
    assert found(f"ANTON_API_KEY = '{value}'") == [(1, value, certain)]


def test_base64_of_text_is_judged_decoded():
    encoded = base64.b64encode(VALUE.encode()).decode()
    [hit] = ANTON.scan(f"data:\n  ANTON_API_KEY: {encoded}".encode())
    assert (hit.secret.reveal(), hit.form) == (VALUE, Form.ENCODED)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# https://api.octopuscards.io\nAPI_KEY_PROD={v}", 2),
        ("API_SECRET_PROD='{v}'\nHOST=https://api.octopuscards.io", 1),
        ("OctopusCards:\n  x: y\napi_key_sandbox: {v}", 3),
        ("import octopuscards\nOCTOPUS_API_KEY = '{v}'", 2),
        ("x = 'octopuscards'\nconst octopusWebhookSecret = '{v}'", 2),
    ],
)
def test_names_that_others_use_count_near_the_providers(text, line):
    assert found(text.format(v=VALUE), OCTOPUS_CARDS) == [(line, VALUE, True)]


def test_names_that_others_use_do_not_count_far_away():
    assert found(f"octopuscards\n{'x ' * 10_000}\nAPI_KEY_PROD={VALUE}", OCTOPUS_CARDS) == []


def test_a_provider_that_is_named_on_every_line_is_read_in_time():
    text = "octopuscards octopuscards\n" * 20_000 + f"API_KEY_PROD={VALUE}\n"
    assert found(text, OCTOPUS_CARDS) == [(20_001, VALUE, True)]


def test_names_mean_nothing_in_binary_files():
    assert found(f"\0\1ANTON_API_KEY={VALUE}") == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "latin-1"])
def test_assignments_are_found_in_every_text_encoding(encoding):
    hits = list(ANTON.scan(f"naïve\n\nANTON_API_KEY={VALUE}\n".encode(encoding)))
    assert [hit.line for hit in hits] == [3]


_CHARACTERS = string.ascii_letters + string.digits


@settings(deadline=None)  # making the patterns on first use takes longer than looking
@given(st.integers(), st.sampled_from(sorted(assigned())), st.text("ab \n\t.,;#", max_size=60))
def test_any_random_value_is_found_behind_any_text(seed, kind, before):
    choice = random.Random(seed).choice  # noqa: S311 - the same values each time
    value = "".join(choice(_CHARACTERS) for _ in range(28)) + "7Q4"
    text = assigned(value)[kind]
    assert [(line, text) for line, text, _ in found(f"{before}\n\n{text}")] == [(before.count("\n") + 5, value)]


@given(st.binary(max_size=400))
def test_random_text_of_digits_gives_nothing(data):
    for text in (base64.b64encode(data), data.hex().encode(), base64.b32encode(data)):
        assert list(Scanner(SECRET_SHAPES, (), CREDENTIAL_NAMES).scan(text)) == []


@given(st.text("antoANTO_apikeyKEY\"':= \n\t{}[]()<>/0a9,|?", max_size=200))
def test_any_text_is_read_without_an_error(text):
    list(ANTON.scan(f"ANTON_API_KEY{text}anton{text}".encode()))
    list(OCTOPUS_CARDS.scan(f"octopuscards{text}API_KEY_PROD{text}".encode()))


def test_a_minified_bundle_of_megabytes_is_quiet_but_for_what_is_planted_in_it():
    chance = random.Random(4)  # noqa: S311 - the same text each time
    words = [f"function {name}(e,t){{return e.{name}+t}}" for name in ("anton", "key", "api", "secret", "octopus")]
    hashes = [base64.b64encode(chance.randbytes(48)).decode() for _ in range(200)]
    code = ";".join(chance.choice([*words, *(f'"{each}"' for each in hashes)]) for _ in range(40_000))
    scanner = Scanner(SECRET_SHAPES, (), CREDENTIAL_NAMES)
    assert list(scanner.scan(f"/*! a */\n{code}\n".encode())) == []
    planted = f'/*! a */\n{code};k={{apiKey:"{LIVE}"}};e.antonSecretKey="{VALUE}";{code}\n'
    assert found(planted, scanner) == [(2, LIVE, True), (2, VALUE, True)]
