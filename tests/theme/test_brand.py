"""The brand of a house: colours with roles, fonts and logos for any theme, from brand.toml or Quarto's _brand.yml."""

from __future__ import annotations

import colorsys
import json
import re
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from bookbuilder import api
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings, Span
from bookbuilder.html.brand.brand import FONTS, ROLES, SIZES, Brand, BrandColour
from bookbuilder.html.brand.brand_tokens import brand_tokens
from bookbuilder.html.brand.read_brand import read_brand
from bookbuilder.html.contrast import low_contrast, ratio, srgb_channels
from bookbuilder.html.contrast_proposals import contrast_proposals
from bookbuilder.html.fonts import fonts
from bookbuilder.html.nearest_colour import nearest_colour
from bookbuilder.html.theme import Theme, theme
from bookbuilder.world import World
from tests.architecture.test_schemas import as_json
from tests.cases import book
from tests.cases.case import ROOT
from tests.properties.test_wrong_values import WRONG as WRONG_VALUES

CHAPTER: dict[str, str | bytes] = {"chapters/de/01-a.md": "# A\n\nEin Satz.\n"}
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4" fill="#0b5d4c"/></svg>'
HOUSE = (Path(__file__).parent / "house/brand.toml").read_text(encoding="utf-8")
LOGOS = {
    f"logo/{name}.svg": LOGO.replace("4c", end)
    for name, end in (("sign", "4a"), ("light", "4b"), ("dark", "4d"))
}
QUARTO = """\
meta:
  name: {short: Musterverlag, full: Musterverlag GmbH}
logo:
  images:
    wide: {path: logo/light.svg, alt: Der Verlag}
  small: logo/sign.svg
  medium: {light: wide, dark: logo/dark.svg}
color:
  palette: {tanne: "#0b5d4c", first: tanne}
  primary: first
  background: "#fdfcf8"
  success: "#00ff00"
typography:
  fonts:
    - {family: Open Sans, source: google}
  base: {family: Open Sans, size: 1.2rem}
  headings: Alegreya Sans
  link: {color: tanne}
"""
OPEN_SANS = (
    "_brand.yml:16:10: warning: the font Open Sans of the brand is not here; the theme's own stands in its place"
    " [brand.font]"
)


def branded(
    root: Path, files: dict[str, str | bytes], name: str = "dossier", script: str = "Latn"
) -> tuple[Theme | None, tuple[Diagnostic, ...]]:
    """Return a theme of a book, and what is told of it; None if it cannot be used."""
    world, findings = World(book.write(root, {**CHAPTER, **LOGOS, **files})), Findings()
    try:
        found = theme(world, name, fonts(world, findings), script, "", findings)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None, findings.sorted()
    return found, findings.sorted()


def test_a_brand_stands_between_the_theme_of_the_program_and_that_of_the_book(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "brand.toml": HOUSE,
        "styles/house/theme.toml": '[web]\nsecond = "#204060"\n',
    }
    made, told = branded(tmp_path, files, "house")
    assert told == () and made
    tokens = made.tokens
    assert tokens["color"]["accent"] == tokens["web"]["accent"] == tokens["cover"]["ground"] == "#0b5d4c"
    assert tokens["color"]["second"] == "#7a4d00" and tokens["web"]["second"] == "#204060"
    assert tokens["web"]["dark"]["second"] == "#e8b45a"
    assert tokens["font"]["heading"] == "Alegreya Sans"
    assert tokens["color"]["ink"] == "#000000", "black print is one plate"
    assert str(made.spans["color", "accent"]) == "brand.toml:12:1"
    assert not list(low_contrast(tokens)), "what follows from a brand can be read"
    assert {place: logo.path for place, logo in made.logos.items()} == {
        ("small", "light"): "logo/sign.svg",
        ("medium", "light"): "logo/light.svg",
        ("medium", "dark"): "logo/dark.svg",
    }
    assert {logo.alt for logo in made.logos.values()} == {"Musterverlag"}


def test_a_brand_of_quarto_is_read(tmp_path: Path) -> None:
    made, told = branded(tmp_path, {"_brand.yml": QUARTO})
    assert made and [str(one) for one in told] == [OPEN_SANS]
    assert made.tokens["color"]["accent"] == "#0b5d4c" and made.tokens["web"]["paper"] == "#fdfcf8"
    assert made.tokens["font"]["heading"] == "Alegreya Sans" and made.tokens["font"]["text"] == "Alegreya"
    assert made.logos["medium", "light"].alt == "Der Verlag"
    assert made.logos["small", "light"].alt == "Musterverlag"
    assert not list(low_contrast(made.tokens))


def test_of_two_brands_one_is_read_and_the_other_told(tmp_path: Path) -> None:
    made, told = branded(tmp_path, {"brand.toml": HOUSE, "_brand.yml": QUARTO})
    assert made and made.tokens["cover"]["ground"] == "#0b5d4c"
    assert [(str(one.span), one.code) for one in told] == [("_brand.yml", "brand.both")]


def test_a_brand_declares_its_fonts_with_their_licence(tmp_path: Path) -> None:
    data = next((ROOT / "fonts").rglob("Alegreya-Regular.*")).read_bytes()
    brand = (
        '[font]\ntext = "Haus Antiqua"\n[fonts.haus]\nname = "Haus Antiqua"\nlicence = "OFL-1.1"\n'
        'faces = [{ file = "Haus.ttf", weight = 400, style = "normal" }]\n'
    )
    made, told = branded(tmp_path, {"brand.toml": brand, "fonts/haus/Haus.ttf": data})
    assert told == () and made and made.tokens["font"]["text"] == "Haus Antiqua"
    _, told = branded(tmp_path / "missing", {"brand.toml": brand})
    assert ("brand.toml:6:1", "fonts.missing") in {(str(one.span), one.code) for one in told}


WRONG = {
    'accent = "grün"': ("brand.toml:2:1", "brand.value"),
    'accent = "teel"': ("brand.toml:2:1", "brand.value"),
    "accent = 5": ("brand.toml:2:1", "brand.value"),
    'acent = "teal"': ("brand.toml:2:1", "brand.key"),
    'accent = { light = "teal", drak = "teal" }': ("brand.toml:2:28", "brand.key"),
    'palette = { a = "b", b = "a" }\naccent = "a"': ("brand.toml:2:13", "brand.value"),
    '[logo]\nsmall = "logo/none.svg"': ("brand.toml:3:1", "image.missing"),
    '[logo]\nsmall = "../logo.svg"': ("brand.toml:3:1", "path.outside"),
    '[logo]\nsmall = "/etc/passwd.svg"': ("brand.toml:3:1", "path.outside"),
    '[logo]\nsmall = "https://example.org/logo.svg"': ("brand.toml:3:1", "brand.remote"),
    '[logo]\nsmall = "//example.org/logo.svg"': ("brand.toml:3:1", "brand.remote"),
    '[logo]\nsmall = "logo/active.svg"': ("brand.toml:3:1", "image.active"),
    "[logo]\nsmall = 5": ("brand.toml:3:1", "brand.value"),
    '[cover]\ntone = "darc"': ("brand.toml:3:1", "brand.value"),
    '[font]\ntext = "Alegrea"': ("brand.toml:3:1", "theme.font"),
    "[cover": ("brand.toml:2:7", "brand.syntax"),
    "x" * 200_000: ("brand.toml", "brand.syntax"),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.items(), ids=lambda value: str(value)[:30])
def test_what_is_wrong_with_a_brand_is_told_at_its_line(
    text: str, expected: tuple[str, str], tmp_path: Path
) -> None:
    active = LOGO.replace("<circle", "<script>1</script><circle")
    made, told = branded(tmp_path, {"brand.toml": f"[color]\n{text}\n", "logo/active.svg": active})
    assert made is None and (str(told[0].span), told[0].code) == expected
    assert told[0].hint or told[0].code not in ("brand.value", "brand.key", "theme.font")


KEYS = [
    *(("color", role) for role in (*ROLES, "palette", "palette.x", "accent.light")),
    *(("logo", key) for key in (*SIZES, "alt", "images", "images.x", "small.dark", "small.path")),
    *(("font", token) for token in FONTS),
    ("brand", "name"),
    ("cover", "tone"),
]


@pytest.mark.parametrize(("table", "key"), KEYS, ids=str)
def test_a_value_of_any_type_is_told_at_its_line_and_seen_by_editors(
    table: str, key: str, tmp_path: Path
) -> None:
    schema = json.loads((ROOT / "docs/schemas/brand.schema.json").read_text(encoding="utf-8"))
    world = World(book.write(tmp_path, {**CHAPTER, **LOGOS}))
    for value in (*WRONG_VALUES, '"teal"', '"logo/sign.svg"'):
        text = f"[{table}]\n{key} = {value}\n"
        (tmp_path / "brand.toml").write_text(text, encoding="utf-8")
        wrong = Findings()
        assert read_brand(world, wrong, wrong) is not None
        assert {one.span.path for one in wrong.sorted()} <= {"brand.toml"}
        assert all(one.span.line == 2 for one in wrong.sorted())
        refused = [
            error.message for error in Draft7Validator(schema).iter_errors(as_json(tomllib.loads(text)))
        ]
        assert wrong.failed or not refused, f"{key} = {value} is right, but {refused}"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: &a [x]\nb: [*a, *a]\n", "_brand.yml:2:5"),
        ("color:\n  - [" + "[" * 5000, "_brand.yml"),
        ("- a\n", "_brand.yml:1:1"),
        ("color: {primary: !!python/object:os.system {}}\n", "_brand.yml:1:9"),
        ("color:\n\tprimary: red\n", "_brand.yml:2:1"),
        ("color:\n  primary: grün\n", "_brand.yml:2:3"),
        ("logo: https://example.org/a.png\n", "_brand.yml:1:1"),
        ("logo:\n  small: ../../a.png\n", "_brand.yml:2:3"),
    ],
)
def test_what_is_wrong_with_a_brand_of_quarto_is_told_at_its_line(
    text: str, place: str, tmp_path: Path
) -> None:
    made, told = branded(tmp_path, {"_brand.yml": text})
    assert made is None and str(told[0].span).startswith(place), told


def test_a_colour_of_a_brand_that_cannot_be_read_is_told_with_the_nearest(tmp_path: Path) -> None:
    _, told = branded(tmp_path, {"brand.toml": '[color]\naccent = "#e8a33d"\n'})
    assert {(str(one.span), one.code) for one in told} == {("brand.toml:2:1", "theme.contrast")}
    (hint,) = {one.hint for one in told}
    proposed = re.search("#[0-9a-f]{6}", hint)
    assert proposed
    _, told = branded(tmp_path / "mended", {"brand.toml": f'[color]\naccent = "{proposed[0]}"\n'})
    assert told == ()


def shipped() -> dict[str, Any]:
    """Return the settings of the program's theme."""
    return tomllib.loads((ROOT / "styles/dossier/theme.toml").read_text(encoding="utf-8"))


def placed(colours: dict[str, str]) -> dict[str, BrandColour]:
    """Return colours of a brand by role, each on a line of its own."""
    return {
        role: BrandColour(colours[role], Span("brand.toml", line)) for line, role in enumerate(colours, 1)
    }


def value_at(tokens: Any, keys: Sequence[str]) -> Any:
    """Return a setting."""
    for key in keys:
        tokens = tokens[key]
    return tokens


def put(tokens: dict[str, Any], keys: Sequence[str | int], value: str) -> None:
    """Set a setting."""
    for key in keys[:-1]:
        tokens = tokens[str(key)]
    tokens[str(keys[-1])] = value


COLOURS = st.from_regex("#[0-9a-f]{6}", fullmatch=True)


@given(
    roles=st.dictionaries(
        st.sampled_from(("ink", "paper", "muted", "accent", "second", "line", "tint")), COLOURS
    ),
    dark=st.dictionaries(st.sampled_from(("ink", "paper", "muted", "accent", "second", "tint")), COLOURS),
    tone=st.sampled_from(("light", "dark", "colour")),
)
def test_any_palette_can_be_read_after_the_proposals_are_taken(
    roles: dict[str, str], dark: dict[str, str], tone: str
) -> None:
    tokens = shipped()
    made = Brand(placed(roles), placed(dark), tone=tone)
    for keys, value, _ in brand_tokens(made, tokens, (), Findings()):
        put(tokens, keys, value)
    for keys, value in contrast_proposals(tokens).items():
        put(tokens, keys, value)
    assert not list(low_contrast(tokens))


@given(color=COLOURS, grounds=st.lists(COLOURS, max_size=2), least=st.sampled_from((3.0, 4.5)))
def test_the_nearest_colour_has_the_contrast_and_the_hue(
    color: str, grounds: list[str], least: float
) -> None:
    found = nearest_colour(color, grounds, least)
    if found is None:
        assert len(grounds) == 2, "black or white can be read on any single ground"
        return
    assert all((ratio(found, ground) or 0) >= least for ground in grounds)
    before, after = (
        colorsys.rgb_to_hls(*[value or 0 for value in srgb_channels(one) or ()]) for one in (color, found)
    )
    if min(before[2], after[2]) > 0.3 and 0.2 < before[1] < 0.8 and 0.2 < after[1] < 0.8:
        turned = abs(before[0] - after[0])
        assert min(turned, 1 - turned) < 0.12, "OKLCH and HSL differ by a little in blue"


@given(
    roles=st.dictionaries(st.sampled_from(("ink", "paper", "muted", "accent", "second")), COLOURS),
    dark=st.dictionaries(st.sampled_from(("ink", "paper", "accent")), COLOURS),
    tone=st.sampled_from(("", "light", "dark", "colour")),
)
def test_what_a_brand_does_not_say_can_be_read(
    roles: dict[str, str], dark: dict[str, str], tone: str
) -> None:
    tokens, brand = shipped(), Brand(placed(roles), placed(dark), tone=tone)
    for keys, value, _ in brand_tokens(brand, tokens, (), Findings()):
        put(tokens, keys, value)
    said: set[tuple[str, ...]] = {(table, role) for role in roles for table in ("color", "web")}
    said |= {("web", "dark", role) for role in dark}
    middling = {table for table in (("web",), ("web", "dark")) if (*table, "paper") in said}
    unsaid = [(text, ground) for text, ground, _ in low_contrast(tokens) if text not in said]
    # On a paper of middling grey, and the box on it, nothing may be readable; the proposals say so.
    assert {text[:-1] for text, _ in unsaid} <= middling
    for text, _ in unsaid:
        grounds = [value_at(tokens, (*text[:-1], ground)) for ground in ("paper", "tint")]
        assert nearest_colour(value_at(tokens, text), grounds) is None


@pytest.mark.heavy
def test_a_logo_stands_in_print_e_book_and_web_of_a_theme_of_two_lines(tmp_path: Path) -> None:
    files = {
        **CHAPTER,
        **LOGOS,
        "brand.toml": HOUSE,
        "styles/house/theme.toml": '[page]\nwidth = "120mm"\n',
        "book.toml": book.settings(["de"]).replace("date", 'theme = "house"\ndate'),
    }
    result = api.build(book.write(tmp_path, files), jobs=1)
    assert [str(one) for one in result.diagnostics] == []
    with zipfile.ZipFile(tmp_path / "output/fall.de.epub") as epub:
        assert (
            'src="../images/named/logo-light.svg" alt="Musterverlag"'
            in epub.read("EPUB/text/titlepage.xhtml").decode()
        )
    head = (tmp_path / "output/fall.de/index.html").read_text()
    page = (tmp_path / "output/fall.de/01-a.html").read_text()
    assert 'class="logo" src="theme/logo/dark.svg" alt="Musterverlag"' in head
    assert 'class="logo by-day" src="theme/logo/sign.svg"' in page
    assert 'class="logo by-night plate" src="theme/logo/sign.svg"' in page
    # The plates of the PDF: the green of the cover, and that of the logos.
    with pikepdf.open(tmp_path / "output/fall.de.pdf") as pdf:
        figures = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        assert [str(one["/Alt"]) for one in figures].count("Musterverlag") >= 2
