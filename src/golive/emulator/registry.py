"""Which providers can be played, and with which flaws, faults and variants. Nothing heavy is imported here."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

from golive.emulator.faults import FAULTS
from golive.emulator.flaw import unknown_name
from golive.errors import UsageError
from golive.registry import provider_ids

if TYPE_CHECKING:
    from golive.emulator.flaw import Fault, Flaw, Variant
    from golive.emulator.provider import ProviderPlayed

_PACKAGE = __name__.rpartition(".")[0]


def providers() -> tuple[str, ...]:
    """Return the ids of the providers that can be played: the packages beside this module that bear their names."""
    beside = {module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.ispkg}
    return tuple(provider for provider in provider_ids() if provider in beside)


def played(provider: str) -> ProviderPlayed:
    """Return a provider that can be played. Raises UsageError for any other."""
    known = providers()
    if provider not in known:
        raise UsageError(unknown_name(provider, known, "provider"))
    found: ProviderPlayed = importlib.import_module(f"{_PACKAGE}.{provider}").PLAYED
    return found


def flaws_of(provider: str) -> tuple[Flaw, ...]:
    """
    Return everything that can be wrong with a merchant's account at a provider, and with a receiver played for it.

    Raises UsageError for an unknown provider.
    """
    found = played(provider)
    return (*found.flaws, *found.receiver.flaws)


def variants_of(provider: str) -> tuple[Variant, ...]:
    """Return the shapes that a provider's answers can take. Raises UsageError for an unknown provider."""
    return played(provider).variants


def faults() -> tuple[Fault, ...]:
    """Return every way to misbehave, which all providers share."""
    return FAULTS
