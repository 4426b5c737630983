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
class GlossaryCheck:
    """A chapter to be compared: paths and texts of its source, its translation and its state (`known`; empty:
    there is none), the glossary, and the name and the tag of the locale."""

    source: str
    original: str
    path: str
    text: str
    state: str
    state_text: str
    glossary: Glossary
    locale: tuple[str, str]


def check_glossary(task: GlossaryCheck) -> bytes:
    """Return what is wrong with the terms of a chapter, encoded."""
    # Few books have a glossary, and every process would load this.
    from bookbuilder.translate import state
    from bookbuilder.translate.blocks import blocks
    from bookbuilder.translate.compare import compare
    from bookbuilder.translate.terms import compared

    findings = Findings()
    entries = state.read(task.state_text, task.state, Findings()) if task.state_text else ()
    units = compare(
        blocks(task.original, task.source), blocks(task.text, task.path), entries or (), quick=True
    )
    compared(units, task.glossary, task.locale, task.path, task.text, findings)
    return msgspec.msgpack.encode(findings.sorted())


def _decoded(data: bytes) -> tuple[Diagnostic, ...]:
    return msgspec.msgpack.decode(data, type=tuple[Diagnostic, ...])


CHECK_GLOSSARY = Step(f"{__name__}:check_glossary", GlossaryCheck, _decoded, lambda given: len(given.text))
