"""Anton Payments as the emulator plays it. What it plays: `world`; what can be wrong: `flaws`; shapes: `render`."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from golive.emulator.anton.flaws import FLAWS
from golive.emulator.anton.receiver import RECEIVER
from golive.emulator.anton.render import VARIANTS, Shapes
from golive.emulator.anton.world import HOSTS, sound_world
from golive.emulator.provider import Playing, ProviderPlayed
from golive.kind import Kind

if TYPE_CHECKING:
    from golive.emulator.flaw import Flaw, Variant

_KEY_BYTES = 24


def play(
    kinds: Iterable[Kind],
    flaws: Iterable[Flaw],
    variants: Iterable[Variant],
    monotonic: Callable[[], float],
    seed: int,
) -> Playing:
    """Make up a merchant's credentials, and return the API that accepts them. Flaws concern production."""
    from golive.emulator.anton.api import AntonApi, Environment
    from golive.emulator.anton.oauth import Tokens, new_client

    wrong, shapes = {flaw.id for flaw in flaws}, frozenset(variant.id for variant in variants)
    credentials: dict[str, str] = {}
    environments: dict[Kind, Environment] = {}
    for kind in kinds:
        world = sound_world(kind, seed)
        for flaw, change in FLAWS if kind is Kind.PRODUCTION else ():
            world = change(world) if flaw.id in wrong else world
        client, dpop_key = new_client(kind, ed25519_key="dpop-ed25519" in shapes)
        key = f"{'ak_live_' if kind is Kind.PRODUCTION else 'ak_test_'}{secrets.token_hex(_KEY_BYTES)}"
        nonce = secrets.token_urlsafe(16) if "dpop-nonce" in shapes else None
        environments[kind] = Environment(Shapes(world, shapes), key, Tokens(kind, client, nonce))
        made = {
            "api_key": key,
            "client_id": client.id,
            "client_secret": client.secret,
            "dpop_key": dpop_key,
            "webhook_secret": f"whsec_{secrets.token_hex(32)}",
        }
        prefix = "" if kind is Kind.PRODUCTION else f"{kind}_"
        credentials |= {f"{prefix}{name}": value for name, value in made.items()}
    return Playing(AntonApi(environments, monotonic), credentials)


PLAYED = ProviderPlayed(
    id="anton",
    title="Anton Payments",
    hosts=HOSTS,
    api_prefix="/v1/",
    flaws=tuple(flaw for flaw, _ in FLAWS),
    receiver=RECEIVER,
    variants=VARIANTS,
    play=play,
)
