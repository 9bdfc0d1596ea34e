"""Rules of the SARIF report."""

from __future__ import annotations

from dataclasses import replace
from email.message import Message
from importlib import metadata

import pytest

from golive.registry import built_in
from golive.reporters import sarif_rules
from golive.reporters.issues import issues_of
from golive.reporters.sarif_rules import LONGEST_TITLE, documentation, rules_of
from golive.result import Status
from support import reports


def rules(report):
    return {rule["id"]: rule for rule in rules_of(report, issues_of(report))}


def report_of(*results):
    return reports.report_of(results, replace(reports.CHECKLIST, sections=()))


def package(*addresses):
    told = Message()
    for address in addresses:
        told["Project-URL"] = address
    return lambda _name: told


def test_a_built_in_check_brings_its_guide_and_remedy():
    check = built_in().check("code.secrets")
    rule = rules(reports.every_status())["code.secrets"]
    assert " ".join(check.guide.split())[:100] in rule["fullDescription"]["text"]
    assert rule["help"]["markdown"].startswith(f"**{check.title}.**\n\n")
    assert "golive explain code.secrets" in rule["help"]["text"]
    assert rule["properties"]["tags"] == ["go-live", "code"]


def test_what_comes_with_a_report_is_plain_text_even_under_the_name_of_a_check_of_ours():
    found = reports.result("code.secrets", Status.PASS, origin="golive-acme", remedy="[x](javascript:y)")
    foreign = replace(found, title="")
    rule = rules(report_of(foreign))["code.secrets"]
    assert "markdown" not in rule["help"]
    assert rule["help"]["text"] == "code.secrets. What to do: [x] (javascript:y)."
    assert rule["properties"]["origin"] == "golive-acme"
    assert "helpUri" not in rule


def test_lines_and_waivers_that_something_is_said_about_are_rules():
    found = rules(reports.every_status())
    assert found["launch.monitoring"]["shortDescription"]["text"] == "Failures are monitored and page somebody"
    assert "golive records prune" in found["records.waiver"]["help"]["text"]
    assert "cutover.balance" not in found


def test_proofs_that_are_not_built_are_no_rules():
    assert not {"traffic.backoff", "code.pagination"} & set(rules(reports.every_status()))


def test_long_titles_are_cut():
    long = replace(reports.result("code.one", Status.PASS), title="w" * 5_000)
    assert len(rules(report_of(long))["code.one"]["shortDescription"]["text"]) == LONGEST_TITLE


def test_the_page_of_a_check_is_named_where_the_documentation_has_an_address(monkeypatch):
    monkeypatch.setattr(metadata, "metadata", package("Source, https://x", "Documentation, https://golive.example/"))
    assert documentation() == "https://golive.example"
    found = rules(reports.every_status())
    assert found["code.secrets"]["helpUri"] == "https://golive.example/checks/code.secrets/"
    assert "helpUri" not in found["launch.monitoring"]


@pytest.mark.parametrize("addresses", [(), ("Source, https://x",)])
def test_without_an_address_no_page_is_named(monkeypatch, addresses):
    monkeypatch.setattr(metadata, "metadata", package(*addresses))
    assert documentation() is None


def test_golive_that_is_not_installed_names_no_page(monkeypatch):
    monkeypatch.setattr(sarif_rules, "PACKAGE", "golive-that-nobody-installed")
    assert documentation() is None
