"""What differs between the environments, from the environment."""

import os

BASE_URL = os.environ["BASE_URL_PROD"]
PAIR = {"username": os.environ["API_KEY_PROD"], "password": os.environ["API_SECRET_PROD"]}
WEBHOOK_SECRET = os.environ["WEBHOOK_SECRET_PROD"]
DATABASE = os.environ.get("DATABASE", "shop.db")
