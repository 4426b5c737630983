"""The record of a repair, which a module of this package exports as `REPAIR`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from bookbuilder import discovery
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit


@dataclass(frozen=True, slots=True)
class Repair:
    """What is done about the errors of some rules, by their codes.

    `mend` returns the edits of a chapter for one of them, nothing if it cannot tell. It changes as little as possible, and
    leaves every word.
    """

    codes: tuple[str, ...]
    mend: Callable[[MarkdownText, Diagnostic], list[SourceEdit]]


@cache
def repairs() -> Mapping[str, Repair]:
    """Return every repair by the code of a rule."""
    found = discovery.values("bookbuilder.repairs", "REPAIR", Repair)
    return MappingProxyType({code: one for one in found for code in one.codes})
