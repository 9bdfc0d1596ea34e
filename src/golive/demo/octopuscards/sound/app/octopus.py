"""The client of OctopusCards: everything that is sent to its API goes through here."""

import logging

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from app import settings

log = logging.getLogger(__name__)

TIMEOUT = (5, 30)  # seconds to connect, and to answer

# An order that arrives twice is recognised by its client_reference, so that a POST may be repeated, too.
REPEATED = Retry(
    total=4,
    backoff_factor=0.5,
    backoff_jitter=0.5,
    backoff_max=30,
    status_forcelist=[429, 500, 502, 503, 504],
    allowed_methods=["GET", "POST"],
    respect_retry_after_header=True,
    raise_on_status=False,
)


class OctopusError(Exception):
    """OctopusCards refused a request."""

    def __init__(self, status, code, request_id):
        super().__init__(f"refused with {status} {code}, request {request_id}")
        self.status = status
        self.code = code


class Octopus:
    """One session: it logs in once, for all that a job sends."""

    def __init__(self):
        self._http = requests.Session()
        self._http.mount("https://", HTTPAdapter(max_retries=REPEATED))
        token = self.post("/auth/login", settings.PAIR)["data"]["access_token"]
        self._http.headers["Authorization"] = f"Bearer {token}"

    def get(self, path, **params):
        return self._request("GET", path, params=params)

    def post(self, path, body):
        return self._request("POST", path, json=body)

    def _request(self, method, path, **content):
        response = self._http.request(method, settings.BASE_URL + path, timeout=TIMEOUT, **content)
        request_id = response.headers.get("X-Request-Id")
        log.info("%s %s: %d, request %s", method, path, response.status_code, request_id)
        if not response.ok:
            code = response.json().get("error", {}).get("code")
            raise OctopusError(response.status_code, code, request_id)
        return response.json()
