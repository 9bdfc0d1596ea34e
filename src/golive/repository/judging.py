"""How bad it is that a credential stands in a file, wherever the file is: in the work tree, in history, in a bundle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from golive.finding import FilePlace, Finding, Level
from golive.kind import Kind
from golive.repository.detectors.names import kind_of
from golive.repository.paths import is_example, is_test
from golive.repository.wording import count

if TYPE_CHECKING:
    from golive.repository.credentials import DeclaredSecrets
    from golive.repository.detectors.names import Names
    from golive.repository.secrets import Hit, Scanner

MOST_SHOWN: Final = 50
"""Places. More are counted."""


def weigh(hit: Hit, name: str, names: Names | None = None) -> Level | None:
    """
    Return how heavily a credential counts in a file of this name; None: it may stand there.

    Where only a name says what a value is, it counts less: not in tests, and in examples only where it is said to be
    production's. With `names`, a private key in a file that is named after one of the provider's is certainly that.
    """
    if hit.named and is_example(name):
        return Level.WARN if hit.certain and hit.kind is Kind.PRODUCTION and not is_test(name) else None
    if hit.named and hit.kind is None and kind_of(name.rpartition("/")[2]) is Kind.SANDBOX:
        return Level.WARN
    if not hit.certain and (names is None or not (meaning := names.of_path(name)) or not meaning.private_key):
        return Level.WARN
    if hit.kind is Kind.SANDBOX:
        return None if is_test(name) else Level.WARN
    return Level.FAIL


def heaviest_first(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield so many findings that a person can read them, the failing ones first, and the number of the rest."""
    ordered = sorted(findings, key=lambda finding: finding.level is not Level.FAIL)
    yield from ordered[:MOST_SHOWN]
    rest = ordered[MOST_SHOWN:]
    if rest:
        more = f"{count(len(rest), 'more credential')} in {count(len({_path(each) for each in rest}), 'file')}"
        yield Finding(rest[0].level, f"{more}, not listed here")


def _path(finding: Finding) -> str:
    return finding.place.path if isinstance(finding.place, FilePlace) else ""


def what_was_searched(scanner: Scanner, declared: DeclaredSecrets) -> str:
    """Say what a scanner looks for, and what it cannot look for: `5 credential formats and 4 exact values searched`."""
    kinds = f", {count(scanner.names.number, 'kind')} of names" if scanner.names.number else ""
    values = count(len(scanner.searched), "exact value")
    text = f"{count(scanner.shapes, 'credential format')}{kinds} and {values} searched"
    if scanner.passed_over:
        labels = ", ".join(known.secret.label for known in scanner.passed_over)
        text += f"; too short or too plain to search for: {labels}"
    if declared.unresolved:
        text += f"; value not known here, so only its format was searched: {', '.join(declared.unresolved)}"
    return text
