"""An offline run opens no socket, and looks no name up. Python itself is asked to tell about every attempt."""

import pytest

from support.merchant import KINDS, STATIC, integration_of, merchant
from support.process import run_check

pytestmark = pytest.mark.sockets

EVERY_KIND = pytest.mark.parametrize("credentials", KINDS.values(), ids=KINDS)
REASON = "nothing is asked over the network in an offline run"

# https://docs.python.org/3/library/audit_events.html: `socket.__new__` comes before any use of a socket.
GUARD = """
import sys
log = sys.argv.pop(1)
def forbid(event, arguments):
    if event.startswith("socket."):
        with open(log, "a") as file:
            print(event, file=file)
        raise RuntimeError("an offline run touched the network: " + event)
sys.addaudithook(forbid)
from golive.__main__ import main
main()
"""


@pytest.fixture
def guarded(tmp_path):
    """Return a program that is golive, but must not touch a socket, and the file that tells if it did."""
    log = tmp_path / "touched.log"
    return ("-c", GUARD, str(log)), log


def run(folder, credentials, program, *arguments):
    folder.mkdir()
    with merchant(folder, credentials=credentials) as it:
        ended = run_check(it, *arguments, program=program)
        assert arguments == () or it.emulator.journal.requests == ()
    return ended


@EVERY_KIND
def test_an_offline_run_opens_no_socket(tmp_path, guarded, credentials):
    program, log = guarded
    ended = run(tmp_path / "merchant", credentials, program, "--offline")
    assert not log.exists(), log.read_text()
    assert ended.stderr == ""
    assert ended.code == 3
    found, said = ended.statuses(), ended.said()
    account = [name for name in found if name.startswith("account.") and "not built yet" not in said[name]]
    assert set(account) == set(integration_of(credentials).account)
    assert {found[name] for name in account} == {"unknown"}
    assert {said[name] for name in account} == {REASON}
    assert found["settings.base-url"] == found["settings.key-environment"] == "pass"
    assert found["code.secrets"] == "pass"
    assert "error" not in found.values()
    assert ended.json["exchanges"] == []


@EVERY_KIND
def test_an_offline_run_leaves_a_proxy_and_receivers_alone(tmp_path, guarded, credentials):
    program, log = guarded
    folder = tmp_path / "merchant"
    folder.mkdir()
    with merchant(folder, credentials=credentials) as it:
        # Without a route, the receivers' names would have to be looked up.
        ended = run_check(
            it,
            *("--offline", "-vvv"),
            program=program,
            connect_to=(),
            environ={"HTTPS_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9"},
        )
    assert not log.exists(), log.read_text()
    assert ended.code == 3
    assert "error" not in ended.statuses().values()
    assert "not looked up in an offline run" in ended.said()["settings.webhook-url"]


def test_the_guard_notices_a_run_that_is_not_offline(tmp_path, guarded):
    program, log = guarded
    run(tmp_path / "merchant", STATIC, program)
    assert "socket.__new__" in log.read_text()
