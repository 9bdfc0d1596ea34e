"""`golive probe` as a process of its own, against a small receiver on loopback."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time

import pytest

from support.canary import harmful, leaks
from support.command import command, process
from support.loopback import Authority, Loopback
from support.small_receiver import SECRET, SmallReceiver, serving
from support.terminal import Terminal

pytestmark = pytest.mark.sockets

SECRETS = {"secret": SECRET}
PLACED = ("--provider", "anton", "--secret", "env:HOOK")


def probe(url, *arguments, **more):
    done = process("probe", url, *PLACED, *arguments, **{"HOOK": SECRET, **more})
    for output in (done.stdout, done.stderr):
        assert leaks(output, SECRETS) == []
        assert harmful(output.decode()) == []
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_correct_receiver_passes(tmp_path):
    receiver = SmallReceiver()
    with serving(receiver) as url:
        code, out, err = probe(url, cwd=tmp_path)
    assert (code, err) == (0, "")
    assert f"Sent {len(receiver.deliveries)} test deliveries to {url}. Exit code 0: every check passes." in " ".join(
        out.split()
    )
    assert "PASS: the receiver does what every check asks for." in out
    assert out.count(" ok ") == 17
    assert " wrong " not in out
    assert list(tmp_path.iterdir()) == []


def test_a_receiver_with_one_defect_fails_that_line_with_a_fix():
    with serving(SmallReceiver("ignores-time")) as url:
        code, out, err = probe(url)
    assert (code, err) == (1, "")
    assert len(re.findall(r"^  ✗ wrong  200 .*(stale|future)-timestamp", out, re.MULTILINE)) == 2
    assert len(re.findall(r"^  ✗ fail ", out, re.MULTILINE)) == 1
    assert "Fix: " in out
    assert "Next: Fix receiver.stale-delivery, then probe the receiver again." in out


def test_an_effect_that_cannot_be_seen_is_unknown():
    with serving(SmallReceiver(says_duplicate=False)) as url:
        code, out, _ = probe(url)
    assert code == 3
    assert "UNKNOWN: 1 of 7 checks could not be verified." in out
    assert '{"status": "duplicate"}' in " ".join(out.split())


def test_a_redirect_is_told_and_not_followed():
    receiver = SmallReceiver("redirects")
    with serving(receiver) as url:
        code, out, _ = probe(url)
    assert code == 1
    assert len(receiver.deliveries) == 1
    assert "pointed to https://elsewhere.example, where golive did not go" in out


def test_nobody_at_the_address_leaves_everything_unknown():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    code, out, _ = probe(f"http://127.0.0.1:{port}/hooks")
    assert code == 3
    assert "no answer" in out


def test_an_echo_of_everything_gives_nothing_away_at_any_verbosity():
    receiver = SmallReceiver(echo=True)
    with serving(receiver) as url:
        for more in ((), ("-v",), ("-vv",), ("-vvv",), ("-q",)):
            _, out, err = probe(url, *more, "--signature", "anton-signature")
            assert out
            assert bool(err) is ("-vvv" in more)
    assert any(SECRET not in str(headers) for headers, _ in receiver.deliveries)


def test_no_tty_no_colour_and_a_narrow_page_are_respected():
    with serving(SmallReceiver("ignores-time")) as url:
        _, plain, _ = probe(url)
        _, coloured, _ = probe(url, FORCE_COLOR="1")
        _, refused, _ = probe(url, FORCE_COLOR="1", NO_COLOR="1")
        _, narrow, _ = probe(url, COLUMNS="40")
    assert "\x1b[" not in plain + refused + narrow
    assert "\x1b[" in coloured
    assert max(map(len, narrow.splitlines())) <= 40
    assert re.sub(r"\d+", "0", plain).split("\n\n")[0] == re.sub(r"\d+", "0", refused).split("\n\n")[0]


def test_over_tls_the_certificate_is_looked_at_and_a_played_host_is_named(tmp_path):
    authority, receiver = Authority(tmp_path), SmallReceiver()

    def answer(conversation):
        head, _, body = conversation.request.partition(b"\r\n\r\n")
        headers = dict(line.decode().lower().split(": ", 1) for line in head.split(b"\r\n")[1:])
        status, _, content = receiver.answer(headers, body)
        conversation.answer(content, status=status)

    host = "pay.acme.example"
    with authority.serve(answer, host) as server:
        routed = ("--connect-to", f"{host}:443:127.0.0.1:{server.port}", "--ca-bundle", authority.bundle)
        code, out, _ = probe(f"https://{host}/hooks/anton", *routed)
        untrusted, told, _ = probe(f"https://{host}/hooks/anton", *routed[:2])
    assert code == 0, out
    assert re.search(r"✓ pass +Every receiver has a sound TLS certificate", out)
    assert f"played       {host} (--connect-to): nothing is said about the real ones" in out
    assert untrusted == 1
    assert re.search(r"✗ fail +Every receiver has a sound TLS certificate", told)


@pytest.mark.parametrize(("defect", "code"), [("", 0), ("crashes", 1), ("redirects", 1)])
def test_one_delivery_is_signed_and_sent(tmp_path, defect, code):
    body = tmp_path / "event.json"
    body.write_bytes(b'{"id":"evt_900",\r\n "type":"payout.returned","amount":1.10}')
    receiver = SmallReceiver(defect, echo=True)
    with serving(receiver) as url:
        ended, out, err = probe(url, "--send", "payout.returned", "--body", body)
    assert (ended, err) == (code, "")
    assert [sent for _, sent in receiver.deliveries] == [body.read_bytes()]
    assert "evt_900 (payout.returned)" in out
    assert receiver.deliveries[0][0]["anton-signature"].startswith("t=")


def test_one_delivery_that_nobody_answers_is_uncertain(tmp_path):
    body = tmp_path / "event.json"
    body.write_bytes(b"not json")

    def hang_up(conversation):
        conversation.reset()

    with Loopback(hang_up, None) as server:
        code, out, _ = probe(f"http://127.0.0.1:{server.port}/hooks", "--send", "test", "--body", body)
    assert code == 3
    assert "the body is not JSON" in out
    assert "no answer" in out


def test_a_receiver_that_hangs_ends_inside_the_time_limit():
    def hang(conversation):
        conversation.stopped.wait(60)

    began = time.monotonic()
    with Loopback(hang, None) as server:
        code, out, _ = probe(f"http://127.0.0.1:{server.port}/hooks", "--timeout", "3")
    assert code == 3
    assert time.monotonic() - began < 40
    assert "no answer" in out


def test_ctrl_c_prints_what_was_sent_so_far():
    hanging = threading.Event()

    def hang(conversation):
        hanging.set()
        conversation.stopped.wait(60)

    with Loopback(hang, None) as server:
        words = command("probe", f"http://127.0.0.1:{server.port}/hooks", *PLACED)
        with Terminal(words, HOOK=SECRET) as terminal:
            terminal.read_until("Probing the receiver")
            assert hanging.wait(30)
            assert terminal.press_until_it_ends("\x03") == 130
    screen = " ".join(re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", terminal.screen).split())
    assert "INTERRUPTED: what had not finished is unknown" in screen
    assert "Deliveries none was answered yet" in screen
    assert "Exit code 130: interrupted." in screen
    assert leaks(terminal.screen, SECRETS) == []


def test_at_a_terminal_the_secret_is_asked_for_and_does_not_appear():
    with serving(SmallReceiver()) as url, Terminal(command("probe", url, "--provider", "anton")) as terminal:
        terminal.read_until("Webhook secret (not shown): ")
        terminal.type(SECRET + "\n")
        assert terminal.finish() == 0
    assert "PASS" in terminal.screen
    assert "\x1b[32m✓\x1b[0m\x1b[32m ok " in terminal.screen
    assert leaks(terminal.screen, SECRETS) == []


def test_a_secret_on_the_command_line_is_refused_and_not_repeated():
    done = process("probe", "http://127.0.0.1:9/", "--provider", "anton", "--secret", SECRET)
    assert done.returncode == 2
    assert b"the shell's history" in done.stderr
    assert leaks(done.stdout + done.stderr, SECRETS) == []
