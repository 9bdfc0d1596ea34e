"""The statuses that a program tells apart, and those that it forgets."""

from __future__ import annotations

import pytest

from golive_checks.code.statuses import statuses
from support.sources import judged

ALL = ["screening", "pending_approval", "processing", "sent", "completed", "failed", "returned", "cancelled"]
CALL = "anton.get('/v1/payouts/' + id)\n"


def python_match(names, default=True):
    cases = "".join(f"    case '{name}': a()\n" for name in names)
    return CALL + f"def f(status):\n  match status:\n{cases}" + ("    case _: b()\n" if default else "")


def javascript_switch(names, default=True):
    cases = "".join(f"case '{name}': a(); break;\n" for name in names)
    return f"anton.get(`/v1/payouts/${{id}}`);\nswitch (s) {{\n{cases}" + ("default: b()" if default else "") + "}"


def python_chain(names, default=True):
    cases = "".join(f"  {'el' if index else ''}if s == '{name}':\n    a()\n" for index, name in enumerate(names))
    return CALL + f"def f(s):\n{cases}" + ("  else:\n    b()\n" if default else "")


def python_table(names, default=True):
    return CALL + "T = {" + ", ".join(f"'{name}': 1" for name in names) + "}\nx = T.get(s, 0)\n"


def go_switch(names, default=True):
    cases = "".join(f'case "{name}":\n a()\n' for name in names)
    return (
        f'package a\nfunc f(s string) {{\n c.Get("/v1/payouts/" + s)\n switch s {{\n{cases}'
        + ("default:\n b()\n" if default else "")
        + "}\n}"
    )


def java_enum(names, default=True):
    return (
        'class Pay { void f() { http.get("/v1/payouts/" + id); } enum S { ' + ", ".join(map(str.upper, names)) + " } }"
    )


WAYS = {
    "python_match.py": python_match,
    "javascript_switch.js": javascript_switch,
    "python_chain.py": python_chain,
    "python_table.py": python_table,
    "go_switch.go": go_switch,
    "JavaEnum.java": java_enum,
}


@pytest.mark.parametrize("way", WAYS)
def test_all_statuses_and_a_default_pass(tmp_path, way):
    found = judged(statuses, tmp_path, {f"anton/{way}": WAYS[way](ALL)})
    assert found["status"] == ["pass"], found


@pytest.mark.parametrize("way", WAYS)
def test_a_final_status_that_nothing_handles_fails(tmp_path, way):
    left = [name for name in ALL if name != "returned"]
    found = judged(statuses, tmp_path, {f"anton/{way}": WAYS[way](left)})
    assert found["status"] == ["fail"], found
    assert "nothing handles the status returned" in found["fail"][0]
    assert found["fail"][0].startswith(f"anton/{way}:")


@pytest.mark.parametrize("way", ["python_match.py", "javascript_switch.js", "python_chain.py", "go_switch.go"])
def test_a_status_on_the_way_that_only_the_default_handles_warns(tmp_path, way):
    left = [name for name in ALL if name != "sent"]
    assert judged(statuses, tmp_path, {f"anton/{way}": WAYS[way](left)})["status"] == ["warn"]


@pytest.mark.parametrize("way", ["python_match.py", "javascript_switch.js", "python_chain.py", "go_switch.go"])
def test_a_missing_default_warns(tmp_path, way):
    found = judged(statuses, tmp_path, {f"anton/{way}": WAYS[way](ALL, default=False)})
    assert found["status"] == ["warn"]
    assert "is passed over" in found["warn"][0]


def test_several_places_count_together(tmp_path):
    files = {
        "anton/early.py": python_match(ALL[:4]),
        "anton/late.py": "from anton import early\n" + python_match(ALL[4:]),
    }
    assert judged(statuses, tmp_path, files)["status"] == ["pass"]


def test_a_list_of_all_statuses_handles_none(tmp_path):
    files = {
        "anton/types.py": f"STATUSES = {ALL!r}\n",
        "anton/pay.py": "from anton.types import STATUSES\n" + python_match(ALL[:6]),
    }
    assert judged(statuses, tmp_path, files)["status"] == ["fail"]


def test_events_of_a_webhook_count_as_statuses(tmp_path):
    names = [f"payout.{name}" for name in ALL]
    assert judged(statuses, tmp_path, {"anton/hook.py": python_match(names)})["status"] == ["pass"]


def test_other_words_are_no_statuses(tmp_path):
    source = CALL + "match s:\n    case 'open': a()\n    case 'failed': b()\n"
    assert judged(statuses, tmp_path, {"anton/pay.py": source})["status"] == ["unknown"]


def test_a_further_switch_that_leaves_the_function_has_what_stands_below_for_its_default(tmp_path):
    cases = "".join(f"case '{name}': return 1;\n" for name in ALL[:4])
    source = javascript_switch(ALL) + f"\nfunction f(s) {{ switch (s) {{\n{cases}}}\nreturn 0; }}"
    assert judged(statuses, tmp_path, {"anton/a.js": source})["status"] == ["pass"]


@pytest.mark.parametrize(
    "below",
    ["function mailIcon(s) { ", "function f(parcel) { ", "class Shipments { f(s) { "],
    ids=["mail", "parcel", "class"],
)
def test_states_of_other_things_need_no_default(below, tmp_path):
    switch = "switch (s) { case 'sent': a(); break; case 'failed': b(); break; case 'returned': c(); break; }"
    other = below + switch.replace("(s)", "(parcel.state)" if "parcel" in below else "(s)") + "}" * below.count("{")
    found = judged(statuses, tmp_path, {"anton/a.js": javascript_switch(ALL) + "\n" + other})
    assert found["status"] == ["pass"], found


def test_a_map_of_all_statuses_tells_them_apart_beside_a_smaller_table(tmp_path):
    pairs = ", ".join(f"['{name}', 1]" for name in ALL)
    source = (
        f"anton.get(`/v1/payouts/${{id}}`);\nconst M = new Map([{pairs}]);\nconst x = M.get(s) ?? 0;\n"
        "const C = { completed: 'a', failed: 'b', cancelled: 'c' };"
    )
    assert judged(statuses, tmp_path, {"anton/a.js": source})["status"] == ["pass"]


def test_one_status_asked_by_itself_and_lists_asked_by_name_count(tmp_path):
    code = (
        CALL
        + "OPEN = ('screening', 'pending_approval', 'processing', 'sent')\nLOST = {'failed', 'returned', 'cancelled'}\n"
        + "def f(s):\n  if s in OPEN:\n    a()\n  elif s == 'completed':\n    b()\n  elif s in LOST:\n    c()\n"
        + "  else:\n    d()\n"
    )
    assert judged(statuses, tmp_path, {"anton/a.py": code})["status"] == ["pass"]


def test_a_table_of_events_needs_no_status_that_has_no_event(tmp_path):
    events = [f"payout.{name}" for name in ALL if name != "pending_approval"]
    code = CALL + "T = {" + ", ".join(f"'{name}': 1" for name in events) + "}\nx = T.get(event['type'], 0)\n"
    assert judged(statuses, tmp_path, {"anton/a.py": code})["status"] == ["pass"]


def test_an_enumeration_that_refuses_new_statuses_where_that_is_caught_is_a_default(tmp_path):
    members = "".join(f"  {name.upper()} = '{name}'\n" for name in ALL)
    chain = "".join(f"  {'el' if at else ''}if s is S.{name.upper()}:\n    a()\n" for at, name in enumerate(ALL))
    code = f"class S(StrEnum):\n{members}\ndef f(text):\n  try:\n    s = S(text)\n  except ValueError:\n    return\n"
    assert judged(statuses, tmp_path, {"anton/a.py": CALL + code + chain})["status"] == ["pass"]


def test_a_table_of_python_that_is_asked_strictly_warns(tmp_path):
    table = "T = {" + ", ".join(f"'{name}': 1" for name in ALL) + "}\n"
    found = judged(statuses, tmp_path, {"anton/a.py": CALL + table + "def f(p):\n  return T[p['status']]\n"})
    assert found["warn"] == ["anton/a.py:4 a status that is not in the table ends in an error here"]
    caught = "def f(p):\n  try:\n    return T[p['status']]\n  except KeyError:\n    return None\n"
    assert judged(statuses, tmp_path, {"anton/a.py": CALL + table + caught})["status"] == ["pass"]


def test_a_default_that_gives_what_a_final_status_gives_warns(tmp_path):
    ways = "".join(f"    case '{name}': return {'PAID' if name == 'completed' else 'OPEN'}\n" for name in ALL)
    code = f"{CALL}def f(s):\n  match s:\n{ways}    case _: return WHAT\n"
    found = judged(statuses, tmp_path, {"anton/a.py": code.replace("WHAT", "PAID")})
    assert found["warn"] == ["anton/a.py:3 a status that is not named here is taken for a final one"]
    assert judged(statuses, tmp_path, {"anton/a.py": code.replace("WHAT", "UNKNOWN")})["status"] == ["pass"]
