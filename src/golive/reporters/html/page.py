"""How templates are filled: what every text goes through, and the one style sheet that the page allows itself."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from golive.reporters.html.marks import (
    ATTEST_WORDS,
    LEVELS,
    MARKS,
    STATE_MARKS,
    STATUS_WORDS,
    STRENGTH_MARKS,
    STRENGTH_WORDS,
)
from golive.reporters.words import count, plain, record_words

_PACKAGE: Final = "golive.reporters.html"


@cache
def environment() -> Environment:
    """Return an environment in which every value becomes one harmless line, and is escaped; there is no exception."""
    made = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        attest_words=ATTEST_WORDS,
        count=count,
        levels=LEVELS,
        marks=MARKS,
        record_words=record_words,
        state_marks=STATE_MARKS,
        status_words=STATUS_WORDS,
        strength_marks=STRENGTH_MARKS,
        strength_words=STRENGTH_WORDS,
    )
    return made


def _harmless(value: object) -> object:
    """Return a value as it may be written. Markup is what a macro of ours returned: its texts went through here."""
    return value if isinstance(value, Markup) else plain(str(value))


@cache
def style_sheet() -> Markup:
    """Return the style sheet. It is ours, and the only thing on the page that is not escaped."""
    folder = resources.files(_PACKAGE).joinpath("templates")
    texts = (folder.joinpath(name).read_text(encoding="utf-8") for name in ("colours.css", "page.css", "media.css"))
    return Markup("".join(texts))  # noqa: S704 - a file of this package


def style_source(css: str) -> str:
    """Return what the page's content security policy says of its style element: the hash of what stands in it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}"
