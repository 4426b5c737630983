"""Tells which characters are printed in another family than the theme names for their text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bookbuilder.diagnostics import Rule, Severity, Span
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.paginate.finding_places import FindingPlaces
from bookbuilder.html.font_family import Fonts
from bookbuilder.html.font_scripts import COMMON, provided_scripts, script_of, script_or_symbol, scripts_of
from bookbuilder.html.missing_glyphs import BOXES, FEW, code_point, place_of
from bookbuilder.phrases import Phrase

FOREIGN = Rule(
    "glyph.foreign",
    "{character} ({point}) is printed in {printed}, since it is missing in {families}",
    "What a family lacks is taken from another one of the book, and looks foreign among its letters. Families that are"
    " declared for a script give the characters of that script without a warning.",
    Severity.WARNING,
)
SHOWN_FAMILIES, SHOWN_LETTERS = 5, 200
_GENERIC = ("serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui")


def foreign_glyphs(
    findings: Iterable[LayoutFinding], _: Sequence[str], places: FindingPlaces
) -> Iterator[tuple[Span, Mapping[str, str]]]:
    """Yield what is told of each character, at its first place in the book; a few of each script."""
    book = places.book
    by_kind: dict[tuple[tuple[str, ...], str, str], dict[str, str]] = {}
    instead = {family.name: family.instead for family in book.fonts.families if family.instead}
    for finding in findings:
        character, printed, *named = finding.words
        if character in BOXES and book.project.glyphs == "box":
            continue  # what it stands for is told (`glyph.replaced`)
        # What stands in for a family is told once, and not for each of its letters.
        families = tuple(instead.get(name, name) for name in named)
        if not _is_declared(character, printed, families, book):
            kind = families, printed, script_or_symbol(character)
            by_kind.setdefault(kind, {}).setdefault(character, finding.chapter)
    for (families, printed, _), chapters in by_kind.items():
        hint = Phrase("take a font that has it, or write something else")
        if len(chapters) > FEW:
            hint = Phrase(
                "{advice}; {count} more of this script are printed so", advice=hint, count=len(chapters) - FEW
            )
        for character in list(chapters)[:FEW]:
            yield (
                place_of(character, book.document, book.world, chapters[character]),
                {
                    "character": character,
                    "point": code_point(character),
                    "printed": printed,
                    "families": _listed(families),
                    "hint": hint,
                },
            )


def _listed(families: Sequence[str]) -> str:
    """Return families for a message; the variables of a style sheet can name thousands."""
    names = ", ".join(families[:SHOWN_FAMILIES])
    short = names if len(names) <= SHOWN_LETTERS else f"{names[:SHOWN_LETTERS]}…"
    return short if len(families) <= SHOWN_FAMILIES else Phrase("{names} and others", names=short)


def _is_declared(character: str, printed: str, families: Sequence[str], book: Book) -> bool:
    """Whether a style sheet asks for the family that a character is printed in: by its name, and if the family is one for
    scripts, for a character of these or for what all scripts share in a book in one of them."""
    named = {family.casefold() for family in families}
    names = _with_its_files(printed, book.fonts)
    if named.intersection(_GENERIC) or families[0].casefold() in names:
        return True
    if named.isdisjoint(names):
        return False
    scripts = next((family.scripts for family in book.fonts.families if family.name == printed), ())
    if not scripts:
        return True
    wanted, own = provided_scripts(scripts), scripts_of(character)
    shared = script_of(character) in COMMON and book.locale.script in scripts
    return shared or not own.isdisjoint(wanted) or script_or_symbol(character) in wanted


def _with_its_files(name: str, fonts: Fonts) -> set[str]:
    """Return a family and all that share a file with it, in lower case: a file knows only the first of its names."""
    files = {face.file for family in fonts.families if family.name == name for face in family.faces}
    sharing = (one.name for one in fonts.families if any(face.file in files for face in one.faces))
    return {name.casefold(), *(other.casefold() for other in sharing)}
