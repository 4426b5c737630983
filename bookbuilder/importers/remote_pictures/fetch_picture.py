"""Fetches one picture by HTTP: from public addresses alone, within limits, whatever the server does."""

from __future__ import annotations

import socket  # noqa: TID251 # the process of `fetch_process` alone runs this, for a user who has asked for it
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse  # noqa: TID251 # as above
from threading import Thread, Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from bookbuilder.importers.remote_pictures.fetch_limits import LIMITS, LONGEST, FetchLimits, port_allowed
from bookbuilder.importers.remote_pictures.public_address import is_public

_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 1 << 16
_KINDS = ("image/", "application/octet-stream", "binary/octet-stream")
"""What a server says that it sends. What it has sent is looked at by the confined process that asked."""
_HEADERS = {
    "User-Agent": "bookbuilder",
    "Accept": "image/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class NotFetchedError(Exception):
    """A picture was not fetched; the message is the reason in a few words."""


@dataclass(frozen=True, slots=True)
class Network:
    """The network: `resolve` returns the addresses of a host and port, `connect` a connection to one of them."""

    resolve: Callable[[str, int], Sequence[str]]
    connect: Callable[[str, int, float], socket.socket]


def fetch_picture(address: str, network: Network, limits: FetchLimits = LIMITS) -> bytes:
    """Return the bytes of a picture at an address. Raises `NotFetchedError`.

    A host is resolved once for each request, and the connection made to an address that was looked at: an answer that
    changes afterwards changes nothing.
    """
    deadline = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        found = _request(address, network, limits, deadline)
        if isinstance(found, bytes):
            return found
        address = found
    raise NotFetchedError(f"it leads on more than {limits.redirects} times")


def _request(address: str, network: Network, limits: FetchLimits, deadline: float) -> bytes | str:
    """Return the bytes at an address, or the address to which it leads on."""
    parts, host, port = _parsed(address)
    ip = _public(host, port, network, deadline)
    try:
        connection = network.connect(ip, port, _left(deadline))
    except (OSError, ValueError) as error:
        raise NotFetchedError(f"there is no connection to {host}") from error
    if parts.scheme == "https":
        try:
            connection = ssl.create_default_context().wrap_socket(
                connection, server_hostname=host, do_handshake_on_connect=False
            )
        except (OSError, ValueError) as error:
            connection.close()
            raise NotFetchedError(f"there is no connection to {host}") from error
    # A server that sends a byte now and then would keep a reading thread for ever; closing wakes it.
    timer = Timer(_left(deadline), _shut, [connection])
    timer.daemon = True
    timer.start()
    try:
        if isinstance(connection, ssl.SSLSocket):
            connection.do_handshake()
        return _answer(connection, parts, host, port, address, limits, deadline)
    except NotFetchedError:
        raise
    except (OSError, HTTPException, ValueError) as error:
        _left(deadline)  # the reason is the time, if it is over
        raise NotFetchedError(
            f"the server does not answer as one of the web ({type(error).__name__})"
        ) from error
    finally:
        timer.cancel()
        connection.close()


def _answer(
    connection: socket.socket, parts: SplitResult, host: str, port: int, address: str, limits: FetchLimits, deadline: float
) -> bytes | str:  # fmt: skip
    client = HTTPConnection(host, port)
    client.sock = connection
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    )
    client.request("GET", path, headers=_HEADERS)
    with client.getresponse() as response:  # it has a copy of the connection, which is closed with it
        if response.status in _REDIRECTS:
            target = response.headers.get("Location", "")
            if not target:
                raise NotFetchedError("it leads on to nowhere")
            return urljoin(address, target)
        return _body(response, limits, deadline)


def _body(response: HTTPResponse, limits: FetchLimits, deadline: float) -> bytes:
    if response.status != 200:
        raise NotFetchedError(f"the server says {response.status}")
    kind = response.headers.get_content_type()
    if "Content-Type" in response.headers and not kind.startswith(_KINDS):
        raise NotFetchedError(f"it is no picture, but {kind}"[:100])
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise NotFetchedError("it is packed in a way that was not asked for")
    if response.length is not None and response.length > limits.each:
        raise NotFetchedError(f"it is larger than {limits.each:,} bytes")
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        data += chunk
        _left(deadline)
        if len(data) > limits.each:
            raise NotFetchedError(f"it is larger than {limits.each:,} bytes")
    _left(deadline)
    if response.length:
        raise NotFetchedError("it ends too early")
    return bytes(data)


def _parsed(address: str) -> tuple[SplitResult, str, int]:
    """Return an address in parts, its host in ASCII, and its port. Raises `NotFetchedError`."""
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise NotFetchedError("it is no address of the web") from None
    if parts.scheme not in ("https", "http"):
        raise NotFetchedError(f"it begins with {parts.scheme[:20]}:, not with https: or http:")
    if not host or len(address) > LONGEST or any(ord(sign) < 33 for sign in address):
        raise NotFetchedError("it is no address of the web")
    if parts.username is not None or parts.password is not None:
        raise NotFetchedError("it holds a name or a password")
    if not port_allowed(port):
        raise NotFetchedError(f"nothing is fetched from port {port}")
    return parts, host, port


def _public(host: str, port: int, network: Network, deadline: float) -> str:
    """Return an address of a host, all of which are public. Raises `NotFetchedError`."""
    found: list[Sequence[str]] = []

    def resolve() -> None:
        try:
            found.append(network.resolve(host, port))
        except (OSError, UnicodeError, ValueError):
            found.append(())

    thread = Thread(target=resolve, daemon=True)  # a resolver knows no time limit
    thread.start()
    thread.join(_left(deadline))
    _left(deadline)
    if not found or not found[0]:
        raise NotFetchedError(f"there is no host {host[:100]}")
    if not all(map(is_public, found[0])):
        raise NotFetchedError("it leads to this machine or a private network")
    return found[0][0]


def _left(deadline: float) -> float:
    """Return the seconds that are left. Raises `NotFetchedError` if none are."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise NotFetchedError("it takes too long")
    return left


def _shut(connection: socket.socket) -> None:
    try:
        socket.socket.shutdown(connection, socket.SHUT_RDWR)  # of the system, under whatever TLS is doing
    except OSError:
        connection.close()  # it is closed already


def _resolved(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _connected(ip: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((ip, port), timeout=seconds)


INTERNET = Network(_resolved, _connected)
