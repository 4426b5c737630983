"""Checks whether the fonts of a theme have the letters of the languages of a book, and what its style sheets ask for."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.html.font_family import Face, Family, Fonts
from bookbuilder.html.theme import Theme
from bookbuilder.locales.exemplar_letters import exemplar_letters
from bookbuilder.locales.locale import language_name
from bookbuilder.locales.scripts import script_of

LETTERS = Rule(
    "theme.letters",
    "{family} has no {letters}, which {language} is written with",
    "What one font lacks is printed in another one, and looks like it. The letters of a language are those of CLDR.",
    Severity.WARNING,
)
ITALIC = Rule(
    "theme.italic",
    "{family} has no italics, which emphasis and titles are set in",
    "Emphasised words would look like all others: nothing is slanted by machine.",
    Severity.NOTICE,
)
BOLD = Rule(
    "theme.bold",
    "{family} has no bold face, which headings and strong words are set in",
    "Strong words would look like all others: nothing is made bold by machine.",
    Severity.NOTICE,
)
SMALL_CAPS = Rule(
    "theme.capitals",
    "{family} has no small capitals, which the style sheets ask for",
    "Without the feature smcp of the font, small letters are printed.",
    Severity.NOTICE,
)
NUMERALS = Rule(
    "theme.numerals",
    "{family} has no figures of one width, which columns of numbers are set in",
    "Without the feature tnum of the font, or figures that are all of one width, the numbers of a table do not stand below"
    " one another.",
    Severity.NOTICE,
)
OLD_STYLE = Rule(
    "theme.oldstyle",
    "{family} has one kind of figures, and text.figures asks for old-style ones",
    "Without the features onum and lnum of the font, its ordinary figures are printed.",
    Severity.NOTICE,
)
HYPHEN = Rule(
    "theme.hyphen",
    "{family} has no hyphen of its own for divided words (U+2010); that of the keyboard stands in for it",
    "Most fonts draw both alike, and nothing has to be done.",
    Severity.NOTICE,
)
TEXTS = ("text", "heading", "sans")
SHOWN = 12
"""Letters that a message shows."""


def report_fonts(theme: Theme, fonts: Fonts, tags: tuple[str, ...], report: Report) -> None:
    """Report what the fonts of a theme lack for books in these languages (`theme.letters` and others)."""
    by_name = {family.name: family for family in fonts.families}
    for use in TEXTS:
        family = by_name.get(theme.tokens.get("font", {}).get(use, ""))
        if family is None or not family.faces:
            continue
        span = theme.place(("font", use))
        for tag in tags:
            if missing := sorted(
                exemplar_letters(tag) - frozenset(_characters(family, fonts, script_of(tag)))
            ):
                shown = " ".join(missing[:SHOWN]) + (" …" if len(missing) > SHOWN else "")
                report(LETTERS, span, family=family.name, letters=shown, language=language_name(tag))
        for rule in _lacking(family, fonts, theme, use):
            report(rule, span, family=family.name)


def _characters(family: Family, fonts: Fonts, script: str) -> Iterator[str]:
    """Yield the characters of a family, and of those that are made for the script, which are set before it."""
    for one in fonts.families:
        if one is family or script in one.scripts:
            yield from (c for face in one.faces[:1] for c in fonts.characters.get(face.file, ""))


def _lacking(family: Family, fonts: Fonts, theme: Theme, use: str) -> Iterator[Rule]:
    regular = min(family.faces, key=lambda face: (face.style != "normal", abs(face.weight - 400)))
    has, widths = _features(regular, fonts)
    sheets = "\n".join(theme.sheets.values())
    if use != "heading" and not any(face.style == "italic" for face in family.faces):
        yield ITALIC
    if not any(face.weight >= 600 for face in family.faces):
        yield BOLD
    if "small-caps" in sheets and use == "text" and "smcp" not in has:
        yield SMALL_CAPS
    if use == "sans" and "tnum" not in has and len(widths) > 1:
        yield NUMERALS
    if (
        use == "text"
        and theme.tokens.get("text", {}).get("figures") == "oldstyle-nums"
        and not {"onum", "lnum"} & has
    ):
        yield OLD_STYLE
    if "\u2010" not in fonts.characters.get(regular.file, ""):
        yield HYPHEN


def _features(face: Face, fonts: Fonts) -> tuple[frozenset[str], frozenset[int]]:
    """Return the OpenType features of a face, and the widths of its figures."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(fonts.files[face.file]), lazy=True)
    table = font["GSUB"].table if "GSUB" in font else None
    records = table.FeatureList.FeatureRecord if table is not None and table.FeatureList else ()
    names, metrics = font.getBestCmap(), font["hmtx"]
    widths = (metrics[names[ord(figure)]][0] for figure in "0123456789" if ord(figure) in names)
    return frozenset(record.FeatureTag for record in records), frozenset(widths)
