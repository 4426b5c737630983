"""Splits the Markdown of a chapter into translatable blocks, each with its place in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from markdown_it.token import Token

from bookbuilder import renamed
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.markdown import front_matter
from bookbuilder.markdown.attributes import split_trailing_braces, token_attributes
from bookbuilder.markdown.conditions import mentioned
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.fence_attributes import caption_range
from bookbuilder.markdown.formulas import LANGUAGE
from bookbuilder.markdown.markdown_parser import parser
from bookbuilder.markdown.merged_cells import MERGE_MARKS
from bookbuilder.markdown.picture_setting import quoted_settings
from bookbuilder.markdown.token_positions import PositionedSource
from bookbuilder.project.variant import Variant
from bookbuilder.translate.attribute_texts import attribute_texts
from bookbuilder.translate.block_conditions import Condition, condition_of, condition_of_words
from bookbuilder.translate.block_digest import digest
from bookbuilder.translate.locked_passages import locked_passages, without_locked
from bookbuilder.translate.plain_text import plain_text

FIELDS = ("title", "subtitle", "kicker", "short", "author", "place", "summary", "events")
"""The keys of the front matter that hold translatable text."""


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of translation: a paragraph, heading, list item, table cell, caption or front matter field.

    `kind` is its type after those of its containers (`aside item paragraph`). `text` is its Markdown, without the markers of
    quotations and lists at line starts. `pieces` are the ranges of its lines, as offsets into the file; what lies
    between the pieces of all blocks is markup, so a file can be rebuilt with other texts in them. They are empty where the
    text does not stand in the file literally (a folded YAML value).
    `anchor` is the id of a heading or directive, the label of a note, or the file of a picture: the same in every locale.
    `locked`: not to be translated (`translate=no`), by itself, by its container, or because all its words are.
    `embedded`: it stands inside the text of the block before it, and is printed elsewhere (`attribute_texts`). `conditions`
    are those that must hold for it to be in an edition, its own and those of what it stands in.
    """

    kind: str
    text: str
    digest: str
    line: int
    column: int
    pieces: tuple[tuple[int, int], ...] = ()
    anchor: str = ""
    locked: bool = False
    embedded: bool = False
    conditions: tuple[Condition, ...] = ()

    @property
    def prose(self) -> bool:
        """Whether it holds natural language; code does not."""
        return not self.kind.endswith("code")


def blocks(text: str, path: str) -> tuple[Block, ...]:
    """Return the blocks of a chapter in file order; `path` is its name in the book.

    `text` has line ends `\\n`, as `World.text` gives it. Nothing is reported here, since building the book reports
    problems of a chapter; what cannot be parsed is no block.
    """
    head, body, first = front_matter.split(text)
    cut = _Cutter(path, body, first, len(text) - len(body))
    result = list(_fields(head, path, text)) if head else []
    tokens: list[Token] = []
    md = parser()
    # Parse block structure only: inline parsing takes most of the time and is not needed here.
    env: dict[str, Any] = {}
    # The core of the library would replace it first (`normalize`), and is passed over here.
    md.block.parse(body.replace("\0", "\ufffd"), md, env, tokens)
    result += cut.blocks(tokens)
    if titles := list(cut.titles(env)):
        result = sorted((*result, *titles), key=lambda block: block.line)
    # Most chapters lock nothing, and need no second reading of their front matter.
    if "translate" not in text:
        return tuple(result)
    whole = front_matter.front_matter_value(text, path, "translate")
    if whole and whole.text in front_matter.NO:
        return tuple(replace(block, locked=True) for block in result)
    return tuple(
        replace(block, locked=True)
        if block.prose and locked_passages(block.text) and not _left(block.text)
        else block
        for block in result
    )


def in_variant(text_blocks: tuple[Block, ...], variant: Variant | None) -> tuple[Block, ...]:
    """Return the blocks that a variant of the text has; all of them without one."""
    if variant is None:
        return text_blocks
    return tuple(
        block
        for block in text_blocks
        if all(variant.includes(only, without) for only, without in block.conditions)
    )


def without_own(targets: Sequence[Block], sources: Sequence[Block], locale: str) -> tuple[Block, ...]:
    """Return the blocks of a translation but for those that it has for its own locale alone (`{only=en}`), which translate
    nothing."""
    if not any(block.conditions for block in targets):
        return tuple(targets)
    shared = {block.conditions for block in sources}
    return tuple(
        block
        for block in targets
        if block.conditions in shared or not any(locale in only for only, _ in block.conditions)
    )


def _left(text: str) -> bool:
    """Whether a text has words outside its locked passages."""
    return any(letter.isalnum() for letter in plain_text(without_locked(text)))


def _fields(head: str, path: str, text: str) -> Iterator[Block]:
    """Yield the front matter fields that hold text, in file order."""
    starts = _starts(text)
    values = front_matter.read(head, path, Findings()).values
    fields = {key: values.get(key, []) for key in FIELDS}
    result = [
        (one.span, key, one)
        for key, value in fields.items()
        for one in (value if isinstance(value, list) else [value])
        if one.text
    ]
    for span, key, one in sorted(result, key=lambda field: field[:2]):
        start = starts[min(span.line, len(starts)) - 1] + span.column - 1
        exact = one.exact and text.startswith(one.text, start)
        pieces = ((start, start + len(one.text)),) if exact else ()
        block = Block(key, one.text, digest(one.text), span.line, span.column, pieces)
        yield block
        yield from _inside(block)


def _inside(block: Block) -> Iterator[Block]:
    """Yield the texts embedded in a front matter field."""
    for text in attribute_texts(block.text):
        embedded, begin = block.text[text.start : text.end], block.pieces[0][0] if block.pieces else 0
        pieces = ((begin + text.start, begin + text.end),) if block.pieces else ()
        yield Block(
            text.kind,
            embedded,
            digest(embedded),
            block.line,
            block.column + text.start,
            pieces,
            text.anchor,
            embedded=True,
        )


def _starts(text: str) -> list[int]:
    """Return the offset at which each line begins."""
    starts, position = [0], text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return starts


_CONTAINERS = {
    "blockquote": "quote",
    "list_item": "item",
    "footnote_reference": "note",
    "dd": "definition",
}
_NUMBER = re.compile(r"(?:[A-Z]{3} )?[\d\s.,'’+−–€$£¥%-]*\d[\d\s.,'’+−–€$£¥%-]*(?:[A-Z]{3})?|[-–—−]")
"""A cell of a chart or a map with a number or a day, which each language prints in its way, or with a dash for none."""
_DRAWN = frozenset({"chart", "map"})
_INNER = {"heading": "heading", "th": "cell", "td": "cell", "dt": "term"}
_IMAGE = re.compile(r"!\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*<?([^\s()<>]*)")
_OPTION = re.compile(r"(?<![^\s{])([a-z]+)=(?:\"((?:[^\"\\]|\\.)*)\"|([A-Za-z0-9_:-]+)(?![^\s}]))")


class _Cutter:
    """Walks the tokens of a body that begins on line `first` (from 0) and at `offset` of its file."""

    def __init__(self, path: str, body: str, first: int, offset: int) -> None:
        self.source, self.first, self.body, self.offset = (
            PositionedSource(path, body.split("\n"), first),
            first,
            body,
            offset,
        )
        self.starts = _starts(body)
        self.locked = False
        """Whether the current container is not to be translated."""
        self.conditional = bool(mentioned(body))
        """Whether the text has conditions at all; most have none."""
        self.conditions: tuple[Condition, ...] = ()
        """Those of the current block."""

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """Yield the blocks of a token stream."""
        path: list[str] = []
        anchors: list[str] = []
        depth, kept, above = 0, -1, False
        braces: list[Token] = []
        around: list[tuple[Condition, ...]] = [()]
        conditions_above: tuple[Condition, ...] = ()
        for index, token in enumerate(tokens):
            name = token.type.removesuffix("_open").removesuffix("_close")
            if token.type == "attrs_block":
                above = above or token.attrs.get("translate") == "no"
                braces.append(token)
                conditions_above += condition_of(token_attributes(token))
                continue
            if self.conditional:
                self.conditions = (*around[-1], *conditions_above, *_condition_of_token(token))
                if token.nesting == 1:
                    around.append(self.conditions)
                elif token.nesting == -1:
                    around.pop()
                conditions_above = ()
            # Attributes in braces or on a directive apply until the element that begins here is closed.
            said = (above and name != "footnote_reference") or _says_no(token)
            depth -= token.nesting == -1
            if kept < 0 and said and token.nesting == 1:
                kept = depth
            self.locked = kept >= 0 or (said and token.nesting == 0)
            if token.nesting == -1 and depth == kept:
                kept = -1
            depth += token.nesting == 1
            above, braces_above, braces = False, braces, []
            if token.nesting == 1 and (step := _step(token, name)):
                path.append(step[0])
                anchors.append(step[1])
                if name == "container_directive":
                    yield from self._directive(token, path, anchors)
            elif token.nesting == -1 and (name in _CONTAINERS or name == "container_directive"):
                path.pop()
                anchors.pop()
            elif token.type == "inline" and token.content.strip():
                yield from self._inline(tokens[index - 1], token, path, anchors)
            elif token.type in ("fence", "code_block") and token.content.strip():
                yield from self._captions((*braces_above, token), path)
                yield self._block("code", token, token.content, path, [])
                yield from self._speech(token, path)

    def _inline(
        self, opening: Token, token: Token, path: Sequence[str], anchors: Sequence[str]
    ) -> Iterator[Block]:
        name = opening.type.removesuffix("_open")
        kind = _INNER.get(name, "paragraph")
        text, anchor = token.content, "/".join(filter(None, anchors))
        if kind == "heading":
            kind = f"heading {opening.tag[1]}"
            text, braces = split_trailing_braces(text)
            self.conditions += condition_of(braces or {})
            anchor = str((braces or {}).get("id", anchor))
            self.locked = self.locked or (braces or {}).get("translate") == "no"
        if kind == "cell" and text in MERGE_MARKS:
            self._pieces(token, cell=True)  # advances the search position for the next cell
            return
        if kind == "cell":
            text = text.replace("|", "\\|")  # as in the file; the parser has removed the backslash
        if text in MERGE_MARKS and path[-2:] == ["item", "item"] and "table" in path:
            return  # a cell of a table written as a list
        pieces = self._pieces(token, cell=kind == "cell")
        if kind == "paragraph" and (image := _IMAGE.match(text)):
            # An image at the start of a paragraph is a block of its own: its alternative text.
            end = _behind(text, image.end())
            yield self._made("alt", image[1], image.start(1), text, pieces, path, image[2])
            if rest := text[end:].lstrip():
                yield self._made(kind, rest, len(text) - len(rest), text, pieces, path, anchor)
        else:
            block = self._made(kind, text, 0, text, pieces, path, anchor)
            number = kind == "cell" and not _DRAWN.isdisjoint(path) and _NUMBER.fullmatch(text)
            yield replace(block, locked=True) if number else block
        yield from self._inside(text, pieces, path)

    def _speech(self, token: Token, path: Sequence[str]) -> Iterator[Block]:
        """Yield what is said of a formula that is a block of code, or stands between dollar signs in lines of its own."""
        if not token.map or token.info.split(None, 1)[:1] != [LANGUAGE]:
            return
        line = token.map[1] - 1 if token.markup == "$$" else token.map[0]
        written = self.source.lines[line]
        for option in _OPTION.finditer(written, written.rfind("{") if "{" in written else len(written)):
            said = option[2] or option[3]
            if option[1] == "alt" and said:
                start = self.starts[line] + option.start(2 if option[2] else 3)
                block = self._made("formula speech", said, 0, said, [start], path, "")
                yield replace(block, embedded=True)

    def titles(self, env: Mapping[str, Any]) -> Iterator[Block]:
        """Yield the titles of link reference definitions: `[name]: https://example.org "Title"`."""
        # Definitions make no token; the parser keeps them in its environment.
        for definition in env.get("references", {}).values():
            first, last = definition.get("map") or (0, 0)
            title, address = str(definition.get("title", "")), str(definition.get("href", ""))
            start = self.starts[first]
            text = self.body[start : self.starts[last] if last < len(self.starts) else len(self.body)]
            position = text.rfind(title)
            if title and position > 0 and "\n" not in title and text[position - 1] in "\"'(":
                yield self._made("link hint", title, 0, title, [start + position], [], address)

    def _inside(self, text: str, pieces: Sequence[int], path: Sequence[str]) -> Iterator[Block]:
        """Yield the texts embedded in another one; `pieces` are the offsets of its lines."""
        found = attribute_texts(text)
        kept = locked_passages(text) if found else ()
        for one in found:
            sentence = text[one.start : one.end]
            block = self._made(one.kind, sentence, one.start, text, pieces, path, one.anchor)
            fixed = block.locked or any(start < one.start < end for start, end in kept)
            yield replace(block, locked=fixed, embedded=True)

    def _made(
        self,
        kind: str,
        text: str,
        position: int,
        whole: str,
        pieces: Sequence[int],
        path: Sequence[str],
        anchor: str,
    ) -> Block:
        """Return the block for the part of `whole` at offset `position`; `pieces` are the offsets of its lines."""
        found, offset = [], position
        lines = whole.split("\n")
        begins = [0]
        for line in lines[:-1]:
            begins.append(begins[-1] + len(line) + 1)
        for part in text.split("\n"):
            row = bisect_right(begins, offset) - 1
            start = pieces[row] + offset - begins[row]
            found.append((start, start + len(part)))
            offset += len(part) + 1
        exact = all(self.body[a:b] == part for (a, b), part in zip(found, text.split("\n"), strict=True))
        row = bisect_right(self.starts, found[0][0]) - 1
        return Block(
            " ".join((*path, kind)), text, digest(text), self.first + row + 1, found[0][0] - self.starts[row] + 1,
            tuple((a + self.offset, b + self.offset) for a, b in found) if exact else (), anchor, self.locked,
            conditions=(*self.conditions, *condition_of_words(text)) if self.conditional else (),
        )  # fmt: skip

    def _pieces(self, token: Token, *, cell: bool) -> list[int]:
        """Return the offsets of the lines of an inline token in the body."""
        locate, offset, found = self.source.locator(token, cell=cell), 0, []
        for line in token.content.split("\n"):
            found.append(self._at(locate(offset)))
            offset += len(line) + 1
        return found

    def _at(self, span: Span) -> int:
        return self.starts[span.line - 1 - self.first] + span.column - 1

    def _block(
        self, kind: str, token: Token, text: str, path: Sequence[str], anchors: Sequence[str]
    ) -> Block:
        span = self.source.block(token)
        anchor = "/".join(filter(None, anchors))
        return Block(
            " ".join((*path, kind)),
            text.rstrip("\n"),
            digest(text),
            span.line,
            span.column,
            (),
            anchor,
            self.locked,
            conditions=self.conditions,
        )

    def _captions(self, tokens: Sequence[Token], path: Sequence[str]) -> Iterator[Block]:
        """Yield the caption of code, which stands in braces behind its fence, or in a line of braces above."""
        anchor = next((str(token.attrs["id"]) for token in tokens if token.attrs.get("id")), "")
        for token in tokens:
            line = token.map[0] if token.map else 0
            if token.type != "code_block" and "caption=" in (written := self.source.lines[line]):
                start, end = caption_range(written)
                words, begin = written[start:end], [self.starts[line] + start]
                if words.strip():
                    yield self._made("caption", words, 0, words, begin, (*path, "listing"), anchor)
                    yield from self._inside(words, begin, (*path, "listing"))

    def _directive(self, token: Token, path: Sequence[str], anchors: Sequence[str]) -> Iterator[Block]:
        """Yield the texts on the first line of a directive: its title, and options that hold words."""
        line = token.map[0] if token.map else 0
        written = self.source.lines[line]
        name = _directive_name(token)
        before, braces = _title_and_options(token)
        title = before.strip()
        anchor = "/".join(filter(None, anchors))
        if title and not title.startswith("{"):
            position = written.find(title, written.find(name) + len(name))
            begin = [self.starts[line] + max(position, 0)]
            yield self._made("title", title, 0, title, begin, path, anchor)
            yield from self._inside(title, begin, path)
        if (
            braces is not None and (brace := written.rfind("{")) >= 0
        ):  # else they belong to a word of the title
            worded = _worded(path[-1])
            for option in _OPTION.finditer(written, brace):
                said = option[2] or option[3]
                if any(map(str.isalpha, said or "")) and option[1] in worded:
                    start = self.starts[line] + option.start(2 if option[2] else 3)
                    # "title" is already the kind of the text after a directive's name.
                    kind = "heading-title" if option[1] == "title" else option[1]
                    yield self._made(kind, said, 0, said, [start], path, anchor)


@cache
def _worded(name: str) -> tuple[str, ...]:
    directive = directives().get(name)
    return directive.translated_options if directive else ()


def _step(token: Token, name: str) -> tuple[str, str] | None:
    """Return the path component and the anchor that a token adds for the blocks in it; None if it adds none."""
    if name == "container_directive":
        written = _directive_name(token)
        braces = _title_and_options(token)[1] or {}
        return renamed.DIRECTIVES.get(written, written) or "directive", str(braces.get("id", ""))
    if name == "footnote_reference":
        return "note", f"^{token.meta.get('label', '')}"
    return (_CONTAINERS[name], "") if name in _CONTAINERS else None


def _title_and_options(token: Token) -> tuple[str, dict[str, str] | None]:
    """Return the title of a directive and its options; None without options that can be parsed."""
    words = token.info.strip()[len(_directive_name(token)) :]
    return split_trailing_braces(quoted_settings(words))


def _condition_of_token(token: Token) -> tuple[Condition, ...]:
    """Return the condition of a directive."""
    if token.type != "container_directive_open":
        return ()
    return condition_of(_title_and_options(token)[1] or {})


def _says_no(token: Token) -> bool:
    """Whether a directive has `translate=no`, or is one that is never translated."""
    if token.type != "container_directive_open":
        return False
    name = _directive_name(token)
    directive = directives().get(renamed.DIRECTIVES.get(name, name))
    if directive is not None and not directive.translate:
        return True
    if "translate" not in token.info:
        return False
    return (_title_and_options(token)[1] or {}).get("translate") == "no"


def _directive_name(token: Token) -> str:
    """Return the name of a directive as it is written; empty if it has none."""
    words = token.info.split(maxsplit=1)
    return words[0].partition("{")[0] if words else ""


def _behind(text: str, offset: int) -> int:
    """Return the end of an image whose address ends at `offset`, including its parentheses and braces."""
    end = text.find(")", offset)
    end = len(text) if end < 0 else end + 1
    if text.startswith("{", end) and (close := text.find("}", end)) >= 0:
        end = close + 1
    return end


def stem(path: str) -> str:
    """Return the chapter's name, which is its anchor: `chapters/de/03-mittwoch.md` → `03-mittwoch`."""
    return PurePosixPath(path).stem
