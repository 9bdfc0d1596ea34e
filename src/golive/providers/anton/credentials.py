"""What an Anton credential gives away by itself, before it is sent anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import Finding, fail, seen, unknown, warn
from golive.kind import Kind
from golive.providers.anton.dpop import KeyProblem, load_key
from golive.repository.placeholders import is_placeholder

if TYPE_CHECKING:
    from golive.context import EnvironmentView
    from golive.redact import Secret

# https://help.antonpayments.com/en/articles/14127311-api-authentication
PREFIXES: Final = {Kind.PRODUCTION: "ak_live_", Kind.SANDBOX: "ak_test_"}
# https://docs.antonpayments.com/authentication
CLIENT_ID: Final = re.compile(r"ant_oc_([A-Za-z0-9-]+)_[0-9A-Fa-f]{32}")
CLIENT_SECRET: Final = re.compile(r"ant_ocs_([A-Za-z0-9-]+)_[0-9A-Fa-f]{48}")
SANDBOX_WORDS: Final = frozenset({"sandbox", "sbx", "test", "staging", "dev"})
LIVE_WORDS: Final = frozenset({"live", "prod", "production"})
EXPECTED_WORDS: Final = {Kind.PRODUCTION: LIVE_WORDS, Kind.SANDBOX: SANDBOX_WORDS}


def judge_credentials(view: EnvironmentView, environments: Mapping[str, EnvironmentView]) -> Iterator[Finding]:
    """Yield what is wrong with the credential of an environment. Raises Unverified where it cannot be resolved."""
    declared = view.credential_values()
    if not declared:
        raise Unverified(f"the profile declares no credentials for {view.name}")
    key = view.credential("api_key")
    if key is not None:
        yield from _judge_key(view, key.reveal())
    if "client_id" in declared:
        yield from _judge_client(view, environments)


def _judge_key(view: EnvironmentView, key: str) -> Iterator[Finding]:
    place = view.place("credentials", "api_key")
    wanted = PREFIXES[view.kind]
    other = PREFIXES[Kind.SANDBOX if view.kind is Kind.PRODUCTION else Kind.PRODUCTION]
    fix = f"Create a key for {view.kind} in the merchant portal, Settings > API Keys; it starts with {wanted}"
    rest = key.removeprefix(wanted)
    if key != key.strip() or key.strip("\"'") != key:
        yield fail("the API key has white space or quotes around it, which become part of the header", place, fix=fix)
    elif key.startswith(other):
        yield fail(f"the API key starts with {other}: it is for the other environment, not {view.kind}", place, fix=fix)
    elif not key.startswith(wanted):
        yield fail(f"the API key does not start with {wanted}", place, fix=fix)
    elif not rest:
        yield fail(f"nothing follows {wanted} in the API key", place, fix=fix)
    elif is_placeholder(rest):
        yield fail(f"what follows {wanted} in the API key is a placeholder", place, fix=fix)
    elif not rest.isascii() or not rest.isprintable() or " " in rest:
        yield fail("the API key holds characters that an HTTP header cannot carry", place, fix=fix)
    else:
        yield seen(f"the API key starts with {wanted} and has {len(rest)} characters after it", place)


def _judge_client(view: EnvironmentView, environments: Mapping[str, EnvironmentView]) -> Iterator[Finding]:
    values = view.credentials()
    shapes = (
        ("client_id", CLIENT_ID, "ant_oc_<environment>_<32 hexadecimal digits>"),
        ("client_secret", CLIENT_SECRET, "ant_ocs_<environment>_<48 hexadecimal digits>"),
    )
    fix = f"Copy it again from the merchant portal's OAuth client for {view.kind}"
    for name, shape, looks_like in shapes:
        place = view.place("credentials", name)
        match = shape.fullmatch(values[name].reveal())
        if match is None:
            yield fail(f"the {name} does not look like {looks_like}", place, fix=fix)
        elif is_placeholder(values[name].reveal().rpartition("_")[2]):
            yield fail(f"the {name} is a placeholder", place, fix=fix)
        elif match[1].lower() in EXPECTED_WORDS[Kind.SANDBOX if view.kind is Kind.PRODUCTION else Kind.PRODUCTION]:
            yield fail(f"the {name} is for {match[1]!r}, and this environment is {view.kind}", place, fix=fix)
        elif match[1].lower() not in EXPECTED_WORDS[view.kind]:
            yield warn(
                f"the {name} names the environment {match[1]!r}, a word the provider does not document",
                place,
                fix=f"Confirm in the merchant portal that this client is for {view.kind}",
            )
        else:
            yield seen(f"the {name} is for {match[1]}", place)
    try:
        key = load_key(values["dpop_key"])
    except KeyProblem as problem:
        yield fail(f"the DPoP key cannot be used: {problem}", view.place("credentials", "dpop_key"))
    else:
        yield seen(f"the DPoP key is a private {key.algorithm} key", view.place("credentials", "dpop_key"))
    yield from _shared(view, values, environments)


def _shared(
    view: EnvironmentView, values: Mapping[str, Secret], environments: Mapping[str, EnvironmentView]
) -> Iterator[Finding]:
    match = CLIENT_ID.fullmatch(values["client_id"].reveal())
    told = match is not None and match[1].lower() in LIVE_WORDS | SANDBOX_WORDS
    for other in environments.values():
        if other.name == view.name or other.kind is view.kind:
            continue
        try:
            theirs = other.credential("client_id")
        except Unverified as why:
            # A machine that has production's credential need not have the sandbox's: the id itself may tell enough.
            if not told:
                yield unknown(f"the client_id cannot be compared with the one of {other.name}: {why}")
            continue
        if theirs is not None and theirs == values["client_id"]:
            place = view.place("credentials", "client_id")
            yield fail(f"the client_id is the same as the one of {other.name} ({other.kind})", place)
