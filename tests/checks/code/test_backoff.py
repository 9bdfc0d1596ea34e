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


INTERCEPTED = """\
import axios from 'axios';
class Anton {
  constructor() {
    this.http = axios.create({ baseURL: process.env.ANTON_BASE_URL });
    this.http.interceptors.response.use((r) => r, (error) => this.again(error));
  }
  async again(error) {
    const config = error.config;
    const status = error.response?.status;
    const attempt = (config?.attempt ?? 0) + 1;
    if (!config || !(WHEN) || attempt > 4) return Promise.reject(error);
    config.attempt = attempt;
    const after = error.response?.headers['retry-after'];
    const pause = Math.random() * Math.min(30000, 1000 * 2 ** attempt);
    await new Promise((resolve) => setTimeout(resolve, after ? Number(after) * 1000 : pause));
    return this.http.request(config);
  }
  pay(body, key) { return this.http.post('/v1/payouts', body, { headers: { 'Idempotency-Key': key } }); }
}
"""


def test_an_interceptor_that_is_a_method_repeats(tmp_path):
    good = INTERCEPTED.replace("WHEN", "status === undefined || status === 429 || status >= 500")
    assert judged(backoff, tmp_path, {"anton.js": good})["status"] == ["pass"]
    only_limited = INTERCEPTED.replace("WHEN", "status === 429")
    assert judged(backoff, tmp_path, {"anton.js": only_limited})["status"] == ["fail"]


RXJS = """\
import { retry, throwError, timer } from 'rxjs';
export class Anton {
  constructor(http) { this.http = http; }
  pay(data) { return firstValueFrom(this.http.request({ method: 'POST', url: '/v1/payouts', data }).pipe(RETRY)); }
  pause(error, attempt) {
    if (error.response?.status < 500) return throwError(() => error);
    return timer(Math.random() * Math.min(20000, 500 * 2 ** attempt));
  }
}
const http = require('@nestjs/axios');
"""


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("retry({ count: 4, delay: (error, n) => this.pause(error, n) })", "pass"),
        ("retry(4)", "fail"),
        ("retry()", "fail"),
    ],
)
def test_the_retry_of_rxjs_is_known(tmp_path, told, status):
    assert judged(backoff, tmp_path, {"anton.ts": RXJS.replace("RETRY", told)})["status"] == [status]


UNDICI = """\
import { Agent, interceptors, request } from 'undici';
const dispatcher = new Agent().compose(interceptors.retry({ maxRetries: 4, methods: METHODS }));
export const pay = (body) => request('https://api.antonpayments.com/v1/payouts', { method: 'POST', body, dispatcher });
"""


def test_the_retry_of_undici_is_known_and_leaves_a_post_alone_unless_told(tmp_path):
    told = judged(backoff, tmp_path, {"anton.ts": UNDICI.replace("METHODS", "['GET', 'POST']")})
    assert told["status"] == ["warn"]  # its pauses have no random part
    assert judged(backoff, tmp_path, {"anton.ts": UNDICI.replace("METHODS", "['GET']")})["status"] != ["pass"]


def test_a_policy_that_nothing_uses_repeats_nothing(tmp_path):
    code = (
        "import urllib3\nRETRIES = urllib3.Retry(total=4, backoff_factor=1, backoff_jitter=1, allowed_methods=None,\n"
        "    status_forcelist=[500, 503])\nhttp = urllib3.PoolManager(WHAT)\n"
        "def pay(body):\n    return http.request('POST', 'https://api.antonpayments.com/v1/payouts', body=body)\n"
    )
    assert judged(backoff, tmp_path, {"a.py": code.replace("WHAT", "retries=RETRIES")})["status"] == ["pass"]
    assert judged(backoff, tmp_path, {"a.py": code.replace("WHAT", "retries=False")})["status"] == ["fail"]


SESSION = """\
import random, time, requests
class TimeoutSession(requests.Session):
    def request(self, method, url, **kwargs):
        kwargs.setdefault("timeout", 30)
        return super().request(method, url, **kwargs)
class Retryable(Exception):
    @classmethod
    def from_response(cls, response):
        return cls(response.status_code)
class Client:
    def __init__(self):
        self.session = TimeoutSession()
    def post(self, path, body):
        for attempt in range(5):
            try:
                return self.once(path, body)
            except Retryable:
                time.sleep(random.uniform(0, min(20, 2**attempt)))
    def once(self, path, body):
        try:
            response = self.session.request("POST", "https://api.antonpayments.com" + path, json=body)
        except (requests.ConnectionError, requests.Timeout):
            raise Retryable(0)
        if not 200 <= response.status_code < 500:
            raise Retryable.from_response(response)
        return response.json()
def pay(client, body):
    return client.post("/v1/payouts", body)
"""


def test_a_session_that_calls_what_it_stands_for_and_chained_comparisons_are_followed(tmp_path):
    assert judged(backoff, tmp_path, {"pay.py": SESSION})["status"] == ["pass"]


def test_both_of_two_decorators_are_asked(tmp_path):
    code = (
        "import backoff, httpx\nclass Busy(Exception):\n    pass\nclass Down(Exception):\n    pass\n"
        "@backoff.on_exception(backoff.runtime, Busy, value=lambda busy: busy.after, max_tries=4)\n"
        "@backoff.on_exception(backoff.expo, (Down, httpx.TransportError), max_tries=5)\n"
        "def send(body):\n    response = httpx.post('https://api.antonpayments.com/v1/payouts', json=body)\n"
        "    if response.status_code == 429:\n        raise Busy()\n"
        "    if response.status_code >= 500:\n        raise Down()\n    return response\n"
    )
    assert judged(backoff, tmp_path, {"pay.py": code})["status"] == ["pass"]


def test_a_library_that_is_not_known_may_repeat(tmp_path):
    source = (
        'class A { Mono pay() { return web.post().uri("/v1/payouts").bodyValue(b).retrieve()'
        ".bodyToMono(P.class).retryWhen(Retry.unheardOf(4)); } }\nimport org.springframework.web.WebClient;"
    )
    assert judged(backoff, tmp_path, {"anton/A.java": source})["status"] == ["unknown"]


@pytest.mark.parametrize(
    ("strategy", "status"),
    [
        ("[429, 500, 502, 503, 504], 500, 2.0, 20000, 0.5", "pass"),
        ("[429, 500, 502, 503, 504], 500, 1.0, 20000, 0.5", "warn"),
        ("[429, 500, 502, 503, 504], 500, 2.0, 20000, 0.0", "warn"),
    ],
)
def test_the_strategy_of_symfony_is_read_by_position(tmp_path, strategy, status):
    source = (
        "<?php use Symfony\\Component\\HttpClient\\RetryableHttpClient;\nclass Anton { function __construct($c) "
        f"{{ $this->client = new RetryableHttpClient($c, new GenericRetryStrategy({strategy}), 4); }}\n"
        "function pay($b) { return $this->client->request('POST', '/v1/payouts', ['json' => $b]); } }"
    )
    assert judged(backoff, tmp_path, {"anton/a.php": source})["status"] == [status]
