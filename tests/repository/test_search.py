"""Texts that are made to take long take no more than they may, and say so; pieces give what the whole gives."""

from __future__ import annotations

import base64
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golive.clock import Deadline
from golive.errors import Unverified
from golive.kind import Kind
from golive.providers.anton.names import CREDENTIAL_NAMES
from golive.providers.anton.shapes import SECRET_SHAPES
from golive.redact import Secret
from golive.repository import search as searching
from golive.repository import secrets, windows
from golive.repository.detectors.values import Known
from golive.repository.engine import PIECE, PureEngine, engine_for
from golive.repository.search import LOOKS, End
from golive.repository.secrets import Scanner
from golive.repository.windows import REACH, Window
from support.fake_clock import FakeClock

LIVE = b"ak_live_9f3kQ2xLab7ZpW0tRm5s"
PLAIN = "p4ss/w0rd+Zq7KmX2v=uT9"
KNOWN = (
    Known(Secret(LIVE.decode(), "api_key"), Kind.PRODUCTION),
    Known(Secret(PLAIN, "password"), Kind.PRODUCTION),
)
SIZE = 2 * 1024 * 1024
FEW = 40

WORST = {
    "assignments that never end": b'ANTON_API_KEY="',
    "prefixes in base64": b"YWtfbGl2ZV",
    "first pieces of a literal": b'"ak_',
    "the provider's name": b"anton",
    "the provider's name and blanks": b"anton" + b" " * 40,
    "the provider's name and tabs": b"anton:\t\t\t\t\n",
    "sections in sections": b"anton = {" + b"a" * 30,
    "indented sections": b"  anton:\n    key: x\n",
    "names near the provider's": b"anton api_key API_SECRET ",
    "prefixes": b"ak_live_",
    "what looks like keys": b"ak_live_9f3kQ2xLab7ZpW0tRm5q ",
    "keys": LIVE + b" ",
    "halves of keys": LIVE[:13],
    "pieces": b'"ak_" + ',
    "pieces in comments": b'// "ak_ \n',
    "pieces and blanks": b'"ak_"' + b" " * 4000,
    "begun literals": b'"ak_live_" + /* ' + b"*" * 380 + b"*/",
    "assigned keys": b"ANTON_API_KEY=9f3kQ2xLab7ZpW0tRm5q\n",
    "indented keys": b"      ANTON_API_KEY: 9f3kQ2xLab7ZpW0tRm5q\n",
    "names and blanks": b"ANTON_API_KEY=" + b" " * 400,
    "heads of private keys": b"-----BEGIN PRIVATE KEY-----\n",
    "begun private keys": b"-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49",
    "begun web keys": b'{"kty":"EC",',
    "web keys without an end": b'{"kty":"EC","d":"' + b"a" * 60,
    "web keys and blanks": b'{"kty" ' + b" " * 4000,
    "base64 of a value": base64.b64encode(PLAIN.encode())[:20],
    "line breaks in base64": base64.b64encode(PLAIN.encode())[:20] + b"\\n" * 20,
}


class Counting:
    """A detector that counts how often it is asked."""

    def __init__(self, detector):
        self._detector = detector
        self.reads_binary = detector.reads_binary
        self.asked = 0

    def confirm(self, data, at, needle):
        self.asked += 1
        return self._detector.confirm(data, at, needle)


def scanner(make_engine=engine_for):
    return Scanner(SECRET_SHAPES, KNOWN, CREDENTIAL_NAMES, make_engine=make_engine)


def counted(scan):
    """Have the work of a scanner counted, and return the counting detectors."""
    wrapped = {id(each): Counting(each) for group in scan._detectors.values() for each in group}
    scan._detectors = {needle: [wrapped[id(each)] for each in group] for needle, group in scan._detectors.items()}
    return list(wrapped.values())


def filled(unit, size=SIZE):
    return (unit * (size // len(unit) + 1))[:size]


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(searching, "MOST_PLACES", FEW)
    monkeypatch.setattr(searching, "MOST_IN_ALL", 3 * FEW)
    monkeypatch.setattr(searching, "LOOKS", 1)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("engine", [engine_for, PureEngine], ids=["fastest", "pure"])
@pytest.mark.parametrize("unit", WORST.values(), ids=WORST)
def test_so_many_places_are_looked_at_and_no_more_and_it_is_told(unit, engine):
    scan = scanner(engine)
    detectors = counted(scan)
    searched = scan.search(filled(unit))
    assert searched.end is End.CROWDED
    assert FEW <= max(detector.asked for detector in detectors) <= 3 * FEW
    assert sum(detector.asked for detector in detectors) <= 3 * FEW * 3, "few needles are those of several detectors"


@pytest.mark.parametrize("unit", WORST.values(), ids=WORST)
def test_no_detector_looks_further_than_the_reach(unit):
    scan = scanner()
    data = filled(unit, 6 * REACH)
    middle = len(data) // 2
    for at, needle in [place for place in scan._engine.find(data) if middle <= place[0]][:FEW]:
        first = at - REACH
        for detector in scan._detectors[needle]:
            whole = {(each.start, each.end, each.title) for each in detector.confirm(data, at, needle)}
            near = detector.confirm(data[first : at + REACH], at - first, needle)
            assert {(each.start + first, each.end + first, each.title) for each in near} == whole


@pytest.mark.usefixtures("few")
def test_other_needles_are_searched_on_after_one_has_been_found_too_often():
    data = filled(b"anton ", 6 * (FEW + 5)) + b"\n" * 1000 + LIVE
    searched = scanner().search(data)
    assert searched.end is End.CROWDED
    assert [hit.line for hit in searched.hits] == [1001]


def test_both_engines_stop_at_the_same_place(monkeypatch):
    monkeypatch.setattr(searching, "MOST_IN_ALL", 2000)
    data = filled(b"ak_live_9f3kQ2xLab7ZpW0tRm5q anton YWtfbGl2ZV ", SIZE // 4)
    first, second = (scanner(engine).search(data) for engine in (engine_for, PureEngine))
    assert first == second
    assert first.end is End.CROWDED


def test_a_text_with_less_than_that_is_searched_to_its_end():
    searched = scanner().search(b"anton\n" * 1000 + LIVE)
    assert (searched.end, [hit.line for hit in searched.hits]) == (End.WHOLE, [1001])


def test_who_asks_for_hits_alone_is_told_that_there_may_be_more(monkeypatch):
    monkeypatch.setattr(searching, "MOST_PLACES", 1)
    hits = scanner().scan(LIVE + b" " + LIVE)
    assert next(hits).line == 1
    with pytest.raises(Unverified, match="only in part, because it holds too much"):
        next(hits)


class TickingClock(FakeClock):
    """Moves on by a second whenever somebody looks."""

    def now(self):
        return datetime.now(UTC)

    def monotonic(self):
        self.elapsed += 1.0
        return super().monotonic()


def test_when_the_time_is_up_within_a_text_what_was_found_stands():
    scan = scanner()
    detectors = counted(scan)
    searched = scan.search(LIVE + b"\n" + filled(b"anton "), Deadline(TickingClock(), 10.0))
    assert searched.end is End.LATE
    assert [hit.line for hit in searched.hits] == [1]
    assert sum(detector.asked for detector in detectors) <= 10 * LOOKS * 3


def test_a_deadline_that_has_passed_looks_at_nothing():
    scan = scanner()
    detectors = counted(scan)
    assert scan.search(LIVE, Deadline(TickingClock(), 0.0)).end is End.LATE
    assert sum(detector.asked for detector in detectors) == 0


@pytest.mark.parametrize("engine", [engine_for, PureEngine], ids=["fastest", "pure"])
@pytest.mark.parametrize("unit", [b"anton", LIVE + b" "])
def test_memory_stays_bounded_however_many_places_there_are(engine, unit, monkeypatch):
    monkeypatch.setattr(searching, "MOST_PLACES", 1000)
    scan, data = scanner(engine), filled(unit)
    tracemalloc.start()
    scan.search(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * 1024 * 1024


def test_memory_stays_flat_on_a_text_that_comes_in_blocks():
    block = b"nothing to be seen here\n" * (1 << 16)
    blocks = [*[block] * 20, block[:-30] + LIVE + b"\n", *[block] * 20]
    scan = scanner()
    scan.search(b"anton")
    tracemalloc.start()
    searched = scan.search(iter(blocks))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [hit.line for hit in searched.hits] == [21 * (1 << 16) - 1]
    assert peak < 24 * 1024 * 1024, "sixty megabytes were searched"


CONTENTS = st.lists(
    st.sampled_from(
        [
            LIVE,
            b"\n",
            b"\r",
            b" ",
            b"anton",
            b"ANTON_API_KEY=Kq7mZ2xWv9dTn4hRb8sC\n",
            b'"ak_live_" + "9f3kQ2xLab7ZpW0tRm5s"',
            b"anton:\n  live:\n    key: Kq7mZ2xWv9dTn4hRb8sC\n",
            b"YWtfbGl2ZV85ZjNrUTJ4TGFiN1pwVzB0Um01cw==",
            b'{"kty":"EC","d":"Kq7mZ2xWv9dTn4hRb8sC9f3kQ2xLab7ZpW0tRm5s"}',
            PLAIN.encode(),
            "é".encode(),
            b"x" * 3000,
            b"\n" * 300,
        ]
    ),
    max_size=60,
)


def in_blocks(data, size):
    return (data[start : start + size] for start in range(0, len(data), size))


@settings(max_examples=60, deadline=None)
@given(CONTENTS, st.integers(1, 9000), st.sampled_from([1, 100, 5000]), st.sampled_from(["", "utf-16", "utf-16-be"]))
def test_a_text_in_blocks_gives_what_it_gives_as_a_whole(parts, block, size, encoding):
    data = b"".join(parts)
    data = data.decode().encode(encoding) if encoding else data
    scan = scanner()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(secrets, "windows", lambda blocks: windows.windows(blocks, size))
        pieces = scan.search(in_blocks(data, block))
    assert pieces == scan.search(data)


@given(st.binary(max_size=300), st.integers(1, 40), st.integers(1, 60), st.integers(1, 40))
def test_windows_are_all_of_a_text_with_the_reach_around_each(data, block, size, reach):
    made = list(windows.windows(in_blocks(data, block), size, reach))
    assert b"".join(each.data[each.first : each.last] for each in made) == data
    for each in made:
        assert data.startswith(each.data, each.offset)
        assert each.first >= reach or each.offset == 0
        assert len(each.data) - each.last >= reach or each.offset + len(each.data) == len(data)
        assert (each.feeds, each.returns) == (data[: each.offset].count(b"\n"), data[: each.offset].count(b"\r"))


def test_a_binary_text_in_blocks_has_no_lines():
    data = b"\0" * 9000 + b"\n" + LIVE
    assert [hit.line for hit in scanner().search(in_blocks(data, 1000)).hits] == [None]


@pytest.mark.parametrize("at", [0, PIECE - len(LIVE) - 1, PIECE - 5, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE - 3])
def test_a_key_at_the_edge_of_a_piece_is_found_once(at):
    data = b" " * at + LIVE + b" " * (3 * PIECE)
    assert [hit.offset for hit in scanner().search(data).hits] == [at]


def test_a_window_of_all_of_a_text_is_not_copied():
    data = b"x" * 100
    [window] = windows.windows([data])
    assert window == Window(data, 0, 100)
