import logging

from celery import shared_task

from .models import Reward
from .octopus import FINAL, octopus, order_voucher

log = logging.getLogger(__name__)


@shared_task
def buy(reward_id):
    reward = Reward.objects.get(pk=reward_id)
    order = order_voucher(reward)
    reward.order_id = order["id"]
    reward.save(update_fields=["order_id"])
    follow.apply_async((reward_id,), countdown=10)


@shared_task(bind=True, max_retries=30)
def follow(self, reward_id):
    reward = Reward.objects.get(pk=reward_id)
    order = octopus.call("GET", f"/api/v1/orders/{reward.order_id}")
    if order["status"] not in FINAL:
        raise self.retry(countdown=min(600, 10 * 2**self.request.retries))
    finish(reward, order["status"])


def finish(reward, status):
    if status == "DELIVERED":
        reward.deliver()
    elif status == "PARTIALLY_DELIVERED":
        reward.deliver(partly=True)
    elif status in ("FAILED", "CANCELLED"):
        reward.refund()
    elif status == "PENDING":
        reward.wait()
    else:
        log.warning("reward %s: status %s is not known", reward.pk, status)
        reward.wait()
