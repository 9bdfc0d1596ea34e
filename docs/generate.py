"""
Write the generated parts of the documentation.

    python docs/generate.py            writes them
    python docs/generate.py --check    writes nothing; exits 1 and names what is stale or left over

Generated are the pages under `checks/`, `commands.md`, `profile.md`, the picture of a report, and the marked blocks of
the README and of some pages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from blocks import action_inputs, action_outputs, exit_codes, formats
from commands_page import commands_page
from picture import picture
from profile_page import profile_page

from golive.emulator import flaws_of, providers
from golive.emulator.registry import played
from golive.registry import built_in, load_checklist, provider_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golive.check import Check

DOCS: Final = Path(__file__).resolve().parent
ROOT: Final = DOCS.parent
PAGES: Final = DOCS / "checks"
MARK: Final = "<!-- Written by docs/generate.py from the program. -->"


def main(arguments: list[str]) -> int:
    """Write or check, and return the exit code."""
    if arguments not in ([], ["--check"]):
        print(f"usage: {Path(__file__).name} [--check]", file=sys.stderr)
        return 2
    wanted = generated()
    stale = [path for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    surplus = sorted(path for path in PAGES.glob("*") if path not in wanted)
    if arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is stale")
        for path in surplus:
            print(f"{path.relative_to(ROOT)} belongs to no check")
        if stale or surplus:
            print("Run: python docs/generate.py")
        return 1 if stale or surplus else 0
    PAGES.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    for path in surplus:
        path.unlink()
        print(f"removed {path.relative_to(ROOT)}")
    return 0


def generated() -> dict[Path, str]:
    """Return every generated file and what it has to hold."""
    pages = {PAGES / f"{check.id}.md": "\n".join((*_page(check), "")) for check in built_in().checks}
    return {
        **pages,
        PAGES / "index.md": "\n".join((*_index(), "")),
        DOCS / "commands.md": f"{MARK}\n{commands_page()}",
        DOCS / "profile.md": f"{MARK}\n{profile_page()}",
        DOCS / "report.svg": picture(),
        **_with_blocks(ROOT / "README.md", checks="\n".join(_table()), help=f"```\n{help_text()}```"),
        **_with_blocks(DOCS / "formats.md", formats=formats()),
        **_with_blocks(DOCS / "exit-codes.md", **{"exit-codes": exit_codes()}),
        **_action_blocks(),
    }


def _action_blocks() -> dict[Path, str]:
    """Return the page about the action, as it is where the action is not there: in a package."""
    action = ROOT / "action.yml"
    page = DOCS / "ci" / "github-actions.md"
    if not action.is_file():
        return {}
    return _with_blocks(page, inputs=action_inputs(action), outputs=action_outputs(action))


def _with_blocks(path: Path, **blocks: str) -> dict[Path, str]:
    text = path.read_text(encoding="utf-8")
    for name, block in blocks.items():
        text = _filled(text, name, block, path)
    return {path: text}


def help_text() -> str:
    """Return what `golive check --help` prints on a terminal of 80 columns."""
    environ = {**os.environ, "COLUMNS": "80", "TERMINAL_WIDTH": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "golive", "check", "--help"]
    done = subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", check=True)  # noqa: S603 - ours
    return done.stdout


def _filled(text: str, name: str, block: str, path: Path) -> str:
    """Return a text with the block between its two marks replaced. Raises ValueError where it has no such marks."""
    start, end = f"<!-- {name}: written by docs/generate.py -->", f"<!-- end of {name} -->"
    pattern = re.compile(f"({re.escape(start)}\n).*?({re.escape(end)})", re.DOTALL)
    filled, number = pattern.subn(lambda found: f"{found[1]}\n{block}\n\n{found[2]}", text)
    if number != 1:
        raise ValueError(f"{path.name} needs one block {start} … {end}")
    return filled


def _table() -> Iterator[str]:
    known = built_in()
    yield f"{len(known.checks)} checks:"
    yield ""
    yield "| check | true when it passes | how strong a pass is |"
    yield "|---|---|---|"
    for check in known.checks:
        yield f"| [`{check.id}`](docs/checks/{check.id}.md) | {check.title} | {check.area.strength} |"
    yield ""
    yield (
        f"{len(known.planned)} more are named by the checklist and are not built yet; the lines that need them stay "
        "`unknown` and say so:"
    )
    yield ""
    for area in dict.fromkeys(check_id.partition(".")[0] for check_id in known.planned):
        names = ", ".join(f"`{check_id}`" for check_id in known.planned if check_id.startswith(f"{area}."))
        yield f"- {names}"


def _index() -> Iterator[str]:
    """Yield the list of all checks, by what they look at."""
    known = built_in()
    yield MARK
    yield "# Checks"
    yield ""
    yield "Each looks at one thing: at files, where a pass is *inspected*, or at what happens, where it is *observed*."
    yield "`golive explain ID` prints a check's page in the terminal. [Checks of your own](../adding-a-check.md) stand"
    yield "beside these."
    for area in dict.fromkeys(check.area for check in known.checks):
        yield ""
        yield f"## {area.value}"
        yield ""
        yield f"A pass is *{area.strength}*."
        yield ""
        yield "| check | true when it passes |"
        yield "|---|---|"
        for check in known.checks:
            if check.area is area:
                yield f"| [`{check.id}`]({check.id}.md) | {check.title} |"


def _page(check: Check) -> Iterator[str]:
    yield MARK
    yield f"# {check.id}"
    yield ""
    yield f"**{check.title}.**"
    yield ""
    yield check.guide
    yield ""
    yield f"A pass is *{check.area.strength}*. Applies to: {', '.join(sorted(check.providers)) or 'every provider'}."
    yield ""
    yield "## When it does not pass"
    yield ""
    yield check.remedy
    yield from _listed("Lines of the checklist that it proves", _lines(check))
    yield from _listed("See it at the emulator", _flaws(check))
    yield from _listed("What it relies on is documented at", (f"<{source}>" for source in check.sources))


def _listed(title: str, entries: Iterator[str]) -> Iterator[str]:
    lines = [f"- {entry}" for entry in entries]
    if lines:
        yield from ("", f"## {title}", "", *lines)


def _lines(check: Check) -> Iterator[str]:
    for provider in provider_ids():
        checklist = load_checklist(provider)
        for item in checklist.items():
            decided = checklist.item(item.same_as) if item.same_as is not None else item
            if any(check.id in proof.check_ids() for proof in decided.proof):
                yield f"`{item.id}`: {item.title} ({provider})"


def _flaws(check: Check) -> Iterator[str]:
    for provider in providers():
        for flaw in flaws_of(provider):
            if check.id in flaw.breaks:
                command = f"golive emulator --provider {provider} --flaw {flaw.id}"
                if flaw in played(provider).receiver.flaws:
                    command += f" --receiver https://pay.example.com/hooks/{provider}"
                yield f"`{command}`: {flaw.title}; the check says {flaw.breaks[check.id]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
