"""Paths of the OctopusCards API."""

LOGIN = "/auth/login"
ORDERS = "/api/v1/orders"
TOPUP_ORDERS = "/api/v1/topups/orders"
