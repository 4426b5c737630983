"""The process that fetches pictures for an import, whose own process has no network.

It reads one message, a list of addresses, from its standard input, and writes a reply for each to its standard output
(`message_framing`): its bytes, and a reason if there are none. It knows addresses, and reads nothing of a manuscript.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bookbuilder.child_process import message_framing
from bookbuilder.importers.remote_pictures.fetch_limits import LIMITS, FetchLimits
from bookbuilder.importers.remote_pictures.fetch_picture import fetch_picture
from bookbuilder.phrases import Phrase
from bookbuilder.public_web.connection import INTERNET, Network, NotFetchedError


def fetched(
    addresses: Sequence[object], network: Network = INTERNET, limits: FetchLimits = LIMITS
) -> Iterator[tuple[bytes, str]]:
    """Yield for each address the bytes of its picture, or nothing and the reason."""
    total, end = 0, time.monotonic() + limits.all_seconds
    for number, address in enumerate(addresses):
        left = end - time.monotonic()
        if number >= limits.number:
            yield b"", Phrase("more than {number} pictures are not fetched at once", number=limits.number)
        elif left <= 0:
            yield (
                b"",
                Phrase(
                    "all pictures together take longer than {all_seconds:g} seconds",
                    all_seconds=limits.all_seconds,
                ),
            )
        elif total >= limits.total:
            yield b"", Phrase("all pictures together are larger than {total:,} bytes", total=limits.total)
        else:
            within = replace(
                limits, each=min(limits.each, limits.total - total), seconds=min(limits.seconds, left)
            )
            try:
                data = fetch_picture(str(address), network, within)
            except NotFetchedError as error:
                yield b"", str(error)
            else:
                total += len(data)
                yield data, ""


def main() -> None:
    """Read the addresses, then serve."""
    addresses = message_framing.read(sys.stdin.buffer.read)
    if isinstance(addresses, list):
        for data, reason in fetched(addresses):
            message_framing.write(sys.stdout.buffer.write, [data, reason])
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
