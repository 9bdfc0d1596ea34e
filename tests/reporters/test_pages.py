"""Addresses that a page of ours may link to."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from golive.registry import built_in, load_checklist, provider_ids
from golive.reporters import pages
from golive.reporters.pages import checklist_page, label_of, pages_of
from golive.result import Status
from support import reports

HOSTS = {"docs.antonpayments.com", "help.antonpayments.com", "octopus-docs.pages.dev"}


@pytest.mark.parametrize("provider_id", provider_ids())
def test_the_checklists_own_page_is_a_link_and_no_other_is(provider_id):
    source = load_checklist(provider_id).source
    assert checklist_page(provider_id, source) == source
    for other in ("https://evil.example/", f"{source}/", "javascript:alert(1)", "", source.replace("https", "http")):
        assert checklist_page(provider_id, other) is None
    assert checklist_page("nobody", source) is None


def test_every_link_goes_to_a_host_that_is_known():
    for provider_id in provider_ids():
        for check in built_in().checks:
            for page in pages_of(reports.result(check.id, Status.FAIL), provider_id):
                assert urlsplit(page).scheme == "https"
                assert urlsplit(page).hostname in HOSTS
                assert not set(page) & set(" <>()[]\"'\\`|")


def test_a_check_links_to_the_pages_of_the_provider_that_is_judged():
    found = reports.result("settings.base-url", Status.FAIL)
    for provider_id, host in (("anton", "antonpayments.com"), ("octopuscards", "pages.dev")):
        hosts = [urlsplit(page).hostname for page in pages_of(found, provider_id)]
        assert hosts
        assert all(name.endswith(host) for name in hosts)


def test_a_check_of_another_package_has_no_pages_even_under_a_name_of_ours():
    found = reports.result("settings.base-url", Status.FAIL)
    assert pages_of(replace(found, origin="golive-evil"), "anton") == ()
    assert pages_of(found, "nobody") == ()
    assert pages_of(reports.result("acme.approvals", Status.FAIL), "anton") == ()


@pytest.mark.parametrize(
    "page",
    ["http://docs.example.com/a", "javascript:alert(1)", "https://docs.example.com/a) [x](y", "https://exämple.com/"],
)
def test_an_address_that_could_be_more_than_an_address_is_no_link(page):
    assert not pages._is_sound(page)


def test_a_page_is_called_after_the_end_of_its_path():
    assert label_of("https://help.example.com/en/articles/14127305-going-live-checklist") == "going-live-checklist"
    assert label_of("https://docs.example.com/api/errors/") == "errors"
    assert label_of("https://docs.example.com/") == "docs.example.com"
    assert label_of("https://docs.example.com/2026") == "2026"
