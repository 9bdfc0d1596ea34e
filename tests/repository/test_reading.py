"""Only regular files are opened, and never more than a limit is read."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from golive.repository import reading
from golive.repository.reading import Skipped, Why, read_blocks, read_regular


def test_a_file_is_read_to_its_end(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * 200_001)
    assert read_regular(path) == b"x" * 200_001


def test_an_empty_file_is_empty(tmp_path):
    (tmp_path / "a").touch()
    assert read_regular(tmp_path / "a") == b""


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 10)
    assert read_regular(tmp_path / "a", largest=10) == b"x" * 10
    assert read_regular(tmp_path / "a", largest=9) == Skipped(Why.LARGE)


def test_links_pipes_and_folders_are_not_opened(tmp_path):
    (tmp_path / "link").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    assert {read_regular(tmp_path / name) for name in ("link", "pipe", "folder")} == {Skipped(Why.SPECIAL)}


def test_what_is_gone_has_vanished(tmp_path):
    (tmp_path / "file").touch()
    assert read_regular(tmp_path / "a") == Skipped(Why.VANISHED)
    assert read_regular(tmp_path / "file" / "a") == Skipped(Why.VANISHED)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (errno.ENOENT, Why.VANISHED),
        (errno.ELOOP, Why.SPECIAL),
        (errno.ENXIO, Why.SPECIAL),
        (errno.EACCES, Why.UNREADABLE),
    ],
)
def test_a_file_that_changes_between_looking_and_opening_is_skipped(tmp_path, monkeypatch, code, why):
    (tmp_path / "a").write_text("x")

    def refuse(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "open", refuse)
    skipped = read_regular(tmp_path / "a")
    assert isinstance(skipped, Skipped)
    assert skipped.why is why


def test_a_pipe_that_takes_the_place_of_a_file_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_text("x")
    real = os.open

    def swap(name, flags):
        path.unlink()
        os.mkfifo(path)
        return real(name, flags)

    monkeypatch.setattr(os, "open", swap)
    assert read_regular(path) == Skipped(Why.SPECIAL)


def test_a_file_without_a_known_size_is_read_to_its_end_and_up_to_the_limit(tmp_path, monkeypatch):
    """Some file systems say zero until they are asked for the content; a file can grow meanwhile as well."""
    path = tmp_path / "a"
    path.touch()
    parts = iter([b"x" * 40, b"y" * 40, b""] * 2)
    monkeypatch.setattr(os, "read", lambda _descriptor, _size: next(parts))
    assert read_regular(path) == b"x" * 40 + b"y" * 40
    assert read_regular(path, largest=50) == Skipped(Why.LARGE)


def test_a_file_that_shrinks_while_it_is_read_is_as_long_as_it_is(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"x" * 100)
    parts = iter([b"x" * 40, b""])
    monkeypatch.setattr(os, "read", lambda _descriptor, _size: next(parts))
    assert read_regular(tmp_path / "a") == b"x" * 40


def test_an_error_while_reading_is_reported_and_the_file_closed(tmp_path, monkeypatch):
    (tmp_path / "a").write_text("x")

    def fail(*_):
        raise OSError(errno.EIO, "Input/output error")

    closed = []
    monkeypatch.setattr(os, "read", fail)
    monkeypatch.setattr(reading.os, "close", closed.append)
    assert read_regular(tmp_path / "a") == Skipped(Why.UNREADABLE, "Input/output error")
    assert len(closed) == 1
    monkeypatch.undo()
    os.close(closed[0])


def joined(path, largest=1000):
    made = read_blocks(path, largest, b"".join)
    return made if isinstance(made, Skipped) else made[0]


def test_pieces_are_all_of_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "BLOCK", 7)
    path = tmp_path / "a"
    path.write_bytes(bytes(range(100)))
    assert read_blocks(path, 100, list) == ([bytes(range(100))[at : at + 7] for at in range(0, 100, 7)], stamp(path))
    assert joined(path, 99) == Skipped(Why.LARGE)


def stamp(path):
    return reading.stamp_of(path.stat())


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_nothing_but_files_is_read_in_pieces(tmp_path, make):
    make(tmp_path / "a")
    assert joined(tmp_path / "a") == Skipped(Why.SPECIAL)
    assert joined(tmp_path / "gone") == Skipped(Why.VANISHED)


def test_a_pipe_that_takes_the_place_of_a_file_is_not_read_in_pieces(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_text("x")
    real = os.open

    def swap(name, flags):
        path.unlink()
        os.mkfifo(path)
        return real(name, flags)

    monkeypatch.setattr(os, "open", swap)
    assert joined(path) == Skipped(Why.SPECIAL)


def test_a_file_that_grows_over_the_limit_while_it_is_read_in_pieces_is_too_large(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"x")
    monkeypatch.setattr(os, "read", lambda _descriptor, _size: b"x" * 600)
    assert joined(tmp_path / "a") == Skipped(Why.LARGE)


def test_an_error_in_the_middle_of_the_pieces_is_reported(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"x")

    def fail(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "read", fail)
    assert joined(tmp_path / "a") == Skipped(Why.UNREADABLE, "Input/output error")


def test_the_test_machine_has_pipes(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
