"""Leads the texts of a proof that went out to those of the book as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from bookbuilder.document.text_blocks import TextBlock
from bookbuilder.proof.block_source import BlockSource, FileText
from bookbuilder.proof.match_paragraphs import ALIKE
from bookbuilder.proof.sent_record import SentText
from bookbuilder.proof.word_hunks import CharacterMap, similarity


class CurrentTexts:
    """The texts of the book now, by the numbers of those that went out. `files` are the chapters by path."""

    def __init__(
        self, sent: Sequence[SentText], blocks: Sequence[TextBlock], files: Mapping[str, FileText]
    ) -> None:
        self._files = files
        self._blocks = _aligned([text for text in sent if text.number], blocks)
        self._sources: dict[int, BlockSource] = {}
        self._maps: dict[int, CharacterMap] = {}

    def source(self, text: SentText) -> BlockSource | None:
        """Return the text of the book now that a text is; None if it is gone."""
        block = self._blocks.get(text.number)
        if block is None:
            return None
        if text.number not in self._sources:
            path = block.span.path
            self._sources[text.number] = BlockSource(block, path, self._files.get(path) or FileText(""))
        return self._sources[text.number]

    def characters(self, text: SentText) -> CharacterMap:
        """Return which characters of a text are which now."""
        if text.number not in self._maps:
            block = self._blocks[text.number]
            self._maps[text.number] = CharacterMap(text.printed, block.text)
        return self._maps[text.number]


def _aligned(sent: Sequence[SentText], blocks: Sequence[TextBlock]) -> dict[int, TextBlock]:
    if all(0 < text.number <= len(blocks) and blocks[text.number - 1].text == text.printed for text in sent):
        return {text.number: blocks[text.number - 1] for text in sent}
    ordered = sorted(sent, key=lambda text: text.number)
    result: dict[int, TextBlock] = {}
    one = [(text.file, text.printed) for text in ordered]
    two = [(block.span.path, block.text) for block in blocks]
    for name, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if name == "equal":
            result |= {ordered[a + n].number: blocks[c + n] for n in range(b - a)}
        elif name == "replace":
            at = c
            for text in ordered[a:b]:
                ranked = [
                    (similarity(text.printed, blocks[n].text), -n)
                    for n in range(at, min(d, at + 8))
                    if blocks[n].span.path == text.file
                ]
                best, place = max(ranked, default=(0.0, 0))
                if best >= ALIKE:
                    result[text.number] = blocks[-place]
                    at = -place + 1
    return result
