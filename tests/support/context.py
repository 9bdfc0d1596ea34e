"""A real context for one check: a profile text, fake values around it, and nothing that was not asked for."""

from __future__ import annotations

from pathlib import Path

from golive.clock import Deadline
from golive.context import Context, EnvironmentView
from golive.errors import Unverified
from golive.kind import Kind
from golive.once import Once
from golive.profile.loader import load_profile
from golive.profile.values import Values
from golive.provider import Provider
from golive.providers.anton.shapes import SANDBOX_HOSTS, SECRET_SHAPES
from golive.providers.anton.signature import DELIVERIES
from golive.providers.anton.source import SOURCE
from golive.redact import Redactor
from golive.repository.files import open_repository
from golive.repository.scanning import scan_repository
from golive.source.integration import read_integration
from support.fake_clock import FakeClock

ANTON = Provider(
    id="anton",
    title="Anton Payments",
    hosts={Kind.PRODUCTION: "api.antonpayments.com", Kind.SANDBOX: "api.antonpayments.dev"},
    sandbox_hosts=SANDBOX_HOSTS,
    credential_sets=(),
    secret_shapes=SECRET_SHAPES,
    declares=(),
    needed_events=("payout.completed", "payout.failed", "payout.returned"),
    login_paths=frozenset(),
    deliveries=DELIVERIES,
    judge_credentials=lambda _view, _views: iter(()),
    source=lambda: SOURCE,
    connect=lambda *_: None,
)
"""The facts that checks of settings and code need. Pass the real provider where its client matters."""


def make_context(
    folder: Path,
    profile: str,
    *,
    environment: str = "prod",
    environ=None,
    provider: Provider = ANTON,
    clock=None,
    trusted: bool = False,
    connect=None,
    resolve_host=None,
    repository=None,
    deliver=None,
    inspect_tls=None,
    cache=None,
    scan_deadline=None,
    inline_ignores=True,
) -> Context:
    """
    Write `profile` to `folder/golive.yaml` and return a context for one of its environments.

    `environ` is where `env` references look. `connect` returns the API client (left out: an offline run),
    `resolve_host` the addresses of a host (left out: offline), `repository` the repository (left out: the one that the
    profile names, opened on first use). `deliver` and `inspect_tls` return what a receiver did (left out: offline).
    """
    clock = clock or FakeClock()
    deadline = Deadline(clock, 60.0)
    path = folder / "golive.yaml"
    path.write_text(profile, encoding="utf-8")
    loaded = load_profile(path)
    values = Values(folder, environ or {}, Redactor(), trusted=trusted, deadline=deadline)
    views = {
        name: EnvironmentView(name, settings, loaded, values) for name, settings in loaded.profile.environments.items()
    }
    settings = loaded.profile.repository

    def offline(*_):
        raise Unverified("nothing is asked over the network in an offline run")

    files = Once(repository or (lambda: open_repository(folder / settings.root, settings.exclude, deadline=deadline)))
    return Context(
        provider=provider,
        environment=views[environment],
        environments=views,
        clock=clock,
        connection=Once(connect or offline),
        files=files,
        code=Once(lambda: read_integration(files(), provider.source(), deadline)),
        scan=Once(
            lambda: scan_repository(
                files(), provider, views, clock=clock, deadline=scan_deadline or deadline, cache=cache
            )
        ),
        deadline=lambda: scan_deadline or deadline,
        cache=cache,
        inline_ignores=inline_ignores,
        resolve_host=resolve_host or offline,
        deliver=deliver or offline,
        inspect_tls=inspect_tls or offline,
    )


def run(check, ctx: Context) -> list:
    """Run a check to its end and return its findings."""
    return list(check.run(ctx))


def of_level(findings, level) -> list[tuple[str, str]]:
    """Return the findings of one level as pairs of place and message."""
    return [(str(finding.place), finding.message) for finding in findings if finding.level is level]
