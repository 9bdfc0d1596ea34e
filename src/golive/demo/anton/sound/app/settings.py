"""What differs between the environments, from the environment."""

import os

BASE_URL = os.environ["ANTON_BASE_URL"]
API_KEY = os.environ["ANTON_API_KEY"]
WEBHOOK_SECRET = os.environ["ANTON_WEBHOOK_SECRET"]
DATABASE = os.environ.get("DATABASE", "suppliers.db")
