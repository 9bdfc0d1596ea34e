# Another vendor's webhook in the same app as /hooks/anton: GitHub tells of deployments, with a shared token.
import json
import os

from fastapi import APIRouter, Request, Response

from remit.webhooks import verify

routes = APIRouter()
DEPLOYS: list[str] = []


@routes.post("/hooks/github")
async def deployed(request: Request) -> Response:
    if request.headers.get("X-Deploy-Token") == os.environ["DEPLOY_TOKEN"]:
        event = json.loads(await request.body())
        DEPLOYS.append(event["deployment"]["sha"])
    return Response(status_code=204)


@routes.get("/hooks/health")
async def health() -> dict[str, bool]:
    # Anton's receiver is at /hooks/anton.
    return {"verifying": callable(verify)}
