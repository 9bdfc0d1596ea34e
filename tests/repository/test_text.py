"""Encodings, lines and where words begin."""

from __future__ import annotations

import pytest

from golive.repository.text import Lines, as_utf8, begins_word, is_binary

TEXT = "one\ntwo ak_live_key\nthree\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read_with_and_without_its_mark(encoding):
    assert b"two ak_live_key\nthree" in as_utf8(TEXT.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_other_text_stays_as_it_is(encoding):
    data = (TEXT + "zoë").encode(encoding)
    assert as_utf8(data) is data


@pytest.mark.parametrize("data", [b"", b"\0", b"\xff\xfe", b"\xff\xfe\0\0a\0\0\0", bytes(range(256)) * 8, b"\xff\xfea"])
def test_bytes_that_are_no_text_do_no_harm(data):
    assert isinstance(as_utf8(data), bytes)


def test_a_byte_of_zero_at_the_start_makes_a_file_binary():
    assert is_binary(b"\x7fELF\0\0")
    assert not is_binary(b"text")


def test_lines_are_counted_from_one_and_across_calls():
    data = b"a\nb\r\nc\n"
    lines = Lines(data)
    assert [lines.number(at) for at in (0, 2, 5)] == [1, 2, 3]


def test_a_file_with_old_line_ends_has_lines_too():
    assert Lines(b"a\rb\rc").number(4) == 3


@pytest.mark.parametrize(
    "before",
    [
        "",
        " ",
        "=",
        '"',
        "\n",
        "é",
        ".",
        "-",
        "/",
        "\\n",
        "\\t",
        "%3D",
        "%20",
        "\\u003d",
        "\\x3d",
        "\\075",
        "\x1b[31m",
        "\\u001b[0m",
    ],
)
def test_a_word_begins_after_what_is_no_part_of_it(before):
    data = before.encode() + b"word"
    assert begins_word(data, len(data) - 4)


@pytest.mark.parametrize("before", ["a", "Z", "0", "_", "bre", "n", "3D", "u003d", "[31m"])
def test_the_tail_of_a_longer_word_is_no_beginning(before):
    data = before.encode() + b"word"
    assert not begins_word(data, len(data) - 4)


def test_further_bytes_can_belong_to_words():
    assert begins_word(b"-word", 1)
    assert not begins_word(b"-word", 1, also=b"-")
