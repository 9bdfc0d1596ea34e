"""
Reading one value out of a file of settings.

Nothing that a parser says about a file is repeated: its message may quote the line that holds the secret. For the
same reason every error is raised outside the handler of the one it explains, so that none hangs on to another.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from golive.errors import Unverified
from golive.profile.nearest import nearest
from golive.profile.reading import UnreadableError, read_file
from golive.redact import inert

LONGEST_NAME: Final = 80
"""Characters of a path or key that a message repeats."""
MOST_NAMES: Final = 2000
"""Keys of a file that are compared with a key that is not there."""

_LONG_GAP: Final = re.compile(r"(?<!\s)\s{200}")  # the dotenv parser takes time by the square of a gap

_TOML_DOTS: Final = re.compile(r"^(?:[^.\n]*\.){101}", re.MULTILINE)  # as does the TOML parser, and memory, by dots
LARGEST_TOML: Final = 256 * 1024
"""Bytes of a TOML file."""

Tree = object
"""Dicts, lists and texts. Whatever is none of them is a value that cannot be used."""


class _BrokenError(Exception):
    """A file is not what it should be. The message is the rest of a sentence that begins with the file's name."""


def show(name: str) -> str:
    """Return a path or key from the profile as messages show it."""
    return inert(name, LONGEST_NAME)


def read_whole(name: str, folder: Path) -> str:
    """Return a file's content without one line break at its end. Raises Unverified."""
    return without_line_break(_text(name, folder, "utf-8"))


def without_line_break(text: str) -> str:
    """Return a text without one line break at its end."""
    return text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text


def read_dotenv(name: str, key: str, folder: Path) -> str:
    """Return a variable of a dotenv file. Raises Unverified."""
    from dotenv.parser import parse_stream

    text = _text(name, folder, "utf-8-sig")
    if _LONG_GAP.search(text):
        raise Unverified(f"{show(name)} holds 200 or more blanks in a row")
    values: dict[str, str | None] = {}
    unread = []
    for binding in parse_stream(io.StringIO(text)):
        if binding.error:
            unread.append(binding.original.line)
        elif binding.key is not None:
            values[binding.key] = binding.value
    if key not in values:
        puzzle = f"; its line {unread[0]} cannot be read" if unread else ""
        raise Unverified(f"{show(name)} has no variable {show(key)}{_hint(key, values)}{puzzle}")
    value = values[key]
    if value is None:
        raise Unverified(f"{show(name)} names {show(key)} without giving it a value")
    if "${" in value:
        raise Unverified(f"{show(name)}: {show(key)} uses interpolation, which golive does not perform")
    return value


def read_yaml(name: str, key: str, folder: Path) -> str:
    """Return a text at a dotted key of a YAML file. Raises Unverified."""
    return _read(name, key, folder, _parse_yaml)


def read_json(name: str, key: str, folder: Path) -> str:
    """Return a text at a dotted key of a JSON file. Raises Unverified."""
    return _read(name, key, folder, _parse_json)


def read_toml(name: str, key: str, folder: Path) -> str:
    """Return a text at a dotted key of a TOML file. Raises Unverified."""
    return _read(name, key, folder, _parse_toml)


def _read(name: str, key: str, folder: Path, parse: Callable[[str], Tree]) -> str:
    text = _text(name, folder, "utf-8-sig")
    problem = ""
    tree: Tree = None
    try:
        tree = parse(text)
    except _BrokenError as error:
        problem = str(error)
    if problem:
        raise Unverified(f"{show(name)} {problem}")
    found = list(_matches(tree, key))
    if not found:
        raise Unverified(f"{show(name)} has no key {show(key)}{_hint(key, _paths(tree))}")
    if len(found) > 1:
        raise Unverified(f"{show(name)} has more than one value that {show(key)} can mean")
    if not isinstance(found[0], str):
        kind = "a list" if isinstance(found[0], list) else "a mapping" if isinstance(found[0], dict) else "not a text"
        raise Unverified(f"{show(name)}: {show(key)} is {kind}; golive takes texts only, so write the value in quotes")
    return found[0]


def _text(name: str, folder: Path, encoding: str) -> str:
    problem = ""
    try:
        return read_file(folder / name).decode(encoding)
    except UnreadableError as error:
        problem = str(error)
    except UnicodeDecodeError:
        problem = "is not UTF-8"
    raise Unverified(f"{show(name)} {problem}")


def _hint(key: str, known: Iterable[str]) -> str:
    found = nearest(key, [name for name in known if name.isprintable()][:MOST_NAMES])
    return f" (did you mean {show(found)}?)" if found else ""


def _matches(tree: Tree, key: str) -> Iterator[Tree]:
    """Yield every value that a dotted key can mean: a key of the file may contain dots itself."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            if key == name:
                yield value
            elif key.startswith(f"{name}."):
                yield from _matches(value, key[len(name) + 1 :])
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            if key == str(index):
                yield value
            elif key.startswith(f"{index}."):
                yield from _matches(value, key[len(str(index)) + 1 :])


def _paths(tree: Tree) -> list[str]:
    """Return the dotted keys of a file's first texts."""
    found: list[str] = []
    waiting: list[tuple[str, Tree]] = [("", tree)]
    while waiting and len(found) < MOST_NAMES:
        path, node = waiting.pop()
        if isinstance(node, dict):
            waiting.extend((f"{path}{name}.", value) for name, value in node.items())
        elif isinstance(node, list):
            waiting.extend((f"{path}{index}.", value) for index, value in enumerate(node))
        else:
            found.append(path.rstrip("."))
    return found


def _parse_yaml(text: str) -> Tree:
    from golive.profile import nodes
    from golive.profile.document import parse

    def plain(node: nodes.Node) -> Tree:
        match node:
            case nodes.Mapping():
                return {name: plain(entry.value) for name, entry in node.entries.items()}
            case nodes.Sequence():
                return [plain(item) for item in node.items]
            case nodes.Scalar():
                return node.text if node.sort is nodes.Sort.TEXT else None

    document = parse(text, lenient=True)
    if document.faults:
        fault = document.faults[0]
        raise _BrokenError(f"{fault.summary} (line {fault.at.line})")
    return None if document.root is None else plain(document.root)


def _unused(number: str) -> None:
    """Stand in for a number: it cannot be used, and turning a very long one into an int takes forever."""


def _parse_json(text: str) -> Tree:
    def entries(pairs: list[tuple[str, object]]) -> dict[str, object]:
        result = dict(pairs)
        if len(result) < len(pairs):
            raise _BrokenError("holds a key twice")
        return result

    try:
        return json.loads(text, object_pairs_hook=entries, parse_int=_unused, parse_float=_unused)
    except (ValueError, RecursionError):
        pass
    raise _BrokenError("is not valid JSON")


def _parse_toml(text: str) -> Tree:
    import tomllib

    if len(text) > LARGEST_TOML:
        raise _BrokenError(f"is larger than {LARGEST_TOML // 1024} KiB")
    if _TOML_DOTS.search(text):
        raise _BrokenError("has more than 100 dots in a line")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        pass
    raise _BrokenError("is not valid TOML")
