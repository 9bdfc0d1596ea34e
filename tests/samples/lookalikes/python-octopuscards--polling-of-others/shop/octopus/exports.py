# Loops without pauses over files and database rows, and a report of another vendor that is polled at once.
import csv
import logging
import os

import requests

log = logging.getLogger("shop.octopus.exports")


def wait_for_report(report_id):
    while True:
        report = requests.get("https://reports.example.org/reports/" + report_id, timeout=None).json()
        if report["status"] not in ("PENDING", "FAILED"):
            return report


def rows(folder):
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name)) as file:
            for row in csv.DictReader(file):
                if row["status"] == "PENDING":
                    continue
                yield row


def export(database, day):
    page = 0
    while True:
        found = database.execute("SELECT * FROM purchases LIMIT 100 OFFSET ?", (page * 100,)).fetchall()
        if not found:
            log.info("octopus export of %s has %d pages", day, page)
            return
        page += 1
