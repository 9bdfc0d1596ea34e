"""Which file an import means."""

from __future__ import annotations

import pytest

from golive.source.files import parse
from golive.source.linking import Links, Mentions

TREE = (
    "app/pay.py", "app/anton/__init__.py", "app/anton/client.py", "app/money.py", "config.py", "src/lib/client.ts",
    "src/lib/anton/index.ts", "src/lib/anton/signature.ts", "src/pages/hook.ts", "lib/anton/client.rb",
    "lib/anton.rb", "internal/anton/client.go", "internal/anton/sign.go", "cmd/main.go",
    "src/main/java/com/acme/anton/Client.java", "src/main/java/com/acme/anton/Money.java",
    "src/main/java/com/acme/web/Hook.java", "src/Anton/Client.php", "src/Web/Hook.php",
)  # fmt: skip
JAVA = "src/main/java/com/acme"
USED = {
    "python, absolute": ("app/pay.py", "from app.anton.client import Client", {"app/anton/client.py"}),
    "python, a module of a package": (
        "app/pay.py",
        "from app.anton import client",
        {"app/anton/client.py", "app/anton/__init__.py"},
    ),
    "python, relative": ("app/pay.py", "from .money import x", {"app/money.py"}),
    "python, relative package": ("app/pay.py", "from . import anton", {"app/anton/__init__.py"}),
    "python, the folder above": ("app/anton/client.py", "from ..money import x", {"app/money.py"}),
    "python, a file at the top": ("app/pay.py", "import config", {"config.py"}),
    "python, somebody else's": ("app/pay.py", "import requests\nfrom os import path", set()),
    "typescript, relative": ("src/pages/hook.ts", "import { a } from '../lib/client'", {"src/lib/client.ts"}),
    "typescript, an alias": (
        "src/pages/hook.ts",
        "import a from '@/lib/anton/signature'",
        {"src/lib/anton/signature.ts"},
    ),
    "typescript, a folder": ("src/pages/hook.ts", "import a from '../lib/anton'", {"src/lib/anton/index.ts"}),
    "typescript, required": ("src/pages/hook.ts", "const a = require('../lib/client')", {"src/lib/client.ts"}),
    "typescript, with an end": ("src/pages/hook.ts", "import a from '../lib/client.js'", {"src/lib/client.ts"}),
    "ruby": ("lib/anton.rb", "require_relative 'anton/client'", {"lib/anton/client.rb"}),
    "go, a package": (
        "cmd/main.go",
        'package main\nimport "acme.example/pay/internal/anton"',
        {"internal/anton/client.go", "internal/anton/sign.go"},
    ),
    "go, the same package": ("internal/anton/client.go", "package anton", {"internal/anton/sign.go"}),
    "java": (
        "src/main/java/com/acme/web/Hook.java",
        "import com.acme.anton.Client;\nclass Hook {}",
        {f"{JAVA}/anton/Client.java"},
    ),
    "java, the same package": (
        "src/main/java/com/acme/anton/Client.java",
        "class Client { Money m; }",
        {f"{JAVA}/anton/Money.java"},
    ),
    "php": ("src/Web/Hook.php", "<?php use App\\Anton\\Client;", {"src/Anton/Client.php"}),
}


@pytest.mark.parametrize("case", USED)
def test_an_import_means_a_file_of_the_repository_or_none(case):
    name, source, expected = USED[case]
    assert Links(TREE).used_by(parse(name, source.encode())) == expected


@pytest.mark.parametrize("case", USED)
def test_a_file_that_is_used_is_mentioned(case):
    name, source, expected = USED[case]
    for used in expected:
        assert Mentions([used]).may_use(name, source.encode()), used
        mentions = Mentions([])
        assert not mentions.may_use(name, source.encode())
        mentions.add(used)
        assert mentions.may_use(name, source.encode())


def test_a_file_without_the_name_of_another_does_not_use_it():
    assert not Mentions(["app/anton/client.py", "lib/pay/index.ts"]).may_use("web/page.ts", b"import a from './b'")


def test_what_stands_for_its_folder_is_used_by_dots_alone_from_within():
    mentions = Mentions(["src/lib/anton/index.ts"])
    assert mentions.may_use("src/lib/anton/hooks/receive.ts", b"import { client } from '..'")
    assert not mentions.may_use("src/web/receive.ts", b"import { client } from '..'")


def test_a_name_that_bytes_cannot_be_compared_with_may_be_used_by_any_file():
    assert Mentions(["src/caf\u00e9.ts"]).may_use("a.ts", b"import './x'")
