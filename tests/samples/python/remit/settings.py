"""Everything that differs between the environments comes from the environment."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    base_url: str
    api_key: str
    webhook_secret: str

    def __repr__(self) -> str:
        return f"Settings(base_url={self.base_url!r})"


def load() -> Settings:
    return Settings(
        base_url=os.environ["ANTON_BASE_URL"],
        api_key=os.environ["ANTON_API_KEY"],
        webhook_secret=os.environ["ANTON_WEBHOOK_SECRET"],
    )
