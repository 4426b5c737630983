"""Puts other fonts in the place of those that an edition must not have, or that are not on this machine.

The family keeps its name, so that no style sheet has to know: what it has are the faces of its stand-in.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.html.font_family import Family, Fonts
from bookbuilder.html.named_families import named_families
from bookbuilder.html.theme import Theme

WITHHELD = Rule(
    "fonts.withheld",
    "{name} does not go into the edition {edition}: {stand_in} stands in for it ({why})",
    "An e-book and a web edition hand out their fonts as files, which a licence for preview and print does not allow. The"
    " stand-in is that of fonts.toml (`stand-in`), or else that of the theme.",
    Severity.NOTICE,
)
ABSENT = Rule(
    "fonts.elsewhere",
    "{name} is not on this machine: {stand_in} stands in for it",
    "A font of the house lies in ~/.config/bookbuilder/fonts of those who have a licence for it. Others see the book in a"
    " stand-in, whose lines and pages differ. With `--strict`, with which a release is built, this is an error.",
    Severity.WARNING,
)
NEEDED = Rule(
    "fonts.needed",
    "{name} is not on this machine, and the edition {edition} is for a printer: it is not made with {stand_in}",
    "A printer prints what is in the file. So nothing stands in for a font there: build the edition on a machine that has it"
    " in ~/.config/bookbuilder/fonts.",
)
KEY = "stand-in"
"""The token of `[font]` in theme.toml that names the stand-in of the theme."""


def with_stand_ins(fonts: Fonts, theme: Theme, *, handed_out: bool) -> Fonts:
    """Return fonts as an edition has them: other faces in families that are not on this machine and, if the edition hands
    its fonts out as files (`handed_out`), in those that must not be."""
    return replace(
        fonts,
        families=tuple(
            _replaced(family, stand_in(family, fonts, theme)) if _is_replaced(family, handed_out) else family
            for family in fonts.families
        ),
    )


def report_stand_ins(
    fonts: Fonts, theme: Theme, edition: str, report: Report, *, handed_out: bool, for_printer: bool
) -> None:
    """Report what stands in for the families that a theme uses: `fonts.withheld`, `fonts.elsewhere`, `fonts.needed`."""
    for family in _used(fonts, theme):
        if not _is_replaced(family, handed_out):
            continue
        other = stand_in(family, fonts, theme)
        shown = other.name if other else "another font"
        if not family.absent:
            report(
                WITHHELD,
                family.span,
                name=family.name,
                edition=edition,
                stand_in=shown,
                why=family.withheld,
            )
        elif for_printer:
            report(NEEDED, family.span, name=family.name, edition=edition, stand_in=shown)
        else:
            report(ABSENT, family.span, name=family.name, stand_in=shown)


def stand_in(family: Family, fonts: Fonts, theme: Theme) -> Family | None:
    """Return the stand-in for a family: the one in fonts.toml, else the theme's if it is of the same kind, else the
    first of that kind."""
    usable = [one for one in fonts.families if one.faces and not one.absent and not one.withheld]
    of_theme = theme.tokens.get("font", {}).get(KEY)
    latin = [one for one in usable if not one.scripts]
    alike = [one for one in latin if one.kind == family.kind]
    choices = (
        *(one for one in usable if one.name == family.stand_in),
        *(one for one in alike if one.name == of_theme),
        *alike,
        *latin,
    )
    return next(iter(choices), None)


def _is_replaced(family: Family, handed_out: bool) -> bool:  # a value of the edition
    return family.absent or bool(handed_out and family.withheld)


def _replaced(family: Family, other: Family | None) -> Family:
    if other is None:
        return replace(family, faces=())
    return replace(
        family,
        faces=other.faces,
        licence=other.licence,
        licence_file=other.licence_file,
        instead=other.name,
    )


def _used(fonts: Fonts, theme: Theme) -> Collection[Family]:
    """Return the families that a theme names in its tokens or its style sheets."""
    css = "\n".join((*theme.stacks.values(), *theme.sheets.values()))
    named = named_families(css, {family.name for family in fonts.families})
    return [family for family in fonts.families if family.name in named]
