"""A tree is scanned once, with or without a cache, with or without help, and the result is the same."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golive.clock import Deadline
from golive.errors import Unverified
from golive.kind import Kind
from golive.redact import Secret
from golive.repository import parallel, reading, scanning, search, tree_work
from golive.repository.detectors.values import Known
from golive.repository.engine import PureEngine
from golive.repository.files import Repository
from golive.repository.reading import LARGEST_SEARCHED, Skipped, Why
from golive.repository.scanning import Rules, open_clean_cache, scan_repository
from golive.repository.secrets import Scanner
from support.context import ANTON, make_context
from support.fake_clock import FakeClock

LIVE = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
OTHER = "Kq7mZ2xWv9dTn4hRb8sC"
PROFILE = """
version: 1
provider: anton
environments:
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {api_key: {env: KEY}}
"""


class LaterClock(FakeClock):
    """Far enough from now that every file of the test has been what it is for long."""

    def now(self):
        return datetime.now(UTC) + timedelta(hours=1)


class Scans:
    """Scans one folder again and again, and counts what is read."""

    def __init__(self, folder, monkeypatch):
        self.root = folder / "repository"
        self.cache = folder / "cache"
        self.root.mkdir()
        self._profile = folder / "profile"
        self._profile.mkdir()
        self.read: list[str] = []
        real = tree_work.read_content

        def read(path, largest, **options):
            self.read.append(os.path.relpath(path, self.root))
            return real(path, largest, **options)

        monkeypatch.setattr(tree_work, "read_content", read)

    def write(self, name, content):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def __call__(self, *, key=OTHER, cache=True, clock=None, deadline=None, progress=None, largest=1 << 20):
        self.read.clear()
        clock = clock or LaterClock()
        names = sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*") if not path.is_dir())
        repository = Repository(root=self.root, files=tuple(names), is_git=False, largest_searched=largest)
        context = make_context(self._profile, PROFILE, environ={"KEY": key})
        return scan_repository(
            repository,
            ANTON,
            context.environments,
            clock=clock,
            deadline=deadline or Deadline(clock, 60.0),
            cache=self.cache if cache else None,
            **({"progress": progress} if progress else {}),
        )


@pytest.fixture
def scans(tmp_path, monkeypatch):
    return Scans(tmp_path, monkeypatch)


def outcome(scan):
    hits = {name: [(hit.offset, hit.line, hit.title) for hit in found] for name, found in scan.hits.items()}
    return scan.read, hits, dict(scan.skipped), scan.unread


def test_a_second_run_reads_only_what_held_something_or_changed(scans):
    for name in "abc":
        scans.write(name, f"nothing in {name}")
    scans.write("found", LIVE)
    first = outcome(scans())
    assert first == (4, {"found": [(0, 1, "live API key ak_live_***")]}, {}, ())
    assert scans.read == ["a", "b", "c", "found"]
    assert outcome(scans()) == first
    assert scans.read == ["found"]
    scans.write("b", "something else in b")
    assert outcome(scans()) == first
    assert scans.read == ["b", "found"]


def test_without_a_cache_every_file_is_read_again(scans):
    scans.write("a", "")
    scans()
    scans(cache=False)
    assert scans.read == ["a"]


def test_a_key_that_replaces_as_many_bytes_at_the_same_time_of_change_is_found(scans):
    path = scans.write("a", "x" * len(LIVE))
    times = path.stat()
    scans()
    path.write_bytes(LIVE.encode())
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert list(scans().hits) == ["a"]


def test_a_file_that_takes_the_place_of_a_clean_one_is_read(scans, tmp_path):
    path = scans.write("a", "x" * len(LIVE))
    scans()
    other = tmp_path / "other"
    other.write_bytes(LIVE.encode())
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)
    assert list(scans().hits) == ["a"]


def test_a_clean_file_under_another_name_is_read_for_itself(scans):
    scans.write("a", "").rename(scans.root / "b")
    scans()
    (scans.root / "b").rename(scans.root / "c")
    scans()
    assert scans.read == ["c"]


def test_what_changed_a_moment_ago_is_not_remembered_because_it_could_change_unnoticed(scans):
    class Now(FakeClock):
        def now(self):
            return datetime.now(UTC)

    scans.write("a", "")
    scans(clock=Now())
    scans(clock=Now())
    assert scans.read == ["a"]


def test_what_changes_while_it_is_read_is_not_remembered(scans, monkeypatch):
    path = scans.write("a", "")
    real = os.fstat
    sizes = count()

    def fstat(descriptor):
        path.write_bytes(b"x" * next(sizes))
        return real(descriptor)

    monkeypatch.setattr("golive.repository.reading.os.fstat", fstat)
    assert scans().read == 1
    assert list(scans.cache.glob("*.clean")) == []


def test_another_value_of_a_credential_is_searched_in_everything(scans):
    scans.write("a", OTHER.swapcase())
    assert scans().hits == {}
    assert list(scans(key=OTHER.swapcase()).hits) == ["a"]
    assert scans().hits == {}


def test_other_code_of_golive_reads_everything_again(scans, monkeypatch):
    scans.write("a", "")
    scans()
    monkeypatch.setattr(scanning, "_own_rules", lambda: b"other code")
    scans()
    assert scans.read == ["a"]


def test_where_the_code_of_golive_cannot_be_read_nothing_is_remembered(scans, monkeypatch):
    def refuse(_path):
        raise OSError(20, "Not a directory")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    cache = open_clean_cache(scans.cache, scans.root, "files", Rules(()))
    assert not cache.keeps


@pytest.mark.parametrize("damage", [b"", b"golive clean contents, 1\n", b"\0" * 500])
def test_a_damaged_cache_changes_nothing(scans, damage):
    scans.write("a", LIVE)
    scans.write("b", "")
    first = outcome(scans())
    for path in scans.cache.iterdir():
        path.write_bytes(damage)
    assert outcome(scans()) == first
    assert scans.read == ["a", "b"]


CONTENTS = st.sampled_from(["", "x", LIVE, f"a\n{OTHER}\n", "ak_live_", "\0" + LIVE, "ä" * 99])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from("abcd"), CONTENTS, min_size=1), min_size=2, max_size=4))
def test_whatever_changes_from_run_to_run_the_cache_changes_no_result(tmp_path_factory, states):
    with pytest.MonkeyPatch.context() as monkeypatch:
        scans = Scans(tmp_path_factory.mktemp("scans"), monkeypatch)
        for state in states:
            for name, content in state.items():
                scans.write(name, content)
            assert outcome(scans()) == outcome(scans(cache=False))


@pytest.mark.parametrize("engine", ["engine_for", "PureEngine"])
def test_what_cannot_be_read_is_named_with_the_reason(scans, monkeypatch, engine):
    if engine == "PureEngine":
        pure(monkeypatch)
    (scans.root / "link").symlink_to("/dev/zero")
    os.mkfifo(scans.root / "pipe")
    scans.write("large", b"x" * 2000)
    scans.write("there", "")
    scan = scans(largest=1000)
    assert scan.read == 1
    assert {name: found.why for name, found in scan.skipped.items()} == {
        "large": Why.LARGE,
        "link": Why.SPECIAL,
        "pipe": Why.SPECIAL,
    }


@pytest.mark.parametrize("engine", ["engine_for", "PureEngine"])
def test_what_vanished_since_it_was_listed_is_skipped(tmp_path, engine, monkeypatch):
    if engine == "PureEngine":
        pure(monkeypatch)
    (tmp_path / "here").write_bytes(b"")
    repository = Repository(root=tmp_path, files=("gone", "here"), is_git=False)
    clock = LaterClock()
    scan = scan_repository(repository, ANTON, {}, clock=clock, deadline=Deadline(clock, 60.0))
    assert scan.skipped == {"gone": Skipped(Why.VANISHED)}
    assert scan.read == 1


class TickingClock(LaterClock):
    """Moves on by a second whenever somebody looks."""

    def monotonic(self):
        self.elapsed += 1.0
        return super().monotonic()


def test_when_the_time_is_up_what_was_found_stands_and_the_rest_is_named(scans):
    for index in range(40):
        scans.write(f"f{index:02}", LIVE if index == 0 else "")
    clock = TickingClock()
    scan = scans(clock=clock, deadline=Deadline(clock, 20.0))
    assert list(scan.hits) == ["f00"]
    assert 1 <= scan.read < 40
    assert scan.unread == tuple(f"f{index:02}" for index in range(scan.read, 40))
    again = scans()
    assert (again.read, again.unread) == (40, ())
    assert len(scans.read) == 40 - scan.read + 1, "what the first run found clean was remembered, the hit was not"


def test_a_deadline_that_has_passed_reads_nothing(scans):
    scans.write("a", LIVE)
    clock = LaterClock()
    scan = scans(clock=clock, deadline=Deadline(clock, 0.0))
    assert (scan.read, scan.hits, scan.unread) == (0, {}, ("a",))
    assert scans.read == []


def test_progress_goes_from_none_to_all(scans):
    for index in range(300):
        scans.write(f"f{index}", "")
    told = []
    scans(progress=lambda *what: told.append(what))
    assert told[0] == ("reading files", 0, 300)
    assert told[-1] == ("reading files", 300, 300)
    assert len(told) > 3
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_the_values_of_the_profile_and_the_labels_of_unknown_ones_are_told(scans):
    scans.write("a", "")
    scan = scans()
    assert [known.secret.label for known in scan.scanner.searched] == ["api_key of prod"]
    assert scan.declared.unresolved == ()


def test_an_empty_repository_is_unverified(scans):
    with pytest.raises(Unverified, match="no files"):
        scans()


def pure(monkeypatch):
    """Have the pure engine used, and helped however small the tree is, by one process however many processors."""
    monkeypatch.setattr(Rules, "scanner", lambda self: Scanner(self.shapes, self.known, make_engine=PureEngine))
    monkeypatch.setattr(tree_work, "WORTH_HELP", 0)
    monkeypatch.setattr(parallel, "processors", lambda: 2)


@pytest.mark.parametrize("files", [1, 700])
def test_with_help_of_another_process_the_result_is_the_same(scans, monkeypatch, files):
    for index in range(files):
        scans.write(f"d{index % 7}/f{index}", f"{LIVE}\n{OTHER}" if index % 50 == 0 else f"nothing {index}")
    alone = outcome(scans(cache=False))
    pure(monkeypatch)
    assert outcome(scans(cache=False)) == alone
    assert outcome(scans()) == alone
    assert len(alone[1]) == (files + 49) // 50
    assert outcome(scans()) == alone
    assert len(scans.read) <= len(alone[1])


def test_large_files_make_batches_of_their_own():
    sized = [("a", 10), ("big", tree_work.BATCH_BYTES), ("b", 10), *((f"f{index}", 1) for index in range(200))]
    batches = list(tree_work._batches(sized))
    assert [len(batch) for batch in batches] == [1, 1, tree_work.BATCH_FILES, 201 - tree_work.BATCH_FILES]
    assert [name for batch in batches for name in batch] == [name for name, _ in sized]


def test_rules_make_scanners_that_find_the_same():
    rules = Rules(ANTON.secret_shapes, (Known(Secret(OTHER, "key"), Kind.PRODUCTION),))
    data = f"{OTHER} {LIVE}".encode()
    assert [hit.offset for hit in rules.scanner().scan(data)] == [0, len(OTHER) + 1]


def test_rules_are_the_same_for_every_process_so_that_the_next_run_knows_them():
    program = (
        "from golive.registry import load_provider; from golive.repository.scanning import Rules; "
        "from golive.repository.wire import dumps; import hashlib; provider = load_provider('anton'); "
        "print(hashlib.sha256(dumps(Rules(provider.secret_shapes, (), provider.credential_names))).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            encoding="ascii",
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


@pytest.fixture
def few_places(monkeypatch):
    monkeypatch.setattr(search, "MOST_PLACES", 3)


@pytest.mark.usefixtures("few_places")
def test_a_file_with_too_much_in_it_is_named_never_remembered_and_its_hits_stand(scans):
    scans.write("crowded", "ak_live_ " * 9)
    scans.write("hit", f"{LIVE}\n" * 9)
    scans.write("sound", "")
    for _ in range(2):
        scan = scans()
        assert (scan.read, scan.crowded, scan.unread) == (1, ("crowded", "hit"), ())
        assert [hit.line for hit in scan.hits["hit"]] == [1, 2, 3]
        assert list(scan.hits) == ["hit"]
    assert scans.read == ["crowded", "hit"]


def test_a_file_in_which_the_time_is_up_is_named_and_what_was_found_stands(scans, monkeypatch):
    monkeypatch.setattr(search, "LOOKS", 10)
    scans.write("a", f"{LIVE}\n")
    scans.write("slow", f"{LIVE}\n" + "ak_live_ " * 9999)
    scans.write("z", "")
    clock = TickingClock()
    scan = scans(clock=clock, deadline=Deadline(clock, 60.0))
    assert (scan.read, scan.unread, scan.crowded) == (1, ("slow", "z"), ())
    assert {name: [hit.line for hit in hits] for name, hits in scan.hits.items()} == {"a": [1], "slow": [1]}
    assert scans().unread == ()


@pytest.fixture
def small_memory(monkeypatch):
    """Have files over a thousand bytes read in pieces."""
    monkeypatch.setattr(tree_work, "LARGEST_FILE", 1000)
    monkeypatch.setattr(reading, "BLOCK", 700)


@pytest.mark.usefixtures("small_memory")
@pytest.mark.parametrize("engine", ["engine_for", "PureEngine"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_large_file_is_searched_in_pieces_and_remembered(scans, monkeypatch, engine, encoding):
    if engine == "PureEngine":
        pure(monkeypatch)
    text = "nothing\n" * 500
    scans.write("large", f"{text}{LIVE}\n{text}".encode(encoding))
    scans.write("clean", text)
    scan = scans()
    assert (scan.read, scan.skipped) == (2, {})
    assert {name: [hit.line for hit in hits] for name, hits in scan.hits.items()} == {"large": [501]}
    scans()
    assert "clean" not in scans.read


@pytest.mark.usefixtures("small_memory")
def test_a_large_file_that_changes_while_it_is_read_is_not_remembered(scans, monkeypatch):
    path = scans.write("large", "nothing\n" * 500)
    real = os.read

    def read(descriptor, size):
        os.utime(path, (0, 0))
        return real(descriptor, size)

    monkeypatch.setattr(os, "read", read)
    assert scans().read == 1
    assert list(scans.cache.glob("*.clean")) == []


@pytest.mark.usefixtures("small_memory")
def test_a_large_file_that_cannot_be_read_is_skipped(scans, monkeypatch):
    scans.write("large", "nothing\n" * 500)
    monkeypatch.setattr(tree_work, "read_blocks", lambda *_: Skipped(Why.UNREADABLE, "Input/output error"))
    assert scans().skipped == {"large": Skipped(Why.UNREADABLE, "Input/output error")}


def test_a_file_of_thirty_megabytes_is_searched_and_memory_stays_flat(scans):
    line = b"function a(b){return b+1}\n"
    scans.write("bundle.js", line * (12 << 16) + LIVE.encode() + b"\n" + line * (6 << 16))
    tracemalloc.start()
    scan = scans(largest=LARGEST_SEARCHED)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [hit.line for hit in scan.hits["bundle.js"]] == [1 + (12 << 16)]
    assert (scan.read, scan.skipped) == (1, {})
    assert peak < 24 * 1024 * 1024
