"""Finds the words of a file that came back that look other than they did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bookbuilder.proof.joined_texts import JoinedTexts
from bookbuilder.proof.mark import ProofMark, ProofMarkKind
from bookbuilder.proof.mark_maker import MarkMaker, printed_range
from bookbuilder.proof.returned_text import SIGNS, ReturnedParagraph
from bookbuilder.proof.sent_record import SentText
from bookbuilder.proof.word_hunks import CharacterMap

_FORMATS = ("strong", "emphasis", "strike", "superscript", "subscript", "underline", "smallcaps")


def format_marks(
    maker: MarkMaker,
    before: JoinedTexts,
    after: JoinedTexts,
    texts: Sequence[SentText],
    now: Sequence[ReturnedParagraph],
) -> Iterator[ProofMark]:
    """Yield the marks on words that look other than they did."""
    names = {name for text in texts for name in _runs(text)} | {name for one in now for name in one.formats}
    if not names:
        return
    characters = CharacterMap(before.text, after.text)
    for name in _FORMATS:
        if name not in names:
            continue
        had = _flags(before, [_runs(text).get(name, []) for text in texts])
        has = _flags(after, [one.formats.get(name, []) for one in now])
        for sign, start, end in _differences(before.text, had, has, characters):
            number, begin = before.locate(start)
            text = texts[number]
            there = printed_range(text, begin, begin + end - start) if text.number else None
            if there is None or there[0] == there[1]:
                continue
            place, at = after.locate(characters.character(start))
            who = maker.author(now[place], at, at + end - start)
            yield maker.placed(ProofMarkKind.FORMAT, text, *there, sign + name, who)


def _runs(text: SentText) -> dict[str, list[tuple[int, int]]]:
    result: dict[str, list[tuple[int, int]]] = {}
    for run in text.formats:
        name, _, place = run.partition(" ")
        start, _, end = place.partition("-")
        if start.isdecimal() and end.isdecimal():
            result.setdefault(name, []).append((int(start), int(end)))
    return result


def _flags(joined: JoinedTexts, runs: Sequence[Sequence[tuple[int, int]]]) -> bytearray:
    result = bytearray(len(joined.text))
    for first, of_text in zip(joined.starts, runs, strict=True):
        for start, end in of_text:
            for number in range(first + start, min(first + end, len(result))):
                result[number] = 1
    return result


def _differences(
    text: str, had: bytearray, has: bytearray, characters: CharacterMap
) -> Iterator[tuple[str, int, int]]:
    """Yield the runs of characters that got (`+`) or lost (`-`) a format; spaces between such words belong to them."""
    run: tuple[str, int, int] | None = None
    for number, letter in enumerate(text):
        if letter in SIGNS:
            continue
        there = characters.character(number)
        sign = ""
        if there >= 0 and had[number] != has[there]:
            sign = "+" if has[there] else "-"
        if letter.isspace() and letter != "\n":
            continue
        if run and sign == run[0]:
            run = sign, run[1], number + 1
            continue
        if run:
            yield run
        run = (sign, number, number + 1) if sign else None
    if run:
        yield run
