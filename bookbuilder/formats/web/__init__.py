"""The web edition: a folder that works without a server, and the whole book in one file."""

from bookbuilder.formats.format import Format

FORMAT = Format.of(
    "web",
    "A site of static pages, and the whole book as one file for a browser.",
    f"{__name__}.render",
    links_languages=True,
    hands_out_fonts=True,
)
