"""OctopusCards as the emulator plays it. What it plays: `world`; what can be wrong: `flaws`; shapes: `render`."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from golive.emulator.octopuscards.flaws import FLAWS
from golive.emulator.octopuscards.receiver import RECEIVER
from golive.emulator.octopuscards.render import VARIANTS, Shapes
from golive.emulator.octopuscards.world import HOSTS, sound_world
from golive.emulator.provider import Playing, ProviderPlayed
from golive.kind import Kind

if TYPE_CHECKING:
    from golive.emulator.flaw import Flaw, Variant


def play(
    kinds: Iterable[Kind],
    flaws: Iterable[Flaw],
    variants: Iterable[Variant],
    monotonic: Callable[[], float],
    seed: int,
) -> Playing:
    """Make up a client's credentials, and return the API that accepts them. Flaws concern production."""
    from golive.emulator.octopuscards.api import Environment, OctopusCardsApi, new_quotas
    from golive.emulator.octopuscards.tokens import Client, Tokens

    wrong, shapes = {flaw.id for flaw in flaws}, frozenset(variant.id for variant in variants)
    credentials: dict[str, str] = {}
    environments: dict[Kind, Environment] = {}
    for kind in kinds:
        world = sound_world(kind, seed)
        for flaw, change in FLAWS if kind is Kind.PRODUCTION else ():
            world = change(world) if flaw.id in wrong else world
        # No format of keys and secrets is documented.
        client = Client(world.client_id, secrets.token_hex(16), secrets.token_hex(24))
        environments[kind] = Environment(Shapes(world, shapes), Tokens(client, shapes), new_quotas(kind))
        made = {
            "api_key": client.api_key,
            "api_secret": client.api_secret,
            "webhook_secret": secrets.token_hex(24),
        }
        prefix = "" if kind is Kind.PRODUCTION else f"{kind}_"
        credentials |= {f"{prefix}{name}": value for name, value in made.items()}
    return Playing(OctopusCardsApi(environments, monotonic), credentials)


PLAYED = ProviderPlayed(
    id="octopuscards",
    title="OctopusCards",
    hosts=HOSTS,
    api_prefix="/api/v1/",
    flaws=tuple(flaw for flaw, _ in FLAWS),
    receiver=RECEIVER,
    variants=VARIANTS,
    play=play,
)
