"""Secrets stay secret, in every form in which they can come back."""

import base64
import copy
import html
import json
import logging
import pickle
import re
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.redact import LONGEST_TEXT, MASK, Redactor, Secret, encodings, inert

VALUE = "canary-3f9a77c1d2/b+e=zz"
long_secrets = st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=8, max_size=80)


def test_a_secret_shows_nothing_however_it_is_printed():
    secret = Secret(VALUE, "api_key of prod")
    shown = [str(secret), repr(secret), f"{secret}", f"{secret:>10}", f"{secret} {secret!r}", f"{[secret]!r}"]
    assert not [text for text in shown if VALUE in text]
    assert f"{secret}" == MASK
    assert secret.reveal() == VALUE


def test_a_secret_cannot_be_pickled_or_copied():
    secret = Secret(VALUE, "key")
    for action in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="not written anywhere"):
            action(secret)


def test_secrets_compare_by_value_and_never_with_text():
    assert Secret(VALUE, "one") == Secret(VALUE, "two")
    assert Secret(VALUE, "one") != Secret("other", "one")
    assert Secret(VALUE, "one") != VALUE
    assert hash(Secret(VALUE, "one")) == hash(Secret(VALUE, "two"))
    assert not Secret("", "empty")


def test_a_fingerprint_tells_secrets_apart_and_is_stable():
    assert Secret(VALUE, "a").fingerprint() == Secret(VALUE, "b").fingerprint()
    assert Secret(VALUE, "a").fingerprint() != Secret(VALUE + "x", "a").fingerprint()
    assert re.fullmatch("[0-9a-f]{8}", Secret(VALUE, "a").fingerprint())


@given(long_secrets, st.binary(max_size=7), st.binary(max_size=7))
def test_no_form_of_a_secret_survives_redaction(value, before, after):
    redactor = Redactor()
    redactor.add(Secret(value, "key"))
    raw = value.encode()
    for text in (
        value,
        quote(value, safe=""),
        quote_plus(value),
        raw.hex(),
        raw.hex().upper(),
    ):
        assert text not in redactor(f"<{text}>")
    # Within a longer base64 text, the characters at both ends depend on the neighbours; all others are masked.
    encoded = base64.b64encode(before + raw + after).decode()
    assert longest_common(encoded, redactor(encoded)) < max(6, (len(before) + len(after)) * 4 // 3 + 6)


def longest_common(one: str, two: str) -> int:
    best = 0
    for start in range(len(one)):
        while one[start : start + best + 1] in two and start + best < len(one):
            best += 1
    return best


def test_basic_authentication_that_comes_back_is_masked():
    redactor = Redactor()
    redactor.add(Secret("ant_ocs_live_0123456789", "client_secret"))
    header = base64.b64encode(b"client:ant_ocs_live_0123456789").decode()
    decoded = base64.b64decode(redactor(header).replace(MASK, "") + "===")
    assert b"0123" not in decoded


def test_a_cut_off_secret_is_masked_from_its_first_16_characters_on():
    redactor = Redactor()
    redactor.add(Secret("tok_" + "a1b2c3d4e5" * 5, "token"))
    assert redactor("got tok_a1b2c3d4e5a1b2c3d and more") == f"got {MASK} and more"
    assert redactor("got tok_a1b2") == "got tok_a1b2"


def test_each_line_of_a_key_file_is_masked_by_itself():
    redactor = Redactor()
    redactor.add(Secret("-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEG\n-----END PRIVATE KEY-----", "dpop_key"))
    assert "MIGHAgEAMBMGByqGSM49AgEG" not in redactor("line 2: MIGHAgEAMBMGByqGSM49AgEG")


def test_shapes_of_unknown_keys_are_masked_after_their_public_prefix():
    redactor = Redactor([re.compile(r"(ak_live_)[A-Za-z0-9]{4,}")])
    redactor.learn_shapes([re.compile(r"(whsec_)[a-f0-9]{4,}")])
    assert (
        redactor("ak_live_Zx81kQ and whsec_00ff00ff, not ak_live_…")
        == f"ak_live_{MASK} and whsec_{MASK}, not ak_live_…"
    )


def test_a_value_too_short_to_be_a_secret_is_left_alone():
    redactor = Redactor()
    redactor.add(Secret("abc", "tiny"))
    redactor.add(Secret("", "empty"))
    assert redactor("abc of an abacus") == "abc of an abacus"


def test_the_longest_form_wins_where_one_secret_holds_another():
    redactor = Redactor()
    redactor.add(Secret("hunter22", "short"))
    redactor.add(Secret("hunter22-and-more", "long"))
    assert redactor("x hunter22-and-more x") == f"x {MASK} x"


def test_encodings_begin_with_the_value_itself():
    assert next(encodings(VALUE)) == VALUE


@given(st.text(max_size=2000))
def test_inert_text_is_one_line_that_cannot_move_a_cursor(text):
    line = inert(text)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2028\u2029\ufeff]", line)
    assert len(line) <= LONGEST_TEXT * 12
    line.encode()


def test_inert_shows_what_it_took_out():
    assert inert("a\x1b[31mred\nnext\u202etxt") == r"a\x1b[31mred\nnext\u202etxt"


def test_inert_keeps_ordinary_text_of_any_script():
    assert inert("Zürich 東京 → café ✓") == "Zürich 東京 → café ✓"


def test_inert_shortens_and_says_so():
    assert inert("x" * 700).endswith("x…")
    assert len(inert("x" * 700)) == LONGEST_TEXT
    assert inert("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT


def test_a_secret_in_log_arguments_is_masked(caplog):
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("golive.test").debug("sending %s", Secret(VALUE, "key"))
    assert VALUE not in caplog.text


def test_tokens_are_masked_whoever_issued_them():
    token = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJtZXJfMSJ9.c2lnbmF0dXJl"
    assert Redactor()(f"DPoP: {token}; eyJust a word") == f"DPoP: eyJ{MASK}; eyJust a word"


def test_the_user_part_of_a_url_is_masked():
    assert Redactor()("https://ada:pass@host/x?a=b@c") == f"https://{MASK}@host/x?a=b@c"


ODD = "k3y/abc+defgh'ijkl&mnop<qrstu>v\"wx\\\\yz 0123=="
BASE64 = "c2VjcmV0/abc+defghijklmnop/qrstuvwx+yz0123456789AB=="


@pytest.mark.parametrize("value", [ODD, BASE64])
@pytest.mark.parametrize(
    "encode",
    [
        html.escape,
        lambda value: html.escape(value).replace("/", "&#x2F;").replace("+", "&#43;").replace("=", "&#61;"),
        lambda value: json.dumps(value).replace("/", "\\/"),
        lambda value: json.dumps(json.dumps(json.dumps(value))),
        lambda value: re.sub("[+&<>']", lambda found: f"\\\\u{ord(found[0]):04X}", json.dumps(value)),
        lambda value: quote(value, safe="/!'()*"),
        repr,
    ],
    ids=["html", "html-entities", "json-slashes", "json-thrice", "json-unicode", "uri-component", "repr"],
)
def test_a_secret_is_masked_whatever_its_odd_characters_were_escaped_for(value, encode):
    redactor = Redactor()
    redactor.add(Secret(value, "key"))
    shown = redactor(f"<pre>{encode(value)}</pre>")
    assert MASK in shown
    assert longest_common(value, shown) < 4
    if value == BASE64:  # one word, so that where it was cut off can be told
        assert longest_common(value, redactor(f"<pre>{encode(value)[:40]}")) < 4


@pytest.mark.parametrize("hostile", ["-eyJaaaaaa", "\\", "&", "&#0", "\\u00", "//a", "k3y/abc&#"])
def test_no_text_takes_the_redactor_long(hostile):
    redactor = Redactor()
    for value in (ODD, BASE64, "\\" * 40, "&\\" * 20):
        redactor.add(Secret(value, "key"))
    redactor("compiled")
    began = time.process_time()
    redactor(hostile * (64 * 1024 // len(hostile)))
    assert time.process_time() - began < 2


@pytest.mark.parametrize("blank", ["\u3164", "\u2800", "\u034f", "\u115f", "\uffa0", "\U000e0100", "\u200b", "\ufeff"])
def test_a_character_that_shows_nothing_is_shown_as_an_escape(blank):
    assert inert(f"a{blank}b") == f"a{blank.encode('unicode_escape').decode()}b"
    assert inert("naïve 決済 ⚠️") == "naïve 決済 ⚠️"
