"""Replaces characters that the fonts of a book lack by other text, from a given table."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.assemble_book import contents_entry
from bookbuilder.document.document import Document
from bookbuilder.document.galley import Galley, galley
from bookbuilder.document.walk import transform


def replace_missing_glyphs(document: Document, table: Mapping[str, str]) -> Document:
    """Return a document with characters replaced by `table`; a chapter without any of them is unchanged."""
    codes = str.maketrans(dict(table))

    def renamed(target: nodes.Target) -> nodes.Target:
        new = target.name.translate(codes)
        return target if new == target.name else replace(target, name=new)

    def change(node: nodes.Node) -> nodes.Node:
        match node:
            case (
                nodes.Text(text=old) | nodes.Value(text=old) | nodes.CodeText(text=old) | nodes.Code(text=old)
            ):
                new = old.translate(codes)
                return node if new == old else replace(node, text=new)
            case nodes.Link(address=old) if not table.keys().isdisjoint(old):
                # Print shows it; written so (RFC 3987, 3.1), it leads to the same place.
                return replace(node, address="".join(quote(sign) if sign in table else sign for sign in old))
            case nodes.Reference(resolved=nodes.Target() as target) if target.name:
                return replace(node, resolved=renamed(target))
            case nodes.Figure(credit=old):
                new = old.translate(codes)
                return node if new == old else replace(node, credit=new)
            case _:
                return node

    def changed(original: Galley) -> Galley:
        chapter: nodes.Chapter = transform(original.chapter, change)
        return original if chapter is original.chapter else galley(chapter, contents_entry(chapter))

    targets = {anchor: renamed(target) for anchor, target in document.targets.items()}
    return Document(document.locale, tuple(map(changed, document.galleys)), targets)
