import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.receiver.bodies import REWRITINGS, compact, tampered, unusual

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
ENVELOPES = st.builds(
    lambda event_id, data: {"id": f"golive_1_{event_id}", "created_at": "2026-01-01T00:00:00Z", "data": data},
    st.text(st.characters(codec="utf-8"), max_size=20),
    st.dictionaries(
        st.text(st.characters(codec="utf-8")),
        JSON.map(lambda value: json.loads(json.dumps(value).encode("ascii"))),
        max_size=4,
    ),
).filter(lambda envelope: json.dumps(envelope, ensure_ascii=False).isprintable())


@given(ENVELOPES)
def test_a_tampered_body_is_json_of_the_same_length_with_another_meaning(envelope: dict[str, object]) -> None:
    body = compact(envelope)
    changed = tampered(body)
    assert len(changed) == len(body)
    assert changed != body
    json.loads(changed)


@pytest.mark.parametrize(
    ("body", "expected"),
    [(b'{"a":0}', b'{"a":1}'), (b'{"a":"10.59"}', b'{"a":"10.58"}'), (b'[1,"x"]', b'[2,"x"]'), (b"-0", b"-1")],
)
def test_tampering_changes_the_last_digit(body: bytes, expected: bytes) -> None:
    assert tampered(body) == expected


def test_a_body_without_a_digit_cannot_be_tampered_with() -> None:
    with pytest.raises(ValueError, match="without any digit"):
        tampered(b'{"a":"b"}')


@given(ENVELOPES)
def test_an_unusual_body_says_the_same_and_no_rewriting_gives_its_bytes(envelope: dict[str, object]) -> None:
    body = unusual(envelope)
    said = json.loads(body)
    assert {key: said[key] for key in envelope if key != "data"} == {k: v for k, v in envelope.items() if k != "data"}
    assert said["data"].items() >= envelope["data"].items()  # type: ignore[attr-defined]  # a mapping, see ENVELOPES
    assert said["data"]["golive_escaped"] == "café / naïve"
    assert said["data"]["golive_number"] == 10.5
    assert b"10.50" in body
    assert "東京".encode() in body
    assert body not in [one.rewrite(body) for one in REWRITINGS]


def test_an_unusual_body_can_be_made_of_an_envelope_without_data() -> None:
    assert json.loads(unusual({"id": "1"}))["data"]["golive_number"] == 10.5


def test_rewritings_write_what_the_usual_libraries_write() -> None:
    by_id = {one.id: one.rewrite(' {"a" : "é",\t"b":10.50}\n'.encode()) for one in REWRITINGS}
    assert by_id == {
        "body-rewritten": '{"a":"é","b":10.5}'.encode(),
        "body-rewritten-with-spaces": b'{"a": "\\u00e9", "b": 10.5}',
        "body-rewritten-as-ascii": b'{"a":"\\u00e9","b":10.5}',
        "body-trimmed": '{"a" : "é",\t"b":10.50}'.encode(),
        "body-misread": ' {"a" : "Ã©",\t"b":10.50}\n'.encode(),
    }
