"""Messages between two processes over a pipe: a length of eight bytes, then MessagePack. They hold data only, since one of
the two may be under the control of a hostile book."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import msgspec

from bookbuilder.phrases import Phrase
from bookbuilder.typed_decoding import from_msgpack

LIMIT = 2 << 30
"""Bytes of the largest message."""
_LENGTH = struct.Struct(">Q")


def write(send: Callable[[bytes], object], message: object) -> None:
    """Write a message; `send` writes all of what it is given. Raises `OSError` if nobody reads, `ValueError` if the message
    is too large."""
    data = msgspec.msgpack.encode(message, enc_hook=_plain)
    if len(data) > LIMIT:
        raise ValueError(f"a message of {len(data)} bytes")
    send(_LENGTH.pack(len(data)))
    send(data)


def _plain(value: object) -> str:
    """Return the English text of a phrase. How it was made stays behind: to make it again would run a template of the other
    process."""
    if isinstance(value, Phrase):
        return "".join(value)
    raise NotImplementedError(
        f"no message has a {type(value).__name__}"
    )  # what msgspec asks of such a function


def read(receive: Callable[[int], bytes]) -> Any:
    """Return the next message; None at the end of the pipe. `receive` returns as many bytes as it is asked for, fewer only
    at the end. Raises `ValueError` for what is no message."""
    head = receive(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LIMIT:
        raise ValueError(f"a message of {length} bytes")
    data = receive(length)
    return from_msgpack(data) if len(data) == length else None
