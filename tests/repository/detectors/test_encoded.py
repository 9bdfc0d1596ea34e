"""Base64 of something that holds a credential is found, wherever in the encoded text it stands."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.providers.anton.shapes import SECRET_SHAPES
from golive.repository.detectors.detector import Form
from golive.repository.secrets import Scanner

VALUES = {
    "live key": "ak_live_9f3kQ2xLab7ZpW0tRm5s",
    "test key": "ak_test_Hd83kLq0Zx72mVtPw4Ry",
    "webhook secret": "whsec_c4a8f21b07d9e653c1be0f8a7d264935be71904ad2c8f3605b9e1d7c40a2f683",
    "OAuth secret": "ant_ocs_live_8c1e5f70a93b4d26e1f7b05c92d4a8367fe1c05d92b4a836",
}
LIVE = VALUES["live key"]
SHAPES = Scanner(SECRET_SHAPES)


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def found(text: str) -> list[tuple[int | None, str, Form]]:
    return [(hit.line, hit.secret.reveal(), hit.form) for hit in SHAPES.scan(text.encode())]


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
@pytest.mark.parametrize(
    "before", ["", ":", "k=", "key: ", "user:pass:x/", "A=1\nANTON_API_KEY=", 'a very long text {"k": "']
)
@pytest.mark.parametrize("after", ["", "\n", '"}', "\nOTHER=1\n", " ... and so on"])
def test_a_shape_in_base64_is_found_whatever_stands_around_it(value, before, after):
    text = f"kind: Secret\ndata:\n  key: {encoded(before + value + after)}\n  other-key: YWJj\n"
    assert found(text) == [(3, value, Form.ENCODED)]


@pytest.mark.parametrize("width", [40, 64, 76])
def test_base64_over_several_lines_is_put_together(width):
    text = encoded(f"A=1\nSECRET={VALUES['webhook secret']}\nB=2\n")
    lines = "\n".join(f"    {text[index : index + width]}" for index in range(0, len(text), width))
    assert found(f"data:\n  env: |\n{lines}\n  b: c\n") == [(3, VALUES["webhook secret"], Form.ENCODED)]


def test_base64_in_a_string_with_escaped_line_breaks_is_put_together():
    text = encoded(VALUES["webhook secret"])
    assert len(found(f'{{"env": "{text[:40]}\\n{text[40:]}\\n"}}')) == 1


@pytest.mark.parametrize(
    "around", ["{}", "Basic {}", "data:text/plain;base64,{}", "'{}'", "key={}", "\\n{}\\n", "<a>{}</a>"]
)
def test_base64_is_found_in_any_surroundings(around):
    assert len(found(around.format(encoded(LIVE)))) == 1


def test_the_alphabet_of_urls_counts_too():
    text = base64.urlsafe_b64encode(f"~~~???{LIVE}".encode()).decode()
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        encoded("ak_live_your_key_goes_here"),
        encoded("ak_live_..."),
        encoded("my_ak_live_9f3kQ2xLab7ZpW0tRm5s"),
        encoded("ant_oc_live_5d0c7e91b2a4f8360e9b1d7c42f5a863"),
        encoded("ak_live_")[:10],
        encoded("abak_live_")[2:],
        "live_" + encoded("xak_live_")[2:],
    ],
)
def test_base64_of_what_only_looks_like_a_credential_stays_quiet(text):
    assert found(text) == []


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_bytes_of_any_kind_may_stand_around_it(before, after):
    text = base64.b64encode(before + b"\n" + LIVE.encode() + b"\n" + after)
    assert [hit.secret.reveal() for hit in SHAPES.scan(b"a\n" + text)] == [LIVE]


@given(st.binary(max_size=200))
def test_base64_of_any_bytes_is_read_without_an_error(data):
    text = base64.b64encode(data)
    list(SHAPES.scan(text))
    for cut in range(4):
        list(SHAPES.scan(text[cut:] + b"YWtfbGl2ZV8" + text[: cut + 1]))
