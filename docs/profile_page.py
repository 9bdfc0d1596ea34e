"""The page about the profile, from the profile's types."""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from golive.profile import types as profile
from golive.redact import Secret
from golive.schema import Constraints

if TYPE_CHECKING:
    from collections.abc import Iterator
    from dataclasses import Field

OBJECTS = (
    profile.Profile,
    profile.Environment,
    profile.Credentials,
    profile.Webhook,
    profile.Corridor,
    profile.Payee,
    profile.RepositorySettings,
    profile.Policy,
)
PLAIN_FORMS = {profile.WRITTEN, profile.PATH, profile.ARGUMENT, profile.KEY, profile.VARIABLE}
"""Forms that say no more than the type does."""


def profile_page() -> str:
    """Return the page."""
    return "\n".join((*_page(), ""))


def _page() -> Iterator[str]:
    yield "# The profile"
    yield ""
    yield "`golive.yaml` says what is integrated and where its environments are. golive takes the nearest one, from the"
    yield "working directory upwards, or the one that `--config` names. Paths in it start at its own folder. A key that"
    yield "does not exist, a key written twice and a value of the wrong type are errors, with line and column."
    yield ""
    yield "Samples: [minimal.yaml](../sample-configs/minimal.yaml), [anton.yaml](../sample-configs/anton.yaml) with"
    yield "every setting, [anton-dpop.yaml](../sample-configs/anton-dpop.yaml). For editors: `golive schema profile`."
    for kind in OBJECTS:
        yield from _object(kind)
    yield ""
    yield "## Value"
    yield ""
    yield "A value is written as a text, or says where the application reads it, so that golive looks at the very same"
    yield "setting. Secrets should not be written: `settings.secret-source` fails for one that is."
    for kind in get_args(profile.Reference):
        yield from _object(kind, heading="###")


def _object(kind: type, heading: str = "##") -> Iterator[str]:
    yield ""
    yield f"{heading} {kind.__name__}"
    yield ""
    yield " ".join(inspect.cleandoc(kind.__doc__ or "").split())
    yield ""
    yield "| key | meaning | type | where left out |"
    yield "|---|---|---|---|"
    hints = get_type_hints(kind)
    for field in fields(kind):
        rules = Constraints.of(field)
        meant = rules.doc
        if rules.form is not None and rules.form not in PLAIN_FORMS:
            meant += f" It has to be {rules.form.words}."
        if rules.keys is not None:
            meant += f" Each key has to be {rules.keys.words}."
        yield f"| `{field.name}` | {_cell(meant)} | {_cell(_words(hints[field.name]))} | {_default(field)} |"


def _default(field: Field[Any]) -> str:
    if field.default is MISSING and field.default_factory is MISSING:
        return "required"
    match field.default:
        case bool() as value:
            return f"`{str(value).lower()}`"
        case str() | int() as value:
            return f"`{value}`"
        case _:
            return "none"


def _words(kind: Any) -> str:  # noqa: ANN401 - a type form
    """Return a type in words."""
    simple = {str: "text", bool: "`true` or `false`", int: "whole number", Decimal: "decimal in quotes"}
    if kind in simple:
        return simple[kind]
    origin, arguments = get_origin(kind), [one for one in get_args(kind) if one is not types.NoneType]
    if origin in {Union, types.UnionType}:
        return "[value](#value)" if Secret in arguments else " or ".join(_words(one) for one in arguments)
    if origin is Literal:
        return " or ".join(f"`{one}`" for one in arguments)
    if origin is tuple:
        return f"list of {_words(arguments[0])}"
    if origin is Mapping:
        return f"{_words(arguments[1])} by name"
    if issubclass(kind, StrEnum):
        return " or ".join(f"`{member.value}`" for member in kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    raise TypeError(f"{kind!r} has no words yet")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
