"""A server on this machine, for a browser that loads no fonts and modules from plain files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


class Quiet(SimpleHTTPRequestHandler):
    """Gives the files of a folder without a word."""

    def log_message(self, *said: object, **named: object) -> None:
        """Say nothing."""


@contextmanager
def served(handler: type[Quiet], folder: Path) -> Iterator[str]:
    """Serve a folder for a while, and give the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: handler(*given, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
