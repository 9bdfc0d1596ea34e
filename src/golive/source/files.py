"""One source file: which language it is in, and its tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from golive.source.languages.adapter import Builder

if TYPE_CHECKING:
    from golive.source.languages.adapter import Adapter
    from golive.source.tree import Node

LANGUAGES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("py",), "python"),
    **dict.fromkeys(("js", "mjs", "cjs", "jsx"), "javascript"),
    **dict.fromkeys(("ts", "mts", "cts", "tsx"), "typescript"),
    **dict.fromkeys(("go",), "go"),
    **dict.fromkeys(("java",), "java"),
    **dict.fromkeys(("kt", "kts"), "kotlin"),
    **dict.fromkeys(("cs",), "csharp"),
    **dict.fromkeys(("rb", "rake", "ru"), "ruby"),
    **dict.fromkeys(("php", "phtml"), "php"),
}
"""The ends of file names, and the module of `golive.source.languages` that reads them."""


@dataclass(frozen=True, slots=True, eq=False)
class SourceFile:
    """
    A file of source code.

    `name` is relative to the repository, as in `Repository.files`. `root` holds all of it. `data` is UTF-8. `speaks`
    says that it speaks of the provider; where not, it was read because it has to do with one that does.
    """

    name: str
    language: str
    data: bytes
    root: Node
    speaks: bool = True

    def text(self, node: Node) -> str:
        """Return the source text of a node."""
        return self.data[node.start : node.end].decode(errors="replace")


def language_of(name: str) -> str | None:
    """Return the language of a file by its name, None where it is none of those that are read."""
    return LANGUAGES.get(name.rpartition(".")[2].lower())


def parse(name: str, data: bytes) -> SourceFile:
    """
    Return a source file as a tree. `data` is its text in UTF-8.

    What does not parse becomes `OTHER`; the rest of the file is read all the same. Raises KeyError where the file is
    of no known language.
    """
    import tree_sitter

    language = LANGUAGES[name.rpartition(".")[2].lower()]
    adapter, grammar = _load(language, name.rpartition(".")[2].lower())
    tree = tree_sitter.Parser(grammar).parse(data)  # type: ignore[arg-type]  # a Language, named object to stay lazy
    root = Builder(adapter, data).build(tree.root_node)
    if root is None:
        raise AssertionError(f"{language}: a file is never nothing")
    return SourceFile(name, language, data, root)


@cache
def _load(language: str, suffix: str) -> tuple[Adapter, object]:
    import tree_sitter

    module = import_module(f"golive.source.languages.{language}")
    adapter: Adapter = next(each for each in module.ADAPTERS if suffix in each.suffixes)
    return adapter, tree_sitter.Language(adapter.grammar())
