"""The state of rendering one chapter: its medium, and the numbers that print gives to notes as they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from bookbuilder.document.nodes import Block, Chapter, Node, Note
from bookbuilder.html.medium import Medium
from bookbuilder.locales import direction


@dataclass(slots=True)
class Renderer:
    """Renders one chapter. `blocks` returns the markup of blocks, which a footnote may hold. `number` counts the footnotes
    of print, among them the addresses of outside links; `printed` are the numbers that notes have there, `called` says how
    often each note was called up to now.

    `inside` is true while a note or a heading is set, where no footnote can stand. `paragraph` counts those that the
    web links to. `second` renders what a bilingual chapter has in its second language, with notes and words of that;
    `outline` is what a heading is called in the outline of a PDF, where that has both languages.
    """

    medium: Medium
    chapter: Chapter
    notes: Mapping[int, Note]
    blocks: Callable[[Sequence[Block], Renderer], Markup]
    number: int = 0
    printed: dict[int, int] = field(default_factory=dict)
    called: Counter[int] = field(default_factory=Counter)
    inside: bool = False
    paragraph: int = 0
    second: Renderer | None = None
    outline: str = ""

    def say(self, message: str, context: str = "", /, **values: object) -> str:
        """Return the locale's words for an English message."""
        return self.medium.locale.say(message, context, **values)

    def figures(self, number: int) -> str:
        """Return a number in the figures of the locale."""
        return self.medium.locale.figures(number)

    @property
    def forward(self) -> Markup:
        """The attribute that keeps an address or code running from left to right where the text does not."""
        return Markup(' dir="ltr"') if self.medium.locale.direction == "rtl" else Markup("")

    def attributes(self, node: Node, *classes: str, **others: str) -> Markup:
        """Return the attributes that every node has, led by a space: id, class, language (and its direction where that
        is another), `translate`, and others that are given.

        The names of others lose a trailing underscore, and underscores become hyphens.
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
            if (own := direction(node.lang)) != self.medium.locale.direction:
                pairs.append(("dir", own))
        if not node.translate:
            pairs.append(("translate", "no"))
        pairs += [(name.rstrip("_").replace("_", "-"), value) for name, value in others.items() if value]
        return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in pairs)

    def languages(self, lang: str) -> Markup:
        """Return the attributes that say a language, and its direction where that is another, led by a space."""
        return self.attributes(Node(lang=lang))

    def types(self, epub_type: str, role: str = "") -> Markup:
        """Return `epub:type` (e-books only) and `role`, led by a space."""
        parts = Markup("")
        if self.medium.epub and epub_type:
            parts += Markup(' epub:type="{}"').format(epub_type)
        if role and not self.medium.footnotes:
            parts += Markup(' role="{}"').format(role)
        return parts

    def permalink(self, node: Node, name: str = "") -> Markup:
        """Return the link by which readers of the web cite a heading (`name`) or a paragraph.

        The sign that is seen comes from the style sheet, so that nothing is added to the words that are copied.
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
