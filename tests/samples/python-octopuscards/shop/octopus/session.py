"""One requests session for the whole process: retries, time limits, token, request ids."""

import logging
import threading
from datetime import datetime, timedelta, timezone

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from shop.octopus import endpoints

log = logging.getLogger("shop.octopus")

TIMEOUT = (5, 30)  # connect, read

# An order that arrives twice is refused as a duplicate and looked up, so a POST may be repeated as well.
RETRIES = Retry(
    total=4,
    backoff_factor=0.5,
    backoff_jitter=0.5,
    backoff_max=30,
    status_forcelist=[429, 500, 502, 503, 504],
    allowed_methods=frozenset(["GET", "POST"]),
    respect_retry_after_header=True,
    raise_on_status=False,
)


class OctopusError(Exception):
    def __init__(self, status, name, code, request_id):
        super().__init__("OctopusCards answered %s %s (request %s)" % (status, code or name, request_id))
        self.status = status
        self.name = name
        self.code = code
        self.request_id = request_id


class OctopusSession:
    def __init__(self, base_url, api_key, api_secret):
        self.base_url = base_url.rstrip("/")
        self._api_key = api_key
        self._api_secret = api_secret
        self._token = None
        self._renew_at = None
        self._lock = threading.Lock()
        self._http = requests.Session()
        self._http.mount("https://", HTTPAdapter(max_retries=RETRIES))

    def get(self, path, **params):
        return self._call("GET", path, params=params)

    def post(self, path, payload):
        return self._call("POST", path, json=payload)

    def _call(self, method, path, **kwargs):
        headers = {"Authorization": "Bearer " + self._access_token()}
        return self._send(method, path, headers=headers, **kwargs)

    def _send(self, method, path, **kwargs):
        try:
            response = self._http.request(method, self.base_url + path, timeout=TIMEOUT, **kwargs)
        except requests.RequestException as e:
            log.error("%s %s failed: %s", method, path, type(e).__name__)
            raise
        request_id = response.headers.get("X-Request-Id", "-")
        log.info("%s %s -> %s request_id=%s", method, path, response.status_code, request_id)
        if not response.ok:
            raise self._error(response, request_id)
        return response.json()

    @staticmethod
    def _error(response, request_id):
        try:
            error = response.json()["error"]
        except (ValueError, KeyError, TypeError):
            error = {}
        return OctopusError(response.status_code, error.get("name"), error.get("code"), request_id)

    def _access_token(self):
        with self._lock:
            if self._token is None or datetime.now(timezone.utc) >= self._renew_at:
                self._log_in()
            return self._token

    def _log_in(self):
        credentials = {"username": self._api_key, "password": self._api_secret}
        data = self._send("POST", endpoints.LOGIN, json=credentials)["data"]
        self._token = data["access_token"]
        expires = datetime.fromisoformat(data["access_expires_at"].replace("Z", "+00:00"))
        self._renew_at = expires - timedelta(minutes=5)
