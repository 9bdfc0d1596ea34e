"""What a path says about a file."""

from __future__ import annotations

import pytest

from golive.repository.paths import (
    is_example,
    is_production_configuration,
    is_test,
    names_other_stage,
    names_production,
)


@pytest.mark.parametrize(
    "name",
    [
        "tests/test_pay.py",
        "src/pay/__tests__/pay.js",
        "spec/pay_spec.rb",
        "app/pay.spec.ts",
        "app/pay.test.tsx",
        "pay_test.go",
        "src/test/java/PayTest.java",
        "PayTests.cs",
        "PayIT.java",
        "conftest.py",
        "fixtures/key.json",
        "pkg/testdata/k.txt",
        "cypress/support/e2e.js",
        "types/pay.test-d.ts",
    ],
)
def test_usual_places_and_names_of_tests_are_known(name):
    assert is_test(name)


@pytest.mark.parametrize(
    "name",
    [
        "src/pay.py",
        "latest/pay.py",
        "contest.py",
        "src/attestation.go",
        "Greatest.java",
        "testimonials/page.md",
        "specification.md",
        "pay_tests_report.md",
    ],
)
def test_other_files_are_no_tests(name):
    assert not is_test(name)


@pytest.mark.parametrize(
    "name",
    [
        ".env.production",
        "deploy/prod.env",
        "values-prod.yaml",
        "config/production.yml",
        "k8s/production/api.yaml",
        ".env.prod",
        "appsettings.Production.json",
        "docker-compose.prod.yml",
        "src/main/resources/application-prod.properties",
        "live.toml",
        "envs/live/main.tf",
        "infra/prod.tfvars",
        "config/prd/app.ini",
        "staging-account/prod/app.conf",
        "Dockerfile.prod",
        "apps/pay/overlays/production/kustomization.yaml",
        "config/environments/production.env",
        "prod.env.enc",
    ],
)
def test_production_is_named_by_file_or_folder(name):
    assert is_production_configuration(name)


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        ".env.sandbox",
        ".env.production.example",
        ".env.production.sample",
        "docs/production.yaml",
        "tests/prod.yaml",
        "production.md",
        "prod.py",
        "config/environments/production.rb",
        "values-nonprod.yaml",
        "non-prod.yaml",
        "pre-prod/app.yml",
        "preprod.env",
        "production/sandbox.env",
        "clusters/prod/staging.yaml",
        "products.json",
        "product/live.js",
        "alive.yaml",
        "delivery.yml",
        "examples/prod.env",
        "prod.env.template",
        ".github/workflows/deploy-production.yml",
        "liveness.yaml",
        "reproduction.json",
        "production.schema.json",
        "prod-test.env",
        "node_modules/x/prod.json",
    ],
)
def test_neither_other_stages_nor_examples_are_production_configuration(name):
    assert not is_production_configuration(name)


def test_keys_name_production_too():
    assert names_production("ANTON_API_KEY_PROD")
    assert names_production("production.api.base_url")
    assert names_production("anton.liveKey")
    assert not names_production("ANTON_API_KEY")
    assert not names_production("PRODUCT_ID")
    assert not names_production("sandbox.live_key")


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "docs/setup/index.html",
        ".env.example",
        ".env.dist",
        "config/anton.sample.yaml",
        "deploy/values.template.yml",
        "examples/pay.py",
        "node_modules/a/b.js",
        "tests/test_a.py",
        "spec/a_spec.rb",
    ],
)
def test_examples_templates_and_documentation_are_told_from_what_is_deployed(name):
    assert is_example(name)


@pytest.mark.parametrize(
    "name", ["app.py", ".env", ".env.production", "dist/app.js", "templates/secret.yaml", "a/docker.py"]
)
def test_what_is_deployed_is_no_example(name):
    assert not is_example(name)


@pytest.mark.parametrize(
    ("text", "other"), [("sandbox", True), ("ANTON_KEY_TEST", True), ("prod", False), ("key", False)]
)
def test_a_stage_before_production_is_told_by_its_name(text, other):
    assert names_other_stage(text) is other
