"""Source of webhook receivers for tests: sound ones in the usual frameworks of each language."""

from __future__ import annotations

FLASK = """\
import hashlib, hmac, os, time
from flask import Flask, abort, request
app = Flask(__name__)
SECRET = os.environ["ANTON_WEBHOOK_SECRET"]
def verify(header, body):
    parts = dict(part.split("=", 1) for part in header.split(","))
    if abs(time.time() - int(parts["t"])) > 300:
        return False
    expected = hmac.new(SECRET.encode(), parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, parts["v1"])
@app.route("/hooks/anton", methods=["POST"])
def anton():
    body = request.get_data()
    if not verify(request.headers.get("Anton-Signature", ""), body):
        abort(401)
    event = request.get_json()
    if Event.query.get(event["id"]) is not None:
        return "", 200
    Event.insert(event["id"])
    settle(event["type"], event["data"])
    return "", 200
"""

DECORATED = """\
import functools, hashlib, hmac, os, time
from flask import Flask, abort, request
app = Flask(__name__)
def signed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        parts = dict(p.split("=") for p in request.headers["Anton-Signature"].split(","))
        signed = parts["t"].encode() + b"." + request.get_data()
        expected = hmac.new(os.environ["ANTON_WEBHOOK_SECRET"].encode(), signed, "sha256").hexdigest()
        if not hmac.compare_digest(parts["v1"], expected) or not -300 < time.time() - int(parts["t"]) < 300:
            abort(401)
        return function(*args, **kwargs)
    return wrapper
@app.post("/hooks/anton")
@signed
def anton():
    event = request.json
    if not store.insert_if_new(event["id"]):
        return "", 200
    if event["type"] == "payout.completed":
        settle(event["data"])
    return "", 200
"""

FASTAPI = """\
import hashlib, hmac, os, time
from fastapi import Depends, FastAPI, HTTPException, Request
app = FastAPI()
async def signed(request: Request) -> bytes:
    body = await request.body()
    sent = int(request.headers["X-Webhook-Timestamp"])
    if not (time.time() - 300 <= sent <= time.time() + 300):
        raise HTTPException(401)
    secret = os.environ["ANTON_WEBHOOK_SECRET"].encode()
    expected = "v1=" + hmac.new(secret, b"%d." % sent + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers["X-Webhook-Signature"]):
        raise HTTPException(401)
    return body
@app.post("/hooks/anton")
async def anton(body: bytes = Depends(signed)):
    event = json.loads(body)
    if event["id"] in await repository.known(event["id"]):
        return {}
    if event["type"] == "payout.failed":
        await refund(event["data"])
"""

EXPRESS = """\
const crypto = require("crypto");
const express = require("express");
function verifyAnton(req, res, next) {
  const parts = Object.fromEntries(req.get("Anton-Signature").split(",").map((p) => p.split("=")));
  const secret = process.env.ANTON_WEBHOOK_SECRET;
  const expected = crypto.createHmac("sha256", secret).update(parts.t + ".").update(req.body).digest();
  const fresh = Math.abs(Date.now() / 1000 - Number(parts.t)) < 300;
  if (!fresh || !crypto.timingSafeEqual(Buffer.from(parts.v1, "hex"), expected)) return res.status(401).end();
  next();
}
const app = express();
app.post("/hooks/anton", express.raw({ type: "*/*" }), verifyAnton, async (req, res) => {
  const event = JSON.parse(req.body);
  if (await db.exists(event.id)) return res.sendStatus(200);
  await db.remember(event.id);
  if (event.type === "payout.completed") await settle(event.data);
  res.sendStatus(200);
});
"""

NEXT = """\
import { createHmac, timingSafeEqual } from "crypto";
export async function POST(request: Request) {
  const body = await request.text();
  const sent = request.headers.get("X-Webhook-Timestamp") ?? "";
  const age = Date.now() - Number(sent) * 1000;
  if (age > 5 * 60 * 1000 || age < -5 * 60 * 1000) return new Response(null, { status: 401 });
  const secret = process.env.ANTON_WEBHOOK_SECRET!;
  const expected = "v1=" + createHmac("sha256", secret).update(`${sent}.${body}`).digest("hex");
  const given = request.headers.get("X-Webhook-Signature") ?? "";
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected))) {
    return new Response(null, { status: 401 });
  }
  const event = JSON.parse(body);
  try {
    await prisma.event.create({ data: { id: event.id } });
  } catch (error) {
    if (error.code === "P2002") return new Response(null, { status: 200 });
    throw error;
  }
  await settle(event.type, event.data);
  return new Response(null, { status: 200 });
}
"""

GIN = """\
package hooks
import ("crypto/hmac"; "crypto/sha256"; "encoding/hex"; "encoding/json"; "io"; "os"; "time"; "github.com/gin-gonic/gin")
type Event struct { ID string; Type string; Data Payout }
func Routes(r *gin.Engine, store Store) {
	r.POST("/hooks/anton", receive(store))
}
func receive(store Store) gin.HandlerFunc {
	return func(c *gin.Context) {
		body, _ := io.ReadAll(c.Request.Body)
		sent := c.GetHeader("X-Webhook-Timestamp")
		if time.Since(parse(sent)).Abs() > 5*time.Minute {
			c.AbortWithStatus(401)
			return
		}
		mac := hmac.New(sha256.New, []byte(os.Getenv("ANTON_WEBHOOK_SECRET")))
		mac.Write([]byte(sent + "."))
		mac.Write(body)
		if !hmac.Equal([]byte("v1="+hex.EncodeToString(mac.Sum(nil))), []byte(c.GetHeader("X-Webhook-Signature"))) {
			c.AbortWithStatus(401)
			return
		}
		var event Event
		json.Unmarshal(body, &event)
		fresh, err := store.Insert(event.ID)
		if err != nil {
			c.Status(500)
			return
		}
		if fresh {
			store.Settle(event.Type, event.Data)
		}
		c.Status(200)
	}
}
"""

SPRING = """\
package shop;
import java.security.MessageDigest;
import javax.crypto.Mac;
@RestController
class AntonHooks {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    @PostMapping("/hooks/anton")
    ResponseEntity<Void> receive(@RequestHeader("X-Webhook-Signature") String signature,
            @RequestHeader("X-Webhook-Timestamp") String sent, @RequestBody byte[] body) throws Exception {
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(sent)), Instant.now()).abs();
        if (age.compareTo(TOLERANCE) > 0) {
            return ResponseEntity.status(401).build();
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        mac.update((sent + ".").getBytes());
        String expected = "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        if (!MessageDigest.isEqual(expected.getBytes(), signature.getBytes())) {
            return ResponseEntity.status(401).build();
        }
        Event event = mapper.readValue(body, Event.class);
        try {
            seen.insert(event.getId());
        } catch (DuplicateKeyException e) {
            return ResponseEntity.ok().build();
        }
        service.settle(event.getType(), event.getData());
        return ResponseEntity.ok().build();
    }
}
"""

KTOR = """\
package shop
fun Route.antonHooks(secret: String, store: Store) {
    post("/hooks/anton") {
        val body = call.receive<ByteArray>()
        val sent = call.request.headers["X-Webhook-Timestamp"]!!
        val age = abs(System.currentTimeMillis() / 1000 - sent.toLong())
        if (age > 300) return@post call.respond(HttpStatusCode.Unauthorized)
        val mac = Mac.getInstance("HmacSHA256").apply { init(SecretKeySpec(secret.toByteArray(), "HmacSHA256")) }
        val expected = "v1=" + (mac.doFinal("$sent.".toByteArray() + body)).toHex()
        val given = call.request.headers["X-Webhook-Signature"].orEmpty()
        if (!MessageDigest.isEqual(expected.toByteArray(), given.toByteArray())) {
            return@post call.respond(HttpStatusCode.Unauthorized)
        }
        val event = Json.decodeFromString<Event>(body.decodeToString())
        if (store.addIfNew(event.id)) {
            store.settle(event.type, event.data)
        }
        call.respond(HttpStatusCode.OK)
    }
}
"""

RAILS = """\
class AntonWebhooksController < ApplicationController
  skip_before_action :verify_authenticity_token
  before_action :check_signature
  def create
    event = JSON.parse(request.raw_post)
    return head :ok if WebhookEvent.exists?(event_id: event["id"])
    WebhookEvent.create!(event_id: event["id"])
    Settlement.apply(event["data"]) if event["type"] == "payout.completed"
    head :ok
  end
  private
  def check_signature
    parts = request.headers["Anton-Signature"].to_s.split(",").map { |p| p.split("=", 2) }.to_h
    expected = OpenSSL::HMAC.hexdigest("SHA256", ENV["ANTON_WEBHOOK_SECRET"], "#{parts["t"]}.#{request.raw_post}")
    fresh = (Time.now.to_i - parts["t"].to_i).abs <= 300
    head :unauthorized unless fresh && ActiveSupport::SecurityUtils.secure_compare(expected, parts["v1"].to_s)
  end
end
"""

LARAVEL = """\
<?php
namespace App\\Http\\Controllers;
class AntonWebhookController extends Controller
{
    public function handle(Request $request)
    {
        $sent = (int) $request->header('X-Webhook-Timestamp');
        if (abs(time() - $sent) > 300) {
            abort(401);
        }
        $expected = 'v1=' . hash_hmac('sha256', $sent . '.' . $request->getContent(), config('services.anton.secret'));
        if (!hash_equals($expected, (string) $request->header('X-Webhook-Signature'))) {
            abort(401);
        }
        $event = $request->json()->all();
        $row = WebhookEvent::firstOrCreate(['event_id' => $event['id']]);
        if (!$row->wasRecentlyCreated) {
            return response()->noContent();
        }
        Settlement::apply($event['type'], $event['data']);
        return response()->noContent();
    }
}
"""

MINIMAL = """\
using System.Security.Cryptography;
var app = WebApplication.Create();
app.MapPost("/hooks/anton", async (HttpRequest request, Events events) =>
{
    using var reader = new StreamReader(request.Body);
    var body = await reader.ReadToEndAsync();
    var sent = request.Headers["X-Webhook-Timestamp"].ToString();
    if (Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(sent)) > 300) return Results.Unauthorized();
    using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(secret));
    var expected = "v1=" + Convert.ToHexString(hmac.ComputeHash(Encoding.UTF8.GetBytes(sent + "." + body))).ToLower();
    var given = request.Headers["X-Webhook-Signature"].ToString();
    if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given)))
        return Results.Unauthorized();
    var received = JsonSerializer.Deserialize<Event>(body)!;
    if (!await events.TryAdd(received.Id)) return Results.Ok();
    await events.Settle(received.Type, received.Data);
    return Results.Ok();
});
"""

SOUND = {
    "flask": ("hooks/anton.py", FLASK),
    "flask-decorator": ("hooks/anton_hooks.py", DECORATED),
    "fastapi-dependency": ("hooks/anton_webhooks.py", FASTAPI),
    "express-middleware": ("src/anton.js", EXPRESS),
    "next": ("app/api/anton/webhook/route.ts", NEXT),
    "gin": ("hooks/anton_webhook.go", GIN),
    "spring": ("src/main/java/shop/AntonWebhooks.java", SPRING),
    "ktor": ("src/main/kotlin/AntonWebhooks.kt", KTOR),
    "rails": ("app/controllers/anton_webhooks_controller.rb", RAILS),
    "laravel": ("app/Http/Controllers/AntonWebhookController.php", LARAVEL),
    "minimal-api": ("AntonWebhooks.cs", MINIMAL),
}
"""File and source by framework."""


def changed(framework: str, *changes: tuple[str, str]) -> dict[str, str]:
    """Return a sound receiver with parts of its source replaced. Each part has to be there."""
    name, source = SOUND[framework]
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    if name.endswith((".java", ".kt", ".cs", ".go", ".ts", ".js")):
        source = f"// Receives what the Anton API tells.\n{source}"
    return {name: source}
