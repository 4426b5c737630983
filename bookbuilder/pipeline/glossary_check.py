"""Checks one chapter of a translation against the glossary of the book, as a cached step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from bookbuilder.build_step import Step
from bookbuilder.diagnostics import Diagnostic, Findings
from bookbuilder.typed_decoding import from_msgpack

if TYPE_CHECKING:
    from bookbuilder.translate.glossary import Glossary


@dataclass(frozen=True, slots=True)
class GlossaryCheck:
    """A chapter to check: paths and texts of source, translation and state (empty: none), the glossary, and name and tag of
    the locale."""

    source: str
    original: str
    path: str
    text: str
    state: str
    state_text: str
    glossary: Glossary
    locale: tuple[str, str]


def check_glossary(task: GlossaryCheck) -> bytes:
    """Return the diagnostics for the terms of a chapter, encoded."""
    # Imported here, since few books have a glossary and every worker would load it.
    from bookbuilder.translate import state
    from bookbuilder.translate.chapter_blocks import blocks
    from bookbuilder.translate.check_terms import check_terms
    from bookbuilder.translate.compare_blocks import compare_blocks

    findings = Findings()
    entries = state.read(task.state_text, task.state, Findings()) if task.state_text else ()
    units = compare_blocks(
        blocks(task.original, task.source), blocks(task.text, task.path), entries or (), quick=True
    )
    check_terms(units, task.glossary, task.locale, task.path, task.text, findings)
    return msgspec.msgpack.encode(findings.sorted())


def _decoded(data: bytes) -> tuple[Diagnostic, ...]:
    return from_msgpack(data, tuple[Diagnostic, ...])


CHECK_GLOSSARY = Step(f"{__name__}:check_glossary", GlossaryCheck, _decoded, lambda given: len(given.text))
