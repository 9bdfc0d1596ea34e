"""Which files the values of a profile are read from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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
    from golive.profile.values import reference_path

    for label, value, secret in _values(view):
        path = reference_path(value, view.loaded.folder)
        if path is not None:
            yield FileValue(Path(os.path.realpath(path)), getattr(value, "key", None), value, label, secret)


def _values(view: EnvironmentView) -> Iterator[tuple[str, Value, bool]]:
    yield f"base_url of {view.name}", view.settings.base_url, False
    for webhook in view.webhooks():
        yield f"url of webhooks.{webhook.index} of {view.name}", webhook.settings.url, False
    for label, _, value in view.secret_values():
        yield label, value, True
