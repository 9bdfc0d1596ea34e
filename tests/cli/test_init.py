"""`golive init` writes a profile that loads, whatever it is told."""

from __future__ import annotations

import os

import pytest
import typer

from golive.cli import init as module
from golive.profile.loader import load_profile
from golive.profile.types import DotenvReference
from golive.registry import load_provider, provider_ids, read_profile
from support.command import golive


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_without_questions_a_commented_profile_is_written(tmp_path, monkeypatch):
    ran = golive(monkeypatch, "init")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Wrote golive.yaml. Next: edit it")
    assert list(load_profile(tmp_path / "golive.yaml").profile.environments) == ["sandbox", "prod"]
    assert golive(monkeypatch, "check", "--offline", "--env", "prod", "-q").code in {1, 3}


@pytest.mark.parametrize("provider", provider_ids())
def test_the_profile_of_each_provider_fits_its_facts(tmp_path, monkeypatch, provider):
    assert golive(monkeypatch, "init", "--provider", provider).code == 0
    loaded = read_profile(tmp_path / "golive.yaml")
    facts = load_provider(provider)
    assert loaded.profile.verticals == facts.verticals
    for environment in loaded.profile.environments.values():
        assert environment.base_url == f"https://{facts.hosts[environment.kind]}"
    text = (tmp_path / "golive.yaml").read_text()
    for setting in facts.declares:
        (line,) = {line for line in text.splitlines() if line.startswith(f"    # {setting}:")}
        text = text.replace(line, line.replace("# ", "", 1))
    (tmp_path / "golive.yaml").write_text(text)
    for environment in read_profile(tmp_path / "golive.yaml").profile.environments.values():
        assert all(getattr(environment, setting) for setting in facts.declares)


def test_a_file_that_is_there_is_left_alone(tmp_path, monkeypatch):
    (tmp_path / "golive.yaml").write_text("mine")
    ran = golive(monkeypatch, "init")
    assert ran.code == 2
    assert "golive.yaml is there already; --force overwrites it" in ran.err
    assert (tmp_path / "golive.yaml").read_text() == "mine"
    (tmp_path / "dangling").symlink_to("nowhere")
    assert golive(monkeypatch, "init", "--path", "dangling").code == 2
    assert golive(monkeypatch, "init", "--force").code == 0
    assert load_profile(tmp_path / "golive.yaml").profile.provider == "anton"


@pytest.mark.parametrize(
    "tricky",
    [
        "a b'c\"d",
        "#x",
        "ü😀",
        "a\\b",
        "{x}: [y]",
        "{{provider}}",
        "%s",
        "\u2028",
        "\t\x07",
        "- !!python/object",
        "a\nb: c",
        "'",
        "null",
        "~",
    ],
)
def test_tricky_answers_come_back_as_they_were_given(tmp_path, monkeypatch, tricky):
    url = f"https://pay.example.org/{tricky}"
    ran = golive(monkeypatch, "init", "--webhook-url", url, "--base-url-from", f"dep:{tricky}.env:KEY")
    assert ran.code == 0, ran.err
    prod = load_profile(tmp_path / "golive.yaml").profile.environments["prod"]
    assert prod.webhooks[0].url == url
    assert prod.base_url == DotenvReference(dotenv=f"dep:{tricky}.env", key="KEY")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--base-url-from", "no-key"], "FILE:KEY"),
        (["--base-url-from", ":KEY"], "FILE:KEY"),
        (["--provider", "antn"], "did you mean `anton`?"),
        (["--path", "no/folder/golive.yaml"], "cannot be written: No such file or directory"),
        (["--webhook-url", " "], "these answers make no usable profile"),
        (["--webhook-url", os.fsdecode(b"https://\xff")], "golive: "),
    ],
)
def test_a_wrong_answer_writes_nothing(tmp_path, monkeypatch, arguments, message):
    ran = golive(monkeypatch, "init", *arguments)
    assert ran.code == 2, ran
    assert message in ran.err
    assert "defect" not in ran.err
    assert list(tmp_path.iterdir()) == []


def test_on_a_terminal_it_asks_for_what_is_missing_and_for_no_secret(tmp_path, monkeypatch):
    asked = []

    def prompt(question, default, **_):
        asked.append(question)
        return {0: "https://pay.example.org/hooks", 1: "deploy/prod.env:URL"}.get(len(asked) - 1, default)

    monkeypatch.setattr(module, "_asks", lambda: True)
    monkeypatch.setattr(typer, "prompt", prompt)
    ran = golive(monkeypatch, "init", "--path", "it's.yaml")
    assert ran.code == 0, ran.err
    assert "--config 'it'\"'\"'s.yaml'" in ran.out
    assert len(asked) == 2
    assert not any(word in question.lower() for question in asked for word in ("secret", "password", "api key"))
    assert load_profile(tmp_path / "it's.yaml").profile.environments["prod"].base_url == DotenvReference(
        dotenv="deploy/prod.env", key="URL"
    )
    asked += [""] * 5  # from here on every answer is the default
    assert golive(monkeypatch, "init").code == 0
