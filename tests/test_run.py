"""Putting a run together: what is refused before anything is sent."""

import pytest

from golive.check import Area, Check
from golive.clock import SystemClock
from golive.errors import UsageError
from golive.finding import seen
from golive.http.routes import parse_connect_to
from golive.profile.loader import load_profile
from golive.registry import Catalogue
from golive.run import Options, judge
from support.merchant import write_merchant


def start(folder, target, **options):
    write_merchant(folder)
    routes = (parse_connect_to(f"api.antonpayments.com:443:{target}:4443"),)
    chosen = Options(environment="prod", offline=True, connect_to=routes, **options)
    return judge(load_profile(folder / "golive.yaml"), chosen, environ={}, clock=SystemClock())


@pytest.mark.parametrize("target", ["203.0.113.7", "10.0.0.7", "[2001:db8::7]", "evil.example"])
def test_a_played_host_elsewhere_that_the_callers_bundle_trusts_is_refused(tmp_path, target):
    with pytest.raises(UsageError, match="on this machine only"):
        start(tmp_path, target, ca_bundle=tmp_path / "ca.pem")
    assert start(tmp_path, target).subject.played == ("api.antonpayments.com",)  # the system's trust still decides


@pytest.mark.parametrize("target", ["127.0.0.1", "[::1]", "localhost"])
def test_this_machine_may_play_a_host(tmp_path, target):
    report = start(tmp_path, target, ca_bundle=tmp_path / "ca.pem")
    assert report.subject.played == ("api.antonpayments.com",)


@pytest.mark.parametrize(
    ("timeout", "per_check", "expected"), [(60.0, 20.0, 19.0), (10.0, 20.0, 9.0), (60.0, 2.0, 1.8)]
)
def test_a_check_is_told_by_when_it_has_to_say_what_it_found_before_it_is_given_up(
    tmp_path, timeout, per_check, expected
):
    told = []

    def function(ctx):
        told.append((ctx.deadline().seconds, ctx.cache))
        ctx.progress("reading files", 1, 2)
        yield seen("all")

    write_merchant(tmp_path)
    check = Check("settings.sample", Area.SETTINGS, "All is well", "guide", "remedy", function)
    shown = []
    judge(
        load_profile(tmp_path / "golive.yaml"),
        Options(environment="prod", offline=True, timeout=timeout, per_check=per_check, cache=tmp_path / "cache"),
        environ={},
        clock=SystemClock(),
        progress=lambda *what: shown.append(what),
        find_checks=lambda *_, **__: Catalogue((check,), {check.id: "golive"}, ()),
    )
    assert told == [(pytest.approx(expected, abs=0.5), tmp_path / "cache")]
    assert shown == [("reading files", 1, 2)]
