"""Has pandoc read BibLaTeX as CSL-JSON, in the language of the book."""

from __future__ import annotations

from bookbuilder.pandoc.run_pandoc import convert_with_pandoc
from bookbuilder.world import World

_FILTER = """\
function Pandoc(document)
  document.meta.references = pandoc.utils.references(document)
  return document
end
"""
_HEAD = "---\nnocite: '@*'\nlang: {}\n---\n"


def bibliography_items(world: World, text: str, language: str) -> tuple[str | None, str]:
    """Return what BibLaTeX holds as CSL-JSON; or None and what is wrong with it.

    Entries that do not say their language are in that of the book (BCP 47; empty: English). pandoc makes lower-case letters
    of the titles of English ones, from which styles make what they want, and would of all that its reader gets by itself:
    `Über den krieg`.
    """
    if language.partition("-")[0] not in ("", "en"):
        files = {"book.bib": text, "all.md": _HEAD.format(language), "references.lua": _FILTER}
        options = [
            "--from=markdown",
            "--to=csljson",
            "--bibliography=book.bib",
            "--lua-filter=references.lua",
            "all.md",
        ]
        data, _ = convert_with_pandoc(
            world, {name: content.encode() for name, content in files.items()}, options
        )
        if data is not None:
            return data.decode(), ""
        # It does not know the language, or the text is wrong, of which the other way says the place.
    data, message = convert_with_pandoc(
        world, {"book.in": text.encode()}, ["--from=biblatex", "--to=csljson", "book.in"]
    )
    return (data.decode() if data is not None else None), message
