"""Fetches one picture by HTTP: from public addresses alone, within limits, whatever the server does."""

from __future__ import annotations

import time
from http.client import HTTPResponse  # noqa: TID251 # the process of `fetch_process` alone runs this
from urllib.parse import urljoin

from bookbuilder.importers.remote_pictures.fetch_limits import LIMITS, FetchLimits
from bookbuilder.phrases import Phrase
from bookbuilder.public_web.connection import REDIRECTS, Network, NotFetchedError, answer_of, left

_CHUNK = 1 << 16
_KINDS = ("image/", "application/octet-stream", "binary/octet-stream")
"""What a server says that it sends. What it has sent is looked at by the confined process that asked."""
_HEADERS = {
    "User-Agent": "bookbuilder",
    "Accept": "image/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


def fetch_picture(address: str, network: Network, limits: FetchLimits = LIMITS) -> bytes:
    """Return the bytes of a picture at an address. Raises `NotFetchedError`."""
    deadline = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        found = _request(address, network, limits, deadline)
        if isinstance(found, bytes):
            return found
        address = found
    raise NotFetchedError(Phrase("it leads on more than {redirects} times", redirects=limits.redirects))


def _request(address: str, network: Network, limits: FetchLimits, deadline: float) -> bytes | str:
    """Return the bytes at an address, or the address to which it leads on."""
    with answer_of(address, network, deadline, _HEADERS) as response:
        if response.status in REDIRECTS:
            target = response.headers.get("Location", "")
            if not target:
                raise NotFetchedError("it leads on to nowhere")
            return urljoin(address, target)
        return _body(response, limits, deadline)


def _body(response: HTTPResponse, limits: FetchLimits, deadline: float) -> bytes:
    if response.status != 200:
        raise NotFetchedError(Phrase("the server says {status}", status=response.status))
    kind = response.headers.get_content_type()
    if "Content-Type" in response.headers and not kind.startswith(_KINDS):
        raise NotFetchedError(f"it is no picture, but {kind}"[:100])
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise NotFetchedError("it is packed in a way that was not asked for")
    if response.length is not None and response.length > limits.each:
        raise NotFetchedError(Phrase("it is larger than {each:,} bytes", each=limits.each))
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        data += chunk
        left(deadline)
        if len(data) > limits.each:
            raise NotFetchedError(Phrase("it is larger than {each:,} bytes", each=limits.each))
    left(deadline)
    if response.length:
        raise NotFetchedError("it ends too early")
    return bytes(data)
