"""The state of the part of a book that is laid out and drawn: what patches of a part read and note."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


class PartState:
    """What is known of a part, by type: its job, its page furniture, its page numbers … Each room of the engine puts its own
    there and takes it out again, so that this module need not know them."""

    __slots__ = ("_by_type",)

    def __init__(self, *values: object) -> None:
        self._by_type: dict[type, object] = {type(value): value for value in values}

    def __getitem__(self, kind: type[T]) -> T:
        """Return the value of a type. Raises `KeyError`."""
        value = self._by_type[kind]
        assert isinstance(value, kind)
        return value

    def get(self, kind: type[T]) -> T | None:
        """Return the value of a type; None if the part has none."""
        return self[kind] if kind in self._by_type else None
