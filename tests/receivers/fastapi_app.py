"""A merchant's webhook receiver on FastAPI."""

import json
import os
import socket

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from merchant import DEFECT, PATH, announce, genuine, receive

app = FastAPI()


async def is_genuine(header, raw):
    """Tell whether a delivery comes from the provider, and now."""
    return genuine(header, raw)


@app.post(PATH + "/" if DEFECT == "moved-elsewhere" else PATH)
async def webhooks(request: Request):
    """Answer a delivery."""
    raw = await request.body()
    if DEFECT == "body-reserialised":
        raw = json.dumps(await request.json(), separators=(",", ":")).encode()
    check = is_genuine(request.headers.get, raw)
    verified = bool(check) if DEFECT == "not-awaited" else await check
    status, answer = receive(request.headers.get, raw, verified=verified)
    return JSONResponse(answer, status)


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", int(os.environ.get("PORT", "0"))))
    config = uvicorn.Config(
        app,
        log_level="warning",
        ssl_certfile=os.environ.get("TLS_CERTIFICATE"),
        ssl_keyfile=os.environ.get("TLS_KEY"),
    )
    announce(listener.getsockname()[1])
    uvicorn.Server(config).run(sockets=[listener])
