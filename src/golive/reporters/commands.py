"""Sentences of ours in which commands stand between backticks."""

from __future__ import annotations


def command(*words: str) -> str:
    """
    Return a command between backticks, ready to be pasted into a shell.

    A saved report may hold any name: one that is no plain word is quoted, so that it stays one word of the command.
    """
    from shlex import join

    return f"`{name(join(words))}`"


def name(text: str) -> str:
    """Return a name as it may stand in a sentence with commands: no backtick of its own begins or ends one."""
    return text.replace("`", "\\x60")


def parts_of(sentence: str) -> tuple[tuple[str, bool], ...]:
    """
    Return the parts of a sentence in their order, each with whether it is a command.

    Where the backticks do not go together the whole sentence is one part.
    """
    parts = sentence.split("`")
    if len(parts) % 2 == 0 or not all(part.strip() for part in parts[1:-1]):
        return ((sentence, False),)
    return tuple((part, number % 2 == 1) for number, part in enumerate(parts) if part)
