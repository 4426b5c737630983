"""Joins the manuscripts of several files into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from bookbuilder.importers.manuscript import nodes

T = TypeVar("T")
_NAMES: Mapping[type, tuple[str, ...]] = {
    nodes.NoteCall: ("key",),
    nodes.Picture: ("key",),
    nodes.ProofMark: ("key",),
    nodes.ProofNote: ("key", "parent"),
    nodes.Anchor: ("name",),
    nodes.Reference: ("target",),
    nodes.Figure: ("anchor",),
    nodes.Table: ("anchor",),
    nodes.Section: ("anchors",),
    nodes.CitedWork: ("key",),
}
"""The fields of nodes that hold names of a manuscript: two files may use the same ones."""


def join_manuscripts(manuscripts: Sequence[nodes.Manuscript], title: str) -> nodes.Manuscript:
    """Return the manuscripts of several files as one.

    A file with a title is a chapter, and its headings are sections of it; one without is as many chapters as it has
    highest headings. `title` is that of the book. Metadata are those of the first file that has them.
    """
    sections: list[nodes.Section] = []
    notes: dict[str, tuple[nodes.Block, ...]] = {}
    images: dict[str, nodes.Image] = {}
    styles: dict[str, dict[str, str]] = {}
    proof: list[nodes.ProofNote] = []
    sources: dict[str, Mapping[str, object]] = {}
    for number, plain in enumerate(manuscripts, 1):
        prefix = f"{number}:"
        one = replace(
            plain,
            sections=tuple(_renamed(section, prefix) for section in plain.sections),
            notes={f"{prefix}{key}": _renamed(note, prefix) for key, note in plain.notes.items()},
            proof=tuple(_renamed(note, prefix) for note in plain.proof),
        )
        sections += _chapters(one)
        notes |= one.notes
        images |= {f"{prefix}{key}": image for key, image in one.images.items()}
        proof += one.proof
        sources |= {f"{prefix}{key}": item for key, item in one.sources.items()}
        for kind, roles in one.styles.items():
            styles[kind] = {**roles, **styles.get(kind, {})}
    metadata = [one.metadata for one in manuscripts]
    first: dict[str, Any] = {
        field.name: next(filter(None, (getattr(one, field.name) for one in metadata)), field.default)
        for field in fields(nodes.Metadata)
        if field.name not in ("title", "subtitle", "cover")
    }
    return nodes.Manuscript(
        nodes.Metadata(title=title, **first),
        tuple(sections),
        notes,
        images,
        tuple(proof),
        styles,
        sources,
        next((one.citation_style for one in manuscripts if one.citation_style), ""),
    )


def _chapters(manuscript: nodes.Manuscript) -> list[nodes.Section]:
    title = manuscript.metadata.title
    if not title:
        return list(manuscript.sections)
    blocks: list[nodes.Block] = []
    for section in manuscript.sections:
        inner = section.blocks
        if nodes.plain_text(section.title).strip() != title:
            blocks.append(nodes.Heading(2, section.title, section.span))
            inner = tuple(
                replace(block, level=block.level + 1) if isinstance(block, nodes.Heading) else block
                for block in inner
            )
        blocks += inner
    first = manuscript.sections[0] if manuscript.sections else nodes.Section((), ())
    return [nodes.Section((nodes.Text(title),), tuple(blocks), first.span)]


def _renamed(value: T, prefix: str) -> T:
    """Return nodes with a prefix to all names of their manuscript."""
    if isinstance(value, tuple):
        return type(value)(_renamed(one, prefix) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    names = _NAMES.get(type(value), ())
    changed: dict[str, Any] = {}
    for field in fields(value):
        old = getattr(value, field.name)
        if field.name in names:
            new = (
                tuple(f"{prefix}{one}" for one in old) if isinstance(old, tuple) else old and f"{prefix}{old}"
            )
        else:
            new = _renamed(old, prefix)
        if new is not old:
            changed[field.name] = new
    return replace(value, **changed) if changed else value
