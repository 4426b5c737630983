"""Says what is wrong with the codes of a translation, and gives a translation its codes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bookbuilder.translate.embedded import Embedded, embedded
from bookbuilder.translate.exchange.codes import BREAK, Bare, Code, Segment, Sign
from bookbuilder.translate.exchange.units import Exchanged
from bookbuilder.translate.standing import Standing


def code_problems(one: Exchanged, target: Bare) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the codes of a translation, each with a hint."""
    source = _codes(one.source)
    allowed = source | _codes(one.target)
    spared = _spared(one)
    count: Counter[tuple[Sign, int]] = Counter(piece for piece in target if not isinstance(piece, str))
    for (sign, number), code in source.items():
        said = _name(sign, number)
        if not count[sign, number] and code.kind != BREAK and number not in spared:
            yield f"the code {said} of the source is missing", _meaning(code)
        elif count[sign, number] > 1:
            yield f"the code {said} stands {count[sign, number]} times", "it may stand there once"
    for sign, number in count:
        if (sign, number) not in allowed:
            yield f"there is a code {_name(sign, number)}, which the source has not", "delete it"
    opened: list[int] = []
    for piece in target:
        if isinstance(piece, str) or piece[0] is Sign.SINGLE:
            continue
        if piece[0] is Sign.OPEN:
            opened.append(piece[1])
        elif not opened or opened.pop() != piece[1]:
            yield (
                f"the pair {piece[1]} is not closed where it should be",
                "pairs stand inside one another as brackets do",
            )
            return
    if opened:
        yield f"the pair {opened[-1]} is not closed", "pairs stand inside one another as brackets do"
    breaks = sum(code.kind == BREAK and count[key] > 0 for key, code in allowed.items())
    if breaks != one.count - 1:
        yield (
            f"{one.count} blocks are joined, and {breaks + 1} came back",
            "keep the codes that stand between them",
        )


def _spared(one: Exchanged) -> set[int]:
    """Return the numbers of codes that the translation of today has not either, though its source had them when it was
    translated: a translator who leaves them alone is right. A code that is new in the source is not among them."""
    if one.copied:
        return set()
    theirs = {number for _, number in _codes(one.target)}
    old = {piece.key for piece in one.before if isinstance(piece, Code)}
    return {
        code.id
        for code in _codes(one.source).values()
        if code.sign is not Sign.CLOSE
        and code.id not in theirs
        and (one.unit.standing is not Standing.OUTDATED or code.key in old)
    }


def _codes(segment: Segment) -> dict[tuple[Sign, int], Code]:
    return {(piece.sign, piece.id): piece for piece in segment if isinstance(piece, Code)}


def _name(sign: Sign, number: int) -> str:
    return {Sign.OPEN: f"<{number}>", Sign.CLOSE: f"</{number}>", Sign.SINGLE: f"{{{number}}}"}[sign]


def _meaning(code: Code) -> str:
    return (
        f"it stands for {code.shown}" if code.shown else "every code of the source stands in the translation"
    )


def filled(one: Exchanged, target: Bare) -> Segment:
    """Return a translation with the Markdown of its codes: as in the translation of today, else as in the source."""
    known = _codes(one.source) | (_codes(one.target) if not one.copied else {})
    found: list[str | Code] = []
    for piece in target:
        if isinstance(piece, str):
            found.append(piece)
            continue
        code = known[piece]
        ours = piece in _codes(one.target) and not one.copied
        found.append(_holding(code, _codes(one.source).get(piece)) if ours else _said(code))
    return tuple(found)


def _holding(code: Code, source: Code | None) -> Code:
    """Return a code of the translation; that of the source where only that holds texts, which are put there next."""
    if source is None or len(_inside(code)) >= len(_inside(source)):
        return code
    return replace(code, data=source.data)


def _inside(code: Code) -> tuple[Embedded, ...]:
    if code.sign is Sign.OPEN:
        return ()
    return embedded(f"[x{code.data}" if code.sign is Sign.CLOSE else code.data)


def _said(code: Code) -> Code:
    """Return a code of the source for the translation: a fact has the words in its brackets that it will print."""
    if code.kind != "x-fact" or not code.shown or any(sign in code.shown for sign in "[]\\`*_<&\n"):
        return code
    words = code.shown.replace("\u00a0", " ").replace(
        "\u202f", " "
    )  # as people type; the print is made from the value
    return replace(code, data=f"[{words}]{code.data[code.data.rindex(']{') + 1 :]}")
