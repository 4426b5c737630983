"""The e-book: an EPUB 3.3 that also works in old readers, packaged by EbookLib."""

from bookbuilder.formats.format import Format

FORMAT = Format.of(
    "epub",
    "An EPUB 3 for e-readers, phones and tablets.",
    f"{__name__}.render",
    numbered=True,
    hands_out_fonts=True,
)
