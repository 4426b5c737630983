"""Writes a segment (text and inline codes) as the Markdown of a block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bookbuilder.markdown.convert_inlines import LOOSE_BRACES
from bookbuilder.markdown.escape_markdown import escape_start, escape_text
from bookbuilder.translate.exchange.inline_codes import CodedText, CodeRole, InlineCode, Segment, coded_text
from bookbuilder.translate.exchange.parse_segment import Env, parse_segment

_STYLES = ("italic", "bold", "x-strike", "x-sub", "x-sup", "x-mark")
WIDTH = 60
"""The least width at which a block of several lines is wrapped."""


def write_segment(wanted: Segment, env: Env, kind: str, *, like: str = "", line: bool = True) -> str | None:
    """Return the Markdown of a segment; None if no Markdown reads as it.

    Characters are escaped only where they would be read as markup. `kind` is the block's kind (bars are always escaped in
    cells, quotation marks in options). `like` is the text to replace: if it had several lines, the new text is wrapped
    alike. `line`: the text begins a line. No line may look like a list or heading.
    """
    tidy = trim_emphasis(wanted)
    target = coded_text(tidy)
    quoted, cell = is_option(kind), kind.endswith("cell")
    loose = any(isinstance(piece, str) and LOOSE_BRACES.search(piece) for piece in tidy)
    for shape in (tidy, _starred(tidy)):
        for every in (True,) if loose else (False, True):
            written = [
                piece
                if isinstance(piece, InlineCode)
                else _escaped(piece, every=every, quoted=quoted, cell=cell)
                for piece in shape
            ]
            text = _lines(written, begins=line).strip()
            if _reads(text, env, target, shape, kind):
                return _wrapped(text, like, env, target, shape, kind)
    return None


def is_option(kind: str) -> bool:
    """Whether a kind of block is a quoted option of a directive: `figure credit`."""
    *path, last = kind.split(" ")
    return bool(path) and last not in _KINDS and path[-1] != "heading"


_KINDS = ("paragraph", "cell", "term", "title", "alt", "code")


def _reads(text: str, env: Env, target: CodedText, shape: Segment, kind: str) -> bool:
    """Whether a text is parsed as the wanted text and codes."""
    numbers = [piece for piece in shape if isinstance(piece, InlineCode)]
    result: list[str | InlineCode] = []
    position = 0
    for piece in parse_segment(text, env, kind=kind):
        if isinstance(piece, InlineCode):
            if position >= len(numbers) or (piece.role, piece.kind) != (
                numbers[position].role,
                numbers[position].kind,
            ):
                return False
            if piece.role is not CodeRole.CLOSE and piece.key != numbers[position].key:
                return False
            piece = replace(piece, id=numbers[position].id)
            position += 1
        result.append(piece)
    return position == len(numbers) and coded_text(result) == target


def _escaped(text: str, *, every: bool, quoted: bool, cell: bool) -> str:
    text = re.sub(r"[ \t\r\n]+", " ", text)
    if every:
        text = escape_text(text).replace("!", "\\!")  # a code behind it may begin with a bracket
        signs = '"' if quoted else ""
    else:
        signs = ('"{}' if quoted else "") + ("|" if cell else "")
    return "".join(f"\\{letter}" if letter in signs else letter for letter in text) if signs else text


def _lines(written: Sequence[str | InlineCode], *, begins: bool) -> str:
    """Return pieces of Markdown as one text, whose lines begin no block; `begins`: the first one is a line of the file."""
    lines, by_code = [""], [False]
    for piece in written:
        code = isinstance(piece, InlineCode)
        for number, part in enumerate((piece.data if isinstance(piece, InlineCode) else piece).split("\n")):
            if number:
                lines.append("")
                by_code.append(False)
            if part.strip() and not lines[-1].strip():
                by_code[-1] = code
            lines[-1] += part
    start = 0 if begins else 1
    lines[start:] = map(_protected, lines[start:], by_code[start:])
    return "\n".join(lines)


def _protected(line: str, by_code: bool) -> str:
    """Return a line that begins no block. A code begins none, unless a colon behind it makes it a definition: `[^1]: a`."""
    if by_code:
        return _DEFINITION.sub(r"\1\:", line)
    bare = line.lstrip()
    return line[: len(line) - len(bare)] + escape_start(bare, raw=True)


_DEFINITION = re.compile(r"\A(\s*\[[^\[\]]+\]):")


def trim_emphasis(shape: Segment) -> Segment:
    """Return a segment without spaces at the inner edges of emphasis, where Markdown would not recognize it."""
    pieces = list(shape)
    for index, piece in enumerate(pieces):
        if not (isinstance(piece, InlineCode) and piece.kind in _STYLES):
            continue
        other = index + 1 if piece.role is CodeRole.OPEN else index - 1
        if not 0 <= other < len(pieces) or not isinstance(inner := pieces[other], str):
            continue
        bared = inner.lstrip(" ") if piece.role is CodeRole.OPEN else inner.rstrip(" ")
        if bared != inner:
            pieces[other] = bared
            outer = index - 1 if piece.role is CodeRole.OPEN else index + 1
            if 0 <= outer < len(pieces) and isinstance(before := pieces[outer], str):
                pieces[outer] = f"{before} " if piece.role is CodeRole.OPEN else f" {before}"
            else:
                pieces[index] = replace(piece, data=f" {piece.data}" if outer < index else f"{piece.data} ")
    return tuple(pieces)


def _starred(shape: Segment) -> Segment:
    """Return a segment with `*` for emphasis, which works inside words."""
    return tuple(
        replace(piece, data=piece.data.replace("_", "*"))
        if isinstance(piece, InlineCode) and piece.kind in ("italic", "bold")
        else piece
        for piece in shape
    )


_SAFE = re.compile(r"(?<=[^\W\d_]|[,;:.)!?“”»«’]) (?=[^\W\d_])")


def _wrapped(
    text: str, like: str, env: Env, target: CodedText, shape: Sequence[str | InlineCode], kind: str
) -> str:
    """Return a text wrapped to the old width, only before words that cannot start other Markdown."""
    lines = like.split("\n")
    if len(lines) == 1:
        return text
    width = max(WIDTH, *(len(line) for line in lines))
    result: list[str] = []
    for whole in text.split("\n"):
        row = ""
        for word in _SAFE.split(whole):
            if row and len(row) + 1 + len(word) > width:
                result.append(row)
                row = word
            else:
                row = f"{row} {word}" if row else word
        result.append(row)
    several = "\n".join(result)
    return several if _reads(several, env, target, tuple(shape), kind) else text
