"""Compares one chapter of a translation with the glossary of the book; what comes out is kept as long as they stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from bookbuilder.diagnostics import Diagnostic, Findings
from bookbuilder.step import Step

if TYPE_CHECKING:
    from bookbuilder.translate.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Compared:
    """A chapter to be compared: paths and texts of its source, its translation and its state (`known`; empty:
    there is none), the glossary, and the name and the tag of the locale."""

    source: str
    original: str
    path: str
    text: str
    state: str
    known: str
    glossary: Glossary
    locale: tuple[str, str]


def terms(given: Compared) -> bytes:
    """Return what is wrong with the terms of a chapter, encoded."""
    # Few books have a glossary, and every process would load this.
    from bookbuilder.translate import state
    from bookbuilder.translate.chapter_blocks import blocks
    from bookbuilder.translate.check_terms import check_terms
    from bookbuilder.translate.compare_blocks import compare_blocks

    findings = Findings()
    entries = state.read(given.known, given.state, Findings()) if given.known else ()
    units = compare_blocks(
        blocks(given.original, given.source), blocks(given.text, given.path), entries or (), quick=True
    )
    check_terms(units, given.glossary, given.locale, given.path, given.text, findings)
    return msgspec.msgpack.encode(findings.sorted())


def _decoded(data: bytes) -> tuple[Diagnostic, ...]:
    return msgspec.msgpack.decode(data, type=tuple[Diagnostic, ...])


TERMS = Step(f"{__name__}:terms", Compared, _decoded, lambda given: len(given.text))
