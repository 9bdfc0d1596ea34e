"""Which source files are the merchant's own."""

from __future__ import annotations

import pytest

from golive.source.paths import is_ours


@pytest.mark.parametrize(
    "name", ["a.py", "src/pay.ts", "app/services/anton.rb", "internal/anton/client.go", "lib/a.js"]
)
def test_program_files_are(name):
    assert is_ours(name)


@pytest.mark.parametrize(
    "name",
    ["vendor/a.php", "a/node_modules/b.js", "Examples/a.py", "docs/a.py", "dist/a.js", "a.min.js", "a.d.ts", "a.pb.go"],
)
def test_what_others_or_tools_wrote_is_not(name):
    assert not is_ours(name)


@pytest.mark.parametrize(
    ("name", "ours"), [("src/main/java/com/example/demo/A.java", True), ("demo/kotlin/A.kt", False)]
)
def test_packages_may_be_called_example_where_folders_may_not(name: str, ours: bool) -> None:
    assert is_ours(name) is ours
