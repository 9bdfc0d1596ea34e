"""Which CI system runs golive."""

from __future__ import annotations

import pytest

from golive.cli.ci import VARIABLES, CiSystem, ci_system, without_secrets
from golive.kind import Kind
from golive.profile.types import Credentials, Environment, EnvReference, KeyringReference

JOBS = {
    CiSystem.GITHUB: {"GITHUB_ACTIONS": "true", "CI": "true"},
    CiSystem.GITLAB: {"GITLAB_CI": "true", "CI": "true"},
    CiSystem.JENKINS: {"JENKINS_URL": "https://ci.example.com/"},
    CiSystem.AZURE: {"TF_BUILD": "True"},
    CiSystem.CIRCLECI: {"CIRCLECI": "true", "CI": "true"},
    CiSystem.BUILDKITE: {"BUILDKITE": "true", "CI": "true"},
    CiSystem.BITBUCKET: {"BITBUCKET_BUILD_NUMBER": "17", "CI": "true"},
    CiSystem.TEAMCITY: {"TEAMCITY_VERSION": "2025.11 (build 1)"},
    CiSystem.OTHER: {"CI": "true"},
}


@pytest.mark.parametrize("system", CiSystem)
def test_a_system_is_known_by_the_variables_of_its_jobs(system):
    assert ci_system(JOBS[system]) is system
    assert ci_system({**JOBS[system], "PATH": "/bin", "HOME": "/root"}) is system


@pytest.mark.parametrize("value", ["", " ", "0", "false", "False", "FALSE", "no", "off"])
@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_that_says_no_is_no_ci_system(name, value):
    assert ci_system({name: value}) is None


@pytest.mark.parametrize("value", ["1", "true", "TRUE", "yes", "woodpecker"])
def test_any_other_value_of_ci_is_one(value):
    assert ci_system({"CI": value}) is CiSystem.OTHER


def test_outside_a_job_there_is_none():
    assert ci_system({"PATH": "/bin", "GITHUB_TOKEN": "x", "GITHUB_STEP_SUMMARY": "/x"}) is None


def environment(**credentials):
    return Environment(kind=Kind.PRODUCTION, base_url="https://x.example", credentials=Credentials(**credentials))


ONE = environment(api_key=EnvReference(env="PAY_KEY"))
TWO = environment(client_id=EnvReference(env="PAY_ID"), client_secret=EnvReference(env="PAY_SECRET"))


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target"])
def test_a_pull_request_without_secrets_is_told_that_the_deploy_job_has_to_block(event):
    note = without_secrets(ONE, {**JOBS[CiSystem.GITHUB], "GITHUB_EVENT_NAME": event})
    assert note == (
        "this job has no PAY_KEY. A pull request from a fork gets no secrets, so that its job can say no more than "
        "this: let the job that deploys run golive check with them, and let that one block."
    )


@pytest.mark.parametrize("variable", ["CI_MERGE_REQUEST_IID", "CI_EXTERNAL_PULL_REQUEST_IID"])
def test_a_merge_request_without_secrets_is_told_the_same(variable):
    note = without_secrets(TWO, {**JOBS[CiSystem.GITLAB], variable: "7"})
    assert note.startswith("this job has no PAY_ID and no PAY_SECRET. A merge request from a fork gets no secrets")


def test_another_job_without_secrets_is_told_to_pass_them():
    note = without_secrets(ONE, {**JOBS[CiSystem.GITHUB], "GITHUB_EVENT_NAME": "push"})
    assert note == (
        "this job has no PAY_KEY. Pass them to it as secrets of GitHub Actions, in the job that deploys: "
        "that one has to block."
    )


def test_an_empty_variable_is_a_missing_one():
    # What GitHub makes of `${{ secrets.NAME }}` where there is no such secret.
    assert without_secrets(ONE, {**JOBS[CiSystem.GITHUB], "PAY_KEY": ""}) is not None


@pytest.mark.parametrize(
    ("asked", "environ"),
    [
        (ONE, {**JOBS[CiSystem.GITHUB], "PAY_KEY": "x"}),
        (TWO, {**JOBS[CiSystem.GITHUB], "PAY_ID": "x"}),
        (ONE, JOBS[CiSystem.JENKINS]),
        (ONE, {}),
        (environment(), JOBS[CiSystem.GITHUB]),
        (environment(api_key=KeyringReference(keyring="golive", username="x")), JOBS[CiSystem.GITHUB]),
    ],
)
def test_a_job_that_has_some_of_them_or_needs_none_is_told_nothing(asked, environ):
    assert without_secrets(asked, environ) is None
