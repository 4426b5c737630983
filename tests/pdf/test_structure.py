"""What a page is for somebody who does not see it: the structure of small pages, written in one line each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint

from bookbuilder.formats.pdf import single_pass
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.whole_document import write
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.formats.pdf.link import xmp
from bookbuilder.formats.pdf.link.metadata import no_level_skipped
from bookbuilder.html.font_family import Fonts
from bookbuilder.world import World
from tests.validators import qpdf_check, verapdf

CSS = """
@page { size: 80mm 60mm; margin: 8mm; @top-center { content: "running head" } @bottom-center { content: counter(page) } }
html { font: 10px/14px Alegreya } .footnote { float: footnote } thead { display: table-header-group }
.footnote::footnote-call { content: counter(footnote) } .footnote::footnote-marker { content: counter(footnote) }
ul { list-style: disc } ul.bare { list-style: none } a::after { content: "!" } p, li { orphans: 1; widows: 1 }
img { image-rendering: crisp-edges }
"""
ABOUT = xmp.About("T", (), "", (), "2022-01-24T00:00:00Z", ("de",), f"WeasyPrint {weasyprint.__version__}")
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
PICTURE = f"data:image/png;base64,{DOT}"

Made = Callable[[str], Path]


def claim(levels: tuple[int, ...]) -> list[xmp.Schema]:
    """Return the claim of PDF/UA-1, where headings go down by one."""
    return [xmp.ACCESSIBLE] if no_level_skipped(levels) else []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Return the function that prints the body of a page of HTML."""
    folder = tmp_path_factory.mktemp("structure")
    world = World(folder)
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    with typeset.typesetter(world, font_directory(world, Fonts((), files))) as (fonts, messages):
        numbers = iter(range(1000))

        def page(body: str) -> Path:
            messages.clear()
            html = f'<html lang="de"><head><title>T</title></head><body>{body}</body></html>'
            layout = typeset.lay_out(html, CSS, {}, fonts)
            path = folder / f"{next(numbers)}.pdf"
            path.write_bytes(write(layout.document, single_pass.info(ABOUT, claim, "x")))
            assert messages == []
            return path

        yield page


def outline(path: Path) -> str:
    """Return the structure of a PDF below Document: `P(text Link(text))`, `/` where a piece is on another page."""
    with pikepdf.open(path) as book:
        texts = [dict(_marked(page)) for page in book.pages]
        page_of = {page.obj.objgen: number for number, page in enumerate(book.pages)}

        def show(node: Any, owner: Any) -> str:
            if isinstance(node, int):
                return str(texts[page_of[owner.Pg.objgen]][node])
            if node.get("/Type") == "/MCR":
                return "/" + texts[page_of[node.Pg.objgen]][int(node.MCID)]
            if node.get("/Type") == "/OBJR":
                return "@"
            inner = " ".join(part for part in (show(kid, node) for kid in node.K) if part)
            extra = "".join(f" {key}={node[key]}" for key in ("/Lang", "/Alt", "/E") if key in node)
            for attributes in node.get("/A", []):
                extra += "".join(
                    f" {key}={value}"
                    for key, value in sorted(attributes.items())
                    if key not in ("/O", "/BBox")
                )
            return f"{str(node.S)[1:]}{extra}({inner})"

        (top,) = book.Root.StructTreeRoot.K
        return " ".join(show(kid, top) for kid in top.K)


def _marked(page: Any) -> Iterator[tuple[int, str]]:
    """Yield the number of each marked piece of a page with its text."""
    fonts = {}
    for name, font in (page.Resources.Font or {}).items():
        fonts[name] = _unicode(font.ToUnicode.read_bytes().decode())
    number, current, text, said = -1, "", "", False
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BDC" if "/MCID" in operands[1]:
                number, text = int(operands[1].MCID), ""
            case "BDC" if "/ActualText" in operands[1]:
                text, said = text + str(operands[1].ActualText), True
            case "EMC" if said:
                said = False
            case "Tf":
                current = str(operands[0])
            case "Do" if number >= 0:
                text += "#"
            case "TJ" if number >= 0 and not said:
                for part in operands[0]:
                    if isinstance(part, pikepdf.String):
                        raw = bytes(part)
                        text += "".join(fonts[current][raw[i : i + 2]] for i in range(0, len(raw), 2))
            case "EMC" if number >= 0:
                yield number, " ".join(text.split())
                number = -1


def _unicode(table: str) -> dict[bytes, str]:
    """Return glyph → text of a ToUnicode CMap."""
    found = {}
    for line in table.splitlines():
        parts = line.split("> <")
        if len(parts) == 2 and line.startswith("<"):
            found[bytes.fromhex(parts[0][1:])] = bytes.fromhex(parts[1].rstrip("> ")).decode("utf-16-be")
    return found


LONG = "Wort " * 120
ROWS = "".join(f"<tr><th scope='row'>{n}</th><td>Z{n}</td></tr>" for n in range(14))

ROW_OVER_TWO = "<tr><th scope='row' rowspan='2'>c</th><td>d</td></tr><tr><td>e</td></tr>"
BODY_OVER_TWO = "TBody(TR(TH /RowSpan=2 /Scope=/Row(c) TD(d)) TR(TD(e)))"
ROW, BODY = "<tr><th scope='row'>c</th><td></td><td>e</td></tr>", "TBody(TR(TH /Scope=/Row(c) TD() TD(e)))"

CASES = {
    "looks have no element": (
        "<section><header><h1>A</h1></header><p>b <em>c</em> d</p></section>",
        "Sect(H1(A) P(b c d))",
    ),
    "ruby": (
        "<p>a<ruby><rb>b</rb><rt style='position: absolute'><span>c</span></rt></ruby>d</p>",
        "P(a Ruby(RB(b) RT(c)) d)",
    ),
    "a loose list": (
        "<ul><li><p>a</p><ul><li>c</li></ul></li><li>d</li></ul>",
        "L /ListNumbering=/Disc(LI(Lbl(•) LBody(P(a) L /ListNumbering=/Disc(LI(Lbl(•) LBody(c))))) LI(Lbl(•) LBody(d)))",
    ),
    "a numbered list": (
        "<ol><li>a</li></ol>",
        "L /ListNumbering=/Decimal(LI(Lbl(1.) LBody(a)))",
    ),
    "a list without marks": ("<ul class='bare'><li>a</li></ul>", "L(LI(LBody(a)))"),
    "definitions": (
        "<dl><dt>a</dt><dd><p>b</p></dd><dd>c</dd><dt>d</dt><dt>e</dt><dd>f</dd></dl>",
        "L(LI(Lbl(a) LBody(P(b)) LBody(c)) LI(Lbl(d) Lbl(e) LBody(f)))",
    ),
    "a link around inline content": (
        '<p>a <a href="https://example.org/">b <em>c</em></a></p>',
        "P(a Link(@ b c !))",
    ),
    "a link around a picture": (
        f'<p><a href="https://example.org/"><img alt="B" src="{PICTURE}"></a></p>',
        "P(Link(@ Figure /Alt=B(#) !))",
    ),
    "pictures": (
        f'<figure><img alt="B" src="{PICTURE}"><figcaption>c</figcaption></figure><p><img alt="" src="{PICTURE}">d</p>',
        "Div(Figure /Alt=B(#) Caption(c)) P(d)",
    ),
    "a table": (
        "<table><caption>t</caption><thead><tr><th>a</th><th colspan='2'>b</th></tr></thead><tbody>"
        + ROW
        + "</table>",
        "Table(Caption(t) THead(TR(TH /Scope=/Column(a) TH /ColSpan=2 /Scope=/Column(b))) " + BODY + ")",
    ),
    "a table with cells over rows, and words for it": (
        "<table summary='s „ü“'><thead><tr><th>a</th><th>b</th></tr></thead>" + ROW_OVER_TWO + "</table>",
        "Table /Summary=s „ü“(THead(TR(TH /Scope=/Column(a) TH /Scope=/Column(b))) " + BODY_OVER_TWO + ")",
    ),
    "a note": (
        "<p>a<span class='footnote'>n</span> b</p><p>c</p>",
        "P(a Reference(Lbl(1)) Note(Lbl(1) n) b) P(c)",
    ),
    "languages and abbreviations": (
        "<p>a <em lang='en'>b</em> <abbr title='das heißt'>d. h.</abbr></p>",
        "P(a Span /Lang=en(b) Span /E=das heißt(d. h.))",
    ),
    "contents": (
        '<nav role="doc-toc"><ol><li><a href="#x">A</a><ol><li>B</li></ol></li></ol></nav><h1 id="x">A</h1>',
        "Sect(TOC(TOCI(Lbl(1.) Link(@ A !) TOC(TOCI(Lbl(1.) B))))) H1(A)",
    ),
    "hidden": ('<div aria-hidden="true">a<p>b</p></div><p>c</p>', "P(c)"),
}


@pytest.mark.parametrize("name", CASES)
def test_structure(made: Made, name: str) -> None:
    body, wanted = CASES[name]
    path = made(body)
    assert outline(path) == wanted
    assert qpdf_check(path) == ()


def test_one_paragraph_on_two_pages_is_one_element(made: Made) -> None:
    found = outline(made(f"<p>{LONG}</p><p>x</p>"))
    assert found.count("P(") == 2
    assert found.startswith("P(Wort") and "/Wort" in found and found.endswith(" P(x)")


def test_a_table_on_two_pages_is_one_and_its_head_is_read_once(made: Made) -> None:
    path = made(f"<table><thead><tr><th>Kopf</th><th>H</th></tr></thead><tbody>{ROWS}</tbody></table>")
    with pikepdf.open(path) as book:
        assert len(book.pages) > 1
    found = outline(path)
    assert (found.count("Table("), found.count("Kopf"), found.count("TR(")) == (1, 1, 15)


def test_a_table_that_is_parted_by_its_columns_is_one_and_is_read_row_by_row(made: Made) -> None:
    said = '<tr class="continued" aria-hidden="true"><th colspan="4"><div>again</div></th></tr>'
    rows = "".join(
        f'<tr><th scope="row" id="r{row}">{row}</th><td><a href="#r0">x{row}</a></td><td>y{row}</td><td>z{row}</td></tr>'
        for row in range(3)
    )
    group = '<tr><td colspan="4">group</td></tr>'
    head = f"<thead>{said}<tr><th>a</th><th>b</th><th>c</th><th>d</th></tr></thead>"
    path = made(f'<table data-parted="1 2 3">{head}<tbody>{group}{rows}</tbody></table>')
    columns = " ".join(f"TH /Scope=/Column({name})" for name in "abcd")
    body = " ".join(
        f"TR(TH /Scope=/Row({row}) TD(Link(@ x{row} !)) TD(y{row}) TD(z{row}))" for row in range(3)
    )
    # Pieces on another page are marked with a slash.
    read = re.sub(r"/(?=[abcd0-9xyz])", "", outline(path))
    assert read == f"Table(THead(TR({columns})) TBody(TR(TD /ColSpan=4(group)) {body}))"
    assert qpdf_check(path) == ()


def test_a_cell_over_the_rows_of_two_pages_and_a_note_in_the_head_are_read_once(made: Made) -> None:
    rows = "".join(f"<tr><td>Z{n}</td></tr>" for n in range(14))
    head = "<tr><th>Kopf<span class='footnote'>Note</span></th><th>H</th></tr>"
    first = "<tr><th scope='row' rowspan='15'>Alle</th><td>Z</td></tr>"
    path = made(f"<h1>A</h1><table><thead>{head}</thead><tbody>{first}{rows}</tbody></table>")
    with pikepdf.open(path) as book:
        assert len(book.pages) > 1
    found = outline(path)
    assert [found.count(word) for word in ("Table(", "Kopf", "Note(", "Alle", "TR(")] == [1, 1, 1, 1, 16]
    assert found.startswith("H1(A) Table(THead(TR(TH /Scope=/Column(Kopf Reference")
    assert verapdf(path, "3a", "ua1") == {"3a": {}, "ua1": {}}


def test_a_note_that_goes_over_to_the_next_page_is_one_note_behind_its_call(made: Made) -> None:
    path = made(f"<p>{'Wort ' * 60}<span class='footnote'>{LONG}</span> danach</p>")
    found = outline(path)
    assert found.count("Note(") == 1
    assert "Reference(Lbl(1)) Note(Lbl(1) " in found.replace("/", "")
    assert found.endswith("danach)")


def test_everything_together_keeps_the_promise_of_accessibility(made: Made) -> None:
    body = "".join(body for body, _ in CASES.values()).replace('id="x"', 'id="y"').replace("#x", "#y")
    body = f"<h1>Titel</h1>{body}<p>{LONG}</p>"
    path = made(body)
    assert qpdf_check(path) == ()
    assert verapdf(path, "3a", "ua1") == {"3a": {}, "ua1": {}}


def test_a_book_that_leaves_out_a_level_of_headings_does_not_claim_to_be_accessible(made: Made) -> None:
    claims = []
    for body in ("<h1>A</h1><h2>B</h2>", "<h1>A</h1><h3>B</h3>", "<h2>B</h2>"):
        with pikepdf.open(made(body)) as book, book.open_metadata() as found:
            claims.append(found.get("{http://www.aiim.org/pdfua/ns/id/}part"))
    assert claims == ["1", None, None]


def test_a_link_says_the_words_for_its_abbreviations(made: Made) -> None:
    path = made(
        '<p><a href="https://example.org/">a <abbr title="Seite">S.</abbr> 5, '
        '<em><abbr title="zum Beispiel">z. B.</abbr> b</em> c</a></p>'
    )
    with pikepdf.open(path) as book:
        assert {str(link.Contents) for link in book.pages[0].Annots} == {"a Seite 5, zum Beispiel b c"}
    assert verapdf(path, "3a", "ua1") == {"3a": {}, "ua1": {}}
