"""Style sheets without bounds: brackets, selectors and variables that no parser ends with are one error at their line, and
whatever is let through is set in little time and memory."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
import weasyprint

from bookbuilder import api
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document.css_complexity import DEEP, excess, excess_of_attribute
from bookbuilder.document.picture_files import inspect_picture
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.html.resource_loads import of_css
from tests.cases import book
from tests.commands import program

ROOT = Path(__file__).parents[2]
CHAPTER = "# Kapitel\n\nEin Satz.\n\n::: aside\nIm Kasten.\n:::\n"
WEB = '[editions.web]\nformat = "web"\n'
EPUB = '[editions.epub]\nformat = "epub"\n'


def doubled(count: int, value: str = "var({}) var({})") -> str:
    """Return variables each of which uses the one before."""
    lines = [
        ":root {",
        "--v0: x;",
        *(f"--v{n + 1}: {value.format(*[f'--v{n}'] * 2)};" for n in range(count)),
        "}",
    ]
    return "\n".join([*lines, f"p {{ font-family: var(--v{count}) }}"])


TOO_MUCH = {
    "blocks": ("a{" * 20_000, f"brackets stand in one another more than {DEEP} deep", 1),
    "brackets": ("a {\nb: " + "(" * 20_000, f"brackets stand in one another more than {DEEP} deep", 2),
    "closed": ("a { b: " + "[" * 900 + "]" * 900 + "}", f"brackets stand in one another more than {DEEP} deep", 1),
    "media": ("@media print {\n" * 3000, f"brackets stand in one another more than {DEEP} deep", DEEP + 1),
    "functions": ("p { width: " + "calc(" * 900 + "1px", f"brackets stand in one another more than {DEEP} deep", 1),
    "not": (":not(" * 3000 + "a" + ")" * 3000 + "{}", f"brackets stand in one another more than {DEEP} deep", 1),
    "compound": ("\n" + ".a" * 20_000 + " {}", "a selector has more than 200 parts", 2),
    "descendants": ("a " * 20_000 + "{}", "a selector has more than 200 parts", 1),
    "children": ("a>" * 20_000 + "a {}", "a selector has more than 200 parts", 1),
    "list": ("a," * 20_000 + "a {}", "the selectors of a rule have more than 10,000 parts", 1),
    "nested": (
        "a, b {\n" + "& & & {\n" * 9,
        "the selectors of a rule, with those of the rules around it, have more than 10,000 parts",
        8,
    ),
    "rule": ("@media " + "a," * 20_000 + "b {}", "@media has more than 10,000 parts", 1),
    "long": ("p { color: red }\n" * 50_000, "it has more than 500,000 characters", 1),
    "doubling": (doubled(60), "--v11 has more than 10,000 parts when its variables are filled in", 13),
    "spelled": (
        doubled(60).replace("--v", "--\\76 ").replace("var(", "v\\61r("),
        "--v11 has more than 10,000 parts when its variables are filled in",
        13,
    ),
    "hyphens": (
        doubled(60).replace("var(--v", "var(--v_").replace("\n--v", "\n--v-"),
        "--v-11 has more than 10,000 parts when its variables are filled in",
        13,
    ),
    "chain": (doubled(400, "calc({} + 1px)").replace("calc(--v", "calc(var(--v").replace(" + 1px)", ") + 1px)"),
              "--v17 uses variables in variables more than 32 deep", 19),
    "used": (
        ":root { --a: " + "x " * 3000 + "}\np { font-family: var(--a) var(--a) }",
        "font-family has more than 10,000 parts when its variables are filled in",
        2,
    ),
    "many": (
        ":root {\n" + "\n".join(f"--a{n}: {'x ' * 400};" for n in range(200)) + "\n}",
        "its variables have more than 100,000 parts together",
        126,
    ),
    "circle": (
        "div { --a: var(--b) var(--b) }\np { --b: var(--a) }",
        "the variable --a uses itself, through others, more than once",
        1,
    ),
}  # fmt: skip
FINE = {
    "nothing": "",
    "strings": 'p::before { content: "' + "(" * 900 + "\" ' }",
    "comments": "/*" + "{" * 900 + "*/ p { color: red }",
    "address": "p { background: url(data:,((((((((((((((((((((((((((((((((((((((((((() }",
    "swapped": ".dark { --ink: var(--paper); --paper: var(--ink); --a: f(var(--ink), var(--paper)) }",
    "tokens": ":root { --a: 1px; --b: calc(var(--a) * 2) }\n@media print { p { margin: var(--b) var(--b) } }",
    "framework": "".join(f".col-{n}, .col-{n}:hover > a::before {{ width: {n}% }}\n" for n in range(4000)),
    "data": "p { background: url(data:image/png;base64," + "A" * 600_000 + ") }",
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_told_at_its_line(name: str) -> None:
    css, said, line = TOO_MUCH[name]
    problems = excess(css)
    assert [(problem, at) for problem, at, _ in problems] == [(said, line)]


@pytest.mark.parametrize("name", FINE)
def test_what_people_write_is_fine(name: str) -> None:
    assert excess(FINE[name]) == ()


@pytest.mark.parametrize("sheet", sorted((ROOT / "styles").rglob("*.css")), ids=lambda path: path.name)
def test_our_own_sheets_are_fine(sheet: Path) -> None:
    from bookbuilder.document.css_complexity import without_template

    assert excess(without_template(sheet.read_text(encoding="utf-8"))) == ()


# -- where style sheets come from ---------------------------------------------------------------------------------

PLACES: dict[str, tuple[str, Callable[[str], dict[str, str]], str]] = {
    "print": (book.PRINT, lambda css: theme("print.css", css), "styles/dossier/print.css"),
    "base": (book.PRINT, lambda css: theme("base.css", css), "styles/dossier/base.css"),
    "web": (WEB, lambda css: theme("web.css", css), "styles/dossier/web.css"),
    "e-book": (EPUB, lambda css: theme("epub.css", css), "styles/dossier/epub.css"),
    "new e-book": (EPUB, lambda css: theme("epub-new.css", css), "styles/dossier/epub-new.css"),
    "made by a template": (
        book.PRINT, lambda css: theme("print.css", "{% if true %}{{ '" + escaped(css) + "' }}{% endif %}"),
        "styles/dossier/print.css",
    ),
    "style element": (
        book.PRINT, lambda css: template(f"<style>{css}</style>"), "styles/dossier/templates/chapter.html.j2",
    ),
    "style attribute": (
        WEB, lambda css: template(f"<p style='--z: {css}'>x</p>"), "styles/dossier/templates/chapter.html.j2",
    ),
}  # fmt: skip


def escaped(css: str) -> str:
    """Return a text as in a template's quotation marks."""
    return css.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")


def theme(name: str, css: str) -> dict[str, str]:
    """Return a sheet of the theme with more below."""
    sheet = (ROOT / "styles/dossier" / name).read_text(encoding="utf-8")
    return {f"styles/dossier/{name}": f"{sheet}\n{css}\n"}


def template(more: str) -> dict[str, str]:
    """Return the template of a chapter with more below."""
    text = (ROOT / "bookbuilder/html/templates/chapter.html.j2").read_text(encoding="utf-8")
    return {"styles/dossier/templates/chapter.html.j2": f"{text}\n{more}\n"}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["brackets", "doubling"])
def test_wherever_it_stands_it_is_one_error(tmp_path: Path, place: str, name: str) -> None:
    editions, files, path = PLACES[place]
    css = "(" * 20_000 if place == "style attribute" else TOO_MUCH[name][0]
    root = book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER, **files(css)}, editions=editions)
    (only,) = api.build(root, jobs=1).diagnostics
    assert (only.code, only.span.path) == ("style.excessive", path)
    if place not in ("made by a template", "style element", "style attribute"):
        assert only.span.line > TOO_MUCH[name][2]
    assert not (root / "output").exists()


def test_variables_of_a_sheet_and_of_a_style_attribute_are_reckoned_together(tmp_path: Path) -> None:
    lines = [f"--b{n}: var(--a{n}) var(--a{n}) var(--a{n});" for n in range(12)]
    inline = " ".join(f"--a{n + 1}: var(--b{n});" for n in range(12))
    files = {**theme("print.css", f"* {{ {' '.join(lines)} }}"), **template(f'<p style="{inline}">x</p>')}
    root = book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER, **files}, editions=book.PRINT)
    (only,) = api.build(root, jobs=1).diagnostics
    assert (only.code, only.span.path) == ("style.excessive", "styles/dossier/templates/chapter.html.j2")


FIBONACCI = (
    ":root{--step-0:1px;--step-1:2px;{% for i in range(2, 9) %}"
    "--step-{{ i }}: calc(var(--step-{{ i - 1 }}) + var(--step-{{ i - 2 }}));{% endfor %}}"
)


def test_names_that_a_template_makes_are_told_apart(tmp_path: Path) -> None:
    """Where its tags stood, all of them have one name."""
    files = theme("print.css", FIBONACCI)
    root = book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER, **files}, editions=book.PRINT)
    assert not [one for one in api.build(root, jobs=1).diagnostics if one.severity == "error"]


@pytest.mark.parametrize("value", ["};" + "(" * 40, "};--a: " + "[" * 40, "}b{c:" + "{" * 40 + "}" * 40])
def test_no_brace_ends_an_attribute(value: str) -> None:
    assert excess_of_attribute(value)


@pytest.mark.parametrize("attribute", ["style", "fill", "data-x"])
@pytest.mark.parametrize("brackets", ["[[", "{{", "(("])
def test_attributes_of_a_drawing(attribute: str, brackets: str) -> None:
    value = f"fill:{brackets * 2500}"
    drawing = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><rect {attribute}='{value}'/></svg>"
    findings = Findings()
    assert (
        inspect_picture("a.svg", drawing.encode(), PICTURE_TYPES[".svg"], Span("a.md", 3), findings) is None
    )
    (only,) = findings.sorted()
    assert (only.code, only.span) == ("image.active", Span("a.md", 3))


def test_a_setting_with_brackets_without_end(tmp_path: Path) -> None:
    files = {"styles/dossier/theme.toml": '[page]\nwidth = "' + "(" * 5000 + '"\n'}
    root = book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER, **files}, editions=book.PRINT)
    (only,) = api.build(root, jobs=1).diagnostics
    assert str(only).startswith(
        "styles/dossier/theme.toml:2:1: error: this style sheet is too much to be set"
    )


@pytest.mark.parametrize("name", sorted(TOO_MUCH))
def test_a_drawing_with_such_a_style_is_refused(name: str) -> None:
    style = TOO_MUCH[name][0].replace("&", "&amp;").replace("<", "&lt;")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><style>{style}</style><g/></svg>'
    findings = Findings()
    inspect_picture("a.svg", svg.encode(), PICTURE_TYPES[".svg"], Span("chapters/de/01-a.md", 3, 1), findings)
    (only,) = findings.sorted()
    assert (only.code, only.span.line) == ("image.active", 3)


@pytest.mark.parametrize("attribute", ["style='fill: {}'", "fill='{}'", "transform='{}'"])
def test_a_drawing_with_brackets_in_an_attribute_is_refused(attribute: str) -> None:
    attributes = attribute.format("(" * 5000)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g {attributes}/></svg>'
    findings = Findings()
    inspect_picture("a.svg", svg.encode(), PICTURE_TYPES[".svg"], Span("chapters/de/01-a.md", 3, 1), findings)
    assert [one.code for one in findings.sorted()] == ["image.active"]


def test_what_a_sheet_loads_is_found_however_deep_it_stands() -> None:
    css = "a{b:" + "(" * 20_000 + "url(https://example.org/a)" + ")" * 20_000 + "}"
    assert [load.address for load in of_css(css)] == ["https://example.org/a"]


# -- for every style sheet -----------------------------------------------------------------------------------------

PIECES = (
    *(
        "a",
        "b",
        ".c",
        "#d",
        "*",
        "::before",
        ":is(",
        ":not(",
        ")",
        " ",
        ">",
        ",",
        "&",
        "{",
        "}",
        "@media print {",
    ),
    *(
        "--a:",
        "--b:",
        "--c:",
        "var(--a)",
        "var(--b)",
        "var(--c, var(--a))",
        "calc(",
        "(",
        "[",
        "]",
        "1px",
        "+",
        ";",
    ),
    *(
        "width:",
        "font-family:",
        "content:",
        "'x'",
        "url(",
        "/*",
        "*/",
        "@page {",
        "@top-left {",
        "\\",
        "!important",
    ),
)


def drawn(source: random.Random) -> str:
    """Return a style sheet: pieces, some of which are repeated without end, some in each other."""
    parts = []
    for _ in range(source.randint(1, 12)):
        some = "".join(source.choice(PIECES) for _ in range(source.randint(1, 6)))
        parts.append(some * source.choice((1, 1, 2, 7, 31, 33, 400, 5000)))
        if source.random() < 0.2:
            count = source.randint(2, 40)
            value = " ".join(source.choice(("var(--n{0})", "x", "f(var(--n{0}))")) for _ in range(3))
            parts.append(":root{" + "".join(f"--n{n + 1}:{value.format(n)};" for n in range(count)) + "}")
            parts.append(f"p{{font-family:var(--n{count});width:var(--n{count})}}")
    return "".join(parts)[:200_000]


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(150))
def test_whatever_is_let_through_is_set(seed: int) -> None:
    """A parser that calls itself without end, or variables that fill the memory, would fail here."""
    css = drawn(random.Random(seed))
    if excess(css):
        return
    page = "<div><p><b>a</b></p></div>"
    tracemalloc.start()
    try:
        weasyprint.HTML(string=page).render(stylesheets=[weasyprint.CSS(string=css)])
        assert tracemalloc.get_traced_memory()[1] < 400_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["blocks", "children", "doubling"])
def test_the_command_says_so(tmp_path: Path, name: str) -> None:
    css, said, _ = TOO_MUCH[name]
    root = book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER, **theme("print.css", css)})
    done = program().run("build", root, "--jobs", "1")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "output").exists()
