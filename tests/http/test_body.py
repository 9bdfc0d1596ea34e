import gzip
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.http.body import read_body
from golive.http.errors import ConnectionLost, TooLarge, UnreadableAnswer
from golive.http.headers import Headers
from golive.http.limits import Limits

SMALL = Limits(compressed=1000, decompressed=2000)


def read(data: bytes, coding: str | None = None, size: int = 7, limits: Limits = SMALL) -> bytes:
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    headers = Headers({} if coding is None else {"Content-Encoding": coding})
    body, received = read_body(pieces, headers, limits, "x.com")
    assert received == len(data)
    return body


def packed(data: bytes) -> bytes:
    """Return gzip without the time in it, for the names of tests: every worker has to find the same ones."""
    return gzip.compress(data, mtime=0)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@given(st.binary(max_size=500), st.integers(1, 100))
def test_every_coding_gives_the_same_bytes_in_any_pieces(data: bytes, size: int) -> None:
    assert read(data, None, size) == data
    assert read(data, "identity", size) == data
    assert read(gzip.compress(data), "gzip", size) == data
    assert read(gzip.compress(data), "X-GZIP", size) == data
    assert read(gzip.compress(data) + gzip.compress(b"more"), "gzip", size) == data + b"more"
    assert read(zlib.compress(data), "deflate", size) == data


def test_a_bare_deflate_stream_is_read_too() -> None:
    assert read(raw_deflate(b"hello" * 20), "deflate") == b"hello" * 20


def test_an_empty_packed_body_is_empty() -> None:
    assert read(b"", "gzip") == b""
    assert read(b"", "deflate") == b""


@pytest.mark.parametrize(
    "data",
    [packed(b"hello" * 50)[:-9], packed(b"hello")[:-1], b"no gzip", packed(b"a") + b"rest"],
    ids=["cut short", "one byte short", "something else", "with a tail"],  # packed bytes hold the time
)
def test_a_damaged_body_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableAnswer, match="damaged or cut short") as caught:
        read(data, "gzip")
    assert caught.value.__context__ is None


@pytest.mark.parametrize("coding", ["br", "gzip, gzip", "zstd", "\x1b[2J"])
def test_a_coding_that_was_not_asked_for_is_unreadable(coding: str) -> None:
    with pytest.raises(UnreadableAnswer, match="golive did not ask for") as caught:
        read(b"", coding)
    assert str(caught.value).isprintable()


def test_sizes_at_the_limit_pass_and_one_byte_more_does_not() -> None:
    assert len(read(b"a" * 1000)) == 1000
    with pytest.raises(TooLarge, match=r"x\.com sent more than 1000 bytes"):
        read(b"a" * 1001)
    assert len(read(gzip.compress(b"a" * 2000), "gzip")) == 2000
    with pytest.raises(TooLarge, match="unpacks to more than 2000 bytes"):
        read(gzip.compress(b"a" * 2001), "gzip")


def test_a_bomb_in_one_piece_is_stopped_early() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    with pytest.raises(TooLarge):
        read(bomb, "gzip", len(bomb), Limits(decompressed=100_000))


@pytest.mark.parametrize("length", ["1001", "9" * 5000])
def test_an_announced_size_above_the_limit_is_not_read_at_all(length: str) -> None:
    def pieces() -> object:
        raise AssertionError("it was read")
        yield b""

    with pytest.raises(TooLarge, match="is sending more than 1000 bytes"):
        read_body(pieces(), Headers({"Content-Length": length}), SMALL, "x.com")


@pytest.mark.parametrize("size", range(65_536, 66_136, 25))
def test_what_the_inflater_holds_back_at_the_end_comes_out(size: int) -> None:
    data = b"\0" * size
    assert read(raw_deflate(data), "deflate", 10_000, Limits()) == data
    assert read(gzip.compress(data), "gzip", 1, Limits()) == data


CUT = Limits(compressed=1000, decompressed=2000, cut=True)


def endless(piece: bytes):
    """Yield a piece for ever, and fail the test where more is read than it takes to see that."""
    for _ in range(1000):
        yield piece
    pytest.fail("it was read on and on")


def test_a_longer_body_can_be_cut_off_instead() -> None:
    assert read_body(endless(b"x" * 300), Headers(), CUT, "x.com") == (b"x" * 900, 1200)
    announced = Headers({"Content-Length": str(2**30)})
    assert read_body(iter([b"beginning"]), announced, CUT, "x.com") == (b"beginning", 9)


def test_a_bomb_can_be_cut_off_instead() -> None:
    bomb = gzip.compress(b"0" * 100_000_000)[:900]
    body, received = read_body(iter([bomb]), Headers({"Content-Encoding": "gzip"}), CUT, "x.com")
    assert (body, received) == (b"0" * 2000, 900)


@pytest.mark.parametrize(("coding", "data"), [("gzip", b"no gzip"), ("br", b"packed"), ("gzip", packed(b"a")[:-6])])
def test_a_body_that_cannot_be_unpacked_ends_there_where_it_may_be_cut(coding: str, data: bytes) -> None:
    body, _ = read_body(iter([data]), Headers({"Content-Encoding": coding}), CUT, "x.com")
    assert body in {b"", b"a"}


@pytest.mark.parametrize(
    ("headers", "only_tls", "whole"),
    [
        ({}, True, True),
        ({"Content-Encoding": "gzip"}, True, True),
        ({}, False, False),
        ({"Content-Length": "9"}, True, False),
        ({"Transfer-Encoding": "chunked"}, True, False),
    ],
)
def test_a_body_of_no_announced_length_may_end_without_the_end_of_tls(headers, only_tls, whole) -> None:
    def pieces():
        yield gzip.compress(b"done")[:-8] if "Content-Encoding" in headers else b"done"
        lost = ConnectionLost("closed")
        lost.only_tls = only_tls
        raise lost

    if whole:
        assert read_body(pieces(), Headers(headers), replace(SMALL, cut=True), "x.com")[0] == b"done"
        with pytest.raises(ConnectionLost):
            read_body(pieces(), Headers(headers), SMALL, "x.com")
    else:
        with pytest.raises(ConnectionLost):
            read_body(pieces(), Headers(headers), replace(SMALL, cut=True), "x.com")


def test_an_error_of_the_connection_remains_one_where_the_body_may_be_cut() -> None:
    def lost():
        yield b"some"
        raise UnreadableAnswer("the parts do not fit together")

    with pytest.raises(UnreadableAnswer, match="fit together"):
        read_body(lost(), Headers(), CUT, "x.com")
