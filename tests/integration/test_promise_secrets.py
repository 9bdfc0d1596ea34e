"""Promise 3: no secret in any output, whatever the provider answers and whatever a check does with it."""

from __future__ import annotations

import json
import logging
import re
import threading
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest

from golive import registry
from golive.check import Area, Check
from golive.finding import fail, seen
from golive.reporters.formats import FORMATS
from support.canary import forms, harmful, leaks
from support.command import golive, process
from support.merchant import LOGINS, OAUTH, PAIR, STATIC, merchant

pytestmark = pytest.mark.sockets

CREDENTIALS = {"static": STATIC, "oauth": OAUTH, "pair": PAIR}


def secrets_of(running) -> dict[str, str]:
    """Return every secret of the merchant, and every access token that the emulator saw."""
    found = {name: value for name, value in running.emulator.credentials.items() if not name.endswith("client_id")}
    sent = [
        value.partition(" ")[2]
        for request in running.emulator.journal.requests
        for value in request.values("Authorization")
        if value.startswith(("DPoP ", "Bearer ")) and value.count(".") == 2
    ]
    # A refresh token comes with an access token and is never sent: only the emulator knows it.
    kept = [
        token
        for environment in running.emulator._api.environments.values()
        for token in getattr(environment.tokens, "issued", ())
    ]
    # A token is a JWT. Its signature is what makes it one; the rest looks like that of any other.
    tokens = sorted({token.rpartition(".")[2] for token in (*sent, *kept)})
    return found | {f"token {index}": token for index, token in enumerate(tokens)}


def options(running) -> list[str]:
    routes = [word for mapping in running.emulator.connect_to for word in ("--connect-to", mapping)]
    return [
        "--env",
        "prod",
        "--config",
        running.folder / "golive.yaml",
        *routes,
        "--ca-bundle",
        running.emulator.ca_bundle,
    ]


class Entry:
    """A package with one check, as if it were installed."""

    name, module = "checks", "acme_checks"

    dist = SimpleNamespace(name="acme-checks", version="1.0")

    def __init__(self, function) -> None:
        self.function = function

    def load(self):
        return (Check("account.acme", Area.ACCOUNT, "Acme is content", "guide", "remedy", self.function),)


@pytest.fixture(autouse=True)
def _all_loggers_talk():
    """Let the libraries underneath say all they can: golive itself keeps them quieter than this."""
    loggers = [logging.getLogger(f"httpcore.{name}") for name in ("connection", "http11", "proxy")]
    loggers.append(logging.getLogger("httpx"))
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield
    for logger in loggers:
        logger.setLevel(logging.NOTSET)


@pytest.fixture
def plugin(monkeypatch):
    """Install a check that is given every secret of the environment."""

    def install(function):
        def run(ctx):
            values = [secret.reveal() for secret in ctx.environment.credentials().values()]
            values += [webhook.secret().reveal() for webhook in ctx.environment.webhooks()]
            yield from function(values)

        monkeypatch.setattr(registry, "_entry_points", lambda: [Entry(run)])

    return install


def everything(monkeypatch, running, folder: Path, *extra) -> tuple[dict[str, str], set[int]]:
    """Run the check in every format and at every verbosity, and return all that was written."""
    written, codes = {}, set()
    for index, arguments in enumerate((["-q"], [], ["-v"], ["-vv"], ["-vvv"], ["--format", "json", "-vvv"])):
        files = [folder / f"{index}.{name}" for name in FORMATS]
        outputs = [part for name, file in zip(FORMATS, files, strict=True) for part in ("-o", f"{name}={file}")]
        # Each run is told nothing by the one before: golive's own state would show here.
        ran = golive(monkeypatch, "check", *options(running), *arguments, *outputs, *extra, **running.environ)
        codes.add(ran.code)
        written |= {f"stdout of {arguments}": ran.out, f"stderr of {arguments}": ran.err}
        written |= {f"{file.name} of {arguments}": file.read_text(encoding="utf-8") for file in files}
    return written, codes


def demand_clean(written, secrets) -> None:
    found = {name: leaks(text, secrets) for name, text in written.items()}
    assert {name: what for name, what in found.items() if what} == {}
    assert {name: what for name, text in written.items() if (what := harmful(text))} == {}


def test_the_search_finds_a_secret_in_every_form_in_which_it_could_come_out():
    secret = {"canary": "ak_live_0123456789abcdef0123456789abcdef"}
    for form in forms(secret["canary"]):
        assert leaks(f"before {form} after", secret)
    assert leaks("x 0123456789ab y", secret)
    assert leaks("x 0123456\n   789abcdef y", secret)
    assert not leaks("ak_live_*** 0123456", secret)


@pytest.mark.parametrize(
    ("credentials", "fault"),
    [
        (credentials, fault)
        for credentials in CREDENTIALS
        for fault in (None, "echo-credential", "echo-credential-500")
        if (credentials, fault) != ("pair", "echo-credential-500")  # the login's echo below, and less to wait for
    ],
)
def test_no_report_and_no_log_holds_a_secret_even_where_the_server_echoes_it(tmp_path, monkeypatch, credentials, fault):
    faults = [] if fault is None else [f"{fault}@/v1/*" if credentials == "oauth" else fault]
    with merchant(tmp_path, credentials=CREDENTIALS[credentials], faults=_paths(faults)) as running:
        written, codes = everything(monkeypatch, running, tmp_path)
        secrets = secrets_of(running)
    assert ("token 0" in secrets) == (credentials != "static")
    demand_clean(written, secrets)
    assert codes <= {1, 3}
    assert "httpcore" in written["stderr of ['-vvv']"], "the log of the library underneath was not shown"
    if fault is not None:
        hostile = written["stdout of ['-vv']"]
        assert "***" in hostile
        assert not re.search(r"^\s*::", hostile, re.MULTILINE)
        assert "##vso[" not in "".join(written.values())
        assert not re.search(r"(?<!\S)::error::", "".join(written[name] for name in written if "json" not in name))
        assert "<script>" in hostile or "script" in json.dumps(written), "the message was not shown at all"


def _paths(faults):
    """Spell out the paths: a fault names one path at a time."""
    return [
        fault.replace("*", path)
        for fault in faults
        for path in (("balances", "corridors", "webhooks", "payees", "instruments") if "*" in fault else ("",))
    ]


@pytest.mark.parametrize("credentials", LOGINS, ids=["oauth", "pair"])
@pytest.mark.parametrize("fault", ["echo-credential", "echo-credential-500"])
def test_a_login_that_echoes_its_credential_gives_nothing_away(tmp_path, monkeypatch, fault, credentials):
    with merchant(tmp_path, credentials=credentials, faults=[f"{fault}@{LOGINS[credentials]}"]) as running:
        written, _ = everything(monkeypatch, running, tmp_path)
        demand_clean(written, secrets_of(running))
    assert "***" in written["stdout of ['-vv']"], "nothing was echoed"


@pytest.mark.parametrize("variant", ["login-token", "login-bare", "fields-unknown"])
def test_a_token_is_a_secret_in_whatever_shape_it_comes(tmp_path, monkeypatch, variant):
    """The answers that follow repeat it."""
    faults = [f"echo-credential{kind}@/api/v1/{name}" for kind, name in (("", "wallets"), ("-500", "currencies"))]
    with merchant(tmp_path, credentials=PAIR, variants=[variant], faults=faults) as running:
        ran = golive(monkeypatch, "check", *options(running), "-vvv", "--format", "json", **running.environ)
        secrets = secrets_of(running)
    demand_clean({"stdout": ran.out, "stderr": ran.err}, secrets)
    assert [name for name in secrets if name.startswith("token ")]
    assert "***" in ran.out


@pytest.mark.parametrize("credentials", ["static", "pair"])
def test_deliveries_to_a_receiver_give_nothing_away(tmp_path, monkeypatch, credentials):
    """One provider's deliveries carry the webhook secret itself."""
    with merchant(tmp_path, credentials=CREDENTIALS[credentials], probe=True) as running:
        written = {}
        for format_name in ("text", "json"):
            ran = golive(monkeypatch, "check", *options(running), "-vvv", "--format", format_name, **running.environ)
            written |= {f"stdout {format_name}": ran.out, f"stderr {format_name}": ran.err}
        secrets = secrets_of(running)
        carried = running.emulator.deliveries.holding(running.emulator.credentials["webhook_secret"])
        arrived = len(running.emulator.deliveries.requests)
    assert arrived
    assert bool(carried) == (credentials == "pair")
    demand_clean(written, secrets)


@pytest.mark.parametrize("credentials", CREDENTIALS)
def test_a_check_that_crashes_with_secrets_in_its_message_gives_nothing_away(
    tmp_path, monkeypatch, plugin, credentials
):
    def crash(values):
        yield seen("it looked")
        try:
            raise KeyError(values)  # noqa: TRY301 - a check in one piece
        except KeyError as error:
            raise RuntimeError(f"cannot use {values} {' '.join(values)}") from error

    plugin(crash)
    with merchant(tmp_path, credentials=CREDENTIALS[credentials]) as running:
        written, codes = everything(monkeypatch, running, tmp_path)
        demand_clean(written, secrets_of(running))
    assert codes == {4}
    assert "RuntimeError: cannot use" in written["stdout of []"]


def test_a_check_whose_error_cannot_even_be_written_is_one_broken_line(tmp_path, monkeypatch, plugin):
    class Unspeakable(Exception):
        def __str__(self):
            raise RuntimeError(self.args[0])

    def crash(values):
        yield seen("it looked")
        raise Unspeakable(values[0])

    plugin(crash)
    with merchant(tmp_path) as running:
        ran = golive(monkeypatch, "check", *options(running), "--timeout", "20", **running.environ)
        demand_clean({"out": ran.out, "err": ran.err}, secrets_of(running))
    assert ran.code == 4
    assert "Unspeakable, with a message that cannot be shown" in " ".join(ran.out.split())


def test_what_a_check_logs_warns_about_or_lets_a_thread_die_of_gives_nothing_away(tmp_path, monkeypatch, plugin):
    def talk(values):
        log = logging.getLogger("acme")
        log.setLevel(logging.DEBUG)
        for value in values:
            log.critical("the secret is %s", value)
            log.debug("bytes %r", value.encode())
            log.error("cannot be formatted %s %s", value)  # noqa: PLE1206 - on purpose
            try:
                raise ValueError(value)  # noqa: TRY301 - as above
            except ValueError:
                log.exception("with its traceback\n::error::%s\x1b[31m", value)
            with warnings.catch_warnings():
                warnings.simplefilter("always")
                warnings.warn(f"a warning about {value}", stacklevel=1)

            class Leaky:
                def __init__(self, held):
                    self.held = held

                def __del__(self):
                    raise ValueError(self.held)

            del Leaky

        def die(value):
            raise ValueError(value)

        thread = threading.Thread(target=die, args=(values[0],))
        thread.start()
        thread.join()
        yield fail(f"it found {values[0]}", fix=f"remove {values[0]}")

    plugin(talk)
    with merchant(tmp_path) as running:
        written, _ = everything(monkeypatch, running, tmp_path)
        demand_clean(written, secrets_of(running))
    assert written["stderr of []"] == ""
    log = written["stderr of ['-vvv']"]
    assert "the secret is ***" in log
    assert "a log record of acme could not be written" in log
    assert "a thread ended with ValueError" in log
    assert "a warning about ***" in log


@pytest.mark.parametrize("provider", ["anton", "octopuscards"])
def test_the_demo_at_its_most_verbose_holds_no_secret(tmp_path, provider):
    for arguments in (["-vvv"], ["-vvv", "--flawed"], ["-vvv", "--format", "json"]):
        ran = process("demo", "--provider", provider, *arguments, COLUMNS="300")
        text = (ran.stdout + ran.stderr).decode()
        # The demo's keys are made up anew each time: any of their shape would be one.
        assert not re.search(r"(ak_(live|test)_|whsec_)[0-9a-f]{4}", text)
        assert re.findall(r"[0-9a-f]{20,63}|eyJ[\w-]+\.[\w-]+", _without_known(text)) == []
        assert harmful(text) == []


def _without_known(text: str) -> str:
    """Drop what is hexadecimal and no secret: the digest of the profile, and the ids of requests."""
    return re.sub(r"(golive|req)[-_][0-9a-f]+(-[0-9a-f]+)?|\b[0-9a-f]{64}\b", "", text)


@pytest.mark.parametrize(
    "line",
    [
        'api_key: "{secret}',
        "api_key: {secret}: {secret}",
        "api_key: [{secret}",
        "api_key: {{env: X, {secret}}}",
        "{secret}: {secret}",
        "api_key: {secret}\n      api_key: {secret}",
        "api_key: *{secret}",
        "api_key: !!python/object:{secret} x",
        "api_key: !{secret} x",
        "api_key: &{secret} {secret}\n      client_id: *{secret}2",
        "api_key: {secret}\x01",
        "api_kye: {secret}",
        "api_key: {{evn: {secret}}}",
        "api_key: |\n      {secret}\n   bad",
        "\tapi_key: {secret}",
        "api_key: {secret} #\n    : :",
        "? {secret}\n      : {secret}",
        "client_id: {secret}",
    ],
)
def test_a_profile_error_beside_a_secret_does_not_repeat_it(tmp_path, monkeypatch, line):
    secret = "ak_live_c4n4ryc4n4ry0123456789abcdefc4n4ry"
    text = "version: 1\nprovider: anton\nenvironments:\n  prod:\n    kind: production\n    base_url: https://x\n"
    text += f"    credentials:\n      {line.format(secret=secret)}\n"
    (tmp_path / "golive.yaml").write_text(text, encoding="utf-8")
    for arguments in (["check", "--offline", "-vvv"], ["secret", "status"], ["secret", "set", "api_key"]):
        ran = golive(monkeypatch, *arguments, "--config", tmp_path / "golive.yaml", stdin=secret.encode())
        demand_clean({"out": ran.out, "err": ran.err}, {"canary": secret})
        assert "Traceback" not in ran.err
        assert "defect of golive" not in ran.err
        assert ran.code in {2, 3, 1}


def test_a_secret_given_on_the_command_line_is_not_printed_once_more(tmp_path, monkeypatch):
    secret = "ak_live_c4n4ryc4n4ry0123456789abcdefc4n4ry"
    (tmp_path / "golive.yaml").write_text(
        "version: 1\nprovider: anton\nenvironments: {prod: {kind: production, base_url: https://api.antonpayments.com, "
        "credentials: {api_key: {keyring: golive, username: prod}}}}\n"
    )
    config = ["--config", tmp_path / "golive.yaml"]
    for arguments in (
        ["secret", "set", "api_key", secret, *config],
        ["secret", "set", secret, *config],
        ["secret", "delete", secret, *config],
        ["check", secret],
        ["check", "--env", secret, *config],
        ["check", "--format", secret],
        ["check", "--only", secret, *config],
        ["check", f"--{secret}"],
        ["explain", secret],
        [secret],
    ):
        ran = golive(monkeypatch, *arguments, stdin=b"")
        assert ran.code == 2
        assert leaks(ran.out + ran.err, {"canary": secret}) == []


def test_a_proxy_password_is_in_no_output(tmp_path, monkeypatch):
    secret = "c4n4ryc4n4ry0123456789abcdefc4n4ry"
    with merchant(tmp_path) as running:
        base = [word for word in options(running) if "443:127" not in str(word) and word != "--connect-to"]
        for proxy in (
            f"http://me:{secret}@127.0.0.1:1",
            f"http://me:{secret}@127.0.0.1:{running.emulator.port}",
            f"{secret}://x",
            f"http://{secret}@[::1",
        ):
            ran = golive(monkeypatch, "check", *base, "-vvv", "--timeout", "20", HTTPS_PROXY=proxy, **running.environ)
            assert leaks(ran.out + ran.err, {"proxy": secret}) == [], proxy
            assert ran.code in {1, 2, 3}
