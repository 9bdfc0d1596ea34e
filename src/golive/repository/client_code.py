"""Tell code that ships to browsers and phones from code that stays on a server: by where it is, and by what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from golive.repository.paths import is_test
from golive.repository.reading import Skipped

if TYPE_CHECKING:
    from golive.repository.files import Repository

SCRIPTS: Final = frozenset(("js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"))
_PAGES: Final = frozenset(("html", "htm", "xhtml", "vue", "svelte", "css"))
_PHONES: Final = frozenset(("swift", "kt", "kts", "java", "dart", "m", "mm", "plist", "xcconfig"))
SHIPPABLE: Final = SCRIPTS | _PAGES | _PHONES | {"map", "xml", "json"}
"""Types of files that can end up in a browser or on a phone."""


class Ships(Enum):
    """Where the code of a file runs."""

    CLIENT = "client"
    SERVER = "server"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a file goes, and for client code the reason, which completes `code that ships to …`."""

    ships: Ships
    reason: str = ""


SERVER: Final = Destination(Ships.SERVER)
UNTOLD: Final = Destination(Ships.UNTOLD)

COUNTED: Final = SCRIPTS | _PAGES | {"swift", "kt", "dart"}
"""Those that mostly do."""

_NO_CODE: Final = frozenset(
    ("yaml", "yml", "toml", "md", "mdx", "rst", "adoc", "env", "sh", "lock", "tf", "dockerfile")
)

_SERVER_PATH: Final = re.compile(
    r"(?:^|/)(?:pages/api|netlify|(?:supabase/)?functions|lambdas?|server|servers|backend|workers?)/"
    r"|^api/|(?:^|/)app/(?:.*/)?(?:route|robots|sitemap)\.[cm]?[jt]sx?$|(?:^|/)(?:middleware|proxy|instrumentation)\.[jt]s$"
    r"|\.server\.[cm]?[jt]sx?$|(?:^|/)\+(?:server|hooks\.server)\.[jt]s$|(?:^|/)hooks\.server\.[jt]s$"
    r"|(?:^|/)(?:next|nuxt|vite|webpack|svelte|astro|gatsby|tailwind|postcss|babel|jest|eslint|rollup|metro|vue)"
    r"[.-](?:config|node)\.[cm]?[jt]s$|(?:^|/)gatsby-(?:node|config|ssr)\.[jt]s$"
)
"""Routes, functions and build scripts: by the conventions of Next.js, Nuxt, SvelteKit, Remix, Netlify and Vercel."""

_SERVER_CODE: Final = re.compile(
    rb"""^[^\S\n]*["']use server["']|["']server-only["']"""
    rb"""|(?:from|require\(|import)\s*["'](?:express|fastify|koa|hapi|@hapi/hapi|@nestjs/[\w-]+|hono|next/server|next/headers"""
    rb"""|react-dom/server|@vue/server-renderer|vue/server-renderer|puppeteer(?:-core)?|playwright|@playwright/test|jsdom"""
    rb"""|(?:node:)?(?:fs|http|https|net|child_process|crypto|process|os|path|cluster|worker_threads)(?:/promises)?)["']"""
    rb"""|export\s+(?:async\s+)?(?:function|const)\s+(?:getServerSideProps|getStaticProps|getStaticPaths)\b""",
    re.MULTILINE,
)
# Possessive: a comment that could also end at the end of a later one takes forever where there are many of them.
_USE_CLIENT: Final = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?(?>\s++|//[^\n]*+\n|/\*(?>.*?\*/))*+["']use client["']""", re.DOTALL
)
_BROWSER_LIBRARY: Final = re.compile(
    rb"""(?:from|require\(|import)\s*["'](react-dom(?:/client)?|vue|svelte|svelte/\w+|@angular/[\w-]+(?:/[\w-]+)*|preact"""
    rb"""|solid-js/web|lit|jquery|alpinejs|vue-router|react-router-dom|@ionic/[\w-]+)["']"""
)
_PHONE_LIBRARY: Final = re.compile(
    rb"""(?:from|require\(|import)\s*["'](react-native|expo|expo-[\w-]+|@react-native/[\w-]+|@react-navigation/[\w-]+"""
    rb"""|@capacitor/[\w-]+|@nativescript/[\w-]+)["']"""
)
_BROWSER_CALL: Final = re.compile(
    rb"\b(document\.(?:getElementById|querySelector(?:All)?|addEventListener|createElement|cookie|body)\b"
    rb"|window\.(?:addEventListener|location|localStorage|onload|fetch)\b)"
)
_SWIFT_UI: Final = re.compile(rb"^[^\S\n]*import\s+(UIKit|SwiftUI|WatchKit|AppKit|WidgetKit)\b", re.MULTILINE)
_ANDROID_UI: Final = re.compile(rb"^[^\S\n]*import\s+(androidx?\.[\w.]+)", re.MULTILINE)
_FLUTTER: Final = re.compile(rb"""^[^\S\n]*import\s+["'](package:flutter/[\w./]+)["']""", re.MULTILINE)

_FRONT_END: Final = frozenset(
    [
        *("react-dom", "vue", "svelte", "@angular/core", "preact", "solid-js", "lit", "react-scripts", "jquery"),
        *("next", "@vue/cli-service", "vite", "react-native", "expo", "nuxt", "gatsby", "astro", "@sveltejs/kit"),
        *("@remix-run/react", "@ionic/core", "@capacitor/core", "parcel", "webpack", "esbuild", "rollup", "electron"),
    ]
)
_SINGLE_PAGE: Final = frozenset(("react-scripts", "@vue/cli-service", "@angular/core"))
"""Build tools that put all of `src` into a bundle, and know no server."""
_ON_PHONES: Final = frozenset(("react-native", "expo"))


@dataclass(slots=True)
class ClientCode:
    """
    Tells where the files of a repository run. `declared` are the profile's paths of client code.

    Nothing is certain from a type of file alone: JavaScript runs on servers, Kotlin and Swift as well.
    """

    repository: Repository
    declared: Iterable[str] = ()
    _packages: dict[str, frozenset[str]] = field(default_factory=dict)
    _names: frozenset[str] = frozenset()
    _phones: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = self.repository.files
        self._names = frozenset(names)
        self._phones = dict(_phone_projects(names))

    def destination(self, name: str, data: bytes) -> Destination:
        """Return where a file of the repository runs."""
        suffix = suffix_of(name)
        if is_test(name) or _SERVER_PATH.search(name) or (suffix in SCRIPTS and _SERVER_CODE.search(data)):
            return SERVER
        folder = next((each for each in self.declared if is_below(name, each)), None)
        if folder is not None:
            # Settings and texts lie beside code, and are no part of it.
            return SERVER if _is_no_code(name, suffix) else Destination(Ships.CLIENT, "clients, as the profile says")
        if suffix not in SHIPPABLE:
            return SERVER
        reason = self._reason(name, suffix, data)
        if reason:
            return Destination(Ships.CLIENT, reason)
        return UNTOLD if self._could_ship(name, suffix) else SERVER

    def _reason(self, name: str, suffix: str, data: bytes) -> str:
        if suffix in SCRIPTS:
            return self._script(name, data)
        if suffix in _PAGES:
            return "browsers, as every such file does"
        if suffix in _PHONES | {"xml", "json"}:
            return self._phone(name, suffix, data)
        return ""

    def _script(self, name: str, data: bytes) -> str:
        if _USE_CLIENT.match(data):
            return 'browsers, it says "use client"'
        if match := _PHONE_LIBRARY.search(data):
            return f"phones, it imports {match[1].decode('latin-1')}"
        if match := _BROWSER_LIBRARY.search(data):
            return f"browsers, it imports {match[1].decode('latin-1')}"
        if match := _BROWSER_CALL.search(data):
            return f"browsers, it uses {match[1].decode('latin-1')}"
        if re.search(r"(?:^|/)src/environments/environment(?:\.[\w-]+)?\.ts$", name):
            return "browsers, as every environment of an Angular application does"
        folder, needs = self._package(name)
        inner = name.removeprefix(folder)
        if needs & _ON_PHONES and not needs & {"express", "fastify"}:
            return "phones, its package depends on React Native"
        single = needs & _SINGLE_PAGE
        if single and inner.startswith(("src/", "public/")):
            return f"browsers, its package is built by {min(single)}"
        return ""

    def _phone(self, name: str, suffix: str, data: bytes) -> str:
        for pattern, suffixes in ((_SWIFT_UI, ("swift",)), (_ANDROID_UI, ("kt", "java")), (_FLUTTER, ("dart",))):
            if suffix in suffixes and (match := pattern.search(data)):
                return f"phones, it imports {match[1].decode('latin-1')}"
        project = next((way for folder, way in self._phones.items() if name.startswith(folder)), "")
        belongs = {
            "Android": ("kt", "kts", "java", "xml", "json"),
            "iOS": ("swift", "m", "mm", "plist", "xcconfig", "json"),
            "Flutter": ("dart", "json"),
        }
        return f"phones, it belongs to an {project} application" if suffix in belongs.get(project, ()) else ""

    def _could_ship(self, name: str, suffix: str) -> bool:
        """Whether nothing tells that this stays on a server."""
        if suffix not in SCRIPTS:
            return False
        folder, needs = self._package(name)
        return f"{folder}package.json" not in self._names or bool(needs & _FRONT_END)

    def _package(self, name: str) -> tuple[str, frozenset[str]]:
        """Return the folder of the nearest package.json above, and what it depends on."""
        folder = name
        while folder:
            folder = folder.rstrip("/").rpartition("/")[0]
            folder += "/" if folder else ""
            if f"{folder}package.json" in self._names:
                if folder not in self._packages:
                    self._packages[folder] = _dependencies(self.repository.read(f"{folder}package.json"))
                return folder, self._packages[folder]
        return "", frozenset()


def suffix_of(name: str) -> str:
    """Return the type of a file by its name, in lower case, without the full stop."""
    return name.rpartition("/")[2].rpartition(".")[2].lower()


def is_below(name: str, declared: str) -> bool:
    """Whether a file is at or below a path of the profile."""
    clean = declared.removeprefix("./").strip("/")
    return clean in {"", ".", name} or name.startswith(f"{clean}/")


def _is_no_code(name: str, suffix: str) -> bool:
    return suffix in _NO_CODE or name.rpartition("/")[2].startswith((".", "Dockerfile"))


def _dependencies(content: bytes | Skipped) -> frozenset[str]:
    if isinstance(content, Skipped):
        return frozenset()
    try:
        package = json.loads(content)
    except (ValueError, RecursionError):
        return frozenset()
    sections = [package.get(key) for key in ("dependencies", "devDependencies")] if isinstance(package, dict) else []
    return frozenset(name for section in sections if isinstance(section, dict) for name in section)


def _phone_projects(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield the folders of applications for phones, and for which."""
    for name in names:
        folder, _, file = name.rpartition("/")
        folder += "/" if folder else ""
        if file == "AndroidManifest.xml":
            yield re.sub(r"src/[^/]+/$", "", folder) or folder, "Android"
        elif file == "Info.plist" or (file == "project.pbxproj" and ".xcodeproj/" in folder):
            yield re.sub(r"[^/]+\.xcodeproj/$", "", folder), "iOS"
        elif file == "pubspec.yaml":
            yield folder, "Flutter"
