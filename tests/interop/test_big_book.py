"""A book of two hundred pages builds, and is as sound as a small one."""

import re
import subprocess
from collections.abc import MutableMapping
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import tomlkit

from tests.conftest import Shared
from tests.interop.conftest import COMMAND, REPO
from tests.interop.test_calibre import epubs
from tests.measured_command import measured, usage_of
from tests.validators import ace, epubcheck, qpdf_check, verapdf

CHAPTERS, SECTIONS, PARAGRAPHS, SENTENCES = 15, 5, 6, 10
LOCALE = "de"
PRINTED, USAGE = "printed.txt", "usage.json"


def sentences() -> list[str]:
    """Return the plain sentences of the starter book, without any markup in them."""
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((REPO / "chapters" / LOCALE).glob("*.md"))
    )
    found = re.findall(r"(?<=[.?!] )[A-ZÄÖÜ][^.?!\[\](){}:*`|<>#^~_\n]{30,}[.?!](?= )", text)
    assert len(found) > 40
    return found


def chapter(number: int, words: "cycle[str]") -> str:
    """Return a chapter with sections, notes, a list and a table."""
    lines = ["---", f"title: Kapitel der Probe {number}", "---", ""]
    for section in range(1, SECTIONS + 1):
        lines += [f"## Abschnitt {number}.{section} {{#abschnitt-{number}-{section}}}", ""]
        for paragraph in range(PARAGRAPHS):
            note = f"[^n{section}-{paragraph}]" if paragraph % 2 == 0 else ""
            lines += [" ".join(islice(words, SENTENCES)) + note, ""]
            if note:
                lines += [f"{note}: {next(words)}", ""]
        lines += [f"- {next(words)}\n- {next(words)}", "", "| Tag | Zahl |\n| --- | ---: |"]
        lines += [f"| Tag {day} | {number * day} |" for day in range(1, 6)]
        lines += [""]
    if number > 1:
        lines += [f"Mehr dazu steht in [](#abschnitt-{number - 1}-1).", ""]
    return "\n".join(lines)


def keep_one_locale(table: MutableMapping[str, Any]) -> None:
    """Take the other locale out of the settings, wherever they have both."""
    if {"de", "en"} <= set(table):
        del table["en"]
    for value in table.values():
        if isinstance(value, MutableMapping):
            keep_one_locale(value)


@pytest.fixture(scope="module")
def big(shared: Shared) -> Path:
    return shared.folder("big", _build)


def _build(folder: Path) -> None:
    """Write and build the book, and keep the peak memory (KiB) of the largest process of its build."""
    settings = tomlkit.parse((REPO / "book.toml").read_text(encoding="utf-8"))
    keep_one_locale(settings)
    place = folder / "chapters" / LOCALE
    place.mkdir(parents=True)
    (folder / "book.toml").write_text(tomlkit.dumps(settings), encoding="utf-8")
    words = cycle(sentences())
    for number in range(1, CHAPTERS + 1):
        (place / f"{number:02}-probe.md").write_text(chapter(number, words), encoding="utf-8")
    with (folder / PRINTED).open("w") as out:
        command = measured(folder / USAGE, COMMAND, "build", "--locale", LOCALE)
        build = subprocess.run(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, check=False)
    assert build.returncode == 0, (folder / PRINTED).read_text(encoding="utf-8")


def test_it_has_its_pages_and_bookmarks(big: Path) -> None:
    [path] = big.glob("output/**/*.pdf")
    assert qpdf_check(path) == ()
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        assert len(pdf.pages) >= 200
        titles = [str(item.title).replace("\u00a0", " ") for item in outline.root]
    for number in range(1, CHAPTERS + 1):
        assert any(f"Kapitel der Probe {number}" in title for title in titles), titles


def test_no_sentence_is_lost_in_print(big: Path) -> None:
    [path] = big.glob("output/**/*.pdf")
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, timeout=300, check=True)
    printed = re.sub(r"[\s\u00ad\u2010-]+", "", done.stdout)
    for sentence in sentences():
        assert any(re.sub(r"[\s\u00ad\u2010-]+", "", part) in printed for part in sentence.split(", ")), (
            sentence
        )


def test_its_epub_is_clean(big: Path) -> None:
    path = epubs(big)[LOCALE]
    assert epubcheck(path) == ()
    assert ace(path, seconds=600) == ()


def test_verapdf_reads_it_to_the_end(big: Path) -> None:
    [path] = big.glob("output/**/*.pdf")
    assert "unreadable" not in verapdf(path, "ua1", seconds=900)["ua1"]


def test_it_fits_into_memory(big: Path) -> None:
    usage = usage_of(big / USAGE)
    assert usage is not None
    assert 0 < usage.peak < 4 << 30, f"{usage.peak >> 20} MiB"
