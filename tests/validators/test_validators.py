"""Each judge really judges: a sound file has no findings, a broken one has the finding we broke it for."""

import sys
import time
import zipfile
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser

from tests.patience import PATIENCE
from tests.validators import JudgeFailed, JudgeMissing, ace, epubcheck, machine, qpdf_check, verapdf
from tests.validators.resident import Resident

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
PACKAGE = """<?xml version="1.0"?>
<package version="3.0" xmlns="http://www.idpf.org/2007/opf" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:7f5f6d3e-6a3b-5a58-9f8a-3f1f5c9a0b11</dc:identifier>
<dc:title>A sound book</dc:title><dc:language>en</dc:language>
<meta property="dcterms:modified">2022-01-19T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Nothing but text.</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine><itemref idref="one"/></spine>
</package>"""
PAGE = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>A sound page</title></head>
<body>{body}</body></html>"""
NAV = """<nav epub:type="toc" role="doc-toc"><h1>Contents</h1><ol><li><a href="one.xhtml">One</a></li></ol></nav>"""
TEXT = "<section><h1>One</h1><p>Text.</p></section>"

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:{prefix}="{namespace}">
{claim}<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A sound page</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
ARCHIVE = {
    "prefix": "pdfaid",
    "namespace": "http://www.aiim.org/pdfa/ns/id/",
    "claim": "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>",
}
ACCESS = {
    "prefix": "pdfuaid",
    "namespace": "http://www.aiim.org/pdfua/ns/id/",
    "claim": "<pdfuaid:part>1</pdfuaid:part>",
}


def make_epub(path: Path, *, text: str = TEXT, package: str = PACKAGE) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("book.opf", package)
        archive.writestr("nav.xhtml", PAGE.format(body=NAV))
        archive.writestr("one.xhtml", PAGE.format(body=text))
    return path


def make_pdf(path: Path, claim: dict[str, str], *, content: bytes = b"", title_shown: bool = True) -> Path:
    """Write one page that keeps its claim (PDF/A-3b or PDF/UA-1) as long as it is blank and shows its title."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(420, 595))
        if content:
            helvetica = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
            helvetica.BaseFont = pikepdf.Name.Helvetica
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=helvetica))
            page.obj.Contents = pdf.make_stream(content)
        metadata = pdf.make_stream(PACKET.format(**claim).encode())
        metadata.Type, metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        pdf.Root.Metadata = metadata
        pdf.Root.Lang = "en"
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        pdf.Root.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=title_shown)
        pdf.save(path, deterministic_id=True)
    return path


def test_epubcheck_accepts_a_sound_book(tmp_path: Path) -> None:
    assert epubcheck(make_epub(tmp_path / "sound.epub")) == ()


def test_epubcheck_names_what_is_wrong(tmp_path: Path) -> None:
    broken = make_epub(tmp_path / "broken.epub", text='<p><a href="gone.xhtml">away</a></p><p>no end')
    found = {finding.rule: finding for finding in epubcheck(broken)}
    assert found["RSC-016"].severity == "FATAL"
    assert found["RSC-016"].place.startswith("one.xhtml:4:")


def test_epubcheck_reports_warnings(tmp_path: Path) -> None:
    odd = make_epub(tmp_path / "odd.epub", package=PACKAGE.replace(">en<", ">de_DE<"))
    assert [finding.rule for finding in epubcheck(odd)] == ["OPF-092"]


def test_ace_accepts_a_sound_book(tmp_path: Path) -> None:
    assert ace(make_epub(tmp_path / "sound.epub")) == ()


def test_ace_names_what_is_wrong(tmp_path: Path) -> None:
    dark = make_epub(
        tmp_path / "dark.epub", text='<h1>One</h1><p style="color:#ccc;background:#fff">Pale.</p>'
    )
    assert {finding.rule for finding in ace(dark)} == {"color-contrast"}


def test_verapdf_accepts_sound_pages(tmp_path: Path) -> None:
    assert verapdf(make_pdf(tmp_path / "archive.pdf", ARCHIVE), "3b") == {"3b": {}}
    assert verapdf(make_pdf(tmp_path / "access.pdf", ACCESS), "ua1") == {"ua1": {}}


def test_verapdf_names_what_is_wrong(tmp_path: Path) -> None:
    text = b"BT /F 12 Tf 72 500 Td (untagged, font not embedded) Tj ET"
    broken = make_pdf(tmp_path / "broken.pdf", ACCESS, content=text, title_shown=False)
    found = verapdf(broken, "ua1", "3b")
    assert {"7.1-3", "7.1-10", "7.21.4.1-1"} <= set(found["ua1"])
    assert "6.2.11.4.1-1" in found["3b"]
    assert found["ua1"]["7.1-3"].count >= 1


def test_verapdf_says_when_it_cannot_read(tmp_path: Path) -> None:
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.7\nnothing\n")
    assert set(verapdf(torn, "ua1")["ua1"]) == {"unreadable"}


def test_qpdf_accepts_a_sound_page(tmp_path: Path) -> None:
    assert qpdf_check(make_pdf(tmp_path / "sound.pdf", ACCESS)) == ()


def test_qpdf_names_what_is_wrong(tmp_path: Path) -> None:
    torn = make_pdf(tmp_path / "torn.pdf", ACCESS)
    torn.write_bytes(torn.read_bytes().replace(b"startxref", b"startxxxx"))
    assert qpdf_check(torn)


def test_a_browser_lays_out_and_runs(tmp_path: Path, chromium: Browser) -> None:
    page_file = tmp_path / "page.html"
    page_file.write_text("<!doctype html><title>T</title><p style='width:50px'>a b c d e f g h i j k l m n")
    page = chromium.new_page()
    page.goto(page_file.as_uri())
    assert page.title() == "T"
    assert page.evaluate("document.querySelector('p').offsetHeight") > 30
    page.close()


def test_a_missing_judge_says_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(JudgeMissing, match=r"apt-get install --no-install-recommends qpdf"):
        qpdf_check(Path("any.pdf"))
    with pytest.raises(JudgeMissing, match=r"apt-get install --no-install-recommends chromium"):
        machine.chromium_program()
    with pytest.raises(JudgeMissing, match="make test-environment"):
        machine.package("no_such_package")


def test_a_judge_that_hangs_is_ended() -> None:
    with pytest.raises(JudgeFailed, match="gave no verdict"):
        machine.run(["sleep", "60"], seconds=0.2)


ECHO = """
import os, sys, time
for line in sys.stdin:
    if "die" in line: sys.exit("I am dying")
    if "sleep" in line: os.fork(), time.sleep(60)
    print('{"failed": "no"}' if "fail" in line else '{"said": %d}' % os.getpid(), flush=True)
"""


def test_a_resident_judge_is_ended_when_it_does_not_answer() -> None:
    judge = Resident("Echo", lambda home: [sys.executable, "-c", ECHO])
    first = judge.ask({}, seconds=60)
    assert judge.ask({}, seconds=60) == first
    with pytest.raises(JudgeFailed, match=r"no verdict on .*\nno\n"):
        judge.ask({"do": "fail"}, seconds=60)
    assert judge.ask({}, seconds=60) == first
    with pytest.raises(JudgeFailed, match=r"ended and gave no verdict on .*\nI am dying"):
        judge.ask({"do": "die"}, seconds=60)
    second = judge.ask({}, seconds=60)
    assert second != first
    with pytest.raises(JudgeFailed, match=r"gave no verdict in 0\.5 s"):
        judge.ask({"do": "sleep"}, seconds=0.5)
    until = time.monotonic() + PATIENCE
    while _living(second) and time.monotonic() < until:  # the system ends a process when it runs next
        time.sleep(0.02)
    assert _living(second) == []
    judge.end()


def _living(group: int) -> list[str]:
    """Return the states of the processes of a group that run or wait."""
    fields = [place.read_text().rpartition(")")[2].split() for place in Path("/proc").glob("[0-9]*/stat")]
    return [state for state, _, member, *_ in fields if int(member) == group and state != "Z"]


@pytest.mark.heavy
def test_a_resident_judge_remembers_nothing(tmp_path: Path) -> None:
    """No finding of one file is told of the next, and a file that is no EPUB is a finding."""
    broken = make_epub(tmp_path / "broken.epub", text="<p>no end")
    sound = make_epub(tmp_path / "sound.epub")
    first = epubcheck(broken)
    assert first and epubcheck(sound) == () and epubcheck(broken) == first
    pale = make_epub(tmp_path / "pale.epub", text='<h1>One</h1><p style="color:#ccc">Pale.</p>')
    found = ace(pale)
    assert found and ace(sound) == () and ace(pale) == found
    torn = tmp_path / "torn.epub"
    torn.write_bytes(b"PK")
    assert epubcheck(torn)
    with pytest.raises(JudgeFailed):
        ace(torn)
    assert ace(sound) == ()
