"""
The report as one HTML page that needs nothing else: no script, no picture, no font, no request.

Every text passes `plain` and is escaped, wherever it comes from; `view` says what stands where, `templates` how.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golive.report import Report
    from golive.reporters.formats import Style


def render(reports: Sequence[Report], style: Style) -> str:  # noqa: ARG001 - every format is asked the same way
    """Return one report, or several as one, as a page of HTML with a line break at its end."""
    from golive.reporters.html.page import environment, style_sheet, style_source
    from golive.reporters.html.view import page_of

    css = style_sheet()
    template = environment().get_template("page.html.j2")
    return template.render(page=page_of(reports), css=css, style_source=style_source(css)).rstrip("\n") + "\n"
