"""The promises of source code, on merchants in nine languages: sound ones keep them all, and each defect breaks one."""

from __future__ import annotations

import pytest

from golive.result import Status
from support.promises import copy_of, files_of, judge, merchants, mutants, provider_of, told

MERCHANTS = merchants()
MUTANTS = mutants()
WRONG = {Status.FAIL, Status.WARN}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """Return what the checks say about a sound merchant, asked once for each."""
    known = {}

    def statuses(merchant: str) -> dict:
        if merchant not in known:
            known[merchant] = judge(copy_of(merchant, tmp_path_factory.mktemp(merchant)), provider_of(merchant))
        return known[merchant]

    return statuses


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_a_sound_merchant_breaks_no_promise(merchant, sound):
    for check_id, (status, findings) in sound(merchant).items():
        assert status not in WRONG, (check_id, told(findings, status))


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.id)
def test_one_defect_breaks_its_own_promise_and_no_other(mutant, tmp_path):
    found = judge(copy_of(mutant.merchant, tmp_path, mutant.patch), provider_of(mutant.merchant))
    status, findings = found.pop(mutant.check)
    assert status is mutant.expected, told(findings, status)
    assert mutant.file in files_of(findings, mutant.expected), told(findings, mutant.expected)
    others = {check_id: told(listed, status) for check_id, (status, listed) in found.items() if status in WRONG}
    assert others == {}


def test_there_is_a_sound_merchant_in_every_language():
    languages = {"python", "javascript", "typescript", "go", "java", "kotlin", "ruby", "php", "csharp"}
    assert languages <= {merchant.partition("-")[0] for merchant in MERCHANTS}


def test_there_are_enough_defects_and_every_promise_is_broken_by_some(sound):
    assert len(MUTANTS) >= 150
    judged = {check_id for merchant in MERCHANTS for check_id in sound(merchant)}
    assert judged - {mutant.check for mutant in MUTANTS} == set()


def test_every_promise_is_kept_by_some_merchant_on_evidence(sound):
    """An unknown breaks nothing, so a check that never passes would go unnoticed."""
    passed = {
        check_id for merchant in MERCHANTS for check_id, (status, _) in sound(merchant).items() if status is Status.PASS
    }
    assert passed == {check_id for merchant in MERCHANTS for check_id in sound(merchant)}
