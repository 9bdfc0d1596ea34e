"""Nightly refunds to customers' bank accounts."""
from decimal import Decimal

from anton_api import api


class LowBalance(Exception):
    pass


def refund(case, customers):
    total = Decimal(case["amount"])
    if Decimal(api("GET", "/v1/balances/" + case["currency"])["data"]["available"]) < total:
        raise LowBalance(case["id"])
    payee, instrument = bank_of(case["customer"], customers)
    body = {
        "payee_id": payee,
        "instrument_id": instrument,
        "amount": str(total.quantize(Decimal("0.01"))),
        "currency": case["currency"],
    }
    return api("POST", "/v1/payouts", body, key="refund-" + case["id"])["data"]


def bank_of(customer, customers):
    row = customers.get_item(Key={"id": customer})["Item"]
    if "payee" not in row:
        payee = api("POST", "/v1/payees", {"name": row["name"], "country": row["country"]}, key="payee-" + customer)
        row["payee"] = payee["data"]["id"]
        path = "/v1/payees/%s/instruments" % row["payee"]
        made = api("POST", path, {"type": "bank_account", "iban": row["iban"]}, key="iban-" + customer)
        row["instrument"] = made["data"]["id"]
        customers.put_item(Item=row)
    return row["payee"], row["instrument"]


def payouts_of(day):
    cursor, more = None, True
    while more:
        query = {"limit": 100, "created_on": day}
        if cursor is not None:
            query["cursor"] = cursor
        page = api("GET", "/v1/payouts", query=query)
        yield from page["data"]
        cursor, more = page.get("next_cursor"), page["has_more"]
