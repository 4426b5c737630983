"""A value kept in its encoded form: passed between processes as bytes, and decoded only by those who need it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from bookbuilder.cache_key import Keyed


@dataclass(frozen=True)
class EncodedValue(Keyed):
    """A value in its encoded form."""

    data: bytes

    def __reduce__(self) -> tuple[type[Self], tuple[bytes]]:
        """Pickle the bytes alone, without decoded parts."""
        return type(self), (self.data,)

    @cached_property
    def digest(self) -> str:
        """A hash of the bytes, for cache keys."""
        return hashlib.sha256(self.data).hexdigest()
