"""Checks a theme for a book: its settings, colours and fonts, in every language and for every kind of readers."""

from __future__ import annotations

from collections.abc import Collection

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.html.fonts import fonts
from bookbuilder.html.theme import theme
from bookbuilder.html.theme_checks.colour_pairs import report_pairs
from bookbuilder.html.theme_checks.fonts_of_theme import report_fonts
from bookbuilder.locales.scripts import script_of
from bookbuilder.world import Reader


def check_theme(world: Reader, name: str, tags: Collection[str], findings: Findings) -> None:
    """Report what is wrong with a theme in a book in the languages of `tags`: `theme.*`, `brand.*`, `fonts.*`."""
    available = fonts(world, findings)
    scripts = dict.fromkeys(map(script_of, tags))
    try:
        for script in scripts or ("Latn",):
            for bilingual, reading in ((False, ""), (True, ""), (False, "large"), (False, "dyslexia")):
                made = theme(
                    world, name, available, script, (), findings, bilingual=bilingual, reading=reading
                )
                if not reading:
                    report_pairs(made, findings)
            plain = theme(world, name, available, script, (), Findings())
            report_fonts(plain, available, tuple(tag for tag in tags if script_of(tag) == script), findings)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
