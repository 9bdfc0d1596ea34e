"""What the path of a file says about it."""

from __future__ import annotations

import re
from typing import Final

_TEST_FOLDERS: Final = frozenset(
    [
        *("test", "tests", "spec", "specs", "__tests__", "__mocks__", "__fixtures__", "fixtures", "testdata"),
        *("test-data", "test_data", "testing", "e2e", "cypress", "androidtest", "testfixtures"),
    ]
)
_TEST_FILE: Final = re.compile(
    r"^(?:test_.*|conftest\.py|.*_(?:test|spec)\.[a-z]+|.*[.-](?:test|spec|tests)\.[a-z]+|.*[.-](?:test|spec)-d\.ts)$"
)
_TEST_CLASS: Final = re.compile(r"^.*[a-z0-9](?:Tests?|Spec|IT)\.(?:java|kt|kts|cs|php|scala|groovy|swift|vb|fs)$")

_CONFIGURATION: Final = frozenset(
    [
        *("env", "yaml", "yml", "json", "jsonc", "json5", "toml", "ini", "cfg", "conf", "config", "properties"),
        *("tf", "tfvars", "hcl", "xml", "plist", "envrc", "neon", "cnf"),
    ]
)
_PRODUCTION: Final = frozenset(("prod", "production", "live", "prd"))
_OTHER_STAGES: Final = frozenset(
    [
        *("sandbox", "staging", "stage", "dev", "development", "test", "testing", "tests", "qa", "uat", "local"),
        *("preview", "ci", "preprod", "nonprod", "preproduction", "nonproduction", "canary"),
    ]
)
_NEGATIONS: Final = frozenset(("non", "not", "pre", "no", "un"))
_NOT_DEPLOYED: Final = frozenset(
    [
        *("example", "examples", "sample", "samples", "template", "templates", "tmpl", "tpl", "dist", "doc", "docs"),
        *("documentation", "schema", "node_modules", "vendor", "third_party"),
    ]
)
_DOCUMENTATION: Final = frozenset(("md", "mdx", "markdown", "rst", "adoc", "asciidoc", "tex", "man", "1"))
_EXAMPLE_FOLDERS: Final = frozenset(
    [
        *("example", "examples", "sample", "samples", "doc", "docs", "documentation", "schema"),
        *("node_modules", "vendor", "third_party"),
    ]
)
_PIPELINES: Final = (".github/", ".gitlab/", ".circleci/", ".buildkite/")
_PIPELINE_FILES: Final = frozenset(
    [
        "azure-pipelines.yml",
        "bitbucket-pipelines.yml",
        ".gitlab-ci.yml",
        ".travis.yml",
        "appveyor.yml",
        "cloudbuild.yaml",
    ]
)
_LOCKS: Final = (
    "package-lock.json",
    "npm-shrinkwrap.json",
    "pnpm-lock.yaml",
    "composer.lock",
    ".lock.json",
    "tsconfig.json",
)
_PRODUCTION_CODE: Final = re.compile(
    r"(?:^|/)(?:settings|config|configs|configuration|environments?)/(?:[\w-]+/){0,2}"
    r"(?:environment[.-])?(?:production|prod|live|prd)\.(?:py|rb|[cm]?[jt]s|php|exs)$"
)
_TOKENS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def is_test(name: str) -> bool:
    """Whether a file belongs to the tests: by a folder above it, or by the usual names of test files."""
    *folders, file = name.split("/")
    return (
        any(folder.lower() in _TEST_FOLDERS for folder in folders)
        or _TEST_FILE.match(file.lower()) is not None
        or _TEST_CLASS.match(file) is not None
    )


def is_example(name: str) -> bool:
    """Whether a file is a test, documentation, an example, a template to be filled, or somebody else's."""
    *folders, file = name.lower().split("/")
    if is_test(name) or file.rpartition(".")[2] in _DOCUMENTATION:
        return True
    in_file = any(token in _NOT_DEPLOYED for token in re.split(r"[._-]", file))
    return in_file or any(token in _EXAMPLE_FOLDERS for folder in folders for token in re.split(r"[.-]", folder))


def names_production(text: str) -> bool:
    """Whether a word, such as a file's name or a setting's key, names production rather than another stage."""
    return _stage(text) is True


def names_other_stage(text: str) -> bool:
    """Whether a word names a stage before production, such as a sandbox or the tests."""
    return _stage(text) is False


def is_production_configuration(name: str) -> bool:
    """
    Whether the path says that this file configures production.

    It is of a configuration type; the innermost part of the path that names a stage names production; and it is no
    example, test, documentation, or pipeline (which visits several environments).
    """
    parts = name.split("/")
    file = parts[-1].lower()
    if not _is_configuration(file) or is_test(name) or name.startswith(_PIPELINES):
        return False
    if any(token in _NOT_DEPLOYED for part in parts for token in re.split(r"[.-]", part.lower())):
        return False
    stages = (_stage(part) for part in reversed(parts))
    return next((stage for stage in stages if stage is not None), False)


def may_configure_production(name: str) -> bool:
    """Whether this file may hold the settings of several stages, production's among them: its path names none."""
    parts = name.split("/")
    file = parts[-1].lower()
    return (
        _is_configuration(file)
        and not is_test(name)
        and not file.endswith(_LOCKS)
        and not any(token in _NOT_DEPLOYED for part in parts for token in re.split(r"[.-]", part.lower()))
        and not any(_stage(part) is False for part in parts)
    )


def is_pipeline(name: str) -> bool:
    """Whether this file tells a machine how to build, test and deploy: it visits several stages."""
    return name.startswith(_PIPELINES) or name.rpartition("/")[2].lower() in _PIPELINE_FILES


def is_production_code(name: str) -> bool:
    """
    Whether this is a program's own file of production settings.

    Such as `settings/production.py` (Django), `config/environments/production.rb` (Rails), `config/production.js`
    (node-config), `environments/environment.prod.ts` (Angular).
    """
    match = _PRODUCTION_CODE.search(name.lower())
    return match is not None and not is_test(name)


def _is_configuration(file: str) -> bool:
    suffix = file.rpartition(".")[2] if "." in file else ""
    return file.startswith((".env", "dockerfile")) or suffix in _CONFIGURATION or ".env." in file


def _stage(text: str) -> bool | None:
    """Return True for production, False for another stage, None where no stage is named."""
    tokens = [token.lower() for token in _TOKENS.findall(text)]
    if any(token in _OTHER_STAGES for token in tokens):
        return False
    for index, token in enumerate(tokens):
        if token in _PRODUCTION:
            return index == 0 or tokens[index - 1] not in _NEGATIONS
    return None
