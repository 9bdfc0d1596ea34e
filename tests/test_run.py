"""Putting a run together: what is refused before anything is sent."""

import pytest

from golive.clock import SystemClock
from golive.errors import UsageError
from golive.http.routes import parse_connect_to
from golive.profile.loader import load_profile
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
