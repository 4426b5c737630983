"""Size, side and part of a picture: what is cut off is in no file, text runs beside it and none is lost."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bookbuilder import api
from bookbuilder.diagnostics import NOWHERE, Findings
from bookbuilder.document.nodes import AS_THEME, PictureSetting
from bookbuilder.document.picture_files import Picture
from bookbuilder.formats.cropped_picture import Crop, cropped, part, picture_size
from bookbuilder.markdown.picture_setting import OPTIONS, picture_setting, quoted_settings, settings_in
from tests.cases import book

RED, BLUE = (200, 30, 30), (30, 30, 200)
EDITIONS = (
    '[editions.print]\nformat = "pdf"\n\n[editions.epub]\nformat = "epub"\n\n[editions.web]\nformat = "web"\n'
)


def two_halves(form: str = "PNG", *, turned: int = 1) -> bytes:
    """Return a picture that is red on the left and blue on the right."""
    picture = Image.new("RGB", (200, 100), RED)
    picture.paste(BLUE, (100, 0, 200, 100))
    exif = Image.Exif()
    exif[0x0112] = turned
    out = io.BytesIO()
    picture.save(out, form, exif=exif, **({"quality": 100, "subsampling": 0} if form == "JPEG" else {}))
    return out.getvalue()


def near(picture: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    """Whether a pixel has nearly this colour, as far as a JPEG or a palette keeps it."""
    pixel = picture.getpixel(place)
    return isinstance(pixel, tuple) and all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True))


@given(
    st.floats(1, 5000),
    st.floats(1, 5000),
    st.integers(1, 99),
    st.integers(1, 99),
    st.integers(0, 100),
    st.integers(0, 100),
)
def test_a_part_is_inside_the_picture_and_has_its_proportions(
    width: float, height: float, across: int, down: int, left: int, top: int
) -> None:
    x, y, wide, high = part(width, height, f"{across}:{down}", (left, top))
    assert x >= -1e-6 and x + wide <= width + 1e-6 and y >= -1e-6 and y + high <= height + 1e-6
    assert wide / high == pytest.approx(across / down)
    assert wide == pytest.approx(width) or high == pytest.approx(height)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_part_is_cut_out(form: str) -> None:
    data = two_halves(form)
    job = Crop(Picture("a", data, f"image/{form.lower()}", 200, 100), "1:1", (100, 50))
    made = Image.open(io.BytesIO(cropped(job))).convert("RGB")
    assert picture_size(cropped(job), job.picture.media_type) == (100, 100)
    assert near(made, (3, 50), BLUE)
    assert cropped(job) == cropped(job)


def test_a_picture_is_cut_as_it_is_seen() -> None:
    data = two_halves("JPEG", turned=6)  # a quarter to the right: red is above, blue below
    job = Crop(Picture("a", data, "image/jpeg", 200, 100), "1:1", (50, 0))
    made = Image.open(io.BytesIO(cropped(job))).convert("RGB")
    assert made.size == (100, 100) and not dict(made.getexif())
    assert near(made, (50, 50), RED)


def test_a_drawing_shows_its_part() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="10 0 200 100" width="4cm"></svg>'
    made = cropped(Crop(Picture("a", drawing, "image/svg+xml", 200, 100), "1:1", (0, 0)))
    assert b'viewBox="10 0 100 100"' in made and picture_size(made, "image/svg+xml") == (100, 100)


def test_what_is_cut_off_is_in_no_file(tmp_path: Path) -> None:
    chapter = '# A\n\nText.\n\n::: figure {crop="1:1" focus="0% 50%"}\n![a](images/a.png)\n\nCaption.\n:::\n'
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": chapter, "chapters/de/images/a.png": two_halves()}
    root = book.write(tmp_path, files, editions=EDITIONS)
    api.build(root, jobs=1)
    made = Image.open(root / "output/fall.de/images/a.1x1-0-50.png").convert("RGB")
    assert made.size == (100, 100) and made.getcolors() == [(10_000, RED)]
    assert not (root / "output/fall.de/images/a.png").exists()
    images = subprocess.run(
        ["pdfimages", "-list", root / "output/fall.de.print.pdf"], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"image +100 +100 ", images) and " 200 " not in images


@given(st.dictionaries(st.sampled_from([*OPTIONS]), st.text(max_size=12)))
def test_any_value_is_taken_or_refused(options: dict[str, str]) -> None:
    findings = Findings()
    setting = picture_setting(options, {}, NOWHERE, findings)
    assert isinstance(setting, PictureSetting)
    assert setting == AS_THEME or not findings.failed or setting.crop in ("", options.get("crop"))


@given(st.text(alphabet='{}"\\ =wrapidth60%#.abcrop:', max_size=80))
def test_any_braces_are_read(text: str) -> None:
    settings_in(text)
    assert quoted_settings(quoted_settings(text)) == quoted_settings(text)


def test_braces_are_read_in_linear_time() -> None:
    for piece in ('{width="', "{width=1 ", 'a="', "{", "wrap ", '="\\'):
        settings_in(piece * 20_000)


WORDS = "Lage Woche Gespräche Verfahren Länder Entscheidung Vertreter schwierigen"


@pytest.mark.parametrize(
    ("before", "width", "side"), [(180, 40, "right"), (330, 60, "left"), (395, 25, "left")]
)
def test_no_word_is_lost_beside_a_picture(before: int, width: int, side: str, tmp_path: Path) -> None:
    names = WORDS.split()
    numbered = [f"{names[number % len(names)]}x{number}" for number in range(before + 160)]
    chapter = (
        f"# A\n\n{' '.join(numbered[:before])}\n\n::: figure {{width={width}% align={side} wrap}}\n![a](a.png)\n\n"
        f"Caption.\n:::\n\n{' '.join(numbered[before:])}\n\n## Next\n\nEnd.\n"
    )
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": chapter, "chapters/de/a.png": two_halves()}
    root = book.write(tmp_path, files, editions=book.PRINT)
    api.build(root, jobs=1)
    text = subprocess.run(
        ["pdftotext", "-raw", root / "output/fall.de.print.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    joined = re.sub(r"[-‐­]\n", "", text)
    assert [int(number) for number in re.findall(r"x(\d+)", joined)] == sorted(range(len(numbered)))
    (page,) = [one for one in text.split("\f") if "Caption." in one]
    assert f"x{before}" in re.sub(r"[-‐­]\n", "", page), "the text beside it begins on its page"


def test_more_pictures_than_letters(tmp_path: Path) -> None:
    pictures = "\n\n".join("![a](a.png)" for _ in range(27))
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": f"# A\n\n::: figures\n{pictures}\n\nAll.\n:::\n",
        "chapters/de/a.png": two_halves(),
    }
    (one,) = api.check(book.write(tmp_path, files, editions=book.PRINT), jobs=1).diagnostics
    assert f"[{one.code}]" == "[figures.many]" and "27 pictures" in one.message


def test_figures_side_by_side_leave_the_lines_before_them_alone(tmp_path: Path) -> None:
    """They are measured before the page is laid out on which they stand; their floats belong to no line."""
    words = " ".join(f"Wort{number}" for number in range(120))
    group = "::: figures\n![a](a.png)\nOne\n\n![b](a.png)\nTwo\n\nBoth.\n:::\n"
    texts = []
    for name, end in (("with", group), ("without", "Das Ende.\n")):
        files: dict[str, str | bytes] = {
            "chapters/de/01-a.md": f"# A\n\n{words}\n\n{end}",
            "chapters/de/a.png": two_halves(),
        }
        root = book.write(tmp_path / name, files, editions=book.PRINT)
        api.build(root, jobs=1)
        text = subprocess.run(
            ["pdftotext", "-layout", root / "output/fall.de.print.pdf", "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        texts.append([line.split() for line in text.splitlines() if "Wort" in line])
    assert texts[0] == texts[1]
