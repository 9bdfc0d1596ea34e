"""What every check owes: a name, a sentence, a reason, a remedy, a test, a page, and something that makes it fail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import golive_checks
from golive.check import Area
from golive.emulator.registry import flaws_of, providers
from golive.finding import Level
from golive.providers.anton import PROVIDER
from golive.registry import load_checklist, load_provider, provider_ids
from golive.result import Status, status_of
from golive_checks import CHECKS, PLANNED
from support.context import make_context
from support.git_repository import new_repository
from support.promises import mutants

ROOT = Path(__file__).parents[2]
PACKAGE = Path(golive_checks.__file__).parent  # wherever it is installed: a wheel is tested without its sources
IDS = [check.id for check in CHECKS]
EACH = pytest.mark.parametrize("check", CHECKS, ids=IDS)

LIVE = "ak_live_" + "q7Zr2Lw9Xk4Tn8VbH3mP6sDy"
TEST = "ak_test_" + "q7Zr2Lw9Xk4Tn8VbH3mP6sDy"
PROFILE = """\
version: 1
provider: anton
environments:
  sandbox: {kind: sandbox, base_url: "https://api.antonpayments.dev", credentials: {api_key: {env: OTHER}}}
  prod:
    kind: production
    base_url: BASE
    credentials: {api_key: KEY}
    webhooks: [{url: "HOOK"}]
    egress: [RANGE]
"""
SOUND = {
    "BASE": "https://api.antonpayments.com",
    "KEY": "{env: KEY}",
    "HOOK": "https://pay.example.com",
    "RANGE": "8.8.8.8",
}

# What no flaw of an account can break: a sound profile and an empty repository, and what is wrong with it each time.
SAMPLES = {
    "settings.base-url": {"BASE": "https://api.antonpayments.com.evil.example"},
    "settings.key-environment": {"environ": {"KEY": TEST}},
    "settings.secret-source": {"KEY": LIVE},
    "settings.separation": {"environ": {"KEY": LIVE, "OTHER": LIVE}},
    "settings.webhook-url": {"HOOK": "http://pay.example.com"},
    "settings.egress-ranges": {"RANGE": "10.0.0.0/24"},
    "code.secrets": {"files": {"app.py": f'KEY = "{LIVE}"\n'}},
    "code.history": {"commits": [{"app.py": f'KEY = "{LIVE}"\n'}, {"app.py": ""}]},
    "code.client-side": {"files": {"web/pay.js": f'"use client"\nconst KEY = "{LIVE}"\n'}},
    "code.sandbox-leftovers": {"files": {"deploy/prod.env": "ANTON_URL=https://api.antonpayments.dev\n"}},
}


def context_of(folder, *, environ=None, files=None, commits=(), **profile):
    text = PROFILE
    for name, value in (SOUND | profile).items():
        text = text.replace(name, value)
    for name, content in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    for changed in commits:
        new_repository(folder).commit(**changed)
    environ = {"KEY": LIVE, "OTHER": TEST} | (environ or {})
    return make_context(folder, text, environ=environ, provider=PROVIDER, resolve_host=lambda _host: ())


def test_ids_are_unique():
    assert len(IDS) == len(set(IDS))


@EACH
def test_the_id_is_where_the_file_is(check):
    area, name = check.id.split(".")
    assert (PACKAGE / area / f"{name.replace('-', '_')}.py").is_file()
    assert check.area == Area(area)


@pytest.mark.parametrize("area", [area.value for area in Area])
def test_every_file_of_an_area_is_listed(area):
    files = (PACKAGE / area).glob("*.py") if (PACKAGE / area).is_dir() else ()
    written = {f"{area}.{file.stem.replace('_', '-')}" for file in files if not file.stem.startswith("_")}
    assert written == {check_id for check_id in IDS if check_id.startswith(f"{area}.")}


@EACH
def test_the_title_is_one_sentence_that_is_true_when_the_check_passes(check):
    assert check.title[0].isupper()
    assert len(check.title) <= 100
    assert "\n" not in check.title
    assert not re.search(r"[.!?]", check.title)
    assert not re.match(r"Ensure|Check|Verif|Make sure|Should|Must", check.title)


@EACH
def test_there_are_a_guide_and_a_remedy(check):
    for text in (check.guide, check.remedy):
        assert len(text) > 20
        assert text.endswith(".")
        assert "!" not in text
    assert check.sources
    assert all(source.startswith("https://") for source in check.sources)
    assert check.providers <= set(provider_ids())


@EACH
def test_there_is_a_test_file(check):
    area, name = check.id.split(".")
    assert (ROOT / "tests" / "checks" / area / f"test_{name.replace('-', '_')}.py").is_file()


@EACH
def test_there_is_a_page(check):
    """`python docs/generate.py` writes it."""
    assert (ROOT / "docs" / "checks" / f"{check.id}.md").is_file()


@pytest.mark.parametrize("provider", provider_ids())
def test_a_checklist_names_only_checks_that_are_built_or_planned(provider):
    checklist = load_checklist(provider)
    assert load_provider(provider).id == checklist.provider == provider
    assert set(checklist.check_ids()) <= {*IDS, *PLANNED}


def test_what_is_planned_is_not_built_and_some_checklist_waits_for_it():
    named = {check_id for provider in provider_ids() for check_id in load_checklist(provider).check_ids()}
    assert len(PLANNED) == len(set(PLANNED))
    assert set(PLANNED) & set(IDS) == set()
    assert set(PLANNED) <= named
    assert {check_id.partition(".")[0] for check_id in PLANNED} <= {area.value for area in Area}


def broken_by_an_account() -> set[str]:
    flaws = [flaw for provider in providers() for flaw in flaws_of(provider)]
    return {check_id for flaw in flaws for check_id, status in flaw.breaks.items() if status == Status.FAIL}


def broken_by_source_code() -> set[str]:
    """Return what fails for a merchant of tests/samples with one defect (each is judged in test_promises.py)."""
    return {mutant.check for mutant in mutants() if mutant.expected is Status.FAIL}


def test_flaws_name_only_checks_that_exist():
    named = {check_id for provider in providers() for flaw in flaws_of(provider) for check_id in flaw.breaks}
    assert named <= set(IDS)


@EACH
def test_something_makes_it_fail(check):
    """A flaw of the emulator (run over TLS in tests/integration), a sample here, or a merchant with a defect."""
    ways = (broken_by_an_account(), set(SAMPLES), broken_by_source_code())
    assert sum(check.id in way for way in ways) == 1


@pytest.mark.parametrize("check", [check for check in CHECKS if check.id in SAMPLES], ids=lambda check: check.id)
def test_its_sample_makes_it_fail_and_without_it_it_does_not(tmp_path, check):
    sound, wrong = tmp_path / "sound", tmp_path / "wrong"
    for folder in (sound, wrong):
        (folder / "deploy").mkdir(parents=True)
        (folder / "deploy" / "prod.env").write_text("ANTON_URL=https://api.antonpayments.com\n", encoding="utf-8")
    findings = tuple(check.run(context_of(wrong, **SAMPLES[check.id])))
    assert status_of(findings, None)[0] is Status.FAIL
    assert all(LIVE not in finding.message and TEST not in finding.message for finding in findings)
    calm = tuple(check.run(context_of(sound, commits=[{}] if "commits" in SAMPLES[check.id] else ())))
    assert not [finding for finding in calm if finding.level is Level.FAIL]


def test_samples_are_of_checks_that_exist():
    assert set(SAMPLES) <= set(IDS)
