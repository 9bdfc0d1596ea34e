"""Which files of a repository another file uses, as far as its imports say."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from golive.source.files import language_of
from golive.source.tree import NodeKind

if TYPE_CHECKING:
    from golive.source.files import SourceFile

_REQUIRING: Final = frozenset(
    {"require", "require_relative", "require_once", "include_once", "import", "import_module"}
)
_TOPS: Final = ("", "src", "lib", "app")
"""Folders whose files are imported by their names alone."""
_ENTRIES: Final = ("/index", "/__init__", "/mod")
_STANDING: Final = frozenset({"index", "__init__", "mod"})
"""Names, without their ends, of files that stand for their folder."""
_ONE_PACKAGE: Final = frozenset({"go", "java", "kt", "kts", "cs"})
"""Languages in which the files of a folder see each other without an import, by the ends of their names."""
_FAMILIES: Final = {"typescript": "javascript", "kotlin": "java"}
"""Languages that import files of another one."""
_TELLING: Final = 2
"""Last parts of a module's name that have to agree with a file's path."""


class Links:
    """Knows the source files of a repository by the names that imports have for them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._by_stem: dict[str, list[str]] = {}
        self._by_folder: dict[str, list[str]] = {}
        for name in sorted(self._names):
            self._by_stem.setdefault(_module(name).rpartition("/")[2].lower(), []).append(name)
            self._by_folder.setdefault(posixpath.dirname(name), []).append(name)

    def used_by(self, file: SourceFile) -> frozenset[str]:
        """Return the names of the files that a file imports, or sees because it is in the same package."""
        resolved = {name for module in _modules(file) for name in self._resolve(module, file.name)}
        found = {name for name in resolved if _family(name) == _family(file.name)}
        if file.name.rpartition(".")[2] in _ONE_PACKAGE:
            words = frozenset(re.findall(r"\w+", file.data.decode(errors="replace")))
            beside = self._by_folder[posixpath.dirname(file.name)]
            found |= {name for name in beside if name.endswith(".go") or _module(name).rpartition("/")[2] in words}
        return frozenset(found - {file.name})

    def _resolve(self, module: str, importer: str) -> Iterator[str]:
        if module.startswith(("./", "../")):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(importer), module))
            yield from (name for name in self._by_stem.get(_last(path), ()) if _module(name) in {path, _module(path)})
            yield from self._entry(path)
            return
        dots = re.match(r"\.*", module)
        if dots is not None and dots[0]:
            # Python's relative imports: one dot is the same folder.
            folder = posixpath.normpath(posixpath.join(posixpath.dirname(importer), *[".."] * (len(dots[0]) - 1)))
            path = posixpath.normpath(posixpath.join(folder, *module[len(dots[0]) :].split(".")))
            yield from (name for name in self._by_stem.get(_last(path), ()) if _module(name) == path)
            yield from self._entry(path)
            return
        parts = [part for part in re.split(r"[./\\:]+", module) if part not in {"", "@", "~"}]
        if not parts:
            return
        wanted = "/".join(parts[-_TELLING:]).lower()
        for name in self._by_stem.get(parts[-1].lower(), ()):
            shown = _module(name).lower()
            alone = len(parts) == 1 and posixpath.dirname(name) in {
                posixpath.dirname(importer),
                "",
                "src",
                "lib",
                "app",
            }
            if alone or (len(parts) > 1 and f"/{shown}".endswith(f"/{wanted}")):
                yield name
        for folder, names in self._by_folder.items():
            if importer.endswith(".go") and len(parts) > 1 and f"/{folder.lower()}".endswith(f"/{wanted}"):
                yield from names

    def _entry(self, folder: str) -> Iterator[str]:
        for name in self._by_folder.get(folder, ()):
            if posixpath.basename(name).partition(".")[0] in _STANDING:
                yield name


class Mentions:
    """Tells by bytes which files cannot use any of some others, so that they need not be read as code to know."""

    def __init__(self, names: Iterable[str]) -> None:
        self._stems: set[bytes] = set()
        self._folders: set[str] = set()
        self._entered: set[str] = set()
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Ask for one more file."""
        folder = posixpath.dirname(name)
        # Go imports folders. What stands for its folder is imported by that name, or by dots alone from within.
        for stem in (_module(name).rpartition("/")[2], posixpath.basename(folder)):
            self._stems.add(stem.lower().encode(errors="surrogateescape"))
        self._folders.add(folder)
        if posixpath.basename(name).partition(".")[0] in _STANDING:
            self._entered.add(f"{folder}/" if folder else "")

    def may_use(self, name: str, data: bytes) -> bool:
        """Whether a file of this name and content may use one of these files. Where not, it certainly does not."""
        if posixpath.dirname(name) in self._folders and name.rpartition(".")[2] in _ONE_PACKAGE:
            return True
        if any(name.startswith(folder) for folder in self._entered):
            return True
        lower = data.lower()
        return any(stem in lower or not stem.isascii() for stem in self._stems)


def _family(name: str) -> str:
    language = language_of(name) or ""
    return _FAMILIES.get(language, language)


def _modules(file: SourceFile) -> Iterator[str]:
    for node in file.root.find(NodeKind.IMPORT, NodeKind.CALL):
        if node.kind is NodeKind.IMPORT:
            yield node.name
            separator = "/" if "/" in node.name else "\\" if "\\" in node.name else "."
            joined = node.name if node.name.endswith(".") else f"{node.name}{separator}"
            yield from (f"{joined}{item.name}" for item in node.all("item") if item.name)
        elif node.name in _REQUIRING:
            for text in node.find(NodeKind.STRING):
                relative = node.name in {"require_relative", "require_once", "include_once"}
                yield f"./{text.name.lstrip('{}/')}" if relative and not text.name.startswith(".") else text.name


def _module(name: str) -> str:
    """Return a file's name as a module: without its end, and the folder for one that stands for its folder."""
    folder, _, file = name.rpartition("/")
    stem = re.sub(r"\.[A-Za-z0-9]+$", "", file)
    module = f"{folder}/{stem}" if folder else stem
    return next((module.removesuffix(entry) for entry in _ENTRIES if module.endswith(entry)), module)


def _last(path: str) -> str:
    return _module(path).rpartition("/")[2].lower()
