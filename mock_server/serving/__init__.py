"""The HTTP/1.1 server under `freddy-mock`, on the standard library's event loop."""

from mock_server.serving.server import Server, address, listen, serve

__all__ = ["Server", "address", "listen", "serve"]
