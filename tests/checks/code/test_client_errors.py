"""What the provider refused is not sent again."""

from __future__ import annotations

import pytest

from golive_checks.code.client_errors import client_errors
from support.sources import judged

PY = """import os, time, requests
URL = os.environ["ANTON_BASE_URL"]
def pay(body):
    for attempt in range(5):
        try:
            response = requests.post(URL + "/v1/payouts", json=body)
            response.raise_for_status()
            return response
        except CAUGHT as error:
            if ENDS:
                raise
            time.sleep(2**attempt)
"""
JAVA = """
import java.net.http.*;
class Pay {
  static final String URL = System.getenv("ANTON_BASE_URL");
  HttpResponse<String> pay(HttpClient http) throws Exception {
    for (int n = 0; ; n++) {
      HttpRequest request = HttpRequest.newBuilder().uri(URI.create(URL + "/v1/payouts")).POST(body).build();
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      switch (response.statusCode()) {
        case LABELS: if (n > 4) return response; break;
        default: return response;
      }
      Thread.sleep(100L << n);
    }
  }
}
"""
RUBY = """
require "faraday"
CLIENT = Faraday.new(ENV["ANTON_BASE_URL"]) do |f|
  f.request :retry, max: 3, interval: 1, backoff_factor: 2, methods: %i[get post], retry_statuses: STATUSES
end
def pay(body) = CLIENT.post("/v1/payouts", body)
"""

SOUND = {
    "a status is looked at": (
        "pay.py",
        PY.replace("CAUGHT", "requests.RequestException").replace(
            "ENDS", "attempt == 4 or (error.response is not None and error.response.status_code < 500)"
        ),
    ),
    "a switch": ("Pay.java", JAVA.replace("LABELS", "429, 500, 502, 503")),
    "a list": ("pay.rb", RUBY.replace("STATUSES", "[429, 500, 503]")),
}
WRONG = {
    "a catch for all": ("pay.py", PY.replace("CAUGHT", "Exception").replace("ENDS", "attempt == 4"), "pay.py:4"),
    "from 400 on": (
        "pay.py",
        PY.replace("CAUGHT", "requests.HTTPError").replace("ENDS", "attempt == 4 or error.response.status_code < 400"),
        "pay.py:4",
    ),
    "a switch": ("Pay.java", JAVA.replace("LABELS", "409, 429, 500"), "Pay.java:6"),
    "a list": ("pay.rb", RUBY.replace("STATUSES", "[400, 429, 500]"), "pay.rb:4"),
    "a range": ("pay.rb", RUBY.replace("STATUSES", "(400..599).to_a"), "pay.rb:4"),
}


@pytest.mark.parametrize("case", SOUND)
def test_a_refusal_that_is_final_passes(tmp_path, case):
    name, source = SOUND[case]
    found = judged(client_errors, tmp_path, {name: source})
    assert found["status"] == ["pass"], found


@pytest.mark.parametrize("case", WRONG)
def test_a_refusal_that_is_sent_again_fails_where_it_is_repeated(tmp_path, case):
    name, source, place = WRONG[case]
    found = judged(client_errors, tmp_path, {name: source})
    assert found["status"] == ["fail"], found
    assert found["fail"][0].startswith(place), found


def test_where_nothing_repeats_there_is_nothing_to_judge(tmp_path):
    source = "import requests\nrequests.post('https://api.antonpayments.com/v1/payouts', json={})\n"
    assert judged(client_errors, tmp_path, {"pay.py": source})["status"] == ["unknown"]


def test_a_condition_that_cannot_be_followed_is_unknown(tmp_path):
    source = PY.replace("CAUGHT", "Exception").replace("ENDS", "not policy.allows(error)")
    found = judged(client_errors, tmp_path, {"pay.py": source})
    assert found["status"] == ["unknown"], found
