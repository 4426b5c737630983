"""Three hundred damaged manuscripts: each is imported or refused in a sentence, and names no file outside the book."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import PurePosixPath

import pytest

from bookbuilder.diagnostics import BookbuilderError, Severity
from tests.importer.docx_files import docx, field, item, note, paragraph, run
from tests.importer.imported import archive, parsed, tried
from tests.importer.test_odt import odt
from tests.importer.test_pages import epub
from tests.sampled import sampled

ODD = (
    "", "-1", "0", "999999999999", "1e9", "²", "../../../etc/passwd", "/etc/passwd", "file:///etc/passwd",
    "http://127.0.0.1:1/x", "\\\\host\\share", "C:\\x", "a" * 20_000, "\u202e\u0000\ufffe", "]]&gt;", "${x}", "{{ x }}",
    "javascript:alert(1)", "#", "..", "&amp;&amp;", "\n\n---\n", "::: aside", "[^1]",
)  # fmt: skip
"""Values for an attribute or a text."""
_VALUE = re.compile(rb'="[^"<>]*"')
_TEXT = re.compile(rb">[^<>]+<")
_ELEMENT = re.compile(rb"<([\w:]+)(?: [^<>]*)?>[^<>]*</\1>")
Damage = Callable[[bytes, random.Random], bytes]


def word() -> bytes:
    """Return a file of Word with notes, a table, a list, a field, a picture and a comment."""
    picture = '<w:r><w:drawing><wp:docPr id="1" descr="Bild"/><a:blip r:embed="rId9"/></w:drawing></w:r>'
    cells = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{}</w:tc>'.format(paragraph("Zelle"))
    body = (
        paragraph("Titel", "Titel") + paragraph("Eins", "berschrift1") + paragraph(run("Text.") + note(1))
        + f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>" + item("Punkt") + item("Mehr", 1, 1)
        + paragraph(field("REF ziel \\h", run("siehe"))) + paragraph(picture)
        + paragraph(f'<w:commentRangeStart w:id="0"/>{run("Worte")}<w:commentRangeEnd w:id="0"/>')
        + paragraph(
            f'<w:ins w:author="Eva">{run("neu")}</w:ins>'
            '<w:del w:author="Eva"><w:r><w:delText>alt</w:delText></w:r></w:del>'
        )
    )  # fmt: skip
    comment = f'<w:comment w:id="0" w:author="Eva">{paragraph("Wirklich?")}</w:comment>'
    return docx(
        body, notes={1: paragraph("Note.")}, comments=comment, parts={"word/media/image1.png": b"\x89PNG"}
    )


def text() -> bytes:
    """Return a text of LibreOffice."""
    inner = (
        '<text:h text:outline-level="1">Eins</text:h><text:p text:style-name="P1">Text<text:note text:note-class="footnote">'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>Note</text:p></text:note-body></text:note></text:p>"
        "<text:list><text:list-item><text:p>Punkt</text:p></text:list-item></text:list><table:table><table:table-row>"
        '<table:table-cell table:number-columns-spanned="2"><text:p>Zelle</text:p></table:table-cell></table:table-row>'
        '</table:table><text:p><draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame></text:p>'
    )
    return odt(inner)


PAGE = (
    b'<!DOCTYPE html><html lang="de"><head><title>T</title></head><body><h1>Eins</h1><p id="a">Text <a href="#b">zwei</a>'
    b'<sup><a href="#n1">1</a></sup></p><ul><li>Punkt</li></ul><table><tr><td colspan="2">Zelle</td></tr></table>'
    b'<img src="a.png" alt="Bild"/><h1 id="b">Zwei</h1><p>Mehr</p><p id="n1">1 Note</p></body></html>'
)
MARKDOWN = archive(
    {
        "SUMMARY.md": "# Summary\n\n- [Eins](a.md)\n- [Zwei](b/c.md)\n",
        "a.md": "---\ntitle: A\n---\n# Eins\n\nText[^1] ![Bild](a.png) {{#include b.txt}}\n\n"
        "[^1]: Note\n\n| a | b |\n|---|---|\n| c | d |\n",
        "b/c.md": "# Zwei\n\n```rust\ncode\n```\n\n> [!NOTE]\n> Text\n",
        "book.toml": '[book]\ntitle = "T"\nlanguage = "de"\n',
        "b.txt": "mehr",
    }
)
SOURCES: Mapping[str, bytes] = {
    "buch.docx": word(), "buch.odt": text(), "buch.epub": epub(), "buch.html": PAGE, "buch.zip": MARKDOWN,
}  # fmt: skip


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _odd_value(data: bytes, chance: random.Random) -> bytes:
    return _replaced(_VALUE, data, chance, lambda _: b'="' + chance.choice(ODD).encode() + b'"')


def _odd_text(data: bytes, chance: random.Random) -> bytes:
    return _replaced(_TEXT, data, chance, lambda _: b">" + chance.choice(ODD).encode() + b"<")


def _nested(data: bytes, chance: random.Random) -> bytes:
    def nest(match: re.Match[bytes]) -> bytes:
        start, end = b"<" + match[1] + b">", b"</" + match[1] + b">"
        depth = chance.choice((1, 20, 300))
        return start * depth + match[0] + end * depth

    return _replaced(_ELEMENT, data, chance, nest)


def _many(data: bytes, chance: random.Random) -> bytes:
    return _replaced(_ELEMENT, data, chance, lambda match: match[0] * chance.choice((0, 2, 500)))


def _replaced(
    pattern: re.Pattern[bytes], data: bytes, chance: random.Random, new: Callable[[re.Match[bytes]], bytes]
) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return _flip(data, chance)
    match = chance.choice(found)
    return data[: match.start()] + new(match) + data[match.end() :]


DAMAGES: tuple[Damage, ...] = (_cut, _flip, _odd_value, _odd_text, _nested, _many)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return a damaged manuscript: an archive as a whole, or, more often, one or two of the files in it."""
    if not data.startswith(b"PK") or chance.random() < 0.2:
        return chance.choice(DAMAGES if not data.startswith(b"PK") else DAMAGES[:2])(data, chance)
    with zipfile.ZipFile(BytesIO(data)) as zipped:
        files: dict[str, str | bytes] = {name: zipped.read(name) for name in zipped.namelist()}
    names = list(files)
    for name in chance.sample(names, min(chance.randint(1, 2), len(names))):
        content = files[name]
        assert isinstance(content, bytes)
        match chance.randrange(8):
            case 0:
                del files[name]
            case 1:
                files[name] = files.get(chance.choice(names), b"")
            case _:
                files[name] = chance.choice(DAMAGES)(content or b" ", chance)
    return archive(files)


@pytest.mark.parametrize("name", sampled(SOURCES))
def test_sixty_damages(name: str) -> None:
    outcomes = set()
    for seed in range(60):
        chance = random.Random(f"{name} {seed}")
        data = damaged(SOURCES[name], chance)
        try:
            files, findings = tried(data, name=name)
        except BookbuilderError:
            outcomes.add("refused")
            continue
        said = findings.sorted()
        if files is None:
            assert Severity.ERROR in {one.severity for one in said}, seed
            outcomes.add("refused")
            continue
        for path in files:
            assert ".." not in PurePosixPath(path).parts and not path.startswith("/"), (seed, path)
            assert path.partition("/")[0] in ("chapters", "left-out") or path.endswith((".toml", ".json")), (
                path
            )
        _, told = parsed(files)
        assert [str(one) for one in told if one.severity is Severity.ERROR] == [], seed
        outcomes.add("imported")
    assert outcomes >= {"refused", "imported"} or name == "buch.html"
