"""Reports characters that are printed in another family than the theme names for their text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.layout_findings import ForeignGlyph
from bookbuilder.html.font_family import Fonts
from bookbuilder.html.font_scripts import COMMON, script_of, script_or_symbol, scripts_of, unicode_scripts
from bookbuilder.html.missing_glyphs import FEW, code_point, place_of

FOREIGN = Rule(
    "glyph.foreign",
    "{character} ({point}) is printed in {printed}, because {families} {lack} it",
    "What a family lacks is taken from another one of the book, and looks foreign among its letters. Families that are"
    " declared for a script give the characters of that script without a warning.",
    Severity.WARNING,
)
SHOWN_FAMILIES, SHOWN_LETTERS = 5, 200
_GENERIC = ("serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui")


def report_foreign(glyphs: Iterable[ForeignGlyph], book: Book, report: Report) -> None:
    """Report each character at its first place in the book (`glyph.foreign`), a few of each script."""
    by_kind: dict[tuple[tuple[str, ...], str, str], list[ForeignGlyph]] = {}
    instead = {family.name: family.instead for family in book.fonts.families if family.instead}
    for found in glyphs:
        # What stands in for a family is told once, and not for each of its letters.
        glyph = replace(found, families=tuple(instead.get(name, name) for name in found.families))
        if not _is_declared(glyph, book):
            kind = glyph.families, glyph.printed, script_or_symbol(glyph.character)
            by_kind.setdefault(kind, [])
            if glyph.character not in [other.character for other in by_kind[kind]]:
                by_kind[kind].append(glyph)
    for (families, printed, _), of_script in by_kind.items():
        more = f"; {len(of_script) - FEW} more of this script are printed so" if len(of_script) > FEW else ""
        for glyph in of_script[:FEW]:
            report(
                FOREIGN,
                place_of(glyph.character, book.document, book.world, glyph.chapter),
                character=glyph.character,
                point=code_point(glyph.character),
                printed=printed,
                families=_listed(families),
                lack="lacks" if len(families) == 1 else "lack",
                hint=f"take a font that has it, or write something else{more}",
            )


def _listed(families: Sequence[str]) -> str:
    """Return families for a message; the variables of a style sheet can name thousands."""
    names = " and ".join(families[:SHOWN_FAMILIES])
    short = names if len(names) <= SHOWN_LETTERS else f"{names[:SHOWN_LETTERS]}…"
    return short if len(families) <= SHOWN_FAMILIES else f"{short} and others"


def _is_declared(glyph: ForeignGlyph, book: Book) -> bool:
    """Whether a style sheet asks for the family that a character is printed in: by its name, and if the family is one for
    scripts, for a character of these or for what all scripts share in a book in one of them."""
    named = {family.casefold() for family in glyph.families}
    printed = _with_its_files(glyph.printed, book.fonts)
    if named.intersection(_GENERIC) or glyph.families[0].casefold() in printed:
        return True
    if named.isdisjoint(printed):
        return False
    scripts = next((family.scripts for family in book.fonts.families if family.name == glyph.printed), ())
    if not scripts:
        return True
    wanted, own = unicode_scripts(scripts), scripts_of(glyph.character)
    shared = script_of(glyph.character) in COMMON and book.locale.script in scripts
    return shared or not own.isdisjoint(wanted) or script_or_symbol(glyph.character) in wanted


def _with_its_files(name: str, fonts: Fonts) -> set[str]:
    """Return a family and all that share a file with it, in lower case: a file knows only the first of its names."""
    files = {face.file for family in fonts.families if family.name == name for face in family.faces}
    sharing = (one.name for one in fonts.families if any(face.file in files for face in one.faces))
    return {name.casefold(), *(other.casefold() for other in sharing)}
