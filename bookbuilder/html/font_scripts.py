"""Assigns scripts to fonts: the order of an edition's families, and the characters that each provides."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from bookbuilder.html.font_family import Family, Fonts
from bookbuilder.locales.scripts import unicode_scripts

COMMON = frozenset({"Zyyy", "Zinh"})
"""Characters shared by all scripts: punctuation, figures, signs."""
SYMBOLS = frozenset({"Zsym", "Zsye"})
"""The scripts of symbol and emoji fonts, which provide nothing else."""
SIGNS = ("So", "Sm", "Sk", "No")
PICTURES = "\U0001f000"
"""Signs from this code point on are emoji."""
IDEOGRAPHS = "\u2e80"
"""From here on are the scripts of East Asia, whose signs are wide without being emoji."""


def provided_scripts(scripts: Collection[str]) -> frozenset[str]:
    """Return the Unicode scripts that a family for some scripts gives: one for symbols or emoji gives all signs."""
    return unicode_scripts(scripts) if SYMBOLS.isdisjoint(scripts) else SYMBOLS


def script_of(character: str) -> str:
    """Return the script of a character (UAX 24): `Arab`, `Latn`; `Zyyy` if shared by all."""
    from fontTools import unicodedata

    return str(unicodedata.script(character))


def scripts_of(character: str) -> frozenset[str]:
    """Return all scripts that a character is used in (UAX 24, Script_Extensions): the Arabic comma is one of several."""
    from fontTools import unicodedata

    return frozenset(unicodedata.script_extension(character))


def script_or_symbol(character: str) -> str:
    """Return the script of a character; for shared signs, whether it is a symbol (`Zsym`) or an emoji (`Zsye`), which are
    ISO 15924 scripts with fonts of their own. Wide signs are shown as pictures (UTS 51, Emoji_Presentation; UAX 11), raised
    and lowered letters of phonetics stand in fonts of symbols.

    >>> [script_or_symbol(sign) for sign in "✓✅😀ᵢa"]
    ['Zsym', 'Zsye', 'Zsye', 'Zsym', 'Latn']
    """
    script, category = script_of(character), unicodedata.category(character)
    if category == "Lm" and unicodedata.decomposition(character).startswith(("<super>", "<sub>")):
        return "Zsym"
    if script != "Zyyy" or category not in SIGNS:
        return script
    wide = unicodedata.east_asian_width(character) == "W" and character < IDEOGRAPHS
    return "Zsye" if character >= PICTURES or wide else "Zsym"


def fit_fonts(fonts: Fonts, script: str) -> Fonts:
    """Return the fonts as an edition in a script uses them.

    A family for the script leaves letters of other scripts to the text face, so that a Latin name looks the same in an
    Arabic and a German book; and ASCII characters, if `ascii` is false. One for signs gives all of them that it has, symbols
    and emoji.
    """
    return replace(fonts, families=tuple(_fitted(family, fonts, script) for family in fonts.families))


def _fitted(family: Family, fonts: Fonts, script: str) -> Family:
    signs = not SYMBOLS.isdisjoint(family.scripts)
    if script not in family.scripts and not signs:
        return family
    wanted = provided_scripts(family.scripts) | (frozenset() if signs else COMMON)
    faces = []
    for face in family.faces:
        there = fonts.characters[face.file]
        kind = script_or_symbol if signs else script_of
        left = {c for c in there if kind(c) not in wanted or (not family.ascii and c <= "\x7f")}
        faces.append(replace(face, without=frozenset(left)))
    return replace(family, faces=tuple(faces))


def font_stacks(
    tokens: Mapping[str, object], fonts: Fonts, script: str, used: Collection[str]
) -> dict[str, str]:
    """Return token → quoted families for `font-family`: `font.text` of an Arabic book is `"Amiri", "Alegreya"`.

    First the families for the edition's script, preferably of the same kind (serif, sans-serif); then the token's own; then
    those for other scripts that are `used`. Code has its own family before those that are not monospaced: else its spaces
    and signs would have other widths than its letters.
    """
    result = {}
    for token, name in tokens.items():
        kind = next((family.kind for family in fonts.families if family.name == name), "")
        native = [family for family in fonts.families if script in family.scripts]
        others = [f for f in fonts.families if f.scripts and f not in native and _needed(f, used)]
        same = [family for family in native if kind != "monospace" or family.kind == kind]
        names = (*_like(same, kind), str(name), *_like(native, kind), *_like(others, kind))
        result[token] = ", ".join(f'"{name}"' for name in dict.fromkeys(names))
    return result


def _needed(family: Family, used: Collection[str]) -> bool:
    wanted = provided_scripts(family.scripts)
    return any(script_of(c) in wanted or script_or_symbol(c) in wanted for c in used if c > "\u02ff")


def _like(families: list[Family], kind: str) -> Iterator[str]:
    """Yield the names of families; for each script those of one kind come first."""
    yield from (family.name for family in families if family.kind == kind)
    covered = {script for family in families if family.kind == kind for script in family.scripts}
    yield from (f.name for f in families if f.kind != kind and not covered.issuperset(f.scripts))


def ranges(characters: Collection[str]) -> list[tuple[int, int]]:
    """Return characters as ranges of code points, first and last.

    >>> ranges("abcx")
    [(97, 99), (120, 120)]
    """
    result: list[tuple[int, int]] = []
    for point in sorted(map(ord, characters)):
        if result and result[-1][1] == point - 1:
            result[-1] = (result[-1][0], point)
        else:
            result.append((point, point))
    return result
