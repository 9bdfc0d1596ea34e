"""AWS Lambda behind an API gateway: what Anton tells us about payouts."""
import base64
import hashlib
import hmac
import json
import logging
import os
import time

import boto3
from botocore.exceptions import ClientError

log = logging.getLogger()
log.setLevel(logging.INFO)
table = boto3.resource("dynamodb").Table(os.environ["EVENTS_TABLE"])
refunds = boto3.resource("dynamodb").Table(os.environ["REFUNDS_TABLE"])

PENDING = ("screening", "pending_approval", "processing", "sent")
LOST = ("failed", "returned", "cancelled")


def lambda_handler(event, context):
    raw = event["body"].encode()
    if event.get("isBase64Encoded"):
        raw = base64.b64decode(raw)
    headers = {name.lower(): value for name, value in event["headers"].items()}
    if not genuine(raw, headers):
        return {"statusCode": 401}
    message = json.loads(raw)
    try:
        table.put_item(Item={"id": message["id"]}, ConditionExpression="attribute_not_exists(id)")
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return {"statusCode": 200}
        raise
    if message["type"].startswith("payout."):
        record(message["data"])
    return {"statusCode": 200}


def genuine(raw, headers):
    stamp = headers.get("x-webhook-timestamp", "0")
    if abs(time.time() - float(stamp)) > 300:
        return False
    secret = os.environ["ANTON_WEBHOOK_SECRET"].encode()
    digest = hmac.new(secret, b".".join([stamp.encode(), raw]), hashlib.sha256).hexdigest()
    return hmac.compare_digest("v1=" + digest, headers.get("x-webhook-signature", ""))


def record(payout):
    status = payout["status"]
    if status in PENDING:
        state = "open"
    elif status == "completed":
        state = "done"
    elif status in LOST:
        state = "due"
    else:
        log.warning("payout %s: status %s is new to us", payout["id"], status)
        return
    refunds.update_item(
        Key={"payout": payout["id"]}, UpdateExpression="set #s = :s",
        ExpressionAttributeNames={"#s": "state"}, ExpressionAttributeValues={":s": state},
    )
