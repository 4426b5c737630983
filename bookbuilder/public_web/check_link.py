"""Asks whether an address of the web still leads to something: where it leads, or why it does not."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin

from bookbuilder.phrases import Phrase
from bookbuilder.public_web.connection import (
    REDIRECTS,
    Network,
    NoHostError,
    NotFetchedError,
    NotPublicError,
    answer_of,
)

HEADERS = {
    "User-Agent": "bookbuilder (checks the links of a book)",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
LEADS_ON = 5
"""Redirects that are followed."""
_FOR_GOOD = (301, 308)
_GONE = (404, 410)


class LinkState(StrEnum):
    """Whether an address leads to something. Servers that want no programs, or are busy, say nothing certain."""

    ALIVE = "alive"
    DEAD = "dead"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What is known of an address: its state and the reason, if it is not alive; where it leads on to, and whether for
    good. `public` is false if it is none of the public web, and nobody was asked."""

    state: LinkState
    reason: str = ""
    target: str = ""
    moved: bool = False
    public: bool = True


def check_link(address: str, network: Network, seconds: float, *, online: bool = True) -> LinkAnswer:
    """Return whether an address leads to something: its head is asked for, and where a server has none to give, its page.

    That there is no host means something only if this machine is `online`.
    """
    deadline = time.monotonic() + seconds
    current, moved = address, True
    for _ in range(LEADS_ON + 1):
        target = current if current != address else ""
        try:
            status, location = _status(current, network, deadline)
        except NotPublicError as error:
            return LinkAnswer(LinkState.UNCERTAIN, str(error), target, public=bool(target))
        except NoHostError as error:
            return LinkAnswer(LinkState.DEAD if online else LinkState.UNCERTAIN, str(error), target)
        except NotFetchedError as error:
            return LinkAnswer(LinkState.UNCERTAIN, str(error), target)
        if status not in REDIRECTS:
            return _judged(status, target, moved=moved and bool(target))
        if not location:
            return LinkAnswer(LinkState.DEAD, "it leads on to nowhere", target)
        moved = moved and status in _FOR_GOOD
        fragment = address.partition("#")[2]
        current = urljoin(current, location)
        if fragment and "#" not in current:
            current = f"{current}#{fragment}"
    return LinkAnswer(LinkState.DEAD, Phrase("it leads on more than {leads_on} times", leads_on=LEADS_ON), "")


def _status(address: str, network: Network, deadline: float) -> tuple[int, str]:
    """Return the status of an address, and where it leads on to. Raises `NotFetchedError`."""
    with answer_of(address, network, deadline, HEADERS, "HEAD") as response:
        status, location = response.status, response.headers.get("Location", "")
    if status < 400:
        return status, location
    # Some servers know no HEAD, and say so in many ways. Of the page nothing is read.
    with answer_of(address, network, deadline, HEADERS) as response:
        return response.status, response.headers.get("Location", "")


def _judged(status: int, target: str, *, moved: bool) -> LinkAnswer:
    if status < 400:
        return LinkAnswer(LinkState.ALIVE, "", target, moved)
    state = LinkState.DEAD if status in _GONE else LinkState.UNCERTAIN
    return LinkAnswer(state, Phrase("the server says {status}", status=status), target)
