"""Reading Markdown as GitHub does: with the parser that its own is built on, and with another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from cmarkgfm.cmark import Options, markdown_to_html_with_extensions
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

EXTENSIONS = ("table", "autolink", "strikethrough", "tasklist")
OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
HARMLESS_TAGS = frozenset(
    "h2 h3 h4 p table thead tbody tr th td ul ol li strong code details summary a blockquote".split()
)
LOOKED_FOR = re.compile(
    r"""
    @\w                                  # somebody is told
    | \#\d | \bGH-\d                     # an issue
    | \b[0-9a-f]{7,40}\b                 # a commit
    | :[\w+-]+:                          # an emoji
    | \$\S | ://\S | \bwww\.             # a formula, an address
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What GitHub looks for in the texts of a finished page, code and links aside."""


def tokens(markdown: str) -> Iterator[Token]:
    """Yield every token, inner ones too. Anything with a dot in it may be taken for an address."""
    reader = MarkdownIt("gfm-like", {"linkify": True, "html": True})
    reader.linkify.set({"fuzzy_link": True, "fuzzy_email": True, "fuzzy_ip": True})
    for token in reader.parse(markdown):
        yield token
        yield from token.children or ()


def html(markdown: str) -> str:
    """Return what GitHub's parser makes of it, before anything is taken out for safety."""
    return markdown_to_html_with_extensions(markdown, extensions=EXTENSIONS, options=OPTIONS)


class Seen(HTMLParser):
    """What stands on a page: `tags`, the `links`, the whole `text`, and the `bare` texts outside code and links."""

    def __init__(self, markdown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.comments: list[str] = []
        self.text = ""
        self.bare: list[str] = []
        self.cells: list[str] = []
        self._inside: list[str] = []
        self.feed(html(markdown))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self._inside.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        if tag in {"td", "li", "summary", "p"}:
            self.cells.append("")
        others = {name for name, _ in attrs} - {"href"}
        assert others <= {"align"}, f"{tag} has {others}"

    def handle_endtag(self, tag):
        assert self._inside.pop() == tag

    def handle_comment(self, data):
        self.comments.append(data)

    def handle_data(self, data):
        self.text += data
        if self.cells:
            self.cells[-1] += data
        if not {"code", "a"} & set(self._inside):
            self.bare.append(data)


def assert_inert(markdown: str, links: set[str]) -> Seen:
    """Demand that nothing on the page is more than text, code and the structure of a report."""
    seen = Seen(markdown)
    assert seen.tags <= HARMLESS_TAGS
    assert set(seen.links) <= links
    for text in seen.bare:
        assert not LOOKED_FOR.search(text), text
    kinds = {token.type for token in tokens(markdown)}
    assert not kinds & {"image", "em_open", "s_open", "hr", "fence", "code_block", "html_inline", "heading_6_open"}
    assert {token.attrs["href"] for token in tokens(markdown) if token.type == "link_open"} <= links
    return seen
