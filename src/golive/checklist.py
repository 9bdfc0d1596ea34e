"""A provider's launch checklist as data: sections of items, and what proves each item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from golive.profile.types import setting


class Attest(StrEnum):
    """Whether a person's word counts for an item."""

    NEVER = "never"
    """Machines decide."""
    ACCEPTED = "accepted"
    """A person may vouch while the proof is unknown, never against a fail."""
    REQUIRED = "required"
    """Only people can know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """
    One thing to be shown: every check of `all`, or one alternative of `any`.

    An alternative that names several checks, joined by ` + `, holds when all of them do.
    """

    all: tuple[str, ...] = setting("Checks that must all pass.", default=())
    any: tuple[str, ...] = setting("Alternatives, one of which is enough.", default=())

    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """Return the ways to satisfy this proof, each a conjunction of check ids."""
        if self.all:
            return (self.all,)
        return tuple(tuple(part.strip() for part in alternative.split("+")) for alternative in self.any)

    def check_ids(self) -> Iterator[str]:
        """Yield every check id that is named."""
        for alternative in self.alternatives():
            yield from alternative


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a checklist."""

    id: str = setting("Section and name, such as `launch.base-url`.")
    title: str = setting("What must be true, as a short sentence.")
    proof: tuple[Proof, ...] = setting("What has to be shown; every entry counts.", default=())
    same_as: str | None = setting("Id of the item whose proof and attest policy this one shares.", default=None)
    derived_from: tuple[str, ...] = setting("Ids of items that decide this one.", default=())
    attest: Attest = setting("Whether a person's word counts.", default=Attest.NEVER)
    ask: str | None = setting("What a person has to state, where a person's word counts.", default=None)
    observed: bool = setting("Whether a proof read from source or settings alone is only a warning.", default=False)
    production: bool = setting("Whether nothing but a production environment can prove it.", default=False)
    verticals: tuple[str, ...] = setting(
        "Kinds of product that this line is about; it does not apply to an integration that uses none of them.",
        default=(),
    )
    applies_with: str | None = setting(
        "Check that decides whether this line applies: not where it is skipped.", default=None
    )
    supported_by: tuple[str, ...] = setting(
        "Checks shown beside the item that prove nothing by themselves.", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a checklist."""

    id: str = setting("First half of its items' ids.")
    title: str = setting("Heading.")
    items: tuple[Item, ...] = setting("The lines, in order.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """All lines of a provider's checklist. The first section is what a report shows first."""

    provider: str = setting("Provider id.")
    title: str = setting("Name of the checklist.")
    source: str = setting("Page that the lines are taken from.")
    sections: tuple[Section, ...] = setting("The sections, most important first.")

    def items(self) -> Iterator[Item]:
        """Yield every item, in order."""
        for section in self.sections:
            yield from section.items

    def item(self, item_id: str) -> Item:
        """Return an item by id. Raises KeyError where there is none."""
        for item in self.items():
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def check_ids(self) -> tuple[str, ...]:
        """Return every check id that the items name, each once, in order of first mention."""
        ids: dict[str, None] = {}
        for item in self.items():
            for proof in item.proof:
                ids.update(dict.fromkeys(proof.check_ids()))
            ids.update(dict.fromkeys(item.supported_by))
            ids.update(dict.fromkeys([item.applies_with] if item.applies_with else []))
        return tuple(ids)
