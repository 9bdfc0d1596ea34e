"""How records stand without a run."""

from __future__ import annotations

import pytest

from golive.records.rules import Rules
from golive.records.standing import State, standings
from support.records import TODAY, vouched, waived, write_profile


def stand(folder, *records, **profile):
    return standings(records, Rules(write_profile(folder, **profile)), TODAY)


@pytest.mark.parametrize(
    ("made", "expires", "state", "left"),
    [
        ("2026-11-01", "2026-11-22", State.IN_FORCE, 0),
        ("2026-11-01", "2026-11-21", State.EXPIRED, -1),
        ("2026-11-23", "2026-12-01", State.PENDING, 9),
        ("soon", "2026-12-01", State.UNREADABLE, 9),
        ("2026-11-01", "soon", State.UNREADABLE, None),
    ],
)
def test_a_record_stands_by_its_days(tmp_path, made, expires, state, left):
    (one,) = stand(tmp_path, vouched("launch.monitoring", made=made, expires=expires))
    assert (one.state, one.days_left) == (state, left)
    assert bool(one.why) == (state is not State.IN_FORCE)


def test_a_later_one_about_the_same_replaces_it_if_it_is_in_force(tmp_path):
    one, two = vouched("launch.monitoring"), vouched("launch.monitoring", line=11)
    assert [found.state for found in stand(tmp_path, one, two)] == [State.REPLACED, State.IN_FORCE]
    over = vouched("launch.monitoring", line=11, expires="2026-11-02")
    assert [found.state for found in stand(tmp_path, one, over)] == [State.IN_FORCE, State.EXPIRED]
    elsewhere = vouched("launch.monitoring", line=11, environment="sandbox")
    assert [found.state for found in stand(tmp_path, one, elsewhere)] == [State.IN_FORCE, State.IN_FORCE]
    other = waived("launch.monitoring", line=11)
    assert [found.state for found in stand(tmp_path, one, other)] == [State.IN_FORCE, State.IN_FORCE]


@pytest.mark.parametrize(("days", "ends"), [(0, False), (1, True), (2, True)])
def test_one_whose_last_day_is_today_ends_within_a_day(tmp_path, days, ends):
    (one,) = stand(tmp_path, vouched("launch.monitoring", expires="2026-11-22"))
    assert one.ends_within(days) is ends


def test_what_the_policy_does_not_let_count_is_without_effect(tmp_path):
    policy = "policy: {observed: [launch.logging], not_waivable: [code.secrets]}"
    found = stand(tmp_path, vouched("launch.logging"), waived("code.secrets"), waived("code.history"), more=policy)
    assert [one.state for one in found] == [State.IDLE, State.IDLE, State.IN_FORCE]


def test_a_line_of_products_that_are_not_used_takes_nobodys_word(tmp_path):
    octopus = {"provider": "octopuscards"}
    (one,) = stand(tmp_path, vouched("webhook.registered"), more="verticals: [topups]", **octopus)
    assert (one.state, one.why) == (State.IDLE, "does not apply: the profile's verticals name no vouchers")
    (one,) = stand(tmp_path, vouched("webhook.registered"), more="verticals: [vouchers]", **octopus)
    assert one.state is State.IN_FORCE
    (one,) = stand(tmp_path, vouched("webhook.registered", environment="sandbox"), **octopus)
    assert one.why == "is about production, and sandbox is a sandbox: vouch for it where it is production"
