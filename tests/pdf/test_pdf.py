"""The PDF of the dossier as its reader would find it: text, outline, links, fonts, page labels, metadata."""

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import Built
from tests.sampled import sampled
from tests.validators import qpdf_check, verapdf

LOCALES = ("de", "en")


def pdf(dossier: Built, locale: str) -> Path:
    return dossier.file(f"woche-der-diplomatie.{locale}.pdf")


def text(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("locale", LOCALES)
def test_the_money_is_printed_as_readers_of_the_locale_write_it(dossier: Built, locale: str) -> None:
    words = " ".join(text(pdf(dossier, locale)).replace("\u00a0", " ").split())
    wanted = {
        "de": ("200 Mio. Dollar (rund 176 Mio. Euro)", "200 Millionen Dollar (rund 176 Millionen Euro)"),
        "en": ("$200 million (about €176 million)",),
    }[locale]
    for amount in wanted:
        assert amount in words.replace("- ", "")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_outline_names_every_chapter_and_leads_to_its_page(dossier: Built, locale: str) -> None:
    with pikepdf.open(pdf(dossier, locale)) as book, book.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert len(titles) >= 10
        assert {"de": "Inhalt", "en": "Contents"}[locale] in titles
        for item in outline.root:
            assert item.destination is not None or item.action is not None


@pytest.mark.parametrize("locale", LOCALES)
def test_every_link_inside_the_book_has_its_target(dossier: Built, locale: str) -> None:
    with pikepdf.open(pdf(dossier, locale)) as book:
        known = set(pikepdf.NameTree(book.Root.Names.Dests))
        found = 0
        for page in book.pages:
            for annotation in page.get("/Annots", []):
                if "/Dest" in annotation:
                    assert str(annotation.Dest) in known
                    found += 1
                elif "/A" in annotation:
                    assert re.match(r"https?:|mailto:", str(annotation.A.URI))
        assert found > 50


@pytest.mark.parametrize("locale", LOCALES)
def test_only_fonts_of_the_book_are_embedded(dossier: Built, locale: str) -> None:
    names = set()
    with pikepdf.open(pdf(dossier, locale)) as book:
        for thing in book.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                assert {"/FontFile2", "/FontFile3"} & set(thing.keys())
                names.add(str(thing.FontName).split("+")[-1].lstrip("/"))
    assert names
    assert all(
        re.match(r"Alegreya|AlegreyaSans|SourceCodePro|Source-Code-Pro", n.replace(" ", "")) for n in names
    ), names


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_in_the_contents_is_the_folio_of_the_chapter(dossier: Built, locale: str) -> None:
    with pikepdf.open(pdf(dossier, locale)) as book:
        labels = book.Root.PageLabels.Nums
        first = int(labels[2]) if len(labels) > 2 else 0
        numbers = {page.obj.objgen: n - first + 1 for n, page in enumerate(book.pages)}
        names = pikepdf.NameTree(book.Root.Names.Dests)
        where = {name: numbers[place[0].objgen] for name, place in names.items()}
    printed = text(pdf(dossier, locale))
    title = {"de": "Ein Faden", "en": "A Thread"}[locale]
    (outlook,) = (name for name in where if re.fullmatch(r"07-[a-z]+", name))
    line = next(line for line in printed.splitlines() if title in line and re.search(r"\d+\s*$", line))
    assert int(re.findall(r"\d+", line)[-1]) == where[outlook]


@pytest.mark.parametrize("locale", LOCALES)
def test_metadata_say_what_the_book_is(dossier: Built, locale: str) -> None:
    with pikepdf.open(pdf(dossier, locale)) as book:
        assert str(book.Root.Lang).startswith(locale)
        with book.open_metadata() as xmp:
            assert xmp["dc:title"]
            assert xmp["dc:creator"] == ["Redaktion Dossier"]
            assert xmp["{http://www.w3.org/ns/tdmrep#}reservation"] == "1"


@pytest.mark.parametrize("locale", sampled(LOCALES))
def test_strangers_find_no_fault(dossier: Built, locale: str) -> None:
    path = pdf(dossier, locale)
    assert qpdf_check(path) == ()
    assert verapdf(path, "3a", "ua1") == {"3a": {}, "ua1": {}}
