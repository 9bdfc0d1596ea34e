"""A planted live key is found in every kind of file and in every corner of git, at its place."""

from __future__ import annotations

import base64
import json

import pytest

from golive.finding import Level
from golive.providers.anton import PROVIDER
from golive_checks.code.history import history
from golive_checks.code.secrets import secrets
from support.context import make_context, of_level, run
from support.git_repository import new_repository

KNOWN = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
UNKNOWN = "ak_live_Kq7mZ2xWv9dTn4hRb8sC"
PROFILE = """
version: 1
provider: anton
repository: {root: ROOT}
environments:
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {api_key: {env: KEY}}
"""


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _notebook(key: str) -> str:
    cell = {"cell_type": "code", "source": ["pay()"], "outputs": [{"text": ["ok\n", f"Authorization: Bearer {key}\n"]}]}
    return json.dumps({"cells": [cell], "nbformat": 4}, indent=1)


PLANTED = {
    "Python": ("a.py", lambda key: f"\nKEY = '{key}'\n", 2),
    "JavaScript": ("a.js", lambda key: f"\nconst key = `{key}`;\n", 2),
    "TypeScript": ("a.ts", lambda key: f'\nexport const key: string = "{key}";\n', 2),
    "Go": ("a.go", lambda key: f'package a\nconst key = "{key}"\n', 2),
    "Java": ("A.java", lambda key: f'class A {{\n  String key = "{key}";\n}}', 2),
    "Kotlin": ("A.kt", lambda key: f'\nval key = "{key}"\n', 2),
    "Ruby": ("a.rb", lambda key: f"\nKEY = '{key}'\n", 2),
    "PHP": ("a.php", lambda key: f"<?php\n$key = '{key}';\n", 2),
    "C#": ("A.cs", lambda key: f'\nconst string Key = "{key}";\n', 2),
    "YAML": ("a.yaml", lambda key: f"anton:\n  key: {key}\n", 2),
    "TOML": ("a.toml", lambda key: f'[anton]\nkey = "{key}"\n', 2),
    "JSON": ("a.json", lambda key: f'{{\n  "key": "{key}"\n}}', 2),
    "dotenv": (".env.production", lambda key: f"A=1\nANTON_API_KEY={key}\n", 2),
    "Dockerfile": ("Dockerfile", lambda key: f"FROM scratch\nENV ANTON_API_KEY={key}\n", 2),
    "compose": ("compose.yaml", lambda key: f"environment:\n  - ANTON_API_KEY={key}\n", 2),
    "Kubernetes Secret": ("secret.yaml", lambda key: f"kind: Secret\ndata:\n  key: {_encoded(key)}\n", 3),
    "Kubernetes Secret with a line break": ("s.yaml", lambda key: f"data:\n  key: {_encoded(key + chr(10))}\n", 2),
    "Terraform": ("main.tf", lambda key: f'variable "k" {{\n  default = "{key}"\n}}\n', 2),
    "CI": (".github/workflows/ci.yml", lambda key: f"env:\n  ANTON_API_KEY: {key}\n", 2),
    "minified bundle": ("dist/main.js", lambda key: "var a=1;" * 20_000 + f'f({{k:"{key}"}})' + ";b()" * 9_000, 1),
    "line of a million characters": ("long.txt", lambda key: "x y" * 333_333 + f' "{key}"\n', 1),
    "notebook output": ("a.ipynb", _notebook, 12),
    "adjacent literals": ("b.py", lambda key: f'\nKEY = "{key[:14]}" "{key[14:]}"\n', 2),
    "added literals": ("b.js", lambda key: f'\nconst k = "{key[:14]}" +\n  "{key[14:]}";\n', 2),
    "UTF-16": ("wide.txt", lambda key: f"a\r\nkey={key}\r\n".encode("utf-16"), 2),
    "UTF-16 without a mark": ("wider.txt", lambda key: f"a long first line\r\nkey={key}\r\n".encode("utf-16-le"), 2),
    "Latin-1": ("old.ini", lambda key: f"; caf\xe9\nkey={key}\n".encode("latin-1"), 2),
    "XML": ("a.xml", lambda key: f"<a>\n<key>{key}</key></a>", 2),
    "log": ("a.log", lambda key: f"x\nGET /v1 Authorization: Bearer {key}\n", 2),
    "Mac line ends": ("mac.txt", lambda key: f"a\rkey={key}\r", 2),
}
EACH = pytest.mark.parametrize(("name", "text", "line"), PLANTED.values(), ids=PLANTED.keys())
KEYS = pytest.mark.parametrize("key", [KNOWN, UNKNOWN], ids=["known", "unknown"])


@pytest.fixture
def repo(tmp_path):
    return new_repository(tmp_path / "repo")


def found(check, repo):
    folder = repo.root.parent / "profile"
    folder.mkdir(exist_ok=True)
    profile = PROFILE.replace("ROOT", str(repo.root))
    findings = run(check, make_context(folder, profile, environ={"KEY": KNOWN}, provider=PROVIDER))
    assert not [finding for finding in findings if "9f3kQ2xL" in finding.message or "Kq7mZ2xW" in finding.message]
    return of_level(findings, Level.FAIL)


@KEYS
@EACH
def test_in_a_file_of_the_work_tree(repo, name, text, line, key):
    repo.write(name, text(key))
    assert [place for place, _ in found(secrets, repo)] == [f"{name}:{line}"]


@KEYS
@EACH
def test_in_a_file_that_was_deleted(repo, name, text, line, key):
    repo.write(name, text(key))
    added = repo.commit()
    repo.git("rm", "-q", name)
    repo.commit(x="1")
    assert found(secrets, repo) == []
    [(place, message)] = found(history, repo)
    assert place == f"{name}:{line}"
    assert added[:12] in message
    assert "no longer in HEAD" in message


@pytest.mark.parametrize("suffix", ["bin", "jar", "png"])
def test_in_a_binary_file_by_its_value_without_a_line(repo, suffix):
    repo.write(f"a.{suffix}", b"\x7f\0\0\n\n" + KNOWN.encode())
    repo.commit()
    for check in (secrets, history):
        assert [place for place, _ in found(check, repo)] == [f"a.{suffix}"]
