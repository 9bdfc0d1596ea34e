"""`golive explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from golive.cli.options import complete_subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from golive.check import Check
    from golive.checklist import Checklist, Item


def explain(
    subject: Annotated[
        str, typer.Argument(metavar="ID", help="A check or a checklist line.", autocompletion=complete_subjects)
    ],
) -> None:
    """Explain a check (account.balance) or a line of the checklist (launch.base-url)."""
    import sys

    from golive.cli.surroundings import environ
    from golive.cli.terminal import style_for, write_out
    from golive.redact import inert
    from golive.registry import load_checklist, provider_ids

    checklists = [load_checklist(provider_id) for provider_id in provider_ids()]
    lines = [line for checklist in checklists for line in _lines(subject, checklist)]
    if not lines:
        items = [item.id for checklist in checklists for item in checklist.items()]
        lines = list(_check(_find(subject, items), checklists))
    width = style_for(sys.stdout, environ(), 0).width
    write_out("\n".join(_indented(inert(line, 5_000), width) for line in lines))


def _lines(subject: str, checklist: Checklist) -> Iterator[str]:
    """Yield what there is to say about a line of this checklist, nothing where it has none of that id."""
    for item in checklist.items():
        if item.id == subject:
            yield from _item(item, checklist)


def _find(subject: str, items: Iterable[str]) -> Check:
    from golive.errors import UsageError
    from golive.profile.nearest import did_you_mean
    from golive.registry import catalogue

    known = catalogue()
    if subject in known.ids():
        return known.check(subject)
    hint = did_you_mean(subject, (*known.ids(), *items)) or "; `golive list` shows the checks"
    raise UsageError(f"there is no check and no line of a checklist called {subject!r}{hint}")


def _indented(line: str, width: int) -> str:
    """Fold a line under its own start."""
    from golive.cli.terminal import fold

    text = line.lstrip()
    return fold(text, width, lead=line[: len(line) - len(text)])


def _paragraphs(text: str) -> Iterator[str]:
    """Yield each paragraph as one line, lists line by line, so that they can be folded anew."""
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield ""
        lines = paragraph.splitlines()
        if any(line.lstrip().startswith(("- ", "* ")) or line.startswith(" ") for line in lines):
            yield from lines
        else:
            yield " ".join(lines)


def _check(check: Check, checklists: list[Checklist]) -> Iterator[str]:
    yield check.id
    yield check.title
    yield ""
    yield from _paragraphs(check.guide)
    yield ""
    yield "When it does not pass:"
    yield f"  {check.remedy}"
    for checklist in checklists:
        uses = [
            f"  {item.id}: {item.title}"
            for item in checklist.items()
            if any(check.id in proof.check_ids() for proof in _decided(item, checklist).proof)
        ]
        if uses:
            yield ""
            yield f"Lines of the {checklist.title} that it helps to prove:"
            yield from uses
    if check.sources:
        yield ""
        yield "What it relies on is documented at:"
        yield from (f"  {source}" for source in check.sources)


def _decided(item: Item, checklist: Checklist) -> Item:
    """Return the line whose proof decides a line."""
    return checklist.item(item.same_as) if item.same_as is not None else item


def _conditions(item: Item) -> Iterator[str]:
    """Yield what besides its proof decides a line."""
    if item.observed:
        yield "A proof read from source or settings alone counts as a warning here."
    if item.production:
        yield "Only a production environment can prove it."
    if item.verticals:
        yield f"It is about {' and '.join(item.verticals)}; an integration that uses none of them skips it."
    if item.applies_with:
        yield f"It does not apply where {item.applies_with} is skipped."
    if item.derived_from:
        yield f"Decided by: {', '.join(item.derived_from)}"


def _item(item: Item, checklist: Checklist) -> Iterator[str]:
    from golive.checklist import Attest

    decided = _decided(item, checklist)
    yield item.id
    yield item.title
    yield ""
    for proof in decided.proof:
        if proof.all:
            yield f"Proven when all of these pass: {', '.join(proof.all)}"
        else:
            yield f"Proven when one of these passes: {', '.join(proof.any)}"
    yield from _conditions(item)
    match decided.attest:
        case Attest.REQUIRED:
            yield f"Only people can know: {decided.ask}"
        case Attest.ACCEPTED:
            yield f"A person may vouch for it while the proof is unknown: {decided.ask}"
        case Attest.NEVER:
            yield "A person's word does not count."
    yield ""
    yield f"From {checklist.source}"
