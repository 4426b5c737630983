"""The record of a file for a word processor that goes out: each of its texts, as the file has it."""

from __future__ import annotations

from pathlib import PurePosixPath

from bookbuilder.document.text_blocks import TextBlock
from bookbuilder.importers.source import file_source
from bookbuilder.pipeline.export_book import SentExport
from bookbuilder.proof.read_document import read_document
from bookbuilder.proof.returned_text import ReturnedParagraph
from bookbuilder.proof.sent_record import SentRecord, SentText


def sent_document(sent: SentExport, kind: str, file: str, data: bytes) -> SentRecord:
    """Return the record of a file that goes out, `data`: its texts in the order of the file. It has the name of the file,
    and the beginning of its id."""
    blocks = sent.blocks
    name = f"{PurePosixPath(file).stem}-{sent.id[:6]}"
    document = read_document(file_source(file, data))
    texts = []
    written: set[int] = set()
    for paragraph in document.paragraphs:
        number = next((one for one, _ in paragraph.names if 0 < one <= len(blocks) and one not in written), 0)
        if number and paragraph.text.strip():
            written.add(number)
            block = blocks[number - 1]
            texts.append(_text(number, block, paragraph))
        elif not number and paragraph.text.strip():
            texts.append(SentText(0, "", "", paragraph.text, _formats(paragraph), paragraph.story))
    comments = tuple(f"{one.author}: {one.text}" for one in document.comments)
    return SentRecord(name, sent.id, kind, sent.locale, sent.edition, tuple(texts), comments)


def _text(number: int, block: TextBlock, paragraph: ReturnedParagraph) -> SentText:
    document = "" if paragraph.text == block.text else paragraph.text
    return SentText(number, block.span.path, block.text, document, _formats(paragraph), paragraph.story)


def _formats(paragraph: ReturnedParagraph) -> tuple[str, ...]:
    return tuple(
        f"{name} {start}-{end}" for name, runs in sorted(paragraph.formats.items()) for start, end in runs
    )
