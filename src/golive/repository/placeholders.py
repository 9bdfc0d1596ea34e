"""
Tell a value that stands for a credential from a credential.

A false alarm gets a gate switched off, a miss leaks a key. So a value is a placeholder only for reasons that a random
value does not meet by chance: what words, repetitions and sequences explain is set aside, and too little is left.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

FEWEST_UNEXPLAINED: Final = 8
"""Characters. A real key has more that neither a word nor a pattern explains."""

FEWEST_DISTINCT: Final = 5
"""Different characters among those."""

# Long enough that a random value holds one by chance less than once in a million.
_TELLING: Final = re.compile(
    r"example|placeholder|change[_-]?me|replace[_-]?(?:me|with|this)|dummy|sample|redact|insert[_-]|"
    r"your[_-]?(?:key|api|secret|token|own|live|prod|anton|webhook|client)|not[_-]?(?:a[_-]?)?real|x{6}|(.)\1{7}"
)
_TELLING_PARTS: Final = frozenset(
    "your fake test testing tests demo mock stub todo tbd here null none undefined invalid bogus foobar".split()
)
_WORDS: Final = """
    aaa abc access account acme actual alias all and anton any anything api app application assets auth aws azure bad
    babe backend bad bar base base64 baz beef been bearer before body book bucket build cafe card cards cash change char
    characters chars check ci client code com company concat config configured copy corp create cred credential
    credentials customer data dead deadbeef default demo deploy dev development display does dummy empty end enter env
    environment environments error event every fail fake false feed field file finance first fixture foo for format
    from fund func function get given goes good handler has hash header hello help here hex hidden id identifier
    imaginary inc init input insert integration internal invalid issue issued item key keys kind label leaked len length
    length line list live load loader local log logger long lookup lorem ipsum made mask masked match merchant missing
    mock mode model money module must my name names new nil not null number octopus off old only open option options
    org original our out override owner paid pair param part partner pass passphrase password pattern pay payee payees
    payment payments payout payouts placeholder placeholders plain planted platform portal pre prefix prefixed primary
    private prod production provider public put qux quux random raw read real regex register registered replace request
    required reset response revoked role rotate rotated rotation run sandbox scope script sec second secret secretkey
    secrets send server service session set setting settings setup shape shop short sign signature signing some somebody
    something staging start state static status store string stub suffix super table team temp template test testing
    text that the this through time tmp todo token tokens tool true try txt type undefined unset updated upper usage use
    used user username valid valide value values var variable vault vendor verify version very wallet webhook webhooks
    when with wrong xxx yes you your zzz qwerty qwertyuiop qwertz asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm cafebabe
    feedface faceb00c c0ffee coffee decaf badc0de decafbad
"""
_PARTS: Final = re.compile(r"[A-Za-z]+|[0-9]+")
_HUMPS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_VOWEL: Final = re.compile("[aeiouyAEIOUY]")
_LONGEST_WORD: Final = 14
_SHORTEST_AVERAGE: Final = 4
_ORDER: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=1024)  # the same value stands in many files, or many times in one
def is_placeholder(text: str) -> bool:
    """Whether the part of a credential after its fixed prefix is made up to be read, not to open anything."""
    lower = text.lower()
    if _TELLING.search(lower) or any(part in _TELLING_PARTS for part in re.split("[_-]", lower)):
        return True
    if _repeats(lower) or _is_name(text):
        return True
    left = _unexplained(lower)
    return len(left) < FEWEST_UNEXPLAINED or len(set(left)) < FEWEST_DISTINCT


@cache
def _known_words() -> re.Pattern[str]:
    # Compiled on first use: it takes as long as loading the rest of this package.
    return re.compile("|".join(sorted(set(_WORDS.split()), key=lambda word: (-len(word), word))))


def _repeats(text: str) -> bool:
    return any(text[period:] == text[:-period] for period in range(1, len(text) // 2 + 1))


def _is_name(text: str) -> bool:
    """Whether this reads like an identifier of a program: words only, joined by underscores or capitals."""
    if any(character.isdigit() for character in text):
        return False
    humps = [hump for part in re.split("[_-]+", text) for hump in _HUMPS.findall(part)]
    letters = sum(map(len, humps))
    return (
        len(humps) > 1
        and letters / len(humps) >= _SHORTEST_AVERAGE
        and max(map(len, humps)) <= _LONGEST_WORD
        and all(_VOWEL.search(hump) for hump in humps if len(hump) > 2)  # noqa: PLR2004 - short ones abbreviate
    )


def _unexplained(text: str) -> str:
    """Return the characters that no word, run or sequence explains."""
    explained = [not character.isalnum() for character in text]
    for match in _known_words().finditer(text):
        explained[match.start() : match.end()] = [True] * len(match[0])
    for part in _PARTS.finditer(text):
        if len(part[0]) <= 2 and len(text) > len(part[0]) and _stands_alone(text, part):  # noqa: PLR2004 - as `my_`
            explained[part.start() : part.end()] = [True] * len(part[0])
    ranks = [_ORDER.find(character) for character in text]
    for lag, steps, shortest in ((1, {0}, 3), (1, {1}, 3), (1, {-1}, 3), (1, {0, 1}, 4), (1, {0, -1}, 5), (2, {1}, 6)):
        _mark_stretches(ranks, explained, lag, steps, shortest)
    return "".join(character for character, known in zip(text, explained, strict=True) if not known)


def _stands_alone(text: str, part: re.Match[str]) -> bool:
    before, after = text[part.start() - 1 : part.start()], text[part.end() : part.end() + 1]
    return (not before or before in "_-") and (not after or after in "_-")


def _mark_stretches(ranks: list[int], explained: list[bool], lag: int, steps: set[int], shortest: int) -> None:
    start = 0
    for index in range(lag, len(ranks) + 1):
        step = ranks[index] - ranks[index - lag] if index < len(ranks) and ranks[index] >= 0 else None
        if step not in steps:
            first = start
            if index - first >= shortest:
                explained[first:index] = [True] * (index - first)
            start = index - lag + 1
