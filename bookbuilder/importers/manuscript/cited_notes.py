"""Puts citations that are a whole note into the text, where a style with notes makes notes of them."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.cited_sources import CitedSources
from bookbuilder.importers.manuscript.transform import map_texts


def with_cited_notes(manuscript: nodes.Manuscript, cited: CitedSources) -> nodes.Manuscript:
    """Return a manuscript in which a note that is a citation and no more stands as that where it was called."""
    if not cited.notes:
        return manuscript
    alone = {key: one for key, blocks in manuscript.notes.items() if (one := _citation(blocks, cited))}
    if not alone:
        return manuscript

    def change(content: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
        return tuple(_cited(node, alone) for node in content)

    sections = tuple(
        replace(one, title=change(one.title), blocks=map_texts(one.blocks, change))
        for one in manuscript.sections
    )
    notes = {key: map_texts(blocks, change) for key, blocks in manuscript.notes.items() if key not in alone}
    return replace(manuscript, sections=sections, notes=notes)


def _cited(node: nodes.Inline, alone: dict[str, nodes.Citation]) -> nodes.Inline:
    match node:
        case nodes.NoteCall(key) if key in alone:
            return alone[key]
        case nodes.Styled() | nodes.Link() | nodes.Reference() | nodes.Fact():
            return replace(node, content=tuple(_cited(inner, alone) for inner in node.content))
        case _:
            return node


def _citation(blocks: tuple[nodes.Block, ...], cited: CitedSources) -> nodes.Citation | None:
    """Return the citation that a note is, with perhaps a point behind it; None if it says more."""
    if len(blocks) != 1 or not isinstance(paragraph := blocks[0], nodes.Paragraph):
        return None
    rest = [node for node in paragraph.content if not isinstance(node, nodes.Anchor)]
    found = [node for node in rest if isinstance(node, nodes.Citation)]
    words = [node for node in rest if not isinstance(node, nodes.Citation)]
    if len(found) != 1 or not found[0].works or any(work.key not in cited.keys for work in found[0].works):
        return None
    if any(not isinstance(node, nodes.Text) for node in words):
        return None
    return found[0] if nodes.plain_text(tuple(words)).strip() in ("", ".") else None
