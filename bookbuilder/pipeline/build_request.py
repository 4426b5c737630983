"""What a build or a check is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.cache_key import cache_keys


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """The options of a build that change its result (the number of processes does not). A check is a build that writes
    nothing: `check` names its further options and its validators. A `draft` shows what a book with errors has. An `export`
    has notes where its format has them, wherever the book wants them. A `proof` is made of editions to be corrected; its
    `date` (ISO 8601) stands on its pages."""

    locales: Sequence[str] = ()
    editions: Sequence[str] = ()
    strict: bool = False
    single_pass: bool = False
    check: Sequence[str] = ()
    without_patches: Sequence[str] = ()
    draft: bool = False
    export: bool = False
    proof: bool = False
    date: str = ""

    @property
    def whole(self) -> bool:
        """Whether all of the book is asked for."""
        return not self.locales and not self.editions

    @property
    def name(self) -> str:
        """The name of the record for this request."""
        return cache_keys([self])[0]
