"""What goes into a request: seen wherever it is put together."""

from __future__ import annotations

import pytest

from golive.source.calls import provider_calls
from golive.source.flow import flow, strings, words
from golive.source.tree import NodeKind
from support.sources import ANTON, project

KEY = "Idempotency-Key"
REACHED = {
    "in the call": ("a_py", "requests.post('/v1/payouts', headers={'Idempotency-Key': k})"),
    "in a variable": ("a_py", "def f(k):\n  h = {'Idempotency-Key': k}\n  requests.post('/v1/payouts', headers=h)"),
    "set on a variable": (
        "a_py",
        "def f(k):\n  h = {}\n  h['Idempotency-Key'] = k\n  requests.post('/v1/payouts', headers=h)",
    ),
    "set by a method": (
        "a_js",
        "function f(k) { const h = new Headers(); h.set('Idempotency-Key', k);"
        " fetch(base + '/v1/payouts', {method: 'POST', headers: h}) }",
    ),
    "made by a function": (
        "a_py",
        "def made(k):\n  return {'Idempotency-Key': k}\ndef f(k):\n  http.post('/v1/payouts', headers=made(k))",
    ),
    "in a wrapper": (
        "a_py",
        "def send(path, k):\n  return requests.post(path, headers={'Idempotency-Key': k})\nsend('/v1/payouts', k)",
    ),
    "as a default of the client": (
        "a_py",
        "class C:\n  def __init__(self):\n    self.h = {'Idempotency-Key': 1}\n"
        "  def f(self):\n    requests.post('/v1/payouts', headers=self.h)",
    ),
    "through two variables": (
        "a_py",
        "def f(k):\n  a = {'Idempotency-Key': k}\n  b = dict(a)\n  requests.post('/v1/payouts', headers=b)",
    ),
    "set on the request before it is sent": (
        "a_go",
        'package a\nfunc f(k string) {\n req, _ := http.NewRequest("POST", base+"/v1/payouts", nil)\n'
        ' req.Header.Set("Idempotency-Key", k)\n client.Do(req)\n}',
    ),
}


def reached(name: str, source: str) -> set[str]:
    found = project(**{name: source})
    (call,) = provider_calls(found, ANTON)
    return {node.name for node in strings(flow(found, call))}


@pytest.mark.parametrize("case", REACHED)
def test_a_header_is_seen(case):
    assert KEY in reached(*REACHED[case])


NOT_REACHED = {
    "on another request": (
        "a_py",
        "def f(k):\n  other.post('/charges', headers={'Idempotency-Key': k})\n  http.post('/v1/payouts', headers=g)",
    ),
    "in another function": (
        "a_py",
        "def g(k):\n  h = {'Idempotency-Key': k}\ndef f(h):\n  a.post('/v1/payouts', headers=h)",
    ),
    "in a remark": ("a_py", "requests.post('/v1/payouts')  # 'Idempotency-Key'"),
}


@pytest.mark.parametrize("case", NOT_REACHED)
def test_a_header_of_something_else_is_not(case):
    assert KEY not in reached(*NOT_REACHED[case])


def test_words_are_keys_names_and_texts():
    found = project(a_py="f(amount=x.fee, b={'c': 'd'})")
    (call,) = found.calls("f")
    assert {name for name, _ in words([call])} >= {"amount", "fee", "x", "c", "d", "b"}
    assert {node.kind for _, node in words([call])} <= {NodeKind.NAME, NodeKind.MEMBER, NodeKind.PAIR, NodeKind.STRING}
