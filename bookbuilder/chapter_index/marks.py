"""Finds the exact places of the words that name something: the id in `{#id}`, the target in `(#id)`, the fact in
`{fact=name}`. Nodes say where they begin; here it is found where in them the word stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import unquote

from bookbuilder.chapter_index.extents import Extent, extent
from bookbuilder.claims.named_facts import fact_places
from bookbuilder.document import nodes
from bookbuilder.document.series_rows import OPTION
from bookbuilder.document.walk import node_fields, plain
from bookbuilder.facts.fact_series import base_of
from bookbuilder.facts.facts_file import KINDS
from bookbuilder.markdown.attributes import keys

_SIGN = re.compile(r"\\.|[\[\]]", re.DOTALL)
_BRACES = re.compile(r"(?:\{(?:[^{}\"\\]|\\.|\"(?:[^\"\\]|\\.)*\")*\})+", re.DOTALL)
_BRACES_APART = re.compile(rf"[ \t]*{_BRACES.pattern}", re.DOTALL)
"""Braces behind a displayed formula, which a space may part from it."""
_ADDRESS = re.compile(r"\(\s*(<[^<>\n]*>|[^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*)")
_VALUE = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|([^\s{}\"]+)")
_LIST_OF_OPTION = re.compile(r"[a-z]+=(?:\"([^\"\n]*)\"|([^\s{}\"]+))")
_VALUE_OF_OPTION = re.compile(r"(?P<name>[a-z]+)=\"?(?P<value>[^\s{}\"]+)")
_ATTRIBUTES = re.compile(r"[ \t>*+.)\d-]*\{")
"""The beginning of a line of attributes, which stands above its block, in lists and quotations too."""
_BETWEEN_LINES = 40
"""Signs of quotations and lists at the beginning of a line, which are not in the text of a citation."""
_LONGEST = 100_000
"""Characters in which the end of brackets is looked for; texts inside braces and links are far shorter."""


class MarkKind(StrEnum):
    """What a word names, or where it is named first."""

    ID = "id"
    REFERENCE = "reference"
    FACT = "fact"
    VALUE = "value"
    """A value in the braces of a chapter, which has no name."""
    NAME = "name"
    NOTE = "note"
    NOTE_CALL = "note call"
    IMAGE = "image"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class TomlKey:
    """Where a node stands, as far as the printing of facts depends on it: `place` is a field of `Equivalents`, `tight` means
    that space is short, `lang` is the language of the passage (empty: that of the book)."""

    place: str = "text"
    tight: bool = False
    lang: str = ""


RUNNING = TomlKey()
"""In running text, in the language of the book."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that names something.

    `name` is what it names (of a reference `Reference.key`), `place` the word itself, or where its node begins if it is not
    `exact`: there the file spells it otherwise. `words` is what stands in the brackets, `whole` the stretch of the node.
    """

    kind: MarkKind
    name: str
    place: Extent
    exact: bool = True
    words: str = ""
    whole: Extent | None = None
    node: nodes.Node | None = None
    setting: TomlKey = RUNNING

    @property
    def around(self) -> Extent:
        """Where it can be asked for."""
        return self.whole or self.place


def find_marks(chapter: nodes.Chapter, text: str, path: str) -> tuple[Mark, ...]:
    """Return the marks of a chapter as it was written, in the order of the file."""
    found: dict[tuple[MarkKind, Extent], Mark] = {}
    finder = _Finder(path, text)
    for node, setting in _nodes(chapter, RUNNING):
        for mark in finder.marks(node):
            found.setdefault((mark.kind, mark.place), replace(mark, setting=setting))
    return tuple(sorted(found.values(), key=lambda mark: (mark.place, mark.kind)))


def _nodes(value: object, setting: TomlKey) -> Iterator[tuple[nodes.Node, TomlKey]]:
    """Yield every node with where it stands, in the way of `document.localize`."""
    waiting: list[tuple[object, TomlKey]] = [(value, setting)]
    while waiting:
        current, around = waiting.pop()
        if isinstance(current, tuple):
            waiting.extend((part, around) for part in current[::-1])
        elif isinstance(current, nodes.Node | nodes.Chapter):
            inner = replace(around, lang=current.lang) if current.lang else around
            if isinstance(current, nodes.Node):
                yield current, inner
            waiting.extend(
                (getattr(current, name), _inside(current, name, inner))
                for name in node_fields(type(current))[::-1]
            )


def _inside(node: nodes.Node | nodes.Chapter, name: str, around: TomlKey) -> TomlKey:
    """Return where the nodes in a field of another one stand."""
    match node:
        case nodes.Table() if name in ("head", "body"):
            return replace(around, place="tables", tight=True)
        case nodes.Table() | nodes.Figure() if name == "caption":
            return replace(around, place="captions", tight=True)
        case _:
            return around


class _Finder:
    """Looks in the text of one chapter."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.lines = text.split("\n")

    def marks(self, node: nodes.Node) -> Iterator[Mark]:
        """Yield what a node names."""
        if node.span.path != self.path or not 0 < node.span.line <= len(self.lines):
            return  # made by the program, or from another file
        start = self.starts[node.span.line - 1] + max(node.span.column, 1) - 1
        match node:
            case nodes.Fact(options) if options.get("fact") and not node.translate:
                yield self._listed(MarkKind.FACT, options["fact"], start, node)
            case nodes.Fact(options) if options.get("fact"):
                yield self._value(MarkKind.FACT, options["fact"], ("fact",), start, node, plain(node.content))
            case nodes.Fact(options) if OPTION in options:
                yield self._value(MarkKind.FACT, options[OPTION], ("facts",), start, node, "")
            case nodes.Fact() if not node.translate:  # made from a cell of data, where nothing names it
                pass
            case nodes.Fact(options) if kinds := [kind for kind in KINDS if kind in options]:
                kind = next((kind for kind in kinds if kind != "date"), kinds[0])
                yield self._value(MarkKind.VALUE, options[kind], (kind,), start, node, plain(node.content))
            case nodes.Fact(options) if "computed" in options:
                yield from self._named(
                    nodes.WrittenExpression(options["computed"], node.place or node.span), node
                )
            case nodes.Claim(expression):
                yield from self._named(expression, node)
            case nodes.NameUse(name=name):
                yield self._value(MarkKind.NAME, name, ("name",), start, node, plain(node.content))
            case nodes.Reference():
                yield self._reference(node, start)
            case nodes.NoteRef(label):
                yield self._literal(MarkKind.NOTE_CALL, label, start, f"[^{label}]", node)
            case nodes.Note(label):
                yield self._literal(MarkKind.NOTE, label, start, f"[^{label}]", node)
            case nodes.Image(source) if source:
                yield self._image(node, start)
            case nodes.Citation(sources):
                yield from self._cited(node, [source.key for source in sources], start)
        if isinstance(node, nodes.Image) and node.claim:
            yield from self._named(node.claim, node)
        if node.id:
            yield self._id(node, start)

    def _value(
        self, kind: MarkKind, name: str, wanted: Sequence[str], start: int, node: nodes.Node, words: str
    ) -> Mark:
        """Return the mark for the value of a key in the braces behind brackets, or of an option of a directive."""
        braces = self._braces(start)
        if braces is None:
            option = _VALUE_OF_OPTION.match(self.text, start)
            if option and option["name"] in wanted and option["value"] == name:
                return Mark(kind, name, self._extent(*option.span("value")), words=words, node=node)
            return self._inexact(kind, name, start, node, words)
        for offset, key in keys(self.text, *braces):
            if key not in wanted:
                continue
            value = _VALUE.match(self.text, offset + len(key) + 1, braces[1])
            group = 1 if value and value[1] is not None else 2
            if value and value[group] == name:
                place = self._extent(*value.span(group))
                return Mark(kind, name, place, words=words, whole=self._extent(start, braces[1]), node=node)
        return self._inexact(kind, name, start, node, words)

    def _listed(self, kind: MarkKind, name: str, start: int, node: nodes.Node) -> Mark:
        """Return the mark for one of the names that an option of a directive lists: `facts="us-aid de-aid"`."""
        option = _LIST_OF_OPTION.match(self.text, start)
        group = next((group for group in (1, 2) if option and option[group] is not None), 0)
        if option and group:
            word = re.compile(rf"(?<!\S){re.escape(name)}(?!\S)").search(option[group])
            if word:
                begin = option.start(group)
                return Mark(kind, name, self._extent(begin + word.start(), begin + word.end()), node=node)
        return self._inexact(kind, name, start, node, "")

    def _named(self, expression: nodes.WrittenExpression, node: nodes.Node) -> Iterator[Mark]:
        """Yield the marks for the facts that an expression names; of a value of a series, that is its series."""
        span, words = (
            expression.span,
            plain(node.content) if isinstance(node, nodes.Claim | nodes.Fact) else "",
        )
        start = self.starts[span.line - 1] + max(span.column, 1) - 1
        exact = self.text.startswith(expression.text, start)
        for name in fact_places(expression.text):
            base = base_of(name.name)
            begin = start + name.start + (expression.text[name.start] == "'")
            if exact:
                place = self._extent(begin, begin + len(base))
                yield Mark(MarkKind.FACT, base, place, words=words, node=node)
            else:
                yield self._inexact(MarkKind.FACT, base, start, node, words)

    def _reference(self, node: nodes.Reference, start: int) -> Mark:
        """Return the mark for the target of a link; of a file with an anchor, the anchor."""
        words = plain(node.content)
        address = self._address(start)
        if address is None:
            return self._inexact(MarkKind.REFERENCE, node.key, start, node, words)
        begin, end, last = address
        written = self.text[begin:end]
        before, sign, anchor = written.partition("#")
        whole = self._extent(start, last)
        if sign and unquote(anchor) == node.target:
            place = self._extent(begin + len(before) + 1, end)
        elif unquote(written).rpartition("/")[2] in (f"{node.target}.md", node.target):
            name = written.rpartition("/")[2].removesuffix(".md")
            place = self._extent(end - len(written.rpartition("/")[2]), end)
            place = extent(self.path, place.line, place.column, len(name))
        else:
            return self._inexact(MarkKind.REFERENCE, node.key, start, node, words)
        return Mark(
            MarkKind.REFERENCE, node.key, place, exact=node.target == anchor or not sign, words=words,
            whole=whole, node=node,
        )  # fmt: skip

    def _image(self, node: nodes.Image, start: int) -> Mark:
        """Return the mark for the file of a picture."""
        address = self._address(start + 1) if self.text.startswith("![", start) else None
        if address is None:
            return self._inexact(MarkKind.IMAGE, node.source, start, node, node.alt)
        begin, end, last = address
        whole = self._extent(start, last)
        return Mark(
            MarkKind.IMAGE, node.source, self._extent(begin, end), words=node.alt, whole=whole, node=node
        )

    def _cited(self, node: nodes.Citation, keys: Sequence[str], start: int) -> Iterator[Mark]:
        """Yield the marks for the sources that a citation names, which stand in its text one behind the other."""
        end = offset = start
        limit = start + len(node.text) + _BETWEEN_LINES * node.text.count("\n")
        for key in keys:
            match = re.compile(rf"@(?:{re.escape(key)}|\{{{re.escape(key)}\}})").search(
                self.text, offset, limit
            )
            if match is None:
                yield self._inexact(MarkKind.SOURCE, key, start, node, "")
                continue
            end = offset = match.end()
            braced = match[0].startswith("@{")
            place = self._extent(match.start() + 1 + braced, match.end() - braced)
            whole = self._extent(match.start(), end)
            yield Mark(MarkKind.SOURCE, key, place, whole=whole, node=node)

    def _literal(self, kind: MarkKind, label: str, start: int, written: str, node: nodes.Node) -> Mark:
        """Return the mark for the label of a note or its call."""
        line = self.lines[node.span.line - 1]
        column = line.find(written, max(node.span.column - 1, 0))
        if column < 0:
            return self._inexact(kind, label, start, node, "")
        whole = extent(self.path, node.span.line, column + 1, len(written))
        place = extent(self.path, node.span.line, column + 3, len(label))
        return Mark(kind, label, place, whole=whole, node=node)

    def _id(self, node: nodes.Node, start: int) -> Mark:
        """Return the mark for an id: behind brackets or an address, on the line of a block, or above it."""
        pattern = re.compile(rf"(?<=[{{\s])#{re.escape(node.id)}(?![\w.-])")
        for begin, end in self._around(node, start):
            match = pattern.search(self.text, begin, end)
            if match:
                place = self._extent(match.start() + 1, match.end())
                return Mark(MarkKind.ID, node.id, place, node=node)
        return self._inexact(MarkKind.ID, node.id, start, node, "")

    def _around(self, node: nodes.Node, start: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches in which the braces of a node may stand, the most likely first."""
        if self.text[start : start + 1] in ("[", "!", "`") or isinstance(node, nodes.IndexMark):
            opening = start + self.text.startswith("![", start)
            braces = self._braces(opening) or self._behind_address(opening) or self._behind_code(start)
            if braces:
                yield braces
        if self.text.startswith("$$", start) and (behind := self._behind_formula(start)):
            yield behind
        row = node.span.line - 1
        yield self._line(row)
        for above in range(row - 1, max(row - 5, -1), -1):
            line = self.lines[above]
            if not _ATTRIBUTES.match(line):
                return
            yield self._line(above)

    def _line(self, row: int) -> tuple[int, int]:
        return self.starts[row], self.starts[row] + len(self.lines[row])

    def _close(self, start: int) -> int | None:
        """Return the offset behind the bracket that closes the one at `start`."""
        if self.text[start : start + 1] != "[":
            return None
        depth = 0
        for match in _SIGN.finditer(self.text, start, start + _LONGEST):
            depth += {"[": 1, "]": -1}.get(match[0], 0)
            if depth <= 0:
                return match.end()
        return None

    def _braces(self, start: int) -> tuple[int, int] | None:
        """Return the braces behind the brackets that open at `start`."""
        closed = self._close(start)
        match = _BRACES.match(self.text, closed) if closed else None
        return match.span() if match else None

    def _address(self, start: int) -> tuple[int, int, int] | None:
        """Return start and end of the address behind the brackets that open at `start`, and the end of the link."""
        closed = self._close(start)
        match = _ADDRESS.match(self.text, closed) if closed else None
        if match is None:
            return None
        begin, end = match.span(1)
        last = self.text.find(")", end)
        inner = self.text[begin] == "<"
        return begin + inner, end - inner, (last if last >= 0 else end) + 1

    def _behind_address(self, start: int) -> tuple[int, int] | None:
        address = self._address(start)
        match = _BRACES.match(self.text, address[2]) if address else None
        return match.span() if match else None

    def _behind_code(self, start: int) -> tuple[int, int] | None:
        code = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL).match(self.text, start, start + _LONGEST)
        match = _BRACES.match(self.text, code.end()) if code else None
        return match.span() if match else None

    def _behind_formula(self, start: int) -> tuple[int, int] | None:
        end = self.text.find("$$", start + 2, start + _LONGEST)
        match = _BRACES_APART.match(self.text, end + 2) if end >= 0 else None
        return match.span() if match else None

    def _extent(self, begin: int, end: int) -> Extent:
        """Return the stretch between two offsets."""
        return Extent(self.path, *self._place(begin), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        row = bisect_right(self.starts, offset) - 1
        return row + 1, offset - self.starts[row] + 1

    def _inexact(self, kind: MarkKind, name: str, start: int, node: nodes.Node, words: str) -> Mark:
        place = self._extent(start, start)
        return Mark(kind, name, place, exact=False, words=words, node=node)
