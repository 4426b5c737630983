"""A small book for merging: it is exported for review, its file is changed, and merged."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from bookbuilder import api
from bookbuilder.diagnostics import Findings
from bookbuilder.document.text_blocks import TextBlock, text_blocks
from bookbuilder.pipeline.artifacts import read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.proof.merge import MergedFiles, merge
from bookbuilder.proof.sent_record import SentRecord, read_sent
from bookbuilder.session import Session
from bookbuilder.world import World

BOOK = """\
[book]
id = "probe"
source = "de"
authors = ["A. Autorin"]
date = 2024-05-01
output = "output"

[locales.de]
title = "Probe"

[imprint]
publisher = "Verlag"
address = ["Straße 1", "10115 Berlin"]
email = "verlag@example.org"
responsible = "A. Autorin"

[editions.epub]
format = "epub"
"""
FACTS = """\
[aid]
amount = "200e6 USD"
"""
NAMES = """\
[places]
kyiv = { de = "Kiew" }
"""
CHAPTER = """\
# Der Anfang

Es war ein *langer* Tag in [Kiew]{name=kyiv}. Niemand sprach ein **lautes** Wort,
und [200 Millionen Dollar]{fact=aid} lagen auf dem Tisch.[^eins] "Nein", sagte einer.

[^eins]: Das stand später in der Zeitung vom Montag.

Der zweite Absatz ist kurz. Er hat zwei Sätze.

Der dritte Absatz steht vor der Tabelle.

| Ort | Zahl |
| --- | --- |
| Hamburg | viele Leute |
| Bremen | wenige Leute |

- ein Punkt der Liste
- noch ein Punkt

Der letzte Absatz.
"""


@dataclass(frozen=True, slots=True)
class SentBook:
    """A book that went out: its folder, what was kept, and the file."""

    root: Path
    record: SentRecord
    data: bytes

    @property
    def chapter(self) -> str:
        """The chapter of `small_book`."""
        return (self.root / "chapters/de/01-anfang.md").read_text(encoding="utf-8")

    def merge(self, files: Mapping[str, bytes], *, write: bool = True) -> MergedFiles:
        """Merge files; the chapters are written."""
        findings = Findings()
        with Session(World.of(self.root), jobs=1, jail=False).work() as work:
            merged = merge(work.context, work.world, files, findings, write=write)
        assert not findings.sorted(), findings.sorted()
        for path, text in merged.applied.texts.items():
            (self.root / path).write_text(text, encoding="utf-8", newline="")
        return merged

    def blocks(self) -> Sequence[TextBlock]:
        """Return the texts of the book as it is now."""
        with Session(World.of(self.root), jobs=1, jail=False).work() as work:
            request = BuildRequest((self.record.locale,), (self.record.edition,), export=True)
            planned = read_books(work.context, request)
        book = planned.books[planned.only_laid_out]
        return tuple(block for chapter in book.document.chapters for block in text_blocks(chapter))


def small_book(root: Path, chapter: str = CHAPTER, form: str = "docx") -> SentBook:
    """Write a small book, and export it for review."""
    (root / "chapters/de").mkdir(parents=True)
    (root / "book.toml").write_text(BOOK, encoding="utf-8")
    (root / "facts.toml").write_text(FACTS, encoding="utf-8")
    (root / "names.toml").write_text(NAMES, encoding="utf-8")
    (root / "chapters/de/01-anfang.md").write_text(chapter, encoding="utf-8", newline="")
    return send(root, form)


def send(root: Path, form: str = "docx", locale: str = "") -> SentBook:
    """Export a book for review."""
    result = api.export(root, form, locale=locale, review=True, jobs=1, jail=False)
    assert result.files, result.diagnostics
    place = next(one for one in result.files if one.suffix == f".{form}")
    kept = next(one for one in result.files if one.suffix == ".toml")
    record = read_sent(kept.read_text(encoding="utf-8"), kept.name, Findings())
    assert record is not None
    return SentBook(root, record, place.read_bytes())


def edited(data: bytes, edit: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """Return a file with one of its parts edited, which must change."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as result:
        for name in archive.namelist():
            said = archive.read(name)
            if name == part:
                text = edit(said.decode())
                assert text != said.decode(), "nothing was edited"
                said = text.encode()
            result.writestr(name, said)
    return out.getvalue()


def replaced(data: bytes, *pairs: tuple[str, str], part: str = "word/document.xml") -> bytes:
    """Return a file in which texts are others; each must be there once."""

    def edit(text: str) -> str:
        for old, new in pairs:
            assert text.count(old) == 1, (old, text.count(old))
            text = text.replace(old, new)
        return text

    return edited(data, edit, part)


def tracked(old: str, new: str, author: str = "Lektorin") -> str:
    """Return a recorded change inside a run of Word."""
    about = f'w:id="900" w:author="{author}" w:date="2024-05-02T10:00:00Z"'
    out = f"<w:del {about}><w:r><w:delText>{old}</w:delText></w:r></w:del>" if old else ""
    put = f'<w:ins {about}><w:r><w:t xml:space="preserve">{new}</w:t></w:r></w:ins>' if new else ""
    return f'</w:t></w:r>{out}{put}<w:r><w:t xml:space="preserve">'
