"""Finds out what has changed in a book since an earlier proof, from the texts that were kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from markupsafe import Markup

from bookbuilder.diagnostics import Span
from bookbuilder.document.text_blocks import TextBlock, text_blocks
from bookbuilder.formats.book import Book
from bookbuilder.formats.proof_changes import ChangedRange, ProofChanges
from bookbuilder.formats.proof_mark import proof_mark
from bookbuilder.proof.earlier_book import EarlierBook
from bookbuilder.translate.word_diff import DiffPiece, WordChange, diff
from bookbuilder.world.source_lines import lines_of

_PAGE = Markup(
    '<!DOCTYPE html>\n<html lang="{}" dir="{}">\n<head>\n<meta charset="UTF-8">\n<title>{}</title>\n<style>\n'
    "body {{ margin: 0 auto; max-inline-size: 48rem; padding: 1.5rem; font: 1rem/1.5 serif; color: #1a1a1a }}\n"
    "h1 {{ font-size: 1.3rem }} h2 {{ font: .85rem ui-monospace, monospace; margin: 1.2rem 0 .2rem }} p {{ margin: 0 }}\n"
    "ins {{ background: #d7f0d2; text-decoration: underline }} del {{ background: #f7d7d7 }}\n"
    "</style>\n</head>\n<body>\n<h1>{}</h1>\n{}</body>\n</html>\n"
)
_TAGS = {
    WordChange.KEPT: Markup("{}"),
    WordChange.IN: Markup("<ins>{}</ins>"),
    WordChange.OUT: Markup("<del>{}</del>"),
}


def proof_changes(book: Book, before: EarlierBook | None) -> ProofChanges:
    """Return what has changed in a book since an earlier one; nothing if it is compared with none."""
    if before is None:
        return ProofChanges()
    ranges: list[ChangedRange] = []
    listed: list[Markup] = []
    blocks = [block for chapter in book.document.chapters for block in text_blocks(chapter)]
    for old_text, block in _changed(before.texts, blocks):
        pieces = diff(old_text, block.text)
        ranges += _ranges(block, pieces, book)
        words = Markup("").join(_TAGS[how].format(text) for how, text in pieces)
        span = block.span
        listed.append(Markup("<h2>{}:{}</h2>\n<p>{}</p>\n").format(span.path, span.line, words))
    locale = book.locale
    title = f"{proof_mark(book)} ← {before.name}"
    page = _PAGE.format(locale.tag, locale.direction, title, title, Markup("").join(listed))
    return ProofChanges(tuple(ranges), page.encode())


def _changed(old: Sequence[str], blocks: Sequence[TextBlock]) -> Iterator[tuple[str, TextBlock]]:
    """Yield the texts that differ, each with what it was; a text that is gone stands with the one that follows it."""
    new = [block.text for block in blocks]
    for name, first, behind, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if name == "equal":
            continue
        before, after = old[first:behind], blocks[start:end]
        for number, block in enumerate(after):
            rest = before[number:] if number == len(after) - 1 else before[number : number + 1]
            yield "\n".join(rest), block
        if not after and blocks:  # only taken out
            follower = blocks[min(start, len(blocks) - 1)]
            yield "\n".join((*before, follower.text)), follower


def _ranges(block: TextBlock, pieces: Iterable[DiffPiece], book: Book) -> Iterator[ChangedRange]:
    places = block.positions(lambda path: lines_of(book.world.read(path)))
    at = 0  # visible characters before
    visible = [number for number, letter in enumerate(block.text) if not letter.isspace()]
    removed = ""
    for how, text in pieces:
        length = sum(not letter.isspace() for letter in text)
        if how is WordChange.OUT:
            removed += text
            continue
        if how is WordChange.KEPT:
            if removed and (place := _place(places, visible, at, block)):
                yield ChangedRange(place, place, removed)
            removed = ""
        elif length and (place := _place(places, visible, at, block)):
            end = _place(places, visible, at + length - 1, block) or place
            yield ChangedRange(place, max(place, end), removed)
            removed = ""
        at += length
    if removed and (place := _place(places, visible, max(at - 1, 0), block)):
        yield ChangedRange(place, place, removed)


def _place(places: Sequence[Span | None], visible: Sequence[int], at: int, block: TextBlock) -> Span | None:
    """Return the place of a visible character, or of the nearest one before it."""
    behind = visible[min(at, len(visible) - 1)] if visible else 0
    found = next((one for one in reversed(places[: behind + 1]) if one is not None), None)
    return found or (block.span if block.span.line else None)
