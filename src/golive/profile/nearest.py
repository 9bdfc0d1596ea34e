"""What somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like the given one, None where none is near. Case does not count."""
    from difflib import get_close_matches

    lowered = {candidate.lower(): candidate for candidate in known}
    found = get_close_matches(word[:100].lower(), lowered, n=1)
    return lowered[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean …?`, or nothing where no known word is near."""
    found = nearest(word, known)
    return f"; did you mean `{found}`?" if found else ""
