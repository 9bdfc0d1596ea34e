"""
Find variables that a front-end build puts into the code it ships, and that are named after a credential.

Their names begin with a prefix that tells the build tool to do so: who can open the page can read their values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from golive.repository.detectors.assigned import value_after
from golive.repository.text import Lines, as_utf8, is_binary

PREFIXES: Final = (
    "NEXT_PUBLIC_",  # https://nextjs.org/docs/pages/guides/environment-variables
    "VITE_",  # https://vite.dev/guide/env-and-mode
    "REACT_APP_",  # https://create-react-app.dev/docs/adding-custom-environment-variables/
    "EXPO_PUBLIC_",  # https://docs.expo.dev/guides/environment-variables/
    "NUXT_PUBLIC_",  # https://nuxt.com/docs/guide/going-further/runtime-config
    "GATSBY_",  # https://www.gatsbyjs.com/docs/how-to/local-development/environment-variables/
    "VUE_APP_",  # https://cli.vuejs.org/guide/mode-and-env.html
    "NG_APP_",  # https://github.com/chihab/ngx-env
    "PUBLIC_",  # https://svelte.dev/docs/kit/$env-static-public and https://docs.astro.build/en/guides/environment-variables/
)

_PREFIX: Final = rb"(?<![A-Za-z0-9_])(?:" + "|".join(PREFIXES).encode() + rb")"
_VARIABLE: Final = re.compile(_PREFIX + rb"([A-Za-z0-9_]{3,80})(?![A-Za-z0-9_])")
_GIVEN: Final = re.compile(
    rb"[\"']?\]?[ \t]*(?:=>|:=|[:=](?![=]))[ \t]*(?P<value>[^\r\n#]*)"
    rb"|[\"']?[ \t]*\r?\n[ \t]+(?P<entry>value(?:From)?):(?P<rest>[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*){0,2})"
)
_DOCKER: Final = re.compile(rb"^[ \t]*(?:ENV|ARG)[ \t]+\Z", re.MULTILINE)
_ARGUMENT: Final = re.compile(rb"[ \t]+(?P<value>[^\r\n#]+)")
_REFERENCE: Final = re.compile(
    rb"secrets?[.:/]|secretKeyRef|vault|op://|\$\{|\$\(|\$\w|\{\{|process\.env|import\.meta\.env|env\(|environ|getenv|var\."
)
_NAME: Final = re.compile(rb"[A-Za-z_][A-Za-z0-9_]{3,99}")
_ASSIGNED_HERE: Final = re.compile(
    rb"(" + _PREFIX + rb"[A-Za-z0-9_]{1,80})[\"']?\]?"
    rb"(?:[ \t]*(?:=>|:=|[:=])|[ \t]*\r?\n[ \t]+value:)[ \t]*[^\s]{0,80}\Z"
)
_ARGUMENT_HERE: Final = re.compile(
    rb"^[ \t]*(?:ENV|ARG)[ \t]+(" + _PREFIX + rb"[A-Za-z0-9_]{1,80})[ \t]+[\"']?\Z", re.MULTILINE
)
_SECRET_STORE: Final = re.compile(rb"secrets?[.:/]|secretKeyRef|vault|op://")


class Given(Enum):
    """What a variable gets where it is named."""

    VALUE = "is given a value"
    CREDENTIAL = "is filled with a credential"
    PLAIN = "is given something that may be a credential"
    NOTHING = "is named"


@dataclass(frozen=True, slots=True)
class PublicVariable:
    """A variable that ships, at a line of a file, counted from 1, and what it gets there."""

    name: str
    line: int
    given: Given
    source: str = ""
    """The variable or the store that fills it, where one does."""


IsCredential = Callable[[bytes], bool]
"""Whether the name of a variable, without a public prefix, is that of a credential."""


def public_variables(data: bytes, is_credential: IsCredential) -> Iterator[PublicVariable]:
    """Yield the public variables that are named after a credential, in the order of a file's content."""
    data = as_utf8(data)
    if is_binary(data):
        return
    lines = Lines(data)
    for match in _VARIABLE.finditer(data):
        if is_credential(match[1]):
            given, source = _given(data, match.start(), match.end(), is_credential)
            yield PublicVariable(match[0].decode("ascii"), lines.number(match.start()), given, source)


def assigned_to(data: bytes, offset: int) -> str | None:
    """Return the public variable that what stands at an offset of a content is assigned to, None where it is none."""
    before = data[max(0, offset - 240) : offset]
    match = _ASSIGNED_HERE.search(before) or _ARGUMENT_HERE.search(before)
    return match[1].decode("ascii") if match is not None else None


def _given(data: bytes, start: int, end: int, is_credential: IsCredential) -> tuple[Given, str]:
    match = _GIVEN.match(data, end)
    if match is None and _DOCKER.search(data, max(0, start - 40), start):
        match = _ARGUMENT.match(data, end)
    if match is None:
        return Given.NOTHING, ""
    groups = match.groupdict()
    text = groups.get("value") or (groups.get("entry") or b"") + b":" + (groups.get("rest") or b"")
    if _REFERENCE.search(text):
        return _forwarded(text, is_credential)
    literal = value_after(data, start, end)
    if literal is None:
        return Given.NOTHING, ""
    return (Given.VALUE if literal.random else Given.PLAIN), ""


def _forwarded(text: bytes, is_credential: IsCredential) -> tuple[Given, str]:
    """Return what fills a variable: another one that is no public one itself, or a store of secrets."""
    for match in _NAME.finditer(text):
        name = match[0]
        if not _VARIABLE.fullmatch(name) and is_credential(name):
            return Given.CREDENTIAL, name.decode("ascii")
    if _SECRET_STORE.search(text):
        return Given.CREDENTIAL, "a store of secrets"
    return Given.NOTHING, ""
