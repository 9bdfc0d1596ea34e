"""Tell a remark in a configuration file from a setting."""

from __future__ import annotations

from typing import Final

_HASH: Final = (b"#",)
_MARKERS: Final[dict[str, tuple[bytes, ...]]] = {
    "json": (),
    "xml": (),
    "plist": (),
    "config": (),
    "jsonc": (b"//",),
    "json5": (b"//",),
    "tf": (b"#", b"//"),
    "tfvars": (b"#", b"//"),
    "hcl": (b"#", b"//"),
    "ini": (b"#", b";"),
    "cfg": (b"#", b";"),
    "conf": (b"#", b";"),
    "cnf": (b"#", b";"),
    "properties": (b"#", b"!"),
    **dict.fromkeys(("js", "mjs", "cjs", "ts", "mts", "cts"), (b"//",)),
    "php": (b"#", b"//"),
}
_BLOCKS: Final[dict[str, tuple[bytes, bytes]]] = {
    **dict.fromkeys(("xml", "plist", "config"), (b"<!--", b"-->")),
    **dict.fromkeys(
        ("jsonc", "json5", "tf", "tfvars", "hcl", "js", "mjs", "cjs", "ts", "mts", "cts", "php"), (b"/*", b"*/")
    ),
}
_LONGEST_LINE: Final = 65_536
"""Bytes before a position that are looked at. A longer line was not written by hand, and holds no remarks."""


def in_comment(name: str, data: bytes, at: int) -> bool:
    """Whether a position lies in a comment, by the syntax of the file's type."""
    kind = name.rpartition("/")[2].rpartition(".")[2].lower()
    if kind in _BLOCKS:
        opening, closing = _BLOCKS[kind]
        if data.rfind(opening, 0, at) > data.rfind(closing, 0, at):
            return True
    start = max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at)) + 1
    if at - start > _LONGEST_LINE:
        return False
    return _opens_comment(data[start:at], _MARKERS.get(kind, _HASH))


def _opens_comment(line: bytes, markers: tuple[bytes, ...]) -> bool:
    """Whether a comment begins in this start of a line: at its beginning or after white space, outside of quotes."""
    quote = b""
    before = b" "
    for index in range(len(line)):
        byte = line[index : index + 1]
        if quote:
            if byte == quote and before != b"\\":
                quote = b""
        elif byte in {b'"', b"'"} and not before.isalnum():
            quote = byte
        elif before in {b" ", b"\t"} and line.startswith(markers, index):
            return True
        before = byte
    return False
