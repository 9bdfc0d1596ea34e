"""code.client-side: a credential in code that ships to browsers or phones, or in a variable that builds put there."""

from __future__ import annotations

import base64

import pytest

from golive.clock import Deadline
from golive.errors import Unverified
from golive.finding import Level
from golive.providers.anton import PROVIDER as ANTON
from golive.providers.octopuscards import PROVIDER as OCTOPUSCARDS
from golive.repository import search
from golive_checks.code.client_side import client_side
from support.context import make_context, of_level, run
from support.fake_clock import FakeClock
from support.git_repository import new_repository

LIVE = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
OTHER = "ak_live_Kq7mZ2xWv9dTn4hRb8sC"
TEST = "ak_test_Hd83kLq0Zx72mVtPw4Ry"
RANDOM = "v8Kq2mZ7xWd9Tn4hRb3sCp6"
PROFILE = """
version: 1
provider: PROVIDER
REPOSITORY
environments:
  sandbox:
    kind: sandbox
    base_url: https://api.antonpayments.dev
    credentials: {api_key: {env: KEY_SANDBOX}}
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {api_key: {env: PAYOUT_ACCESS}}
"""
REACT = '{"dependencies": {"react": "19", "react-scripts": "5"}}'
EXPRESS = '{"dependencies": {"express": "5"}}'
SHAPES = [f'const key = "{OTHER}";', f'fetch("/x", {{headers: {{Authorization: "Bearer {OTHER}"}}}})']


def findings(folder, files, *, repository="", provider=ANTON, **options):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    profile = PROFILE.replace("PROVIDER", provider.id).replace("REPOSITORY", repository)
    environ = {"PAYOUT_ACCESS": LIVE, "KEY_SANDBOX": TEST}
    return run(client_side, make_context(folder, profile, environ=environ, provider=provider, **options))


def levels(found):
    return {finding.level for finding in found}


def fails(folder, files, **options):
    return of_level(findings(folder, files, **options), Level.FAIL)


def warns(folder, files, **options):
    found = findings(folder, files, **options)
    assert of_level(found, Level.FAIL) == []
    return of_level(found, Level.WARN)


CLIENT_CODE = {
    "use client": ("app/pay.tsx", f'"use client"\nexport const k = "{OTHER}"', 2),
    "use client below a remark": ("app/pay.tsx", f"// pays\n/* a\nb */\n'use client'\nexport const k = '{OTHER}'", 5),
    "react-dom": ("src/main.jsx", f'import {{createRoot}} from "react-dom/client"\nconst k = "{OTHER}"', 2),
    "Vue": ("src/main.js", f'import {{createApp}} from "vue"\nconst k = "{OTHER}"', 2),
    "Vue component": ("src/Pay.vue", f"<script setup>\nconst k = '{OTHER}'\n</script>", 2),
    "Svelte component": ("src/Pay.svelte", f"<script>\nconst k = '{OTHER}'\n</script>", 2),
    "Angular": ("src/app.ts", f"import {{Component}} from '@angular/core'\nconst k = '{OTHER}'", 2),
    "Angular environment": ("src/environments/environment.prod.ts", f"export const environment = {{k: '{OTHER}'}}", 1),
    "jQuery": ("web/pay.js", f'const $ = require("jquery")\nconst k = "{OTHER}"', 2),
    "document": ("js/pay.js", f'const k = "{OTHER}"\ndocument.getElementById("pay").onclick = pay', 1),
    "page": ("templates/pay.html", f"<script>\nvar k = '{OTHER}'\n</script>", 2),
    "public folder": ("public/pay.js", f'const k = "{OTHER}"', 1),
    "static folder": ("static/js/pay.js", f'const k = "{OTHER}"', 1),
    "React Native": ("App.tsx", f'import {{View}} from "react-native"\nconst k = "{OTHER}"', 2),
    "Expo": ("src/pay.ts", f'import * as S from "expo-secure-store"\nconst k = "{OTHER}"', 2),
    "SwiftUI": ("Pay.swift", f'import SwiftUI\nlet key = "{OTHER}"', 2),
    "Android activity": ("Pay.kt", f'import android.os.Bundle\nval key = "{OTHER}"', 2),
    "Android in Java": ("Pay.java", f'import androidx.activity.A;\nString key = "{OTHER}";', 2),
    "Flutter": ("lib/pay.dart", f"import 'package:flutter/material.dart';\nconst key = '{OTHER}';", 2),
}


@pytest.mark.parametrize(("name", "code", "line"), CLIENT_CODE.values(), ids=CLIENT_CODE.keys())
def test_a_live_key_fails_in_code_that_says_itself_where_it_runs(tmp_path, name, code, line):
    [(place, message)] = fails(tmp_path, {name: code})
    assert place == f"{name}:{line}"
    assert message.startswith("code that ships to ")
    assert "fingerprint" in message
    assert "Kq7m" not in message


PROJECTS = {
    "bundled by react-scripts": ({"package.json": REACT}, "src/pay.js"),
    "package of its own": ({"web/package.json": REACT}, "web/src/pay.ts"),
    "React Native": ({"package.json": '{"dependencies": {"react-native": "0.80"}}'}, "src/deep/pay.js"),
    "Android": ({"app/src/main/AndroidManifest.xml": "<manifest/>"}, "app/src/main/java/x/Pay.kt"),
    "Android resources": ({"app/src/main/AndroidManifest.xml": "<manifest/>"}, "app/src/main/res/values/keys.xml"),
    "Android build": ({"app/src/main/AndroidManifest.xml": "<manifest/>"}, "app/build.gradle.kts"),
    "iOS": ({"ios/App/Info.plist": "<plist/>"}, "ios/App/Pay.swift"),
    "iOS settings": ({"ios/App.xcodeproj/project.pbxproj": ""}, "ios/App/Release.xcconfig"),
    "Flutter": ({"pubspec.yaml": "name: a"}, "lib/pay.dart"),
}


@pytest.mark.parametrize(("project", "name"), PROJECTS.values(), ids=PROJECTS.keys())
def test_a_live_key_fails_in_a_project_that_ships(tmp_path, project, name):
    assert [place for place, _ in fails(tmp_path, project | {name: f'key = "{OTHER}"'})] == [f"{name}:1"]


@pytest.mark.parametrize("code", SHAPES)
@pytest.mark.parametrize("declared", ["web", "web/", "./web", "web/pay.js"])
def test_a_live_key_fails_below_a_declared_path(tmp_path, declared, code):
    [(place, message)] = fails(tmp_path, {"web/pay.js": code}, repository=f"repository: {{client_code: [{declared}]}}")
    assert place == "web/pay.js:1"
    assert "as the profile says" in message


def test_a_declared_path_that_is_not_there_is_unknown(tmp_path):
    found = findings(tmp_path, {"a.py": "1"}, repository="repository: {client_code: [web/]}")
    assert "names web/, and there is no file below it" in of_level(found, Level.UNKNOWN)[0][1]


SERVER = {
    "API route of pages": "pages/api/pay.ts",
    "API route of pages below a folder": "apps/web/src/pages/api/pay.ts",
    "route handler": "app/pay/route.ts",
    "server folder": "server/pay.ts",
    "marked by its name": "app/pay.server.ts",
    "endpoint of SvelteKit": "src/routes/pay/+server.ts",
    "load function of SvelteKit": "src/routes/pay/+page.server.ts",
    "function of Netlify": "netlify/functions/pay.js",
    "test": "src/pay.test.js",
}


@pytest.mark.parametrize("name", SERVER.values(), ids=SERVER.keys())
@pytest.mark.parametrize("repository", ["", "repository: {client_code: [.]}"])
def test_server_code_beside_client_code_is_left_to_another_check(tmp_path, name, repository):
    files = {"package.json": REACT, "src/App.jsx": "1", name: f'const k = "{OTHER}"; // https://api.antonpayments.com'}
    found = findings(tmp_path, files, repository=repository)
    assert levels(found) == {Level.SEEN}


@pytest.mark.parametrize(
    "start",
    [
        '"use server"',
        'import "server-only"',
        'import express from "express"',
        "const fs = require('node:fs')",
        'import {renderToString} from "react-dom/server"',
        "export async function getServerSideProps() {}",
        "import {Injectable} from '@nestjs/common'",
    ],
)
def test_code_that_says_that_it_runs_on_a_server_is_left_alone(tmp_path, start):
    code = f'{start}\nconst k = "{OTHER}"\nfetch("https://api.antonpayments.com")'
    assert levels(findings(tmp_path, {"package.json": REACT, "src/pay.tsx": code})) == {Level.SEEN}


def test_a_package_without_any_front_end_library_is_a_server(tmp_path):
    assert levels(findings(tmp_path, {"package.json": EXPRESS, "src/pay.js": f'k = "{OTHER}"'})) == {Level.SEEN}


def test_where_nothing_tells_a_key_is_unknown_and_says_how_to_tell(tmp_path):
    found = findings(tmp_path, {"pay.js": f'k = "{OTHER}"'})
    assert [place for place, _ in of_level(found, Level.UNKNOWN)] == ["pay.js:1"]
    assert "repository.client_code" in found[0].fix
    assert Level.FAIL not in levels(found)


def test_a_sandbox_key_in_client_code_warns(tmp_path):
    [(place, message)] = warns(tmp_path, {"src/Pay.vue": f"<script>'{TEST}'</script>"})
    assert place == "src/Pay.vue:1"
    assert "sandbox credential" in message


BUILT = [
    ".next/static/chunks/app.js",
    ".output/public/_nuxt/entry.js",
    "public/bundle.js",
    "build/static/js/main.js",
    "dist/client/main.js",
    "apps/web/.next/static/main.js",
    "storybook-static/main.js",
]


@pytest.mark.parametrize("name", BUILT)
@pytest.mark.parametrize("ignored", [True, False])
def test_a_bundle_is_read_also_where_git_ignores_it(tmp_path, name, ignored):
    repo = new_repository(tmp_path)
    repo.write("apps/web/package.json", "{}")
    repo.write(".gitignore", ".next\n.output\nbuild\ndist\npublic\nstorybook-static\n" if ignored else "")
    bundle = "!function(){" + "var a=1;" * 10_000 + f'fetch("/x",{{k:"{OTHER}"}})' + "}()"
    [(place, message)] = fails(tmp_path, {name: bundle})
    assert place == f"{name}:1"
    assert "a build put it there" in message


@pytest.mark.parametrize("folder", ["dist", "out", "build", "dist/shop", "dist/shop/browser"])
def test_an_output_with_a_page_ships_and_one_without_is_a_server(tmp_path, folder):
    repo = new_repository(tmp_path)
    repo.write(".gitignore", "dist\nout\nbuild\n")
    files = {f"{folder}/main.js": f'k="{OTHER}"'}
    assert levels(findings(tmp_path, files)) == {Level.SEEN}
    files[f"{folder}/index.html"] = "<html></html>"
    assert [place for place, _ in fails(tmp_path, files)] == [f"{folder}/main.js:1"]


def test_a_source_map_is_read(tmp_path):
    new_repository(tmp_path).write(".gitignore", "public\n")
    source = '{"version":3,"sourcesContent":["const k = \\"' + OTHER + '\\"\\n"]}'
    assert [place for place, _ in fails(tmp_path, {"public/main.js.map": source})] == ["public/main.js.map:1"]


def test_installed_packages_links_and_other_types_of_an_output_are_left_out(tmp_path):
    repo = new_repository(tmp_path / "repo")
    repo.write(".gitignore", "public\n")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.js").write_text(OTHER)
    repo.write("public/node_modules/x/a.js", OTHER)
    repo.write("public/a.png", OTHER)
    (repo.root / "public" / "link.js").symlink_to(outside / "a.js")
    (repo.root / "public" / "folder").symlink_to(outside)
    (repo.root / "www").symlink_to(outside)
    assert levels(findings(repo.root, {})) == {Level.SEEN}


def test_the_providers_host_in_client_code_warns(tmp_path):
    code = '"use client"\nexport const pay = () =>\n  fetch("https://api.antonpayments.com/v1/payouts")'
    [(place, message)] = warns(tmp_path, {"app/pay.tsx": code})
    assert place == "app/pay.tsx:3"
    assert "api.antonpayments.com" in message


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("app/pay.tsx", '"use client"\n// see https://api.antonpayments.com\n'),
        ("app/pay.tsx", '"use client"\n/*\n * https://api.antonpayments.com\n */\n'),
        ("docs/index.html", "<p>Calls go to <code>https://api.antonpayments.com</code></p>"),
        ("docs/index.html", "<script>x()</script>\n<p>https://api.antonpayments.com</p>"),
        ("app/pay.tsx", '"use client"\nfetch("https://api.stripe.com")'),
        ("src/pay.py", 'URL = "https://api.antonpayments.com"'),
        ("src/pay.ts", 'export const URL = "https://api.antonpayments.com"'),
    ],
)
def test_remarks_pages_about_it_and_servers_may_name_the_host(tmp_path, name, code):
    assert levels(findings(tmp_path, {"package.json": '{"dependencies": {"next": "16"}}', name: code})) == {Level.SEEN}


def test_a_script_in_a_page_that_names_the_host_warns(tmp_path):
    page = '<html>\n<script>\nfetch("https://api.antonpayments.com")\n</script>'
    assert [place for place, _ in warns(tmp_path, {"pay.html": page})] == ["pay.html:3"]


PREFIXES = ["NEXT_PUBLIC", "VITE", "REACT_APP", "EXPO_PUBLIC", "NUXT_PUBLIC", "GATSBY", "VUE_APP", "PUBLIC"]


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("value", [OTHER, LIVE])
def test_a_public_variable_with_a_live_value_fails_whatever_its_name(tmp_path, prefix, value):
    [(place, message)] = fails(tmp_path, {".env.production": f"A=1\n{prefix}_FOO={value}\n"})
    assert place == ".env.production:2"
    assert message.startswith(f"{prefix}_FOO, which builds put into client code, holds ")


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_public_variable_named_after_a_credential_fails_with_any_random_value(tmp_path, prefix):
    [(place, message)] = fails(tmp_path, {".env.production": f"\n{prefix}_ANTON_API_KEY={RANDOM}\n"})
    assert place == ".env.production:2"
    assert message.startswith(f"{prefix}_ANTON_API_KEY, which builds put into client code, holds ")
    assert RANDOM not in message


FORWARDED = {
    "dotenv": (".env", "NEXT_PUBLIC_ANTON_API_KEY=$ANTON_API_KEY"),
    "dotenv in braces": (".env", 'NEXT_PUBLIC_ANTON_API_KEY="${ANTON_API_KEY}"'),
    "next.config": ("next.config.js", "env: {NEXT_PUBLIC_ANTON_API_KEY: process.env.ANTON_API_KEY}"),
    "GitHub Actions": (".github/workflows/a.yml", "env:\n  VITE_ANTON_API_KEY: ${{ secrets.ANTON_API_KEY }}"),
    "GitHub Actions from any secret": (".github/workflows/a.yml", "  VITE_ANTON_API_KEY: ${{ secrets.PAY }}"),
    "Dockerfile": ("Dockerfile", "ARG ANTON_API_KEY\nENV VITE_ANTON_API_KEY=$ANTON_API_KEY"),
    "Dockerfile with a space": ("Dockerfile", "ENV VITE_ANTON_API_KEY ${ANTON_API_KEY}"),
    "compose": ("compose.yaml", "environment:\n  - VITE_ANTON_API_KEY=${ANTON_API_KEY}"),
    "Kubernetes": (
        "k8s/web.yaml",
        "- name: VITE_ANTON_API_KEY\n  valueFrom:\n    secretKeyRef:\n      name: anton\n      key: k",
    ),
    "the profile's own variable": (".env", "REACT_APP_PAYOUT_ACCESS=${PAYOUT_ACCESS}"),
    "shell": ("build.sh", 'export VITE_ANTON_API_KEY="$ANTON_API_KEY"'),
}


@pytest.mark.parametrize(("name", "text"), FORWARDED.values(), ids=FORWARDED.keys())
def test_a_public_variable_that_is_filled_with_a_credential_fails(tmp_path, name, text):
    [(place, message)] = fails(tmp_path, {name: f"{text}\n"})
    assert place.startswith(name)
    assert "is filled with a credential, from " in message


DOUBTFUL = {
    "named in an example": (".env.example", "NEXT_PUBLIC_ANTON_API_KEY="),
    "a placeholder": (".env.example", "NEXT_PUBLIC_ANTON_API_KEY=your-key-here"),
    "read": ("src/pay.ts", "const k = process.env.NEXT_PUBLIC_ANTON_API_KEY"),
    "read by Vite": ("src/pay.ts", "const k = import.meta.env.VITE_ANTON_API_KEY"),
    "passed on": ("next.config.js", "env: {VITE_ANTON_API_KEY: process.env.VITE_ANTON_API_KEY}"),
    "of the sandbox": (".env", f"VITE_ANTON_API_KEY_SANDBOX={RANDOM}"),
    "of development": (".env.development", f"VITE_ANTON_API_KEY={RANDOM}"),
    "a test key": (".env", f"VITE_ANTON_API_KEY={TEST}"),
    "an argument": ("Dockerfile", "ARG VITE_ANTON_WEBHOOK_SECRET"),
}


@pytest.mark.parametrize(("name", "text"), DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_a_public_variable_that_is_only_named_after_a_credential_warns(tmp_path, name, text):
    found = warns(tmp_path, {name: f"{text}\n"})
    assert found
    assert all(place == f"{name}:1" for place, _ in found)


QUIET = {
    "another vendor": (".env", "NEXT_PUBLIC_STRIPE_API_KEY=pk_live_9f3kQ2xLab7ZpW0tRm5s"),
    "another vendor's in a file about the provider": (".env", f"ANTON_ENV=live\nVITE_SENTRY_API_KEY={RANDOM}"),
    "no credential": (".env", "NEXT_PUBLIC_ANTON_BASE_URL=https://pay.example.com/api"),
    "documentation": ("README.md", "Never set NEXT_PUBLIC_ANTON_API_KEY=..."),
    "a test": ("tests/a.test.ts", "process.env.NEXT_PUBLIC_ANTON_API_KEY = 'x'"),
    "not public": (".env.example", "ANTON_API_KEY="),
    "a prefix within a word": ("a.ts", "MY_NEXT_PUBLIC_ANTON_API_KEY"),
    "comparison": ("a.py", "ANTON == 1"),
}


@pytest.mark.parametrize(("name", "text"), QUIET.values(), ids=QUIET.keys())
def test_what_is_no_credential_of_the_provider_is_quiet(tmp_path, name, text):
    assert levels(findings(tmp_path, {name: f"{text}\n"})) == {Level.SEEN}


def test_one_variable_is_one_finding_at_its_worst_place(tmp_path):
    files = {
        ".env.example": "VITE_ANTON_API_KEY=\n",
        "ci.yml": "\nVITE_ANTON_API_KEY: ${{ secrets.ANTON_API_KEY }}\n",
        "src/a.ts": "import.meta.env.VITE_ANTON_API_KEY\n",
    }
    found = findings(tmp_path, files)
    assert levels(found) == {Level.FAIL, Level.SEEN}
    [(place, message)] = of_level(found, Level.FAIL)
    assert place == "ci.yml:2"
    assert message.endswith("; 2 more places")


def test_a_dotenv_file_that_git_ignores_is_read_for_public_variables_only(tmp_path):
    new_repository(tmp_path).write(".gitignore", ".env*\n")
    files = {".env.local": f"ANTON_API_KEY={OTHER}\nVITE_ANTON_API_KEY=${{ANTON_API_KEY}}\n"}
    [(place, _)] = warns(tmp_path, files)
    assert place == ".env.local:2"
    assert len(fails(tmp_path, {".env.production": files[".env.local"]})) == 1
    (tmp_path / ".env.production").unlink()
    assert levels(findings(tmp_path, {".env.local": f"ANTON_API_KEY={OTHER}\n"})) == {Level.SEEN}


def test_a_name_that_others_use_too_counts_near_the_provider(tmp_path):
    text = "OCTOPUSCARDS_URL=x\nNEXT_PUBLIC_API_SECRET_PROD=$API_SECRET_PROD\n"
    assert len(fails(tmp_path, {".env": text}, provider=OCTOPUSCARDS)) == 1
    assert levels(findings(tmp_path, {".env": text[19:]}, provider=OCTOPUSCARDS)) == {Level.SEEN}


def test_utf_16_is_read(tmp_path):
    text = f"A=1\r\nVITE_ANTON_API_KEY={RANDOM}\r\n".encode("utf-16")
    assert [place for place, _ in fails(tmp_path, {".env": text})] == [".env:2"]


def test_an_encoded_key_in_a_bundle_is_found(tmp_path):
    encoded = base64.b64encode(f"user:{LIVE}".encode()).decode()
    assert len(fails(tmp_path, {"public/a.js": f'atob("{encoded}")'})) == 1


def test_a_repository_without_anything_that_ships_passes_and_says_so(tmp_path):
    [(_, message)] = of_level(findings(tmp_path, {"a.py": f"K='{OTHER}'"}), Level.SEEN)
    assert message == "2 files looked at: none is of a type that ships to browsers or phones"


def test_a_sound_front_end_passes_and_says_how_much_was_looked_at(tmp_path):
    files = {"package.json": REACT, "src/App.jsx": "fetch('/api/pay')", "server/pay.js": "1", "public/index.html": ""}
    [(_, message)] = of_level(findings(tmp_path, files), Level.SEEN)
    assert message == (
        "5 files looked at: 3 of types that can ship to browsers or phones, 2 of them certainly do, 1 left by a build"
    )


def test_a_bundle_over_the_limit_is_named(tmp_path):
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "a.js").touch()
    with (tmp_path / "public" / "a.js").open("wb") as file:
        file.truncate(17 << 20)
    assert [place for place, _ in warns(tmp_path, {})] == ["public/a.js"]


def test_without_files_it_is_unverified(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(Unverified):
        findings(tmp_path, {}, repository="repository: {root: empty}")


@pytest.mark.parametrize("package", ["[]", "{", '{"dependencies": []}', "[" * 100_000])
def test_a_package_that_cannot_be_read_tells_nothing(tmp_path, package):
    assert levels(findings(tmp_path, {"package.json": package, "a.js": "1"})) == {Level.SEEN}


def test_a_remark_with_a_reason_takes_a_finding_out_and_is_counted(tmp_path):
    text = f'"use client"\nconst k = "{OTHER}" // golive: ignore[code.client-side] made up for the demo page\n'
    found = findings(tmp_path, {"a.js": text})
    assert levels(found) == {Level.SEEN}
    assert "1 finding is ignored by a remark in the file: a.js:2 (made up for the demo page)" in str(found)
    assert Level.FAIL in levels(findings(tmp_path, {"a.js": text}, inline_ignores=False))
    assert Level.FAIL in levels(findings(tmp_path, {"a.js": text.replace("made up for the demo page", "")}))


def test_the_credential_in_use_cannot_be_ignored(tmp_path):
    text = f'"use client"\nconst k = "{LIVE}" // golive: ignore[code.client-side] made up for the demo page\n'
    assert Level.FAIL in levels(findings(tmp_path, {"a.js": text}))


def test_what_was_not_looked_at_in_time_is_named(tmp_path):
    clock = FakeClock()
    late = Deadline(clock, 1.0)
    clock.sleep(2.0)
    found = findings(tmp_path, {"a.js": OTHER}, clock=clock, scan_deadline=late)
    assert Level.SEEN not in levels(found)
    assert any("not looked at in time: a.js" in finding.message for finding in found)


@pytest.mark.parametrize("filler", ["/* a\n * b */\n", "\n", "/", "/*", "// x\n", " \t", "*/", "/**/"])
def test_many_remarks_and_blank_lines_before_the_code_are_passed_over_at_once(filler, tmp_path):
    text = filler * 20_000 + f'export const k = "{OTHER}"\n'
    assert levels(findings(tmp_path, {"app/pay.ts": text})) == {Level.SEEN, Level.UNKNOWN}


@pytest.mark.parametrize("filler", ["/* a\n * b */\n", "\n", "// x\n", " \t", "/**/"])
def test_code_that_says_that_it_is_for_browsers_is_known_below_many_remarks(filler, tmp_path):
    text = filler * 2_000 + f'"use client"\nexport const k = "{OTHER}"\n'
    assert fails(tmp_path, {"app/pay.ts": text})


@pytest.mark.parametrize("ignored", [False, True])
def test_a_bundle_with_too_much_to_look_at_all_of_it_is_unknown_and_hits_stand(tmp_path, monkeypatch, ignored):
    monkeypatch.setattr(search, "MOST_PLACES", 3)
    if ignored:
        new_repository(tmp_path)
    files = {".gitignore": "public"} if ignored else {}
    found = findings(tmp_path, {**files, "public/a.js": f'k="{OTHER}"\n' + "ak_live_ " * 9})
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["public/a.js:1"]
    assert of_level(found, Level.UNKNOWN) == [
        ("public/a.js", "1 file that may ship searched only in part: public/a.js")
    ]
