"""A value that a setting of a theme cannot have is told at its place, alone: not what a style sheet makes of it."""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from bookbuilder import api
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings, Severity, Span
from bookbuilder.html.fonts import fonts
from bookbuilder.html.theme import theme
from bookbuilder.html.theme_schema import theme_schema
from bookbuilder.html.token_types import ABSOLUTE, RELATIVE
from bookbuilder.world import World
from tests.cases import book

REPO = Path(__file__).parents[2]
THEME = "styles/dossier/theme.toml"


def flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every setting of a theme with its value."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{key}.")
        else:
            yield above + key, value


_TOKENS = tomllib.loads((REPO / THEME).read_text(encoding="utf-8"))
SHIPPED = dict(flat({key: _TOKENS[key] for key in _TOKENS if key not in ("script", "bilingual", "reading")}))
"""Every setting, with its value in the theme of the program."""
COLOURS = {token for token, value in SHIPPED.items() if str(value).startswith("#")}
LENGTHS = {token for token, value in SHIPPED.items() if re.fullmatch(r"[\d.]+(mm|pt)", str(value))}
TABLES = {token.rpartition(".")[0] for token in SHIPPED}

TEXTS = (
    "", " ", "grün", "rouge", "красный", "赤", "Akzentfarbe", "red; } body {", "red}", "var(--x)", "url(x.png)",
    "red /*", "rgb(1 2 3", "rgb()", "calc(1mm", "calc(1mm) }", "calc(1mm + 2mm)", "min(1em, 10pt)",
    "expression(1)", "attr(x)", "inherit; color: red", "10 mm", "19,5mm", "10mn", "10 Millimeter", "-3mm", "--3mm",
    "1..5mm", "nan", "NaNmm", "infmm", "1e", "1e999mm", "-5", "#12345", "#gggggg", "9b2d1f", "!important",
    "\\72 ed", "{{ 1 }}", "</style>", "10mm 20mm", "10mm, 20mm", "<", "\u202e10mm", "x" * 5000, "1" * 400,
    "1" * 400 + "mm", "((((((((((", "calc(" * 300 + "1mm" + ")" * 300, "Alegrea", "none; }",
)  # fmt: skip
"""Values that no setting can have."""
TYPED = (
    "-5",
    "nan",
    "inf",
    "-inf",
    "1e300",
    "2022-01-17",
    "10:00:00",
    "[]",
    "[[]]",
    "[1]",
    "[true]",
    '["10mm"]',
    "[{}]",
)
"""The same, of other types than text."""


Told = Callable[[str], list[Diagnostic]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What is told of a theme.toml in a book."""
    root = book.write(
        tmp_path_factory.mktemp("values"), {"chapters/de/01.md": "# Eins\n\nText.\n", THEME: ""}
    )
    known = fonts(World(root), Findings())

    def told(tokens: str) -> list[Diagnostic]:
        (root / THEME).write_text(tokens, encoding="utf-8")
        found = Findings()
        try:
            theme(World(root), "dossier", known, "Latn", (), found)
        except BookbuilderError as error:
            found.extend(error.diagnostics)
        return [one for one in found.sorted() if one.code != "theme.contrast"]

    return told


def every(value: str, prefix: str = "") -> tuple[str, dict[int, str]]:
    """Return a theme.toml in which every setting has this value, and the settings by their lines."""
    tokens = dict(enumerate(SHIPPED, 1))
    return "\n".join(f"{prefix}{token} = {value}" for token in tokens.values()), tokens


VALUES = [*(json.dumps(text) for text in TEXTS), *TYPED]
CASES = [
    *((value, "") for value in VALUES),
    *(
        pytest.param(value, prefix, marks=() if number == 2 else pytest.mark.heavy)
        for prefix in ("script.Latn.", "bilingual.", "script.Arab.", "reading.large.")
        for number, value in enumerate(VALUES)
    ),
]


@pytest.mark.parametrize(("value", "prefix"), CASES, ids=lambda value: value[:30])
def test_a_wrong_value_of_any_setting_is_told_at_its_place(value: str, prefix: str, told: Told) -> None:
    tokens, at = every(value, prefix)
    found = told(tokens)
    assert [one.span.line for one in found] == list(at), {*at.values()} - {at[one.span.line] for one in found}
    for one in found:
        token = at[one.span.line]
        key = len(f"{prefix}{token}".rpartition(".")[0]) + 2
        assert (one.span, one.severity) == (Span(THEME, one.span.line, key), Severity.ERROR)
        assert token in one.message or one.code == "style.excessive"
        assert len(one.message) < 300 and one.message.isprintable()


@pytest.mark.parametrize("value", ['"110"', "110", '"110 "', '"110km"', '"20em 3"'])
def test_a_length_needs_a_unit(value: str, told: Told) -> None:
    tokens, at = every(value)
    assert {at[one.span.line] for one in told(tokens)} >= LENGTHS


@pytest.mark.parametrize(
    ("tokens", "message", "hint"),
    [
        (
            'page.width = "110"',
            "page.width cannot be '110': it is a length, such as \"148mm\"",
            'a length needs a unit: "110mm"',
        ),
        (
            "page.width = 110",
            'page.width cannot be 110: it is a length, such as "148mm"',
            'a length has a unit, in quotes: "110mm"',
        ),
        (
            'page.top = "19 mm"',
            "page.top cannot be '19 mm': it is a length, such as \"19mm\"",
            'write "19mm"',
        ),
        (
            'page.top = "19,5mm"',
            "page.top cannot be '19,5mm': it is a length, such as \"19mm\"",
            'write "19.5mm"',
        ),
        (
            'page.top = "19mn"',
            "page.top cannot be '19mn': it is a length, such as \"19mm\"",
            "units are mm, cm, in, pt, pc, px, q",
        ),
        (
            'page.top = "2em"',
            "page.top cannot be '2em': it is a length, such as \"19mm\"",
            "units are mm, cm, in, pt, pc, px, q",
        ),
        ('page.bleed = "-3mm"', "page.bleed cannot be '-3mm'", "it cannot be negative"),
        (
            'grid.baseline = "0pt"',
            "grid.baseline cannot be '0pt': it is a length more than zero, such as \"13.5pt\"",
            "",
        ),
        (
            'color.ink = "0b5d4c"',
            "color.ink cannot be '0b5d4c': it is a colour of CSS",
            'did you mean "#0b5d4c"?',
        ),
        (
            'color.ink = " #0b5d4c"',
            "color.ink cannot be ' #0b5d4c': it is a colour of CSS",
            'did you mean "#0b5d4c"?',
        ),
        (
            'color.ink = "#0b5d4"',
            "color.ink cannot be '#0b5d4': it is a colour of CSS",
            "behind # are three, four, six or eight digits",
        ),
        (
            'color.ink = "purpel"',
            "color.ink cannot be 'purpel': it is a colour of CSS",
            'did you mean "purple"?',
        ),
        (
            'color.ink = "grün"',
            "color.ink cannot be 'grün': it is a colour of CSS",
            'a colour is written as "#0b5d4c", as "rgb(11 93 76)" or by its English name, such as "teal"',
        ),
        (
            'chapter.start = "rigth"',
            "chapter.start cannot be 'rigth': it is page, right, left or auto",
            'did you mean "right"?',
        ),
        ('cover.back = "yes"', "cover.back cannot be 'yes': it is true or false, without quotes", ""),
        ("text.lines = 2.5", "text.lines cannot be 2.5: it is a whole number from 1 to 100", ""),
        ("font.text = 3", "font.text cannot be 3: it is the name of a font in quotes", ""),
        ("page = 3", "page cannot be 3: it is a table of settings", "[page]"),
        ("web.dark = []", "web.dark cannot be []: it is a table of settings", "[web.dark]"),
        ("[[page]]", "page cannot be [{}]: it is a table of settings", "[page]"),
        ("[page.width]", "page.width cannot be a table: it is one value", ""),
        ("[page.width]\na = 1", "page.width cannot be a table: it is one value", ""),
        (
            "[script.Latn.pages.heading_space]\na = 1",
            "pages.heading_space cannot be a table: it is one value",
            "",
        ),
        ("script = 1", "script cannot be 1: it is a table of settings", "[script]"),
        ("script.Latn = 1", "script.Latn cannot be 1: it is a table of settings", "[script.Latn]"),
        ('bilingual = "x"', "bilingual cannot be 'x': it is a table of settings", "[bilingual]"),
        ('bilingual.page = "x"', "page cannot be 'x': it is a table of settings", "[page]"),
    ],
    ids=lambda value: value[:30],
)
def test_what_is_said_of_a_value(tokens: str, message: str, hint: str, told: Told) -> None:
    (found,) = told(tokens)
    assert (found.message, found.hint) == (message, hint)
    assert found.span.path == THEME and found.span.line


@pytest.mark.parametrize("empty", ["[page]", "[script.Latn]", "[script]", "[bilingual]", "[bilingual.page]"])
def test_a_table_may_be_empty(empty: str, told: Told) -> None:
    assert told(empty) == []


def test_a_theme_that_is_complete_is_checked_too(tmp_path: Path) -> None:
    files = {
        "chapters/de/01.md": "# Eins\n\nText.\n",
        "styles/own/theme.toml": 'extends = ""\npage = 3\ncolor.ink = "grün"\n',
    }
    root = book.write(tmp_path / "book", files)
    (root / "book.toml").write_text(
        (root / "book.toml").read_text().replace("[book]\n", '[book]\ntheme = "own"\n')
    )
    assert [(str(one.span), one.code) for one in api.build(root, jobs=1).diagnostics] == [
        ("styles/own/theme.toml:2:1", "theme.value"),
        ("styles/own/theme.toml:3:7", "theme.value"),
    ]


@pytest.mark.parametrize("tokens", ['[page]\nwidth = "110"\n', '[color]\naccent = "grün"\n'])
def test_the_consequences_are_not_told(tokens: str, tmp_path: Path) -> None:
    root = book.write(tmp_path / "book", {"chapters/de/01.md": "# Eins\n\nText.\n", THEME: tokens})
    result = api.build(root, jobs=1)
    assert [(str(one.span), one.code) for one in result.diagnostics] == [(f"{THEME}:2:1", "theme.value")]
    assert result.failed and not result.files and not (root / "output").exists()


# -- what is accepted --------------------------------------------------------------------------------------------------

_SIZES = st.decimals(1, 40, places=2).map(str)
_CHANNEL = st.integers(0, 255)
GOOD_LENGTHS = st.one_of(
    st.tuples(_SIZES, st.sampled_from(ABSOLUTE)).map("".join),
    st.tuples(_SIZES, st.sampled_from(["MM", "Pt", "IN"])).map("".join),
)
RELATIVE_LENGTHS = st.one_of(
    st.tuples(_SIZES, st.sampled_from(RELATIVE)).map("".join),
    st.sampled_from(["0", "1e1pt", ".5em", "+3pt"]),
)
GOOD_COLOURS = st.one_of(
    st.from_regex("#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})", fullmatch=True),
    st.tuples(_CHANNEL, _CHANNEL, _CHANNEL).map(lambda rgb: "rgb({} {} {})".format(*rgb)),
    st.tuples(_CHANNEL, _CHANNEL, _CHANNEL).map(lambda rgb: "rgba({}, {}, {}, 50%)".format(*rgb)),
    st.sampled_from(
        ["teal", "RebeccaPurple", "transparent", "currentColor", "hsl(210 10% 40%)", "hwb(90 10% 10% / .5)",
         "oklch(.5 .1 20)", "lab(50% 40 59)", "device-cmyk(0 .2 .4 .1)", "color(display-p3 1 0 .5)"],
    ),
)  # fmt: skip


@settings(max_examples=20)
@given(absolute=GOOD_LENGTHS, relative=RELATIVE_LENGTHS, colour=GOOD_COLOURS)
def test_values_of_css_are_accepted_by_the_program_and_by_editors(
    absolute: str, relative: str, colour: str, told: Told
) -> None:
    good = {token: relative for token in LENGTHS if token.startswith(("size.", "leading.", "text."))}
    good = {token: value for token, value in good.items() if not (value == "0" and token[0] in "sl")}
    good |= {
        token: absolute
        for token in LENGTHS - good.keys()
        if token not in ("page.width", "page.height", "page.bleed")
    }
    good |= dict.fromkeys(COLOURS, colour)
    text = "\n".join(f'{token} = "{value}"' for token, value in good.items())
    assert [one for one in told(text) if one.code != "theme.measure"] == []
    schema = theme_schema(
        _TOKENS, dict.fromkeys([*SHIPPED, "bilingual.….…", "script.Arab.….…", "reading.large.….…"], "")
    )
    assert list(Draft7Validator(schema).iter_errors(tomllib.loads(text))) == []


def test_the_theme_of_the_program_is_accepted(told: Told) -> None:
    assert told((REPO / THEME).read_text(encoding="utf-8")) == []


@pytest.mark.heavy
def test_accepted_values_are_understood_by_the_typesetter(tmp_path: Path) -> None:
    """Every unit, and colours and words that are not usual, without a warning of a generated sheet."""
    units = {
        "em": "0.9em",
        "rem": "0.9rem",
        "ex": "2ex",
        "ch": "2ch",
        "ic": "1ic",
        "vw": "2vw",
        "vh": "1.5vh",
        "%": "90%",
    }
    assert units.keys() == set(RELATIVE)
    sizes = [token for token in LENGTHS if token.startswith(("size.", "leading.", "text."))]
    values = dict(
        zip(
            sorted(sizes),
            itertools.cycle([*units.values(), "11q", "12PX", "1pc", "0.4cm", "0.15in"]),
            strict=False,
        )
    )
    values |= {
        **dict.fromkeys(COLOURS, "hsl(210 90% 20%)"),
        **{token: "rgb(250 250 250)" for token in COLOURS if token.endswith(("paper", "tint", "ground"))},
        "text.align": "left", "text.hyphens": "none", "text.lines": "3", "chapter.drop": "1.5",
        "chapter.start": "recto", "contents.depth": "2",
    }  # fmt: skip
    text = "\n".join(f'{token} = "{value}"' for token, value in values.items())
    everything = (REPO / "tests/theme/everything.md").read_text(encoding="utf-8")
    files: dict[str, Any] = {"chapters/de/01.md": everything, THEME: text + '\npage.top = "1in"\n'}
    for name in ("bars", "axis"):
        files[f"chapters/de/images/{name}.svg"] = (REPO / f"tests/drawings/{name}.svg").read_text()
    result = api.build(book.write(tmp_path / "book", files), jobs=1)
    codes = {one.code for one in result.diagnostics}
    assert result.files and not codes & {"pdf.warning", "theme.value", "theme.contrast"}, result.diagnostics


def test_numbers_without_quotes_mean_the_same(tmp_path: Path) -> None:
    chapters = {f"chapters/de/0{n}.md": f"# Kapitel {n}\n\n## Abschnitt {n}\n\nText.\n" for n in (1, 2)}
    made = [
        api.build(book.write(tmp_path / name, chapters | {THEME: own}, editions=book.PRINT), jobs=1)
        .files[0]
        .read_bytes()
        for name, own in (("quoted", '[contents]\ndepth = "1"\n'), ("bare", "[contents]\ndepth = 1\n"))
    ]
    assert made[0] == made[1]
