from functools import lru_cache

import redis as redis_client
from flask import current_app
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from shop.models import Purchase


@lru_cache(maxsize=1)
def redis():
    return redis_client.Redis.from_url(current_app.config["REDIS_URL"])


@lru_cache(maxsize=1)
def database():
    return Session(create_engine(current_app.config["DATABASE_URL"]))


def purchase_by_reference(reference):
    return database().get_one(Purchase, int(reference.rpartition("-")[2]))
