"""A check is declared once, by its function."""

import pytest

from golive.check import Area, Strength, check


def declared(module="golive_checks.account.sample", doc="The account is there.\n\nWithout it, nothing works.", **more):
    def sample_thing(_ctx):
        yield

    sample_thing.__module__ = module
    sample_thing.__doc__ = doc
    return check(remedy="Open an account.", **more)(sample_thing)


def test_id_title_and_guide_come_from_the_function():
    made = declared(sources=("https://example.com",))
    assert (made.id, made.area, made.title) == ("account.sample-thing", Area.ACCOUNT, "The account is there")
    assert (made.guide, made.remedy) == ("Without it, nothing works.", "Open an account.")
    assert made.sources == ("https://example.com",)


def test_a_title_over_two_lines_becomes_one():
    assert declared(doc="The account\n    is there.\n\n    Guide.").title == "The account is there"


@pytest.mark.parametrize("doc", [None, "", "Only a title."])
def test_a_check_without_a_guide_is_refused(doc):
    with pytest.raises(ValueError, match="a title and a guide"):
        declared(doc=doc)


def test_a_check_outside_the_five_areas_is_refused():
    with pytest.raises(ValueError, match="settings, account, receiver, code, traffic"):
        declared(module="acme.misc.sample")


def test_live_systems_are_observed_and_files_are_inspected():
    strengths = {area.value: area.strength for area in Area}
    assert strengths == {
        "settings": Strength.INSPECTED,
        "account": Strength.OBSERVED,
        "receiver": Strength.OBSERVED,
        "code": Strength.INSPECTED,
        "traffic": Strength.OBSERVED,
    }
