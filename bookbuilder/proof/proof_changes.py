"""Finds out what has changed in a book since an earlier proof, from the texts that were kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from markupsafe import Markup

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.text_blocks import TextBlock, text_blocks
from bookbuilder.formats.book import Book
from bookbuilder.formats.proof_changes import ChangedRange, ProofChanges
from bookbuilder.formats.proof_mark import proof_mark
from bookbuilder.phrases import Phrase
from bookbuilder.proof.sent_record import SentRecord
from bookbuilder.translate.word_diff import DiffPiece, WordChange, diff
from bookbuilder.world.source_lines import lines_of

SINCE = Rule(
    "proof.since",
    "no proof is called {name}",
    "`since` names what a proof is compared with: an earlier proof by the name of its file in proof/sent, or the version"
    " that the book had then. Without it nothing is shown as changed.",
    Severity.WARNING,
)
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


def proof_changes(book: Book, sent: Iterable[SentRecord], report: Report) -> ProofChanges:
    """Return what has changed in a book since the proof that it names; nothing if it names none, or one that is not known,
    which is reported (`proof.since`)."""
    proof = book.edition.proof
    if proof is None or not proof.since:
        return ProofChanges()
    before = _record(proof.since, book.edition.languages, sent)
    if before is None:
        hint = Phrase("the proofs in proof/sent have these names and versions")
        report(SINCE, proof.since_span, hint=hint, name=proof.since)
        return ProofChanges()
    ranges: list[ChangedRange] = []
    listed: list[Markup] = []
    old = [text.printed for text in before.texts if text.number]
    blocks = [block for chapter in book.document.chapters for block in text_blocks(chapter)]
    for old_text, block in _changed(old, blocks):
        pieces = diff(old_text, block.text)
        ranges += _ranges(block, pieces, book)
        words = Markup("").join(_TAGS[how].format(text) for how, text in pieces)
        span = block.span
        listed.append(Markup("<h2>{}:{}</h2>\n<p>{}</p>\n").format(span.path, span.line, words))
    locale = book.locale
    title = f"{proof_mark(book)} ← {before.name}"
    page = _PAGE.format(locale.tag, locale.direction, title, title, Markup("").join(listed))
    return ProofChanges(tuple(ranges), page.encode())


def _record(name: str, locale: str, sent: Iterable[SentRecord]) -> SentRecord | None:
    """Return the proof with a name, or the last one of a version; None if there is none."""
    own = [one for one in sent if one.locale == locale]
    named = [one for one in own if one.name == name] or [one for one in own if one.version == name]
    return max(named, key=lambda one: one.number, default=None)


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
