"""An edition loads nothing from elsewhere: style sheets, templates and finished files are parsed to know it."""

from __future__ import annotations

from pathlib import Path

import pytest
import tinycss2
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.diagnostics import Findings
from bookbuilder.html.resource_loads import _in_tokens, of_css, of_html
from bookbuilder.html.self_contained import report_files, report_sheet
from bookbuilder.html.theme import Theme
from tests.cases import book
from tests.cases.case import ROOT

BAD, GOOD = "//bad.example/", "//good.example/"

CSS = {
    "import": f'@import "http:{BAD}"; @import url({BAD}) screen;',
    "layer": f'@import url("https:{BAD}") layer(a) supports(display: grid);',
    "nested": f"@media print {{ @supports (a: b) {{ a {{ b: url(http:{BAD}) }} }} }}",
    "escaped": f"a {{ b: \\75rl(http:{BAD}); c: u\\72 l({BAD}); d: url(h\\ttp:{BAD}) }}",
    "capitals": f"a {{ b: URL(HTTP:{BAD}) }} @IMPORT '{BAD}';",
    "quoted": f"a {{ b: url( '{BAD}' ) url( \"http:\\\n{BAD}\" ) }}",
    "set": f'a {{ b: image-set("{BAD}" 1x, url({BAD}) 2x); c: -webkit-image-set("{BAD}" 1x) }}',
    "src": f'a {{ b: src("{BAD}"); c: image(ltr "{BAD}", red); d: cross-fade(url({BAD}), red) }}',
    "custom": f'a {{ --b: "{BAD}"; b: image-set(var(--b) 1x) }}',
    "font": f'@font-face {{ font-family: A; src: local("A"), url(https:{BAD}) format("woff2") }}',
    "style": f"@counter-style a {{ symbols: url({BAD}) }} a {{ cursor: url({BAD}), auto }}",
    "backslashes": "a { b: url(\\\\\\\\bad.example\\\\) }",
    "open": f"a {{ b: url('{BAD}",
    "page": f"@page {{ @top-left {{ content: url({BAD}) }} }}",
    "behavior": f"a {{ behavior: url({BAD}); -moz-binding: url({BAD}#x) }}",
    "scheme": "a { b: url(ftp:bad.example/) url(file:/bad.example/) url(javascript:bad.example/) }",
}
QUIET = {
    "namespace": f"@namespace url(http:{GOOD}); @namespace svg '{GOOD}';",
    "words": f'a {{ content: "http:{GOOD}"; quotes: "{GOOD}" }} /* url({GOOD}) */',
    "selector": f'a[href^="http:{GOOD}"] {{ b: c }}',
    "fragment": "a { filter: url(#good.example) }",
    "bad": f"a {{ b: url({GOOD} x) u/**/rl({GOOD}) }}",
    "local": f'@font-face {{ src: local("{GOOD}") }}',
    "empty": "",
}


@pytest.mark.parametrize("name", CSS)
def test_a_sheet_that_loads_from_elsewhere(name: str) -> None:
    css = CSS[name]
    found = [load for load in of_css(css) if load.elsewhere]
    assert len(found) == css.count("bad.example")
    assert all("bad.example" in load.address for load in found)


@pytest.mark.parametrize("name", QUIET)
def test_a_sheet_that_loads_nothing(name: str) -> None:
    assert not [load for load in of_css(QUIET[name]) if load.elsewhere]


PIECES = (
    *("a", " ", "\n", "\r\n", "\f", "\0", "}\n", "a { b: url(c) }\n", "@media d {\n"),
    *("{", "}", "(", ")", "[", "]", ";", ":", "'", '"', "\\", "@", "-", "/*", "*/", "<!--"),
    *("url(", "image-set(", "@import ", "--b: ", "'//c'"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=400)
def test_rules_that_are_read_one_by_one_load_what_the_sheet_loads(css: str) -> None:
    """Whatever is open where a rule seems to end."""
    sheet = f"{css}/* // */"  # which could be an address, so it is read
    expected = list(_in_tokens(tinycss2.parse_component_value_list(sheet), ""))
    assert list(of_css(sheet)) == list(of_css(sheet)) == expected


@pytest.mark.parametrize("length", [100, 3_900, 4_100, 190_000, 210_000])
def test_a_long_rule_that_is_remembered_stands_where_it_stands_now(length: int) -> None:
    """Whatever is remembered of a rule, its lines are those of the sheet that it is in."""
    face = f"@font-face {{\n  src: url(data:font/woff2;base64,{'A' * length}), url(https:{BAD});\n}}\n"
    for above in (0, 3, 1):
        sheet = "p { color: red }\n" * above + face
        assert [(one.address[:9], one.line) for one in of_css(sheet)] == [
            ("data:font", above + 2),
            ("https://b", above + 2),
        ]


HTML = f"""<!DOCTYPE html><html manifest="{BAD}"><head><base href="{BAD}"><link rel=stylesheet href={BAD}>
<link rel="alternate stylesheet" href="{BAD}"><link rel="dns-prefetch" href="{BAD}"><link rel=icon href={BAD}>
<link href="{BAD}"><meta http-equiv=refresh content="0; URL='http:{BAD}'"><style>a {{ b: url({BAD}) }}</style></head>
<body background="{BAD}"><img src="ht\ntp:{BAD}"><img srcset="a.png 1x, {BAD} 2x"><a ping="{BAD}">a</a>
<picture><source srcset="{BAD}"></picture><video src={BAD} poster={BAD}><track src={BAD}></video><audio src={BAD}></audio>
<object data="{BAD}"></object><embed src="\\\\bad.example"><iframe src="{BAD}" srcdoc="<img src='{BAD}'>"></iframe>
<svg><image href="{BAD}"/><image xlink:href="&#104;ttp:{BAD}"/><use href="{BAD}#a"/><rect fill="url({BAD}#a)"/>
<style><image href="{BAD}"/></style><title><img src="{BAD}"></title></svg>
<p style="b: \\75rl({BAD})">b</p><noscript><img src="{BAD}"></noscript><template><img src={BAD}></template>
<input type=image src={BAD}><form action="{BAD}"></form><script src="{BAD}"></script><a-b what="{BAD}"></a-b>
<![CDATA[<img src={BAD}>]]><table background={BAD}><td background={BAD}></table><img src=" &#9;{BAD}"></body></html>"""
HTML_QUIET = f"""<!DOCTYPE html><html><head><title>&lt;img src="{GOOD}"></title><link rel="next canonical" href="{GOOD}">
<meta property="og:image" content="{GOOD}"><script type="application/ld+json">{{"a": "<img src='{GOOD}'>"}}</script></head>
<body><a href="http:{GOOD}">http:{GOOD}</a><blockquote cite="{GOOD}">a</blockquote><img src="a.png" alt="{GOOD}">
<!-- <img src="{GOOD}"> --><svg><a xlink:href="{GOOD}"/><rect fill="url(#a)"/></svg><p title="{GOOD}">url({GOOD})</p>
</body></html>"""


def test_a_page_that_loads_from_elsewhere() -> None:
    """Every address that a browser would ask for is found, and no other."""
    found = [load for load in of_html(HTML) if load.elsewhere and load.by != "<script>"]
    assert all("bad.example" in load.address for load in found)
    assert len(found) >= HTML.count("bad.example") - 1  # libxml2 and browsers take <![CDATA[…> for a comment
    assert any(load.by == "<script>" for load in of_html(HTML))


def test_a_page_that_loads_nothing() -> None:
    assert not [load for load in of_html(HTML_QUIET) if load.elsewhere]


def test_the_place_in_a_sheet_is_that_in_its_template() -> None:
    source = "{# two\nlines #}\n{% for n in [1] %}\n  a { b: \\75rl(//bad.example/1.png) }\n{% endfor %}\n"
    source += "c { d: url({{ x }}2.png) }"
    css = "  a { b: \\75rl(//bad.example/1.png) }\nc { d: url(http://bad.example/2.png) }"
    findings = Findings()
    report_sheet(css, source, "styles/a/web.css", findings)
    told = [(str(d.span), d.code) for d in findings.sorted()]
    assert told == [("styles/a/web.css:4:10", "address.remote"), ("styles/a/web.css:6:8", "address.remote")]


XHTML = b'<html xmlns="http://www.w3.org/1999/xhtml">%s</html>'


def theme(**templates: str) -> Theme:
    files = {f"{name}.html.j2": text for name, text in templates.items()}
    homes = {f"templates/{name}": f"styles/a/templates/{name}" for name in files}
    return Theme("a", {}, {}, files, {}, homes=homes, own_folder="styles/a")


def test_finished_files_are_looked_through() -> None:
    files = {
        "text/a.xhtml": XHTML % b'<img src="../images/b.png"/><img src="c.png?d#e"/>',
        "text/c.png": b"",
        "css/a.css": b"a { b: url(../../x.png) url(data:text/html,a) url(data:image/png,a) url(data:font/woff2,a) }",
        "b.html": b"<a href='d.html'>a</a><link rel=stylesheet href=/css/a.css><img src='book:theme/x.png'>",
    }
    findings = Findings()
    report_files(files, "a.epub", theme(cover="\n <img src='book:theme/x.png'>"), findings)
    assert [(str(d.span), d.code, d.message) for d in findings.sorted()] == [
        ("styles/a", "address.absent",
         "<img src> in a.epub/text/a.xhtml names ../images/b.png, which is not in the edition"),
        ("styles/a", "address.absent", "<link href> in a.epub/b.html names /css/a.css, which is not in the edition"),
        ("styles/a", "address.absent", "url() in a.epub/css/a.css names ../../x.png, which is not in the edition"),
        ("styles/a", "address.remote", "url() in a.epub/css/a.css loads data:text/html,a from elsewhere"),
        ("styles/a", "image.kind", "the picture inside a.epub/css/a.css is not a picture that a book can hold"),
        ("styles/a/templates/cover.html.j2:2:12", "address.absent",
         "<img src> in a.epub/b.html names book:theme/x.png, which is not in the edition"),
    ]  # fmt: skip


SHEETS = {
    "base.css": ("pdf", "epub", "web"),
    "epub.css": ("epub",),
    "epub-new.css": ("epub",),
    "web.css": ("web",),
}


@pytest.mark.parametrize("name", SHEETS)
def test_an_address_in_a_sheet_of_the_theme_is_refused_in_every_format(name: str, tmp_path: Path) -> None:
    shipped = (ROOT / "styles/dossier" / name).read_text(encoding="utf-8")
    own = f"{shipped}\n  p {{ background: url(https:{BAD}a.png) }}\n"
    root = book.write(tmp_path, {"chapters/de/01-a.md": "# A\n\nB.\n", f"styles/dossier/{name}": own})
    line = own.count("\n")
    for edition in SHEETS[name]:
        result = api.build(root, editions=[edition], jobs=1)
        assert [(str(d.span), d.code) for d in result.diagnostics] == [
            (f"styles/dossier/{name}:{line}:19", "address.remote")
        ]
        assert result.files == ()


@pytest.mark.parametrize(
    ("edition", "template"),
    [
        ("pdf", "titlepage"),
        pytest.param("epub", "titlepage", marks=pytest.mark.heavy),
        pytest.param("web", "web/layout", marks=pytest.mark.heavy),
    ],
)
def test_an_address_in_a_template_is_refused_in_every_format(
    edition: str, template: str, tmp_path: Path
) -> None:
    own = f'<p>{{{{ book.title }}}}</p>\n<p><img alt="" src="https:{BAD}a.png"/></p>\n'
    if template == "web/layout":
        shipped = (ROOT / "bookbuilder/formats/web/templates/layout.html.j2").read_text(encoding="utf-8")
        own = shipped.replace("</head>", f'<link rel="preconnect" href="https:{BAD}a.png"></head>')
    path = f"styles/dossier/templates/{template}.html.j2"
    root = book.write(tmp_path, {"chapters/de/01-a.md": "# A\n\nB.\n", path: own})
    result = api.build(root, editions=[edition], jobs=1)
    place = own[: own.index(f"https:{BAD}")]
    span = f"{path}:{place.count(chr(10)) + 1}:{len(place) - place.rfind(chr(10))}"
    assert {(str(d.span), d.code) for d in result.diagnostics} == {(span, "address.remote")}
    assert result.files == ()


@pytest.mark.heavy
@pytest.mark.parametrize(
    "script",
    [
        "<script>alert(1)</script>",
        '<script src="js/other.js"></script>',
        '<script src="data:text/javascript,alert(1)"></script>',
        '<script src="js/reader.js?x"></script>',
    ],
)
def test_the_web_edition_has_the_scripts_of_the_program_alone(script: str, tmp_path: Path) -> None:
    shipped = (ROOT / "bookbuilder/formats/web/templates/layout.html.j2").read_text(encoding="utf-8")
    path = "styles/dossier/templates/web/layout.html.j2"
    root = book.write(
        tmp_path, {"chapters/de/01-a.md": "# A\n\nB.\n", path: shipped.replace("</head>", f"{script}</head>")}
    )
    result = api.build(root, editions=["web"], jobs=1)
    assert {d.code for d in result.diagnostics} >= {"address.remote"}
    assert result.files == ()


BOMB = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'>%3Cg id='a'>%3Cuse href='%23a'/>%3C/g>%3C/svg>"


@pytest.mark.parametrize(
    ("edition", "code"),
    [
        ("pdf", "address.held"),
        pytest.param("epub", "image.active", marks=pytest.mark.heavy),
        pytest.param("web", "image.active", marks=pytest.mark.heavy),
    ],
)
def test_a_drawing_in_an_address_is_looked_through(edition: str, code: str, tmp_path: Path) -> None:
    template = "web/layout" if edition == "web" else "titlepage"
    path = f"styles/dossier/templates/{template}.html.j2"
    own = f'<p>{{{{ book.title }}}}</p>\n<p><img alt="" src="{BOMB}"/></p>\n'
    root = book.write(tmp_path, {"chapters/de/01-a.md": "# A\n\nB.\n", path: own})
    result = api.build(root, editions=[edition], jobs=1)
    assert {(d.span.path, d.span.line, d.code) for d in result.diagnostics} == {(path, 2, code)}
    assert result.files == ()
