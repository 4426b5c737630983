"""A small server that speaks as much of S3 as a shared cache needs, with faults on demand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep

Fault = Callable[["Store", str, str], str]
"""Says what goes wrong with a request, by its method and path: a name of `FAULTS`, or nothing."""
FAULTS = ("500", "403", "full", "slow", "closed", "truncated", "cut", "swapped", "flipped")


class Store:
    """The objects of a bucket by their paths, and the requests for them."""

    def __init__(self, fault: Fault) -> None:
        self.objects: dict[str, bytes] = {}
        self.fault = fault
        self.requests: list[tuple[str, str]] = []
        self.address = ""
        self.lock = threading.Lock()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def store(self) -> Store:
        assert isinstance(self.server, _Server)
        return self.server.store

    def log_message(self, *arguments: object) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        """Send an object."""
        fault = self._begun()
        with self.store.lock:
            data = self.store.objects.get(self.path)
            others = [one for path, one in sorted(self.store.objects.items()) if path != self.path]
        if fault is None:
            return
        if data is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        if fault == "truncated":
            data = data[: len(data) // 2]
        elif fault == "swapped" and others:
            data = others[len(self.path) % len(others)]
        elif fault == "flipped":
            place = len(self.path) * 7 % len(data)
            data = data[:place] + bytes([data[place] ^ 8]) + data[place + 1 :]
        if fault == "cut":  # it says more than it sends
            self.send_response(200)
            self._headers(len(data))
            self.wfile.write(data[: len(data) // 2])
            self.close_connection = True
            return
        self._answer(200, data)

    def do_PUT(self) -> None:
        """Store an object, unless there is one and the request says that it must not be replaced."""
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self._begun() is None:
            return
        with self.store.lock:
            exists = self.path in self.store.objects
            if not (exists and self.headers.get("If-None-Match") == "*"):
                self.store.objects[self.path] = data
                exists = False
        self._answer(412 if exists else 200, b"")

    def _begun(self) -> str | None:
        """Note a request, and return its fault; None if it has been answered."""
        self.store.requests.append((self.command, self.path))
        fault = self.store.fault(self.store, self.command, self.path)
        if fault in ("500", "403"):
            self._answer(int(fault), b"<Error/>")
            return None
        if fault == "full" and self.command == "PUT":
            self._answer(507, b"<Error><Code>InsufficientStorage</Code></Error>")
            return None
        if fault == "slow":
            sleep(3)
        if fault == "closed":
            self.close_connection = True
            self.connection.close()
            return None
        return fault

    def _answer(self, status: int, data: bytes) -> None:
        try:
            self.send_response(status)
            self._headers(len(data))
            self.wfile.write(data)
        except OSError:  # it was too slow: nobody waits any more
            self.close_connection = True

    def _headers(self, length: int) -> None:
        self.send_header("Content-Length", str(length))
        self.send_header("ETag", '"1"')
        self.send_header("Last-Modified", "Mon, 24 Jan 2022 00:00:00 GMT")
        self.end_headers()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, store: Store) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.store = store

    def handle_error(self, request: object, address: object) -> None:
        """Print nothing: a client that ends in the middle of a request is what is tested."""


@contextmanager
def running(fault: Fault = lambda *_: "") -> Iterator[Store]:
    """Run a store on the loopback."""
    store = Store(fault)
    server = _Server(store)
    store.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
