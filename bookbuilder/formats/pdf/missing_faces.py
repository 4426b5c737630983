"""Reports faces that the font of the text lacks: emphasized text is printed in another one then."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.formats.book import Book
from bookbuilder.html.font_family import Family
from bookbuilder.html.nearest_faces import nearest_faces

PLAIN = Rule(
    "fonts.plain",
    "{name} has no {face} face: the {face} text of this book is printed {how}",
    "Print makes no faces of its own: readers would see that a slanted or thickened letter is none. So emphasis in a family"
    " without the face for it does not show. E-books and browsers slant and thicken letters themselves.",
    Severity.NOTICE,
)
BOLD, REGULAR = 700, 400


def report_missing_faces(book: Book, report: Report) -> None:
    """Report that the family of the text has no bold or no italic face, if the book has such text (`fonts.plain`)."""
    name = book.theme.tokens.get("font", {}).get("text")
    family = next((family for family in book.fonts.families if family.name == name), None)
    if family is None or family.instead:  # what a stand-in lacks is not the matter of the author
        return
    hint = "declare its file in fonts.toml, or mark the text in another way"
    marks = book.document.emphases
    if "strong" in marks and not _has_bold(family):
        report(PLAIN, family.span, hint=hint, name=family.name, face="bold", how="as regular")
    if "emphasis" in marks and not any(face.style == "italic" for face in family.faces):
        report(PLAIN, family.span, hint=hint, name=family.name, face="italic", how="upright")


def _has_bold(family: Family) -> bool:
    return nearest_faces(family, (BOLD,), ("normal",)) != nearest_faces(family, (REGULAR,), ("normal",))
