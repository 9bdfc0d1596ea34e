"""Values of a profile: the text itself, or what the place says that a reference names."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.once import Once
from golive.profile import sources
from golive.profile.outside import Commands, Keyring, KeyringGetter, system_keyring
from golive.profile.sources import show
from golive.profile.types import (
    CommandReference,
    DotenvReference,
    EnvReference,
    FileReference,
    JsonReference,
    KeyringReference,
    Reference,
    TomlReference,
    Value,
    YamlReference,
)
from golive.redact import Redactor, Secret

if TYPE_CHECKING:
    from golive.clock import Deadline

FileBound = DotenvReference | YamlReference | JsonReference | TomlReference | FileReference

_ADDRESS: Final = re.compile(r"https?:|//|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}([:/?#]|$)|localhost\b", re.ASCII)


class Values:
    """
    Resolves values, each reference at most once, from any thread.

    What cannot be resolved raises Unverified, with what is missing as its message. `environ` is the environment of
    the process, `trusted` whether commands may be run.
    """

    def __init__(
        self,
        folder: Path,
        environ: Mapping[str, str],
        redactor: Redactor,
        *,
        trusted: bool,
        deadline: Deadline,
        keyring_get: KeyringGetter = system_keyring,
    ) -> None:
        self._folder = folder
        self._environ = environ
        self._redactor = redactor
        self._trusted = trusted
        self._keyring = Keyring(keyring_get, deadline)
        self._commands = Commands(folder, environ, deadline)
        self._lock = threading.Lock()
        self._found: dict[Reference, Once[Secret]] = {}
        self._secrets: dict[tuple[Value, str], Secret] = {}

    def text(self, value: Value) -> str:
        """
        Return a plain value, which is a web address. Raises Unverified where its reference cannot be resolved.

        A reference can point at a secret, by mistake or on purpose: what does not look like an address is kept out of
        every output as a secret is.
        """
        match value:
            case str():
                return value
            case Secret():
                return value.reveal()
        found = self._resolved(value)
        text = found.reveal()
        if not _ADDRESS.match(text.strip()):
            self._redactor.add(found)
            if "\n" in text.strip():
                raise Unverified(f"{describe(value)} has several lines, and is no web address")
        return text

    def secret(self, value: Value, label: str) -> Secret:
        """Return a secret value, known to the redactor. Raises Unverified where its reference cannot be resolved."""
        with self._lock:
            known = self._secrets.get((value, label))
        if known is not None:
            return known
        held = value if isinstance(value, str) else self._held(value).reveal()
        secret = self._redactor.add(Secret(held, label))
        with self._lock:
            return self._secrets.setdefault((value, label), secret)

    def _held(self, value: Secret | Reference) -> Secret:
        return value if isinstance(value, Secret) else self._resolved(value)

    def _resolved(self, reference: Reference) -> Secret:
        with self._lock:
            found = self._found.setdefault(reference, Once(lambda: self._resolve(reference)))
        return found()

    def _resolve(self, reference: Reference) -> Secret:
        text = self._read(reference)
        if not text.strip():
            raise Unverified(f"{describe(reference)} is empty" if not text else f"{describe(reference)} is blank")
        if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
            raise Unverified(f"{describe(reference)} is not UTF-8")
        return Secret(text, describe(reference))

    def _read(self, reference: Reference) -> str:
        match reference:
            case EnvReference(env=name):
                if name not in self._environ:
                    raise Unverified(f"variable {show(name)} is not set")
                return self._environ[name]
            case KeyringReference(keyring=service, username=username):
                return self._keyring.read(service, username)
            case CommandReference(command=command):
                if not self._trusted:
                    raise Unverified(
                        f"{show(command[0])} is a program that the repository names; --trust allows golive to run it"
                    )
                return self._commands.output(command)
            case _:
                return _read_file(reference, self._folder)


def _read_file(reference: FileBound, folder: Path) -> str:
    match reference:
        case DotenvReference(dotenv=name, key=key):
            return sources.read_dotenv(name, key, folder)
        case YamlReference(yaml=name, key=key):
            return sources.read_yaml(name, key, folder)
        case JsonReference(json=name, key=key):
            return sources.read_json(name, key, folder)
        case TomlReference(toml=name, key=key):
            return sources.read_toml(name, key, folder)
        case FileReference(file=name):
            return sources.read_whole(name, folder)


def reference_path(value: Value, folder: Path) -> Path | None:
    """Return the file that a reference reads, None where it reads none. `folder` is the profile's."""
    match value:
        case (
            DotenvReference(dotenv=name)
            | YamlReference(yaml=name)
            | JsonReference(json=name)
            | TomlReference(toml=name)
            | FileReference(file=name)
        ):
            return folder / name
        case _:
            return None


def describe(value: Value) -> str:
    """Return where a value comes from, in a few words that hold nothing of the value."""
    match value:
        case EnvReference(env=name):
            return f"variable {show(name)}"
        case (
            DotenvReference(dotenv=name, key=key)
            | YamlReference(yaml=name, key=key)
            | JsonReference(json=name, key=key)
            | TomlReference(toml=name, key=key)
        ):
            return f"{show(name)}: {show(key)}"
        case FileReference(file=name):
            return show(name)
        case KeyringReference(keyring=service, username=username):
            return f"keyring entry {show(service)}/{show(username)}"
        case CommandReference(command=command):
            return f"output of {show(command[0])}"
        case _:
            return "written in the profile"
