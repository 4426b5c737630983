"""A value kept in its encoded form: passed between processes as bytes, and decoded only by those who need it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from bookbuilder.cache_key import Keyed


@dataclass(frozen=True)
class EncodedValue(Keyed):
    """Something as it was encoded."""

    data: bytes

    def __reduce__(self) -> tuple[type[Self], tuple[bytes]]:
        """Say how to make it again in another process: without what has been decoded."""
        return type(self), (self.data,)

    @cached_property
    def digest(self) -> str:
        """A hash of it, for keys of what is made from it."""
        return hashlib.sha256(self.data).hexdigest()
