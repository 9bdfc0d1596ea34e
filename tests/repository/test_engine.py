"""Both engines find every needle at every place, and nothing else."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from golive.repository.engine import HyperscanEngine, PureEngine, engine_for

ENGINES = [PureEngine]
try:
    import hyperscan
except ImportError:  # the extra is not installed: the pure engine is compared with the definition alone
    hyperscan = None
else:
    ENGINES.append(HyperscanEngine)

needs_hyperscan = pytest.mark.skipif(hyperscan is None, reason="golive[fast] is not installed")

FEW_BYTES = st.sampled_from(b"aB_\0")
NEEDLES = st.lists(st.lists(FEW_BYTES, min_size=4, max_size=7).map(bytes), max_size=40)
MIXED = st.lists(st.binary(min_size=4, max_size=40), max_size=40)


def by_definition(needles, data):
    return sorted(
        (at, needle) for needle in set(needles) for at in range(len(data)) if needle and data.startswith(needle, at)
    )


def agree(needles, data):
    expected = by_definition(needles, data)
    for engine in ENGINES:
        assert sorted(engine(needles).find(data)) == expected, engine


@given(NEEDLES, st.lists(FEW_BYTES, max_size=200).map(bytes))
@example([b"AAAA", b"AAAAA"], b"A" * 9)
@example([b"aaaa"], b"a" * 9)
@example([b"a\0b\0c\0", b"\0\0\0\0"], b"a\0b\0c\0\0\0\0\0")
@example([b"abcd", b"bcd1", b"cd12"], b"abcd12")
@example([b"", b"none"], b"none of them is empty")
def test_overlapping_needles_and_needles_within_needles_are_all_found(needles, data):
    agree(needles, data)


@given(MIXED, st.data())
def test_whatever_the_bytes_the_engines_agree_with_the_definition(needles, data):
    pieces = st.one_of(st.binary(max_size=20), st.sampled_from(needles)) if needles else st.binary(max_size=20)
    agree(needles, b"".join(data.draw(st.lists(pieces, max_size=20))))


@pytest.mark.parametrize("number", [1, 24, 25, 300])
@pytest.mark.parametrize("form", ["word{:04}", "{:04}", "WORD_{:04}", "lower_{}", "é{:03}\n"])
def test_any_number_of_needles_is_looked_for(number, form):
    def letters(index):
        return "".join(chr(ord("a") + digit) for digit in (index // 26, index % 26)) if "{}" in form else index

    needles = [form.format(letters(index)).encode() for index in range(number)]
    agree(needles, b" ".join(needles[::2]) + needles[-1] + b"".join(needles[:5]))


def test_what_reads_like_a_needle_with_other_bytes_in_between_is_none():
    agree([b"API_KEY_PROD", b"Q7mZ2xWv9d"], b"API_xKEY_PROD Q 7mZ2xWv9d q7mZ2xWv9d API_KEY_PROQ7mZ2xWv9")


def test_without_needles_nothing_is_found():
    agree([], b"data")
    agree([b"abcd"], b"")


@needs_hyperscan
def test_the_accelerator_is_used_where_it_is_installed():
    assert isinstance(engine_for([b"abcd"]), HyperscanEngine)


def test_without_the_accelerator_the_pure_engine_is_used(monkeypatch):
    monkeypatch.setitem(sys.modules, "hyperscan", None)
    assert isinstance(engine_for([b"abcd"]), PureEngine)


@needs_hyperscan
def test_a_processor_that_the_accelerator_does_not_support_gets_the_pure_engine(monkeypatch):
    class Refusing:
        def __init__(self, **_):
            raise hyperscan.ArchitectureError

    monkeypatch.setattr(hyperscan, "Database", Refusing)
    assert isinstance(engine_for([b"abcd"]), PureEngine)


@pytest.mark.parametrize("engine", ENGINES)
def test_one_engine_may_be_used_from_several_threads(engine):
    searching = engine([b"abcd", b"ABCD"])
    data = b"..abcd..ABCD" * 50
    expected = by_definition([b"abcd", b"ABCD"], data)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: sorted(searching.find(data)), range(80)))
    assert found == [expected] * 80
