"""A made-up merchant: its repository in a temporary folder, its account at the emulator, one run of golive on it."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from golive.clock import Deadline
from golive.demo.commits import Commit, write_history
from golive.errors import UsageError
from golive.kind import Kind
from golive.profile.nearest import did_you_mean
from golive.profile.types import setting
from golive.registry import load_data, provider_ids, read_profile

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from golive.clock import Clock
    from golive.redact import Redactor
    from golive.report import Report
    from golive.runner import Watch

ENVIRONMENT = "prod"
SECONDS_FOR_GIT = 10.0
_DAY = re.compile(r"\{\{(?:in (?P<later>\d+) days|(?P<ago>\d+) days ago)\}\}")
_MOST_REMOVALS = 40
_BETWEEN_REMOVALS = 0.05
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Something wrong that was put into the flawed merchant's files, and the check that has to find it."""

    title: str = setting("What is wrong.")
    check: str = setting("Id of the check that finds it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A provider's made-up merchant."""

    environ: Mapping[str, str] = setting("Environment variables, and the emulator's credential in each.")
    receivers: tuple[str, ...] = setting("URLs of its webhook receivers in production.")
    sandbox_receivers: tuple[str, ...] = setting("URLs of its webhook receivers in the sandbox.")
    flaws: tuple[str, ...] = setting("Flaws of the flawed merchant's account and production receivers.")
    planted: tuple[Planted, ...] = setting("What is wrong in the flawed merchant's files.")


def load_demo(provider_id: str) -> Demo:
    """Return the made-up merchant of a provider. Raises UsageError where there is none."""
    folder = _folder(provider_id)
    return load_data(Demo, folder.joinpath("demo.yaml"))


def planted_flaws(provider_id: str) -> tuple[Planted, ...]:
    """Return everything that is wrong with the flawed merchant: account, receivers and files."""
    from golive.emulator.registry import flaws_of

    demo = load_demo(provider_id)
    titles = {flaw.id: flaw for flaw in flaws_of(provider_id)}
    account = [
        Planted(
            title=titles[name].title, check=next(c for c, status in titles[name].breaks.items() if status == "fail")
        )
        for name in demo.flaws
    ]
    return (*account, *demo.planted)


def run_demo(
    provider_id: str, *, flawed: bool, clock: Clock, redactor: Redactor, watch: Watch = lambda _id, _status: None
) -> Report:
    """Judge the made-up merchant's production environment over real TLS, against the emulator."""
    from golive.emulator.emulator import Emulator
    from golive.emulator.registry import played
    from golive.http.routes import parse_connect_to
    from golive.records.loading import load_records
    from golive.run import Options, judge

    demo = load_demo(provider_id)
    with Emulator(
        provider_id,
        flaws=demo.flaws if flawed else (),
        receivers=demo.receivers,
        sandbox_receivers=demo.sandbox_receivers,
    ) as emulator:
        environ = {variable: emulator.credentials[name] for variable, name in demo.environ.items()}
        # Those of another roll of the dice: keys that were live once, and that no setting names.
        more = played(provider_id).play((Kind.PRODUCTION,), (), (), clock.monotonic, 0).credentials
        filling = {**emulator.credentials, **{f"another_{name}": value for name, value in more.items()}}
        with _repository(provider_id, filling, flawed=flawed, clock=clock) as folder:
            loaded = read_profile(folder / "golive.yaml")
            options = Options(
                environment=ENVIRONMENT,
                connect_to=tuple(parse_connect_to(text) for text in emulator.connect_to),
                ca_bundle=emulator.ca_bundle,
            )
            return judge(
                loaded,
                options,
                environ=environ,
                clock=clock,
                redactor=redactor,
                watch=watch,
                records=load_records(loaded),
            )


@contextmanager
def _repository(provider_id: str, credentials: Mapping[str, str], *, flawed: bool, clock: Clock) -> Iterator[Path]:
    """Write the merchant's repository into a temporary folder, which is gone afterwards."""
    folder = _folder(provider_id)
    sound, former, spoilt = (
        _filled(folder.joinpath(name), credentials, clock.now().date()) for name in ("sound", "former", "flawed")
    )
    commits = [Commit("Pay through the new provider", sound)]
    if flawed:
        commits = [Commit("Try production", sound | former), Commit("Clean up", sound | spoilt)]
    with _temporary(clock) as name:
        for path, text in commits[-1].files.items():
            target = Path(name, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        write_history(Path(name), commits, Deadline(clock, SECONDS_FOR_GIT))
        yield Path(name)


@contextmanager
def _temporary(clock: Clock) -> Iterator[str]:
    """Give a folder, and remove it, also where an interrupted git still writes into it for a moment."""
    name = tempfile.mkdtemp(prefix="golive-demo-")
    try:
        yield name
    finally:
        for _ in range(_MOST_REMOVALS):
            shutil.rmtree(name, ignore_errors=True)
            if not os.path.lexists(name):
                break
            clock.sleep(_BETWEEN_REMOVALS)


def _files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry.read_text(encoding="utf-8")


def _filled(folder: Traversable, credentials: Mapping[str, str], today: date) -> dict[str, str]:
    """
    Return the files of a folder, with the emulator's made-up credentials where one says `{{name}}`.

    Its records never grow old: they say `{{12 days ago}}` and `{{in 30 days}}`.
    """
    files = dict(_files(folder))
    for name, value in credentials.items():
        files = {path: text.replace("{{" + name + "}}", value) for path, text in files.items()}

    def day(found: re.Match[str]) -> str:
        return str(today + timedelta(days=int(found["later"]) if found["later"] else -int(found["ago"])))

    return {path: _DAY.sub(day, text) for path, text in files.items()}


def _folder(provider_id: str) -> Traversable:
    known = provider_ids()
    folder = resources.files("golive.demo").joinpath(provider_id if provider_id in known else "")
    if provider_id not in known or not folder.is_dir():
        hint = did_you_mean(provider_id, known) or f"; there are {', '.join(known)}"
        raise UsageError(f"there is no demo of a provider {provider_id!r}{hint}")
    return folder
