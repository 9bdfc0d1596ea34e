"""Which files the values of a profile are read from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from golive.profile.types import (
    DotenvReference,
    FileReference,
    JsonReference,
    TomlReference,
    YamlReference,
)

if TYPE_CHECKING:
    from golive.context import EnvironmentView
    from golive.profile.types import Value


@dataclass(frozen=True, slots=True)
class FileValue:
    """A value of an environment that is read from a file. `key` is None where the file holds nothing else."""

    path: Path
    key: str | None
    value: Value
    label: str
    secret: bool


def file_values(view: EnvironmentView) -> Iterator[FileValue]:
    """Yield the values of an environment that are read from files, with absolute paths, links resolved."""
    for label, value, secret in _values(view):
        found = _file_and_key(value)
        if found is not None:
            # The profile's paths start at its folder; joining leaves an absolute one as it is.
            path = Path(os.path.realpath(view.loaded.folder / found[0]))
            yield FileValue(path, found[1], value, label, secret)


def _values(view: EnvironmentView) -> Iterator[tuple[str, Value, bool]]:
    yield f"base_url of {view.name}", view.settings.base_url, False
    for webhook in view.webhooks():
        yield f"url of webhooks.{webhook.index} of {view.name}", webhook.settings.url, False
    for label, _, value in view.secret_values():
        yield label, value, True


def _file_and_key(value: Value) -> tuple[str, str | None] | None:
    match value:
        case DotenvReference(dotenv=path, key=key):
            return path, key
        case YamlReference(yaml=path, key=key):
            return path, key
        case JsonReference(json=path, key=key):
            return path, key
        case TomlReference(toml=path, key=key):
            return path, key
        case FileReference(file=path):
            return path, None
        case _:
            return None
