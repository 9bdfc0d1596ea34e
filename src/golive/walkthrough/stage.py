"""What a real call gets from outside: the run, the records, the clock, and where it is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import golive
from golive.clock import Deadline
from golive.errors import Unverified
from golive.redact import Redactor
from golive.registry import built_in, load_checklist, load_provider
from golive.walkthrough.backstage import Backstage
from golive.walkthrough.state import Keeper

if TYPE_CHECKING:
    from golive.clock import Clock
    from golive.profile.loader import LoadedProfile
    from golive.record import Record
    from golive.report import Report
    from golive.run import Options
    from golive.runner import Watch

SECONDS_FOR_SECRETS: Final = 5.0


class SteadyRedactor(Redactor):
    """A redactor for many runs: it learns each shape once, however often a run teaches it."""

    def __init__(self) -> None:
        super().__init__()
        self._learnt: set[re.Pattern[str]] = set()

    def learn_shapes(self, shapes: Iterable[re.Pattern[str]]) -> None:
        """Learn further patterns of credentials, where they are new."""
        fresh = [shape for shape in dict.fromkeys(shapes) if shape not in self._learnt]
        self._learnt.update(fresh)
        super().learn_shapes(fresh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a call about one environment is made of. `file` is where it is kept, None where there is no home for it."""

    loaded: LoadedProfile
    options: Options
    environ: Mapping[str, str]
    clock: Clock
    file: Path | None
    redactor: SteadyRedactor

    def judge(self, only: tuple[str, ...], watch: Watch) -> Report:
        """Run checks now; see `golive.walkthrough.call.Judge`."""
        from golive.run import judge

        def no_progress(_what: str, _done: int, _total: int) -> None:
            """Take no note of how far a piece of work is."""

        return judge(
            self.loaded,
            replace(self.options, only=only),
            environ=self.environ,
            clock=self.clock,
            redactor=self.redactor,
            watch=watch,
            progress=getattr(watch, "progress", no_progress),
        )

    def changed(self) -> bool:
        """Tell whether the profile's file is no longer what was loaded."""
        from golive.profile.reading import UnreadableError, read_file

        try:
            return hashlib.sha256(read_file(self.loaded.path)).hexdigest() != self.loaded.digest
        except UnreadableError:
            return True

    def records(self) -> Sequence[Record]:
        """Return the records as they are now, harmless to print."""
        from golive.records.loading import load_records
        from golive.redact import inert

        def clean(text: str) -> str:
            return inert(self.redactor(text))

        return [
            replace(
                record,
                who=clean(record.who),
                text=clean(record.text),
                made=clean(record.made),
                expires=clean(record.expires),
                place=replace(record.place, path=clean(record.place.path)),
            )
            for record in load_records(self.loaded)
        ]

    def attest(self, *, item: str, who: str, made: date, evidence: str, expires: date) -> Record:
        """Write an attestation for the environment of the call."""
        from golive.records.writing import add_attestation

        environment = self.options.environment
        return add_attestation(
            self.loaded, item=item, environment=environment, who=who, made=made, evidence=evidence, expires=expires
        )

    def backstage(self, who: str) -> Backstage:
        """Return what a call needs. `who` is at the keyboard."""
        from golive.records.loading import records_path

        loaded = self.loaded
        return Backstage(
            checklist=load_checklist(loaded.profile.provider),
            judge=self.judge,
            attest=self.attest,
            records=self.records,
            keep=self._keeper(),
            mask=self.redactor,
            clock=self.clock,
            digest=loaded.digest,
            changed=self.changed,
            version=golive.__version__,
            profile=loaded.path,
            records_path=records_path(loaded.path),
            checks={check.id: check for check in built_in().checks},
            who=who,
        )

    def learn_secrets(self) -> None:
        """
        Teach the redactor the secrets of every environment: people quote any of them, and a run asks for its own only.

        Neither programs nor the keyring are asked: a run does that where it needs them.
        """
        from dataclasses import fields

        from golive.profile.types import CommandReference, KeyringReference
        from golive.profile.values import Values

        deadline = Deadline(self.clock, SECONDS_FOR_SECRETS)
        values = Values(self.loaded.folder, self.environ, self.redactor, trusted=False, deadline=deadline)
        for environment in self.loaded.profile.environments.values():
            credentials = environment.credentials
            held = [getattr(credentials, field.name) for field in fields(credentials)]
            for value in (*held, *(webhook.secret for webhook in environment.webhooks)):
                if value is not None and not isinstance(value, CommandReference | KeyringReference):
                    with suppress(Unverified):
                        values.secret(value, "a secret of the profile")

    def _keeper(self) -> Callable[..., None]:
        path = self.file
        if path is None:
            return lambda _state: None
        return Keeper(path, profile=self.loaded.path, environment=self.options.environment)


def stage_of(
    loaded: LoadedProfile, options: Options, environ: Mapping[str, str], clock: Clock, file: Path | None
) -> Stage:
    """Return the stage of a call, with a redactor that knows what the provider's credentials look like."""
    redactor = SteadyRedactor()
    redactor.learn_shapes(shape.redaction for shape in load_provider(loaded.profile.provider).secret_shapes)
    return Stage(loaded=loaded, options=options, environ=environ, clock=clock, file=file, redactor=redactor)
