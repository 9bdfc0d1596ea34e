"""The credentials of a profile, as something to search for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.repository.detectors.values import Known

if TYPE_CHECKING:
    from golive.context import EnvironmentView
    from golive.profile.types import Value

IDENTIFIERS: Final = frozenset({"client_id"})
"""Parts of a credential that only name the client. https://www.rfc-editor.org/rfc/rfc6749#section-2.2"""


@dataclass(frozen=True, slots=True)
class DeclaredSecrets:
    """What the profile resolves to, and the labels of what it does not."""

    known: tuple[Known, ...]
    unresolved: tuple[str, ...]


def declared_secrets(environments: Iterable[EnvironmentView]) -> DeclaredSecrets:
    """Resolve the secrets of environments. What cannot be resolved is named, and does not stop the rest."""
    known: list[Known] = []
    unresolved: list[str] = []
    for view in environments:
        for label, value in _secrets(view):
            try:
                secret = view.secret(value, label)
            except Unverified:
                unresolved.append(label)
            else:
                known.append(Known(secret, view.kind))
    return DeclaredSecrets(tuple(known), tuple(unresolved))


def _secrets(view: EnvironmentView) -> Iterator[tuple[str, Value]]:
    identifiers = {f"{name} of {view.name}" for name in IDENTIFIERS}
    return ((label, value) for label, _, value in view.secret_values() if label not in identifiers)
