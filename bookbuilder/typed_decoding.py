"""Decodes bytes into typed values by msgspec, safely when several threads do so at once.

msgspec puts what it knows of a dataclass or a Struct on the class before it has gone through its fields, and Python may
switch threads meanwhile: another thread then decodes by half a description, and the process ends by a segmentation fault
(msgspec 0.22; three threads that decode a new class find it within seconds, `tests/unit/test_typed_decoding.py`). Hence no
other module decodes or converts by msgspec itself; ruff says so.
"""

from __future__ import annotations

from threading import Lock
from typing import Any, TypeVar, overload

import msgspec

T = TypeVar("T")

_LOCK = Lock()
_MSGPACK: dict[Any, msgspec.msgpack.Decoder[Any]] = {}
_JSON: dict[Any, msgspec.json.Decoder[Any]] = {}


@overload
def from_msgpack(data: bytes, into: type[T]) -> T: ...
@overload
def from_msgpack(data: bytes, into: Any = Any) -> Any: ...
def from_msgpack(data: bytes, into: Any = Any) -> Any:
    """Decode MessagePack as a value of the type `into`. Raises `msgspec.MsgspecError` if the bytes are not one."""
    # Without the lock: a decoder in the table is complete, and made twice it does no harm.
    decoder = _MSGPACK.get(into)
    if decoder is None:
        with _LOCK:
            decoder = _MSGPACK[into] = msgspec.msgpack.Decoder(into)
    return decoder.decode(data)


@overload
def from_json(data: bytes | str, into: type[T]) -> T: ...
@overload
def from_json(data: bytes | str, into: Any = Any) -> Any: ...
def from_json(data: bytes | str, into: Any = Any) -> Any:
    """Decode JSON as a value of the type `into`. Raises `msgspec.MsgspecError` if the bytes are not one."""
    decoder = _JSON.get(into)
    if decoder is None:
        with _LOCK:
            decoder = _JSON[into] = msgspec.json.Decoder(into)
    return decoder.decode(data)


def converted(value: object, into: type[T]) -> T:
    """Make a value of the type `into` of plain ones, such as TOML has. Raises `msgspec.ValidationError`."""
    with _LOCK:
        return msgspec.convert(value, into)
