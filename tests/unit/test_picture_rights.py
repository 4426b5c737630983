"""Rights in pictures: what an edition may not show is refused, credits are printed, and nothing of a camera goes out."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.document.remove_picture_metadata import without_metadata
from bookbuilder.picture_rights.embedded_rights import embedded_rights
from bookbuilder.picture_rights.metadata_blocks import blocks
from bookbuilder.picture_rights.pictures_file import read_pictures_file
from tests.cases import book

CHAPTER = "# A\n\nText.\n\n::: figure\n![a](images/a.jpg)\n\nCaption.\n:::\n"
PACKET = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:c="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" photoshop:Credit="AFP"
 e:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia">
<plus:ModelReleaseStatus rdf:resource="http://ns.useplus.org/ldf/vocab/MR-NON"/>
<dc:creator><rdf:Seq><rdf:li>Jean Photo</rdf:li><rdf:li>Ana\nDos</rdf:li></rdf:Seq></dc:creator>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Title</rdf:li><rdf:li xml:lang="de-DE">Titel</rdf:li></rdf:Alt></dc:title>
<c:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="en">A street.</rdf:li></rdf:Alt></c:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
TURNED, SECRET = 6, b"CameraWorks Model 5"


def photo(form: str = "JPEG", *, turned: int = TURNED, size: tuple[int, int] = (60, 40)) -> bytes:
    """Return a picture that says with which camera and where it was taken, and whose it is."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = SECRET.decode(), turned
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 7.0), 3: "E", 4: (13.0, 24.0, 37.0)}
    out = io.BytesIO()
    match form:
        case "JPEG":
            picture.save(out, form, exif=exif, xmp=PACKET, comment=SECRET, progressive=True)
        case "PNG":
            from PIL.PngImagePlugin import PngInfo

            info = PngInfo()
            info.add_text("Comment", SECRET.decode())
            info.add_itxt("XML:com.adobe.xmp", PACKET.decode())
            picture.save(out, form, exif=exif, pnginfo=info)
        case "WEBP":
            picture.save(out, form, exif=exif, xmp=PACKET)
        case "GIF":
            picture.save(out, form, comment=SECRET)
    return out.getvalue()


def iptc(author: bytes, agency: bytes, charset: bytes = b"") -> bytes:
    """Return a JPEG with IPTC-IIM, as older programs write it."""
    sets = b"".join(
        b"\x1c" + bytes(number) + len(text).to_bytes(2) + text
        for number, text in (((1, 90), charset), ((2, 80), author), ((2, 110), agency))
    )
    resource = b"8BIM\x04\x04\0\0" + len(sets).to_bytes(4) + sets + b"\0" * (len(sets) % 2)
    content = b"Photoshop 3.0\0" + resource
    plain = without_metadata(photo(turned=1), "JPEG")
    return plain[:2] + b"\xff\xed" + (len(content) + 2).to_bytes(2) + content + plain[2:]


FORMS = ("JPEG", "PNG", "WEBP", "GIF")


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_keeps_pixels_and_turn_and_nothing_else(form: str) -> None:
    data = photo(form)
    behind = b"" if form == "WEBP" else SECRET
    plain = without_metadata(data + behind, form)
    assert SECRET not in plain and b"xmpmeta" not in plain
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(plain))
    assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
    assert dict(after.getexif()) == ({0x0112: TURNED} if form != "GIF" else {})
    assert without_metadata(plain, form) == plain


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_without_metadata_stays_as_it_is(form: str) -> None:
    plain = without_metadata(photo(form, turned=1), form)
    assert without_metadata(plain, form) is plain


def test_a_drawing_loses_what_its_editor_keeps() -> None:
    import base64

    inside = base64.b64encode(photo()).decode()
    drawing = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
 xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"><metadata>secret</metadata>
<text>a<tspan inkscape:export-filename="/home/erika/x.png">b</tspan></text><inkscape:grid/>
<image width="9" height="9" xlink:href="data:image/jpeg;base64,{inside}"/></svg>""".encode()
    plain = without_metadata(drawing, "SVG")
    assert (
        b"secret" not in plain
        and b"erika" not in plain
        and b"grid" not in plain
        and b"<tspan>b</tspan>" in plain
    )
    assert inside.encode() not in plain
    clean = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>metadata</text></svg>'
    assert without_metadata(clean, "SVG") is clean


@given(st.sampled_from(FORMS), st.binary(max_size=60), st.integers(0, 3000), st.booleans())
def test_any_bytes_are_read_to_their_end(form: str, noise: bytes, at: int, cut: bool) -> None:
    data = photo(form)
    at = min(at, len(data))
    broken = data[:at] + noise + (b"" if cut else data[at:])
    places = [(one.start, one.end) for one in blocks(broken, form)]
    assert places == sorted(places) and all(start <= end for start, end in places)
    without_metadata(broken, form)
    embedded_rights(broken, form)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_rights_are_read_from_the_file(form: str) -> None:
    rights = embedded_rights(photo(form), form)
    assert (rights.author, rights.agency) == ("Jean Photo, Ana Dos", "AFP")
    assert rights.title == {"": "Title", "de-de": "Titel"}
    assert (rights.release, rights.made) == ("none", "trainedAlgorithmicMedia")
    assert rights.alt["en"].text == "A street."


def test_older_metadata_are_read_as_well() -> None:
    rights = embedded_rights(iptc("Jörg Foto".encode("latin-1"), b"dpa"), "JPEG")
    assert (rights.author, rights.agency) == ("Jörg Foto", "dpa")
    assert embedded_rights(iptc("Jörg".encode(), b"", b"\x1b%G"), "JPEG").author == "Jörg"


@given(st.text(max_size=300))
def test_anything_can_stand_in_pictures_toml(text: str) -> None:
    read_pictures_file([("pictures.toml", text)], Findings())


# -- editions ----------------------------------------------------------------------------------------------------------

EDITIONS = """
[editions.print]
format = "pdf"

[editions.screen]
format = "pdf"
pages = "screen"

[editions.epub]
format = "epub"

[editions.web]
format = "web"
"""


def told(root: Path, rights: str, *, settings: str = "", chapter: str = CHAPTER) -> list[str]:
    """Return what a check of all editions says of rights."""
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": chapter,
        "chapters/de/images/a.jpg": without_metadata(photo(), "JPEG"),
        "pictures.toml": rights,
    }
    book.write(root, files, editions=settings + EDITIONS)
    found = api.check(root, jobs=1).diagnostics
    return [f"{one.span.line} [{one.code}] {one.message}" for one in found if one.code.startswith("rights.")]


def entry(lines: str) -> str:
    return f'[pictures."images/a.jpg"]\nauthor = "Erika"\n{lines}\n'


A = "chapters/de/images/a.jpg"


def test_a_medium_without_a_licence_is_refused(tmp_path: Path) -> None:
    assert told(tmp_path, entry('media = ["print", "web"]')) == [
        f"6 [rights.medium] {A} may be shown in print and web, but the edition epub is for epub",
        f"6 [rights.medium] {A} may be shown in print and web, but the edition screen is for pdf",
    ]


def test_countries_are_compared_with_those_where_the_book_is_sold(tmp_path: Path) -> None:
    rights = entry('territory = ["DE", "AT"]\nmedia = ["print", "pdf", "epub", "web"]')
    assert len(told(tmp_path / "everywhere", rights)) == 4
    german = '[pictures]\nterritory = ["DE"]\n'
    assert told(tmp_path / "german", rights, settings=german) == []
    swiss = EDITIONS.replace("[editions.web]", '[editions.web]\nterritory = ["DE", "CH"]')
    root = book.write(
        tmp_path / "swiss",
        {"chapters/de/01-a.md": CHAPTER, A: photo(), "pictures.toml": rights},
        editions=german + swiss,
    )
    (one,) = [one for one in api.check(root, jobs=1).diagnostics if one.code == "rights.territory"]
    assert one.message == f"{A} may be shown in DE and AT, but the edition web is sold in CH as well"


@pytest.mark.parametrize(
    ("bounds", "code", "words"),
    [
        ("until = 2022-01-23", "rights.ended", "until 2022-01-23, but the book comes out on 2022-01-24"),
        ("until = 2022-01-24", "rights.ending", "until 2022-01-24, 0 days after the book comes out"),
        ("until = 2022-02-22", "rights.ending", "until 2022-02-22, 29 days after the book comes out"),
        ("until = 2022-02-23", "", ""),
        ("from = 2022-01-25", "rights.early", "from 2022-01-25, but the book comes out on 2022-01-24"),
        ("from = 2022-01-24", "", ""),
    ],
)
def test_the_day_of_the_book_is_the_day_of_the_licence(
    tmp_path: Path, bounds: str, code: str, words: str
) -> None:
    expected = [f"6 [{code}] {A} may be shown {words}"] if code else []
    assert told(tmp_path, entry(bounds)) == expected


def test_a_licence_of_the_house_bounds_its_pictures(tmp_path: Path) -> None:
    house = "[licences.agency]\nuntil = 2022-01-01\n"
    assert "rights.ended" in told(tmp_path / "a", house + entry('licence = "agency"'))[0]
    assert told(tmp_path / "b", house + entry('licence = "agency"\nuntil = 2032-01-01')) == []


def test_pictures_without_rights_and_rights_without_pictures_are_told(tmp_path: Path) -> None:
    assert told(tmp_path, '[pictures."images/b.jpg"]\nauthor = "A"\n') == [
        f"6 [rights.missing] nothing is known of the rights in {A}",
        "1 [rights.unused] there is no picture images/b.jpg",
    ]


def test_a_book_that_knows_no_rights_reads_none(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER, A: photo()}, editions=EDITIONS)
    result = api.build(root, jobs=1)
    assert not [one for one in result.diagnostics if one.code.startswith("rights.")]
    assert "AFP" not in (root / "output/fall.de/01-a.html").read_text(encoding="utf-8")


def test_nothing_of_the_camera_goes_out(tmp_path: Path) -> None:
    chapter = "# A\n\nText.\n\n" + "\n\n".join(
        f"![a](images/a.{end})" for end in ("jpg", "png", "webp", "gif")
    )
    files = {
        f"chapters/de/images/a.{end}": photo(form) for end, form in zip(("jpg", "png", "webp", "gif"), FORMS)
    }
    root = book.write(tmp_path, {"chapters/de/01-a.md": chapter, **files}, editions=EDITIONS)
    api.build(root, jobs=1)
    seen = 0
    for path in sorted((root / "output").rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        parts = [data]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts = [archive.read(name) for name in archive.namelist()]
        for part in parts:
            seen += 1
            assert SECRET not in part and b"Jean Photo" not in part
    assert seen > 10


def test_the_desk_sees_what_is_to_do_today(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": CHAPTER, A: photo()}
    rights = {"pictures.toml": entry("until = 2030-01-01")}
    root = book.write(tmp_path, files | rights, editions=EDITIONS)
    assert main(["pictures", "list", str(root), "--on", "2029-12-20", "--json", "--jobs", "1"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)["pictures"]
    assert listed["problems"] == ["ends on 2030-01-01", "model release: none"]
    assert main(["pictures", "list", str(root), "--on", "2030-01-02", "--jobs", "1", "--strict"]) == 1
    assert "ended on 2030-01-01" in capsys.readouterr().out
    assert main(["pictures", "list", str(root), "--on", "soon"]) == 2


def test_a_pdf_and_a_page_say_whose_a_picture_is(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": CHAPTER, A: photo()}
    rights = {"pictures.toml": entry('licence = "CC-BY-4.0"\nrelease = "unlimited"')}
    root = book.write(tmp_path, files | rights, editions=EDITIONS)
    api.build(root, jobs=1)
    with pikepdf.open(root / "output/fall.de.print.pdf") as pdf:
        streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        (packet,) = [one.Metadata.read_bytes().decode() for one in streams if "/Metadata" in one]
    assert "<rdf:li>Erika</rdf:li>" in packet and "Erika / AFP, CC BY 4.0" in packet
    assert "https://creativecommons.org/licenses/by/4.0/" in packet and "MR-UMR" in packet
    page = (root / "output/fall.de/01-a.html").read_text(encoding="utf-8")
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    (image,) = json.loads(data)["image"]
    assert image["contentUrl"] == "images/a.jpg" and image["caption"] == "Caption."
    assert image["creator"] == {"@type": "Person", "name": "Erika"}
    assert image["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_part_of_a_picture_that_may_not_be_altered(tmp_path: Path) -> None:
    cut = CHAPTER.replace("(images/a.jpg)", '(images/a.jpg){crop="1:1"}')
    assert told(tmp_path, entry('licence = "CC-BY-ND-4.0"'), chapter=cut) == [
        f"6 [rights.altered] {A} is cut, which CC-BY-ND-4.0 does not allow"
    ]
