"""Which CI system runs golive, by its environment variables, and what golive does differently there."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from golive.profile.types import Environment


class CiSystem(StrEnum):
    """A system that runs jobs without a person at a terminal."""

    GITHUB = "GitHub Actions"
    GITLAB = "GitLab CI"
    JENKINS = "Jenkins"
    AZURE = "Azure Pipelines"
    CIRCLECI = "CircleCI"
    BUILDKITE = "Buildkite"
    BITBUCKET = "Bitbucket Pipelines"
    TEAMCITY = "TeamCity"
    OTHER = "CI"


VARIABLES: Final = {
    "GITHUB_ACTIONS": CiSystem.GITHUB,
    "GITLAB_CI": CiSystem.GITLAB,
    "JENKINS_URL": CiSystem.JENKINS,
    "TF_BUILD": CiSystem.AZURE,
    "CIRCLECI": CiSystem.CIRCLECI,
    "BUILDKITE": CiSystem.BUILDKITE,
    "BITBUCKET_BUILD_NUMBER": CiSystem.BITBUCKET,
    "TEAMCITY_VERSION": CiSystem.TEAMCITY,
    "CI": CiSystem.OTHER,
}
"""The variable that each system sets in every job; the last one most of them set."""
SUMMARY: Final = "GITHUB_STEP_SUMMARY"
"""Names the file to which a step of GitHub Actions appends Markdown."""
_OFF: Final = frozenset({"", "0", "false", "no", "off", "n", "f"})


def ci_system(environ: Mapping[str, str]) -> CiSystem | None:
    """Return the CI system that these environment variables are from, None where it is none."""
    return next((system for name, system in VARIABLES.items() if _is_on(environ.get(name, ""))), None)


def _is_on(value: str) -> bool:
    return value.strip().lower() not in _OFF


def without_secrets(environment: Environment, environ: Mapping[str, str]) -> str | None:
    """
    Return what to do in a job on GitHub or GitLab that got none of the credentials, None where that is not so.

    Both keep secrets from the pull requests of forks, GitLab also keeps protected variables from unprotected branches.
    """
    system = ci_system(environ)
    names = _variables(environment)
    if system not in {CiSystem.GITHUB, CiSystem.GITLAB} or not names or any(environ.get(name) for name in names):
        return None
    fact = f"this job has no {' and no '.join(names)}"
    if _is_proposed(system, environ):
        kind = "pull request" if system is CiSystem.GITHUB else "merge request"
        return (
            f"{fact}. A {kind} from a fork gets no secrets, so that its job can say no more than this: let the job "
            "that deploys run golive check with them, and let that one block."
        )
    return f"{fact}. Pass them to it as secrets of {system}, in the job that deploys: that one has to block."


def _variables(environment: Environment) -> tuple[str, ...]:
    """Return the variables in which an environment's credential is looked for."""
    from dataclasses import fields

    from golive.profile.types import EnvReference

    written = [getattr(environment.credentials, field.name) for field in fields(environment.credentials)]
    return tuple(dict.fromkeys(value.env for value in written if isinstance(value, EnvReference)))


def _is_proposed(system: CiSystem, environ: Mapping[str, str]) -> bool:
    """Whether the job belongs to a proposed change."""
    if system is CiSystem.GITHUB:
        return environ.get("GITHUB_EVENT_NAME", "").startswith("pull_request")
    return bool(environ.get("CI_MERGE_REQUEST_IID") or environ.get("CI_EXTERNAL_PULL_REQUEST_IID"))
