"""The record of a repair, which a module of this package exports as `REPAIR`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from bookbuilder import discovery
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit


@dataclass(frozen=True, slots=True)
class Repair:
    """What is done about the errors of some rules. `words` says by their codes what a list of all of them calls them.

    `mend` returns the edits of a chapter for one of them, nothing if it cannot tell. It changes as little as possible, and
    leaves every word.
    """

    words: Mapping[str, TodoWords]
    mend: Callable[[MarkdownText, Diagnostic], list[SourceEdit]]


class TodoWords(NamedTuple):
    """Words for all errors of a rule together: `{count:,} pictures are missing`, and what one does about them."""

    several: str
    advice: str


@cache
def repairs() -> Mapping[str, Repair]:
    """Return every repair by the code of a rule."""
    found = discovery.values("bookbuilder.repairs", "REPAIR", Repair)
    return MappingProxyType({code: one for one in found for code in one.words})
