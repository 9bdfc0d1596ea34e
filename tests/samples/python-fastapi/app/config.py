from functools import lru_cache

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ANTON_")

    base_url: str = "https://api.antonpayments.com"
    api_key: SecretStr
    webhook_secret: SecretStr


@lru_cache
def get_settings() -> Settings:
    return Settings()
