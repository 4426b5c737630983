"""Tells a translator which glossary terms a block contains, and their forms in the target language."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.diagnostics import Findings
from bookbuilder.project import Project
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.glossary import Glossary, Term, load, of_locale
from bookbuilder.world import Workspace


def load_glossary(world: Workspace, project: Project) -> Glossary:
    """Return the glossary of a book, empty if it has none; a check reports its problems."""
    return load(world, project, Findings())


def glossary_notes(glossary: Glossary, blocks: Sequence[Block], locale: tuple[str, str]) -> tuple[str, ...]:
    """Return a line for each term in source blocks that the glossary translates for a locale (its name and its tag)."""
    terms = {term.key: term for block in blocks for term in glossary.terms_in(block)} if glossary else {}
    return tuple(line for term in terms.values() if (line := _line(term, *locale)))


def _line(term: Term, name: str, tag: str) -> str:
    allowed, refused = of_locale(term.allowed, name, tag), of_locale(term.forbidden, name, tag)
    notes = ([_listed(allowed)] if allowed else []) + ([f"not {_listed(refused)}"] if refused else [])
    notes += [term.note] if term.note else []
    return f"glossary: {_listed(term.forms)}: {'; '.join(notes)}" if notes else ""


def _listed(forms: Sequence[str]) -> str:
    return ", ".join(f"“{form}”" for form in forms)
