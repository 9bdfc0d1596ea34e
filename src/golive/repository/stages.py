"""Tell the stage of a setting, in a file that holds those of several: by its key, or by what it is under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.repository.detectors.names import kind_of, sections_above

if TYPE_CHECKING:
    from golive.kind import Kind

_KEY: Final = re.compile(rb"([A-Za-z_][A-Za-z0-9_.-]{0,99})[\"']?\s*(?:=>|[:=](?!/))")
_CLOSED: Final = re.compile(rb"\{[^{}]*\}|\[[^\[\]]*\]")
_TABLE: Final = re.compile(rb"^[ \t]*\[{1,2}([^\]\r\n]{1,200})\]{1,2}[ \t]*(?:[#;][^\r\n]*)?\r?$", re.MULTILINE)
_TABLES: Final = frozenset(("toml", "ini", "cfg", "conf", "cnf"))
_NAMED_ABOVE: Final = re.compile(rb"\bname:[ \t]*[\"']?([A-Za-z_][A-Za-z0-9_.-]{0,99})[\"']?[ \t]*\r?\n\Z")
_LONGEST_LINE: Final = 4096


def stage_of(suffix: str, data: bytes, at: int) -> Kind | None:
    """
    Return the stage of the setting at a position of a file of some type, None where nothing names one.

    The innermost name that names a stage counts: the setting's own key, those around it on its line, the keys that
    the line is indented under, the table that it is in.
    """
    return next((kind for name in _names(suffix, data, at) if (kind := kind_of(name)) is not None), None)


def _names(suffix: str, data: bytes, at: int) -> Iterator[str]:
    start = data.rfind(b"\n", 0, at) + 1
    if at - start > _LONGEST_LINE:
        return
    line = data[start:at]
    while (shorter := _CLOSED.sub(b"", line)) != line:
        line = shorter
    matches = list(_KEY.finditer(line))
    own = matches[-1:]
    keys = [match[1] for match in matches if match in own or line[match.end() :].lstrip()[:1] in {b"{", b"["}]
    yield from (key.decode("latin-1") for key in reversed(keys))
    if keys[-1:] == [b"value"] and (match := _NAMED_ABOVE.search(data, max(0, start - 200), start)):
        yield match[1].decode("latin-1")
    yield from (key.decode("latin-1") for key in sections_above(data, at))
    if suffix in _TABLES:
        tables = _TABLE.findall(data, 0, start)
        if tables:
            yield tables[-1].decode("latin-1")
