"""Asks the Internet Archive for the copy of a page that is nearest to a day (https://archive.org/help/wayback_api.php)."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import quote, urlsplit

from bookbuilder.phrases import Phrase
from bookbuilder.public_web.check_link import HEADERS
from bookbuilder.public_web.connection import Network, NotFetchedError, answer_of, left
from bookbuilder.typed_decoding import from_json

AVAILABLE = "https://archive.org/wayback/available"
LARGEST = 100_000
"""Bytes of an answer."""
_COPY = re.compile(r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/\S+")


def archived_copy(address: str, day: str, network: Network, seconds: float) -> str:
    """Return the address of an archived copy of a page, nearest to a day (`20220123`, empty: the newest); empty if there is
    none. Raises `NotFetchedError`."""
    asked = f"{AVAILABLE}?url={quote(address, safe='')}" + (f"&timestamp={day}" if day else "")
    deadline = time.monotonic() + seconds
    with answer_of(asked, network, deadline, HEADERS) as response:
        if response.status != 200:
            raise NotFetchedError(Phrase("the Internet Archive says {status}", status=response.status))
        data = bytearray()
        while len(data) <= LARGEST and (chunk := response.read1(1 << 14)):
            data += chunk
            left(deadline)
    if len(data) > LARGEST:
        raise NotFetchedError("the Internet Archive says too much")
    return copy_in(bytes(data))


def is_online(network: Network) -> bool:
    """Whether somebody knows the host of the archive, and so others as well."""
    host = urlsplit(AVAILABLE).hostname or ""
    try:
        return bool(network.resolve(host, 443))
    except (OSError, ValueError):
        return False


def copy_in(data: bytes) -> str:
    """Return the address of the copy in an answer, with https; empty if it has none.

    >>> copy_in(b'{"archived_snapshots": {"closest": {"available": true, "status": "200",'
    ... b' "url": "http://web.archive.org/web/20220123/https://example.org/"}}}')
    'https://web.archive.org/web/20220123/https://example.org/'
    """
    try:
        answer: Any = from_json(data)
    except ValueError:
        return ""
    for name in ("archived_snapshots", "closest"):
        answer = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(answer, dict) or not answer.get("available"):
        return ""
    found = str(answer.get("url", ""))
    if str(answer.get("status", "200")) != "200" or not _COPY.fullmatch(found) or not found.isprintable():
        return ""
    return re.sub("^http:", "https:", found)
