"""What a probe came to, for a terminal: whom it was sent to, every delivery, every check, and what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.finding import Level
from golive.report import ExitCode
from golive.reporters.checks import put_result
from golive.reporters.deliveries import put_deliveries, put_delivery, put_partial
from golive.reporters.journal import put_journal
from golive.reporters.layout import Page, make_console
from golive.reporters.text import LABEL
from golive.reporters.words import count, delivered, deliveries, exit_meaning, tally
from golive.result import Result, Status

if TYPE_CHECKING:
    from rich.text import Text

    from golive.addressee import Addressed
    from golive.probing import Probed
    from golive.reporters.formats import Style
    from golive.sending import Sent

_VERDICTS: Final = {
    ExitCode.READY: ("PASS", "bold green"),
    ExitCode.NOT_READY: ("FAIL", "bold red"),
    ExitCode.INCOMPLETE: ("UNKNOWN", "bold cyan"),
    ExitCode.CRASHED: ("CRASHED", "bold magenta"),
    ExitCode.INTERRUPTED: ("INTERRUPTED", "bold cyan"),
}


def render(probed: Probed, style: Style) -> str:
    """Return a probe as lines of text, each at most `style.width` columns wide."""
    page = Page(style)
    if style.verbosity < 0:
        page.put(_brief(page, probed))
        return _printed(page)
    facts = {"took": f"{probed.seconds:.1f} s"}
    _head(page, "probe of a webhook receiver", probed.subject, facts)
    if probed.interrupted:
        page.put(page.text("Interrupted: what had not finished is unknown.", "bold"), 2, page.join(page.text("! ")))
    if probed.observations is None:
        put_partial(page, probed)
    else:
        put_deliveries(page, probed.observations, probed.facts)
    page.heading("Checks")
    for result in probed.results:
        put_result(page, result, detailed=_says_what_to_do(result))
    if style.verbosity > 1:
        put_journal(page, probed.exchanges)
    page.blank()
    page.put(page.join(_verdict(page, probed), ": ", "; ".join(_reasons(probed)), "."))
    page.put(page.text(_closing(probed), "dim"))
    for number, step in enumerate(_next_steps(probed)):
        page.put(page.text(step), 0, page.text("      " if number else "Next: ", "bold"))
    return _printed(page)


def render_sent(sent: Sent, style: Style) -> str:
    """Return what became of a single delivery as lines of text, each at most `style.width` columns wide."""
    page = Page(style)
    level = Level.SEEN if sent.outcome.accepted else Level.FAIL if sent.outcome.status is not None else Level.UNKNOWN
    if style.verbosity >= 0:
        _head(page, "one delivery to a webhook receiver", sent.subject, {"event": f"{sent.event_id} ({sent.event})"})
        for note in sent.notes:
            page.put(page.text(note), 2, page.join(page.mark(Status.WARN), " "))
        page.blank()
    put_delivery(page, sent.outcome, level)
    if style.verbosity >= 0 and sent.outcome.reply:
        page.put(page.text(sent.outcome.reply, "dim"), 2, page.text("answered  ", "dim"))
    return _printed(page)


def _printed(page: Page) -> str:
    console = make_console(page.style)
    with console.capture() as capture:
        console.print(page.group(), no_wrap=True, overflow="ignore", crop=False)
    return capture.get()


def _head(page: Page, what: str, subject: Addressed, more: dict[str, str]) -> None:
    page.heading(f"golive {subject.version}", what)
    facts = {
        "receiver": subject.url,
        "provider": subject.provider_title,
        "signature": subject.signature,
        "secret": subject.secret_source,
        "started": f"{subject.started_at:%Y-%m-%d %H:%M:%S %Z}".rstrip(),
        **more,
    }
    if subject.played:
        facts["played"] = f"{', '.join(subject.played)} (--connect-to): nothing is said about the real ones"
    for label, fact in facts.items():
        page.put(page.text(fact), 2, page.text(f"{label:<{LABEL}}", "dim"))


def _says_what_to_do(result: Result) -> bool:
    """Whether there is more to an unknown result than its reason."""
    return result.status is Status.UNKNOWN and any(finding.fix for finding in result.findings)


def _verdict(page: Page, probed: Probed) -> Text:
    return page.text(*_VERDICTS[probed.exit_code])


def _reasons(probed: Probed) -> Iterator[str]:
    statuses = Counter(result.status for result in probed.results)
    total = count(len(probed.results), "check")
    if not probed.results:
        yield "there was no check to run"
    if probed.interrupted:
        yield "what had not finished is unknown"
    if crashed := statuses[Status.ERROR]:
        yield f"{crashed} of {total} crashed"
    if failed := statuses[Status.FAIL]:
        yield f"{failed} of {total} {'fails' if failed == 1 else 'fail'}"
    if unknown := statuses[Status.UNKNOWN]:
        yield f"{unknown} of {total} could not be verified"
    warned = statuses[Status.WARN]
    if probed.exit_code is ExitCode.READY:
        yield "no check fails" if warned else "the receiver does what every check asks for"
    if warned:
        yield f"{count(warned, 'warning')} to look at"


def _closing(probed: Probed) -> str:
    sent = [f"{deliveries(number)} to {url}" for url, number in delivered(probed.exchanges).items()]
    code = probed.exit_code
    warned = any(result.status is Status.WARN for result in probed.results)
    ready = "no check fails" if warned else "every check passes"
    meaning = {ExitCode.READY: ready, ExitCode.NOT_READY: "a check fails"}.get(code)
    none = "nothing that was answered yet" if probed.interrupted else "nothing"
    return f"Sent {' and '.join(sent) or none}. Exit code {int(code)}: {meaning or exit_meaning(code)}."


def _next_steps(probed: Probed) -> Iterator[str]:
    failed = [result.id for result in probed.results if result.status is Status.FAIL]
    if probed.interrupted:
        yield "Run it to the end to hear about everything."
    if any(result.status is Status.ERROR for result in probed.results):
        yield "Report the crash, with its trace, to the authors of golive."
    if failed:
        yield f"Fix {', '.join(failed)}, then probe the receiver again."
    elif any(result.status is Status.UNKNOWN for result in probed.results) and not probed.interrupted:
        yield "Each check marked unknown says what kept it from being certain, and what would make it so."


def _brief(page: Page, probed: Probed) -> Text:
    statuses = Counter(result.status for result in probed.results)
    words = [f"{number} {status}" for status, number in tally(statuses)]
    words.append(deliveries(sum(delivered(probed.exchanges).values())))
    code = page.text(f" (exit {int(probed.exit_code)})", "dim")
    return page.join(_verdict(page, probed), f": {', '.join(words)}", code)
