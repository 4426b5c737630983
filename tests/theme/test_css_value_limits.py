"""Whatever measures a theme asks for, a build ends with a book or with a word about them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.document.css_complexity import without_template
from bookbuilder.html.css_value_limits import excessive
from tests.cases import book

ROOT = Path(__file__).parents[2]
SHEET = (ROOT / "styles/dossier/print.css").read_text(encoding="utf-8")
LINE = SHEET.count("\n") + 1
TEXT = (
    "# A\n\nEin Satz mit einer Anmerkung.[^1]\n\n::: aside\nIm Kasten.\n:::\n\n- eins\n\n[^1]: Anmerkung.\n"
)
PROPERTIES = [
    *(
        "font-size",
        "line-height",
        "letter-spacing",
        "word-spacing",
        "text-indent",
        "margin",
        "padding",
        "width",
    ),
    *(
        "height",
        "columns",
        "column-gap",
        "tab-size",
        "orphans",
        "border-width",
        "border-radius",
        "top",
        "inset",
    ),
    *(
        "vertical-align",
        "hyphenate-limit-chars",
        "grid-template-columns",
        "flex",
        "opacity",
        "z-index",
        "size",
    ),
    *("counter-reset", "bookmark-level", "max-height", "min-width", "outline", "text-decoration-thickness"),
]
NUMBERS = [
    "0",
    "1e9",
    "1e30",
    "-1e30",
    "1e-30",
    "1e400",
    "-3",
    "0.001",
    "4000",
    "99999999999999999999",
    "NaN",
]
FORMS = [
    *(
        "{}",
        "{}pt",
        "{}mm",
        "{}em",
        "{}%",
        "calc({}pt / 0)",
        "calc(1pt * {})",
        "x {}",
        "repeat({}, 1fr)",
        "{}pt solid",
    ),
    *("scale({})", "5 {}pt", "{}vw", "{}fr"),
]


def said(root: Path, css: str = "", tokens: str = "") -> tuple[Diagnostic, ...]:
    """Build a small book with more in its style sheet or theme, and return what is told."""
    files = {"chapters/de/01-a.md": TEXT}
    if css:
        files["styles/dossier/print.css"] = f"{SHEET}{css}\n"
    if tokens:
        files["styles/dossier/theme.toml"] = tokens
    return api.build(book.write(root, files, editions=book.PRINT), jobs=1).diagnostics


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ("p { font-size: 1e9pt }", "5: error: font-size: 1e9pt is no measure for a page: type has 0.375 to 2250 pt"),
        ("p { font-size: 0 }", "5: error: font-size: 0 is no measure for a page: a font size is above 0"),
        ("p { font: 1e-30pt/2 a }", "5: error: font: 1e-30pt is no measure for a page: type has 0.375 to 2250 pt"),
        ("p { margin: 0 1e30mm }", "5: error: margin: 1e30mm is no measure for a page: at most 5292 mm"),
        ("p { columns: 1000000 }", "5: error: columns: 1000000 is no measure for a page: at most 40"),
        ("@page { size: 0mm 9e9mm }", "9: error: size: 0mm is no measure for a page: a page has 20 to 5292 mm"),
        ("p { counter-set: a 1e30 }", "5: error: counter-set: 1e30 is no measure for a page: at most 2147483647"),
        ("p { top: calc(1pt / 0) }", "5: error: top: … / 0 is no measure for a page: a division by zero"),
    ],
)  # fmt: skip
def test_what_no_page_has_is_told_with_its_line(tmp_path: Path, css: str, told: str) -> None:
    (first, *_) = said(tmp_path, css)
    assert str(first) == f"styles/dossier/print.css:{LINE}:{told} [theme.measure]"


@pytest.mark.parametrize(
    ("tokens", "told"),
    [
        ('[page]\nwidth = "0mm"', "page.width: 0mm is no measure for a page: a page has 20 to 5292 mm"),
        ('[size]\ntext = "0"', "size.text: 0 is no measure for a page: a font size is above 0"),
        ('[size]\ntext = "1e-30mm"', "size.text: 1e-30mm is no measure for a page: type has 0.375 to 2250 pt"),
        ('[script.Latn.size]\ntext = "1e9pt"', "size.text: 1e9pt is no measure for a page: type has 0.375 to 2250 pt"),
        ('[text]\nindent = "9e9mm"', "text.indent: 9e9mm is no measure for a page: at most 5292 mm"),
        ('[rule]\nfine = "99999999mm"', "rule.fine: 99999999mm is no measure for a page: at most 5292 mm"),
    ],
)  # fmt: skip
def test_a_setting_is_told_with_its_line(tmp_path: Path, tokens: str, told: str) -> None:
    assert f"styles/dossier/theme.toml:2:1: error: {told} [theme.measure]" in map(
        str, said(tmp_path, "", tokens)
    )


@pytest.mark.parametrize(
    ("tokens", "css", "place"),
    [
        ('[page]\ninner = "80mm"\nouter = "90mm"\n', "", "/theme.toml:3:1"),
        ('[page]\ninner = "148mm"\n', "", "/theme.toml:2:1"),
        ('[page]\nwidth = "33mm"\n', "", "/theme.toml:2:1"),
        ("", "@page { margin: 0 80mm !important }", ""),
    ],
)
def test_margins_that_leave_no_room(tmp_path: Path, tokens: str, css: str, place: str) -> None:
    (only,) = said(tmp_path, css, tokens=tokens)
    assert (only.code, str(only.span)) == ("page.roomless", f"styles/dossier{place}")


def test_what_a_template_makes_of_settings(tmp_path: Path) -> None:
    (only,) = said(tmp_path, "p { text-indent: {{ 10 ** 30 }}pt }")
    assert (only.code, only.span.path) == ("theme.measure", "styles/dossier/print.css")


@pytest.mark.parametrize("css", ['p{font-size:{{ "1000000" }}mm}', "p { columns: {{ 1000 * 1000 }} }"])
def test_a_measure_that_a_template_makes_is_told_at_its_line(tmp_path: Path, css: str) -> None:
    (only,) = said(tmp_path, css)
    assert (only.code, only.span.path, only.span.line) == ("theme.measure", "styles/dossier/print.css", LINE)


def test_what_only_comes_of_reckoning(tmp_path: Path) -> None:
    (only,) = said(tmp_path, "p { text-indent: calc(9000pt * 2000000000 * 2000000000) }")
    assert (only.code, only.span.path) == ("theme.unreckoned", "styles/dossier")


def test_a_mistake_of_ours_looks_like_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a theme that comes with the program nobody else can have made it."""
    monkeypatch.setattr("bookbuilder.formats.pdf.engine.compile_part.emit", lambda *given: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        said(tmp_path)


@pytest.mark.parametrize("sheet", sorted((ROOT / "styles/dossier").glob("*.css")), ids=lambda path: path.name)
def test_our_own_sheets_have_none(sheet: Path) -> None:
    assert excessive(without_template(sheet.read_text(encoding="utf-8"))) == ()


@given(st.text(st.sampled_from("p{}:;@page size()/*'\"1e9pt {{%%}} url(x) calc \n"), max_size=80))
def test_any_sheet_is_read(sheet: str) -> None:
    excessive(sheet)


declarations = st.tuples(st.sampled_from(PROPERTIES), st.sampled_from(FORMS), st.sampled_from(NUMBERS)).map(
    lambda found: f"{found[0]}: {found[1].format(found[2])}"
)


@pytest.mark.heavy
@given(st.sampled_from(["p", "*", "@page", ".aside", "html"]), st.lists(declarations, min_size=1, max_size=3))
@example("@page", ["margin: 49% 49%"])
@example("p", ["background: repeating-linear-gradient(red 0, blue 0.0001pt)"])
@example("p", ["display: grid", "grid-template-columns: repeat(999, 1fr)"])
@settings(max_examples=20)
def test_hostile_values_end(
    tmp_path_factory: pytest.TempPathFactory, selector: str, declared: list[str]
) -> None:
    said(tmp_path_factory.mktemp("hostile"), f"{selector} {{ {'; '.join(declared)} }}")


def test_a_part_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bookbuilder.formats.pdf.engine.hooks.page_types.LONGEST", 2)
    (only,) = said(tmp_path, "p { break-before: page } li { break-before: page }")
    assert str(only) == "styles/dossier: error: 01-a has more than 2 pages [part.endless]"
