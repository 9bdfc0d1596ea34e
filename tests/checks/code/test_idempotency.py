"""Every request that changes something has a key of its operation, whatever it is called and wherever it is made."""

from __future__ import annotations

import pytest

from golive_checks.code.idempotency import idempotency
from support.sources import judged

PY = "import requests, uuid, time\nURL = 'https://api.antonpayments.com'\n"
LOOP = PY + (
    "def pay(body, order):\n    for n in range(3):\n        try:\n"
    "            r = requests.post(URL + '/v1/payouts', json=body, headers={'Idempotency-Key': KEY})\n"
    "            r.raise_for_status()\n            return r\n"
    "        except requests.RequestException as e:\n            time.sleep(2**n)\n"
)


def sent(headers: str) -> str:
    return PY + f"def pay(body, order):\n    return requests.post(URL + '/v1/payouts', json=body{headers})\n"


SOUND = {
    "of an id": ("pay.py", sent(", headers={'Idempotency-Key': f'payout-{order.id}'}")),
    "hashed": ("pay.py", sent(", headers={'idempotency-key': hashlib.sha256(order.id.encode()).hexdigest()}")),
    "a name-based uuid": ("pay.py", sent(", headers={'Idempotency-Key': str(uuid.uuid5(SPACE, order.id))}")),
    "by a constant": ("pay.py", "HEADER = 'Idempotency-Key'\n" + sent(", headers={HEADER: order.reference}")),
    "in a loop": ("pay.py", LOOP.replace("KEY", "order.id")),
    "a setter": (
        "pay.go",
        'package a\nimport "net/http"\nconst h = "https://api.antonpayments.com"\nfunc pay(o Order) {\n'
        ' req, _ := http.NewRequest("POST", h+"/v1/payouts", body)\n req.Header.Set("Idempotency-Key", "p-"+o.ID)\n'
        " http.DefaultClient.Do(req)\n}\n",
    ),
    "cURL": (
        "pay.php",
        "<?php\n$ch = curl_init('https://api.antonpayments.com/v1/payouts');\ncurl_setopt($ch, CURLOPT_POST, true);\n"
        'curl_setopt($ch, CURLOPT_HTTPHEADER, ["Idempotency-Key: payout-{$order->id}"]);\ncurl_exec($ch);\n',
    ),
    "a stand-in that is not used": (
        "pay.py",
        PY + "def post(path, body, key=None):\n    headers = {'Idempotency-Key': key or str(uuid.uuid4())}\n"
        "    return requests.post(URL + path, json=body, headers=headers)\n"
        "def pay(order):\n    post('/v1/payouts', {}, key=order.id)\n",
    ),
    "a quote changes nothing": (
        "pay.py",
        sent(", headers={'Idempotency-Key': order.id}") + "requests.post(URL + '/v1/fx/quotes', json={})\n",
    ),
}
WRONG = {
    "none": ("pay.py", sent(""), "fail", "has no key (the Idempotency-Key header)"),
    "another header": ("pay.py", sent(", headers={'X-Request-ID': order.id}"), "fail", "has no key"),
    "one for all": ("pay.py", sent(", headers={'Idempotency-Key': 'payout'}"), "fail", "the same for every"),
    "chance": ("pay.py", sent(", headers={'Idempotency-Key': str(uuid.uuid4())}"), "warn", "made with uuid4"),
    "the clock": ("pay.py", sent(", headers={'Idempotency-Key': f'{order.id}-{time.time()}'}"), "warn", "with time"),
    "chance in the loop": ("pay.py", LOOP.replace("KEY", "str(uuid.uuid4())"), "fail", "every attempt"),
    "a stand-in": (
        "pay.py",
        PY + "def post(path, body, key=None):\n    headers = {'Idempotency-Key': key or str(uuid.uuid4())}\n"
        "    return requests.post(URL + path, json=body, headers=headers)\n"
        "def pay(order):\n    post('/v1/payouts', {})\n",
        "warn",
        "made with uuid4",
    ),
    "chance in what is decorated": (
        "pay.py",
        PY + "from tenacity import retry, stop_after_attempt, wait_exponential\n"
        "@retry(stop=stop_after_attempt(3), wait=wait_exponential())\ndef pay(body):\n"
        "    key = str(uuid.uuid4())\n"
        "    r = requests.post(URL + '/v1/payouts', json=body, headers={'Idempotency-Key': key})\n"
        "    r.raise_for_status()\n",
        "fail",
        "every attempt",
    ),
    "chance of a caller": (
        "pay.js",
        "const u = 'https://api.antonpayments.com';\n"
        "const send = (path, body, key) =>\n"
        "  fetch(u + path, { method: 'POST', body, headers: { 'Idempotency-Key': key } });\n"
        "export function pay(body) { return send('/v1/payouts', body, crypto.randomUUID()); }\n",
        "warn",
        "made with randomUUID",
    ),
}


@pytest.mark.parametrize("case", SOUND)
def test_a_key_of_the_operation_passes(tmp_path, case):
    name, source = SOUND[case]
    found = judged(idempotency, tmp_path, {name: source})
    assert found["status"] == ["pass"], found


@pytest.mark.parametrize("case", WRONG)
def test_a_key_that_does_not_protect_is_named(tmp_path, case):
    name, source, level, message = WRONG[case]
    found = judged(idempotency, tmp_path, {name: source})
    assert found["status"] == [level], found
    assert any(message in told for told in found[level]), found


def test_each_request_is_judged_by_itself(tmp_path):
    source = (
        sent(", headers={'Idempotency-Key': order.id}") + "def new(p):\n    requests.post(URL + '/v1/payees', json=p)\n"
    )
    found = judged(idempotency, tmp_path, {"pay.py": source})
    assert len(found["fail"]) == 1
    assert found["fail"][0].startswith("pay.py:6 this request to create a payee has no key")


def test_headers_that_come_from_elsewhere_are_unknown(tmp_path):
    source = PY + "def pay(body, headers):\n    return requests.post(URL + '/v1/payouts', json=body, headers=headers)\n"
    assert judged(idempotency, tmp_path, {"pay.py": source})["status"] == ["unknown"]


def test_only_requests_that_change_nothing_leave_nothing_to_judge(tmp_path):
    source = PY + "requests.get(URL + '/v1/payouts')\n"
    assert judged(idempotency, tmp_path, {"pay.py": source})["status"] == ["unknown"]


OCTOPUS = (
    "import requests, uuid\nU = 'https://api.octopuscards.io'\n"
    "def buy(o):\n    body = BODY\n    requests.post(U + '/api/v1/orders', json=body)\n"
)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{'product_id': 1, 'client_reference': o.number}", "pass"),
        ("{'product_id': 1}", "fail"),
        ("{'product_id': 1, 'client_reference': uuid.uuid4().hex}", "warn"),
    ],
)
def test_a_key_may_be_a_field_of_the_body(tmp_path, body, status):
    found = judged(idempotency, tmp_path, {"pay.py": OCTOPUS.replace("BODY", body)}, "octopuscards")
    assert found["status"] == [status], found


OPTIONS = """\
export async function anton(method, path, options = {}) {
  const headers = {};
  if (options.key) headers['Idempotency-Key'] = options.key;
  return fetch(`https://api.antonpayments.com${path}`, { method, headers, body: JSON.stringify(options.body) });
}
export const pay = (win) => anton('POST', '/v1/payouts', { GIVEN body: win.body });
export const add = (player) => anton('POST', '/v1/payees', { key: `player-${player.id}`, body: player.body });
"""


def test_a_key_among_options_is_asked_of_each_request(tmp_path):
    given = judged(idempotency, tmp_path, {"anton.js": OPTIONS.replace("GIVEN", "key: `win-${win.id}`,")})
    assert given["status"] == ["pass"]
    missing = judged(idempotency, tmp_path, {"anton.js": OPTIONS.replace("GIVEN ", "")})
    assert len(missing["fail"]) == 1
    assert missing["fail"][0].startswith("anton.js:6 ")
    spread = judged(idempotency, tmp_path, {"anton.js": OPTIONS.replace("GIVEN", "...win.options,")})
    assert spread["fail"] == []


def test_the_key_of_another_request_of_the_same_client_is_not_that_of_this_one(tmp_path):
    code = (
        "import ky from 'ky';\nconst api = ky.create({ prefixUrl: 'https://api.antonpayments.com' });\n"
        "const withKey = (key) => ({ headers: { 'Idempotency-Key': key } });\n"
        "export const add = ({ id, name }) => api.post('v1/payees', { json: name, ...withKey(`p-${id}`) }).json();\n"
        "export const pay = (claim) => api.post('v1/payouts', { json: { amount: claim.amount } }).json();\n"
    )
    found = judged(idempotency, tmp_path, {"anton.js": code})
    assert [message.partition(" ")[0] for message in found["fail"]] == ["anton.js:5"]
