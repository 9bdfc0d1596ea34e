"""Kinds of environment: the one type of a profile that everything else knows."""

from enum import StrEnum


class Kind(StrEnum):
    """What an environment is for."""

    SANDBOX = "sandbox"
    PRODUCTION = "production"
