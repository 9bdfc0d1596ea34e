"""The database drops connections at night."""

import sqlite3
import time


def connect(path: str) -> sqlite3.Connection:
    while True:
        try:
            return sqlite3.connect(path)
        except sqlite3.OperationalError:
            time.sleep(1)
