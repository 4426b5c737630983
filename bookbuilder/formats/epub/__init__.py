"""The e-book: an EPUB 3.3 that old readers open as well, packed by EbookLib from finished documents."""

from bookbuilder.formats.format import Format

FORMAT = Format.of(
    "epub", "An EPUB 3 for e-readers, phones and tablets.", f"{__name__}.render", numbered=True
)
