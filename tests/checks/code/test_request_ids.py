"""Programs that log the request id of every answer, of some, and of none."""

from __future__ import annotations

import pytest

from golive_checks.code.request_ids import request_ids
from support.sources import judged

PYTHON = """\
import logging, requests
log = logging.getLogger("octopuscards_client")
class Client:
    def get(self, path):
        return self._send("GET", path)
    def _send(self, method, path):
        response = requests.request(method, "https://api.octopuscards.io" + path)
        {line}
        return response.json()
def wallets(client):
    return client.get("/api/v1/wallets")
"""
JAVASCRIPT = """\
// octopuscards client
import axios from "axios";
const http = axios.create({{ baseURL: process.env.OCTOPUSCARDS_BASE_URL }});
http.interceptors.response.use({hooks});
export const wallets = () => http.get("/api/v1/wallets");
"""


def look(folder, line):
    return judged(request_ids, folder, {"octopuscards_client.py": PYTHON.format(line=line)}, "octopuscards")


ALWAYS = [
    'log.info("%s", response.headers.get("X-Request-Id"))',
    'log.info("%s", response.headers["x-request-id"])',
    'rid = response.headers.get("X-Request-Id"); log.info("%s %s", path, rid)',
    'log.info("answer", extra={"request_id": response.headers.get("X-Request-Id")})',
]


@pytest.mark.parametrize("line", ALWAYS)
def test_an_id_that_is_always_logged_passes(line, tmp_path):
    found = look(tmp_path, line)
    assert found["status"] == ["pass"], found


def test_an_id_that_is_never_read_fails(tmp_path):
    found = look(tmp_path, 'log.info("%s %s", path, response.status_code)')
    assert len(found["fail"]) == 1, found
    assert found["fail"][0].startswith("octopuscards_client.py:8 X-Request-Id is never read")


def test_an_id_that_is_read_and_not_logged_fails(tmp_path):
    found = look(tmp_path, 'self.last = response.headers.get("X-Request-Id")')
    assert len(found["fail"]) == 1, found
    assert "does not get into a log" in found["fail"][0]


@pytest.mark.parametrize("condition", ["not response.ok", "response.status_code >= 400", "response.is_error"])
def test_an_id_that_is_logged_on_failure_only_is_doubtful(condition, tmp_path):
    found = look(tmp_path, f'if {condition}: log.error("%s", response.headers.get("X-Request-Id"))')
    assert found["status"] == ["warn"], found
    assert "on failure only" in found["warn"][0]


def test_an_id_that_only_an_exception_has_is_doubtful(tmp_path):
    found = look(tmp_path, 'if not response.ok: raise OctopusError(response.headers.get("X-Request-Id"))')
    assert found["status"] == ["warn"], found
    assert "kept in an exception only" in found["warn"][0]


def test_an_id_of_ones_own_that_is_sent_and_logged_passes(tmp_path):
    line = 'headers = {"X-Request-Id": own_id}; log.info("sending %s", own_id)'
    assert look(tmp_path, line)["status"] == ["pass"]


def test_a_hook_of_the_client_passes(tmp_path):
    hooks = "(response) => { log.info({ id: response.headers['x-request-id'] }); return response; }"
    found = judged(request_ids, tmp_path, {"octopuscards.js": JAVASCRIPT.format(hooks=hooks)}, "octopuscards")
    assert found["status"] == ["pass"], found


def test_a_hook_for_failures_is_doubtful(tmp_path):
    hooks = (
        "(response) => response, (error) => { log.info({ id: error.response.headers['x-request-id'] }); throw error; }"
    )
    found = judged(request_ids, tmp_path, {"octopuscards.js": JAVASCRIPT.format(hooks=hooks)}, "octopuscards")
    assert found["status"] == ["warn"], found


def test_a_log_in_a_receiver_says_nothing_about_requests(tmp_path):
    hook = (
        "@app.post('/hook')\ndef hook():\n"
        "    log.info(request.headers['X-Request-Id'], request.headers['X-Signature'])\n"
    )
    files = {"octopuscards_client.py": PYTHON.format(line="pass"), "octopuscards_webhook.py": hook}
    assert judged(request_ids, tmp_path, files, "octopuscards")["status"] == ["fail"]


def test_without_requests_there_is_nothing_to_judge(tmp_path):
    assert judged(request_ids, tmp_path, {"a.py": "# octopuscards\n"}, "octopuscards")["status"] == ["unknown"]


def test_a_client_that_is_made_elsewhere_is_unknown(tmp_path):
    source = "# octopuscards client\ndef wallets(client):\n    return client.get('/api/v1/wallets')\n"
    assert judged(request_ids, tmp_path, {"octopuscards.py": source}, "octopuscards")["status"] == ["unknown"]


def test_a_request_that_goes_around_the_wrapper_fails(tmp_path):
    line = 'log.info("%s", response.headers.get("X-Request-Id"))'
    more = 'def direct():\n    return requests.get("https://api.octopuscards.io/api/v1/currencies")\n'
    found = judged(request_ids, tmp_path, {"octopuscards.py": PYTHON.format(line=line) + more}, "octopuscards")
    assert len(found["fail"]) == 1, found
    assert found["fail"][0].startswith("octopuscards.py:13 ")
