"""Where in a records file a new record goes, and which lines a record takes: changes of text that leave the rest be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True)
class Entry:
    """One record in a text: where its words begin and end (indexes of characters; the end is behind the last)."""

    start: int
    end: int
    place: tuple[int, int]
    """Line and column, from 1."""


@dataclass(frozen=True, slots=True)
class Listing:
    """
    A list of the file, from its first dash or bracket on.

    `dash` is the column of its dashes (from 0), None where it is written in brackets, or is empty.
    """

    dash: int | None
    key_end: int
    start: int
    end: int
    entries: tuple[Entry, ...]


def listings(text: str) -> dict[str, Listing]:
    """
    Return the lists under the keys of a text that is valid YAML, as `parse_records` takes it.

    By the parser in Python: its marks count characters, as slices do.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return {key.value: _listing(key, value) for key, value in pairs if isinstance(key, yaml.ScalarNode)}


def _listing(key: yaml.ScalarNode, value: yaml.Node) -> Listing:
    nodes = value.value if isinstance(value, yaml.SequenceNode) else []
    entries = tuple(
        Entry(node.start_mark.index, _end(node), (node.start_mark.line + 1, node.start_mark.column + 1))
        for node in nodes
    )
    block = isinstance(value, yaml.SequenceNode) and entries and not value.flow_style
    dash = value.start_mark.column if block else None
    return Listing(dash, key.end_mark.index, value.start_mark.index, _end(value), entries)


def _end(node: yaml.Node) -> int:
    """Return where the words of a node end. The mark of a block's end is where the next thing begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def insert(text: str, name: str, pairs: Iterable[tuple[str, str]], newline: str) -> str:
    """
    Return a text with one more entry at the end of a list. `pairs` are its keys and values as YAML writes them.

    Nothing that stands there changes, but for an empty list in brackets, which is written out. The result may be no
    longer valid where the file is written in an unusual way: read it again before it is used.
    """
    lines = [f"{key}: {value}" for key, value in pairs]
    listing = listings(text).get(name)
    if listing is None:
        block = [f"{name}:", *_block(lines, 2)]
        return _appended(text, "".join(f"{line}{newline}" for line in block), newline)
    if listing.dash is None and listing.entries:
        at = listing.entries[-1].end
        return f"{text[:at]}, {{{', '.join(lines)}}}{text[at:]}"
    block_text = "".join(f"{line}{newline}" for line in _block(lines, 2 if listing.dash is None else listing.dash))
    if listing.dash is None:
        before, after = text[: listing.start].rstrip(" "), text[listing.end :]
        rest, _, below = after.partition("\n")
        return f"{before}{rest.rstrip()}{newline}{block_text}{below}"
    at = _line_end(text, listing.end)
    separate = "" if text[:at].endswith("\n") else newline
    return text[:at] + separate + block_text + text[at:]


def _block(lines: list[str], dash: int) -> list[str]:
    indent = " " * dash
    return [f"{indent}- {lines[0]}", *(f"{indent}  {line}" for line in lines[1:])]


def _appended(text: str, block: str, newline: str) -> str:
    if not text or text.endswith("\n"):
        return f"{text}{newline if text else ''}{block}"
    return f"{text}{newline}{newline}{block}"


def _line_end(text: str, at: int) -> int:
    """Return where the next line begins, or the end of the text; `at` itself where a line begins there."""
    if at and text[at - 1] == "\n":
        return at
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def remove(text: str, doomed: Mapping[str, Collection[tuple[int, int]]]) -> str:
    """
    Return a text without the entries, by list, that begin at these places (line and column), and their comments.

    The comment lines right above an entry, indented as it is, belong to it. A list that loses everything becomes `[]`.
    As with `insert`, read the result again before it is used.
    """
    found = listings(text)
    for name in sorted(doomed.keys() & found.keys(), key=lambda name: found[name].start, reverse=True):
        gone = [entry for entry in found[name].entries if entry.place in doomed[name]]
        if gone:  # from the end of the text, so that indexes further up stay what they are
            text = _without(text, found[name], gone)
    return text


def _without(text: str, listing: Listing, doomed: list[Entry]) -> str:
    if listing.dash is None:
        return _without_inline(text, listing, doomed)
    pieces: list[str] = []
    kept = 0
    for entry in doomed:
        begin = _line_start(text, entry.start)
        previous = max((other.end for other in listing.entries if other.end <= begin), default=listing.start)
        begin = _with_comments(text, begin, _line_end(text, previous) if previous > listing.start else 0, listing.dash)
        pieces.append(text[kept:begin])
        kept = _line_end(text, entry.end)
    left = "".join(pieces) + text[kept:]
    if len(doomed) < len(listing.entries):
        return left
    colon = text.index(":", listing.key_end) + 1
    return left[:colon] + " []" + left[colon:]


def _without_inline(text: str, listing: Listing, doomed: list[Entry]) -> str:
    kept = [entry for entry in listing.entries if entry not in doomed]
    inside = ", ".join(text[entry.start : entry.end] for entry in kept)
    return f"{text[: listing.start]}[{inside}]{text[listing.end :]}"


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _with_comments(text: str, begin: int, least: int, dash: int) -> int:
    """Return where the comment lines begin that stand right above a place and are indented as the dash."""
    while begin > least:
        above = _line_start(text, begin - 1)
        line = text[above:begin]
        if above < least or len(line) - len(line.lstrip(" ")) != dash or not line.lstrip(" ").startswith("#"):
            break
        begin = above
    return begin
