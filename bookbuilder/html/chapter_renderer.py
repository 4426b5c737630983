"""The state of rendering one chapter: its medium, and its footnote numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from markupsafe import Markup, escape

from bookbuilder.document import nodes
from bookbuilder.html.medium import Medium
from bookbuilder.locales import direction

ADDRESSED = (nodes.Paragraph, nodes.Heading, nodes.Quote, nodes.Figure, nodes.Table, nodes.Code, nodes.Item)
"""Blocks that name their place in the source on the pages of a proof."""


@dataclass(slots=True)
class Renderer:
    """Renders one chapter. `blocks` returns the markup of blocks (for footnotes). `number` counts the footnotes of print,
    including addresses of links; `printed_numbers` maps notes to these numbers, `call_counts` has the
    calls of each note so far.

    `no_footnotes`: a note or heading is being rendered, which can have no footnotes. `paragraph` counts the paragraphs with
    permalinks. `second` renders the second language of a bilingual chapter; `outline` is a bilingual heading's text for the
    PDF outline. `has_rtl`: the chapter has passages from right to left in a book from left to right. `margin_notes` wait
    for the end of their block, of an outer one if it `keeps_margin_notes`. `in_link`: the words of a link
    are being rendered. `terms` are the terms of the glossary that an e-book has explained so far.
    """

    medium: Medium
    chapter: nodes.Chapter
    notes: Mapping[int, nodes.Note]
    blocks: Callable[[Sequence[nodes.Block], Renderer], Markup]
    number: int = 0
    printed_numbers: dict[int, int] = field(default_factory=dict)
    call_counts: Counter[int] = field(default_factory=Counter)
    no_footnotes: bool = False
    paragraph: int = 0
    second: Renderer | None = None
    outline: str = ""
    has_rtl: bool = False
    margin_notes: list[Markup] = field(default_factory=list)
    keeps_margin_notes: bool = False
    in_link: bool = False
    terms: dict[str, nodes.IndexMark] = field(default_factory=dict)

    def say(self, message: str, context: str = "", /, **values: object) -> str:
        """Return the localized text of an English message."""
        return self.medium.locale.say(message, context, **values)

    def figures(self, number: int) -> str:
        """Return a number in the locale's digits."""
        return self.medium.locale.figures(number)

    @property
    def forward(self) -> Markup:
        """The attribute that keeps addresses and code left to right in right-to-left text."""
        return Markup(' dir="ltr"') if self.has_rtl or self.medium.locale.direction == "rtl" else Markup("")

    def attributes(self, node: nodes.Node, *classes: str, **others: str) -> Markup:
        """Return the common attributes of a node, with a leading space: id, class, language (and direction if different),
        `translate`, and `others`.

        In names of `others`, a trailing underscore is dropped, and underscores become hyphens.
        """
        pairs: list[tuple[str, str]] = []
        if node.id:
            pairs.append(("id", node.id))
        names = [c for c in (*classes, *node.classes) if c]
        if names:
            pairs.append(("class", " ".join(dict.fromkeys(names))))
        if node.lang:
            pairs.append(("lang", node.lang))
            if self.medium.epub:
                pairs.append(("xml:lang", node.lang))
            own = direction(node.lang)
            # In a book from right to left a passage may stand inside another one that runs from left to right.
            if "rtl" in (own, self.medium.locale.direction):
                pairs.append(("dir", own))
        if not node.translate:
            pairs.append(("translate", "no"))
        if self.medium.proof and isinstance(node, ADDRESSED) and node.span.line:
            pairs.append(("data-block", f"{PurePosixPath(node.span.path).stem}:{node.span.line}"))
        pairs += [(name.rstrip("_").replace("_", "-"), value) for name, value in others.items() if value]
        return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in pairs)

    def source(self, node: nodes.Node) -> dict[str, str]:
        """Return the attribute with the source position of a node without an id; for print only, which reports what
        does not fit a page."""
        if node.id or not self.medium.footnotes or not node.span.line:
            return {}
        return {"data_source": str(node.span)}

    def place(self, node: nodes.Figure | nodes.Table) -> dict[str, str]:
        """Return the attributes that say where a figure or a table is to stand, with its place in the source if it may
        stand elsewhere; print only."""
        if not self.medium.footnotes:
            return {}
        source = str(node.span) if node.place not in ("", "auto", "here") and node.span.line else ""
        return {"data_float": node.place, **({"data_source": source} if source else self.source(node))}

    def lines(self, node: nodes.Paragraph) -> dict[str, str]:
        """Return the attributes that ask for a line more or less than the best number, with the position of the
        request; print only."""
        if not node.lines or not self.medium.footnotes:
            return {}
        return {"data_lines": f"{node.lines:+d}", "data_source": str(node.span)}

    def languages(self, lang: str) -> Markup:
        """Return the attributes of a language, and its direction if different, with a leading space."""
        return self.attributes(nodes.Node(lang=lang))

    def words(self, text: str) -> Markup:
        """Return words of the program, marked as those of the book's language in a chapter of another one."""
        lang, locale = self.chapter.lang, self.medium.locale
        if not text or not lang or lang.split("-")[0].casefold() == locale.language:
            return escape(text)
        return element("span", self.languages(locale.tag), text)

    def types(self, epub_type: str, role: str = "") -> Markup:
        """Return `epub:type` (e-books only) and `role`, with a leading space."""
        parts = Markup("")
        if self.medium.epub and epub_type:
            parts += Markup(' epub:type="{}"').format(epub_type)
        if role and not self.medium.footnotes:
            parts += Markup(' role="{}"').format(role)
        return parts

    def permalink(self, node: nodes.Node, name: str = "") -> Markup:
        """Return the permalink of a heading (`name`) or a paragraph on the web.

        Its visible sign comes from the style sheet, so that it is not copied with the text.
        """
        if not self.medium.web or not node.id:
            return Markup("")
        if name:
            label = self.say("Link to “{title}”", title=name)
        else:
            self.paragraph += 1
            label = self.say("Link to paragraph {number}", number=self.paragraph)
        return Markup('<a class="permalink" href="#{}" aria-label="{}"></a>').format(node.id, label)


def element(name: str, attributes: Markup, content: str | Markup) -> Markup:
    """Return an element; content is escaped unless it is markup."""
    return Markup("<{}{}>{}</{}>").format(Markup(name), attributes, escape(content), Markup(name))
