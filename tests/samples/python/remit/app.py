"""The web application."""

import logging
import os

from fastapi import FastAPI

from remit import database, settings
from remit.ledger import SqlLedger
from remit.webhooks import SeenEvents, router

logging.basicConfig(level=logging.INFO)


def create_app() -> FastAPI:
    config = settings.load()
    connection = database.connect(os.environ["DATABASE_PATH"])
    app = FastAPI()
    app.include_router(router(config.webhook_secret, SqlLedger(connection), SeenEvents(connection)))
    return app
