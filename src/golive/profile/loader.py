"""Finding, reading and judging `golive.yaml`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.errors import Problem, ProfileError, UsageError
from golive.finding import FilePlace, SettingPlace
from golive.profile import nodes
from golive.profile.nearest import did_you_mean
from golive.profile.nodes import START, Fault, Position
from golive.profile.reading import UnreadableError, read_file
from golive.profile.types import Credentials, Environment, Policy, Profile

if TYPE_CHECKING:
    from golive.provider import CredentialSet, Provider

NAME: Final = "golive.yaml"
"""What a profile is called."""
ADVICE: Final = "`golive init` writes one"

LONGEST_WAIVER: Final = 180
LONGEST_ATTESTATION: Final = 366
"""Days that no policy can exceed."""

Keys = tuple[str | int, ...]
"""The keys and list indexes that lead to a setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedProfile:
    """A profile, and where everything in it is written."""

    profile: Profile
    path: Path
    positions: Mapping[Keys, Position]
    digest: str
    """SHA-256 of the file's bytes, hexadecimal."""

    @property
    def folder(self) -> Path:
        """The profile's folder, from which paths in it are counted."""
        return self.path.parent

    def place(self, *keys: str | int) -> SettingPlace:
        """Return where a setting is written, or the nearest thing around it where it is not."""
        nearest = keys
        while nearest and nearest not in self.positions:
            nearest = nearest[:-1]
        at = self.positions.get(nearest, START)
        return SettingPlace(_dotted(keys), FilePlace(self.path.name, at.line, at.column))

    def environment(self, name: str) -> Environment:
        """Return an environment. Raises UsageError, which lists the environments, where there is none of that name."""
        environments = self.profile.environments
        if name not in environments:
            hint = did_you_mean(name, environments) or "."
            raise UsageError(f"{self.path.name} has no environment `{name}`{hint} It has: {', '.join(environments)}")
        return environments[name]


def find_profile(start: Path) -> Path:
    """Return the `golive.yaml` of a folder or of the nearest folder above it. Raises UsageError where there is none."""
    folder = start.absolute()
    for candidate in (folder, *folder.parents):
        if os.path.lexists(candidate / NAME):
            return candidate / NAME
    other = folder / "golive.yml"
    if os.path.lexists(other):
        raise UsageError(f"there is no {NAME} in {folder}, only {other.name}: rename it to {NAME}")
    raise UsageError(f"there is no {NAME} in {folder} or above it: {ADVICE}, and --config names another file")


def load_profile(
    path: Path,
    *,
    known_providers: Collection[str] = (),
    facts: Callable[[str], Provider] | None = None,
) -> LoadedProfile:
    """
    Return the profile in a file.

    `known_providers` are the ids that `provider` may have (empty: any), `facts` brings one of them, by whose facts
    the profile is judged. Raises ProfileError with all that is wrong.
    """
    try:
        data = read_file(path)
    except UnreadableError as error:
        raise ProfileError((Problem(str(path), 0, 0, f"the profile {error}"),)) from None
    profile, root, faults = _shaped(data)
    if profile is not None and root is not None:
        positions = _positions(root)
        faults += _rules(profile, path.parent, positions, known_providers, facts)
    if profile is None or root is None or faults:
        ordered = sorted(faults, key=lambda fault: fault.at)
        raise ProfileError(
            tuple(Problem(str(path), fault.at.line, fault.at.column, fault.message) for fault in ordered)
        )
    return LoadedProfile(profile=profile, path=path, positions=positions, digest=hashlib.sha256(data).hexdigest())


def _shaped(data: bytes) -> tuple[Profile | None, nodes.Node | None, list[Fault]]:
    from golive.profile.document import parse
    from golive.profile.shape import shape
    from golive.profile.syntax import decode

    text = decode(data)
    if isinstance(text, Fault):
        return None, None, [text]
    document = parse(text)
    faults = list(document.faults)
    if document.root is None:
        return None, None, faults or [Fault(START, f"the profile is empty: {ADVICE}")]
    profile, more = shape(Profile, document.root)
    return profile, document.root, faults + more


def _positions(root: nodes.Node) -> dict[Keys, Position]:
    """Return where every setting is written: mappings at their keys, list items at themselves."""
    positions: dict[Keys, Position] = {}
    waiting: list[tuple[Keys, Position, nodes.Node]] = [((), root.at, root)]
    while waiting:
        path, at, node = waiting.pop()
        positions[path] = at
        if isinstance(node, nodes.Mapping):
            waiting.extend(((*path, key), entry.at, entry.value) for key, entry in node.entries.items())
        elif isinstance(node, nodes.Sequence):
            waiting.extend(((*path, index), item.at, item) for index, item in enumerate(node.items))
    return positions


def _rules(
    profile: Profile,
    folder: Path,
    positions: Mapping[Keys, Position],
    known_providers: Collection[str],
    facts: Callable[[str], Provider] | None,
) -> list[Fault]:
    """Return what is wrong beyond types and forms."""
    known = sorted(known_providers)
    if known and profile.provider not in known:
        hint = did_you_mean(profile.provider, known) or f"; known are {', '.join(known)}"
        return [Fault(positions["provider",], f"`provider` names no provider that golive knows{hint}")]
    if facts is None:
        return []
    provider = facts(profile.provider)
    misfits = chain(_misfits(profile, provider), _policy_misfits(profile.policy, provider, folder))
    return [Fault(positions[path], f"`{_dotted(path)}` {why}") for path, why in misfits]


def _misfits(profile: Profile, provider: Provider) -> Iterator[tuple[Keys, str]]:
    """Yield what does not fit the provider: the keys that lead there, and what is wrong."""
    for index, vertical in enumerate(profile.verticals):
        if not provider.verticals:
            yield ("verticals",), f"is not for this provider: {provider.title} has one kind of product"
            break
        if vertical not in provider.verticals:
            yield ("verticals", index), f"names no vertical of {provider.title}{_meant(vertical, provider.verticals)}"
    schemes = tuple(scheme.id for scheme in provider.deliveries.schemes)
    for name, environment in profile.environments.items():
        path = ("environments", name)
        if message := _incomplete(environment.credentials, provider.credential_sets):
            yield (*path, "credentials"), message
        for index, webhook in enumerate(environment.webhooks):
            if webhook.signature is not None and webhook.signature not in schemes:
                why = f"names no signature of {provider.title}{_meant(webhook.signature, schemes)}"
                yield (*path, "webhooks", index, "signature"), why


def _policy_misfits(policy: Policy, provider: Provider, folder: Path) -> Iterator[tuple[Keys, str]]:
    """Yield what a policy cannot demand. The checklist is read only where the policy names something."""
    for name, most in (("longest_waiver", LONGEST_WAIVER), ("longest_attestation", LONGEST_ATTESTATION)):
        if not 1 <= getattr(policy, name) <= most:
            yield ("policy", name), f"has to be a number of days from 1 to {most}"
    if not policy.not_waivable and not policy.observed:
        return
    from golive.record import named_by
    from golive.registry import catalogue, load_checklist

    checklist = load_checklist(provider.id)
    lines = [item.id for item in checklist.items()]
    known = catalogue(folder)  # which imports nothing that lies in the repository
    checks = [check.id for check in known.checks if not check.providers or provider.id in check.providers]
    everything = [*lines, *dict.fromkeys([*checks, *checklist.check_ids()])]
    plugged = [f"plugins.{name}" for name, origin in known.origins.items() if origin != "golive"]
    for key, what, ids in (
        ("not_waivable", "line or check", [*everything, *plugged]),
        ("observed", "line", lines),
    ):
        for index, pattern in enumerate(getattr(policy, key)):
            # Of a package that was not loaded, nobody knows what it brings.
            unclear = key == "not_waivable" and known.broken
            if not unclear and not any(named_by((pattern,), subject) for subject in ids):
                yield ("policy", key, index), f"names no {what} of the {checklist.title}{did_you_mean(pattern, ids)}"


def _meant(word: str, known: tuple[str, ...]) -> str:
    return did_you_mean(word, known) or f"; there are {', '.join(known)}"


def _dotted(path: Keys) -> str:
    return ".".join(map(str, path))


def _incomplete(credentials: Credentials, sets: tuple[CredentialSet, ...]) -> str:
    """Return what is wrong with the parts that are declared: each has to belong to a set that is complete."""
    declared = [part.name for part in fields(credentials) if getattr(credentials, part.name) is not None]
    complete = {name for one in sets if set(one.fields) <= set(declared) for name in one.fields}
    if set(declared) <= complete:
        return ""
    choices = ", or ".join(f"{' + '.join(one.fields)} ({one.title})" for one in sets)
    if complete:
        extra = ", ".join(name for name in declared if name not in complete)
        return f"holds {extra} beside a complete credential: a credential is {choices}"
    return f"holds {', '.join(declared)}, which is no complete credential: it takes {choices}"
