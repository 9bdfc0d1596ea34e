"""Programs that follow orders which are pending, and those that leave them alone."""

from __future__ import annotations

import pytest

from golive_checks.code.polling import polling
from support.sources import judged

SOURCE = """\
import time, requests
BASE = "https://api.octopuscards.io"
def order():
    made = requests.post(BASE + "/api/v1/{kind}", json={{"client_reference": "a"}}).json()
    {then}
"""
SOUND = """\
for _ in range(30):
        if made["status"] != "PENDING":
            return made
        time.sleep(5)
        made = requests.get(BASE + f"/api/v1/{kind}/{{made['id']}}").json()
    return made
"""
HOOK = """\
@app.post("/hooks/octopuscards")
def hook():
    verify(request.headers["X-Signature"])
    if request.json["type"] == "order.delivered":
        deliver(request.json["data"])
"""


def look(folder, then, kind="topups/orders", **more):
    files = {
        "octopuscards.py": SOURCE.format(
            kind=kind, then=then.replace("{kind}", kind).replace("{{", "{").replace("}}", "}")
        )
    }
    files |= {name.replace("_py", ".py"): text for name, text in more.items()}
    return judged(polling, folder, files, "octopuscards")


@pytest.mark.parametrize("kind", ["orders", "topups/orders", "esim/orders"])
def test_a_loop_with_a_pause_and_an_end_passes(kind, tmp_path):
    found = look(tmp_path, SOUND, kind)
    assert found["status"] == ["pass"], found


@pytest.mark.parametrize("kind", ["orders", "topups/orders", "esim/orders"])
def test_an_order_that_is_never_read_again_fails(kind, tmp_path):
    found = look(tmp_path, "return made", kind)
    assert len(found["fail"]) == 1, found
    assert f"orders of {kind} that are pending are never read again" in found["fail"][0]


def test_events_are_enough_for_vouchers(tmp_path):
    found = look(tmp_path, "return made", "orders", octopuscards_webhook_py=HOOK)
    assert found["status"] == ["pass"], found


def test_events_are_not_enough_where_none_are_sent(tmp_path):
    found = look(tmp_path, "return made", "topups/orders", octopuscards_webhook_py=HOOK)
    assert found["status"] == ["fail"], found


def test_a_loop_without_a_pause_fails(tmp_path):
    found = look(tmp_path, SOUND.replace("        time.sleep(5)\n", ""))
    assert len(found["fail"]) == 1, found
    assert "without a pause" in found["fail"][0]


def test_a_loop_without_an_end_is_doubtful(tmp_path):
    found = look(tmp_path, SOUND.replace("for _ in range(30):", "while True:"))
    assert found["status"] == ["warn"], found
    assert "without an end" in found["warn"][0]


@pytest.mark.parametrize(
    "head", ["while time.time() < deadline:", "while attempts_left:", "for _ in itertools.islice(x, 9):"]
)
def test_other_ways_of_ending_pass(head, tmp_path):
    assert look(tmp_path, SOUND.replace("for _ in range(30):", head))["status"] == ["pass"]


def test_a_lookup_after_a_refusal_is_no_polling(tmp_path):
    found = look(tmp_path, 'return requests.get(BASE + "/api/v1/{kind}", params={"client_reference": "a"}).json()')
    assert found["status"] == ["fail"], found


@pytest.mark.parametrize(
    "mark", ["@shared_task", "@app.task", "@retry(stop=5)", "@scheduler.scheduled_job('interval')"]
)
def test_a_job_that_reads_orders_passes(mark, tmp_path):
    job = f'\n{mark}\ndef look(order):\n    return requests.get(BASE + f"/api/v1/topups/orders/{{order}}")\n'
    found = look(tmp_path, "return made" + job)
    assert found["status"] == ["pass"], found


def test_a_read_that_nobody_repeats_is_unknown(tmp_path):
    read = '\ndef show(order):\n    return requests.get(BASE + f"/api/v1/topups/orders/{order}")\n'
    assert look(tmp_path, "return made" + read)["status"] == ["unknown"]


def test_without_orders_there_is_nothing_to_judge(tmp_path):
    files = {"octopuscards.py": 'import requests\nrequests.get("https://api.octopuscards.io/api/v1/wallets")\n'}
    assert judged(polling, tmp_path, files, "octopuscards")["status"] == ["unknown"]


JOBS = [
    "\ndef reconcile_topups(order):\n    return requests.get(BASE + f'/api/v1/topups/orders/{order}')\n",
    "\ndef show(order):\n    return requests.get(BASE + f'/api/v1/topups/orders/{order}')\n"
    "def nightly_job():\n    show(1)\n",
    "\ndef show(order):\n    return requests.get(BASE + f'/api/v1/topups/orders/{order}')\n"
    "scheduler.add_job(show, 'interval')\n",
]


@pytest.mark.parametrize("job", JOBS)
def test_a_function_that_runs_from_time_to_time_passes(job, tmp_path):
    assert look(tmp_path, "return made" + job)["status"] == ["pass"]


@pytest.mark.parametrize(
    "source",
    [
        "setInterval(() => axios.get(`${BASE}/api/v1/topups/orders/${id}`), 5000);",
        "pWaitFor(async () => (await axios.get(`${BASE}/api/v1/topups/orders/${id}`)).data.status !== 'PENDING');",
        "async function follow(id) { for (let i = 0; i < 9; i++) { await delay(5);"
        " const o = await axios.get(`${BASE}/api/v1/topups/orders/${id}`); if (o.status !== 'PENDING') return o; } }",
    ],
)
def test_timers_and_libraries_of_javascript_pass(source, tmp_path):
    made = (
        "import axios from 'axios';\nconst BASE = process.env.OCTOPUSCARDS_BASE_URL;\n"
        "axios.post(`${BASE}/api/v1/topups/orders`, { client_reference: 'a' });\n"
    )
    found = judged(polling, tmp_path, {"octopuscards.js": made + source}, "octopuscards")
    assert found["status"] == ["pass"], found
