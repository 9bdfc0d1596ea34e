"""The sample profiles load, and say what they promise to say."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from golive.profile import types
from golive.profile.loader import load_profile
from golive.profile.schema import profile_schema
from golive.profile.values import describe
from golive.record import RecordKind
from golive.records.loading import load_records, records_path
from golive.records.schema import records_schema
from golive.records.types import Attestation, Waiver
from golive.registry import load_provider, read_profile

FOLDER = Path(__file__).parent.parent / "sample-configs"
RECORDS = sorted(FOLDER.glob("*.records.yaml"))
SAMPLES = sorted(set(FOLDER.glob("*.yaml")) - set(RECORDS))
KINDS = (
    types.Profile,
    types.Environment,
    types.RepositorySettings,
    types.Policy,
    types.Credentials,
    types.Webhook,
    types.Corridor,
    types.Payee,
    types.EnvReference,
    types.DotenvReference,
    types.YamlReference,
    types.FileReference,
    types.KeyringReference,
    types.CommandReference,
)


def test_the_samples_for_every_provider_are_there():
    assert {"minimal.yaml", "anton.yaml", "anton-dpop.yaml", "octopuscards.yaml"} <= {sample.name for sample in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_sample_loads_and_fits_the_schema(sample):
    loaded = read_profile(sample)
    assert any(one.kind is types.Kind.PRODUCTION for one in loaded.profile.environments.values())
    Draft202012Validator(profile_schema()).validate(yaml.safe_load(sample.read_text(encoding="utf-8")))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_sample_writes_no_secret_and_only_hosts_made_up_or_the_providers(sample):
    for environment in load_profile(sample).profile.environments.values():
        secrets = [getattr(environment.credentials, part.name) for part in fields(environment.credentials)]
        secrets += [webhook.secret for webhook in environment.webhooks]
        assert "written in the profile" not in {describe(secret) for secret in secrets if secret is not None}
    hosts = re.findall(r"https://([^/\s]+)", sample.read_text(encoding="utf-8"))
    assert all(host.endswith((".example.com", ".antonpayments.dev", ".octopuscards.io")) for host in hosts)


@pytest.mark.parametrize("sample", RECORDS, ids=lambda sample: sample.name)
def test_sample_records_load_beside_their_profile_and_fit_the_schema(sample):
    loaded = read_profile(sample.with_name(sample.name.replace(".records.yaml", ".yaml")))
    assert records_path(loaded.path) == sample
    assert {record.kind for record in load_records(loaded)} == set(RecordKind)
    text = sample.read_text(encoding="utf-8")
    assert all(re.search(rf"\b{part.name}:", text) for kind in (Attestation, Waiver) for part in fields(kind))
    written = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - texts only, as editors see days
    Draft202012Validator(records_schema()).validate({**written, "version": 1})


def test_the_sample_with_every_setting_names_every_setting():
    text = (FOLDER / "anton.yaml").read_text(encoding="utf-8")
    missing = [part.name for kind in KINDS for part in fields(kind) if not re.search(rf"\b{part.name}:", text)]
    assert missing == []


def test_the_sample_for_octopuscards_uses_the_names_that_its_pages_suggest():
    # https://octopus-docs.pages.dev/docs/getting-started/production
    profile = read_profile(FOLDER / "octopuscards.yaml").profile
    for name, suffix in (("sandbox", "SANDBOX"), ("prod", "PROD")):
        environment = profile.environments[name]
        read = environment.base_url, environment.credentials.api_key, environment.credentials.api_secret
        assert [value.env for value in read] == [f"{what}_{suffix}" for what in ("BASE_URL", "API_KEY", "API_SECRET")]
        assert all(webhook.secret is not None and webhook.probe for webhook in environment.webhooks)
    provider = load_provider("octopuscards")
    assert profile.verticals == provider.verticals
    assert profile.environments["prod"].webhooks[0].events == provider.needed_events
    assert all(getattr(profile.environments["prod"], name) for name in provider.declares)
