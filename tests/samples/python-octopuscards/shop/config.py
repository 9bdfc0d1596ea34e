import os


class Config:
    OCTOPUSCARDS_BASE_URL = os.environ.get("OCTOPUSCARDS_BASE_URL", "https://sandbox-api.octopuscards.io")
    OCTOPUSCARDS_API_KEY = os.environ.get("OCTOPUSCARDS_API_KEY")
    OCTOPUSCARDS_API_SECRET = os.environ.get("OCTOPUSCARDS_API_SECRET")
    OCTOPUSCARDS_WEBHOOK_SECRET = os.environ.get("OCTOPUSCARDS_WEBHOOK_SECRET")
    DATABASE_URL = os.environ.get("DATABASE_URL", "sqlite:///shop.db")
    REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost")
