"""
A check run whose provider answers each call after 100 milliseconds, beside its floor.

The floor is the longest chain of calls that need each other's answer, times 100 ms. Start-up is not counted: the run
is made in a process that has loaded everything. The aim is 1.3 floors. Nothing fails on the clock; how many calls there
are is asserted. `longest_chain_observed` is how many followed one another; a call that logs in first spans its login.
"""

from __future__ import annotations

import statistics
import time
from contextlib import contextmanager

import pytest

from golive.clock import SystemClock
from golive.emulator import Emulator
from golive.http.routes import parse_connect_to
from golive.profile.loader import load_profile
from golive.run import Options, judge
from support.emulated import call

pytestmark = pytest.mark.sockets

LATENCY = 0.1
ROUNDS = 15
RECEIVER = "pay.example.com"
MOST_CALLS = 12
PROFILE = """
version: 1
provider: anton
environments:
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: CREDENTIALS
    webhooks:
      - url: https://pay.example.com/hooks/anton
        secret: {env: WEBHOOK_SECRET}
    balances: {USD: "5000.00"}
    corridors: [{source: USD, destination: EUR, country: DE, method: sepa}]
    payees: [{id: pye_acme, instruments: [ins_acme_eur]}]
"""
STATIC_KEY = "{api_key: {env: API_KEY}}"
OAUTH = "{client_id: {env: CLIENT_ID}, client_secret: {env: CLIENT_SECRET}, dpop_key: {env: DPOP_KEY}}"


@contextmanager
def prepared(tmp_path, credentials, variants=()):
    """Return a function that runs golive once against an emulator, which answers after LATENCY."""
    path = tmp_path / "golive.yaml"
    path.write_text(PROFILE.replace("CREDENTIALS", credentials), encoding="utf-8")
    with Emulator("anton", latency_seconds=LATENCY, extra_hosts=[RECEIVER], variants=variants) as emulator:
        environ = {name.upper(): value for name, value in emulator.credentials.items()}
        options = Options(
            environment="prod",
            connect_to=tuple(parse_connect_to(text) for text in emulator.connect_to),
            ca_bundle=emulator.ca_bundle,
        )
        yield lambda: judge(load_profile(path), options, environ=environ, clock=SystemClock()), emulator


def longest_chain(exchanges) -> int:
    """Return how many exchanges followed one another without overlapping, at the most."""
    spans = [(one.started_at.timestamp(), one.started_at.timestamp() + one.seconds) for one in exchanges]
    lengths: list[int] = []
    ordered = sorted(spans)
    for index, (start, _) in enumerate(ordered):
        lengths.append(1 + max((lengths[i] for i in range(index) if ordered[i][1] <= start), default=0))
    return max(lengths)


@pytest.mark.benchmark(group="check run, every answer after 100 ms")
@pytest.mark.parametrize(
    ("credentials", "chain"),
    # payees come in two pages, and the second needs the first; with OAuth, a token comes before everything
    [pytest.param(STATIC_KEY, 2, id="static key"), pytest.param(OAUTH, 3, id="OAuth with DPoP")],
)
def test_a_check_run_takes_about_as_long_as_its_longest_chain(benchmark, tmp_path, credentials, chain):
    with prepared(tmp_path, credentials) as (run, emulator):
        report = run()  # loads and compiles
        assert all(one.status == "pass" for one in report.results if one.id.startswith("account."))
        assert len(report.exchanges) <= MOST_CALLS
        bare: list[float] = []
        taken: list[float] = []

        def one_round() -> None:
            started = time.perf_counter()
            call(emulator, "/v1/balances", key="api_key")
            bare.append(time.perf_counter() - started)
            started = time.perf_counter()
            run()
            taken.append(time.perf_counter() - started)

        benchmark.pedantic(one_round, rounds=ROUNDS)
    floor = chain * LATENCY
    benchmark.extra_info.update(
        calls=len(report.exchanges),
        longest_chain_of_dependent_calls=chain,
        longest_chain_observed=longest_chain(report.exchanges),
        floor_ms=round(floor * 1000),
        one_bare_call_ms=round(statistics.median(bare) * 1000),
        run_ms=round(statistics.median(taken) * 1000),
        times_floor=round(statistics.median(taken) / floor, 2),
    )
