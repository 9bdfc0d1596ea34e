"""`golive probe`, without a receiver: what it takes, what it refuses, and what it prints."""

from __future__ import annotations

import getpass
import sys

import pytest

from golive import probing, sending
from golive.cli import terminal
from golive.cli.options import complete_signatures
from golive.errors import UsageError
from golive.profile.types import DotenvReference, EnvReference, FileReference, KeyringReference
from golive.redact import Secret
from support import probes
from support.command import golive
from support.small_receiver import SECRET

URL = "http://127.0.0.1:9/hooks"


@pytest.fixture
def probed(monkeypatch):
    """Run `golive probe` with nothing behind it. Returns how it ended, and the options that a probe was given."""

    def run(*arguments, answer=probes.sound, **more):
        given = []

        def probe(options, **_):
            given.append(options)
            return answer()

        def send(options, body, **_):
            given.append((options, body))
            return answer()

        monkeypatch.setattr(probing, "probe", probe)
        monkeypatch.setattr(sending, "send", send)
        return golive(monkeypatch, "probe", URL, *arguments, **more), given

    return run


ANTON = ("--provider", "anton")
PLACED = (*ANTON, "--secret", "env:S")


@pytest.mark.parametrize(
    ("place", "reference"),
    [
        ("env:WEBHOOK_SECRET", EnvReference(env="WEBHOOK_SECRET")),
        ("file:secrets/hook.txt", FileReference(file="secrets/hook.txt")),
        ("file:C:/hook", FileReference(file="C:/hook")),
        ("dotenv:deploy/prod.env:HOOK", DotenvReference(dotenv="deploy/prod.env", key="HOOK")),
        ("dotenv:a:b/prod.env:HOOK", DotenvReference(dotenv="a:b/prod.env", key="HOOK")),
        ("keyring:golive:prod-hook", KeyringReference(keyring="golive", username="prod-hook")),
        ("keyring:golive:me:too", KeyringReference(keyring="golive", username="me:too")),
    ],
)
def test_a_place_of_the_secret_becomes_a_reference(probed, place, reference):
    ran, given = probed(*ANTON, "--secret", place)
    assert (ran.code, ran.err) == (0, "")
    assert given[0].secret == reference


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (SECRET, "takes the place of the secret, not the secret itself"),
        (f"whsec:{SECRET}", "takes the place of the secret, not the secret itself"),
        ("", "takes the place of the secret"),
        (f"env:{SECRET}", "takes the name of a variable that is set, and this is none"),
        ("env:", "--secret env: takes env:NAME"),
        ("file:", "--secret file: takes file:PATH"),
        ("dotenv:path", "--secret dotenv: takes dotenv:PATH:KEY"),
        ("dotenv::KEY", "--secret dotenv: takes dotenv:PATH:KEY"),
        ("dotenv:path:", "--secret dotenv: takes dotenv:PATH:KEY"),
        ("keyring:golive", "--secret keyring: takes keyring:SERVICE:USERNAME"),
        ("keyring::me", "--secret keyring: takes keyring:SERVICE:USERNAME"),
    ],
)
def test_a_secret_on_the_command_line_is_refused_with_advice_and_not_repeated(probed, place, message):
    ran, given = probed(*ANTON, "--secret", place)
    assert ran.code == 2
    assert given == []
    assert message in ran.err
    assert SECRET not in ran.err
    assert SECRET[6:20] not in ran.err


def test_a_variable_of_any_name_can_be_named_where_it_is_set(probed):
    ran, given = probed(*ANTON, "--secret", "env:my.hook-secret", **{"my.hook-secret": SECRET})
    assert ran.code == 0
    assert given[0].secret == EnvReference(env="my.hook-secret")


def test_without_a_terminal_the_place_of_the_secret_has_to_be_named(probed):
    ran, given = probed(*ANTON, stdin=SECRET.encode())
    assert (ran.code, given) == (2, [])
    assert "say where the webhook secret is with --secret: env:NAME, file:PATH" in ran.err


def test_in_a_terminal_the_secret_is_asked_for_and_not_shown(probed, monkeypatch):
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: stream is sys.stdin)
    monkeypatch.setattr(getpass, "getpass", lambda question: SECRET if "not shown" in question else "")
    ran, given = probed(*ANTON)
    assert ran.code == 0
    assert isinstance(given[0].secret, Secret)
    assert given[0].secret.reveal() == SECRET
    assert SECRET not in ran.out + ran.err + repr(given)


def test_an_empty_answer_is_no_secret(probed, monkeypatch):
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: stream is sys.stdin)
    monkeypatch.setattr(getpass, "getpass", lambda _question: " ")
    ran, given = probed(*ANTON)
    assert (ran.code, given) == (2, [])
    assert "the webhook secret is empty" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing option '--provider'"),
        ((*PLACED, "--send", "test"), "--send TYPE and --body FILE go together"),
        ((*PLACED, "--body", "x.json"), "--send TYPE and --body FILE go together"),
        ((*PLACED, "--send", "a", "--body", "b", "--event", "c"), "leave --event out"),
        ((*PLACED, "--send", "a", "--body", "missing.json"), "--body missing.json cannot be read: No such file"),
        ((*PLACED, "--send", "a", "--body", "."), "cannot be read: Is a directory"),
        ((*PLACED, "--timeout", "nan"), "--timeout takes a number of seconds"),
        ((*PLACED, "--timeout", "0"), "0.0 is not in the range"),
        ((*PLACED, "--ca-bundle", "missing.pem"), "--ca-bundle: there is no file missing.pem"),
        ((*PLACED, "--connect-to", "x"), "is not HOST:PORT:ADDRESS:PORT"),
        ((*PLACED, "-v", "-q"), "--verbose and --quiet exclude each other"),
    ],
)
def test_what_cannot_be_meant_is_refused(probed, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    ran, given = probed(*arguments)
    assert (ran.code, given, ran.out) == (2, [], "")
    assert message in " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("url", "arguments", "message"),
    [
        (URL, ("--provider", "antn"), "there is no provider 'antn'; did you mean `anton`?"),
        (URL, (*ANTON, "--signature", "anton-signatur"), "did you mean `anton-signature`?"),
        (URL, (*ANTON, "--event", "a b"), "'a b' is no event type"),
        ("http://pay.example.com/", ANTON, "plain http is for receivers on this machine only"),
        ("https://pay.example.com\x1b/", ANTON, "holds white space, a backslash or invisible characters"),
    ],
)
def test_what_the_probe_refuses_is_a_usage_error_too(monkeypatch, url, arguments, message):
    ran = golive(monkeypatch, "probe", url, *arguments, "--secret", "env:S", S=SECRET)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_options_reach_the_probe(probed, tmp_path):
    bundle = tmp_path / "ca.pem"
    bundle.write_text("x", encoding="utf-8")
    ran, given = probed(
        *(*PLACED, "--signature", "x-anton-signature", "--event", "payout.failed", "--timeout", "7"),
        *("--connect-to", "pay.example.com:443:127.0.0.1:9", "--ca-bundle", bundle),
        HTTPS_PROXY="http://proxy.example:3128",
        https_proxy=None,
        ALL_PROXY=None,
        all_proxy=None,
        NO_PROXY=None,
        no_proxy=None,
    )
    assert ran.code == 0
    (options,) = given
    assert (options.url, options.provider, options.signature) == (URL, "anton", "x-anton-signature")
    assert (options.event, options.timeout, options.ca_bundle) == ("payout.failed", 7.0, bundle)
    assert options.connect_to[0].host == "pay.example.com"
    assert options.proxy.host == "proxy.example"


@pytest.mark.parametrize(
    ("make", "code"), [(probes.sound, 0), (probes.uncertain, 3), (probes.faulty, 4), (probes.interrupted, 130)]
)
def test_what_a_probe_came_to_is_printed_and_is_the_exit_code(probed, make, code):
    ran, _ = probed(*PLACED, answer=make)
    assert (ran.code, ran.err) == (code, "")
    assert ran.out.startswith("golive 0.1.0  probe of a webhook receiver\n")
    assert f"Exit code {code}:" in ran.out


def test_quiet_prints_the_verdict_alone_and_verbose_every_request(probed):
    assert probed(*PLACED, "-q")[0].out.count("\n") == 1
    assert "Requests  18 test deliveries" in probed(*PLACED, "-vv")[0].out


@pytest.mark.parametrize(
    ("arguments", "variables", "colour"),
    [((), {}, False), ((), {"FORCE_COLOR": "1"}, True), ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colours_follow_the_usual_variables(probed, arguments, variables, colour):
    assert ("\x1b[" in probed(*PLACED, *arguments, **variables)[0].out) is colour


@pytest.mark.parametrize("url", ["", "127.0.0.1:3000/hooks", "localhost:3000", "ftp://127.0.0.1/", "pay.example.com"])
def test_what_is_no_web_address_is_told_how_one_begins(monkeypatch, url):
    ran = golive(monkeypatch, "probe", url, *PLACED)
    assert (ran.code, ran.out) == (2, "")
    assert "has to begin with https://, or with http:// for a receiver on this machine" in ran.err


def test_a_narrow_page_and_an_encoding_without_marks_are_respected(probed):
    ran, _ = probed(*PLACED, COLUMNS="44", encoding="ascii")
    assert max(map(len, ran.out.split("\n"))) <= 44
    assert "+ ok     200" in ran.out


@pytest.mark.parametrize(("status", "code"), [(200, 0), (404, 1), (None, 3)])
def test_one_delivery_of_a_body_is_sent_and_its_answer_printed(probed, tmp_path, status, code):
    body = tmp_path / "event.json"
    body.write_bytes(b'{"id": "evt_1"}\r\n')
    ran, given = probed(*PLACED, "--send", "payout.failed", "--body", body, answer=lambda: probes.sent(status))
    assert ran.code == code
    (options, content), *_ = given
    assert options.event == "payout.failed"
    assert content == b'{"id": "evt_1"}\r\n'
    assert "one delivery to a webhook receiver" in ran.out


def test_a_body_of_more_than_a_mebibyte_is_refused(probed, tmp_path):
    body = tmp_path / "event.json"
    body.write_bytes(b" " * (1024 * 1024 + 1))
    ran, given = probed(*PLACED, "--send", "test", "--body", body)
    assert (ran.code, given) == (2, [])
    assert "is larger than 1,048,576 bytes; nothing was sent" in ran.err


class Context:
    def __init__(self, **params) -> None:
        self.params = params


@pytest.mark.parametrize(
    ("provider", "begin", "offered"),
    [
        ("anton", "x-", ["x-webhook-signature", "x-anton-signature"]),
        ("anton", "y", []),
    ],
)
def test_signatures_of_the_provider_are_completed(provider, begin, offered):
    assert complete_signatures(Context(provider=provider), begin) == offered


def test_without_a_provider_the_signatures_of_all_are_completed():
    everything = complete_signatures(Context(provider=None), "")
    assert {"anton-signature", "x-webhook-signature", "x-anton-signature"} < set(everything)
    assert complete_signatures(Context(provider="nobody"), "") == everything


def test_a_hidden_question_that_would_be_shown_is_not_asked(monkeypatch):
    import warnings

    def shown(_question):
        warnings.warn("it would be shown", getpass.GetPassWarning, stacklevel=1)

    monkeypatch.setattr(getpass, "getpass", shown)
    with pytest.raises(UsageError, match="this terminal cannot hide what is typed; do this instead"):
        terminal.ask_hidden("Secret: ", otherwise="do this instead")
