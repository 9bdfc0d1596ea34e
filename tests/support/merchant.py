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

PROFILE = """\
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
    balances: {USD: "5000.00", EUR: "1000.00"}
    corridors:
      - {source: USD, destination: EUR, country: DE, method: sepa}
      - {source: USD, destination: GBP, country: GB, method: faster_payment}
    payees:
      - {id: pye_acme, instruments: [ins_acme_eur]}
      - {id: pye_globex, instruments: [ins_globex_gbp]}
"""
STATIC = "{api_key: {env: LIVE_KEY}}"
OAUTH = "{client_id: {env: CLIENT_ID}, client_secret: {env: CLIENT_SECRET}, dpop_key: {env: DPOP_KEY}}"
VARIABLES = {
    "LIVE_KEY": "api_key",
    "CLIENT_ID": "client_id",
    "CLIENT_SECRET": "client_secret",
    "DPOP_KEY": "dpop_key",
    "WEBHOOK_SECRET": "webhook_secret",
    "SANDBOX_KEY": "sandbox_api_key",
    "SANDBOX_WEBHOOK_SECRET": "sandbox_webhook_secret",
}


@dataclass
class Merchant:
    """A repository with a profile, and the emulator that plays its account."""

    folder: Path
    emulator: Emulator
    environ: dict[str, str] = field(default_factory=dict)

    def load(self):
        return load_profile(
            self.folder / "golive.yaml",
            known_providers=provider_ids(),
            credential_sets=lambda name: load_provider(name).credential_sets,
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


def write_merchant(folder: Path, *, credentials: str = STATIC, base_url: str = "https://api.antonpayments.com") -> None:
    """Write the repository of a sound merchant."""
    (folder / "deploy").mkdir(exist_ok=True)
    (folder / "golive.yaml").write_text(PROFILE.replace("CREDENTIALS", credentials), encoding="utf-8")
    (folder / "deploy" / "prod.env").write_text(
        f"BASE_URL={json.dumps(base_url, ensure_ascii=False)}\n", encoding="utf-8"
    )
    (folder / "app.py").write_text("import os\nKEY = os.environ['LIVE_KEY']\n", encoding="utf-8")


@contextmanager
def merchant(folder: Path, *, credentials: str = STATIC, base_url: str = "https://api.antonpayments.com", **emulator):
    """Write a sound merchant, and play its account while the block lasts."""
    write_merchant(folder, credentials=credentials, base_url=base_url)
    extra = (*RECEIVERS, *emulator.pop("extra_hosts", ()))
    with Emulator("anton", extra_hosts=extra, **emulator) as running:
        yield Merchant(folder, running, {name: running.credentials[key] for name, key in VARIABLES.items()})


def statuses(report: Report) -> dict[str, str]:
    """Return the status of every check that was run."""
    ran = {check.id for check in built_in().checks}
    return {result.id: result.status.value for result in report.results if result.id in ran}
