"""What was found clean is remembered for one user and one set of rules; a cache that is not right counts for none."""

from __future__ import annotations

import os
import stat
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golive.repository.cache import open_clean_cache

RULES = b"rules"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache" / "golive"


def opened(folder, rules=RULES, root=None, purpose="files"):
    return open_clean_cache(folder, root or folder.parent.parent / "repository", purpose, rules)


def filled(folder, *contents, complete=True, **options):
    cache = opened(folder, **options)
    for content in contents:
        cache.remember(cache.key(content))
    cache.save(complete=complete)
    return cache


def knows(cache, content):
    return cache.knows(cache.key(content))


def entries(folder):
    return [path for path in folder.iterdir() if path.name != "key"]


def test_what_was_remembered_is_known_the_next_time(folder):
    filled(folder, b"a", b"b")
    cache = opened(folder)
    assert cache.keeps
    assert knows(cache, b"a")
    assert knows(cache, b"b")
    assert not knows(cache, b"c")


@pytest.mark.parametrize("change", [{"rules": b"others"}, {"purpose": "history"}, {"root": "elsewhere"}])
def test_other_rules_purposes_and_repositories_know_nothing_of_it(folder, tmp_path, change):
    filled(folder, b"a")
    if "root" in change:
        change = {"root": tmp_path / "elsewhere"}
    assert not knows(opened(folder, **change), b"a")
    assert knows(opened(folder), b"a")


def test_the_parts_of_an_identity_are_not_run_together(folder):
    cache = opened(folder)
    assert cache.key(b"a", b"bc") != cache.key(b"ab", b"c")


def test_what_is_not_there_any_more_is_forgotten_after_a_complete_run_and_kept_after_another(folder):
    filled(folder, b"a", b"b")
    filled(folder, b"c", complete=False)
    assert all(knows(opened(folder), content) for content in (b"a", b"b", b"c"))
    cache = opened(folder)
    assert knows(cache, b"a")
    cache.save(complete=True)
    assert knows(opened(folder), b"a")
    assert not knows(opened(folder), b"b")


def test_a_run_that_learnt_nothing_new_writes_nothing_but_the_time_of_use(folder):
    filled(folder, b"a")
    [path] = entries(folder)
    os.utime(path, (0, 0))
    before = path.stat().st_ino
    cache = opened(folder)
    assert knows(cache, b"a")
    cache.save(complete=True)
    assert path.stat().st_ino == before
    assert path.stat().st_mtime > 0


DAY = 24 * 3600


def aged(path, days):
    now = path.stat().st_mtime
    os.utime(path, (now - days * DAY, now - days * DAY))
    return path


@pytest.mark.parametrize("learns", [b"a", b"b"])
def test_caches_that_were_not_used_for_ninety_days_are_removed(folder, learns):
    for name in ("gone", "resting"):
        filled(folder, b"a", root=folder.parent / name)
    filled(folder, b"a")
    for age, name in ((100, "gone"), (80, "resting")):
        aged(folder / opened(folder, root=folder.parent / name)._name, age)
    filled(folder, learns)
    assert knows(opened(folder, root=folder.parent / "resting"), b"a")
    assert not knows(opened(folder, root=folder.parent / "gone"), b"a")
    assert knows(opened(folder), learns)


def test_the_own_cache_stays_however_long_it_was_not_used(folder):
    filled(folder, b"a")
    aged(entries(folder)[0], 400)
    filled(folder, b"a")
    assert knows(opened(folder), b"a")


def test_whatever_else_is_in_the_folder_stays_however_old(folder, tmp_path):
    filled(folder, b"a")
    outside = tmp_path / "outside"
    outside.write_text("x")
    (folder / "notes.clean").write_text("x")
    (folder / ("0" * 32 + ".clean")).symlink_to(outside)
    (folder / ("1" * 32 + ".clean")).mkdir()
    names = ["key", "notes.clean", "0" * 32 + ".clean", "1" * 32 + ".clean"]
    for name in names:
        os.utime(folder / name, (0, 0), follow_symlinks=False)
    half_written = folder / f".{'a' * 16}"
    half_written.write_bytes(b"")
    os.utime(half_written, (0, 0))
    filled(folder, b"b")
    assert set(names) <= {path.name for path in folder.iterdir()}
    assert outside.read_text() == "x"
    assert not half_written.exists()


def test_a_cache_that_cannot_be_removed_changes_nothing(folder, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    filled(folder, b"a", root=folder.parent / "gone")
    aged(entries(folder)[0], 100)
    monkeypatch.setattr("golive.repository.cache.Path.unlink", refuse)
    filled(folder, b"a")
    assert knows(opened(folder), b"a")


def test_it_is_for_its_owner_only_and_holds_neither_rules_nor_names(folder):
    filled(folder, b"src/secret-plan.py", rules=b"Kq7mZ2xWv9dTn4hRb8sC")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert b"Kq7mZ2" not in path.read_bytes()
        assert b"plan" not in path.read_bytes() + path.name.encode()


def test_it_may_be_deleted_at_any_time(folder):
    filled(folder, b"a")
    for path in folder.iterdir():
        path.unlink()
    assert not knows(opened(folder), b"a")
    cache = opened(folder)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    cache.remember(cache.key(b"a"))
    cache.save(complete=True)
    assert not folder.exists()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_cache_counts_for_none(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("damaged") / "golive"
    filled(folder, b"a", b"b")
    [path] = entries(folder)
    whole = path.read_bytes()
    cut = data.draw(st.integers(0, len(whole) - 1))
    damaged = data.draw(
        st.sampled_from(
            [
                whole[:cut],
                whole[:cut] + bytes([whole[cut] ^ 1]) + whole[cut + 1 :],
                whole + whole[:cut] if cut else b"",
                whole[:cut] + whole[cut + 1 :],
            ]
        )
    )
    path.write_bytes(damaged)
    assert not knows(opened(folder), b"a")
    filled(folder, b"a")
    assert knows(opened(folder), b"a")


@given(st.binary(max_size=200))
@settings(max_examples=30, deadline=None)
def test_garbage_counts_for_none(tmp_path_factory, garbage):
    folder = tmp_path_factory.mktemp("garbage") / "golive"
    filled(folder, b"a")
    [path] = entries(folder)
    path.write_bytes(garbage)
    assert not knows(opened(folder), b"a")


def test_a_key_of_the_wrong_length_is_replaced(folder):
    filled(folder, b"a")
    (folder / "key").write_bytes(b"short")
    assert not knows(opened(folder), b"a")
    assert len((folder / "key").read_bytes()) == 32


@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777, 0o720])
def test_a_folder_that_others_may_write_into_is_not_used(folder, mode):
    filled(folder, b"a")
    folder.chmod(mode)
    cache = opened(folder)
    assert not cache.keeps
    assert not knows(cache, b"a")


def test_a_folder_of_somebody_else_is_not_used(folder, monkeypatch):
    filled(folder, b"a")
    somebody = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    assert not opened(folder).keeps


@pytest.mark.parametrize("name", ["key", "entries"])
def test_a_file_that_others_may_write_or_read_is_not_believed(folder, name):
    filled(folder, b"a")
    path = folder / "key" if name == "key" else entries(folder)[0]
    path.chmod(0o644)
    assert not knows(opened(folder), b"a")


def test_links_and_pipes_are_not_read(folder, tmp_path):
    filled(folder, b"a")
    [path] = entries(folder)
    moved = tmp_path / "moved"
    path.rename(moved)
    path.symlink_to(moved)
    assert not knows(opened(folder), b"a")
    path.unlink()
    os.mkfifo(path)
    assert not knows(opened(folder), b"a")


def test_a_cache_within_the_repository_is_not_used(tmp_path):
    assert not open_clean_cache(tmp_path / ".cache", tmp_path, "files", RULES).keeps
    (tmp_path / "link").symlink_to(tmp_path / "repository" / "hidden")
    (tmp_path / "repository" / "hidden").mkdir(parents=True)
    assert not open_clean_cache(tmp_path / "link", tmp_path / "repository", "files", RULES).keeps


@pytest.mark.parametrize("rules", [None, RULES])
def test_where_nothing_may_be_kept_nothing_is(tmp_path, rules):
    (tmp_path / "file").write_bytes(b"")
    cache = open_clean_cache(None if rules else tmp_path / "c", tmp_path / "r", "files", rules)
    cache.remember(cache.key(b"a"))
    cache.save(complete=True)
    assert not cache.knows(cache.key(b"a"))
    assert not open_clean_cache(tmp_path / "file" / "below", tmp_path / "r", "files", RULES).keeps
    assert not open_clean_cache(tmp_path / "file", tmp_path / "r", "files", RULES).keeps


def test_a_folder_that_cannot_be_written_keeps_nothing(folder, monkeypatch):
    folder.mkdir(parents=True)
    real = os.open

    def refuse(path, flags, *rest):
        if flags & os.O_CREAT:
            raise OSError(28, "No space left on device")
        return real(path, flags, *rest)

    monkeypatch.setattr(os, "open", refuse)
    assert not opened(folder).keeps


def test_runs_side_by_side_do_not_disturb_each_other(folder):
    threads = [threading.Thread(target=filled, args=(folder, b"a", str(index).encode())) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened(folder)
    filled(folder, b"a")
    assert knows(opened(folder), b"a")
    assert len(entries(folder)) <= 2 + 8
