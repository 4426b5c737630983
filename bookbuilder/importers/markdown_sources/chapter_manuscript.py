"""Turns a chapter that our parser has read in another flavour into the nodes of a manuscript, to be written anew."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Findings
from bookbuilder.document import nodes
from bookbuilder.importers.manuscript import nodes as manuscript
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter

_KINDS = {"subscript": "sub", "superscript": "sup"}
_SAME = ("emphasis", "strong", "strike", "mark")
_CLASSES = {"smallcaps": "smallcaps", "sc": "smallcaps", "underline": "underline", "ul": "underline"}


class Unconvertible(Exception):
    """What a chapter holds that a manuscript cannot say."""


@dataclass(slots=True)
class ChapterManuscript:
    """Turns nodes of a document into those of a manuscript.

    `folder` is that of the chapter; `pictures` collects the paths of pictures from there, `anchors` every place that has
    an id or is referred to, `lost` nodes whose classes are left out.
    """

    folder: str
    pictures: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)
    lost: list[nodes.Node] = field(default_factory=list)

    def blocks(self, found: Sequence[nodes.Block]) -> tuple[manuscript.Block, ...]:
        """Return blocks. Raises `Unconvertible`."""
        out: list[manuscript.Block] = []
        for one in found:
            out += self._block(one)
        return tuple(out)

    def _block(self, block: nodes.Block) -> list[manuscript.Block]:
        span = block.span
        match block:
            case nodes.Heading():
                return [
                    manuscript.Heading(block.level, self._anchored(block, self.inlines(block.content)), span)
                ]
            case nodes.Paragraph():
                return [
                    manuscript.Paragraph(
                        self._anchored(block, self.inlines(block.content)), "", block.lang, span
                    )
                ]
            case nodes.List():
                items = tuple(self._task(item, self.blocks(item.blocks)) for item in block.items)
                return [*self._place(block), manuscript.List(block.ordered, items, block.start, span)]
            case nodes.Definitions():
                terms = tuple((self.inlines(one.term), self.blocks(one.blocks)) for one in block.items)
                return [*self._place(block), manuscript.Definitions(terms, span)]
            case nodes.Quote():
                return [*self._place(block), manuscript.Quote(self.blocks(block.blocks), span)]
            case nodes.Box():
                return self._box(block)
            case nodes.Figure() if not block.credit and not block.description:
                picture = self._picture(block.image)
                return [manuscript.Figure(picture, self.inlines(block.caption), self._anchor(block), span)]
            case nodes.Table() if not block.description:
                return [self._table(block)]
            case nodes.Code():
                return [*self._place(block), manuscript.CodeBlock(block.text, block.language, span)]
            case nodes.Rule():
                return [manuscript.Divider(span)]
            case _:
                raise Unconvertible(type(block).__name__)

    def _box(self, box: nodes.Box) -> list[manuscript.Block]:
        if box.kind in ("epigraph", "pullquote") and len(box.blocks) == 1:
            [inner] = self.blocks(box.blocks)
            if isinstance(inner, manuscript.Paragraph):
                return [*self._place(box), manuscript.Paragraph(inner.content, box.kind, span=box.span)]
        if box.kind in ("aside", "details", "callout") or box.title:
            return [
                *self._place(box),
                manuscript.Aside(self.inlines(box.title), self.blocks(box.blocks), box.span),
            ]
        self._without(box)
        return [*self._place(box), *self.blocks(box.blocks)]

    def _table(self, table: nodes.Table) -> manuscript.Table:
        rows = tuple(
            tuple(
                manuscript.Cell(
                    self.blocks(cell.blocks) or (manuscript.Paragraph(self.inlines(cell.content)),),
                    cell.rows,
                    cell.columns,
                    cell.align,
                )
                for cell in row.cells
            )
            for row in (*table.head, *table.body)
        )
        heads = any(cell.scope == "row" for row in table.body for cell in row.cells)
        caption = self.inlines(table.caption)
        return manuscript.Table(rows, len(table.head), caption, self._anchor(table), heads, table.span)

    def _task(self, item: nodes.Item, blocks: tuple[manuscript.Block, ...]) -> tuple[manuscript.Block, ...]:
        """Return an item; the box of a task is a character, which is written as a task again."""
        if item.done is None:
            return blocks
        box = manuscript.Text("☒ " if item.done else "☐ ")
        if blocks and isinstance(blocks[0], manuscript.Paragraph):
            first = blocks[0]
            return (
                manuscript.Paragraph((box, *first.content), first.role, first.lang, first.span),
                *blocks[1:],
            )
        return (manuscript.Paragraph((box,), span=item.span), *blocks)

    def inlines(self, content: Sequence[nodes.Inline]) -> tuple[manuscript.Inline, ...]:
        """Return inlines. Raises `Unconvertible`."""
        out: list[manuscript.Inline] = []
        for node in content:
            if node.id and not isinstance(node, nodes.Formula):
                out.append(manuscript.Anchor(self._anchor(node)))
            out += self._inline(node)
        return tuple(out)

    def _inline(self, node: nodes.Inline) -> list[manuscript.Inline]:
        match node:
            case nodes.Text():
                return [manuscript.Text(node.text)]
            case nodes.Styled():
                return self._styled(node)
            case nodes.Abbreviation():
                return list(self.inlines(node.content))
            case nodes.Ruby(reading=reading):
                return [*self.inlines(node.content), manuscript.Text(f"（{reading}）")]
            case nodes.Formula():
                anchor = self._anchor(node) if node.id else ""
                return [manuscript.Formula(node.tex, node.display, anchor, node.spoken)]
            case nodes.CodeText() if "math" in node.classes or "formula" in node.classes:
                return [manuscript.Formula(node.text.strip("$"))]
            case nodes.CodeText():
                return [manuscript.Code(node.text)]
            case nodes.Link():
                return [manuscript.Link(node.address, self.inlines(node.content))]
            case nodes.Reference():
                target = (
                    f"{node.chapter}.md{f'#{node.target}' if node.target else ''}"
                    if node.chapter
                    else node.target
                )
                self.anchors.setdefault(target, target)
                form = "page" if node.form is nodes.RefForm.PAGE else "text" if node.content else "name"
                return [manuscript.Reference(target, self.inlines(node.content), form)]
            case nodes.Image():
                return [self._picture(node)]
            case nodes.NoteRef():
                return [manuscript.NoteCall(node.label)]
            case nodes.IndexMark() if not node.name:
                return [manuscript.IndexEntry(node.entry, node.sub, node.index), *self.inlines(node.content)]
            case nodes.Break():
                return [manuscript.Break()]
            case nodes.Citation(sources, text):
                works = tuple(map(self._work, sources))
                return [manuscript.Citation((manuscript.Text(text),), text, works)]
            case _:
                raise Unconvertible(type(node).__name__)

    def _work(self, source: nodes.CitedSource) -> manuscript.CitedWork:
        return manuscript.CitedWork(
            source.key,
            self._marked(source.prefix),
            source.label,
            source.locator,
            self._marked(source.suffix),
            source.author,
        )

    def _marked(self, text: str) -> tuple[manuscript.Inline, ...]:
        """Return the words around a key, which are Markdown."""
        if not text.strip():
            return ()
        start = text[: len(text) - len(text.lstrip(", "))]
        read = parse_chapter(text.strip(", "), "", directives(), Findings()).blocks
        if len(read) == 1 and isinstance(read[0], nodes.Paragraph):
            return (manuscript.Text(start), *self.inlines(read[0].content))
        return (manuscript.Text(text),)

    def _styled(self, node: nodes.Styled) -> list[manuscript.Inline]:
        content = self.inlines(node.content)
        if node.kind == "citation":
            return [
                manuscript.Citation(
                    content, "".join(one.text for one in content if isinstance(one, manuscript.Text))
                )
            ]
        if node.kind == "keyboard":
            return [manuscript.Code("".join(one.text for one in content if isinstance(one, manuscript.Text)))]
        for name in node.classes:
            if name in _CLASSES:
                content = (manuscript.Styled(_CLASSES[name], content),)
            else:
                self._without(node)
        kind = _KINDS.get(node.kind, node.kind)
        if kind in _SAME or kind in _KINDS.values():
            return [manuscript.Styled(kind, content, node.lang)]
        return [manuscript.Styled("span", content, node.lang)] if node.lang else list(content)

    def _picture(self, image: nodes.Image) -> manuscript.Picture:
        path = posixpath.relpath(image.source, self.folder) if image.source else ""
        self.pictures[path] = path
        return manuscript.Picture(path, image.alt, "decorative" in image.classes)

    def _anchored(
        self, node: nodes.Node, content: tuple[manuscript.Inline, ...]
    ) -> tuple[manuscript.Inline, ...]:
        self._without(node)
        return (manuscript.Anchor(self._anchor(node)), *content) if node.id else content

    def _place(self, node: nodes.Node) -> list[manuscript.Block]:
        """Return what a block's id becomes where the block cannot have one itself: a place above it."""
        self._without(node)
        return (
            [manuscript.Paragraph((manuscript.Anchor(self._anchor(node)),), span=node.span)]
            if node.id
            else []
        )

    def _anchor(self, node: nodes.Node) -> str:
        if node.id:
            self.anchors[node.id] = node.id
        return node.id

    def _without(self, node: nodes.Node) -> None:
        """Note that the classes of a node are left out."""
        if set(node.classes) - {"callout", "aside", "folded", "unfolded"}:
            self.lost.append(node)
