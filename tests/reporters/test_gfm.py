"""Text from outside in GitHub's Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golive.redact import LONGEST_TEXT
from golive.reporters.gfm import code, outside, outside_html, shown, spoken
from support import reports
from support.gfm import assert_inert, tokens

PIECES = [
    *"| ` `` ``` * ** _ __ ~ ~~ # ## > - + = === --- \\ [ ] ( ) ! ![ < > & ; : :: $ $$ @ ^ % / // . , ' \" { }".split(),
    *"https://evil.example http:// ftp://x.y www.evil.com evil.com user@evil.com mailto:a@b.c //evil.com".split(),
    *"@octocat @org/team #123 owner/repo#1 GH-1 JIRA-12 !7 %3 &4 ~bug :smile: :+1: $x$ $`x`$ [^1] [^1]:".split(),
    *"[x] &lt; &#64; &commat; &amp; <b> <script> <!-- --> ]]> <https://evil.example> <a@b.c> [a](b) ![a](b)".split(),
    *"1. 1) 10. ~~~ 0123456789abcdef a5c3785ed8d6a35868bc169f07e40e889087fd2e /close \\| a\\ [a]: b".split(),
    *"snake_case a*b*c foo.bar settings.py word Word, (word) word. 決済 naïve".split(),
    *("\u00a0", "\u3000x", "\t", "\n", "\r\n", "\x1b[31m", "\u202e", "\ud800", " ", "  "),
]
hostile = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.text(st.characters(exclude_categories=()), max_size=80),
    st.text(st.sampled_from("|`\\*_~[]()<>#@:$!&.-+=1ab /"), max_size=40),
)
WHERE = {
    "a list": ("- {}\n", "li"),
    "a numbered list": ("1. {}\n", "li"),
    "a nested list": ("- top\n  - {}\n", "li"),
    "a sentence": ("So it is: {}\n", "p"),
    "a table": ("| a | b |\n| :-- | :-- |\n| {} | x |\n", "td"),
    "the last cell": ("| a | b |\n| :-- | :-- |\n| x | {} |\n", "td"),
    "a heading": ("## It: {}\n", "h2"),
}


def assert_text(markdown: str, text: str, where: str) -> None:
    """Demand that the page shows the text, and that the text is nothing but text, for two readers."""
    frame, _ = WHERE[where]
    page = frame.format(markdown)
    around = frame.format("\0")
    before, _, after = assert_inert(around.replace("\0", "w"), set()).text.partition("w") if text else ("", "", "")
    if text:
        seen = assert_inert(page, set())
        assert seen.text.strip("\n").replace("\n", "") == f"{before}{text}{after}".strip("\n").replace("\n", "")
    inner = {token.type for token in tokens(page) if token.level and not token.block}
    assert inner <= {"text", "code_inline", "text_special"}


@pytest.mark.parametrize("where", WHERE)
@settings(max_examples=120, deadline=None)
@given(text=hostile)
def test_any_text_is_shown_as_it_is_and_nothing_but_text(where, text):
    assert_text(outside(text), shown(text), where)


@pytest.mark.parametrize("where", WHERE)
@settings(max_examples=100, deadline=None)
@given(text=hostile)
def test_any_text_is_shown_as_it_is_as_code(where, text):
    assert_text(code(text), shown(text), where)


@settings(max_examples=100, deadline=None)
@given(parts=st.lists(hostile, min_size=1, max_size=5), pairs=st.booleans())
def test_a_sentence_with_commands_is_inert_whatever_stands_between_the_backticks(parts, pairs):
    sentence = "`".join(["Do", *parts, *(["now"] if pairs else [])])
    assert_inert(f"1. {spoken(sentence)}\n", set())


@settings(max_examples=100, deadline=None)
@given(text=hostile)
def test_any_text_in_a_summary_is_nothing_but_text(text):
    page = f"<details>\n<summary>{outside_html(text)}: x</summary>\n\nbody\n\n</details>\n"
    seen = assert_inert(page, set())
    assert seen.tags <= {"details", "summary", "code", "p"}
    assert shown(text) in seen.text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Every POST carries an idempotency key", "Every POST carries an idempotency key"),
        ("hooks.py:31 compares (in app/hooks.py).", "`hooks.py:31` compares (in `app/hooks.py`)."),
        ("user@evil.com, @octocat", "`user@evil.com`, `@octocat`"),
        ("1. - a", "1\\. - a"),
        ("- a", "\\- a"),
        ("a|b @c|d", "`a`\\|`b` `@c`\\|`d`"),
        ("`x` ``", "`` `x` `` ``` `` ```"),
        ("answers 401: no, 0.4 s late!", "answers 401: no, 0.4 s late!"),
        ("決済。", "決済。"),
        ("  two   blanks ", "two blanks"),
        ("", ""),
    ],
)
def test_plain_words_stay_readable(text, markdown):
    assert outside(text) == markdown


def test_a_command_in_a_sentence_becomes_code():
    assert spoken("Run `golive attest a.b --env prod`, or not.") == "Run `golive attest a.b --env prod`, or not."
    assert spoken("one ` is no pair") == outside("one ` is no pair")


def test_a_long_text_is_cut_visibly():
    assert outside("w" * 5_000) == "w" * (LONGEST_TEXT - 1) + "…"
    assert shown("w" * 5_000, 10) == "wwwwwwwww…"


@pytest.mark.parametrize("text", reports.NASTY, ids=range(len(reports.NASTY)))
def test_the_nasty_texts_are_text(text):
    for where in WHERE:
        assert_text(outside(text), shown(text), where)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("3 requests judged (+11 more)", "3 requests judged (+11 more)"),
        ("+ 11", "`+` 11"),
        ("compare hashlib.sha256).hexdigest() with it", "compare `hashlib.sha256).hexdigest()` with it"),
        ("send str(amount.value).", "send `str(amount.value)`."),
        ("(see app.py)", "(see `app.py`)"),
        ('make f"payout-{settlement.id}".', 'make `f"payout-{settlement.id}"`.'),
        ('it says "a_b".', 'it says "`a_b`".'),
    ],
)
def test_what_is_opened_within_a_word_is_closed_in_it(text, written):
    assert outside(text) == written
