"""`golive check`, without sockets: what is asked for, and which exit code comes of it."""

from __future__ import annotations

import json

import pytest
import yaml

from golive import registry, run
from golive.check import Area, Check
from golive.checklist import Checklist, Item, Proof, Section
from golive.finding import fail, seen, warn
from golive.registry import Catalogue
from support.command import golive
from support.merchant import write_merchant


@pytest.fixture
def folder(tmp_path, monkeypatch):
    write_merchant(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


OFFLINE = ["check", "--offline", "--env", "prod"]


@pytest.fixture
def only_line(monkeypatch):
    """Make the checklist one line, and the only check one that behaves as told."""

    def make(behaviour):
        def function(_ctx):
            yield from behaviour()

        check = Check("settings.sample", Area.SETTINGS, "All is well", "guide", "remedy", function)
        checklist = Checklist(
            provider="anton",
            title="Sample",
            source="https://example.com",
            sections=(
                Section(id="s", title="S", items=(Item(id="s.one", title="One", proof=(Proof(all=(check.id,)),)),)),
            ),
        )
        monkeypatch.setattr(run, "load_checklist", lambda _provider: checklist)
        known = Catalogue((check,), {check.id: "golive"}, ())
        monkeypatch.setitem(run.judge.__kwdefaults__, "find_checks", lambda *_, **__: known)

    return make


def crash():
    raise RuntimeError


def interrupt():
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("behaviour", "arguments", "code", "verdict"),
    [
        (lambda: [seen("it is well")], [], 0, "READY"),
        (lambda: [warn("hm")], [], 0, "READY"),
        (lambda: [warn("hm")], ["--fail-on", "warn"], 1, "NOT READY"),
        (lambda: [fail("it is not")], [], 1, "NOT READY"),
        (lambda: [seen("it is well")], ["--skip", "settings.sample"], 3, "INCOMPLETE"),
        (crash, [], 4, "INCOMPLETE"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_the_verdict_decides_the_exit_code(monkeypatch, only_line, behaviour, arguments, code, verdict):  # noqa: PLR0917 - one table
    only_line(behaviour)
    ran = golive(monkeypatch, *OFFLINE, *arguments, "-q")
    assert (ran.code, ran.err) == (code, "")
    assert ran.out.startswith(f"{verdict}: ")
    assert f"(exit {code})" in ran.out
    report = json.loads(golive(monkeypatch, *OFFLINE, *arguments, "--format", "json").out)
    assert (report["exit_code"], report["verdict"]) == (code, verdict)


def test_an_interrupted_run_is_130(folder, monkeypatch, only_line):
    only_line(lambda: [seen("well")])

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "judge", interrupted)
    assert golive(monkeypatch, *OFFLINE).code == 130


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--env", "prdo"], "golive.yaml has no environment `prdo`; did you mean `prod`? It has: sandbox, prod"),
        ([], "say which environment with --env; golive.yaml has sandbox, prod"),
        (["--env", "prod", "--format", "jsno"], "there is no format 'jsno'; did you mean `json`?"),
        (
            ["--env", "prod", "--only", "account.balanse"],
            "no check matches 'account.balanse'; did you mean `account.balance`?",
        ),
        (["--env", "prod", "--skip", "nothing*"], "no check matches 'nothing*'"),
        (["--env", "prod", "-v", "-q"], "--verbose and --quiet exclude each other"),
        (["--env", "prod", "--output", "json"], "--output takes FORMAT=PATH"),
        (["--env", "prod", "--ca-bundle", "no.pem"], "--ca-bundle: there is no file no.pem"),
        (["--env", "prod", "--connect-to", "nonsense"], "nonsense"),
        (["--config", "none.yaml"], "there is no file none.yaml; `golive init --path none.yaml` writes one"),
        (["--config", "."], "is a folder"),
    ],
)
def test_what_cannot_be_run_is_exit_code_2_with_advice(folder, monkeypatch, arguments, message):
    ran = golive(monkeypatch, "check", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "defect" not in ran.err


def test_a_proxy_that_is_none_is_named_only_where_it_would_be_used(folder, monkeypatch):
    assert golive(monkeypatch, "check", "--env", "prod", HTTPS_PROXY="ftp://x").code == 2
    assert golive(monkeypatch, *OFFLINE, "-q", HTTPS_PROXY="ftp://x").code == 3


def test_a_missing_profile_says_how_to_make_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = golive(monkeypatch, "check")
    assert ran.code == 2
    assert "`golive init` writes one" in ran.err


def test_the_only_environment_needs_no_name(folder, monkeypatch):
    profile = yaml.safe_load((folder / "golive.yaml").read_text())
    del profile["environments"]["sandbox"]
    (folder / "golive.yaml").write_text(yaml.safe_dump(profile))
    assert golive(monkeypatch, "check", "--offline", "-q").code == 3


def test_the_report_is_printed_and_written_at_once(folder, monkeypatch):
    ran = golive(monkeypatch, *OFFLINE, "-o", "json=r.json", "--output", "text=r.txt", "-vvv")
    assert json.loads((folder / "r.json").read_text())["verdict"] == "INCOMPLETE"
    assert "Launch" in (folder / "r.txt").read_text(encoding="utf-8")
    assert "Launch" in ran.out
    assert "settings.base-url ended: pass" in ran.err


@pytest.mark.parametrize("provider", registry.provider_ids())
def test_every_line_of_a_checklist_can_be_explained(monkeypatch, provider):
    checklist = registry.load_checklist(provider)
    for item in checklist.items():
        ran = golive(monkeypatch, "explain", item.id)
        assert ran.code == 0
        assert ran.out.startswith(f"{item.id}\n")
        said = " ".join(ran.out.split())
        assert not item.verticals or f"It is about {' and '.join(item.verticals)}; an integration" in said
        assert not item.applies_with or f"It does not apply where {item.applies_with} is skipped" in said


def test_every_check_can_be_explained_in_any_width(monkeypatch):
    for check in registry.built_in().checks:
        ran = golive(monkeypatch, "explain", check.id, COLUMNS="60")
        assert ran.code == 0
        assert "When it does not pass:" in ran.out
        long = [line for line in ran.out.splitlines() if len(line) > 60 and "https://" not in line]
        assert long == []


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        (
            "setings.base-url",
            "there is no check and no line of a checklist called 'setings.base-url'; did you mean `settings.base-url`?",
        ),
        ("launch.base-urll", "did you mean `launch.base-url`?"),
        ("42", "; `golive list` shows the checks"),
        ("traffic.recording", "traffic.recording is not built yet"),
    ],
)
def test_what_cannot_be_explained_says_so(monkeypatch, subject, message):
    ran = golive(monkeypatch, "explain", subject)
    assert ran.code == 2
    assert message in ran.err


def test_explanations_and_lists_of_other_packages_are_harmless_and_keep_their_lists(monkeypatch):
    guide = "First \x1b[31mparagraph\nfolded.\n\n- one\n- two"
    check = Check("code.acme", Area.CODE, "Acme ::error::x\x1b[31m", guide, "remedy", lambda _ctx: iter(()), sources=())
    known = registry.built_in()
    broken = registry._stand_in("bad\x07", registry.Status.ERROR, "it broke\x1b")
    more = Catalogue((*known.checks, check), {**known.origins, check.id: "acme"}, known.planned, (), (broken,))
    monkeypatch.setattr(registry, "catalogue", lambda *_, **__: more)
    listed = golive(monkeypatch, "list")
    assert listed.code == 0
    assert "[acme]" in listed.out
    assert "it broke\\x1b" in listed.out
    explained = golive(monkeypatch, "explain", "code.acme")
    assert "First \\x1b[31mparagraph folded.\n\n- one\n- two\n" in explained.out
    assert "documented at" not in explained.out
    assert "\x1b" not in listed.out + explained.out


def test_the_listing_of_the_emulator_fits_the_page(monkeypatch):
    for columns in ("44", "50", "80", "200"):
        ran = golive(monkeypatch, "emulator", "--list", COLUMNS=columns)
        assert ran.code == 0
        for name in ("balance-too-low", "receiver-unverified", "first-byte-20s", "dpop-nonce"):
            assert name in ran.out
        assert not any(line.endswith(" ") for line in ran.out.splitlines())
        assert max(map(len, ran.out.splitlines())) <= int(columns)
    assert golive(monkeypatch, "emulator", "--flaw", "balance-to-low").code == 2
    assert golive(monkeypatch, "emulator", "--list", "--provider", "nobody").code == 2


@pytest.mark.parametrize("subject", ["profile", "records", "report", "reports", "diff"])
def test_a_schema_is_valid(monkeypatch, subject):
    import jsonschema

    ran = golive(monkeypatch, "schema", subject)
    schema = json.loads(ran.out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    assert golive(monkeypatch, "schema", "nothing").code == 2


def test_what_was_read_is_remembered_for_the_next_run_unless_told_otherwise(folder, monkeypatch, tmp_path_factory):
    caches = tmp_path_factory.mktemp("caches")
    (folder / "a.py").write_text("pass\n", encoding="utf-8")
    only = [*OFFLINE, "--only", "code.secrets"]
    without = golive(monkeypatch, *only, "--no-cache", XDG_CACHE_HOME=caches)
    assert list(caches.iterdir()) == []
    first = golive(monkeypatch, *only, XDG_CACHE_HOME=caches)
    assert (caches / "golive" / "key").is_file()
    second = golive(monkeypatch, *only, XDG_CACHE_HOME=caches)

    def findings(ran):
        lines = ran.out.splitlines()
        return ran.code, [line for line in lines if "code.secrets" in line or "read" in line]

    assert findings(without) == findings(first) == findings(second)
    assert findings(first)[1]


def test_remarks_in_files_are_heeded_unless_told_otherwise(folder, monkeypatch):
    key = "ak_live_Kq7mZ2xWv9dTn4hRb8sC"
    (folder / "a.py").write_text(f"K = '{key}'  # golive: ignore[code.secrets] revoked in May\n", encoding="utf-8")
    only = [*OFFLINE, "--only", "code.secrets", "-v"]
    heeded = golive(monkeypatch, *only, "--no-cache").out
    assert "1 finding is ignored by a remark in the file: a.py:1 (revoked in May)" in " ".join(heeded.split())
    reported = golive(monkeypatch, *only, "--no-cache", "--no-inline-ignores").out
    assert "credential in the repository" in reported
    assert "ignored by a remark" not in reported
    assert key not in heeded + reported
