"""Turns text and codes back into the Markdown of a block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bookbuilder.translate.exchange.codes import Bare, Code, Segment, Sign, bare
from bookbuilder.translate.exchange.segment import Env, segment

_SIGNS = re.compile(r"[\\`*_\[\]<>{}~&!^|\"]")
_FIRST = re.compile(
    r"(?P<digits>\d{1,9})(?=[.)](?:\s|$))|(?=[#>+*=|~`:-]|\[\^|\{)", re.ASCII
)  # what would begin a heading, a list, a quotation, a table, a directive …
_STYLES = ("italic", "bold", "x-strike")
WIDTH = 60
"""A block of several lines is wrapped at least at this width."""


def written(wanted: Segment, env: Env, kind: str, *, like: str = "", line: bool = True) -> str | None:
    """Return the Markdown of a segment; None if there is none that reads as it.

    Signs in the text get a backslash only where they would be read as marks. `kind` is that of the block (a bar in a cell
    and a quotation mark in an option always have one). `like` is the text that stood there before: if it had several lines,
    the new one is wrapped as it was. `line`: the text begins a line of the file, so it must not look like a list or heading.
    """
    tidy = tidied(wanted)
    target = bare(tidy)
    quoted, cell = option(kind), kind.endswith("cell")
    for shape in (tidy, _starred(tidy)):
        for every in (False, True):
            text = "".join(
                piece.data
                if isinstance(piece, Code)
                else _escaped(piece, every=every, quoted=quoted, cell=cell)
                for piece in shape
            )
            text = _begun(text.strip()) if line else text.strip()
            if _reads(text, env, target, shape):
                return _wrapped(text, like, env, target, shape)
    return None


def option(kind: str) -> bool:
    """Whether a kind of block stands in quotation marks behind a directive: `figure credit`."""
    *path, last = kind.split(" ")
    return bool(path) and last not in _KINDS and path[-1] != "heading"


_KINDS = ("paragraph", "cell", "term", "title", "alt", "code")


def _reads(text: str, env: Env, target: Bare, shape: Segment) -> bool:
    """Whether a text is read as the text and codes that are wanted."""
    numbers = [piece for piece in shape if isinstance(piece, Code)]
    found: list[str | Code] = []
    at = 0
    for piece in segment(text, env):
        if isinstance(piece, Code):
            if at >= len(numbers) or (piece.sign, piece.kind) != (numbers[at].sign, numbers[at].kind):
                return False
            if piece.sign is not Sign.CLOSE and piece.key != numbers[at].key:
                return False
            piece = replace(piece, id=numbers[at].id)
            at += 1
        found.append(piece)
    return at == len(numbers) and bare(found) == target


def _escaped(text: str, *, every: bool, quoted: bool, cell: bool) -> str:
    text = re.sub(r"[ \t\r\n]+", " ", text)
    if every:
        return _SIGNS.sub(lambda sign: f"\\{sign[0]}", text)
    signs = ('"' if quoted else "") + ("|" if cell else "")
    return "".join(f"\\{letter}" if letter in signs else letter for letter in text) if signs else text


def _begun(text: str) -> str:
    """Return a text that begins a line and stays a text there."""
    match = _FIRST.match(text)
    if match is None or (text.startswith(("**", "![", "[")) and not text.startswith("[^")):
        return text
    if match["digits"]:
        return f"{match['digits']}\\{text[match.end() :]}"
    if re.match(r"[*`_]\S", text) or text.startswith("[^"):
        return text  # emphasis or code; what a mark of a note would do is seen when the file is read again
    return f"\\{text}"


def tidied(shape: Segment) -> Segment:
    """Return a segment whose emphasis neither begins nor ends with a space: Markdown would not read it as emphasis."""
    pieces = list(shape)
    for at, piece in enumerate(pieces):
        if not (isinstance(piece, Code) and piece.kind in _STYLES):
            continue
        other = at + 1 if piece.sign is Sign.OPEN else at - 1
        if not 0 <= other < len(pieces) or not isinstance(inner := pieces[other], str):
            continue
        bared = inner.lstrip(" ") if piece.sign is Sign.OPEN else inner.rstrip(" ")
        if bared != inner:
            pieces[other] = bared
            outer = at - 1 if piece.sign is Sign.OPEN else at + 1
            if 0 <= outer < len(pieces) and isinstance(before := pieces[outer], str):
                pieces[outer] = f"{before} " if piece.sign is Sign.OPEN else f" {before}"
            else:
                pieces[at] = replace(piece, data=f" {piece.data}" if outer < at else f"{piece.data} ")
    return tuple(pieces)


def _starred(shape: Segment) -> Segment:
    """Return a segment whose emphasis is marked with stars, which may stand inside a word."""
    return tuple(
        replace(piece, data=piece.data.replace("_", "*"))
        if isinstance(piece, Code) and piece.kind in ("italic", "bold")
        else piece
        for piece in shape
    )


_SAFE = re.compile(r"(?<=[^\W\d_]|[,;:.)!?“”»«’]) (?=[^\W\d_])")


def _wrapped(text: str, like: str, env: Env, target: Bare, shape: Sequence[str | Code]) -> str:
    """Return a text in lines as long as those that stood there; only before words that cannot begin anything else."""
    lines = like.split("\n")
    if len(lines) == 1:
        return text
    width = max(WIDTH, *(len(one) for one in lines))
    found: list[str] = []
    for whole in text.split("\n"):
        row = ""
        for word in _SAFE.split(whole):
            if row and len(row) + 1 + len(word) > width:
                found.append(row)
                row = word
            else:
                row = f"{row} {word}" if row else word
        found.append(row)
    several = "\n".join(found)
    return several if _reads(several, env, target, tuple(shape)) else text
