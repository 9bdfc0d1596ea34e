"""Neutral trees as one line of text each, for tables of what code has to become."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.source.files import parse
from golive.source.tree import NodeKind

if TYPE_CHECKING:
    from golive.source.tree import Node

SAMPLES: Final = Path(__file__).parent.parent / "samples"
CODE: Final = frozenset({".go", ".java", ".kt", ".cs", ".js", ".ts", ".tsx", ".py", ".rb", ".php"})


def shown(node: Node) -> str:
    """Return a node as `kind operator 'name'(role=…, …)`."""
    roles = {id(part): role for role, parts in node.roles.items() for part in parts}
    head = " ".join(each for each in (node.kind.value, node.operator, repr(node.name) if node.name else "") if each)
    parts = [f"{roles[id(part)]}={shown(part)}" if id(part) in roles else shown(part) for part in node.children]
    return f"{head}({', '.join(parts)})" if parts else head


def whole(suffix: str, code: str) -> str:
    """Return what is in a file."""
    return ", ".join(shown(part) for part in parse(f"sample.{suffix}", code.encode()).root.children)


def body_of(suffix: str, code: str, name: str = "sample") -> str:
    """Return what is in the function `name` of a file."""
    root = parse(f"sample.{suffix}", code.encode()).root
    function = next(node for node in root.find(NodeKind.FUNCTION) if node.name == name)
    body = function.one("body")
    return ", ".join(shown(part) for part in body.children) if body is not None else ""


def sample_code(language: str) -> str:
    """Return all code of a sample merchant, one file after the other."""
    files = (path for path in sorted((SAMPLES / language).rglob("*")) if path.suffix in CODE)
    return "\n".join(path.read_text() for path in files)


def mutated(code: str, seed: int) -> bytes:
    """Return a part of some code with pieces cut out, doubled or moved: always the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # the same mutation for the same seed, no secret
    first = chance.randrange(max(len(code) - 3000, 0) + 1)
    data = code[first : first + 3000].encode()
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.randint(1, 60))
        match chance.randrange(3):
            case 0:
                data = data[:start] + data[end:]
            case 1:
                data = data[:end] + data[start:end] + data[end:]
            case _:
                place = chance.randrange(len(data) + 1)
                data = data[:place] + data[start:end] + data[place:]
    return data
