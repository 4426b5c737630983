"""What differs between print, e-book and web when nodes become XHTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bookbuilder.document.nodes import Target
from bookbuilder.locales import Locale


@dataclass(frozen=True, slots=True, eq=False)
class Medium:
    """A medium as functions and switches.

    `href(target)` is the address of an anchor. `image(path)` is the address of a picture, given from the root of
    the book. `page(target)` is the label of the page that the anchor stands on, or empty where there are no pages.
    `footnotes` sets notes where they are called (print) instead of behind the chapter. `epub` adds `epub:type` and
    `xml:lang`. `links` says how print shows an outside address: `note`, `inline`, `qr` or `none`. `web` adds what a
    browser's window needs: a link to each paragraph and heading, and tables and code that scroll by keyboard.
    `size(path)` is the size of a picture in pixels, so that its room is kept while it loads.
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
