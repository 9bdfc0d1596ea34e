"""A merchant on disk whose profile matches the emulator's sound account, and runs of golive on it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from golive.clock import SystemClock
from golive.emulator.emulator import Emulator
from golive.http.routes import parse_connect_to
from golive.profile.loader import load_profile
from golive.redact import Redactor
from golive.registry import built_in, load_provider, provider_ids
from golive.run import Options, judge

if TYPE_CHECKING:
    from golive.report import Report

RECEIVERS = ("pay.example.com", "sandbox.pay.example.com")

STATIC = "{api_key: {env: LIVE_KEY}}"
OAUTH = "{client_id: {env: CLIENT_ID}, client_secret: {env: CLIENT_SECRET}, dpop_key: {env: DPOP_KEY}}"
PAIR = "{api_key: {env: API_KEY_PROD}, api_secret: {env: API_SECRET_PROD}}"

ANTON_PROFILE = """\
version: 1
provider: anton
environments:
  sandbox:
    kind: sandbox
    base_url: https://api.antonpayments.dev
    credentials: {api_key: {env: SANDBOX_KEY}}
    webhooks: [{url: "https://sandbox.pay.example.com/hooks/anton", secret: {env: SANDBOX_WEBHOOK_SECRET}}]
  prod:
    kind: production
    base_url: {dotenv: deploy/prod.env, key: BASE_URL}
    credentials: CREDENTIALS
    webhooks:
      - url: https://pay.example.com/hooks/anton
        secret: {env: WEBHOOK_SECRET}
        events: [payout.completed, payout.failed, payout.returned]
        probe: PROBE
    balances: {USD: "5000.00", EUR: "1000.00"}
    corridors:
      - {source: USD, destination: EUR, country: DE, method: sepa}
      - {source: USD, destination: GBP, country: GB, method: faster_payment}
    payees:
      - {id: pye_acme, instruments: [ins_acme_eur]}
      - {id: pye_globex, instruments: [ins_globex_gbp]}
"""
OCTOPUSCARDS_PROFILE = """\
version: 1
provider: octopuscards
verticals: [vouchers, topups, esim]
environments:
  sandbox:
    kind: sandbox
    base_url: https://sandbox-api.octopuscards.io
    credentials: {api_key: {env: API_KEY_SANDBOX}, api_secret: {env: API_SECRET_SANDBOX}}
    webhooks:
      - url: https://sandbox.pay.example.com/hooks/octopuscards
        secret: {env: WEBHOOK_SECRET_SANDBOX}
  prod:
    kind: production
    base_url: {dotenv: deploy/prod.env, key: BASE_URL}
    credentials: CREDENTIALS
    webhooks:
      - url: https://pay.example.com/hooks/octopuscards
        secret: {env: WEBHOOK_SECRET_PROD}
        events: [order.delivered, order.partially_delivered, order.failed, order.cancelled]
        probe: PROBE
    balances: {USD: "5000.00", EUR: "1000.00", GBP: "1.00"}
    egress: [192.88.99.16/28]
"""


@dataclass(frozen=True, kw_only=True)
class Integration:
    """A sound merchant's integration of one provider: what it writes, and what golive asks the provider for."""

    provider: str
    host: str
    sandbox_host: str
    profile: str
    credentials: str
    variables: dict[str, str]
    """Environment variables, and the emulator's credential in each."""
    account: tuple[str, ...]
    """Checks of the account, authentication first and the clock last."""
    paths: frozenset[str]
    """Every path that may be read."""
    listed: tuple[str, str]
    """A path that one check alone reads, and that check."""

    @property
    def url(self) -> str:
        return f"https://{self.host}"

    @property
    def answered(self) -> tuple[str, ...]:
        """The account's checks but the clock, for which any answer of the provider's host is enough."""
        return self.account[:-1]

    @property
    def lists(self) -> tuple[str, ...]:
        return self.account[1:-1]


def _account(*names: str) -> tuple[str, ...]:
    return tuple(f"account.{name}" for name in ("authentication", *names, "clock"))


ANTON = Integration(
    provider="anton",
    host="api.antonpayments.com",
    sandbox_host="api.antonpayments.dev",
    profile=ANTON_PROFILE,
    credentials=STATIC,
    variables={
        "LIVE_KEY": "api_key",
        "CLIENT_ID": "client_id",
        "CLIENT_SECRET": "client_secret",
        "DPOP_KEY": "dpop_key",
        "WEBHOOK_SECRET": "webhook_secret",
        "SANDBOX_KEY": "sandbox_api_key",
        "SANDBOX_WEBHOOK_SECRET": "sandbox_webhook_secret",
    },
    account=_account("balance", "corridors", "payees", "webhook-subscription", "webhook-events"),
    paths=frozenset(
        f"/v1/{name}" for name in ("balances", "corridors", "payees", "beneficiaries", "instruments", "webhooks")
    ),
    listed=("/v1/corridors", "account.corridors"),
)
OCTOPUSCARDS = Integration(
    provider="octopuscards",
    host="api.octopuscards.io",
    sandbox_host="sandbox-api.octopuscards.io",
    profile=OCTOPUSCARDS_PROFILE,
    credentials=PAIR,
    variables={
        "API_KEY_PROD": "api_key",
        "API_SECRET_PROD": "api_secret",
        "WEBHOOK_SECRET_PROD": "webhook_secret",
        "API_KEY_SANDBOX": "sandbox_api_key",
        "API_SECRET_SANDBOX": "sandbox_api_secret",
        "WEBHOOK_SECRET_SANDBOX": "sandbox_webhook_secret",
    },
    account=_account("wallets"),
    paths=frozenset({"/api/v1/currencies", "/api/v1/wallets"}),
    listed=("/api/v1/wallets", "account.wallets"),
)

KINDS = {"static-key": STATIC, "oauth-dpop": OAUTH, "pair": PAIR}
"""Every kind of credential, by a name for tests."""
LOGINS = {OAUTH: "/oauth/token", PAIR: "/auth/login"}
"""Where a token is asked for, of the kinds that need one."""


def integration_of(credentials: str) -> Integration:
    """Return the integration that a kind of credential belongs to."""
    return OCTOPUSCARDS if credentials == PAIR else ANTON


@dataclass
class Merchant:
    """A repository with a profile, and the emulator that plays its account."""

    folder: Path
    emulator: Emulator
    integration: Integration
    environ: dict[str, str] = field(default_factory=dict)

    def load(self):
        return load_profile(
            self.folder / "golive.yaml",
            known_providers=provider_ids(),
            facts=load_provider,
        )

    def options(self, **more) -> Options:
        defaults = {
            "environment": "prod",
            "connect_to": tuple(parse_connect_to(text) for text in self.emulator.connect_to),
            "ca_bundle": self.emulator.ca_bundle,
        }
        return Options(**(defaults | more))

    def judge(self, *, redactor=None, find_checks=lambda *_, **__: built_in(), clock=None, **more) -> Report:
        """Run golive as the command does, over real TLS, with the built-in checks alone."""
        return judge(
            self.load(),
            self.options(**more),
            environ=self.environ,
            clock=clock or SystemClock(),
            redactor=redactor or Redactor(),
            find_checks=find_checks,
        )


def write_merchant(
    folder: Path, *, credentials: str = STATIC, base_url: str | None = None, probe: bool = False
) -> None:
    """Write the repository of a sound merchant. The credentials decide whose API it integrates."""
    integration = integration_of(credentials)
    profile = integration.profile.replace("CREDENTIALS", credentials).replace("PROBE", str(probe).lower())
    (folder / "deploy").mkdir(exist_ok=True)
    (folder / "golive.yaml").write_text(profile, encoding="utf-8")
    url = integration.url if base_url is None else base_url
    (folder / "deploy" / "prod.env").write_text(f"BASE_URL={json.dumps(url, ensure_ascii=False)}\n", encoding="utf-8")
    (folder / "app.py").write_text("import os\nKEY = os.environ['LIVE_KEY']\n", encoding="utf-8")


@contextmanager
def merchant(folder: Path, *, credentials: str = STATIC, base_url: str | None = None, probe: bool = False, **emulator):
    """Write a sound merchant, and play its account while the block lasts; its receiver as well where `probe` is set."""
    integration = integration_of(credentials)
    write_merchant(folder, credentials=credentials, base_url=base_url, probe=probe)
    extra = (*(RECEIVERS[1:] if probe else RECEIVERS), *emulator.pop("extra_hosts", ()))
    if probe:
        emulator["receivers"] = (f"https://{RECEIVERS[0]}/hooks/{integration.provider}",)
    with Emulator(integration.provider, extra_hosts=extra, **emulator) as running:
        environ = {name: running.credentials[key] for name, key in integration.variables.items()}
        yield Merchant(folder, running, integration, environ)


def statuses(report: Report) -> dict[str, str]:
    """Return the status of every check that was run."""
    ran = {check.id for check in built_in().checks}
    return {result.id: result.status.value for result in report.results if result.id in ran}
