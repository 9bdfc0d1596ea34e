"""What may go into a log and what may not, in the usual libraries of each language."""

from __future__ import annotations

import pytest

from golive_checks.code.logging import logging
from support.sources import judged

PYTHON = """\
import logging, os, requests
log = logging.getLogger("anton_client")
def send(method, path, body):
    headers = {{"Authorization": "Bearer " + os.environ["ANTON_API_KEY"]}}
    response = requests.request(method, "https://api.antonpayments.com" + path, json=body, headers=headers)
    {line}
    return response.json()
def register(seller):
    return send("POST", "/v1/payees", {{"iban": seller.iban}})
"""
JAVASCRIPT = """\
import axios from "axios";
const http = axios.create({{ baseURL: process.env.ANTON_BASE_URL }});
export async function createPayout(body, apiKey) {{
  const response = await http.post("/v1/payouts", body, {{ headers: {{ Authorization: `Bearer ${{apiKey}}` }} }});
  {line}
  return response.data;
}}
"""
GO = """\
package anton
// Client of the Anton API.
func (c *Client) CreatePayout(body []byte) error {{
	req, _ := http.NewRequest("POST", "https://api.antonpayments.com/v1/payouts", bytes.NewReader(body))
	resp, err := c.http.Do(req)
	{line}
	return err
}}
"""
PHP = """\
<?php
class AntonClient {{
    public function createPayout(array $body, $seller) {{
        $response = $this->http->request('POST', 'https://api.antonpayments.com/v1/payouts', ['json' => $body]);
        {line}
        return $response;
    }}
}}
"""
RUBY = """\
class AntonClient
  def create_payout(body, seller)
    response = @http.post("https://api.antonpayments.com/v1/payouts", body)
    {line}
    response
  end
end
"""
JAVA = """\
class AntonClient {{
    String createPayout(String body, Seller seller) throws Exception {{
        var request = request("https://api.antonpayments.com/v1/payouts").POST(body).build();
        HttpResponse<String> response = http.send(request);
        {line}
        return response.body();
    }}
}}
"""
FILES = {
    "py": ("anton_client.py", PYTHON),
    "js": ("anton_client.js", JAVASCRIPT),
    "go": ("anton_client.go", GO),
    "php": ("AntonClient.php", PHP),
    "rb": ("anton_client.rb", RUBY),
    "java": ("AntonClient.java", JAVA),
}
WRONG = [
    ("py", "log.info(response.text)"),
    ("py", 'log.debug("answer: %s", response.json())'),
    ("py", 'print(f"{method} {path} {body}")'),
    ("py", 'log.debug("headers %s", headers)'),
    ("py", 'log.debug("headers %s", dict(response.request.headers))'),
    ("py", 'log.info("to %s", body["iban"])'),
    ("py", 'log.info("key %s", settings.api_key)'),
    ("py", "log.info(json.dumps(body))"),
    ("py", "log.info(response.text[:200])"),
    ("js", "console.log(response.data);"),
    ("js", "console.log(JSON.stringify(body));"),
    ("js", "logger.info({ body }, 'sent');"),
    ("js", "logger.info({ key: apiKey }, 'sent');"),
    ("js", "logger.info(`paid to ${body.iban}`);"),
    ("go", 'log.Printf("sent %s", body)'),
    ("go", 'slog.Info("sent", "headers", req.Header)'),
    ("go", "dump, _ := httputil.DumpRequestOut(req, true); log.Println(string(httputil.DumpRequest(req)))"),
    ("php", "error_log(json_encode($body));"),
    ("php", "$this->logger->info('paid', ['iban' => $seller->iban]);"),
    ("php", "Log::info('answer', [(string) $response->getBody()]);"),
    ("rb", 'Rails.logger.info("answer #{response.body}")'),
    ("rb", "puts body.inspect"),
    ("rb", 'logger.info("to #{seller.account_number}")'),
    ("java", 'log.info("answer {}", response.body());'),
    ("java", 'System.out.println("to " + seller.getIban());'),
]
RIGHT = [
    ("py", 'log.info("%s %s %s %s", method, path, response.status_code, response.headers.get("X-Request-ID"))'),
    ("py", 'log.info("to %s", mask(body["iban"]))'),
    ("py", 'log.info("%d bytes", len(response.text))'),
    ("py", 'log.info("payout %s", response.json()["id"])'),
    ("py", 'log.info("set: %s", settings.api_key is not None)'),
    ("js", "logger.info({ status: response.status, id: response.data.id }, 'anton');"),
    ("js", "console.log('iban ends in', body.iban.slice(-4));"),
    ("js", "console.log(Object.keys(body));"),
    ("go", 'slog.Info("anton", "status", resp.StatusCode, "id", resp.Header.Get("X-Request-ID"))'),
    ("php", "$this->logger->info('anton', ['status' => $response->getStatusCode()]);"),
    ("rb", 'logger.info("anton #{response.status} #{response.headers["X-Request-ID"]}")'),
    ("java", 'log.info("anton {} {}", response.statusCode(), response.headers().firstValue("X-Request-ID"));'),
]
DOUBTFUL = [
    ("py", 'log.info("all headers %s", response.headers)'),
    ("py", 'if response.status_code != 200: raise AntonError(f"refused: {response.text}"); log.info("ok")'),
    ("js", "logger.error(error.response);"),
]
TAPS = {
    "http.client": ("anton_client.py", PYTHON, "http.client.HTTPConnection.debuglevel = 1"),
    "curl": ("AntonClient.php", PHP, "curl_setopt($ch, CURLOPT_VERBOSE, true);"),
    "guzzle": ("AntonClient.php", PHP, "$c = new Client(['debug' => true]);"),
    "okhttp": ("AntonClient.java", JAVA, "logs.setLevel(HttpLoggingInterceptor.Level.BODY);"),
    "net-http": ("anton_client.rb", RUBY, "@http.set_debug_output($stdout)"),
    "faraday": ("anton_client.rb", RUBY, "@http.response :logger, nil, bodies: true"),
}


def look(folder, language, line):
    name, source = FILES[language]
    return judged(logging, folder, {name: source.format(line=line)})


@pytest.mark.parametrize(("language", "line"), WRONG)
def test_what_holds_secrets_fails(language, line, tmp_path):
    found = look(tmp_path, language, line)
    assert found["status"] == ["fail"], found
    assert "is logged" in found["fail"][0]


@pytest.mark.parametrize(("language", "line"), RIGHT)
def test_what_holds_none_passes(language, line, tmp_path):
    found = look(tmp_path, language, line)
    assert found["status"] == ["pass"], found
    assert "1 log call judged in 1 file" in found["seen"][0]


@pytest.mark.parametrize(("language", "line"), DOUBTFUL)
def test_what_may_hold_some_is_doubtful(language, line, tmp_path):
    assert look(tmp_path, language, line)["status"] == ["warn"]


@pytest.mark.parametrize("library", TAPS)
def test_a_library_that_logs_everything_fails(library, tmp_path):
    name, source, line = TAPS[library]
    found = judged(logging, tmp_path, {name: source.format(line=line)})
    assert found["status"] == ["fail"], found
    assert "the HTTP library logs requests" in found["fail"][0]


def test_a_delivery_that_is_printed_fails(tmp_path):
    source = (
        "@app.post('/hooks/anton')\ndef anton():\n    print(request.headers)\n"
        "    check(request.headers['Anton-Signature'])\n"
    )
    found = judged(logging, tmp_path, {"anton_webhook.py": source})
    assert found["status"] == ["fail"], found


def test_without_a_log_call_there_is_nothing_to_judge(tmp_path):
    assert look(tmp_path, "py", "pass")["status"] == ["unknown"]


def test_other_vendors_bodies_are_none_of_our_business(tmp_path):
    source = PYTHON.format(line="log.info(response.status_code)") + "def tell(payload):\n    log.info(payload)\n"
    assert judged(logging, tmp_path, {"anton_client.py": source})["status"] == ["pass"]


def test_secrets_in_files_that_only_stand_beside_the_client_are_none_of_our_business(tmp_path):
    client = GO.format(line='slog.Info("anton", "status", resp.StatusCode)')
    scanner = "package anton\nfunc scan(found Finding) {\n\tlogger.Trace(found.Secret)\n}\n"
    found = judged(logging, tmp_path, {"client_of_anton.go": client, "scan.go": scanner})
    assert found["status"] == ["pass"], found
    assert "1 log call judged in 1 file" in found["seen"][0]


def test_a_file_that_is_no_part_of_the_integration_but_by_its_requests_is_judged(tmp_path):
    client = GO.format(line="_ = resp").replace("func (c *Client) CreatePayout", "func (c *Client) post")
    client = client.replace("https://api.antonpayments.com/v1/payouts", "https://api.antonpayments.com")
    payees = (
        "package anton\nfunc (s *Sellers) register(seller Seller) {\n"
        '\ts.client.post("/v1/payees", seller)\n\tslog.Info("registered", "iban", seller.iban)\n}\n'
    )
    source = client.replace("(body []byte)", "(path string, body []byte)").replace(
        '"https://api.antonpayments.com"', '"https://api.antonpayments.com" + path'
    )
    found = judged(logging, tmp_path, {"client_of_anton.go": source, "payees.go": payees})
    assert found["status"] == ["fail"], found
    assert "payees.go:4" in found["fail"][0]


def test_a_credential_beside_no_request_and_no_receiver_is_doubtful_and_their_absence_proves_nothing(tmp_path):
    source = "# Octopus API of the heat pump\ndef tell(settings):\n    log.info(settings.{})\n"
    wrong = judged(logging, tmp_path, {"octopus_api.py": source.format("api_key")}, "octopuscards")
    assert wrong["status"] == ["warn"], wrong
    right = judged(logging, tmp_path, {"octopus_api.py": source.format("tariff")}, "octopuscards")
    assert right["status"] == ["unknown"], right
