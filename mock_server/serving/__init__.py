"""The HTTP/1.1 server under `freddy-mock`, on the standard library's event loop."""

from mock_server.serving.server import Server, listen, serve

__all__ = ["Server", "listen", "serve"]
