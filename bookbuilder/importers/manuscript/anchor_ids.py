"""Gives the places that a manuscript refers to anchors of the book: ids that are unique, and stable for the same source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.transform import map_references
from bookbuilder.importers.quoting import slug


@dataclass(frozen=True, slots=True)
class AnchorIds:
    """`targets`: the id of each anchor that something refers to. `named`: the anchors with a name that the book knows: of
    chapters, headings, figures and tables."""

    targets: Mapping[str, str]
    named: frozenset[str]


def anchor_ids(
    sections: Sequence[nodes.Section],
    names: Sequence[str],
    notes: Mapping[str, tuple[nodes.Block, ...]],
    language: str = "",
) -> AnchorIds:
    """Return the ids of anchors. `names` are the names of the chapters, which are their anchors; `language` is the tag of
    the book."""
    wanted: set[str] = set()
    for blocks in (*(section.blocks for section in sections), *notes.values()):
        for text in nodes.block_inlines(blocks):
            wanted.update(
                node.target for node in nodes.walk_inlines(text) if isinstance(node, nodes.Reference)
            )
    targets: dict[str, str] = {}
    named: set[str] = set()
    for section, name in zip(sections, names, strict=True):
        for anchor in section.anchors:
            targets.setdefault(anchor, name)
            named.add(anchor)
    taken: set[str] = set()
    for blocks in (*(section.blocks for section in sections), *notes.values()):
        for anchor, has_name in _anchors(blocks):
            if anchor and anchor in wanted and anchor not in targets:
                targets[anchor] = _free(f"ref-{slug(anchor.lstrip('_'), 40, language)}", taken)
                named |= {anchor} if has_name else set()
    return AnchorIds(targets, frozenset(named))


def _free(name: str, taken: set[str]) -> str:
    result, number = name, 2
    while result in taken:
        result, number = f"{name}-{number}", number + 1
    taken.add(result)
    return result


def _anchors(blocks: tuple[nodes.Block, ...]) -> Iterator[tuple[str, bool]]:
    """Yield the anchors in blocks, and whether the book knows a name for each."""
    for block in blocks:
        if isinstance(block, nodes.Figure | nodes.Table):
            yield block.anchor, bool(block.caption)
        for text in nodes.block_inlines((block,)):
            first = isinstance(block, nodes.Heading)
            for node in nodes.walk_inlines(text):
                if isinstance(node, nodes.Anchor):
                    yield node.name, first
                    first = False
                elif isinstance(node, nodes.Formula):
                    yield node.anchor, node.display


def with_named_references(blocks: Sequence[nodes.Block], named: frozenset[str]) -> tuple[nodes.Block, ...]:
    """Return blocks in which only references to places with a name ask for it; the others print their words."""
    return map_references(
        blocks,
        lambda node: node if node.form != "name" or node.target in named else replace(node, form="text"),
    )
