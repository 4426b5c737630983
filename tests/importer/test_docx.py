"""Files of Word become books: words, structure, notes, fields, comments, changes; what cannot be kept is told."""

from __future__ import annotations

import re
import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bookbuilder import api
from bookbuilder.cli import main
from tests.importer.docx_files import STYLES, W, docx, field, item, note, paragraph, run
from tests.importer.imported import codes, imported, parsed, printed, texts

INSERTED = '<w:ins w:author="Eva" w:date="2024-02-03T10:00:00Z">'
DELETED = '<w:del w:author="Eva" w:date="2024-02-03T10:00:00Z">'


def body(data: bytes, **options: Any) -> str:
    """Return the text of the only chapter, without its front matter."""
    files, _ = imported(data, **options)
    [text] = texts(files).values()
    return text.split("\n---\n\n", 1)[1]


def chapter(content: str) -> str:
    return paragraph("Kapitel", "berschrift1") + content


def test_chapters_begin_at_headings() -> None:
    data = docx(
        paragraph("Der Titel", "Titel")
        + paragraph("Vorab.")
        + paragraph("Fünf Tage", "berschrift1")
        + paragraph("Text.")
        + paragraph("Abschnitt", "berschrift2")
        + paragraph("Mehr.")
        + paragraph("Hauskapitel", "Kapitel")
        + paragraph("Ende.")
    )
    files, findings = imported(data)
    assert list(texts(files)) == [
        f"chapters/de/{name}.md" for name in ("01-der-titel", "02-fuenf-tage", "03-hauskapitel")
    ]
    assert (
        texts(files)["chapters/de/02-fuenf-tage.md"]
        == "---\ntitle: Fünf Tage\n---\n\nText.\n\n## Abschnitt\n\nMehr.\n"
    )
    assert "numbered: false" in texts(files)["chapters/de/01-der-titel.md"]
    settings = tomllib.loads(files["book.toml"].decode())
    assert settings["book"]["authors"] == ["Anna Beispiel", "Bob Muster"]
    assert (str(settings["book"]["date"]), settings["locales"]["de"]["title"]) == ("2024-03-01", "Der Titel")
    assert tomllib.loads(files["import.toml"].decode())["paragraphs"]["Verlag Kapitel"] == "heading 1"
    assert codes(findings) == []


def test_styles_of_words() -> None:
    bold, italic = "<w:b/>", "<w:i/>"
    content = (
        run("un", "")
        + run("frei", italic)
        + run("lich ", "")
        + run("fett ", bold)
        + run("beides", bold + italic)
        + run(" aus", '<w:b w:val="0"/>')
        + run(" Wort", '<w:rStyle w:val="Fremdwort"/>')
        + run(" klein", "<w:smallCaps/>")
        + run(" fr", '<w:lang w:val="fr-FR"/>')
        + run(" weg", "<w:strike/>")
    )
    text = body(docx(chapter(paragraph(content))))
    assert text == (
        "un*frei*lich **fett _beides_** aus *Wort*[ klein]{.smallcaps}[ fr]{lang=fr-FR} ~~weg~~\n"
    )


def test_spaces_that_do_not_break_stay() -> None:
    text = body(
        docx(
            chapter(
                paragraph("\u00a010\u00a0km\u00a0")
                + paragraph(run("a") + "<w:r><w:noBreakHyphen/></w:r>" + run("b"))
            )
        )
    )
    assert text == "&nbsp;10\u00a0km&nbsp;\n\na\u2011b\n"


def test_notes() -> None:
    data = docx(
        chapter(paragraph(run("Eins") + note(2) + run(" zwei") + note(3) + run("."))),
        notes={2: paragraph("Die erste.") + paragraph("Weiter."), 3: paragraph("Die zweite.")},
    )
    assert body(data) == "Eins[^1] zwei[^2].\n\n[^1]: Die erste.\n\n    Weiter.\n\n[^2]: Die zweite.\n"


def test_a_note_of_a_heading_moves_and_one_in_a_note_is_in_brackets() -> None:
    data = docx(
        paragraph(run("Kapitel") + note(2), "berschrift1") + paragraph("Text."),
        notes={2: paragraph(run("Aussen") + note(3)), 3: paragraph("innen")},
    )
    files, findings = imported(data)
    assert codes(findings) == ["import.note"]
    [text] = texts(files).values()
    assert text == "---\ntitle: Kapitel\n---\n\n[^1]\n\nText.\n\n[^1]: Aussen (innen)\n"


def test_a_note_without_a_call_is_told() -> None:
    _, findings = imported(docx(chapter(paragraph("Text.")), notes={2: paragraph("Verwaist.")}))
    [one] = findings.sorted()
    assert "[import.uncalled]" in str(one) and "Verwaist." in str(one)


def test_lists() -> None:
    content = item("eins") + item("zwei") + item("erstens", 1) + item("a", 1, 1) + item("zweitens", 1)
    content += paragraph("Dazwischen.") + item("drittens", 1)
    files, findings = imported(docx(chapter(content)))
    [text] = texts(files).values()
    assert text.endswith("- eins\n- zwei\n\n1. erstens\n   1. a\n2. zweitens\n\nDazwischen.\n\n3. drittens\n")
    assert codes(findings) == ["import.numbers"]


def test_boxes_in_a_list_are_tasks_and_signs_that_no_font_has_do_not_stop_the_build(tmp_path: Path) -> None:
    data = docx(chapter(item("☒ fertig") + item("☐ offen") + item("⌘")))
    assert body(data) == "- [x] fertig\n- [ ] offen\n- ⌘\n"
    (tmp_path / "a.docx").write_bytes(data)
    assert main(["import", str(tmp_path / "a.docx"), "--dir", str(tmp_path / "a")]) == 0
    result = api.build(tmp_path / "a", editions=("pdf",), jobs=1)
    assert not result.failed and "glyph.replaced" in [one.code for one in result.diagnostics]


def test_typed_lists() -> None:
    content = "".join(
        map(paragraph, ("Vorher.", "•\teins", "• zwei", "Dann.", "3.\tdrei", "4.\tvier", "1848. Ein Jahr."))
    )
    assert (
        body(docx(chapter(content)))
        == "Vorher.\n\n- eins\n- zwei\n\nDann.\n\n3. drei\n4. vier\n\n1848\\. Ein Jahr.\n"
    )


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text) if text else '<w:p/>'}</w:tc>"


def row(*cells: str, head: bool = False) -> str:
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head else ''}{''.join(cells)}</w:tr>"


def test_a_table_with_joined_cells_and_a_caption() -> None:
    caption = paragraph(
        '<w:bookmarkStart w:id="1" w:name="_Ref1"/>'
        + run("Tabelle ")
        + field("SEQ Tabelle", run("7"))
        + run(": Die Gespräche"),
        "Beschriftung",
    )
    table = (
        "<w:tbl>"
        + row(cell("Tag", '<w:vMerge w:val="restart"/>'), cell("Orte", '<w:gridSpan w:val="2"/>'), head=True)
        + row(cell("", "<w:vMerge/>"), cell("Kiew"), cell("Moskau"), head=True)
        + row(cell("Montag"), cell("4"), cell("a|b"))
        + row(cell("Keine", '<w:gridSpan w:val="3"/>'))
        + "</w:tbl>"
    )
    text = body(
        docx(chapter(caption + table + paragraph(run("Siehe ") + field(r"REF _Ref1 \h", run("Tabelle 7")))))
    )
    assert text == (
        "::: table {#ref-ref1}\n{head=2}\n| Tag | Orte | << |\n|---|---|---|\n| ^^ | Kiew | Moskau |\n"
        "| Montag | 4 | a\\|b |\n| Keine | << | << |\n\nDie Gespräche\n:::\n\nSiehe [](#ref-ref1)\n"
    )


@pytest.mark.parametrize(
    ("align", "mark"),
    [
        ("left", "---"),
        ("start", "---"),
        ("center", ":-:"),
        ("right", "--:"),
        ("end", "--:"),
        ("both", "---"),
        ("", "---"),
    ],
)
def test_the_alignment_of_columns(align: str, mark: str) -> None:
    jc = f'<w:jc w:val="{align}"/>' if align else ""
    left = '<w:jc w:val="left"/>'
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/>{}'
    style += f"<w:pPr>{jc}</w:pPr></w:style></w:styles>"
    styles = STYLES.replace("</w:styles>", style.format("Zahl", "Haus Zahl", ""))
    styles = styles.replace(
        "</w:styles>", style.replace(jc or "-", "").format("Kind", "K", '<w:basedOn w:val="Zahl"/>')
    )

    def column(*paragraphs: str) -> list[str]:
        return [f"<w:tc>{one}</w:tc>" for one in paragraphs]

    columns = [
        column(paragraph("Kopf"), paragraph("x", "", jc), paragraph("y", "", jc)),
        column(paragraph("Kopf"), paragraph("x", "Zahl"), paragraph("y", "Kind")),
        column(paragraph("Kopf"), paragraph("x", "Zahl"), "<w:p/>"),
        column(paragraph("Kopf"), paragraph("x", "Zahl", left), paragraph("y", "Kind", left)),
        column(paragraph("Kopf"), paragraph("x", "Zahl"), paragraph("y", "", left)),
    ]
    table = "".join(row(*cells, head=n == 0) for n, cells in enumerate(zip(*columns, strict=True)))
    text = body(docx(chapter(f"<w:tbl>{table}</w:tbl>"), parts={"word/styles.xml": styles}))
    assert f"|{mark}|{mark}|{mark}|---|---|" in text


def test_a_row_that_nothing_begins_in_is_told() -> None:
    table = (
        "<w:tbl>"
        + row(cell("a", '<w:vMerge w:val="restart"/>'))
        + row(cell("", "<w:vMerge/>"))
        + row(cell("b"))
        + "</w:tbl>"
    )
    files, findings = imported(docx(chapter(table)))
    assert codes(findings) == ["import.head", "import.joined"]
    assert [str(one) for one in parsed(files)[1]] == []


def test_a_cell_with_paragraphs_is_told() -> None:
    two = f"<w:tc>{paragraph('eins')}{paragraph('zwei')}</w:tc>"
    files, findings = imported(
        docx(chapter("<w:tbl>" + row(two, cell("b"), head=True) + row(cell("c"), cell("d")) + "</w:tbl>"))
    )
    assert codes(findings) == ["import.cell"] and "| eins zwei | b |" in next(iter(texts(files).values()))


def test_fields() -> None:
    content = (
        run("Kiew")
        + field(r'XE "Kiew:Besuch" \f "orte"', "")
        + field('HYPERLINK "https://example.org/a_b"', run(" Netz"))
        + field('HYPERLINK "file:///etc/passwd"', run(" Platte"))
        + field("REF _RefX", run(" dort"))
        + field("DATE", run(" heute auf Seite "))
        + field(r"PAGEREF ziel \h", run("12"))
        + '<w:bookmarkStart w:id="1" w:name="ziel"/>'
    )
    contents = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    contents += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    spanning = paragraph(contents + run("Kapitel 1")) + paragraph(
        run("weg") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    files, findings = imported(docx(spanning + chapter(paragraph(content))))
    [text] = texts(files).values()
    assert text.endswith(
        'Kiew[]{index="Kiew!Besuch" of=orte}[ Netz](https://example.org/a_b) Platte dort heute auf '
        "[Seite 12](#ref-ziel){ref=page}[]{#ref-ziel}\n"
    )
    assert codes(findings) == ["import.field", "import.link", "import.reference"]


def test_an_index_is_printed_where_it_was() -> None:
    text = body(
        docx(
            chapter(
                paragraph(run("Wort") + field('XE "Wort"', "")) + paragraph(field("INDEX", run("Wort, 3")))
            )
        )
    )
    assert text == 'Wort[]{index="Wort"}\n\n::: index\n:::\n'


def test_citations_keep_their_source() -> None:
    zotero = field(
        'ADDIN ZOTERO_ITEM CSL_CITATION {"citationID":"x","citationItems":[1]}', run("(Meyer 2020, 12)")
    )
    files, findings = imported(docx(chapter(paragraph(run("Nach ") + zotero))))
    assert "Nach [(Meyer 2020, 12)]{#citation-1}\n" in next(iter(texts(files).values()))
    assert b'"citationID": "x"' in files["citations.json"] and codes(findings) == ["import.citation"]


def test_formulas() -> None:
    inner = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>β</m:t></m:r></m:den></m:f>"
    power = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    content = paragraph(run("Es gilt ") + f"<m:oMath>{inner}</m:oMath>") + paragraph(
        f"<m:oMathPara><m:oMath>{power}</m:oMath></m:oMathPara>"
    )
    files, findings = imported(docx(chapter(content)))
    assert next(iter(texts(files).values())).endswith("Es gilt $\\frac{a}{\\beta}$\n\n$$x^{2}$$\n")
    assert codes(findings) == []


def test_comments_become_proof_notes() -> None:
    content = (
        run("Der ")
        + '<w:commentRangeStart w:id="5"/>'
        + run("alte", "<w:b/>")
        + run(" Mann")
        + '<w:commentRangeEnd w:id="5"/>'
        + '<w:r><w:commentReference w:id="5"/></w:r>'
        + run(" ging.")
    )
    comment = f'<w:comment w:id="5" w:author="Eva" w:date="2024-02-03T10:00:00Z">{paragraph("Wirklich?")}</w:comment>'
    files, _ = imported(docx(chapter(paragraph(content)), comments=comment))
    [found] = tomllib.loads(files["proof.toml"].decode())["note"]
    assert found == {
        "id": "comment-5", "kind": "comment", "file": "chapters/de/01-kapitel.md", "quote": "alte Mann", "before": "Der ",
        "after": " ging.", "author": "Eva", "date": "2024-02-03T10:00:00Z", "text": "Wirklich?",
    }  # fmt: skip
    assert next(iter(texts(files).values())).endswith("Der **alte** Mann ging.\n")


@pytest.mark.parametrize(
    ("changes", "expected", "notes"),
    [
        ("keep", "Er kam gestern an.", 2),
        ("accept", "Er kam gestern an.", 0),
        ("reject", "Er kam heute an.", 0),
    ],
)
def test_tracked_changes(changes: str, expected: str, notes: int) -> None:
    deleted = '<w:r><w:delText xml:space="preserve">heute </w:delText></w:r>'
    content = run("Er kam ") + f"{DELETED}{deleted}</w:del>{INSERTED}{run('gestern ')}</w:ins>" + run("an.")
    files, findings = imported(docx(chapter(paragraph(content))), changes=changes)
    assert next(iter(texts(files).values())).endswith(f"{expected}\n")
    found = tomllib.loads(files.get("proof.toml", b"").decode()).get("note", [])
    assert [(one["kind"], one.get("quote", ""), one.get("text", "")) for one in found] == [
        ("deletion", "", "heute "),
        ("insertion", "gestern ", ""),
    ][:notes]
    assert codes(findings) == (["import.changes"] if notes else [])


def test_a_deleted_end_of_a_paragraph_joins_two() -> None:
    first = f"<w:p><w:pPr><w:rPr>{DELETED}</w:del></w:rPr></w:pPr>{run('Ein ')}</w:p>"
    assert body(docx(chapter(first + paragraph("Absatz."))), changes="accept") == "Ein Absatz.\n"


PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="Eine Karte"/><a:graphic><a:graphicData>'
    '<a:blip r:embed="pic"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


def relationship(identifier: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{identifier}" Type="http://x/{kind}" Target="{target}"{mode}/>'


def test_a_picture_with_its_caption() -> None:
    content = paragraph(PICTURE) + paragraph(
        run("Abbildung ") + field("SEQ Abbildung", run("1")) + run(" Die Karte"), "Beschriftung"
    )
    data = docx(
        chapter(content),
        relationships=relationship("pic", "image", "media/Bild 1.PNG"),
        parts={"word/media/Bild 1.PNG": png()},
    )
    files, findings = imported(data)
    assert next(iter(texts(files).values())).endswith(
        "::: figure\n![Eine Karte](images/bild-1.png)\n\nDie Karte\n:::\n"
    )
    assert files["chapters/de/images/bild-1.png"] == png() and codes(findings) == []


def test_pictures_that_cannot_be_printed() -> None:
    nameless = PICTURE.replace(' descr="Eine Karte"', "")
    data = docx(
        chapter(
            paragraph(nameless)
            + paragraph(PICTURE.replace('"pic"', '"emf"'))
            + paragraph(PICTURE.replace('"pic"', '"far"'))
        ),
        relationships=relationship("pic", "image", "media/a.png")
        + relationship("emf", "image", "media/b.emf")
        + relationship("far", "image", "https://example.org/c.png", external=True),
        parts={"word/media/a.png": png(), "word/media/b.emf": b"\x01\0\0\0"},
    )
    files, findings = imported(data)
    assert codes(findings) == ["import.alt", "import.external", "import.picture"]
    assert files["left-out/b.emf"] == b"\x01\0\0\0"


def test_what_is_foreign_is_told() -> None:
    content = paragraph(run("Sichtbar ") + run("geheim", "<w:vanish/>"))
    content += paragraph('<w:r><w:object><o:OLEObject ProgID="Excel.Sheet"/></w:object></w:r>')
    content += paragraph(
        '<w:r><w:sym w:font="Webdings" w:char="F061"/><w:sym w:font="Symbol" w:char="F061"/></w:r>'
    )
    data = docx(
        chapter(content),
        relationships=relationship("set", "settings", "settings.xml"),
        parts={
            "word/vbaProject.bin": b"x",
            "word/settings.xml": "<settings/>",
            "word/_rels/settings.xml.rels": (
                f"<Relationships>{relationship('t', 'attachedTemplate', 'https://evil.example/t.dotm', external=True)}"
                "</Relationships>"
            ),
        },
    )
    files, findings = imported(data)
    assert codes(findings) == ["import.external", "import.hidden", "import.object", "import.symbol"]
    assert "□α" in next(iter(texts(files).values()))


def test_bold_paragraphs_are_headings_if_there_is_no_other() -> None:
    content = "".join(
        paragraph(run(title, "<w:b/>")) + paragraph(text)
        for title, text in (("Eins", "Text."), ("Zwei", "Mehr."))
    )
    files, findings = imported(docx(content))
    assert list(texts(files)) == ["chapters/de/01-eins.md", "chapters/de/02-zwei.md"]
    assert codes(findings) == ["import.typed"]


def test_levels_that_are_left_out() -> None:
    style = '<w:outlineLvl w:val="3"/>'
    files, findings = imported(docx(chapter(paragraph("Tief", "", style) + paragraph("Text."))))
    assert "\n## Tief\n" in next(iter(texts(files).values())) and codes(findings) == ["import.level"]


def test_a_heading_as_long_as_a_page() -> None:
    files, findings = imported(docx(chapter(paragraph("Wort " * 300, "berschrift2") + paragraph("Text."))))
    assert codes(findings) == ["import.heading"] and "## " not in next(iter(texts(files).values()))


def test_a_word_as_long_as_a_page() -> None:
    files, findings = imported(docx(chapter(paragraph("x" * 2500))))
    assert codes(findings) == ["import.word"] and parsed(files)[1] == []


def test_text_boxes_and_boxes_of_one_cell() -> None:
    inner = f"<w:txbxContent>{paragraph('Im Kasten.')}</w:txbxContent>"
    box = f"<w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>"
    table = f"<w:tbl>{row(cell('Allein.'))}</w:tbl>"
    assert body(docx(chapter(paragraph(run("Text.") + box) + table))) == (
        "Text.\n\n::: aside\nIm Kasten.\n:::\n\n::: aside\nAllein.\n:::\n"
    )


def test_a_map_of_styles() -> None:
    data = docx(chapter(paragraph("Merke!", "Hausstil") + paragraph("Text.")))
    assert body(data) == "Merke!\n\nText.\n"
    roles = {"paragraphs": {"Haus Merksatz": "pullquote"}}
    assert body(data, styles=roles) == "::: pullquote\nMerke!\n:::\n\nText.\n"


def test_a_language_without_a_name_and_a_date() -> None:
    empty = "<x/>"
    data = docx(
        paragraph("Text."), core=empty, parts={"word/styles.xml": f"<w:styles xmlns:w='x'>{empty}</w:styles>"}
    )
    files, findings = imported(data)
    assert codes(findings) == ["import.date", "import.language"]
    assert "chapters/en/01-buch.md" in files and b"date = 2000-01-01" in files["book.toml"]


def test_nothing_in_it() -> None:
    from tests.importer.imported import tried

    files, findings = tried(docx(""))
    assert files is None and codes(findings) == ["import.empty"]


@pytest.mark.heavy
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "berschrift1", "berschrift2", "Zitat", "list", "note", "table"]),
            st.integers(1, 4),
        ),
        max_size=8,
    )
)
def test_every_word_arrives_in_order(given: list[tuple[str, int]]) -> None:
    count = 0
    notes: dict[int, str] = {}
    xml: list[str] = []
    for kind, size in given:
        own = [f"w{count + index}w" for index in range(size)]
        count += size
        match kind:
            case "list":
                xml += map(item, own)
            case "note":
                notes[len(notes) + 2] = paragraph(own[-1])
                xml.append(paragraph(run(" ".join(own[:-1]) or "x") + note(len(notes) + 1)))
            case "table":
                xml.append(f"<w:tbl>{row(*map(cell, own), head=True)}{row(cell('–'))}</w:tbl>")
            case _:
                xml.append(
                    paragraph(
                        "".join(run(f"{word} ", "<w:i/>" * (index % 2)) for index, word in enumerate(own)),
                        kind,
                    )
                )
    files, _ = imported(docx(paragraph("Anfang") + "".join(xml), notes=notes))
    chapters, said = parsed(files)
    assert [str(one) for one in said] == [], texts(files)
    text = "".join(f"{printed(one.title)}{printed(one.blocks)}" for one in chapters)
    below = set(re.findall(r"w\d+w", "".join(printed(one.notes) for one in chapters)))
    expected = [f"w{index}w" for index in range(count)]
    assert re.findall(r"w\d+w", text) == [word for word in expected if word not in below]
    assert len(below) == len(notes)


@pytest.mark.heavy
def test_from_the_command_line_to_a_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = docx(
        paragraph("Eins", "berschrift1")
        + paragraph(run("Text") + note(2))
        + paragraph("Zwei", "berschrift1")
        + paragraph("Mehr."),
        notes={2: paragraph("Eine Note.")},
    )
    (tmp_path / "Mein Buch.docx").write_bytes(data)
    target, report = tmp_path / "neu", tmp_path / "bericht"
    arguments = ["import", str(tmp_path / "Mein Buch.docx"), "--dir", str(target)]
    assert main([*arguments, "--report", f"{report}.html"]) == 0
    assert "A book of 2 chapters is in" in capsys.readouterr().out
    assert "Read as <b>docx</b> (it is a file of Word): 2 chapters" in Path(f"{report}.html").read_text()
    result = api.build(target)
    assert not result.failed, [str(one) for one in result.diagnostics]
    assert {path.suffix for path in result.files} >= {".pdf", ".epub"}
    assert (
        main([*arguments[:-1], str(tmp_path / "again"), "--report", f"{report}.json", "--locale", "de-AT"])
        == 0
    )
    assert '"counts": {}' in Path(f"{report}.json").read_text()
    assert (tmp_path / "again/chapters/de-AT/01-eins.md").exists()


@pytest.mark.parametrize(
    ("locale", "words", "name"),
    [
        ("de", "Rückwärts nach Größe", "rueckwaerts-nach-groesse"),
        ("de-AT", "Rückwärts", "rueckwaerts"),
        ("de-CH", "Ru\u0308ckwa\u0308rts", "rueckwaerts"),
        ("de", "ÄÖÜ ẞ", "aeoeue-ss"),
        ("en", "Rückwärts", "ruckwarts"),
        ("sv", "Smörgås på", "smorgas-pa"),
        ("da", "Blåbær ø", "blabaer-o"),
        ("pl", "Łódź", "lodz"),
        ("tr", "Işık", "isik"),
        ("fr", "Œuvre d’été", "oeuvre-d-ete"),
        ("ru", "Глава", "chapter"),
        ("de", "月", "chapter"),
    ],
)
def test_names_are_written_as_the_language_writes_ascii(locale: str, words: str, name: str) -> None:
    content = paragraph(bookmark(words) + run("Text.")) + paragraph(field(f'REF "{words}"', run("dort")))
    data = docx(
        paragraph(words, "berschrift1") + content + paragraph(PICTURE),
        relationships=relationship("pic", "image", f"media/{words}.png"),
        parts={f"word/media/{words}.png": png()},
    )
    files, _ = imported(data, locale=locale)
    assert f"chapters/{locale}/01-{name}.md" in files
    own = name.replace("chapter", "text")
    assert f"chapters/{locale}/images/{own}.png" in files
    assert all(path.isascii() for path in files)


def bookmark(name: str) -> str:
    return f'<w:bookmarkStart w:id="1" w:name="{name}"/><w:bookmarkEnd w:id="1"/>'


MARKED = {
    "chapter": lambda name: paragraph(bookmark(name) + run("Zweites"), "berschrift1") + paragraph("Text."),
    "heading": lambda name: paragraph(bookmark(name) + run("Abschnitt"), "berschrift2"),
    "paragraph": lambda name: paragraph(run("Hier ") + bookmark(name) + run("steht es.")),
    "between": lambda name: bookmark(name) + paragraph("Danach."),
    "quotation": lambda name: paragraph(bookmark(name) + run("Zitat"), "Zitat"),
    "item": lambda name: paragraph(
        bookmark(name) + run("Punkt"), "", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    ),
    "cell": lambda name: (
        f"<w:tbl>{row(cell('a'), cell(bookmark(name) + run('b')))}{row(cell('c'), cell('d'))}</w:tbl>"
    ),
    "note": lambda name: paragraph(run("Wort") + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
    "caption": lambda name: (
        paragraph(
            bookmark(name) + run("Tabelle ") + field("SEQ Tabelle", run("1")) + run(": Was"), "Beschriftung"
        )
        + f"<w:tbl>{row(cell('a'), cell('b'), head=True)}{row(cell('c'), cell('d'))}</w:tbl>"
    ),
    "twice in one": lambda name: paragraph(bookmark(name) + run("a") + bookmark(name) + run("b")),
}
PAIRS = [
    ("ziel", "ziel"), ("Ziel", "ziel"), ("Größe", "Grosse"), ("a_b", "a-b"), ("_x", "x"), ("x" * 60, "x" * 60 + "y"),
    ("月", "日"), ("ref-x", "x"), ("x-2", "x"),
]  # fmt: skip


def _with_marks(first: str, second: str, names: tuple[str, str]) -> bytes:
    content = MARKED[first](names[0]) + MARKED[second](names[1])
    content += "".join(paragraph(run("Siehe ") + field(f"REF {name}", run("dort"))) for name in names)
    return docx(chapter(content), notes={2: paragraph(bookmark(names[0]) + run("Die Note."))})


@given(st.sampled_from(sorted(MARKED)), st.sampled_from(sorted(MARKED)), st.sampled_from(PAIRS))
def test_no_anchor_is_there_twice(first: str, second: str, names: tuple[str, str]) -> None:
    files, _ = imported(_with_marks(first, second, names))
    anchors = [path.rpartition("/")[2][:-3] for path in texts(files)]
    for text in texts(files).values():
        anchors += re.findall(r"\{#([^ }]+)", text)
    assert len(anchors) == len(set(anchors)), texts(files)
    words = "".join(texts(files).values())
    targets = re.findall(r"\]\(#([^)]+)\)", words)
    assert set(targets) <= set(anchors)
    if "note" not in (first, second):
        assert len(targets) == 2 and (targets[0] == targets[1]) is (names[0] == names[1])


@pytest.mark.parametrize("places", [("chapter", "paragraph"), ("heading", "heading"), ("note", "note")])
def test_a_book_with_a_bookmark_twice_has_no_error(places: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(_with_marks(*places, ("ziel", "ziel")))
    assert main(["import", str(tmp_path / "a.docx"), "--dir", str(tmp_path / "neu")]) == 0
    checked = api.check(tmp_path / "neu")
    assert not checked.failed and "id.twice" not in {one.code for one in checked.diagnostics}


def test_a_page_without_its_word_is_told() -> None:
    content = paragraph(run("Wort", "") + '<w:bookmarkStart w:id="1" w:name="ziel"/>') + paragraph(
        run("Vergleiche ") + field("PAGEREF ziel", run("12"))
    )
    files, findings = imported(docx(chapter(content)))
    assert codes(findings) == ["import.page"]
    assert next(iter(texts(files).values())).endswith("Vergleiche [12](#ref-ziel)\n")


def test_a_chapter_that_is_too_large_is_divided() -> None:
    files, findings = imported(docx(chapter(paragraph("Wort " * 20_000) * 9)))
    assert codes(findings) == ["import.large"] and len(texts(files)) > 1
    assert sum(text.count("Wort") for text in texts(files).values()) == 180_000


def test_a_wrong_isbn_and_a_cover_are_told() -> None:
    from bookbuilder.diagnostics import Findings
    from bookbuilder.importers.importer import ImportRequest
    from bookbuilder.importers.manuscript.book_files import book_files
    from bookbuilder.importers.manuscript.nodes import Image as File
    from bookbuilder.importers.manuscript.nodes import Manuscript, Metadata, Paragraph, Section, Text
    from bookbuilder.importers.source import file_source
    from tests.importer.imported import WORLD

    metadata = Metadata(title="T", language="de", date="2024-01-01", isbn="978-3-16-148410-1", cover="c")
    manuscript = Manuscript(
        metadata, (Section((Text("A"),), (Paragraph((Text("B"),)),)),), {}, {"c": File("Cover.png", png())}
    )
    findings = Findings()
    files = book_files(manuscript, ImportRequest(file_source("a.txt", b"x"), "a"), WORLD, findings)
    assert files is not None and "chapters/de/images/cover.png" in files
    assert codes(findings) == ["import.isbn"]


def test_a_large_initial_letter_belongs_to_its_word() -> None:
    lowered = run("E", '<w:position w:val="-3"/>')
    initial = paragraph(lowered, "", '<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert body(docx(chapter(initial + paragraph("s war einmal.")))) == "Es war einmal.\n"


def test_a_fixed_width_font_within_a_word_is_no_code() -> None:
    mono = '<w:rFonts w:ascii="Courier New"/>'
    text = run("Thes") + run("e ", mono) + run("are, ") + run("x = 1", mono) + run(".")
    assert body(docx(chapter(paragraph(text)))) == "These are, `x = 1`.\n"


def test_a_line_with_the_day_of_the_file_is_its_date_and_no_text() -> None:
    """The properties of the file state the first of March."""
    for line, kept in (("1. März 2024", False), ("2024-05-06", False), ("Ostern 2024, um 10 Uhr", True)):
        files, _ = imported(docx(paragraph(line, "Datum") + chapter(paragraph("Text."))))
        day = "2024-05-06" if line == "2024-05-06" else "2024-03-01"
        assert f"date = {day} #" in files["book.toml"].decode()
        assert any(line in text for text in texts(files).values()) is kept


def test_an_imprint_of_our_own_is_left_out() -> None:
    """A book prints its own; other words in that style stay."""
    own = docx(
        chapter(paragraph("Text."))
        + paragraph("Impressum", "berschrift1")
        + paragraph("1. Auflage", "Impressum")
        + paragraph("Ende", "berschrift1")
        + paragraph("Schluss.")
        + paragraph("Verlag", "Impressum"),
        parts={"word/styles.xml": STYLES.replace("</w:styles>", _IMPRINT + "</w:styles>")},
    )
    files, findings = imported(own)
    assert list(texts(files)) == ["chapters/de/01-kapitel.md", "chapters/de/02-ende.md"]
    assert "Schluss.\n\nVerlag\n" in texts(files)["chapters/de/02-ende.md"]
    assert codes(findings) == ["import.contents"]


_IMPRINT = '<w:style w:type="paragraph" w:styleId="Impressum"><w:name w:val="Imprint"/></w:style>'


@pytest.mark.parametrize("external", [False, True])
def test_the_main_part_is_the_one_that_the_package_names(external: bool) -> None:
    mode = ' TargetMode="External"' if external else ""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = f'<Relationship Id="r1" Type="{office}" Target="word/other.xml"{mode}/>'
    parts = {
        "_rels/.rels": f"<Relationships>{main}</Relationships>",
        "word/other.xml": f"<w:document {W}><w:body>{paragraph('Das andere.')}</w:body></w:document>",
    }
    files, _ = imported(docx(paragraph("Das eine."), parts=parts))
    text = "".join(texts(files).values())
    assert ("Das eine." in text, "Das andere." in text) == (external, not external)
