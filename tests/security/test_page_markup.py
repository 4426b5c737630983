"""Pages that templates write: their depth and their styles are what their own parser finds, however they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from bookbuilder import api, locales
from bookbuilder.diagnostics import BookbuilderError, Diagnostic
from bookbuilder.html import page_markup
from bookbuilder.html.environment import DEEP, environment, render
from bookbuilder.html.page_markup import page_markup as markup_of
from bookbuilder.html.theme import Theme
from bookbuilder.world import World
from tests.cases import book

ROOT = Path(__file__).parents[2]
MANY = 3000
CHAPTER = (
    "# A\n\nB $x^2$ **c** [d](https://example.org)[^e].\n\n[^e]: F\n\n| g |\n|---|\n| h |\n\n* i\n  1. j\n"
)

TOO_DEEP = {
    "a slash on an element of HTML": "<p>x</p>" + "<div/>" * MANY + "y",
    "end tags of other names": "<div></i>" * MANY,
    "a comment that is whole": "<!--><div>" + "<div>" * MANY,
    "another comment that is whole": "<!---><div>" + "<div>" * MANY,
    "a name of another format": "<item>" * MANY,
    "rows in a drawing": "<svg>" + "<tr>" * MANY,
    "a slash in a value": "<svg>" + "<g a=b/>" * MANY,
    "a quotation mark between attributes": '<br "><div>' + "<div>" * MANY,
    "a drawing that an end tag leaves": "<div><svg></div>" + "<x/>" * MANY,
    "a drawing that an element leaves": "<svg><div></div>" + "<x/>" * MANY,
    "marks that go on in the next paragraph": "".join(f"<p><b a={n}>x</p>" for n in range(MANY)),
    "end tags that blocks stop": ("<span>" * 20 + "<div>" + "</span>" * 20) * 200,
    "a text that is none": "<select><title></select>" + "<div>" * MANY,
    "a comment in a text": "<style><!--</style>" + "<div>" * MANY,
    "two style elements": "<svg><![CDATA[></svg>]]>" * MANY,
}
FLAT = {
    "closed by the next": "<p>a" * MANY
    + "<ul>"
    + "<li>b" * MANY
    + "</ul><table>"
    + "<tr><td>c" * MANY
    + "</table>",
    "void": "<p>a<br>b<br/>c<img src='x'/><hr></p>" * MANY,
    "drawn": "<svg><g><rect/><path d='M0' /></g><title>a &amp; b</title></svg>" * MANY,
    "formulas": "<math><mrow><mi>x</mi><mo>&lt;</mo></mrow></math>" * MANY,
    "texts": "<style>a > b { content: '<div>' }</style><script>if (a<b) {}</script>" * MANY,
    "misnested": "<b><i>a</b></i>" * 20,
}
XML = {
    "closed": ("<span/><br/>" * MANY, False),
    "open": ("<br>" * MANY, True),
    "text": ("<style><div/></style>" * MANY, False),
}


def filled(page: str, format_name: str = "pdf", sheet: str = "") -> Diagnostic | None:
    """Return what is said of a page that a template of a theme writes."""
    world = World(ROOT)
    homes = {f"{place}a.html.j2": "styles/x/templates/a.html.j2" for place in ("", "templates/")}
    theme = Theme("x", {}, {}, {"a.html.j2": "{{ page }}"}, {}, homes=homes)
    env = environment(world, theme, format_name, locales.load("de", world), style_sheet=lambda: sheet)
    try:
        render(env, "a.html.j2", page=Markup(page))
    except BookbuilderError as error:
        (only,) = error.diagnostics
        return only
    return None


@pytest.mark.parametrize("name", TOO_DEEP)
def test_a_page_is_as_deep_as_its_parser_makes_it(name: str) -> None:
    said = filled(TOO_DEEP[name])
    assert said is not None and f"more than {DEEP} deep" in said.message


@pytest.mark.parametrize("name", FLAT)
def test_a_page_that_is_only_long(name: str) -> None:
    assert filled(FLAT[name]) is None


@pytest.mark.parametrize("name", XML)
def test_a_page_of_an_e_book_is_xml(name: str) -> None:
    page, deep = XML[name]
    assert (filled(page, "epub") is not None) == deep


PIECES = (
    "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<span>", "</span>", "<div/>", "<br>", "<br/>", "<li>", "</li>",
    "<ul>", "</ul>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<svg>", "</svg>", "<g/>", "<g>", "</g>",
    "<math>", "</math>", "<mi>", "</mi>", "<title>", "</title>", "<style>", "</style>", "<!--", "-->", "<!-->",
    "--!>", "<![CDATA[", "]]>", "<select>", "</select>", "<textarea>", "</textarea>", "<script>", "</script>",
    "<foreignObject>", "</foreignObject>", "<p style='a:b'>", '<p class="a"style="c:d">', "<p/style=e:f>",
    "<p style = 'g:&quotx;h'>", "<p style='i:&#40;&lpar;&amp'>", '<p title=\'>\' style="\'j:k\'">', "<P STYLE=l:m/>",
    "<p a='", '"', "'", ">", "<", "x", "&", "<a b=c/>", "<form>", "<option>", "<style a='>'>n{o:p}</style>",
    "<svg><style>q{&amp;}</style></svg>", "<template>", "</template>", "<frameset>", '<br ">',
)  # fmt: skip


def parsed(page: str) -> tuple[int, list[str], list[str]]:
    """Return the depth of a page, its style attributes and its style elements, as print parses it."""
    root = tinyhtml5.parse(page, namespace_html_elements=False)
    deepest, attributes, sheets = 0, [], []
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in element]
        if isinstance(element.tag, str):
            attributes += [element.attrib["style"]] if "style" in element.attrib else []
            sheets += ["".join(element.itertext())] if element.tag.rpartition("}")[2] == "style" else []
    return deepest, sorted(attributes), sorted(sheets)


@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from((1, 1, 1, 2, 30))), max_size=12),
    st.sampled_from((6, 25)),
)
def test_whatever_is_written_is_read_as_print_reads_it(pieces: list[tuple[str, int]], limit: int) -> None:
    page = "".join(piece * count for piece, count in pieces)
    deepest, attributes, sheets = parsed(page)
    found = markup_of(page, limit)
    if deepest > limit:
        assert found.deep
    elif not found.deep:  # what was open for a moment may have been deeper than what came of it
        assert (set(attributes), set(sheets)) <= (set(found.attributes), set(found.sheets))


INNER = (
    "x",
    "<br>",
    "<p style='a:b'>c</p>",
    "<svg><g/><style>a{}</style></svg>",
    "<!-- y -->",
    "<style>b{}</style>",
)
OUTER = ("div", "p", "b", "span", "table", "td", "svg", "g", "a", "li")


def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return elements with others in them."""
    parts = st.tuples(st.sampled_from(OUTER), st.lists(inner, max_size=3))
    return parts.map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>")


@given(st.recursive(st.sampled_from(INNER), around, max_leaves=30))
def test_a_plain_page_is_counted_as_print_parses_it(page: str) -> None:
    """What is not parsed is no shallower, and has the same styles."""
    found = page_markup._plain(page, 12)
    if found is not None:
        deepest, attributes, sheets = parsed(page)
        assert deepest <= 12
        assert (sorted(found.attributes), sorted(found.sheets)) == (attributes, sheets)


@pytest.mark.heavy
def test_pages_of_our_own_templates_are_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each is parsed once more when a theme has templates."""
    monkeypatch.setattr(page_markup, "_of_html", lambda page, limit: pytest.fail(page[:200]))
    template = "chapter.html.j2"
    text = (ROOT / f"bookbuilder/html/templates/{template}").read_text(encoding="utf-8")
    files = {"chapters/de/01-a.md": CHAPTER, f"styles/dossier/templates/{template}": text}
    root = book.write(tmp_path, files, editions=book.PRINT + '[editions.web]\nformat = "web"\n')
    assert api.build(root, jobs=1).files


@given(st.text("<>/ab='\" ", max_size=40))
def test_a_piece_of_xml(text: str) -> None:
    found = markup_of(text, 5, xml=True)
    try:
        root = etree.fromstring(f"<x>{text}</x>".encode())
    except etree.XMLSyntaxError:
        return
    deepest = max(len(list(element.iterancestors())) + 1 for element in root.iter())
    assert found.deep == (deepest > 5)


# -- styles -----------------------------------------------------------------------------------------------------------

DOUBLING = (
    "--a0:x x;"
    + "".join(f"--a{n + 1}:var(--a{n}) var(--a{n});" for n in range(30))
    + "font-family:var(--a30)"
)
BRACKETS = "width:" + "calc(" * MANY
STYLED = {
    "a bracket in an attribute before": "<style title='>\"'>p{" + BRACKETS,
    "no space before": f'<p class="a"style="{DOUBLING}">x</p>',
    "a slash before": f'<p/style="{DOUBLING}">x</p>',
    "a brace": f'<p style="}};{DOUBLING}">x</p>',
    "a brace that opens": f'<p style="}}a{{;{DOUBLING}}}">x</p>',
    "a reference that is none": f'<p style="a:&quotx {BRACKETS}">x</p>',
    "capitals": f"<p STYLE='{BRACKETS}'>x</p>",
    "spelled": f"<p style='{DOUBLING.replace('--a', '&#45;&#x2d;a')}'>x</p>",
    "in a drawing": f"<svg><style>p{{{BRACKETS.replace('(', '&lpar;')}</style></svg>",
    "in a comment that is whole": f"<!--><p style='{BRACKETS}'>x</p>-->",
}


@pytest.mark.parametrize("format_name", ["pdf", "web"])
@pytest.mark.parametrize("name", STYLED)
def test_styles_are_bounded_however_they_are_written(name: str, format_name: str) -> None:
    said = filled(STYLED[name], format_name)
    assert said is not None and said.code == "style.excessive"


@pytest.mark.parametrize("format_name", ["pdf", "epub"])
def test_names_that_the_template_of_a_sheet_makes(format_name: str) -> None:
    sheet = "*{" + "".join(f"--b{n}:var(--a{n}) var(--a{n});" for n in range(30)) + "}"
    inline = "--a0:x x;" + "".join(f"--a{n + 1}:var(--b{n});" for n in range(30)) + "font-family:var(--a30)"
    said = filled(f'<p style="{inline}">x</p>', format_name, sheet)
    assert said is not None and said.code == "style.excessive"
    assert filled(f'<p style="{inline}">x</p>', format_name) is None


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("<div style='columns:1000000;font-size:1e30pt'>x</div>", "columns: 1000000"),
        ("<style>p{font-size:1e30mm}</style>", "font-size: 1e30mm"),
    ],
)
def test_measures_of_a_page(page: str, what: str) -> None:
    said = filled(page)
    assert said is not None and said.code == "theme.measure" and said.message.startswith(what)
    assert filled(page, "web") is None, "a browser copes"


@pytest.mark.heavy
@pytest.mark.parametrize("page", [TOO_DEEP["a slash on an element of HTML"], STYLED["no space before"]])
def test_a_build_ends_at_the_template(tmp_path: Path, page: str) -> None:
    template = "styles/dossier/templates/titlepage.html.j2"
    files = {"chapters/de/01-a.md": "# A\n\nB.\n", template: page}
    root = book.write(tmp_path, files, editions=book.PRINT)
    (only,) = api.build(root, jobs=1).diagnostics
    assert only.span.path == template
