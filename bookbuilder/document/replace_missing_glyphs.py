"""Replaces characters that the fonts of a book lack by other text, from a given table."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.assemble_book import contents_entry
from bookbuilder.document.document import Document
from bookbuilder.document.galley import Galley, galley
from bookbuilder.document.walk import transform


def replace_missing_glyphs(document: Document, table: Mapping[str, str]) -> Document:
    """Return a document with characters replaced by `table`; a chapter without any of them is unchanged."""
    codes = str.maketrans(dict(table))

    def change(node: nodes.Node) -> nodes.Node:
        match node:
            case (
                nodes.Text(text=old) | nodes.Value(text=old) | nodes.CodeText(text=old) | nodes.Code(text=old)
            ):
                new = old.translate(codes)
                return node if new == old else replace(node, text=new)
            case nodes.Figure(credit=old):
                new = old.translate(codes)
                return node if new == old else replace(node, credit=new)
            case _:
                return node

    def changed(original: Galley) -> Galley:
        if table.keys().isdisjoint(original.summary.characters):
            return original
        chapter: nodes.Chapter = transform(original.chapter, change)
        return galley(chapter, contents_entry(chapter))

    return Document(document.locale, tuple(map(changed, document.galleys)), document.targets)
