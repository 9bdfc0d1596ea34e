"""A credential in pieces is found where its first piece stands; pieces that make none stay quiet."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.kind import Kind
from golive.providers.anton.shapes import SECRET_SHAPES
from golive.redact import Secret
from golive.repository.detectors.detector import Form
from golive.repository.detectors.values import Known
from golive.repository.secrets import Scanner

LIVE = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
PLAIN = "p4ssw0rdZq7KmX2vuT9Lc3"
SHAPES = Scanner(SECRET_SHAPES)
EXACT = Scanner((), [Known(Secret(PLAIN, "api_key of prod"), Kind.PRODUCTION)])

JOINTS = {
    "python": '"{a}" "{b}"',
    "python, lines": 'K = (\n    "{a}"\n    "{b}"\n)',
    "python, prefixed": "f'{a}' rb'{b}'",
    "python, remark": 'K = ("{a}"  # first\n     "{b}")',
    "plus": '"{a}" + "{b}"',
    "plus, single quotes": "'{a}'+'{b}'",
    "plus, lines": 'String k = "{a}"\n        + "{b}";',
    "plus, windows lines": 'k = "{a}" +\r\n    "{b}"',
    "plus, remark": 'k = "{a}" + // the rest\n  "{b}"',
    "plus, block remark": 'k = "{a}" /* and */ + "{b}"',
    "php": "$k = '{a}' . '{b}';",
    "visual basic": 'k = "{a}" & _\n  "{b}"',
    "sql": "SELECT '{a}' || '{b}'",
    "lua": "k = '{a}' .. '{b}'",
    "c": 'char *k = "{a}"\n  "{b}";',
    "continued line": 'k = "{a}" \\\n    "{b}"',
    "continued literal": 'k = "{a}\\\n{b}"',
    "folded yaml": 'k: "{a}\\\n    {b}"',
    "shell": "K='{a}'\"{b}\"",
    "template": "`{a}${{'{b}'}}`",
    "template, twice": "`${{'{a}'}}${{'{b}'}}`",
    "join": "['{a}', '{b}'].join('')",
    "join, lines": '[\n  "{a}",\n  "{b}",\n].join("")',
    "python join": "''.join(['{a}', '{b}'])",
    "python join of a tuple": '"".join(("{a}", "{b}"))',
    "concat": '"{a}".concat("{b}")',
    "concat function": "concat('{a}', '{b}')",
    "concat macro": 'concat!("{a}", "{b}")',
    "implode": "implode('', ['{a}', '{b}'])",
    "go join": 'strings.Join([]string{{"{a}", "{b}"}}, "")',
    "java join": 'String.join("", "{a}", "{b}")',
    "notebook": '{{"source": ["k = \\"{a}\\" + \\"{b}\\"\\n"]}}',
}


@pytest.mark.parametrize("joint", JOINTS.values(), ids=JOINTS.keys())
@pytest.mark.parametrize("cut", [3, 7, 8, 12, 21, 26])
def test_a_shape_in_two_literals_is_found_at_the_first(joint, cut):
    text = "a\n\n" + joint.format(a=LIVE[:cut], b=LIVE[cut:]) + "\nb\n"
    [hit] = SHAPES.scan(text.encode())
    first = text[: text.index(LIVE[:cut])].count("\n") + 1
    assert (hit.line, hit.secret.reveal(), hit.kind, hit.form) == (first, LIVE, Kind.PRODUCTION, Form.SPLIT)


@pytest.mark.parametrize("joint", JOINTS.values(), ids=JOINTS.keys())
@pytest.mark.parametrize("cut", [1, 3, 8, 11, 16, 21])
def test_an_exact_value_in_two_literals_is_found_at_the_first(joint, cut):
    text = "a\n\n" + joint.format(a=PLAIN[:cut], b=PLAIN[cut:]) + "\nb\n"
    [hit] = EXACT.scan(text.encode())
    first = text[: text.rindex(PLAIN[:cut] + joint.partition("{a}")[2][:1])].count("\n") + 1
    assert (hit.line, hit.title, hit.form, hit.known) == (first, "api_key of prod", Form.SPLIT, True)


def test_many_small_pieces_are_found():
    pieces = ", ".join(f'"{LIVE[index : index + 3]}"' for index in range(0, len(LIVE), 3))
    [hit] = SHAPES.scan(f'[{pieces}].join("")'.encode())
    assert hit.secret.reveal() == LIVE
    pieces = " + ".join(f'"{PLAIN[index : index + 3]}"' for index in range(0, len(PLAIN), 3))
    assert len(list(EXACT.scan(pieces.encode()))) == 1


def test_pieces_may_be_far_apart():
    text = f'"{PLAIN[:10]}" +\n{" " * 3900}"{PLAIN[10:]}"'
    assert [hit.line for hit in EXACT.scan(text.encode())] == [1]


def test_exact_values_need_no_join_between_commas():
    assert len(list(EXACT.scan(f'["{PLAIN[:10]}", "{PLAIN[10:]}"]'.encode()))) == 1


@pytest.mark.parametrize(
    "text",
    [
        f'["{LIVE[:8]}", "{LIVE[8:]}"]',
        f'"{LIVE[:8]}": "{LIVE[8:]}"',
        f'"{LIVE[:8]}" == "{LIVE[8:]}"',
        f'f("{LIVE[:8]}", "{LIVE[8:]}")',
        f'x = "{LIVE[:8]}"; y = "{LIVE[8:]}"',
        '"ak_live_" + "your_key_goes_here"',
        '"ak_" + "test" + "_" + "fixture_value"',
        '"ak_live_" +',
        '"ak_',
        "`ak_live_${",
        f'"break_live_" + "{LIVE[8:]}"',
        f'"my" + "ak_live_" "{LIVE[8:20]}"'.replace('"my" + "', '"my_'),
        '"ant_oc_live_" + "5d0c7e91b2a4f8360e9b1d7c42f5a863"',
    ],
)
def test_pieces_that_make_no_credential_stay_quiet(text):
    assert list(SHAPES.scan(text.encode())) == []


@pytest.mark.parametrize(
    "text", [f'"{PLAIN[:10]}x" + "{PLAIN[10:]}"', f'"{PLAIN[:10]}" + x + "{PLAIN[10:]}"', f'"{PLAIN[:10]}"', PLAIN[:14]]
)
def test_parts_of_a_known_value_stay_quiet(text):
    assert list(EXACT.scan(text.encode())) == []


def test_a_list_of_pieces_behind_a_split_credential_is_not_taken_for_more_of_it():
    [hit] = SHAPES.scan(f'f("{LIVE[:8]}" + "{LIVE[8:]}", "Zx72mVtPw4RyHd83kLq0")'.encode())
    assert hit.secret.reveal() == LIVE


def test_pieces_mean_nothing_in_binary_files():
    assert list(SHAPES.scan(b'\0\1"ak_live_" + "9f3kQ2xLab7ZpW0tRm5s"')) == []


@given(
    st.lists(st.integers(1, len(PLAIN) - 1), min_size=1, max_size=2, unique=True),
    st.sampled_from(['" + "', "' '", '",\n"']),
)
def test_an_exact_value_is_found_however_it_is_divided_in_three(cuts, joint):
    edges = [0, *sorted(cuts), len(PLAIN)]
    text = joint.join(PLAIN[start:end] for start, end in pairwise(edges))
    assert len(list(EXACT.scan(f'a\n"{text}"'.encode()))) == 1


@given(st.text("ak_live\"'+ ,\\\n`${}9f3kQ2xL.", max_size=300))
def test_any_pieces_are_read_without_an_error(text):
    list(SHAPES.scan(text.encode()))
    list(EXACT.scan(text.replace("ak_live", PLAIN[:7]).encode()))


@pytest.mark.parametrize("between", ["", " ", " + ", ", ", "\n", ";"])
def test_two_keys_in_pieces_beside_each_other_are_two(between):
    pieces = '"ak_live_" + "9f3kQ2xLab7ZpW0tRm5s"'
    hits = list(Scanner(SECRET_SHAPES).scan(f"{pieces}{between}{pieces}".encode()))
    assert [hit.secret.reveal() for hit in hits] == ["ak_live_9f3kQ2xLab7ZpW0tRm5s"] * 2
