import hashlib
import hmac
import json
import os
import time

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from .models import Reward
from .tasks import finish


@method_decorator(csrf_exempt, name="dispatch")
class OctopusHook(View):
    http_method_names = ["post"]

    def post(self, request):
        if not self.authentic(request):
            return HttpResponse(status=401)
        event = json.loads(request.body)
        if not cache.add(f"octopus-event:{event['id']}", True, timeout=30 * 86400):
            return HttpResponse(status=200)
        if event["type"].startswith("order."):
            reward = Reward.objects.get(order_id=event["data"]["id"])
            finish(reward, event["data"]["status"])
        return HttpResponse(status=200)

    def authentic(self, request):
        try:
            sent = int(request.headers["X-Timestamp"])
        except (KeyError, ValueError):
            return False
        if abs(time.time() - sent) > 5 * 60:
            return False
        expected = hmac.new(
            os.environ["OCTOPUS_WEBHOOK_SECRET"].encode(), msg=request.body, digestmod=hashlib.sha256
        ).hexdigest()
        return hmac.compare_digest(expected, request.headers.get("X-Signature", ""))
