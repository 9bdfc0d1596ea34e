"""Golden files with the extension of what they hold."""

from __future__ import annotations

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode


class TextFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


class AnsiFile(TextFile):
    """Text with terminal colours; `cat` shows it."""

    file_extension = "ansi"


class JsonFile(TextFile):
    file_extension = "json"


class HtmlFile(TextFile):
    file_extension = "html"
