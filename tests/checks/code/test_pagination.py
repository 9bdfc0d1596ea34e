"""Lists are followed to their end by the cursor."""

from __future__ import annotations

import pytest

from golive_checks.code.pagination import pagination
from support.sources import judged

SOUND = {
    "a loop": "def all(anton):\n  q = {}\n  while True:\n"
    "    page = anton.get('/v1/payouts', params=q)\n"
    "    yield from page['data']\n    if not page.get('has_more'):\n      return\n"
    "    q['cursor'] = page['next_cursor']\n",
    "recursion": "def all(anton, cursor=None):\n  page = anton.get('/v1/payouts', params={'cursor': cursor})\n"
    "  if page['has_more']:\n    return page['data'] + all(anton, page['next_cursor'])\n  return page['data']\n",
    "the caller": "def page(anton, cursor):\n  return anton.get('/v1/payouts', params={'cursor': cursor})\n"
    "def all(anton):\n  cursor = None\n  while True:\n    found = page(anton, cursor)\n"
    "    if not found['has_more']: return\n    cursor = found['next_cursor']\n",
}


@pytest.mark.parametrize("case", SOUND)
def test_a_list_that_is_followed_passes(tmp_path, case):
    found = judged(pagination, tmp_path, {"anton/list.py": SOUND[case]})
    assert found["status"] == ["pass"], found


WRONG = {
    "the first page": ("def f(anton):\n  return anton.get('/v1/payouts')['data']\n", 2, "only the first page"),
    "the first hundred": (
        "def f(anton):\n  return anton.get('/v1/payouts', {'limit': 100})\n",
        2,
        "only the first page",
    ),
    "has_more without a loop": (
        "def f(anton):\n  page = anton.get('/v1/payouts')\n  if page['has_more']: log('more')\n  return page\n",
        2,
        "nothing asks for the next one",
    ),
    "an offset": (
        "def f(anton):\n  n = 0\n  while True:\n    page = anton.get('/v1/payouts', {'offset': n})\n    n += 20\n",
        4,
        "offset",
    ),
    "no cursor": (
        "def f(anton):\n  while True:\n    page = anton.get('/v1/payouts')\n    if not page['has_more']: return\n",
        3,
        "without a cursor",
    ),
    "a cursor that is taken apart": (
        SOUND["a loop"].replace("= page['next_cursor']", "= str(int(page['next_cursor']) + 1)"),
        8,
        "taken apart",
    ),
    "a loop that looks at neither": (
        "def f(anton):\n  for n in range(3):\n    rows = anton.get('/v1/payouts')['data']\n",
        3,
        "ends too early",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_list_that_is_not_followed_to_the_end_fails(tmp_path, case):
    source, line, message = WRONG[case]
    found = judged(pagination, tmp_path, {"anton/list.py": source})
    assert found["status"] == ["fail"], found
    assert message in found["fail"][0]
    assert found["fail"][0].startswith(f"anton/list.py:{line} ")


def test_a_loop_that_ends_by_counting_warns(tmp_path):
    source = (
        "def f(anton):\n  cursor = None\n  while True:\n    page = anton.get('/v1/payouts', {'cursor': cursor})\n"
        "    if len(page['data']) < 100: return\n    cursor = page['next_cursor']\n"
    )
    assert judged(pagination, tmp_path, {"anton/list.py": source})["status"] == ["warn"]


def test_who_wants_one_object_needs_no_pages(tmp_path):
    source = "def f(anton):\n  return anton.get('/v1/payouts', {'limit': 1})['data'][0]\n"
    assert judged(pagination, tmp_path, {"anton/list.py": source})["status"] == ["unknown"]
    assert judged(pagination, tmp_path / "b", {"anton/a.py": "anton.get('/v1/balances')"})["status"] == ["unknown"]


@pytest.mark.parametrize(
    ("name", "source", "status"),
    [
        (
            "anton/A.java",
            'class A { List all() { Page p = anton.get("/v1/payouts?limit=100"); while (p.has_more()) '
            '{ p = anton.get("/v1/payouts?cursor=" + p.next_cursor()); } return all; } }',
            "pass",
        ),
        (
            "anton/a.php",
            "<?php function all($a) { do { $p = $a->get('/v1/payouts', ['cursor' => $p['next_cursor']]); } "
            "while ($p['has_more']); }",
            "pass",
        ),
        (
            "anton/a.php",
            "<?php function all($a) { do { $p = $a->get('/v1/payouts', ['cursor' => $p['next_cursor']]); } "
            "while (false); }",
            "fail",
        ),
        (
            "anton/A.java",
            "class A { Flux all() { return page(null).expand(p -> p.has_more() ? page(p.next_cursor()) : none()); }\n"
            'Mono page(String c) { return web.get().uri(b -> b.path("/v1/payouts").queryParam("cursor", c).build())'
            ".retrieve(); } }",
            "pass",
        ),
    ],
)
def test_cursors_in_addresses_loops_that_run_once_and_streams_that_unfold(tmp_path, name, source, status):
    found = judged(pagination, tmp_path, {name: source})
    assert found["status"] == [status], found
