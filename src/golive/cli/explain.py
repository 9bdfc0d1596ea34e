"""`golive explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from golive.cli.options import complete_checks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golive.check import Check
    from golive.checklist import Checklist, Item


def explain(
    subject: Annotated[
        str, typer.Argument(metavar="ID", help="A check or a checklist line.", autocompletion=complete_checks)
    ],
) -> None:
    """Explain a check (account.balance) or a line of the checklist (launch.base-url)."""
    from golive.cli.surroundings import write_out
    from golive.registry import catalogue, load_checklist, provider_ids

    checklists = [load_checklist(provider_id) for provider_id in provider_ids()]
    for checklist in checklists:
        for item in checklist.items():
            if item.id == subject:
                write_out("\n".join(_item(item, checklist)))
                return
    write_out("\n".join(_check(catalogue().check(subject), checklists)))


def _check(check: Check, checklists: list[Checklist]) -> Iterator[str]:
    yield check.id
    yield check.title
    yield ""
    yield check.guide
    yield ""
    yield "When it does not pass:"
    yield f"  {check.remedy}"
    uses = [
        f"  {item.id}: {item.title}"
        for checklist in checklists
        for item in checklist.items()
        if any(check.id in proof.check_ids() for proof in item.proof)
    ]
    if uses:
        yield ""
        yield "Lines of the checklist that it proves:"
        yield from uses
    if check.sources:
        yield ""
        yield "What it relies on is documented at:"
        yield from (f"  {source}" for source in check.sources)


def _item(item: Item, checklist: Checklist) -> Iterator[str]:
    from golive.checklist import Attest

    decided = checklist.item(item.same_as) if item.same_as is not None else item
    yield item.id
    yield item.title
    yield ""
    for proof in decided.proof:
        if proof.all:
            yield f"Proven when all of these pass: {', '.join(proof.all)}"
        else:
            yield f"Proven when one of these passes: {', '.join(proof.any)}"
    if item.observed:
        yield "A proof read from source or settings alone counts as a warning here."
    if item.derived_from:
        yield f"Decided by: {', '.join(item.derived_from)}"
    match decided.attest:
        case Attest.REQUIRED:
            yield f"Only people can know: {decided.ask}"
        case Attest.ACCEPTED:
            yield f"A person may vouch for it while the proof is unknown: {decided.ask}"
        case Attest.NEVER:
            yield "A person's word does not count."
    yield ""
    yield f"From {checklist.source}"
