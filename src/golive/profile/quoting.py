"""Writing a text into a YAML file."""

from __future__ import annotations


def quoted(text: str) -> str:
    """Return a text as a YAML string in double quotes: what cannot be seen is written as an escape."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"
