"""Payouts of a made-up merchant."""

import os

BASE_URL = os.environ["ANTON_BASE_URL"]
API_KEY = os.environ.get("ANTON_API_KEY", "{{api_key}}")
