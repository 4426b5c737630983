"""The differences between print, e-book and web for rendering nodes as XHTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from bookbuilder.document.nodes import Figure, Formula, Target
from bookbuilder.locales import Locale


@dataclass(frozen=True, slots=True)
class ReservedWidth:
    """The width reserved for a page number: so many digits, or, if digits cannot be reserved, so many em."""

    figures: int = 0
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class PlacedDrawing:
    """The drawing of a formula: its address, its width, and how far it reaches below the baseline, in em of the text."""

    address: str
    width: float
    depth: float


@dataclass(frozen=True, slots=True)
class PictureSource:
    """The files of one type that may be shown instead of a picture: the address of each, and its width in pixels."""

    media_type: str
    files: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Medium:
    """A medium as functions and switches.

    `href(target)` is the address of an anchor. `image(path)` is the address of a picture, given from the root of
    the book. `page(target)` is the label of an anchor's page, as far as it is known; None without pages.
    `footnotes`: notes are set where they are called (print), not after the chapter. `epub` adds `epub:type` and `xml:lang`.
    `links` is how print shows external addresses: `note`, `inline`, `qr` or `none`. `web` adds links to paragraphs and
    headings, and tables and code that scroll by keyboard.
    `deferred`: page numbers are filled in later; `reserved` is the least width of an anchor's number; `verbatim`: its
    number is final; `separate`: an index lists each place separately, even on the same page. `size(path)` is the size of a
    picture in pixels, reserved while it loads; `versions(path)` are files that may be shown instead. `formula(node)` is the
    drawing of a formula, for media without MathML; `chart(node, alt)` is that of a chart. `beside` is the second language of
    a bilingual edition. `details`: long descriptions can be collapsed. `single_page`: all chapters are on one page, so their
    parts cannot be landmarks. `margin`: notes in the margin have room there. `proof`: blocks name their place in the source.
    """

    locale: Locale
    href: Callable[[Target], str]
    image: Callable[[str], str]
    page: Callable[[Target], str] | None = None
    footnotes: bool = False
    epub: bool = False
    links: str = "none"
    web: bool = False
    size: Callable[[str], tuple[float, float] | None] | None = None
    versions: Callable[[str], Sequence[PictureSource]] | None = None
    deferred: bool = False
    reserved: Mapping[str, ReservedWidth] = field(default_factory=dict)
    verbatim: bool = False
    separate: bool = False
    details: bool = True
    single_page: bool = False
    beside: Locale | None = None
    formula: Callable[[Formula], PlacedDrawing] | None = None
    margin: bool = False
    proof: bool = False
    chart: Callable[[Figure, str], Markup] | None = None

    def folio(self, target: Target) -> Markup:
        """Return the page number of an anchor as print shows it. A deferred one is a placeholder of zeros, filled in when
        all pages are known; a verbatim or non-decimal one is final."""
        label = self.page(target) if self.page else ""
        room = self.reserved.get(target.anchor)
        if self.deferred and not self.verbatim and label.isdecimal():
            shown = self.locale.figures(0) * max(len(label), room.figures if room else 0)
            return Markup('<span data-page="{}">{}</span>').format(target.anchor, shown)
        if self.deferred and self.verbatim and label.isdecimal():
            label = self.locale.figures(int(label))
        exact = Markup(' data-exact=""') if self.verbatim else ""
        width = (
            Markup(' style="display: inline-block; min-width: {:.1f}em"').format(room.width) if room else ""
        )
        return Markup('<span data-page="{}"{}{}>{}</span>').format(target.anchor, exact, width, label)
