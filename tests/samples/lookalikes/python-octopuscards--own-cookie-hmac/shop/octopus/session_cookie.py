# HMAC of the shop's own cookie, compared as hex with ==: it has nothing to do with the provider's webhook.
import hashlib
import hmac
import logging
import os

log = logging.getLogger("shop.octopus.cookie")


def sign(user: str) -> str:
    return hmac.new(os.environ["COOKIE_SECRET"].encode(), user.encode(), hashlib.sha1).hexdigest()


def user_of(cookie: str) -> str | None:
    user, _, mac = cookie.partition(".")
    if mac == sign(user):
        log.info("session of %s with a signature of %d characters", user, len(mac))
        return user
    return None
