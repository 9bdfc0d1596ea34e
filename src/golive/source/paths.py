"""Which source files are the merchant's own, by their paths."""

from __future__ import annotations

from typing import Final

_OTHERS: Final = frozenset(
    """vendor vendors third_party third-party node_modules bower_components site-packages dist build out target
    example examples sample samples docs doc documentation demo demos generated gen __generated__ .next .nuxt
    fixtures fixture mocks mock stubs stub benchmarks benchmark bench packages-lock""".split()
)
_OTHER_FILES: Final = (".min.js", ".d.ts", ".bundle.js", ".pb.go", "_pb2.py", ".g.cs", ".designer.cs", ".generated.ts")

_PACKAGES: Final = ("java", "kotlin")
"""Folders whose folders are names of packages, such as `com/example/demo`, which many programs are called."""


def is_ours(name: str) -> bool:
    """Whether a file belongs to the program: no example, no vendored or generated code, by its path."""
    *folders, file = name.lower().split("/")
    for root in _PACKAGES:
        if root in folders:
            folders = folders[: folders.index(root)]
    return not (any(folder in _OTHERS for folder in folders) or file.endswith(_OTHER_FILES))
