"""The minutes of a call as a page to read and to print, made of `call.json` and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.evidence.contents import held_words

if TYPE_CHECKING:
    from golive.evidence.contents import Minutes


def page_of(minutes: Minutes) -> str:
    """Return the minutes as one page of HTML that needs nothing else, in the style of the report."""
    from golive.reporters.html.page import environment, style_sheet, style_source

    css = style_sheet()
    held, *about = held_words(minutes)
    written = (
        environment()
        .get_template("minutes.html.j2")
        .render(
            minutes=minutes,
            facts=tuple(_facts(minutes, held)),
            warnings=tuple(about),
            sign_offs=[(one.name, one.role or "not given", one.party, one.on) for one in minutes.sign_offs],
            attested=[(one.line, one.who, one.expires, one.evidence) for one in minutes.attested],
            notes=[
                (line.id, f"{note.at:%Y-%m-%d %H:%M}", note.who or "not given", note.text)
                for line in minutes.lines
                for note in line.notes
            ],
            lines=[
                (f"{line.title} ({line.id})", line.status, _yes(line.seen), _yes(line.follow_up))
                for line in minutes.lines
            ],
            css=css,
            style_source=style_source(css),
        )
    )
    return written.strip("\n") + "\n"


def _facts(minutes: Minutes, held: str) -> Iterator[tuple[str, str]]:
    yield "Outcome", str(minutes.outcome)
    yield "Verdict of the report", f"{minutes.verdict} (exit code {minutes.exit_code})"
    if minutes.reason:
        yield "Reason", minutes.reason
    yield "Held", held.rstrip(".")
    yield "Results of", f"{minutes.results_at:%Y-%m-%d %H:%M} UTC"
    yield "Provider", minutes.provider
    yield "Environment", minutes.environment
    yield "Profile", minutes.profile
    yield "Profile SHA-256", minutes.profile_digest.removeprefix("sha256:")
    yield "Records SHA-256", minutes.records_digest or "there was no file of records"
    yield "Follow-ups", str(sum(line.follow_up for line in minutes.lines))


def _yes(value: bool) -> str:
    return "yes" if value else "no"
