"""A finding of a validator is told at the line of the chapter that it is about."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from bookbuilder.validators import ace, axe, epubcheck, nu, qpdf, verapdf
from bookbuilder.validators.validator import Validator
from tests.check.made import Made, judge, make, repacked

CHAPTER = """\
# Ein Kapitel

Der erste Absatz.

## Eine Überschrift

Der zweite Absatz[^n] mit Anmerkung.

[^n]: Eine Anmerkung.

| Tag    | Ort  |
|--------|------|
| Montag | Kiew |

::: figure
![Ein Strich](a.svg)

Die Unterschrift des Bildes.
:::

- ein Punkt der Liste
"""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0L9 9" stroke="#000"/></svg>'
)
pytestmark = pytest.mark.usefixtures("warm")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": CHAPTER, "chapters/de/a.svg": PICTURE}
    return make(tmp_path_factory.mktemp("places"), files)


def told(validator: Validator, made: Made, suffix: str, data: bytes) -> set[tuple[str, str, str]]:
    """Return place, code, and who says so."""
    found = judge(validator, made.one(suffix), data)
    return {(str(one.span), one.code, one.message.rpartition("(")[2].rstrip(")")) for one in found}


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("validator", "suffix"),
    [
        (epubcheck.VALIDATOR, ".epub"),
        (ace.VALIDATOR, ".epub"),
        (verapdf.VALIDATOR, ".pdf"),
        (qpdf.VALIDATOR, ".pdf"),
        (nu.VALIDATOR, ".html"),
        (nu.VALIDATOR, "fall.de"),
        (axe.VALIDATOR, ".html"),
        (axe.VALIDATOR, "fall.de"),
    ],
)
def test_nothing_is_wrong_with_a_good_book(made: Made, validator: Validator, suffix: str) -> None:
    assert judge(validator, made.one(suffix)) == ()


@pytest.mark.heavy
def test_epubcheck(made: Made) -> None:
    def broken(name: str, text: str) -> str:
        for good in ("Der zweite Absatz", "Kiew<", "Die Unterschrift", "ein Punkt der"):
            text = text.replace(good, f'<b nosuch="x"></b>{good}' if name.endswith("c-01-a.xhtml") else good)
        return text.replace("Eine Anmerkung.", '<a href="gone.xhtml">Eine Anmerkung.</a>')

    found = told(epubcheck.VALIDATOR, made, ".epub", repacked(made.one(".epub").data, broken))
    assert found >= {
        ("chapters/de/01-a.md:7:1", "epub.invalid", "EPUBCheck RSC-005"),
        ("chapters/de/01-a.md:13:12", "epub.invalid", "EPUBCheck RSC-005"),
        ("chapters/de/01-a.md:21:1", "epub.invalid", "EPUBCheck RSC-005"),
        ("chapters/de/01-a.md:9:1", "epub.invalid", "EPUBCheck RSC-007"),
    }


@pytest.mark.heavy
def test_ace(made: Made) -> None:
    def pale(name: str, text: str) -> str:
        return text.replace("Der zweite", '<span style="color:#ccc;background:#fff">Der zweite</span>')

    found = told(ace.VALIDATOR, made, ".epub", repacked(made.one(".epub").data, pale))
    assert found == {("chapters/de/01-a.md:7:1", "epub.inaccessible", "Ace color-contrast")}


@pytest.mark.heavy
def test_nu(made: Made) -> None:
    data = made.one(".html").data.replace(b"Der zweite Absatz", b"<center>Der zweite</center> Absatz")
    found = told(nu.VALIDATOR, made, ".html", data)
    assert {(place, code) for place, code, _ in found} == {("chapters/de/01-a.md:7:1", "web.invalid")}


def test_axe(made: Made) -> None:
    pale = b'<span style="color:#ccc;background:#fff">Der zweite</span>'
    page = made.one(".html").data
    policy = page.partition(b'<meta http-equiv="Content-Security-Policy"')
    page = policy[0] + policy[2].partition(b">")[2]  # it lets no page have a style of its own
    found = told(axe.VALIDATOR, made, ".html", page.replace(b"Der zweite", pale))
    assert {(place, code) for place, code, _ in found} == {("chapters/de/01-a.md:7:1", "web.inaccessible")}
    assert {who.partition(",")[0] for _, _, who in found} == {"axe color-contrast"}


def test_verapdf(made: Made, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(made.one(".pdf").data)
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure":
                del thing["/Alt"]
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Note":
                del thing["/ID"]
        del pdf.Root["/Metadata"]
        pdf.save(tmp_path / "b.pdf")
    found = judge(verapdf.VALIDATOR, made.one(".pdf"), (tmp_path / "b.pdf").read_bytes())
    places = {(str(one.span), one.code, one.message.rpartition(", ")[2].rstrip(")")) for one in found}
    assert ("chapters/de/01-a.md:18:1", "pdf.inaccessible", "7.3-1") in places, "at the caption of the figure"
    assert ("chapters/de/01-a.md:9:1", "pdf.inaccessible", "7.9-1") in places
    assert {code for _, code, _ in places} == {"pdf.archive", "pdf.inaccessible"}


def test_a_torn_pdf(made: Made) -> None:
    judged = made.one(".pdf")
    found = judge(qpdf.VALIDATOR, judged, judged.data.replace(b"startxref", b"startxxxx"))
    assert {one.code for one in found} == {"pdf.unsound"}
