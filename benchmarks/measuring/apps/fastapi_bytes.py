"""FastAPI answering with prebuilt bytes: no models, no parameters."""

from bodies import FULL, PAGE
from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/v1/assistants")
async def page() -> Response:
    """Answer with the page."""
    return Response(PAGE, media_type="application/json")


@app.get("/full")
async def full() -> Response:
    """Answer with the page of full objects."""
    return Response(FULL, media_type="application/json")
