"""Connects to a server of the web: at public addresses alone, and until a time limit, whatever the server does."""

from __future__ import annotations

import socket  # noqa: TID251 # processes that a user has asked for run this, and they read no manuscript
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse  # noqa: TID251 # as above
from threading import Thread, Timer
from urllib.parse import SplitResult, quote, urlsplit

from bookbuilder.phrases import Phrase
from bookbuilder.public_web.public_address import is_public

REDIRECTS = (301, 302, 303, 307, 308)
"""What a server says that leads on to another address."""
LONGEST = 2_000
"""Characters of an address."""


class NotFetchedError(Exception):
    """What is at an address was not fetched; the message is the reason in a few words."""


class NotPublicError(NotFetchedError):
    """An address is none of the public web, so nobody is asked."""


class NoHostError(NotFetchedError):
    """Nobody knows the host of an address."""


@dataclass(frozen=True, slots=True)
class Network:
    """The network: `resolve` returns the addresses of a host and port, `connect` a connection to one of them."""

    resolve: Callable[[str, int], Sequence[str]]
    connect: Callable[[str, int, float], socket.socket]


def port_allowed(port: int) -> bool:
    """Whether a port is asked: those of the web, and those that no service of a system has."""
    return port in (80, 443) or 1024 <= port <= 65535


def left(deadline: float) -> float:
    """Return the seconds that are left. Raises `NotFetchedError` if none are."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise NotFetchedError("it takes too long")
    return seconds


@contextmanager
def answer_of(
    address: str, network: Network, deadline: float, headers: dict[str, str], method: str = "GET"
) -> Iterator[HTTPResponse]:
    """Give what a server answers at an address, whose body is not read yet. Raises `NotFetchedError`, also for what goes
    wrong inside.

    A host is resolved once for each request, and the connection made to an address that was looked at: an answer that
    changes afterwards changes nothing.
    """
    parts, host, port = _parsed(address)
    ip = _public(host, port, network, deadline)
    try:
        connection = network.connect(ip, port, left(deadline))
    except (OSError, ValueError) as error:
        raise NotFetchedError(Phrase("there is no connection to {host}", host=host)) from error
    if parts.scheme == "https":
        try:
            connection = ssl.create_default_context().wrap_socket(
                connection, server_hostname=host, do_handshake_on_connect=False
            )
        except (OSError, ValueError) as error:
            connection.close()
            raise NotFetchedError(Phrase("there is no connection to {host}", host=host)) from error
    # A server that sends a byte now and then would keep a reading thread for ever; closing wakes it.
    timer = Timer(left(deadline), _shut, [connection])
    timer.daemon = True
    timer.start()
    try:
        if isinstance(connection, ssl.SSLSocket):
            connection.do_handshake()
        client = HTTPConnection(host, port)
        client.sock = connection
        client.request(method, _path(parts), headers=headers)
        with client.getresponse() as response:  # it has a copy of the connection, which is closed with it
            yield response
    except NotFetchedError:
        raise
    except (OSError, HTTPException, ValueError) as error:
        left(deadline)  # the reason is the time, if it is over
        raise NotFetchedError(
            Phrase("the server does not answer as one of the web ({name})", name=type(error).__name__)
        ) from error
    finally:
        timer.cancel()
        connection.close()


def _path(parts: SplitResult) -> str:
    return quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    )


def _parsed(address: str) -> tuple[SplitResult, str, int]:
    """Return an address in parts, its host in ASCII, and its port. Raises `NotFetchedError`."""
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise NotPublicError("it is no address of the web") from None
    if parts.scheme not in ("https", "http"):
        raise NotPublicError(
            Phrase("it begins with {scheme}:, not with https: or http:", scheme=parts.scheme[:20])
        )
    if not host or len(address) > LONGEST or any(ord(sign) < 33 for sign in address):
        raise NotPublicError("it is no address of the web")
    if parts.username is not None or parts.password is not None:
        raise NotPublicError("it holds a name or a password")
    if not port_allowed(port):
        raise NotPublicError(Phrase("nothing is fetched from port {port}", port=port))
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
    thread.join(left(deadline))
    left(deadline)
    if not found or not found[0]:
        raise NoHostError(Phrase("there is no host {host}", host=host[:100]))
    if not all(map(is_public, found[0])):
        raise NotPublicError("it leads to this machine or a private network")
    return found[0][0]


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
