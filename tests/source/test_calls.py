"""Requests to the provider are found in every usual way of writing them, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from golive.source.calls import chain, links, provider_calls, verb_of
from support.sources import ANTON, OCTOPUS, calls, project

PAYOUT = ("POST", "create a payout")
FOUND = {
    "requests": ("a_py", "requests.post(BASE + '/v1/payouts', json=body)", PAYOUT),
    "a session": ("a_py", "self.session.post(f'{self.base}/v1/payouts', json=body)", PAYOUT),
    "request with a method": ("a_py", "httpx.request('POST', f'{base}/v1/payouts')", PAYOUT),
    "a url in a variable": ("a_py", "def f():\n  url = base + '/v1/payouts'\n  requests.post(url)", PAYOUT),
    "a url in a named argument": ("a_py", "requests.post(url=base + '/v1/payouts')", PAYOUT),
    "a constant of another module": ("a_py", "http.post(paths.PAYOUTS)\nPAYOUTS = '/v1/payouts'", PAYOUT),
    "a path below the base address": ("a_py", "anton.post('payouts', body)", PAYOUT),
    "urllib": ("a_py", "urlopen(Request(base + '/v1/payouts', method='POST'))", PAYOUT),
    "fetch": ("a_js", "fetch(`${base}/v1/payouts`, { method: 'POST', body })", PAYOUT),
    "fetch without a method": ("a_js", "fetch(`${base}/v1/balances`)", ("GET", "read the balances")),
    "axios": ("a_js", "await axios.post(base + '/v1/payouts', body)", PAYOUT),
    "axios with one object": ("a_js", "axios({ method: 'post', url: '/v1/payouts', data })", PAYOUT),
    "axios typed": ("a_ts", "client.post<Payout>('/v1/payouts', body)", PAYOUT),
    "a chain": ("a_js", "client.post('/v1/payouts').set('A', b).then(r => r.body)", PAYOUT),
    "got": ("a_js", "got.post(new URL('/v1/payouts', base), { json })", PAYOUT),
    "a wrapper's verb": ("a_js", "api.postJson('/v1/payouts', body)", PAYOUT),
}


@pytest.mark.parametrize("case", FOUND)
def test_a_request_is_found(case):
    name, source, (method, title) = FOUND[case]
    assert [(found[0], found[2]) for found in calls(**{name: source})] == [(method, title)]


NOT_FOUND = {
    "a route of Express": ("a_js", "app.post('/v1/payouts', (req, res) => res.json({}))"),
    "a route of a router": ("a_js", "router.post('/v1/payouts', create)"),
    "a route of Go's own server": ("a_go", 'package a\nfunc f() { http.HandleFunc("/v1/payouts", pay) }'),
    "a route of ASP.NET": ("a_cs", 'service.MapPost("/v1/payouts", (string id) => id);'),
    "a route of Flask": ("a_py", "@app.post('/v1/payouts')\ndef create(): pass"),
    "a table of a database": ("a_py", "db.table('payouts')"),
    "a log": ("a_py", "log.info('payouts')"),
    "a text": ("a_py", "x = '/v1/payouts'"),
    "another path": ("a_py", "requests.post('https://api.other.example/v1/charges')"),
    "a remark": ("a_py", "# requests.post('/v1/payouts')\nx = 1"),
    "a docstring": ("a_py", "def f():\n  '''requests.post('/v1/payouts')'''"),
}


@pytest.mark.parametrize("case", NOT_FOUND)
def test_what_only_looks_like_a_request_is_not(case):
    name, source = NOT_FOUND[case]
    assert calls(**{name: source}) == []


def test_a_request_goes_through_the_programs_own_functions():
    found = project(
        client_py="class Anton:\n"
        "  def create(self, path, body):\n    return self._send('POST', path, body)\n"
        "  def _send(self, method, path, body):\n    return self.http.request(method, base + path, json=body)\n",
        pay_py="def pay(anton):\n  return anton.create('/v1/payouts', {})\n",
    )
    (call,) = provider_calls(found, ANTON)
    assert (call.method, call.operation.title, call.function.name) == ("POST", "create a payout", "pay")
    assert [layer.name for layer in call.layers] == ["create", "_send"]
    assert [str(found.place(send)) for send in call.sends] == ["client.py:5"]


def test_functions_that_call_each_other_in_a_circle_end():
    source = "def a(path):\n  return b(path)\ndef b(path):\n  return a(path)\na('/v1/payouts')\n"
    found = project(a_py=source)
    (call,) = provider_calls(found, ANTON)
    assert [layer.name for layer in call.layers] == ["a", "b"]
    assert call.method is None


def test_a_method_that_is_set_later_counts():
    source = "<?php $c = curl_init($base . '/v1/payouts'); curl_setopt($c, CURLOPT_POST, true);"
    assert [found[0] for found in calls(a_php=f"{source}")] in (["POST"], [None])
    assert calls(a_php=f"<?php function pay() {{ {source.removeprefix('<?php')} }}")[0][0] == "POST"


def test_orders_of_the_other_provider_are_found_by_its_own_prefix():
    assert calls(OCTOPUS, a_py="http.post('/api/v1/orders', json=order)") == [
        ("POST", "/api/v1/orders", "order a voucher")
    ]


@pytest.mark.parametrize(
    ("name", "verb"),
    [("post", "POST"), ("_post", "POST"), ("postJson", "POST"), ("post_json", "POST"), ("PostAsync", "POST"),
     ("get", "GET"), ("getForObject", "GET"), ("deleteAll", "DELETE"), ("postal", None), ("getaway", None), ("", None)],
)  # fmt: skip
def test_a_verb_is_a_word_of_a_name(name, verb):
    assert verb_of(name) == verb


def test_a_chain_is_one_request():
    found = project(a_js="const r = await client.post('/v1/payouts').set('A', b).then(f)")
    (post,) = found.calls("post")
    top = chain(post)
    assert [link.name for link in links(top)] == ["then", "set", "post"]


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("a_cs", 'class A { void F() { client.Request("v1", "payouts").PostJsonAsync(body); } }', PAYOUT),
        (
            "a_java",
            'class A { void f() { web.post().uri(b -> b.path("/v1/payouts").build()).bodyValue(x).retrieve(); } }',
            PAYOUT,
        ),
        (
            "a_java",
            'class A { void f() { create("v1/payouts", body).get("id"); }\n'
            " Object create(String path, Object body) { return http.post(path, body); } }",
            PAYOUT,
        ),
    ],
)
def test_segments_closures_and_what_is_done_with_the_answer_are_told_apart(name, source, expected):
    assert {(found[0], found[2]) for found in calls(**{name: source}) if found[1] != "{}"} == {expected}
