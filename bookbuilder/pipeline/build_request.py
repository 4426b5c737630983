"""What a build is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.cache_key import cache_keys


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What a build was asked for; how many processes do it makes no difference to what comes out. A check is a build that
    writes nothing: `check` names what it was asked for besides, and who judged."""

    locales: Sequence[str] = ()
    editions: Sequence[str] = ()
    strict: bool = False
    single_pass: bool = False
    check: Sequence[str] = ()
    without_patches: Sequence[str] = ()

    @property
    def name(self) -> str:
        """The name of the record, one for whatever can be asked."""
        return cache_keys([self])[0]
