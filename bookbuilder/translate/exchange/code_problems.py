"""Checks the inline codes of a translation against its source, and restores the Markdown of codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bookbuilder.phrases import Phrase
from bookbuilder.translate.attribute_texts import AttributeText, attribute_texts
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.exchange.exchange_units import ExchangeUnit
from bookbuilder.translate.exchange.inline_codes import BREAK, CodedText, CodeRole, InlineCode, Segment


def code_problems(unit: ExchangeUnit, target: CodedText) -> Iterator[tuple[str, str]]:
    """Yield each problem of a translation's codes, with a hint."""
    source = _codes(unit.source)
    allowed = source | _codes(unit.target)
    optional = _optional_codes(unit)
    count: Counter[tuple[CodeRole, int]] = Counter(piece for piece in target if not isinstance(piece, str))
    for (sign, number), code in source.items():
        shown = _name(sign, number)
        if not count[sign, number] and code.kind != BREAK and number not in optional:
            yield Phrase("the code {shown} of the source is missing", shown=shown), _meaning(code)
        elif count[sign, number] > 1:
            yield (
                Phrase("the code {shown} stands {count} times", shown=shown, count=count[sign, number]),
                "it may stand there once",
            )
    for sign, number in count:
        if (sign, number) not in allowed:
            yield (
                Phrase("there is a code {name}, which the source has not", name=_name(sign, number)),
                "delete it",
            )
    opened: list[int] = []
    for piece in target:
        if isinstance(piece, str) or piece[0] is CodeRole.SINGLE:
            continue
        if piece[0] is CodeRole.OPEN:
            opened.append(piece[1])
        elif not opened or opened.pop() != piece[1]:
            yield (
                Phrase("the pair {piece} is not closed where it should be", piece=piece[1]),
                "pairs stand inside one another as brackets do",
            )
            return
    if opened:
        yield (
            Phrase("the pair {opened} is not closed", opened=opened[-1]),
            "pairs stand inside one another as brackets do",
        )
    breaks = sum(code.kind == BREAK and count[key] > 0 for key, code in allowed.items())
    if breaks != unit.block_count - 1:
        yield (
            Phrase(
                "{block_count} blocks are joined, and {breaks} came back",
                block_count=unit.block_count,
                breaks=breaks + 1,
            ),
            "keep the codes that stand between them",
        )


def _optional_codes(unit: ExchangeUnit) -> set[int]:
    """Return the numbers of codes that may be missing: the current translation lacks them too, although the source had them
    when it was translated. Codes that are new in the source are not among them."""
    if unit.copied:
        return set()
    theirs = {number for _, number in _codes(unit.target)}
    old = {piece.key for piece in unit.before if isinstance(piece, InlineCode)}
    return {
        code.id
        for code in _codes(unit.source).values()
        if code.role is not CodeRole.CLOSE
        and code.id not in theirs
        and (unit.unit.status is not BlockStatus.OUTDATED or code.key in old)
    }


def _codes(segment: Segment) -> dict[tuple[CodeRole, int], InlineCode]:
    return {(piece.role, piece.id): piece for piece in segment if isinstance(piece, InlineCode)}


def _name(sign: CodeRole, number: int) -> str:
    return {CodeRole.OPEN: f"<{number}>", CodeRole.CLOSE: f"</{number}>", CodeRole.SINGLE: f"{{{number}}}"}[
        sign
    ]


def _meaning(code: InlineCode) -> str:
    if code.shown:
        return Phrase("it stands for {words}", words=code.shown)
    return Phrase("every code of the source stands in the translation")


def restore_codes(unit: ExchangeUnit, target: CodedText) -> Segment:
    """Return a translation with the Markdown of its codes, taken from the current translation, else from the source."""
    codes = _codes(unit.source) | (_codes(unit.target) if not unit.copied else {})
    result: list[str | InlineCode] = []
    for piece in target:
        if isinstance(piece, str):
            result.append(piece)
            continue
        code = codes[piece]
        ours = piece in _codes(unit.target) and not unit.copied
        result.append(_holding(code, _codes(unit.source).get(piece)) if ours else _said(code))
    return tuple(result)


def _holding(code: InlineCode, source: InlineCode | None) -> InlineCode:
    """Return the translation's own code, or the source's if only that one holds embedded texts, which are filled in next."""
    if source is None or len(_inside(code)) >= len(_inside(source)):
        return code
    return replace(code, data=source.data)


def _inside(code: InlineCode) -> tuple[AttributeText, ...]:
    if code.role is CodeRole.OPEN:
        return ()
    return attribute_texts(f"[x{code.data}" if code.role is CodeRole.CLOSE else code.data)


def _said(code: InlineCode) -> InlineCode:
    """Return a source code for the translation; the brackets of a fact get the words that it will print."""
    if code.kind != "x-fact" or not code.shown or any(sign in code.shown for sign in "[]\\`*_<&\n"):
        return code
    words = code.shown.replace("\u00a0", " ").replace(
        "\u202f", " "
    )  # as people type it; printing uses the value anyway
    return replace(code, data=f"[{words}]{code.data[code.data.rindex(']{') + 1 :]}")
