"""Texts that would do something where they are not kept from it, and a report that is full of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from golive.check import Strength
from golive.checklist import Proof
from golive.finding import ExchangePlace
from golive.profile.types import Policy
from golive.result import Result, Status
from support import reports

if TYPE_CHECKING:
    from golive.report import Report
    from golive.rollup import ItemResult

TEXTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)> <svg/onload=alert(1)>",
    "\"'><b onmouseover=alert(1) style=x>",
    "</style><style>@import 'https://evil.example'</style>",
    "</details></summary></td></li></table>",
    "<!-- hidden --> --> <!--",
    "&lt;b&gt; &#64;team &commat;all &NewLine; &#x202e; &amp;",
    "]]> <![CDATA[ <?xml version='1.0'?> <!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]> &a;",
    "::error file=app.py,line=1::owned",
    "  ::set-output name=verdict::READY",
    "x\n::add-mask::golive\r::stop-commands::t\u2028::error::x",
    "%0A::error::x %0D%0A::notice::y %25",
    "::save-state name=a::b::endgroup::::group::c",
    "##[error]x ##[add-mask]y ##[[ ##vso[task.setvariable variable=a]b ##teamcity[testFailed name='a']",
    "#\u200b#[error]x #\n#[error]y",
    "section_start:1560896352:x\r\x1b[0Kfolded",
    "\x1b[2J\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\ \x1b]0;title\x07",
    "\x9b31m \x85 \x90q\x9c \x9d8;;https://evil.example\x9c",
    "a\u202eb\u202c \u2066c\u2069 \u2067d \u061c \u200f",
    "zero\u200bwidth\u200d\u2060\ufeffbom \u00ad \U000e0041",
    "\u3164 \u2800 \u034f \u115f\uffa0 a\U000e0100",
    "line\u2028paragraph\u2029next\x85feed\x0bvertical\x0cform",
    "lone \ud800 \udfff surrogates \udc80",
    "\x00null\x08back\x7fdelete \ufffe \uffff \U0001ffff",
    "| a | b |\n| - | - |\n\\| \\\\| ||",
    "` `` ``` ```` `` ` `a` ``b``",
    "```\ncode\n```\n~~~\n    indented",
    "# heading\n\n- list\n1. one\n> quote\n---\n===",
    "- [ ] todo * + 1) x\n\n***",
    "[x](javascript:alert(1)) ![x](https://evil.example/x.png) [x](data:text/html,x) [x][1]",
    "[1]: https://evil.example\n[^1]: note [^1]",
    "<https://evil.example> <a@b.example> https://evil.example www.evil.example mailto:a@b.example",
    "javascript:alert(1) JaVaScRiPt:x data:text/html;base64,eA== vbscript:x",
    "@octocat @org/team #1 GH-1 org/repo#1 octocat@1234567 !7 %3 ~bug &4 ^1",
    "0123456789abcdef0123456789abcdef01234567 abcdef0",
    "$x$ $$y$$ $`z`$ \\(a\\) \\[b\\] :smile: :+1:",
    "/close\n/approve\n/assign @me",
    "*a* _b_ **c** __d__ ~~e~~ <ins>f</ins> <sub>g</sub>",
    '{"a": 1}\n{"b": 2}\x1e "," : null } ] \\u0000 \\',
    "{0} {1} { 2} {{3}} {placeholder} %s %(x)s ${x} {{ 7*7 }} {% raw %} {# x #}",
    "[text](0) [a](file:///etc/passwd) \\[b](1)",
    "=cmd|'/C calc'!A0 +1+1 -1 @SUM(1) \t=1",
    "[[ATTACHMENT|/etc/passwd]] [[[attachment|../../x]]]",
    "[red]markup[/red] [link=https://evil.example]x[/link] [/] \\[bold]",
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows\\win.ini C:/x \\\\host\\share",
    "a/../../b/./c//d%2e%2e%2f name with 'quotes' \"and\" spaces.py",
    "https://user:secret@evil.example/?a=b&c=<d>#e",
    "w" * 3_000,
    "決済" * 400,
    "'; rm -rf ~ #` $(id) `id` && x",
    " ",
    "",
    "\n\n\n",
)


def cycling(start: int) -> Callable[[], str]:
    """Return what gives one text after the other, from the one with this number on."""
    at = start - 1

    def word() -> str:
        nonlocal at
        at += 1
        return TEXTS[at % len(TEXTS)]

    return word


def steeped(word: Callable[[], str]) -> Report:
    """Return the report with every status with the next word in every text, ids, versions and methods included."""
    report = reports.soiled(word)
    names: dict[str, str] = {}

    def renamed(old: str) -> str:
        """Return the word that stands for an id. Two ids stay two: the number is what a saved report has to keep."""
        if old not in names:
            new = word()
            names[old] = new if new not in names.values() else f"{new}{len(names)}"
        return names[old]

    def of_proof(proof: Proof) -> Proof:
        if proof.all:
            return Proof(all=tuple(map(renamed, proof.all)))
        joined = (" + ".join(renamed(part.strip()) for part in names_.split("+")) for names_ in proof.any)
        return Proof(any=tuple(joined))

    def of_item(item: ItemResult) -> ItemResult:
        record = item.record and replace(item.record, subject=renamed(item.record.subject))
        return replace(
            item,
            id=renamed(item.id),
            check_ids=tuple(map(renamed, item.check_ids)),
            derived_from=tuple(map(renamed, item.derived_from)),
            proofs=tuple(map(of_proof, item.proofs)),
            record=record,
        )

    def of_result(result: Result) -> Result:
        findings = tuple(
            replace(one, place=replace(one.place, method=word(), status=200))
            if isinstance(one.place, ExchangePlace)
            else one
            for one in result.findings
        )
        return replace(result, id=renamed(result.id), findings=findings)

    sections = tuple(
        replace(section, id=renamed(section.id), items=tuple(map(of_item, section.items)))
        for section in report.sections
    )
    broken = Result(f"plugin.{word()}", word(), Status.ERROR, Strength.INSPECTED, word(), reason=word(), origin=word())
    return replace(
        report,
        version=word(),
        subject=replace(report.subject, verticals=(word(), word()), played=(word(), word())),
        sections=sections,
        results=(*map(of_result, report.results), broken),
        records=tuple(replace(record, subject=renamed(record.subject)) for record in report.records),
        policy=Policy(not_waivable=(word(),), observed=(word(), word())),
        exchanges=tuple(replace(exchange, method=word()) for exchange in report.exchanges),
    )
