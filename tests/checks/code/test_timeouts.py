"""Every request ends: by what it, its client or its library says."""

from __future__ import annotations

import pytest

from golive_checks.code.timeouts import timeouts
from support.sources import judged

U = "https://api.octopuscards.io/api/v1/orders"
CASES = {
    "requests, none": ("a.py", f"import requests\nrequests.get('{U}')\n", "fail"),
    "requests": ("a.py", f"import requests\nrequests.get('{U}', timeout=(5, 30))\n", "pass"),
    "requests, off": ("a.py", f"import requests\nrequests.get('{U}', timeout=None)\n", "fail"),
    "requests, long": ("a.py", f"import requests\nrequests.get('{U}', timeout=600)\n", "warn"),
    "httpx has one": ("a.py", f"import httpx\nhttpx.get('{U}')\n", "pass"),
    "httpx, off": ("a.py", f"import httpx\nc = httpx.Client(timeout=None)\nc.get('{U}')\n", "fail"),
    "fetch, none": ("a.js", f"await fetch('{U}');\n", "fail"),
    "fetch": ("a.js", f"await fetch('{U}', {{ signal: AbortSignal.timeout(30_000) }});\n", "pass"),
    "a pause is no timeout": ("a.js", f"setTimeout(() => 1, 500);\nawait fetch('{U}');\n", "fail"),
    "axios": (
        "a.ts",
        f"import axios from 'axios';\nconst http = axios.create({{ timeout: 30_000 }});\nhttp.get('{U}');\n",
        "pass",
    ),
    "axios, none": ("a.ts", f"import axios from 'axios';\naxios.get('{U}');\n", "fail"),
    "axios, zero": ("a.ts", f"import axios from 'axios';\naxios.get('{U}', {{ timeout: 0 }});\n", "fail"),
    "Go, none": ("a.go", f'package a\nimport "net/http"\nfunc f() {{ http.Get("{U}") }}\n', "fail"),
    "Go": (
        "a.go",
        'package a\nimport "net/http"\nvar c = &http.Client{Timeout: 30 * time.Second}\n'
        f'func f() {{ c.Get("{U}") }}\n',
        "pass",
    ),
    "cURL, connecting only": (
        "a.php",
        f"<?php\n$ch = curl_init('{U}');\ncurl_setopt($ch, CURLOPT_CONNECTTIMEOUT, 5);\ncurl_exec($ch);\n",
        "fail",
    ),
    "cURL": (
        "a.php",
        f"<?php\n$ch = curl_init('{U}');\ncurl_setopt($ch, CURLOPT_TIMEOUT, 30);\ncurl_exec($ch);\n",
        "pass",
    ),
    "Ruby waits a minute": ("a.rb", f"require 'net/http'\nNet::HTTP.get(URI('{U}'))\n", "warn"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_request_ends_in_time(tmp_path, case):
    name, source, status = CASES[case]
    found = judged(timeouts, tmp_path, {name: source}, "octopuscards")
    assert found["status"] == [status], found


def test_a_library_that_is_not_known_is_unknown(tmp_path):
    source = f"import private_sdk\nprivate_sdk.post('{U}')\n"
    assert judged(timeouts, tmp_path, {"a.py": source}, "octopuscards")["status"] == ["unknown"]


def test_the_pauses_between_attempts_are_no_limits(tmp_path):
    code = (
        "import pRetry from 'p-retry';\n"
        "const send = () => fetch('https://api.octopuscards.io/api/v1/orders', { method: 'POST' });\n"
        "export const buy = () => pRetry(send, { retries: 4, minTimeout: 500, maxTimeout: 20000 });\n"
    )
    assert judged(timeouts, tmp_path, {"octopus.js": code}, "octopuscards")["status"] == ["fail"]
