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
        f"import axios from 'axios';\nconst a = new Agent({{ rejectUnauthorized: false }});\n"
        f"axios.get('{U}', {{ httpsAgent: a }});\n",
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


OTHERS = {
    "a request to another host": (
        "a.py",
        f"import requests\nrequests.get('{U}')\nrequests.post('https://logs.example.org/x', verify=False)\n",
    ),
    "another session of the same file": (
        "a.py",
        "class Audit:\n  def __init__(self):\n    self.s = requests.Session()\n    self.s.verify = False\n"
        "  def write(self, x):\n    self.s.post(os.environ['E'] + '/audit', json=x)\n"
        f"class Anton:\n  def f(self):\n    self.http.get('{U}')\n",
    ),
    "a client that is used for something else": (
        "a.js",
        "const e = new Elastic({ node: process.env.E, tls: { rejectUnauthorized: false } });\n"
        f"async function f() {{ await e.index({{}}); return fetch('{U}'); }}\n",
    ),
    "an agent of another host": (
        "a.ts",
        "const a = new Agent({ rejectUnauthorized: false });\n"
        "const m = axios.create({ baseURL: 'https://m.example.org', httpsAgent: a });\n"
        f"export const f = () => axios.get('{U}');\n",
    ),
    "another handle of cURL": (
        "a.php",
        f"<?php\n$a = curl_init('{U}');\ncurl_exec($a);\n$b = curl_init('https://printer.example.org/x');\n"
        "curl_setopt($b, CURLOPT_SSL_VERIFYPEER, false);\ncurl_exec($b);\n",
    ),
    "another connection in Ruby": (
        "a.rb",
        "class S\n  def initialize(host)\n    @s = Net::HTTP.new(host, 9200)\n"
        "    @s.verify_mode = OpenSSL::SSL::VERIFY_NONE\n  end\n  def index(x)\n    @s.post('/docs', x)\n  end\nend\n"
        f"def f = HTTP.get('{U}')\n",
    ),
    "a function that makes another client": (
        "a.py",
        "def made():\n  s = requests.Session()\n  s.verify = False\n  return s\n"
        f"def f():\n  made().put('https://minio.example.org/x')\n  requests.get('{U}')\n",
    ),
}
REACHING = {
    "a context that a function makes": (
        "a.py",
        "def made():\n  c = ssl.create_default_context()\n  c.check_hostname = False\n  return c\n"
        f"h = httpx.Client(verify=made())\nh.get('{U}')\n",
    ),
    "a session that is set up by another function": (
        "a.py",
        f"def prepare(s):\n  s.verify = False\ndef f():\n  s = requests.Session()\n  prepare(s)\n  s.get('{U}')\n",
    ),
    "an agent in a variable": (
        "a.js",
        f"const a = new Agent({{ rejectUnauthorized: false }});\naxios.get('{U}', {{ httpsAgent: a }});\n",
    ),
    "a client that is given away": (
        "a.py",
        f"import httpx\nANTON_API = '{U}'\ndef f():\n  c = httpx.Client(verify=False)\n  return AntonGateway(c)\n"
        "requests.get(ANTON_API)\n",
    ),
    "the whole process, by way of another host": (
        "a.js",
        f"process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';\nfetch('https://logs.example.org/x');\nfetch('{U}');\n",
    ),
    "the whole Python process": (
        "a.py",
        "ssl._create_default_https_context = ssl._create_unverified_context\n"
        f"urlopen('https://logs.example.org/x')\nrequests.get('{U}')\n",
    ),
}


@pytest.mark.parametrize("case", OTHERS)
def test_what_belongs_to_the_client_of_somebody_else_is_left_out(case, tmp_path):
    name, source = OTHERS[case]
    assert judged(tls_verification, tmp_path, {f"anton/{name}": source})["status"] == ["pass"]


@pytest.mark.parametrize("case", REACHING)
def test_what_reaches_the_provider_or_is_of_the_whole_process_is_not(case, tmp_path):
    name, source = REACHING[case]
    assert judged(tls_verification, tmp_path, {f"anton/{name}": source})["status"] == ["fail"]


@pytest.mark.parametrize(
    "code",
    [
        f"import aiohttp\ns = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False))\ns.get('{U}')\n",
        f"import aiohttp\nasync def f(session):\n    await session.get('{U}', ssl=False)\n",
        f"import urllib3\nhttp = urllib3.PoolManager(cert_reqs='CERT_NONE')\nhttp.request('GET', '{U}')\n",
    ],
)
def test_the_words_of_aiohttp_and_urllib3_are_known(tmp_path, code):
    assert judged(tls_verification, tmp_path, {"a.py": code})["status"] == ["fail"]


def test_a_database_that_is_reached_without_tls_is_none_of_it(tmp_path):
    code = f"import requests\ndb = connect(ssl=False)\nrequests.get('{U}')\n"
    assert judged(tls_verification, tmp_path, {"a.py": code})["status"] == ["pass"]
