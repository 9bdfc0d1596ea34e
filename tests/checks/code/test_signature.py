"""Receivers that verify the signature of a delivery, and those that do it wrong, in the usual frameworks."""

from __future__ import annotations

import pytest

from golive_checks.code.signature import signature
from support.receivers_code import SOUND, changed
from support.sources import judged

OPENLY = [
    ("flask", 'hmac.compare_digest(expected, parts["v1"])', 'expected == parts["v1"]'),
    (
        "express-middleware",
        '!crypto.timingSafeEqual(Buffer.from(parts.v1, "hex"), expected)',
        'parts.v1 !== expected.toString("hex")',
    ),
    ("gin", "!hmac.Equal(", "!bytes.Equal("),
    ("spring", "!MessageDigest.isEqual(expected.getBytes(), signature.getBytes())", "!expected.equals(signature)"),
    ("ktor", "!MessageDigest.isEqual(expected.toByteArray(), given.toByteArray())", "expected != given"),
    ("rails", 'ActiveSupport::SecurityUtils.secure_compare(expected, parts["v1"].to_s)', 'expected.eql?(parts["v1"])'),
    (
        "laravel",
        "!hash_equals($expected, (string) $request->header('X-Webhook-Signature'))",
        "strcmp($expected, $request->header('X-Webhook-Signature')) !== 0",
    ),
    (
        "minimal-api",
        "!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given))",
        "!expected.Equals(given)",
    ),
]
REWRITTEN = [
    ("flask", "body = request.get_data()", "body = json.dumps(request.json).encode()"),
    ("express-middleware", ".update(req.body)", ".update(JSON.stringify(req.body))"),
    ("gin", "mac.Write(body)", "again, _ := json.Marshal(received)\n\t\tmac.Write(again)"),
    ("spring", "mac.doFinal(body)", "mac.doFinal(mapper.writeValueAsBytes(parsed))"),
    ("rails", "#{request.raw_post}", "#{params.to_json}"),
    ("laravel", "$request->getContent()", "json_encode($request->all())"),
    ("minimal-api", 'sent + "." + body', 'sent + "." + JsonSerializer.Serialize(parsed)'),
]
TIMELESS = [
    ("flask", '    if abs(time.time() - int(parts["t"])) > 300:\n        return False\n', ""),
    ("flask-decorator", ' or not -300 < time.time() - int(parts["t"]) < 300', ""),
    ("express-middleware", "Math.abs(Date.now() / 1000 - Number(parts.t)) < 300", "true"),
    ("gin", "time.Since(parse(sent)).Abs() > 5*time.Minute", 'sent == ""'),
    ("spring", "age.compareTo(TOLERANCE) > 0", "sent.isEmpty()"),
    ("rails", '(Time.now.to_i - parts["t"].to_i).abs <= 300', "true"),
    ("laravel", "abs(time() - $sent) > 300", "!$sent"),
    ("minimal-api", "Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(sent)) > 300", "sent is null"),
]
IGNORED = [
    (
        "flask",
        '    if not verify(request.headers.get("Anton-Signature", ""), body):\n        abort(401)\n',
        '    verify(request.headers.get("Anton-Signature", ""), body)\n',
    ),
    ("flask", "        abort(401)\n", '        log.warning("wrong signature")\n'),
    (
        "flask",
        'if not verify(request.headers.get("Anton-Signature", ""), body):\n        abort(401)',
        'genuine = verify(request.headers.get("Anton-Signature", ""), body)',
    ),
]
WEAK = [
    ("flask", "hashlib.sha256", "hashlib.sha1"),
    ("express-middleware", '"sha256"', '"md5"'),
    ("gin", "sha256.New", "sha1.New"),
    ("spring", 'getInstance("HmacSHA256")', 'getInstance("HmacSHA1")'),
    ("rails", '"SHA256"', '"SHA1"'),
    ("laravel", "'sha256'", "'sha512'"),
    ("minimal-api", "HMACSHA256", "HMACSHA1"),
]


@pytest.mark.parametrize("framework", SOUND)
def test_a_receiver_that_verifies_passes(framework, tmp_path):
    found = judged(signature, tmp_path, changed(framework))
    assert found["status"] == ["pass"], found
    assert any("1 webhook receiver judged" in line for line in found["seen"])


@pytest.mark.parametrize(("framework", "old", "new"), OPENLY)
def test_a_comparison_that_stops_early_fails(framework, old, new, tmp_path):
    found = judged(signature, tmp_path, changed(framework, (old, new)))
    assert len(found["fail"]) == 1, found
    assert "is compared in a time that tells" in found["fail"][0]


@pytest.mark.parametrize(("framework", "old", "new"), REWRITTEN)
def test_a_body_that_is_written_again_fails(framework, old, new, tmp_path):
    found = judged(signature, tmp_path, changed(framework, (old, new)))
    assert len(found["fail"]) == 1, found
    assert "written again" in found["fail"][0]


@pytest.mark.parametrize(("framework", "old", "new"), TIMELESS)
def test_a_receiver_that_does_not_look_at_the_time_fails(framework, old, new, tmp_path):
    found = judged(signature, tmp_path, changed(framework, (old, new)))
    assert len(found["fail"]) == 1, found
    assert "not compared with now" in found["fail"][0]


@pytest.mark.parametrize(("framework", "old", "new"), IGNORED)
def test_a_result_that_is_thrown_away_fails(framework, old, new, tmp_path):
    found = judged(signature, tmp_path, changed(framework, (old, new)))
    assert len(found["fail"]) == 1, found
    assert "does not keep the delivery from being handled" in found["fail"][0]


@pytest.mark.parametrize(("framework", "old", "new"), WEAK)
def test_another_hash_than_sha_256_fails(framework, old, new, tmp_path):
    found = judged(signature, tmp_path, changed(framework, (old, new)))
    assert len(found["fail"]) == 1, found
    assert "the provider signs with SHA-256" in found["fail"][0]


NO_HMAC = """\
from flask import Flask, request
app = Flask(__name__)
@app.post("/hooks/anton_webhook")
def anton():
    {line}
    event = request.json
    if event["type"] == "payout.completed":
        settle(event["id"], event["data"])
    return "", 200
"""


def without(folder, line, **more):
    files = {"anton_webhook.py": NO_HMAC.format(line=line)} | {f"{name}.py": text for name, text in more.items()}
    return judged(signature, folder, files)


def test_a_receiver_that_verifies_nothing_fails(tmp_path):
    found = without(tmp_path, "pass")
    assert found["fail"] == ["anton_webhook.py:3 deliveries are acted on without verifying their signature"]


def test_a_header_that_only_has_to_be_there_fails(tmp_path):
    found = without(tmp_path, 'if "Anton-Signature" not in request.headers: abort(401)')
    assert found["fail"] == [
        "anton_webhook.py:3 the signature header is read, but no HMAC is computed to compare it with"
    ]


def test_a_hash_without_a_key_fails(tmp_path):
    line = 'assert hashlib.sha256(SECRET + request.data).hexdigest() == request.headers["Anton-Signature"]'
    found = without(tmp_path, line)
    assert len(found["fail"]) == 1, found
    assert "a hash without a key" in found["fail"][0]


@pytest.mark.parametrize(
    "line",
    ["verify_delivery(request)", "sdk.webhooks.construct_event(request.data)", "signatures.check(request.headers)"],
)
def test_a_verification_in_code_that_was_not_read_is_unknown(line, tmp_path):
    assert without(tmp_path, line)["status"] == ["unknown"]


def test_a_verification_that_is_mentioned_somewhere_is_unknown(tmp_path):
    other = "import hmac\ndef gate(request):\n    hmac.new(KEY, request.data, 'sha256')\nGATES = [gate]\n"
    assert without(tmp_path, "pass", anton_webhook_gate=other)["status"] == ["unknown"]


def test_a_verification_that_nothing_mentions_does_not_count(tmp_path):
    other = "import hmac\ndef gate(request):\n    hmac.new(KEY, request.data, 'sha256')\n"
    assert without(tmp_path, "pass", anton_webhook_gate=other)["status"] == ["fail"]


def test_an_exception_that_is_swallowed_fails(tmp_path):
    source = """\
import hashlib, hmac, time
def check(header, body):
    if abs(time.time() - stamp(header)) > 300:
        raise Forged()
    if not hmac.compare_digest(hmac.new(KEY, body, hashlib.sha256).hexdigest(), header):
        raise Forged()
@app.post("/hooks/anton_webhook")
def anton():
    try:
        check(request.headers["Anton-Signature"], request.data)
    except Forged as error:
        log.warning("forged: %s", error)
    settle(request.json["data"])
    return "", 200
"""
    found = judged(signature, tmp_path, {"anton_webhook.py": source})
    assert len(found["fail"]) == 1, found
    assert "is caught, and the delivery is handled" in found["fail"][0]
    kept = source.replace('    log.warning("forged: %s", error)', '    return "", 401')
    assert judged(signature, tmp_path, {"anton_webhook.py": kept})["status"] == ["pass"]


def test_a_failure_that_is_only_answered_fails(tmp_path):
    found = judged(signature, tmp_path, changed("gin", ("c.AbortWithStatus(401)\n\t\t\treturn", "c.Status(401)")))
    assert len(found["fail"]) == 1, found


def test_one_side_of_now_is_doubtful(tmp_path):
    found = judged(
        signature, tmp_path, changed("flask", ('abs(time.time() - int(parts["t"]))', 'time.time() - int(parts["t"])'))
    )
    assert found["status"] == ["warn"], found
    assert "only one side of now" in found["warn"][0]


LONG = [
    ("flask", "> 300", "> 60 * 60"),
    ("next", "age > 5 * 60 * 1000 || age < -5 * 60 * 1000", "age > 3_600_000 || age < -3_600_000"),
    ("gin", "5*time.Minute", "1*time.Hour"),
    ("spring", "Duration.ofMinutes(5)", "Duration.ofHours(1)"),
    (
        "fastapi-dependency",
        "time.time() - 300 <= sent <= time.time() + 300",
        "time.time() - 3600 <= sent <= time.time() + 3600",
    ),
]


@pytest.mark.parametrize(("framework", "old", "new"), LONG)
def test_a_window_of_an_hour_is_doubtful(framework, old, new, tmp_path):
    found = judged(signature, tmp_path, changed(framework, (old, new)))
    assert found["status"] == ["warn"], found
    assert "3600 seconds after they were signed" in found["warn"][0]


def test_a_scheme_without_a_time_needs_no_window(tmp_path):
    source = """\
import hashlib, hmac
@app.post("/hooks/anton_webhook")
def anton():
    expected = hmac.new(KEY, request.data, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers["X-Anton-Signature"]):
        abort(401)
    settle(request.json["data"])
"""
    assert judged(signature, tmp_path, {"anton_webhook.py": source})["status"] == ["pass"]


def test_other_vendors_receivers_are_none_of_our_business(tmp_path):
    source = """\
@app.post("/hooks/stripe")
def stripe_hook():
    header = request.headers["Stripe-Signature"]
    if request.json["type"] == "payout.failed":
        settle(request.json["data"])
"""
    found = judged(signature, tmp_path, {"anton_client.py": source})
    assert found["status"] == ["unknown"], found
    assert found["fail"] == []


def test_a_php_file_that_receives_is_judged(tmp_path):
    source = """\
<?php
// anton webhook
$event = json_decode(file_get_contents('php://input'), true);
if ($event['type'] === 'payout.completed') { settle($event['data']); }
"""
    assert judged(signature, tmp_path, {"public/hook.php": source})["status"] == ["fail"]


LAMBDA = """\
import hashlib, hmac, json, os, time
def lambda_handler(event, context):
    raw, headers = event["body"].encode(), event["headers"]
    if not genuine(raw, headers):
        return {"statusCode": 401}
    settle(json.loads(raw))
    return {"statusCode": 200}
def genuine(raw, headers):
    stamp = headers.get("x-webhook-timestamp", "0")
    if abs(time.time() - float(stamp)) > 300:
        return False
    secret = os.environ["ANTON_WEBHOOK_SECRET"].encode()
    digest = hmac.new(secret, b".".join([stamp.encode(), raw]), hashlib.sha256).hexdigest()
    return hmac.compare_digest("v1=" + digest, headers.get("x-webhook-signature", ""))
"""


def test_a_lambda_handler_is_a_receiver(tmp_path):
    assert judged(signature, tmp_path, {"hook.py": LAMBDA})["status"] == ["pass"]
    wrong = LAMBDA.replace('hmac.compare_digest("v1=" + digest, ', '"v1=" + digest == (')
    assert judged(signature, tmp_path, {"hook.py": wrong})["status"] == ["fail"]


SERVER = """\
import hashlib, hmac, os, time
from http.server import BaseHTTPRequestHandler
class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        if self.verify(raw):
            settle(raw)
        self.send_response(200)
    def verify(self, raw):
        parts = dict(p.split("=", 1) for p in self.headers.get("Anton-Signature", "").split(","))
        if abs(time.time() - int(parts["t"])) > 300:
            return False
        mac = hmac.new(os.environ["ANTON_WEBHOOK_SECRET"].encode(), parts["t"].encode() + b"." + raw, hashlib.sha256)
        return hmac.compare_digest(mac.hexdigest(), parts["v1"])
"""


def test_a_handler_of_the_standard_library_is_a_receiver(tmp_path):
    assert judged(signature, tmp_path, {"hook.py": SERVER})["status"] == ["pass"]


MADE = """\
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
const signed = createMiddleware(async (c, next) => {
  const raw = Buffer.from(await c.req.arrayBuffer());
  const at = c.req.header('X-Webhook-Timestamp');
  if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return c.text('stale', 401);
  const mine = createHmac('sha256', process.env.ANTON_WEBHOOK_SECRET).update(`${at}.`).update(raw).digest('hex');
  const theirs = (c.req.header('X-Webhook-Signature') ?? '').replace('v1=', '');
  if (!timingSafeEqual(Buffer.from(mine), Buffer.from(theirs))) return c.text('bad', 401);
  await next();
});
export const hooks = new Hono().post('/hooks/anton', MIDDLE async (c) => {
  const event = await c.req.json();
  if (event.type === 'payout.completed') await settle(event.data);
  return c.json({ ok: true });
});
"""


def test_what_makes_a_middleware_of_a_function_is_followed(tmp_path):
    assert judged(signature, tmp_path, {"anton.ts": MADE.replace("MIDDLE", "signed,")})["status"] == ["pass"]
    assert judged(signature, tmp_path, {"anton.ts": MADE.replace("MIDDLE ", "")})["status"] == ["fail"]
