"""The command line as people and scripts meet it: whole processes, terminals, pipes and signals."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from support.command import CLEAN, command, interruptible, process
from support.merchant import merchant, write_merchant
from support.terminal import Terminal

pytestmark = pytest.mark.sockets


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    with merchant(tmp_path_factory.mktemp("sound")) as running:
        yield running


def options(running) -> list[str]:
    routes = [word for mapping in running.emulator.connect_to for word in ("--connect-to", mapping)]
    return ["--env", "prod", *routes, "--ca-bundle", str(running.emulator.ca_bundle)]


def start(*arguments, cwd, **variables) -> subprocess.Popen:
    return subprocess.Popen(
        command(*arguments),
        cwd=cwd,
        env={**CLEAN, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=interruptible,  # noqa: PLW1509 - one system call
    )


def test_json_is_all_that_stands_on_standard_output(sound):
    ran = process("check", *options(sound), "--format", "json", "-o", "text=r.txt", cwd=sound.folder, **sound.environ)
    report = json.loads(ran.stdout)
    schema = json.loads(process("schema", "report").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(report, schema, jsonschema.Draft202012Validator)
    assert (ran.returncode, report["exit_code"], ran.stderr) == (3, 3, b"")
    assert "INCOMPLETE" in (sound.folder / "r.txt").read_text(encoding="utf-8")


def test_progress_is_shown_on_a_terminal_only(sound):
    with Terminal(command("check", *options(sound)), cwd=sound.folder, **sound.environ) as terminal:
        assert terminal.finish() == 3
    assert "Checking prod" in terminal.screen
    assert "INCOMPLETE" in terminal.screen
    piped = process("check", *options(sound), cwd=sound.folder, **sound.environ)
    assert piped.stderr == b""
    assert b"\x1b" not in piped.stdout


def test_a_report_on_a_terminal_is_coloured_unless_the_person_says_otherwise(sound):
    def shown(**variables):
        with Terminal(command("check", "--offline", "--env", "prod"), cwd=sound.folder, **variables) as terminal:
            terminal.finish()
        return terminal.screen

    assert "\x1b[31m" in shown() or "\x1b[36m" in shown()
    for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert not re.search(r"\x1b\[[0-9;]*m", shown(**variables))
    narrow = Terminal(command("list"), columns=40)
    with narrow:
        assert narrow.finish() == 0
    with Terminal(
        command("check", "--offline", "--env", "prod"), cwd=sound.folder, columns=50, NO_COLOR="1"
    ) as terminal:
        terminal.finish()
    report = terminal.screen[terminal.screen.index("golive 0") :]
    assert max(len(line) for line in report.splitlines()) <= 50


def test_colour_can_be_forced_into_a_pipe(sound):
    def run(**variables):
        return process("check", "--offline", "--env", "prod", cwd=sound.folder, **variables).stdout

    assert b"\x1b[" in run(FORCE_COLOR="1")
    assert b"\x1b[" not in run(FORCE_COLOR="1", NO_COLOR="1")
    assert max(len(line) for line in run(COLUMNS="60").decode().splitlines()) <= 60


@pytest.mark.parametrize(
    "variables",
    [{"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
)
def test_an_ascii_terminal_gets_ascii(sound, variables):
    for arguments in (
        ["check", *options(sound), "-vv"],
        ["list"],
        ["explain", "account.balance"],
        ["demo", "--flawed"],
    ):
        ran = process(*arguments, cwd=sound.folder, **sound.environ, **variables)
        assert ran.returncode in {0, 1, 3}, ran.stderr
        assert ran.stdout.isascii()
        assert ran.stderr == b""
    ran = process("check", "--env", "ü→", cwd=sound.folder, **variables)
    assert ran.returncode == 2
    assert ran.stderr.isascii()


def test_a_reader_that_goes_away_is_no_error(sound):
    shell = f"{' '.join(command('check', '--offline', '--env', 'prod'))} | head -1; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", shell], cwd=sound.folder, env=CLEAN, capture_output=True, check=False)
    assert ran.stderr == b""
    assert ran.stdout.splitlines()[-1] == b"3"
    with start("list", cwd=sound.folder) as gone:
        gone.stdout.close()
        assert gone.wait(60) == 0
        assert gone.stderr.read() == b""


def test_closed_streams_and_a_full_disk_are_no_defects(sound):
    words = " ".join(command("check", "--offline", "--env", "prod"))
    for redirection, code in ((">&-", 3), ("2>&-", 3), (">&- 2>&- <&-", 3), (">/dev/full", 2)):
        ran = subprocess.run(
            ["bash", "-c", f"{words} {redirection}"], cwd=sound.folder, env=CLEAN, capture_output=True, check=False
        )
        assert ran.returncode == code, (redirection, ran.stderr)
        assert b"Traceback" not in ran.stderr
        assert b"defect" not in ran.stderr
    assert b"standard output cannot be written: No space left on device" in ran.stderr
    ran = subprocess.run(
        ["bash", "-c", f"{words} --env nope 2>&-"], cwd=sound.folder, env=CLEAN, capture_output=True, check=False
    )
    assert ran.returncode == 2


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("shape", ["text", "json"])
def test_an_interrupted_run_tells_what_it_knows_and_ends_at_once(tmp_path, signum, shape):
    with merchant(tmp_path, faults=["first-byte-20s"]) as running:
        run = start("check", *options(running), "--format", shape, "-o", "json=r.json", cwd=tmp_path, **running.environ)
        with run:
            end = time.monotonic() + 60
            while not len(running.emulator.journal):
                assert time.monotonic() < end
                time.sleep(0.05)
            time.sleep(0.5)
            run.send_signal(signum)
            sent = time.monotonic()
            out, err = run.communicate(timeout=60)
            took = time.monotonic() - sent
    assert run.returncode == 130
    assert err == b""
    assert took < 10
    report = json.loads((tmp_path / "r.json").read_text())
    assert (report["exit_code"], report["verdict"]) == (130, "INCOMPLETE")
    by_id = {check["id"]: check["status"] for check in report["results"]}
    assert by_id["settings.base-url"] == "pass"
    assert by_id["account.balance"] == "unknown"
    assert b"nterrupted" in out


def test_an_interrupted_demo_leaves_nothing_behind(tmp_path):
    with start("demo", "--flawed", cwd=tmp_path, TMPDIR=str(tmp_path)) as run:
        end = time.monotonic() + 60
        while not list(tmp_path.glob("golive-demo-*")):
            assert time.monotonic() < end
            time.sleep(0.01)
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=60)
    assert run.returncode == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_emulator_serves_until_it_is_interrupted(tmp_path, signum):
    write_merchant(tmp_path, credentials="{api_key: {env: ANTON_API_KEY}}")
    with start(
        "emulator", "--flaw", "balance-too-low", cwd=tmp_path, TMPDIR=str(tmp_path), PYTHONUNBUFFERED="1"
    ) as server:
        lines = []
        while not lines or "golive check" not in lines[-1]:
            lines.append(server.stdout.readline().decode())
            assert lines[-1], server.stderr.read()
            assert lines[-1], server.stderr.read()
        exports = "".join(line for line in lines if line.startswith(("export", "-----")) or "=" not in line)
        variables = dict(re.findall(r"^export (\w+)=(\S+)$", "".join(lines), re.MULTILINE))
        assert {"ANTON_API_KEY", "ANTON_API_KEY_SANDBOX", "ANTON_WEBHOOK_SECRET"} <= set(variables), exports
        words = lines[-1].split()[1:]
        ran = process(*words, "--only", "account.*", "--format", "json", cwd=tmp_path, **variables)
        statuses = {check["id"]: check["status"] for check in json.loads(ran.stdout)["results"]}
        assert statuses["account.authentication"] == "pass"
        assert statuses["account.balance"] == "fail"
        server.send_signal(signum)
        out, err = server.communicate(timeout=30)
    assert (server.returncode, err) == (0, b"")
    assert out == b"Stopped; everything it made up is forgotten.\n"
    assert list(tmp_path.glob("golive-*")) == [], "a temporary file stayed behind"


def test_a_terminal_that_is_closed_leaves_nothing_behind(tmp_path):
    with Terminal(command("emulator"), cwd=tmp_path, TMPDIR=str(tmp_path)) as terminal:
        terminal.read_until("--ca-bundle")
        assert list(tmp_path.glob("golive-*"))
        terminal.hang_up()
    prose = [line for line in terminal.screen.splitlines() if not line.startswith(("export ", "golive "))]
    assert max(map(len, prose)) <= 80
    assert list(tmp_path.glob("golive-*")) == []


def test_the_emulator_outlives_its_terminal_where_somebody_asked_for_that(tmp_path):
    words = ["nohup", *command("emulator")]
    with subprocess.Popen(words, cwd=tmp_path, env=CLEAN, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout.readline().startswith(b"Listening")
        server.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            server.wait(0.5)
        server.terminate()
        assert server.wait(30) == 0


def test_the_variables_of_the_emulator_can_be_pasted_into_a_shell(tmp_path):
    with start("emulator", cwd=tmp_path) as server:
        lines = []
        while not lines or "golive check" not in lines[-1]:
            lines.append(server.stdout.readline().decode())
            assert lines[-1], server.stderr.read()
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)
    text = "".join(lines)
    pasted = text[text.index("export") : text.index("\n\n", text.index("export"))]
    ran = subprocess.run(
        ["bash", "-c", f'{pasted}\necho "$ANTON_DPOP_KEY"'], env=CLEAN, capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("-----BEGIN PRIVATE KEY-----\n")
    assert ran.stdout.endswith("-----END PRIVATE KEY-----\n\n") or ran.stdout.endswith("-----END PRIVATE KEY-----\n")


def test_init_asks_on_a_terminal_and_never_for_a_secret(tmp_path):
    with Terminal(command("init"), cwd=tmp_path) as terminal:
        terminal.read_until("webhook receiver")
        terminal.type("https://pay.example.org/hooks?a=b#c\n")
        terminal.read_until("FILE:KEY")
        terminal.type("deploy/a file with 'quotes' # and ü.env:BASE_URL\n")
        assert terminal.finish() == 0
    assert terminal.screen.count("?") + terminal.screen.count("]:") >= 1
    assert not re.search(r"(?i)(key|secret|password) *:", terminal.screen.replace("FILE:KEY", ""))
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "a file with 'quotes' # and ü.env").write_text("BASE_URL=https://api.antonpayments.com\n")
    ran = process(
        "check", "--offline", "--env", "prod", "--only", "settings.base-url", "--format", "json", cwd=tmp_path
    )
    assert json.loads(ran.stdout)["subject"]["base_url"] == "https://api.antonpayments.com"


def test_an_unanswered_question_writes_nothing(tmp_path):
    for key, code in (("\x04", 2), ("\x03", 130)):
        with Terminal(command("init"), cwd=tmp_path) as terminal:
            terminal.read_until("webhook receiver")
            assert terminal.press_until_it_ends(key) == code, terminal.screen
        assert list(tmp_path.iterdir()) == []


def test_a_secret_that_is_typed_is_not_shown(tmp_path):
    (tmp_path / "golive.yaml").write_text(
        "version: 1\nprovider: anton\nenvironments: {prod: {kind: production, base_url: https://api.antonpayments.com, "
        "credentials: {api_key: {keyring: golive, username: prod}}}}\n"
    )
    backend = tmp_path / "backend.py"
    backend.write_text(
        "import keyring.backend\n"
        "class Ring(keyring.backend.KeyringBackend):\n"
        "    priority = 1\n"
        "    def set_password(self, service, username, password):\n"
        "        open('stored', 'w').write(f'{service}/{username}={password}')\n"
        "    def get_password(self, service, username): return None\n"
    )
    variables = {"PYTHON_KEYRING_BACKEND": "backend.Ring", "PYTHONPATH": str(tmp_path)}
    with Terminal(command("secret", "set", "api_key"), cwd=tmp_path, **variables) as terminal:
        terminal.read_until("Value of api_key (not shown)")
        terminal.type("ak_live_typed\n")
        assert terminal.finish() == 0, terminal.screen
    assert "ak_live_typed" not in terminal.screen
    assert (tmp_path / "stored").read_text() == "golive/prod=ak_live_typed"


@pytest.mark.parametrize(
    ("words", "position", "expected"),
    [
        ("golive check --env ", 3, "prod sandbox"),
        ("golive check --only account.b", 3, "account.balance"),
        ("golive explain launch.base", 2, "launch.base-url"),
        ("golive check --format js", 3, "json"),
        ("golive demo --provider a", 3, "anton"),
        ("golive secret set webhooks", 3, ""),
        ("golive secret set --env prod web", 5, "webhooks.0.secret"),
    ],
)
def test_a_shell_completes_names(tmp_path, words, position, expected):
    write_merchant(tmp_path)
    ran = process(cwd=tmp_path, _GOLIVE_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(position))
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert sorted(ran.stdout.decode().split()) == expected.split()


def test_a_folder_called_checks_is_not_imported(tmp_path):
    for name in ("checks", "golive_checks", "golive"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('the folder of the repository was imported')\n")
    write_merchant(tmp_path)
    script = Path(sys.executable).parent / "golive"
    for arguments in (["list"], ["check", "--offline", "--env", "prod"]):
        ran = subprocess.run([script, *arguments], cwd=tmp_path, env=CLEAN, capture_output=True, check=False)
        assert ran.returncode in {0, 3}, ran.stderr
        assert b"imported" not in ran.stdout + ran.stderr


def test_golive_works_from_a_folder_below_the_profile_and_from_elsewhere(tmp_path):
    write_merchant(tmp_path)
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    arguments = ["check", "--offline", "--env", "prod", "--only", "settings.base-url", "-q"]
    assert process(*arguments, cwd=below).stdout == process(*arguments, "-c", tmp_path / "golive.yaml", cwd="/").stdout
    assert process(*arguments, cwd="/").returncode == 2


def test_a_working_directory_that_is_gone_is_a_sentence(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    shell = f"rmdir {gone}; exec {' '.join(command('check'))}"
    ran = subprocess.run(["bash", "-c", shell], cwd=gone, env=CLEAN, capture_output=True, check=False)
    assert ran.returncode == 2
    assert b"the working directory is gone" in ran.stderr


def test_programs_of_the_profile_run_only_when_allowed(tmp_path):
    write_merchant(
        tmp_path, credentials='{api_key: {command: [sh, -c, "touch ran; echo ak_live_0123456789abcdef0123456789"]}}'
    )
    arguments = ["check", "--offline", "--env", "prod", "--only", "settings.key-environment", "--format", "json"]
    for variables, ran in (
        ({}, False),
        ({"GOLIVE_TRUST": "0"}, False),
        ({"GOLIVE_TRUST": ""}, False),
        ({"GOLIVE_TRUST": "1"}, True),
    ):
        assert process(*arguments, cwd=tmp_path, **variables).returncode in {1, 3}
        assert (tmp_path / "ran").exists() == ran, variables
    assert process(*arguments, cwd=tmp_path, GOLIVE_TRUST="perhaps").returncode == 2
