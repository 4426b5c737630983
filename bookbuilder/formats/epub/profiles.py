"""Profiles of e-books: current readers, Kindle, and minimal ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bookbuilder.formats.book import Book


@dataclass(frozen=True, slots=True)
class EpubProfile:
    """The settings of a profile.

    `fonts` is their packing (`opentype`, `woff`, `woff2`, `none`), `images` the longest side of a picture in pixels.
    `cover`: the cover is also a page; `newer_styles`: there is a second style sheet; `details`: descriptions collapse.
    """

    fonts: str
    images: int
    cover: bool = True
    newer_styles: bool = True
    details: bool = True


PROFILES = {
    "standard": EpubProfile("opentype", 1600),
    # Kindle shows the cover image itself, so a cover page would be a duplicate (Kindle Publishing Guidelines, 4.2), and it
    # does not support collapsible elements.
    "kindle": EpubProfile("opentype", 2560, cover=False, details=False),
    "minimal": EpubProfile("none", 800, newer_styles=False, details=False),
}


def profile(book: Book) -> EpubProfile:
    """Return the profile of an edition, with the edition's own settings."""
    settings = book.edition.ebook
    base = PROFILES[settings.profile]
    return replace(base, fonts=settings.fonts or base.fonts, images=book.edition.images or base.images)
