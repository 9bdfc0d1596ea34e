"""Chromium for tests of pages: what a page asks for, complains about, shows, and what axe-core says about it."""

from __future__ import annotations

import struct
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
SIZES = {"phone": (360, 740), "desktop": (1280, 900)}
_LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass
class Heard:
    """What happened on a page that a reader does not see."""

    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@contextmanager
def chromium():
    """Give a browser; skip where there is none. No test that runs an event loop may run meanwhile in this thread."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def opened(browser, file, *, size="desktop", **more):
    """Open a file of this machine, and give the page and what was heard of it."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, **more)
    context.add_init_script(_LISTEN)
    page, heard = context.new_page(), Heard()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: heard.console.append(message.text))
    page.on("pageerror", lambda error: heard.console.append(str(error)))
    page.on("request", lambda request: heard.requests.append(request.url))

    def dismiss(dialog):
        heard.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.goto(file.as_uri())
    yield page, heard
    context.close()


def assert_silent(page, heard):
    """Demand that a page asked for nothing but itself, broke no policy, and has nothing to say to developers."""
    assert heard.requests == [page.url.partition("#")[0]]
    assert heard.console == []
    assert heard.dialogs == []
    assert page.evaluate("window.violations") == []


def assert_accessible(page):
    """Demand that axe-core finds nothing, best practices included."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    results = axe.Axe().run(page, options={"resultTypes": ["violations"]})
    assert results.response["testEngine"]["version"].startswith("4."), results.response["testEngine"]
    assert results.violations_count == 0, results.generate_report()
    assert len(results.response["passes"]) > 20


def tones(png):
    """Return how many different bytes a picture's data holds: very few where nothing is on it."""
    assert png.startswith(_SIGNATURE)
    data, at = b"", len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    return len(set(zlib.decompress(data)))
