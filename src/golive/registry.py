"""Finding the parts that a run is made of: providers, their checklists, and the checks of every installed package."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from golive.check import Check, Strength
from golive.errors import Problem, ProfileError, UsageError
from golive.profile.nearest import did_you_mean
from golive.result import Result, Status, unrun

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint
    from importlib.resources.abc import Traversable

    from golive.checklist import Checklist
    from golive.profile.loader import LoadedProfile
    from golive.provider import Provider

GROUP: Final = "golive.checks"
BUILT_IN: Final = "golive"
NOT_BUILT: Final = "not built yet"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plugin:
    """A package that brings checks of its own. `problem` says why they could not be loaded, None where they were."""

    name: str
    version: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """
    Every check there is, in order, and where each comes from.

    `planned` are ids that checklists name and nobody has built; `broken` stands in for packages that did not load.
    """

    checks: tuple[Check, ...]
    origins: dict[str, str]
    planned: tuple[str, ...]
    plugins: tuple[Plugin, ...] = ()
    broken: tuple[Result, ...] = ()

    def ids(self) -> tuple[str, ...]:
        """Return every id that a person may name."""
        return (*(check.id for check in self.checks), *self.planned)

    def check(self, check_id: str) -> Check:
        """Return a check by id. Raises UsageError with the nearest ids where there is none."""
        for check in self.checks:
            if check.id == check_id:
                return check
        if check_id in self.planned:
            raise UsageError(f"{check_id} is {NOT_BUILT}: items that need it stay unknown")
        raise UsageError(f"there is no check {check_id!r}{_meant(check_id, self.ids())}")

    def select(self, only: Iterable[str], skip: Iterable[str]) -> frozenset[str]:
        """
        Return the ids that two lists of patterns (`account.*`) leave.

        Raises UsageError where a pattern matches nothing, so that a misspelt one does not go unnoticed.
        """
        only, skip, ids = tuple(only), tuple(skip), self.ids()
        for pattern in (*only, *skip):
            if not any(fnmatchcase(check_id, pattern) for check_id in ids):
                raise UsageError(f"no check matches {pattern!r}{_meant(pattern, ids)}")
        return frozenset(
            check_id
            for check_id in ids
            if (not only or any(fnmatchcase(check_id, pattern) for pattern in only))
            and not any(fnmatchcase(check_id, pattern) for pattern in skip)
        )


def provider_ids() -> tuple[str, ...]:
    """Return the ids of all providers, without importing any."""
    import golive.providers

    return tuple(sorted(module.name for module in pkgutil.iter_modules(golive.providers.__path__) if module.ispkg))


def load_provider(provider_id: str) -> Provider:
    """Return a provider by id. Raises UsageError where there is none."""
    if provider_id not in provider_ids():
        raise UsageError(f"there is no provider {provider_id!r}{_meant(provider_id, provider_ids())}")
    provider: Provider = importlib.import_module(f"golive.providers.{provider_id}").PROVIDER
    return provider


def read_profile(path: Path) -> LoadedProfile:
    """Return a profile, judged by what the providers that there are need. Raises ProfileError and UsageError."""
    from golive.profile.loader import load_profile

    return load_profile(path, known_providers=provider_ids(), facts=load_provider)


def load_checklist(provider_id: str) -> Checklist:
    """Return a provider's checklist."""
    from importlib import resources

    from golive.checklist import Checklist

    return load_data(Checklist, resources.files("golive_checks").joinpath("checklists", f"{provider_id}.yaml"))


def load_data(kind: type[T], file: Traversable) -> T:
    """Return a value of a dataclass written in YAML, as profiles are. Raises ProfileError with all that is wrong."""
    from golive.profile.document import parse
    from golive.profile.shape import shape

    document = parse(file.read_text(encoding="utf-8"))
    value, faults = shape(kind, document.root) if document.root is not None else (None, [])
    if value is None or faults or document.faults:
        found = (*document.faults, *faults)
        raise ProfileError(tuple(Problem(file.name, one.at.line, one.at.column, one.message) for one in found))
    return value


def built_in() -> Catalogue:
    """Return the built-in checks alone, without looking for installed packages."""
    from golive_checks import CHECKS, PLANNED

    return Catalogue(CHECKS, {check.id: BUILT_IN for check in CHECKS}, PLANNED)


def catalogue(scanned: Path | None = None, *, trusted: bool = False) -> Catalogue:
    """
    Return the checks of golive and of every installed package that offers some.

    Packages whose code lies in the `scanned` folder are imported only when `trusted`. A package that cannot be loaded
    gets a result in its place. Raises UsageError where two packages bring a check of the same id.
    """
    base = built_in()
    checks = list(base.checks)
    origins = dict(base.origins)
    plugins: list[Plugin] = []
    broken: list[Result] = []
    for entry in _entry_points():
        name = entry.dist.name if entry.dist is not None else entry.name
        version = entry.dist.version if entry.dist is not None else ""
        if name == BUILT_IN:
            continue
        if not trusted and scanned is not None and _lies_in(entry, scanned):
            why = "its code lies in the repository that is judged; allow it to run with --trust"
            plugins.append(Plugin(name, version, why))
            broken.append(_stand_in(name, Status.UNKNOWN, why))
            continue
        try:
            brought = tuple(entry.load())
            _demand_checks(brought)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a package that does not load is one broken line
            why = f"it could not be loaded: {type(error).__name__}: {error}"
            plugins.append(Plugin(name, version, why))
            broken.append(_stand_in(name, Status.ERROR, why))
            continue
        for check in brought:
            if check.id in base.planned:
                raise UsageError(f"{name} brings a check {check.id}, a name that golive keeps for a check of its own")
            if check.id in origins:
                raise UsageError(
                    f"{name} and {origins[check.id]} both bring a check {check.id}; uninstall one of them, "
                    "or give the check another name"
                )
            origins[check.id] = name
            checks.append(check)
        plugins.append(Plugin(name, version))
    return Catalogue(tuple(checks), origins, base.planned, tuple(plugins), tuple(broken))


def _demand_checks(brought: tuple[object, ...]) -> None:
    for value in brought:
        if not isinstance(value, Check):
            raise TypeError(f"its list of checks holds a {type(value).__name__}")


def _entry_points() -> list[EntryPoint]:
    if not any(map(_may_name_checks, sys.path)):
        return []
    from importlib.metadata import entry_points

    return sorted(entry_points(group=GROUP), key=lambda entry: (entry.dist.name if entry.dist else "", entry.name))


def _may_name_checks(place: str) -> bool:
    """
    Whether a folder of `sys.path` holds a package, golive aside, that offers checks.

    A look at the names of files, which spares most starts the loading of importlib.metadata. Where it cannot tell (a
    zip archive, an unreadable folder), it says yes.
    """
    try:
        for package in Path(place).iterdir():
            if package.suffix in {".dist-info", ".egg-info"} and not package.name.startswith(f"{BUILT_IN}-"):
                with suppress(FileNotFoundError, NotADirectoryError):
                    if GROUP.encode() in (package / "entry_points.txt").read_bytes():
                        return True
    except FileNotFoundError:
        return False  # an entry of sys.path that is not there brings nothing
    except OSError:
        return True
    return False


def _lies_in(entry: EntryPoint, folder: Path) -> bool:
    """Whether a package's code lies in a folder, and not in this interpreter's own library. Runs none of it."""
    try:
        spec = importlib.util.find_spec(entry.module.partition(".")[0])
    except (ImportError, ValueError):
        return False
    origins = [spec.origin, *(spec.submodule_search_locations or ())] if spec is not None else []
    own = Path(sys.prefix).resolve()
    paths = [Path(origin).resolve() for origin in origins if origin is not None]
    return any(path.is_relative_to(folder.resolve()) and not path.is_relative_to(own) for path in paths)


def _stand_in(name: str, status: Status, why: str) -> Result:
    waiting = unrun(f"plugin.{name}", f"The checks of {name} can be run", Strength.INSPECTED, why)
    return Result(waiting.id, waiting.title, status, waiting.strength, "", reason=why, origin=name)


def _meant(word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    return did_you_mean(word, names) or f"; there are {', '.join(names)}"
