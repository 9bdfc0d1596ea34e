"""Secrets reach a helping process, and nothing else does that could be more than data."""

from __future__ import annotations

import io
import os
import pickle
import struct

import pytest

from golive.kind import Kind
from golive.providers.anton.shapes import SECRET_SHAPES
from golive.redact import Secret
from golive.repository.detectors.values import Known
from golive.repository.reading import Skipped, Why
from golive.repository.scanning import Rules
from golive.repository.wire import dumps, loads, receive, send

SECRET = Secret("Kq7mZ2xWv9dTn4hRb8sC", "api_key of prod")


def test_rules_arrive_as_they_were_sent_secrets_included():
    rules = Rules(SECRET_SHAPES, (Known(SECRET, Kind.PRODUCTION),))
    arrived = loads(dumps(rules))
    assert arrived == rules
    assert arrived.known[0].secret.label == "api_key of prod"
    assert arrived.known[0].secret.reveal() == SECRET.reveal()


def test_equal_values_are_equal_bytes_however_they_came_about():
    again = Secret(SECRET.reveal().swapcase().swapcase(), SECRET.label.upper().lower())
    assert dumps([SECRET, SECRET]) == dumps([SECRET, again])


def test_outcomes_arrive():
    outcomes = [Skipped(Why.LARGE), Skipped(Why.UNREADABLE, "Permission denied")]
    assert loads(dumps(outcomes)) == outcomes


class Harmful:
    def __reduce__(self):
        return os.system, ("exit 3",)


@pytest.mark.parametrize("value", [Harmful(), os.getcwd, Harmful], ids=["call", "function", "class"])
def test_what_names_something_else_than_nouns_of_golive_is_refused(value):
    with pytest.raises(pickle.UnpicklingError):
        loads(pickle.dumps(value))


def test_functions_of_golive_are_no_nouns_and_refused():
    with pytest.raises(pickle.UnpicklingError):
        loads(pickle.dumps(dumps))


def test_messages_follow_one_another_until_the_end():
    stream = io.BytesIO()
    send(stream, [1])
    send(stream, "two")
    stream.seek(0)
    assert [receive(stream), receive(stream)] == [[1], "two"]
    with pytest.raises(EOFError):
        receive(stream)


@pytest.mark.parametrize("data", [b"", b"\0\0", struct.pack(">Q", 9) + b"short", struct.pack(">Q", 1 << 62)])
def test_half_a_message_and_none_are_the_end(data):
    with pytest.raises(EOFError):
        receive(io.BytesIO(data))
