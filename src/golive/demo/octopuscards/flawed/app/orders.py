"""Voucher and eSIM orders of a made-up merchant."""

import os

BASE_URL = os.environ["BASE_URL_PROD"]
PAIR = {"username": os.environ["API_KEY_PROD"], "password": os.environ.get("API_SECRET_PROD", "{{api_secret}}")}
