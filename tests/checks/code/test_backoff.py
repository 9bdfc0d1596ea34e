"""Requests are repeated with growing pauses and an end: by hand, by decorators, by wrappers and by clients."""

from __future__ import annotations

import pytest

from golive_checks.code.backoff import backoff
from support.sources import judged

PY = "import os, random, time, requests\nURL = os.environ['ANTON_BASE_URL']\n"
LOOP = (
    PY
    + """
def pay(body, key):
    for attempt in range(5):
        try:
            response = requests.post(URL + "/v1/payouts", json=body, headers={"Idempotency-Key": key})
        except requests.ConnectionError:
            PAUSE
            continue
        if response.status_code >= 500 or response.status_code == 429:
            PAUSE
            continue
        response.raise_for_status()
        return response.json()
    raise RuntimeError("no attempt left")
"""
)
GROWING = "time.sleep(random.uniform(0, 2**attempt))"

SOUND = {
    "a loop": ("pay.py", LOOP.replace("PAUSE", GROWING)),
    "a list of pauses": (
        "pay.py",
        LOOP.replace("range(5)", "DELAYS").replace("PAUSE", "time.sleep(attempt + random.random())")
        + "\nDELAYS = [1, 2, 4, 8]\n",
    ),
    "recursion": (
        "pay.py",
        PY
        + """
def send(body, attempt=1):
    try:
        response = requests.post(URL + "/v1/payouts", json=body)
    except requests.RequestException:
        if attempt > 4:
            raise
        time.sleep(2**attempt * random.random())
        return send(body, attempt + 1)
    if response.status_code >= 500 and attempt <= 4:
        time.sleep(2**attempt * random.random())
        return send(body, attempt + 1)
    return response
""",
    ),
    "tenacity": (
        "pay.py",
        PY
        + """
from tenacity import retry, retry_if_exception, stop_after_attempt, wait_random_exponential

def temporary(error):
    response = getattr(error, "response", None)
    return isinstance(error, requests.ConnectionError) or error.response.status_code >= 500

@retry(retry=retry_if_exception(temporary), wait=wait_random_exponential(max=20), stop=stop_after_attempt(5))
def pay(body):
    response = requests.post(URL + "/v1/payouts", json=body)
    response.raise_for_status()
    return response.json()
""",
    ),
    "stamina": (
        "pay.py",
        PY
        + """
import stamina

@stamina.retry(on=requests.RequestException, attempts=4)
def pay(body):
    response = requests.post(URL + "/v1/payouts", json=body)
    response.raise_for_status()
    return response
""",
    ),
    "urllib3": (
        "pay.py",
        PY
        + """
from requests.adapters import HTTPAdapter
from urllib3.util import Retry
RETRY = Retry(total=4, backoff_factor=0.5, backoff_jitter=0.5, status_forcelist=[429, 500, 502, 503],
              allowed_methods=None)
session = requests.Session()
session.mount("https://", HTTPAdapter(max_retries=RETRY))
def pay(body):
    return session.post(URL + "/v1/payouts", json=body)
""",
    ),
    "a helper that takes a function": (
        "pay.ts",
        """
const base = process.env.ANTON_BASE_URL;
async function withRetry<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try { return await work(); } catch (error) {
      if (attempt >= 4 || (error.status !== undefined && error.status < 500)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200 * 2 ** attempt));
    }
  }
}
export const pay = (body) => withRetry(async () => {
  const response = await fetch(`${base}/v1/payouts`, { method: "POST", body });
  if (!response.ok) throw new ApiError(response.status);
  return response.json();
});
class ApiError extends Error { constructor(readonly status: number) { super("no"); this.status = status; } }
""",
    ),
    "cenkalti/backoff": (
        "pay.go",
        """package pay
import ("net/http"; "github.com/cenkalti/backoff/v4")
const host = "https://api.antonpayments.com"
func pay() error {
	return backoff.Retry(func() error {
		resp, err := http.Post(host+"/v1/payouts", "application/json", body)
		if err != nil { return err }
		if resp.StatusCode >= 500 { return fmt.Errorf("anton: %d", resp.StatusCode) }
		if resp.StatusCode >= 400 { return backoff.Permanent(fmt.Errorf("anton: %d", resp.StatusCode)) }
		return nil
	}, backoff.WithMaxRetries(backoff.NewExponentialBackOff(), 4))
}
""",
    ),
    "Ruby's retry": (
        "pay.rb",
        """
require "net/http"
ANTON_URL = ENV.fetch("ANTON_BASE_URL")
def pay(body)
  tries = 0
  begin
    tries += 1
    response = Net::HTTP.post(URI("#{ANTON_URL}/v1/payouts"), body)
    raise ServerTrouble if response.code.to_i >= 500
    response
  rescue ServerTrouble, Net::OpenTimeout
    raise if tries > 4
    sleep((2**tries) * rand)
    retry
  end
end
class ServerTrouble < StandardError; end
""",
    ),
}

WRONG = {
    "none": (
        "pay.py",
        PY + "def pay(body):\n    return requests.post(URL + '/v1/payouts', json=body)\n",
        "fail",
        "pay.py:4 this request is not repeated",
    ),
    "no pause": ("pay.py", LOOP.replace("PAUSE", "pass"), "fail", "without a pause"),
    "the same pause": ("pay.py", LOOP.replace("PAUSE", "time.sleep(1)"), "warn", "does not grow"),
    "no jitter": ("pay.py", LOOP.replace("PAUSE", "time.sleep(2**attempt)"), "warn", "without a random part"),
    "no end": (
        "pay.py",
        LOOP.replace("PAUSE", GROWING).replace("for attempt in range(5):", "attempt = 0\n    while True:"),
        "fail",
        "without an end",
    ),
    "only after 429": (
        "pay.py",
        LOOP.replace("PAUSE", GROWING).replace("response.status_code >= 500 or ", ""),
        "fail",
        "does not repeat after 5xx",
    ),
    "tenacity told nothing": (
        "pay.py",
        PY
        + """
from tenacity import retry
@retry
def pay(body):
    response = requests.post(URL + "/v1/payouts", json=body)
    response.raise_for_status()
""",
        "fail",
        "tenacity repeats without an end",
    ),
    "axios-retry told nothing leaves a POST alone": (
        "pay.ts",
        """
import axios from "axios";
import axiosRetry from "axios-retry";
const http = axios.create({ baseURL: "https://api.antonpayments.com" });
axiosRetry(http, { retries: 3 });
export const pay = (body) => http.post("/v1/payouts", body);
""",
        "fail",
        "not repeated",
    ),
    "a retry around the database": (
        "pay.py",
        PY
        + """
from tenacity import retry, stop_after_attempt
@retry(stop=stop_after_attempt(3))
def save(row):
    database.insert(row)
def pay(body):
    answer = requests.post(URL + "/v1/payouts", json=body)
    save(answer.json())
""",
        "fail",
        "not repeated",
    ),
}


@pytest.mark.parametrize("case", SOUND)
def test_growing_bounded_random_repeating_passes(tmp_path, case):
    name, source = SOUND[case]
    found = judged(backoff, tmp_path, {name: source})
    assert found["status"] == ["pass"], found


@pytest.mark.parametrize("case", WRONG)
def test_what_is_missing_is_said(tmp_path, case):
    name, source, level, message = WRONG[case]
    found = judged(backoff, tmp_path, {name: source})
    assert found["status"] == [level]
    assert any(message in told for told in found[level]), found


def test_a_loop_over_pages_is_no_retry(tmp_path):
    source = PY + (
        "def listed():\n    cursor = None\n    while True:\n"
        "        page = requests.get(URL + '/v1/payouts', params={'cursor': cursor}).json()\n"
        "        yield from page['data']\n        if not page['has_more']:\n            return\n"
        "        cursor = page['next_cursor']\n"
    )
    found = judged(backoff, tmp_path, {"pay.py": source})
    assert found["status"] == ["fail"]
    assert "not repeated" in found["fail"][0]


def test_a_client_that_is_made_elsewhere_may_repeat(tmp_path):
    source = "def pay(anton_client, body):\n    return anton_client.post('/v1/payouts', body)\n"
    assert judged(backoff, tmp_path, {"pay.py": source})["status"] == ["unknown"]


def test_jitter_is_asked_for_only_where_the_provider_does(tmp_path):
    source = LOOP.replace("ANTON_BASE_URL", "OCTOPUSCARDS_BASE_URL").replace("/v1/payouts", "/api/v1/orders")
    found = judged(backoff, tmp_path, {"pay.py": source.replace("PAUSE", "time.sleep(2**attempt)")}, "octopuscards")
    assert found["status"] == ["pass"], found


def test_nothing_to_judge_is_unknown(tmp_path):
    assert judged(backoff, tmp_path, {"pay.py": "ANTON_API_KEY = 1\n"})["status"] == ["unknown"]
