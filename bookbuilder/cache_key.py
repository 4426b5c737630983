"""Computes the cache key of a value: a hash of all its fields, equal for equal values in every process."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import Enum
from functools import cached_property

import msgspec

REASON = "excluded from keys"
"""The metadata key of a dataclass field that is excluded from cache keys; its value is the reason."""
_LONG = 256
"""Bytes; a longer encoding is replaced by its hash."""


def excluded(why: str) -> Mapping[str, str]:
    """Return the metadata that excludes a dataclass field from cache keys, for the reason `why`."""
    return {REASON: why}


class Keyed:
    """A value that many others hold: its key is computed once."""

    @cached_property
    def cache_key(self) -> bytes:
        """A hash of all its fields."""
        return _Encoder().fields(self)


def cache_keys(values: Iterable[object]) -> list[str]:
    """Return a SHA-256 of each value as hexadecimal digits, equal for equal values in every process and on every
    machine.

    All fields of a dataclass enter its key but those that are `excluded`. A mapping is encoded in its own order. What
    several values share is encoded once. Raises `TypeError` for a value that has no encoding, such as a function, or a
    path, which differs from machine to machine.
    """
    encoder = _Encoder()
    return [hashlib.sha256(encoder.encoded(value)).hexdigest() for value in values]


class _Encoder:
    """Encodes values unambiguously: each part carries its length or an end mark."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, bytes]] = {}  # with the value, so that its id is not reused

    def encoded(self, value: object) -> bytes:
        """Return the encoding of a value; the hash of it if it is long."""
        match value:
            case None | bool() | int() | float() | Decimal() | dt.date() if not isinstance(value, Enum):
                return b"%b;" % repr(value).encode()
            case str() if not isinstance(value, Enum):
                return _short(b"s", value.encode("utf-8", "surrogateescape"))
            case bytes():
                return _short(b"b", value)
        result = self._known.get(id(value))
        if result is None:
            result = self._known[id(value)] = value, _short(b"v", self._compound(value))
        return result[1]

    def _compound(self, value: object) -> bytes:
        match value:
            case Enum():
                return f"{type(value).__qualname__}.{value.name}".encode()
            case Keyed():
                return value.cache_key
            case Mapping():
                return b"{%b}" % b"".join(self.encoded(part) for pair in value.items() for part in pair)
            case tuple() | list():
                return b"[%b]" % b"".join(map(self.encoded, value))
            case AbstractSet():
                # The order of a set of strings differs from process to process.
                return b"<%b>" % b"".join(sorted(map(self.encoded, value)))
        return self.fields(value)

    def fields(self, value: object) -> bytes:
        """Return the encoding of a dataclass or `msgspec.Struct`, with the name of its type."""
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            names = [field.name for field in dataclasses.fields(value) if REASON not in field.metadata]
        elif isinstance(value, msgspec.Struct):
            names = list(value.__struct_fields__)
        else:
            raise TypeError(f"a {type(value).__qualname__} cannot be part of a key")
        parts = b"".join(self.encoded(getattr(value, name)) for name in names)
        return b"%b(%b)" % (type(value).__qualname__.encode(), parts)


def _short(kind: bytes, data: bytes) -> bytes:
    if len(data) > _LONG:
        # In capitals, so that no value can have the encoding of a hash.
        kind, data = kind.upper(), hashlib.sha256(data).digest()
    return b"%b%d:%b" % (kind, len(data), data)
