"""The published schema and the loader agree about every document."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from golive.errors import ProfileError
from golive.profile.loader import load_profile
from golive.profile.schema import profile_schema


def pattern(_validator, wanted, instance, _schema):
    """Match as ECMA-262 does, where `$` is the very end and not the line break before it."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", wanted), instance):
        yield ValidationError("does not match")


SCHEMA = profile_schema()
VALIDATOR = extend(Draft202012Validator, {"pattern": pattern})(SCHEMA)

# Any JSON value but whole numbers written as floats: JSON Schema takes 1.0 for an integer, and golive does not.
odd = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**20) | st.just(1.5) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
words = st.sampled_from(
    ["USD", "DE", "NO", "usd", "12", "5000.00", "1e3", "USD\n", " ", "", "a b", "yes", "203.0.113.0/28"]
)
words |= st.sampled_from(
    ["production", "sandbox", "anton", "x" * 65, "\u0660", "\x85", "é", "a\0", "=", "<<", "\U0001f600"]
)


def mixed(good, bad=odd):
    """Mostly what is right, sometimes anything."""
    return st.integers(0, 99).flatmap(lambda n: bad if n == 37 else words if n == 38 else good)


def table(required, optional):
    """Mostly all required keys, sometimes one less or one more."""
    full = st.fixed_dictionaries(required, optional=optional)
    less = st.sampled_from(sorted(required)).flatmap(
        lambda gone: full.map(lambda value: {key: item for key, item in value.items() if key != gone})
    )
    more = st.tuples(full, words | st.sampled_from(["key", "env", "username"]), odd).map(
        lambda three: {**three[0], three[1]: three[2]}
    )
    return st.integers(0, 99).flatmap(lambda n: less if n == 37 else more if n == 38 else full)


text = mixed(st.sampled_from(["a", "https://pay.example.com", "ABC_9"]))
texts = mixed(st.lists(text, max_size=2))
value = mixed(
    text
    | table({"env": text}, {})
    | st.sampled_from(["dotenv", "yaml", "json", "toml"]).flatmap(lambda name: table({name: text, "key": text}, {}))
    | table({"file": text}, {})
    | table({"keyring": text, "username": text}, {})
    | table({"command": mixed(st.lists(text, min_size=1, max_size=2))}, {})
)
currency = mixed(st.sampled_from(["USD", "EUR", "USDC"]))
environment = table(
    {"kind": mixed(st.sampled_from(["sandbox", "production"])), "base_url": value},
    {
        "credentials": table({"api_key": value}, {"api_secret": value, "client_id": value, "dpop_key": value}),
        "webhooks": mixed(
            st.lists(
                table({"url": value}, {"secret": value, "events": texts, "probe": mixed(st.booleans())}), max_size=2
            )
        ),
        "balances": mixed(
            st.dictionaries(st.sampled_from(["USD", "EUR"]) | words, mixed(st.sampled_from(["5", "0.10"])), max_size=2)
        ),
        "corridors": mixed(
            st.lists(
                table({"source": currency, "destination": currency}, {"country": mixed(st.just("DE")), "method": text}),
                max_size=2,
            )
        ),
        "payees": mixed(st.lists(table({"id": text}, {"instruments": texts}), max_size=2)),
        "egress": mixed(st.lists(mixed(st.sampled_from(["203.0.113.0/28", "2001:db8::/32"])), max_size=2)),
    },
)
names = mixed(st.sampled_from(["prod", "sandbox", "eu-1", "a.b"]), st.sampled_from(["-x", "x" * 65, "a b", ""])).filter(
    lambda name: isinstance(name, str)
)
profiles = table(
    {
        "version": mixed(st.just(1)),
        "provider": text,
        "environments": mixed(st.dictionaries(names, mixed(environment), min_size=1, max_size=2)),
    },
    {"repository": table({"root": text}, {"exclude": texts, "client_code": texts, "logs": texts})},
)


class Quoting(yaml.SafeDumper):
    """Quotes every text: what YAML 1.2 takes for a number, the library leaves bare."""

    def ignore_aliases(self, data):
        return True


Quoting.add_representer(str, lambda dumper, data: dumper.represent_scalar("tag:yaml.org,2002:str", data, style='"'))


def loads(path, text):
    path.write_text(text, encoding="utf-8", newline="")
    try:
        load_profile(path)
    except ProfileError as error:
        # Whether an address range is one, no pattern can say.
        beyond = ("is no address range", "names an address within a range")
        return all(any(words in problem.message for words in beyond) for problem in error.problems)
    return True


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(document=mixed(profiles))
@example(document={"version": 1, "provider": "a", "environments": {"p": {"kind": "sandbox", "base_url": "USD\n"}}})
@example(document={"version": True, "provider": "a", "environments": {"p": {"kind": "sandbox", "base_url": "a"}}})
def test_schema_and_loader_agree(tmp_path, document):
    wanted = VALIDATOR.is_valid(document)
    path = tmp_path / "golive.yaml"
    assert loads(path, yaml.dump(document, Dumper=Quoting)) is wanted
    if not re.search(
        "[\x7f-\x9f]", written := json.dumps(document, ensure_ascii=False)
    ):  # JSON may hold them, YAML not
        assert loads(path, written) is wanted


@pytest.mark.parametrize("indent", [None, 2])
def test_a_profile_may_be_written_as_json(tmp_path, indent):
    document = {"version": 1, "provider": "a", "environments": {"p": {"kind": "sandbox", "base_url": {"env": "A"}}}}
    assert loads(tmp_path / "golive.yaml", json.dumps(document, indent=indent))


def test_the_schema_is_a_schema_and_describes_every_setting():
    Draft202012Validator.check_schema(SCHEMA)
    tables = [SCHEMA, *(one for one in SCHEMA["$defs"].values() if one.get("type") == "object")]
    assert all("description" in one for one in SCHEMA["$defs"].values())
    assert all("description" in setting for one in tables for setting in one["properties"].values())
    assert all(one["additionalProperties"] is False for one in tables)


def test_the_schema_is_plain_json_and_always_the_same():
    assert json.dumps(SCHEMA) == json.dumps(profile_schema())
