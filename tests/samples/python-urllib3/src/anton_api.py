import json
import logging
import os

import urllib3

log = logging.getLogger(__name__)
BASE = os.environ.get("ANTON_BASE_URL", "https://api.antonpayments.com")

RETRIES = urllib3.Retry(
    total=5,
    connect=3,
    read=3,
    backoff_factor=1,
    backoff_jitter=1.0,
    status_forcelist={429, 500, 502, 503, 504},
    allowed_methods=None,
)
http = urllib3.PoolManager(retries=RETRIES, timeout=urllib3.Timeout(connect=5.0, read=30.0))


class ApiError(Exception):
    pass


def api(method, path, body=None, query=None, key=None):
    headers = {"Authorization": "Bearer " + os.environ["ANTON_API_KEY"], "Content-Type": "application/json"}
    if method == "POST":
        headers["Idempotency-Key"] = key
    answer = http.request(
        method, BASE + path, body=json.dumps(body).encode() if body is not None else None, fields=query, headers=headers
    )
    log.info("%s %s %d %s", method, path, answer.status, answer.headers.get("X-Request-ID", "-"))
    if answer.status >= 400:
        raise ApiError("%s %s gave %d" % (method, path, answer.status))
    return json.loads(answer.data)
