"""code.sandbox-leftovers: what belongs to the sandbox is found in production configuration, and only there."""

from __future__ import annotations

import base64
import os

import pytest

from golive.errors import NotApplicable, Unverified
from golive.finding import Level
from golive.repository.reading import Skipped, Why
from golive_checks.code.sandbox_leftovers import sandbox_leftovers
from support.context import make_context, of_level, run

TEST = "ak_test_Hd83kLq0Zx72mVtPw4Ry"
LIVE = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
SANDBOX_URL = "https://api.antonpayments.dev"
URL = "https://api.antonpayments.com"
HOOK_TEST = "whsec_1b7d40e9c2a85f36d0e4b79c21f5a8630b9d4e7c12f5a8635c0d92b4a8367fe1"
PROFILE = """
version: 1
provider: anton
environments:
  sandbox:
    kind: sandbox
    base_url: SANDBOX_URL
    credentials: {api_key: SANDBOX_KEY}
    webhooks: [{url: https://a.example/hook, secret: {env: HOOK_SANDBOX}}]
    payees: [{id: pye_sandbox1, instruments: [ins_sandbox1]}, {id: pye_both1}]
  prod:
    kind: production
    base_url: PROD_URL
    credentials: {api_key: PROD_KEY}
    payees: [{id: pye_both1}]
"""


def profile(url=URL, key="{env: KEY}", sandbox_url=SANDBOX_URL, sandbox_key="{env: KEY_SANDBOX}"):
    text = PROFILE.replace("SANDBOX_URL", sandbox_url).replace("SANDBOX_KEY", sandbox_key)
    return text.replace("PROD_URL", url).replace("PROD_KEY", key)


def findings(folder, files, text=None, environment="prod", environ=None):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    environ = {"HOOK_SANDBOX": HOOK_TEST} if environ is None else environ
    return run(sandbox_leftovers, make_context(folder, text or profile(), environment=environment, environ=environ))


def fails(found):
    return [place for place, _ in of_level(found, Level.FAIL)]


def test_a_sandbox_environment_has_no_leftovers(tmp_path):
    with pytest.raises(NotApplicable, match="is a sandbox"):
        findings(tmp_path, {}, environment="sandbox")


def test_without_production_configuration_there_is_nothing_to_judge(tmp_path):
    with pytest.raises(Unverified, match="name production in the file's path"):
        findings(tmp_path, {"src/a.py": SANDBOX_URL, ".env.sandbox": SANDBOX_URL})


def test_clean_production_configuration_passes_and_is_named(tmp_path):
    found = findings(tmp_path, {"deploy/prod.env": f"URL={URL}\n# was {SANDBOX_URL}\n", "values-prod.yaml": "a: 1\n"})
    assert [(each.level, each.message) for each in found] == [
        (Level.SEEN, "2 production files read: deploy/prod.env, values-prod.yaml")
    ]


def test_hosts_keys_secrets_and_ids_of_the_sandbox_fail_at_their_lines(tmp_path):
    text = f"A=1\nURL={SANDBOX_URL}/v1\nKEY={TEST}\nHOOK={HOOK_TEST}\n"
    text += "PAYEE=pye_sandbox1\nINS=ins_sandbox1\nBOTH=pye_both1\n"
    found = findings(tmp_path, {"deploy/prod.env": text})
    assert fails(found) == [f"deploy/prod.env:{line}" for line in (2, 3, 4, 5, 6)]
    messages = str([message for _, message in of_level(found, Level.FAIL)])
    assert "the sandbox host api.antonpayments.dev" in messages
    assert "payee pye_sandbox1 of sandbox" in messages
    assert "Hd83" not in messages
    assert HOOK_TEST[6:14] not in messages


def test_only_production_configuration_is_judged(tmp_path):
    others = [
        "src/client.py",
        ".env",
        ".env.production.example",
        "docs/production.yaml",
        "tests/prod.yaml",
        "staging.yaml",
    ]
    found = findings(tmp_path, {"prod.env": "", **dict.fromkeys(others, SANDBOX_URL)})
    assert fails(found) == []


def test_a_file_that_production_reads_is_judged_whatever_its_name(tmp_path):
    text = profile(url="{dotenv: app.env, key: URL}")
    found = findings(tmp_path, {"app.env": f"URL={URL}\nOTHER={SANDBOX_URL}\n"}, text)
    assert fails(found) == ["app.env:2"]


def test_a_file_outside_of_the_repository_is_judged_too(tmp_path):
    folder = tmp_path / "repo"
    folder.mkdir()
    outside = tmp_path / "app.env"
    outside.write_text(f"URL={SANDBOX_URL}\n")
    assert fails(findings(folder, {}, profile(url="{dotenv: ../app.env, key: URL}"))) == [f"{outside.resolve()}:1"]


def test_a_repository_below_the_profile_names_other_files_from_the_profile(tmp_path):
    text = profile(url="{dotenv: conf/app.env, key: URL}") + "repository: {root: src}\n"
    found = findings(tmp_path, {"conf/app.env": f"URL={SANDBOX_URL}\n", "src/a.py": ""}, text)
    assert fails(found) == ["conf/app.env:1"]


def test_a_link_to_the_configuration_is_followed_where_the_profile_names_it(tmp_path):
    (tmp_path / "current.env").symlink_to("real.env")
    found = findings(tmp_path, {"real.env": f"URL={SANDBOX_URL}\n"}, profile(url="{dotenv: current.env, key: URL}"))
    assert fails(found) == ["real.env:1"]


def test_a_file_that_environments_share_is_judged_key_by_key(tmp_path):
    text = profile(
        url="{dotenv: .env, key: URL_B}",
        key="{dotenv: .env, key: KEY_B}",
        sandbox_url="{dotenv: .env, key: URL_A}",
        sandbox_key="{dotenv: .env, key: KEY_A}",
    )
    content = f"URL_A={SANDBOX_URL}\nKEY_A={TEST}\nURL_B={URL}\nKEY_B={LIVE}\n"
    found = findings(tmp_path, {".env": content}, text)
    assert fails(found) == []
    assert (
        of_level(found, Level.SEEN)[0][1] == "2 production settings of shared files read: URL_B of .env, KEY_B of .env"
    )
    found = findings(tmp_path, {".env": content.replace(f"URL_B={URL}", f"URL_B={SANDBOX_URL}")}, text)
    assert fails(found) == [".env:3"]
    assert "base_url of prod" in of_level(found, Level.FAIL)[0][1]


def test_a_shared_file_is_judged_key_by_key_even_where_its_name_says_production(tmp_path):
    text = profile(
        url="{yaml: config/production.yml, key: b.url}", sandbox_url="{yaml: config/production.yml, key: a.url}"
    )
    found = findings(tmp_path, {"config/production.yml": f"a:\n  url: {SANDBOX_URL}\nb:\n  url: {URL}\n"}, text)
    assert fails(found) == []


def test_a_key_that_names_production_is_judged_without_its_neighbours(tmp_path):
    text = profile(url="{yaml: settings.yaml, key: production.url}")
    content = f"sandbox:\n  url: {SANDBOX_URL}\nproduction:\n  url: {URL}\n"
    assert fails(findings(tmp_path, {"settings.yaml": content}, text)) == []
    found = findings(tmp_path, {"settings.yaml": content.replace(URL, SANDBOX_URL + "/v1")}, text)
    assert fails(found) == ["settings.yaml:4"]


def test_in_a_file_about_production_a_key_that_names_it_does_not_hide_the_rest(tmp_path):
    text = profile(key="{dotenv: deploy/prod.env, key: API_KEY_PROD}")
    found = findings(tmp_path, {"deploy/prod.env": f"API_KEY_PROD={LIVE}\nURL={SANDBOX_URL}\n"}, text)
    assert fails(found) == ["deploy/prod.env:2"]


def test_a_shared_setting_that_cannot_be_resolved_is_unknown(tmp_path):
    text = profile(url="{dotenv: .env, key: B}", sandbox_url="{dotenv: .env, key: A}")
    found = findings(tmp_path, {".env": f"A={SANDBOX_URL}\n"}, text)
    [(place, message)] = of_level(found, Level.UNKNOWN)
    assert place == ".env"
    assert message.startswith("base_url of prod was not read: ")
    assert of_level(found, Level.SEEN) == []


def test_a_value_that_spans_lines_is_reported_at_its_file(tmp_path):
    text = profile(url="{yaml: settings.yaml, key: production.url}")
    content = "production:\n  url: >-\n    https://\n    api.antonpayments.dev\n"
    assert fails(findings(tmp_path, {"settings.yaml": content}, text)) == ["settings.yaml"]


def test_production_configuration_that_cannot_be_read_is_unknown(tmp_path):
    os.mkfifo(tmp_path / "app.env")
    (tmp_path / "big.env").touch()
    os.truncate(tmp_path / "big.env", 1 << 32)
    text = profile(url="{dotenv: app.env, key: URL}", key="{file: big.env}")
    found = findings(tmp_path, {}, text, environ={})
    assert of_level(found, Level.UNKNOWN) == [
        ("app.env", "app.env was not read: not a regular file"),
        ("big.env", "big.env was not read: too large"),
    ]
    assert fails(found) == []


def test_all_kinds_of_references_to_files_are_followed(tmp_path):
    for index, reference in enumerate(
        ["{json: F, key: url}", "{toml: F, key: url}", "{yaml: F, key: url}", "{dotenv: F, key: url}", "{file: F}"]
    ):
        name = f"conf{index}"
        found = findings(tmp_path, {name: f"# \nurl = {SANDBOX_URL}\n"}, profile(url=reference.replace("F", name)))
        assert fails(found) == [f"{name}:2"]


def test_the_webhook_url_and_secret_of_production_are_settings_too(tmp_path):
    text = profile() + "    webhooks: [{url: {dotenv: .env, key: HOOK_URL}, secret: {dotenv: .env, key: HOOK}}]\n"
    text = text.replace(f"base_url: {SANDBOX_URL}", "base_url: {dotenv: .env, key: SANDBOX}")
    content = f"SANDBOX={SANDBOX_URL}\nHOOK_URL=https://a.example/?to=api.antonpayments.dev\nHOOK={HOOK_TEST}\n"
    found = findings(tmp_path, {".env": content}, text)
    assert fails(found) == [".env:2"]


def test_a_shared_file_that_vanished_after_it_was_resolved_is_reported_without_a_line(tmp_path, monkeypatch):
    monkeypatch.setattr("golive_checks.code._sandbox_leftovers.read_regular", lambda _path: Skipped(Why.VANISHED))
    text = profile(url="{yaml: settings.yaml, key: production.url}")
    assert fails(findings(tmp_path, {"settings.yaml": f"production: {{url: '{SANDBOX_URL}'}}\n"}, text)) == [
        "settings.yaml"
    ]


def test_the_profile_is_no_production_configuration_even_in_a_folder_named_so(tmp_path):
    folder = tmp_path / "prod"
    folder.mkdir()
    found = findings(folder, {"app.env": "A=1\n"}, profile() + "repository: {root: ..}\n")
    assert [message for _, message in of_level(found, Level.SEEN)] == ["1 production file read: prod/app.env"]
    assert fails(found) == []


SECTIONS = {
    "a key of a dotenv file": (".env", "A=1\nANTON_URL_PROD=https://api.antonpayments.dev\n", 2),
    "a section of YAML": ("config/anton.yml", "production:\n  anton:\n    url: https://api.antonpayments.dev\n", 3),
    "a section of JSON": ("config.json", '{\n  "prod": {\n    "url": "https://api.antonpayments.dev"\n  }\n}', 3),
    "JSON in one line": ("config.json", '{"sandbox": {"u": "x"}, "prod": {"u": "https://api.antonpayments.dev"}}', 1),
    "a table of TOML": ("config.toml", '[sandbox]\nu = "x"\n[anton.production]\nu = "api.antonpayments.dev"\n', 4),
    "a section of an INI file": ("app.ini", "[live]\nkey = " + TEST + "\n", 2),
    "a named value of Kubernetes": ("k8s.yaml", "- name: URL_PROD\n  value: https://api.antonpayments.dev\n", 2),
    "Terraform": ("main.tf", 'locals {\n  prod = {\n    url = "https://api.antonpayments.dev"\n  }\n}', 3),
    "compose": ("compose.yaml", "services:\n  pay-prod:\n    environment:\n      U: api.antonpayments.dev\n", 4),
}


@pytest.mark.parametrize(("name", "text", "line"), SECTIONS.values(), ids=SECTIONS.keys())
def test_what_stands_under_a_key_that_names_production_fails_in_any_configuration(tmp_path, name, text, line):
    [(place, message)] = of_level(findings(tmp_path, {name: text}), Level.FAIL)
    assert place == f"{name}:{line}"
    assert message.startswith("a setting whose key names production holds ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("config.yml", "sandbox:\n  url: https://api.antonpayments.dev\nproduction:\n  url: x\n"),
        ("config.yml", "production:\n  sandbox_url: https://api.antonpayments.dev\n"),
        ("config.yml", "production:\n  # https://api.antonpayments.dev\n  url: x\n"),
        ("config.json", '{"prod": {"u": "x"}, "sandbox": {"u": "https://api.antonpayments.dev"}}'),
        ("config.json", '{"prod": {"u": "x"}, "u": "https://api.antonpayments.dev"}'),
        ("config.toml", '[production]\nu = "x"\n[sandbox]\nu = "api.antonpayments.dev"\n'),
        ("sandbox.env", "ANTON_URL_PROD=https://api.antonpayments.dev\n"),
        (".env.example", "ANTON_URL_PROD=https://api.antonpayments.dev\n"),
        ("tests/config.yml", "production:\n  url: https://api.antonpayments.dev\n"),
        ("config.yml", "non_production:\n  url: https://api.antonpayments.dev\n"),
        ("package-lock.json", '{"production": {"u": "https://api.antonpayments.dev"}}'),
        ("config.json", '{"prod": "' + "x" * 5000 + '", "u": "https://api.antonpayments.dev"}'),
    ],
)
def test_what_stands_beside_it_does_not(tmp_path, name, text):
    assert fails(findings(tmp_path, {name: text, "deploy/prod.env": "A=1\n"})) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".github/workflows/deploy.yml", "jobs:\n  deploy-prod:\n    env:\n      U: https://api.antonpayments.dev\n"),
        (".gitlab-ci.yml", "variables:\n  # x\n  U: 1\n  URL_PROD: https://api.antonpayments.dev\n"),
        ("azure-pipelines.yml", "stages:\n  production:\n    u: x\n    url: https://api.antonpayments.dev\n"),
    ],
)
def test_a_pipeline_warns(tmp_path, name, text):
    found = findings(tmp_path, {name: text, "deploy/prod.env": "A=1\n"})
    assert fails(found) == []
    assert [place for place, _ in of_level(found, Level.WARN)] == [f"{name}:4"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("app/settings/production.py", 'A = 1\nANTON_URL = "https://api.antonpayments.dev"\n'),
        ("config/environments/production.rb", "x\nconfig.anton = 'https://api.antonpayments.dev'\n"),
        ("config/production.js", "module.exports = {\n  anton: `https://api.antonpayments.dev/v1`,\n}\n"),
        ("src/environments/environment.prod.ts", '// anton\nexport const e = {key: "' + TEST + '"}\n'),
    ],
)
def test_a_programs_own_production_settings_are_judged(tmp_path, name, text):
    assert fails(findings(tmp_path, {name: text})) == [f"{name}:2"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("app/settings/production.py", '"""\nThe sandbox is at https://api.antonpayments.dev\n"""\nURL = 1\n'),
        ("config/production.js", "// 'https://api.antonpayments.dev'\nmodule.exports = {}\n"),
        ("config/production.js", "/*\n 'https://api.antonpayments.dev'\n*/\nmodule.exports = {}\n"),
        ("app/settings/test/production.py", "URL = 'https://api.antonpayments.dev'\n"),
        ("app/production.py", "URL = 'https://api.antonpayments.dev'\n"),
    ],
)
def test_sentences_and_other_code_are_left_alone(tmp_path, name, text):
    assert fails(findings(tmp_path, {name: text, "deploy/prod.env": "A=1\n"})) == []


def test_the_base64_of_a_kubernetes_secret_is_decoded(tmp_path):
    values = [base64.b64encode(text.encode()).decode() for text in (SANDBOX_URL, TEST, "pye_sandbox1\n", "harmless")]
    text = "data:\n" + "".join(f"  v{index}: {value}\n" for index, value in enumerate(values))
    found = findings(tmp_path, {"k8s/prod/secret.yaml": text})
    assert sorted(fails(found)) == [f"k8s/prod/secret.yaml:{line}" for line in (2, 3, 4)]
    assert "as base64" in of_level(found, Level.FAIL)[0][1]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_any_encoding_of_a_production_file_is_read(tmp_path, encoding):
    (tmp_path / "prod.env").write_bytes(f"# production\r\nURL={SANDBOX_URL}\r\n".encode(encoding))
    (tmp_path / "app.env").write_bytes(f"# settings of it\r\nURL_PROD={SANDBOX_URL}\r\n".encode(encoding))
    assert sorted(fails(findings(tmp_path, {}))) == ["app.env:2", "prod.env:2"]


def test_a_file_that_vanishes_before_its_sections_are_read_is_survived(tmp_path):
    (tmp_path / "prod.env").write_text("A=1\n")
    (tmp_path / "app.env").write_text(f"URL_PROD={SANDBOX_URL}\n")
    ctx = make_context(tmp_path, profile(), environ={})
    assert "app.env" in ctx.repository.files
    (tmp_path / "app.env").unlink()
    assert fails(run(sandbox_leftovers, ctx)) == []
