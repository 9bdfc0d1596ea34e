"""
What a merchant's Python receivers share, whatever the framework: settings, verification, and what is done with events.

Written from the providers' pages, and importing nothing of golive, so that both cannot share a misunderstanding.
DEFECT puts one bug into it; without one it is as the providers want it.
"""

import hashlib
import hmac
import json
import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable

Header = Callable[[str], str | None]

PATH = "/webhooks"
SIGNATURE = os.environ["SIGNATURE"]
SECRET = os.environ["WEBHOOK_SECRET"]
DEFECT = os.environ.get("DEFECT", "")
WORK_SECONDS = float(os.environ.get("WORK_SECONDS", "0.1"))
WINDOW_SECONDS = 300
KNOWN_EVENTS = {
    "anton": {"test", "payout.completed", "payout.failed", "payout.returned"},
    "octopuscards": {"wallet.credited", "wallet.debited", "order.completed", "order.failed"},
}[os.environ["PROVIDER"]]
PREVIOUS_GENERATION = {"anton-signature": "x-anton-signature", "x-webhook-signature": "anton-signature"}
SCHEME = PREVIOUS_GENERATION[SIGNATURE] if DEFECT == "previous-generation" else SIGNATURE
STAMPED = {"anton-signature", "x-webhook-signature", "x-signature"}
STAMP_IS_SIGNED = {"anton-signature", "x-webhook-signature"}

jobs: "queue.SimpleQueue[dict]" = queue.SimpleQueue()
remembered: set[str] = set()
one_at_a_time = threading.Lock()
database = sqlite3.connect(":memory:", check_same_thread=False)
database.execute("CREATE TABLE deliveries (event_id TEXT PRIMARY KEY)")
database_lock = threading.Lock()


def claim(header: Header) -> tuple[str | None, str | None]:
    """Return the time and the signature that a delivery claims."""
    match SCHEME:
        case "anton-signature":
            value = header("Anton-Signature")
            if DEFECT != "crash-on-forged":
                value = value or ""
            parts = dict(part.strip().partition("=")[::2] for part in value.split(","))
            return parts.get("t"), parts.get("v1")
        case "x-webhook-signature":
            signature = header("X-Webhook-Signature")
            return header("X-Webhook-Timestamp"), signature and signature.removeprefix("v1=")
        case "x-anton-signature":
            return None, header("X-Anton-Signature")
        case _:
            return header("X-Timestamp"), header("X-Signature")


def fresh(timestamp: str | None) -> bool:
    """Tell whether a delivery was sent within five minutes."""
    if SCHEME not in STAMPED or DEFECT == "no-timestamp-check":
        return True
    if timestamp is None or not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12):
        return False
    age = time.time() - int(timestamp)
    return age <= WINDOW_SECONDS if DEFECT == "age-only" else abs(age) <= WINDOW_SECONDS


def key() -> bytes:
    """Return the key of the signature."""
    if DEFECT == "secret-stripped":
        return SECRET.removeprefix("whsec_").encode()
    if DEFECT == "secret-decoded":
        return bytes.fromhex(SECRET.removeprefix("whsec_"))
    return SECRET.encode()


def signed(timestamp: str | None, raw: bytes) -> bytes:
    """Return what the provider signs."""
    if DEFECT == "timestamp-left-out":
        return raw
    if DEFECT == "line-break-added":
        return raw + b"\n"
    if DEFECT == "body-trimmed":
        raw = raw.strip()
    if SCHEME in STAMP_IS_SIGNED or DEFECT == "timestamp-signed":
        return f"{timestamp}.".encode() + raw
    return raw


def genuine(header: Header, raw: bytes) -> bool:
    """Tell whether a delivery comes from the provider, and now."""
    timestamp, signature = claim(header)
    if not fresh(timestamp):
        return False
    if DEFECT == "no-verification":
        return True
    if DEFECT == "token-only":
        return hmac.compare_digest((header("X-OCTOPUS-WEBHOOK-TOKEN") or "").encode(), SECRET.encode())
    if DEFECT == "crash-on-forged":
        return hmac.compare_digest(signature, hmac.digest(key(), signed(timestamp, raw), "sha256").hex())
    if signature is None:
        return False
    if DEFECT == "presence-only":
        return True
    if DEFECT == "form-only":
        return len(signature) == hashlib.sha256().digest_size * 2
    if DEFECT == "empty-accepted" and not signature:
        return True
    expected = hmac.digest(key(), signed(timestamp, raw), "sha256").hex()
    if DEFECT == "prefix-compare":
        return expected.startswith(signature)
    if DEFECT == "signature-remembered":
        if hmac.compare_digest(signature.encode(), expected.encode()):
            remembered.add(signature)
        return signature in remembered
    return hmac.compare_digest(signature.encode(), expected.encode())


def is_new(event_id: str) -> bool:
    """Note an event, and tell whether it is the first time."""
    if DEFECT == "no-dedup":
        return True
    with database_lock:
        try:
            database.execute("INSERT INTO deliveries VALUES (?)", (event_id,))
        except sqlite3.IntegrityError:
            if DEFECT == "duplicate-crash":
                raise
            return False
    return True


def work() -> None:
    """Do what an event asks for, which takes a while."""
    time.sleep(WORK_SECONDS)


def work_off() -> None:
    """Do the queued work, for ever."""
    while True:
        jobs.get()
        work()


def take_in(event: dict) -> None:
    """See to it that the work of an event is done."""
    match DEFECT:
        case "slow":
            work()
        case "serial":
            with one_at_a_time:
                work()
        case "never-answers":
            threading.Event().wait()
        case _:
            jobs.put(event)


def receive(header: Header, raw: bytes, *, verified: bool | None = None) -> tuple[int, dict]:
    """Return the status and the answer to a delivery."""
    if not (genuine(header, raw) if verified is None else verified):
        return 401, {"error": "invalid signature"}
    try:
        event = json.loads(raw)
        event_id, event_type = str(event["id"]), str(event["type"])
    except (ValueError, KeyError, TypeError):
        return 400, {"error": "not an event"}
    if not is_new(event_id):
        return (409 if DEFECT == "duplicate-conflict" else 200), {"status": "duplicate"}
    if event_type not in KNOWN_EVENTS:
        match DEFECT:
            case "unknown-event-crash":
                raise KeyError(event_type)
            case "unknown-event-refused":
                return 400, {"error": "unsupported event type"}
            case _:
                return 200, {"status": "ignored"}
    take_in(event)
    return 200, {"status": "accepted"}


def announce(port: int) -> None:
    """Start the work, and print where the receiver listens."""
    threading.Thread(target=work_off, daemon=True).start()
    print(f"listening on {port}", flush=True)
