"""Where reports go."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from golive.cli.output import deliver, known_format, parse_outputs, verbosity_of
from golive.errors import UsageError
from support.reports import every_status


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["json"], "takes FORMAT=PATH, such as json=report.json, not 'json'"),
        (["json="], "takes FORMAT=PATH"),
        (["jsn=r"], "there is no format 'jsn'; did you mean `json`?"),
        (["sarif9=r"], "there is no format 'sarif9'"),
        (["json=missing/r"], "there is no folder"),
        (["json=."], "that is a folder"),
        (["json=a\0b"], "that is not a path that can exist"),
        (["json=" + "x" * 5000], "that is not a path that can exist"),
        (["json=r", "text=./r"], "two reports cannot be written to one file"),
    ],
)
def test_an_output_that_cannot_be_written_is_refused_before_anything_runs(tmp_path, monkeypatch, texts, message):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        parse_outputs(texts)
    assert message in str(caught.value)


def test_a_folder_without_permission_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="this user may not write there"):
        parse_outputs([f"json={tmp_path}/r"])


def test_a_home_folder_and_a_link_are_followed(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    outputs = parse_outputs(["json=~/link.json"])
    deliver([every_status()], "text", outputs, {}, 0)
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text().startswith("{")


def test_a_report_is_written_as_a_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "r.json"
    target.write_text("old")
    target.chmod(0o640)
    outputs = parse_outputs([f"json={target}"])

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", lambda handle, *_, **__: os.close(handle) or full())
        with pytest.raises(UsageError, match="cannot be written: No space left on device"):
            deliver([every_status()], "json", outputs, {}, 0)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"], "a temporary file stayed behind"
    deliver([every_status()], "text", outputs, {}, -1)
    assert target.read_text().startswith("{")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_report_has_the_permissions_of_any_new_file(tmp_path):
    umask = os.umask(0o027)
    try:
        deliver([every_status()], "text", parse_outputs([f"text={tmp_path}/r.txt"]), {}, 0)
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "r.txt").stat().st_mode) == 0o640


def test_a_device_is_written_into_and_never_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        deliver([every_status()], "text", parse_outputs([f"text={pipe}", "json=/dev/null"]), {}, -1)
        assert b"NOT READY" in os.read(reading, 65536)
    finally:
        os.close(reading)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_verbose_and_quiet_exclude_each_other():
    assert [verbosity_of(0, quiet=False), verbosity_of(5, quiet=False), verbosity_of(0, quiet=True)] == [0, 2, -1]
    with pytest.raises(UsageError, match="exclude each other"):
        verbosity_of(1, quiet=True)
    assert known_format("json") == "json"
