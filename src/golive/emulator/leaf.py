"""Which certificate a played host shows."""

from __future__ import annotations

from enum import StrEnum


class Leaf(StrEnum):
    """Which certificate a server shows."""

    SOUND = "sound"
    EXPIRED = "expired"
    SELF_SIGNED = "self-signed"
    WRONG_NAME = "wrong-name"
