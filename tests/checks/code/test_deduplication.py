"""Receivers that drop repeated deliveries, and those that do not, in the usual frameworks."""

from __future__ import annotations

import pytest

from golive_checks.code.deduplication import deduplication
from support.receivers_code import SOUND, changed
from support.sources import judged

NEVER = [
    (
        "flask",
        '    if Event.query.get(event["id"]) is not None:\n        return "", 200\n    Event.insert(event["id"])\n',
        "",
    ),
    ("fastapi-dependency", '    if event["id"] in await repository.known(event["id"]):\n        return {}\n', ""),
    (
        "express-middleware",
        "  if (await db.exists(event.id)) return res.sendStatus(200);\n  await db.remember(event.id);\n",
        "",
    ),
    ("gin", "fresh, err := store.Insert(event.ID)", "fresh, err := store.Ping()"),
    ("spring", "seen.insert(event.getId());", "seen.ping();"),
    ("ktor", "if (store.addIfNew(event.id)) {", "if (store.isOpen()) {"),
    (
        "rails",
        '    return head :ok if WebhookEvent.exists?(event_id: event["id"])\n'
        '    WebhookEvent.create!(event_id: event["id"])\n',
        "",
    ),
    ("laravel", "$row = WebhookEvent::firstOrCreate(['event_id' => $event['id']]);", "$row = WebhookEvent::latest();"),
    ("minimal-api", "    if (!await events.TryAdd(received.Id)) return Results.Ok();\n", ""),
]
OTHER_WAYS = [
    (
        "flask",
        '    if Event.query.get(event["id"]) is not None:',
        '    if not redis.set("e:" + event["id"], 1, nx=True):',
    ),
    ("flask", '    if Event.query.get(event["id"]) is not None:', "    if not cache.add(f\"e:{event['id']}\", 1):"),
    (
        "flask",
        '    if Event.query.get(event["id"]) is not None:',
        '    if request.headers["X-Webhook-ID"] in handled(request.headers["X-Webhook-ID"]):',
    ),
    (
        "express-middleware",
        "  if (await db.exists(event.id)) return res.sendStatus(200);\n  await db.remember(event.id);\n",
        '  await queue.add("settle", event, { jobId: event.id });\n',
    ),
    (
        "express-middleware",
        "const event = JSON.parse(req.body);\n  if (await db.exists(event.id))",
        "const event = JSON.parse(req.body);\n  const { id, type } = event;\n  if (await db.exists(id))",
    ),
]


@pytest.mark.parametrize("framework", SOUND)
def test_a_receiver_that_drops_repeated_deliveries_passes(framework, tmp_path):
    found = judged(deduplication, tmp_path, changed(framework))
    assert found["status"] == ["pass"], found


@pytest.mark.parametrize(("framework", "old", "new"), NEVER)
def test_a_receiver_that_never_uses_the_id_fails(framework, old, new, tmp_path):
    found = judged(deduplication, tmp_path, changed(framework, (old, new)))
    assert len(found["fail"]) == 1, found
    assert "the event's id is never used" in found["fail"][0]


@pytest.mark.parametrize(("framework", "old", "new"), OTHER_WAYS)
def test_other_ways_of_asking_pass(framework, old, new, tmp_path):
    found = judged(deduplication, tmp_path, changed(framework, (old, new)))
    assert found["status"] == ["pass"], found


def test_an_id_that_is_only_logged_fails(tmp_path):
    asks = '    if Event.query.get(event["id"]) is not None:\n        return "", 200\n    Event.insert(event["id"])\n'
    found = judged(deduplication, tmp_path, changed("flask", (asks, '    log.info("event %s", event["id"])\n')))
    assert len(found["fail"]) == 1, found
    assert "only logged" in found["fail"][0]


def test_an_answer_of_the_store_that_nobody_looks_at_fails(tmp_path):
    asks = '    if Event.query.get(event["id"]) is not None:\n        return "", 200\n    Event.insert(event["id"])\n'
    found = judged(deduplication, tmp_path, changed("flask", (asks, '    redis.set(event["id"], 1, nx=True)\n')))
    assert len(found["fail"]) == 1, found
    assert "nothing depends on whether it was there before" in found["fail"][0]


def test_an_id_that_is_stored_by_code_elsewhere_is_doubtful(tmp_path):
    asks = '    if Event.query.get(event["id"]) is not None:\n        return "", 200\n    Event.insert(event["id"])\n'
    found = judged(deduplication, tmp_path, changed("flask", (asks, '    events.remember(event["id"])\n')))
    assert found["status"] == ["warn"], found


def test_acting_before_asking_is_doubtful(tmp_path):
    acts = '    settle(event["type"], event["data"])\n'
    first = "    event = request.get_json()\n"
    found = judged(deduplication, tmp_path, changed("flask", (acts, ""), (first, first + acts)))
    assert found["status"] == ["warn"], found
    assert "acted on before its id is looked up" in found["warn"][0]


def test_a_repeated_delivery_that_is_answered_with_an_error_fails(tmp_path):
    found = judged(
        deduplication,
        tmp_path,
        changed("flask", ('is not None:\n        return "", 200', 'is not None:\n        return "", 409')),
    )
    assert len(found["fail"]) == 1, found
    assert "answered with an error" in found["fail"][0]


def test_an_event_that_is_handed_to_a_queue_is_unknown(tmp_path):
    asks = '    if Event.query.get(event["id"]) is not None:\n        return "", 200\n    Event.insert(event["id"])\n'
    acts = '    settle(event["type"], event["data"])\n'
    found = judged(
        deduplication,
        tmp_path,
        changed("flask", (asks, ""), (acts, "    log.info(event['type'])\n    tasks.enqueue(event)\n")),
    )
    assert found["status"] == ["unknown"], found


def test_a_set_in_memory_passes_with_a_remark(tmp_path):
    asks = 'Event.query.get(event["id"]) is not None:'
    found = judged(
        deduplication,
        tmp_path,
        changed("flask", ("app = Flask", "SEEN = set()\napp = Flask"), (asks, 'event["id"] in SEEN:')),
    )
    assert found["status"] == ["pass"], found
    assert any("in memory only" in line for line in found["seen"])


def test_what_a_client_posts_does_not_make_receivers_of_functions_with_the_names_in_it(tmp_path):
    files = {
        "pay.py": (
            "import httpx\nfrom store import Store\n"
            "def pay(store, id):\n    agent = store.agent(id)\n"
            "    httpx.post('https://api.antonpayments.com/v1/payees', {'name': agent.name}, f'agent/{agent.id}')\n"
        ),
        "store.py": "# anton's webhook events\nclass Store:\n    def agent(self, id):\n        return hmac.new(id)\n",
    }
    assert judged(deduplication, tmp_path, files)["status"] == ["unknown"]
