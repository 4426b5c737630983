"""What differs between print, e-book and web when nodes become XHTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from bookbuilder.document.nodes import Target
from bookbuilder.locales import Locale


@dataclass(frozen=True, slots=True)
class Room:
    """The room that a page number is given: for so many figures, or, if other numbers cannot be put there, so many em."""

    figures: int = 0
    width: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Medium:
    """A medium as functions and switches.

    `href(target)` is the address of an anchor. `image(path)` is the address of a picture, given from the root of
    the book. `page(target)` is the label of the page that the anchor stands on, as far as it is known; None where there are
    no pages.
    `footnotes` sets notes where they are called (print) instead of behind the chapter. `epub` adds `epub:type` and
    `xml:lang`. `links` says how print shows an outside address: `note`, `inline`, `qr` or `none`. `web` adds what a
    browser's window needs: a link to each paragraph and heading, and tables and code that scroll by keyboard.
    `late` says that page numbers are filled in later, `rooms` how much room the number of an anchor has at least, `exact`
    that it is the number that will be printed, and `apart` that an index gives each place by itself, whatever pages they
    share. `size(path)` is the size of a picture in pixels, so that its room is kept while it loads. `beside` is the second
    language of a bilingual edition. `details` lets the long description of a picture or a table be opened and closed.
    `whole` says that all chapters stand on one page, where what each of them has can be no landmark.
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
    late: bool = False
    rooms: Mapping[str, Room] = field(default_factory=dict)
    exact: bool = False
    apart: bool = False
    details: bool = True
    whole: bool = False
    beside: Locale | None = None

    def folio(self, target: Target) -> Markup:
        """Return the number of the page of an anchor as print shows it. A `late` one has as many figures, but all 0: it is
        filled in when all pages are known. One that is `exact`, or no number, is what it will be."""
        label = self.page(target) if self.page else ""
        room = self.rooms.get(target.anchor)
        if self.late and not self.exact and label.isdecimal():
            shown = self.locale.figures(0) * max(len(label), room.figures if room else 0)
            return Markup('<span data-page="{}">{}</span>').format(target.anchor, shown)
        if self.late and self.exact and label.isdecimal():
            label = self.locale.figures(int(label))
        exact = Markup(' data-exact=""') if self.exact else ""
        width = (
            Markup(' style="display: inline-block; min-width: {:.1f}em"').format(room.width) if room else ""
        )
        return Markup('<span data-page="{}"{}{}>{}</span>').format(target.anchor, exact, width, label)
