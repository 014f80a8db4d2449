"""Serves the metrics of a process over HTTP, from threads, so that a busy loop is still seen."""

import socket
import threading
from socketserver import TCPServer
from typing import Final
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.exposition import ThreadingWSGIServer

from shared.addresses import split_address

_REQUEST_SECONDS: Final = 10.0
"""A client that is slower than this is hung up on."""

_POLL_SECONDS: Final = 0.2
"""How long ``close`` may take to be noticed."""


class MetricsServer:
    """Answers ``GET /metrics`` from its making until ``close``.

    Args:
        registry: what is told.
        listen: ``host:port`` or ``[v6]:port``; port 0 takes a free one.

    Raises OSError when it cannot listen there.
    """

    def __init__(self, registry: CollectorRegistry, listen: str) -> None:
        host, port = split_address(listen)
        kind = _V6Server if ":" in host else _Server
        self._http = make_server(
            host, port, make_wsgi_app(registry), server_class=kind, handler_class=_Handler
        )
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(_POLL_SECONDS,), name="metrics", daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._http.server_port)

    def close(self) -> None:
        """Stop listening; an answer under way is finished by its own thread."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Server(ThreadingWSGIServer):
    block_on_close = False

    def server_bind(self) -> None:
        """Bind without looking up the name of this host, which can take seconds."""
        TCPServer.server_bind(self)
        host, port = self.server_address[:2]
        self.server_name, self.server_port = str(host), int(port)
        self.setup_environ()


class _V6Server(_Server):
    address_family = socket.AF_INET6


class _Handler(WSGIRequestHandler):
    timeout = _REQUEST_SECONDS

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as its base names it
        """Say nothing: a scrape every few seconds is no news."""
