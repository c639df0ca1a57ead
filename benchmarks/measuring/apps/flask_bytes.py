"""Flask answering with prebuilt bytes, on the server that comes with it."""

import logging
import sys

from bodies import FULL, PAGE
from flask import Flask, Response

app = Flask(__name__)


@app.get("/v1/assistants")
def page() -> Response:
    """Answer with the page."""
    return Response(PAGE, mimetype="application/json")


@app.get("/full")
def full() -> Response:
    """Answer with the page of full objects."""
    return Response(FULL, mimetype="application/json")


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app.run("127.0.0.1", int(sys.argv[1]))
