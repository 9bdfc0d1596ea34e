"""Certificates are verified by every client that talks to the provider."""

from __future__ import annotations

import pytest

from golive_checks.code.tls_verification import tls_verification
from support.sources import judged

U = "https://api.antonpayments.com/v1/payouts"
OFF = {
    "requests": ("a.py", f"import requests\nrequests.get('{U}', verify=False)\n"),
    "httpx client": ("a.py", f"import httpx\nc = httpx.Client(verify=False)\nc.get('{U}')\n"),
    "a Python context": (
        "a.py",
        f"import ssl, urllib.request\nssl._create_default_https_context = ssl._create_unverified_context\n"
        f"urllib.request.urlopen('{U}')\n",
    ),
    "Node's agent": (
        "a.js",
        f"import axios from 'axios';\naxios.get('{U}', {{ httpsAgent: new Agent({{ rejectUnauthorized: false }}) }});\n",
    ),
    "Node's environment": ("a.js", f"process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\nfetch('{U}');\n"),
    "Go": (
        "a.go",
        'package a\nimport ("net/http"; "crypto/tls")\n'
        "var c = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}\n"
        f'func f() {{ c.Get("{U}") }}\n',
    ),
    "cURL": (
        "a.php",
        f"<?php\n$ch = curl_init('{U}');\ncurl_setopt($ch, CURLOPT_SSL_VERIFYPEER, false);\ncurl_exec($ch);\n",
    ),
    "Ruby": (
        "a.rb",
        "require 'net/http'\nhttp = Net::HTTP.new('api.antonpayments.com', 443)\n"
        "http.verify_mode = OpenSSL::SSL::VERIFY_NONE\nhttp.get('/v1/payouts')\n",
    ),
}
ON = {
    "told nothing": ("a.py", f"import requests\nrequests.get('{U}')\n"),
    "told to": ("a.py", f"import requests\nrequests.get('{U}', verify=True)\n"),
    "an own CA": ("a.py", f"import requests\nrequests.get('{U}', verify='/etc/ca.pem')\n"),
    "a remark": ("a.py", f"import requests\n# verify=False is wrong\nrequests.get('{U}')\n"),
    "a text": ("a.py", f"import requests\nprint('verify=False')\nrequests.get('{U}')\n"),
    "Go": (
        "a.go",
        'package a\nimport ("net/http"; "crypto/tls")\n'
        "var c = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: false}}}\n"
        f'func f() {{ c.Get("{U}") }}\n',
    ),
    "somebody else's client": (
        "a.py",
        f"import requests\nrequests.get('https://printer.example.com/status', verify=False)\nrequests.get('{U}')\n",
    ),
}


@pytest.mark.parametrize("case", OFF)
def test_verification_that_is_switched_off_fails(tmp_path, case):
    name, source = OFF[case]
    found = judged(tls_verification, tmp_path, {name: source})
    assert found["status"] == ["fail"], found
    assert found["fail"][0].startswith(f"{name}:")


@pytest.mark.parametrize("case", ON)
def test_verification_that_is_left_on_passes(tmp_path, case):
    name, source = ON[case]
    found = judged(tls_verification, tmp_path, {name: source})
    assert found["status"] == ["pass"], found
