"""Lets commands of the same user ask a running preview to turn to a place: `bookbuilder preview --at FILE:LINE`.

Both meet at a socket in the abstract namespace of Linux (unix(7)), named after the user and the folder of the book. It
vanishes with the process, so a killed preview leaves nothing behind. Elsewhere there is none.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread

import msgspec

from bookbuilder.diagnostics import Span
from bookbuilder.preview.live_state import LiveState
from bookbuilder.typed_decoding import from_json
from bookbuilder.user_folders import book_folder_name

_LONGEST = 4096
_PATIENCE = 5.0
"""Seconds that each side waits for the other."""


def listen(root: Path) -> socket.socket | None:
    """Return the socket of a book, on which nobody is served yet; None if another preview of it has it, or there is none."""
    if not sys.platform.startswith("linux"):
        return None
    made = socket.socket(socket.AF_UNIX)
    try:
        made.bind(_address(root))
    except OSError:
        made.close()
        return None
    made.listen(8)
    return made


def answer(on: socket.socket, live: LiveState, address: str) -> None:
    """Answer in a thread of its own: pass each place on to the viewers, and reply with the `address` of the preview."""

    def serve() -> None:
        while True:
            caller, _ = on.accept()
            with caller, suppress(OSError, ValueError, msgspec.DecodeError):
                caller.settimeout(_PATIENCE)
                if _user(caller) == os.getuid():
                    live.turn_to(from_json(_received(caller), Span))
                    caller.sendall(address.encode())

    Thread(target=serve, daemon=True).start()


def ask(root: Path, span: Span) -> str | None:
    """Ask the preview of a book to turn to a place; return its address, or None if there is no preview."""
    if not sys.platform.startswith("linux"):
        return None
    with socket.socket(socket.AF_UNIX) as made:
        made.settimeout(_PATIENCE)
        try:
            made.connect(_address(root))
            if _user(made) != os.getuid():
                return None
            made.sendall(msgspec.json.encode(span))
            made.shutdown(socket.SHUT_WR)
            return _received(made).decode() or None
        except OSError:
            return None


def _address(root: Path) -> str:
    # In the abstract namespace: no file stays when a preview is killed (unix(7)).
    return f"\0bookbuilder-preview-{os.getuid()}-{book_folder_name(root)}"


def _user(peer: socket.socket) -> int:
    """Return the user at the other end: anybody may take a name in the abstract namespace."""
    _, user, _ = struct.unpack(
        "3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    )
    return int(user)


def _received(peer: socket.socket) -> bytes:
    data = b""
    while len(data) < _LONGEST and (more := peer.recv(_LONGEST)):
        data += more
    return data
