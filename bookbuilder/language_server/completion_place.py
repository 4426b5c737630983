"""Says what stands at a position of a chapter that is being written, from the text before it: while somebody types, braces
are open and a parser sees no nodes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

_REACH = 4_000
"""Characters before a position that are looked at: longer than any link or attribute."""
_ADDRESS = re.compile(r"(!?)\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\]\(\s*<?([^\s()<>]*)\Z", re.DOTALL)
_ANY_ADDRESS = re.compile(r"\]\(\s*<?([^\s()<>]*)\Z")
_BRACES = re.compile(r"(?<=[\])`])\{((?:[^{}\"\\]|\\.|\"(?:[^\"\\]|\\.)*\")*(?:\"[^\"{}]*)?)\Z", re.DOTALL)
_BLOCK_BRACES = re.compile(r"(?:^|\n)[ \t>]*\{([^{}\n]*)\Z")
_HEADING_BRACES = re.compile(r"(?:^|\n)#{1,6} [^\n]*\{([^{}\n]*)\Z")
_NOTE = re.compile(r"\[\^([^\s\[\]]*)\Z")
_SOURCE = re.compile(r"(?<![\w@/.])-?@([\w:.#$%&+?<>~/-]*)\Z")
_DIRECTIVE = re.compile(r"(?:^|\n)[ \t>]*:{3,}[ \t]*([A-Za-z-]*)\Z")
_OPTIONS = re.compile(r"(?:^|\n)[ \t>]*:{3,}[ \t]*([A-Za-z-]+)[^\n{}]*\{([^{}\n]*)\Z")
_ATTRIBUTE = re.compile(r"(?:^|\s)([A-Za-z_][\w-]*)?\Z")
_VALUE = re.compile(r"(?:^|\s)([A-Za-z_][\w-]*)=(\"?)([^\s\"]*|(?<=\")[^\"]*)\Z")
_FENCE = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class CompletionTarget:
    """In the address of a link; of a picture if `image`. `hash`: a `#` is written already, behind `file`."""

    prefix: str
    image: bool = False
    hash: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class AttributeKey:
    """In braces, where a key or `#id` begins; `behind` is `words`, `link` or `block`. `given` is what the braces have."""

    prefix: str
    behind: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """In braces, behind a key and its equals sign."""

    key: str
    prefix: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class NoteLabel:
    """In the label of a note."""

    prefix: str


@dataclass(frozen=True, slots=True)
class DirectivePlace:
    """On the line of a directive: in its name, or in the braces of `name`: in a key, or in the value of `key`."""

    prefix: str
    name: str = ""
    key: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class FrontMatterKey:
    """Where a key of the front matter begins."""

    prefix: str


@dataclass(frozen=True, slots=True)
class FrontMatterValue:
    """Behind a key of the front matter."""

    key: str
    prefix: str


@dataclass(frozen=True, slots=True)
class SourceKey:
    """Behind the `@` of a citation."""

    prefix: str


Place: TypeAlias = (
    CompletionTarget
    | AttributeKey
    | AttributeValue
    | NoteLabel
    | SourceKey
    | DirectivePlace
    | FrontMatterKey
    | FrontMatterValue
)


def place_at(text: str, offset: int) -> Place | None:
    """Return what stands at an offset of a chapter; None in plain words.

    >>> place_at("[x]{fact=us", 11)
    AttributeValue(key='fact', prefix='us', given='fact=us')
    >>> place_at("[](#ki", 6)
    CompletionTarget(prefix='ki', image=False, hash=True, file='')
    """
    before = text[max(offset - _REACH, 0) : offset]
    paragraph = before[max(before.rfind("\n\n"), 0) :]
    if in_front_matter(text, offset):
        line = before[before.rfind("\n") + 1 :]
        if re.fullmatch(r"[a-z]*", line):
            return FrontMatterKey(line)
        if (match := re.fullmatch(r"([a-z]+):[ \t]*([\w-]*)", line)) and "[" not in line:
            return FrontMatterValue(match[1], match[2])
    if match := _OPTIONS.search(paragraph):
        return _option(match[1], match[2])
    if match := _DIRECTIVE.search(paragraph):
        return DirectivePlace(match[1])
    if match := _NOTE.search(paragraph):
        return NoteLabel(match[1])
    if match := _SOURCE.search(paragraph):
        return SourceKey(match[1])
    if match := _BRACES.search(paragraph):
        return _attribute(match[1], "link" if paragraph[match.start() - 1] == ")" else "words")
    if match := _BLOCK_BRACES.search(paragraph) or _HEADING_BRACES.search(paragraph):
        return _attribute(match[1], "block")
    if match := _ANY_ADDRESS.search(paragraph):
        whole = _ADDRESS.search(paragraph)
        file, sign, anchor = match[1].partition("#")
        image = bool(whole and whole[1])
        return CompletionTarget(
            anchor if sign else match[1], image, bool(sign) and not image, file if sign else ""
        )
    return None


def in_front_matter(text: str, offset: int) -> bool:
    """Whether an offset is between the two lines of hyphens at the top of a chapter."""
    first = _FENCE.match(text)
    if first is None or offset < first.end():
        return False
    end = _END.search(text, first.end())
    return end is None or offset <= end.start()


def _attribute(given: str, behind: str) -> Place | None:
    if match := _VALUE.search(given):
        return AttributeValue(match[1], match[3], given)
    if match := _ATTRIBUTE.search(given):
        return AttributeKey(match[1] or "", behind, given)
    return None


def _option(name: str, given: str) -> Place | None:
    match _attribute(given, "block"):
        case AttributeValue(key, prefix):
            return DirectivePlace(prefix, name, key, given)
        case AttributeKey(prefix):
            return DirectivePlace(prefix, name, "", given)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A word that means something: a key, an attribute, the name of a directive; its first column, and what it is."""

    word: str
    column: int
    place: Place


def key_word_at(text: str, line: int, column: int) -> KeyWord | None:
    """Return the key, attribute or name of a directive at a line and column; None for other words."""
    lines = text.split("\n")
    if not 0 < line <= len(lines):
        return None
    row = lines[line - 1]
    word = next((one for one in _WORD.finditer(row) if one.start() < column <= one.end() + 1), None)
    if word is None:
        return None
    start = sum(len(one) + 1 for one in lines[: line - 1])
    place = place_at(text, start + word.end())
    match place:
        case AttributeKey() if row[word.end() : word.end() + 1] == "=":
            pass
        case DirectivePlace(key="", name="") | FrontMatterKey():
            pass
        case DirectivePlace(key="") if row[word.end() : word.end() + 1] == "=":
            pass
        case _:
            return None
    return KeyWord(word[0], word.start() + 1, place)
