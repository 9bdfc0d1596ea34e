"""A merchant's webhook receiver on Django, settings and all."""

import json
import os

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from merchant import DEFECT, PATH, announce, receive

settings.configure(
    ALLOWED_HOSTS=["*"],
    DEBUG=False,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="made up",
)


@require_POST
def webhooks(request):
    """Answer a delivery."""
    raw = json.dumps(json.loads(request.body)).encode() if DEFECT == "body-reserialised" else request.body
    status, answer = receive(request.headers.get, raw)
    return JsonResponse(answer, status=status)


route = PATH.removeprefix("/") + ("/" if DEFECT == "moved-elsewhere" else "")
urlpatterns = [path(route, webhooks if DEFECT == "no-csrf-exemption" else csrf_exempt(webhooks))]

if __name__ == "__main__":
    server = ThreadedWSGIServer(("127.0.0.1", int(os.environ.get("PORT", "0"))), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    announce(server.server_port)
    server.serve_forever()
