"""
What the documentation site needs besides its pages: the list of checks in its navigation, and links that leave `docs/`.

Pages are read in two places. In the repository a link such as `../README.md` leads to the file; on the site there is no
such file, and the repository has no public address that every copy of the site could point to. There the name of the
file stands instead of a link, or, where `repo_url` is set, a link to the file at that address.
"""

from __future__ import annotations

import logging
import os
import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

LOG: Final = logging.getLogger("mkdocs.hooks.golive")
CHECKS: Final = "checks/index.md"
LINK: Final = re.compile(r"(?<!!)\[([^\]]+)\]\((\.\.?/[^)\s#]*)(#[^)\s]*)?\)")
FENCE: Final = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put every check's page below the page of all checks, by what they look at."""
    config.nav = [_with_checks(entry, Path(config.docs_dir)) for entry in config.nav or []]
    return config


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Replace links that lead out of the documentation. Warns, which fails a strict build, where one leads nowhere."""
    del files
    source = Path(config.docs_dir, page.file.src_uri)

    def replaced(found: re.Match[str]) -> str:
        return _link(found, source, config)

    parts = FENCE.split(markdown)
    return "".join(part if part.startswith("```") else LINK.sub(replaced, part) for part in parts)


def _link(found: re.Match[str], source: Path, config: MkDocsConfig) -> str:
    text, target, anchor = found[1], found[2], found[3] or ""
    docs = Path(config.docs_dir).resolve()
    path = Path(os.path.normpath(source.resolve().parent / target))
    if path.is_relative_to(docs):
        return found[0]
    root = docs.parent
    if not path.exists() or not path.is_relative_to(root):
        LOG.warning("%s links to %s, which is not there", source.relative_to(config.docs_dir), target)
    name = path.relative_to(root).as_posix()
    if config.repo_url:
        return f"[{text}]({config.repo_url.rstrip('/')}/blob/HEAD/{name}{anchor})"
    return f"`{name}`" if text.strip("`") in {name, path.name} else f"{text} (`{name}` in the repository)"


def _with_checks(entry: Any, docs: Path) -> Any:  # noqa: ANN401 - what YAML brings
    if not isinstance(entry, dict):
        return entry
    return {title: list(_areas(docs)) if below == CHECKS else below for title, below in entry.items()}


def _areas(docs: Path) -> Iterator[Any]:
    yield CHECKS
    linked = re.findall(r"\]\(([a-z]+\.[a-z-]+)\.md\)", (docs / CHECKS).read_text(encoding="utf-8"))
    for area, ids in groupby(linked, key=lambda check_id: check_id.partition(".")[0]):
        yield {area: [{check_id.partition(".")[2]: f"checks/{check_id}.md"} for check_id in ids]}
