"""What an e-book is made for: today's readers, Kindle, or whatever can open an EPUB at all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bookbuilder.formats.format import Book


@dataclass(frozen=True, slots=True)
class Profile:
    """What differs between profiles.

    `fonts` is how fonts are packed (`opentype`, `woff`, `woff2`, `none`), `images` the longest side of a picture in pixels.
    `cover` puts the cover into the text as a page, `new` brings the second style sheet, `details` lets long descriptions be
    opened and closed.
    """

    fonts: str
    images: int
    cover: bool = True
    new: bool = True
    details: bool = True


PROFILES = {
    "standard": Profile("opentype", 1600),
    # Kindle shows the cover image by itself, so a page with it would come twice (Kindle Publishing Guidelines, 4.2), and it
    # knows no element that opens and closes.
    "kindle": Profile("opentype", 2560, cover=False, details=False),
    "minimal": Profile("none", 800, new=False, details=False),
}


def profile(book: Book) -> Profile:
    """Return the profile of an edition, with what the edition says otherwise."""
    told = book.edition.ebook
    found = PROFILES[told.profile]
    return replace(found, fonts=told.fonts or found.fonts, images=told.images or found.images)
