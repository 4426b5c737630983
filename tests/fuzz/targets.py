"""What is fuzzed: functions that read bytes of strangers, each with examples to begin with.

A target is a function of bytes. It may report problems and raise `BookbuilderError`; any other exception is a bug.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from PIL import Image

from bookbuilder import locales
from bookbuilder.diagnostics import BookbuilderError, Findings, Span
from bookbuilder.document.picture_files import inspect_picture
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.html import font_file
from bookbuilder.html.environment import sheet
from bookbuilder.html.font_check import font_problem
from bookbuilder.html.fonts import fonts
from bookbuilder.html.subset_job import Subset
from bookbuilder.html.subsetter import subset_font
from bookbuilder.html.theme import theme
from bookbuilder.importers.importer import ImportRequest, importers
from bookbuilder.importers.source import file_source
from bookbuilder.proof import read_pdf
from bookbuilder.proof.pdf_steps import ReturnedPdf
from bookbuilder.proof.read_document import read_document
from bookbuilder.translate import state
from bookbuilder.translate.exchange import exchange_formats, tmx
from bookbuilder.translate.glossary import read as read_glossary
from bookbuilder.world import World
from tests.cases import book
from tests.cases.book import settings
from tests.cases.case import FIRST, ROOT, run
from tests.importer.docx_files import W, docx, paragraph
from tests.importer.docx_files import run as words_in
from tests.proofs.hand_made import HandMadePdf

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
SPAN = Span("fuzzed", 1, 1)


@dataclass(frozen=True, slots=True)
class Target:
    """Something to fuzz: its name, the function, examples, and the longest input that is tried, in bytes."""

    name: str
    read: Callable[[bytes], None]
    examples: Callable[[], Iterator[bytes]]
    longest: int = 4096

    @property
    def corpus(self) -> Path:
        """Where inputs are kept that reach code which no other reaches, or that were bugs once."""
        return CORPUS / self.name

    def inputs(self) -> Iterator[bytes]:
        """Yield the examples and what is kept."""
        yield from self.examples()
        yield from (place.read_bytes() for place in sorted(self.corpus.glob("*")))


@contextmanager
def _folder() -> Iterator[Path]:
    """Give a folder in memory, where there is one."""
    fast = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(prefix="fuzz-", dir=fast if fast.is_dir() else None))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _book(files: dict[str, str | bytes], *sections: str) -> None:
    """Read a small book, and write its first chapter for these media if there is one."""
    with _folder() as root:
        book.write(root, files)
        said = run(root, FIRST, {})["says"]
        if sections and " error: " not in said:
            run(root, FIRST, dict.fromkeys(sections, ""))


# -- chapters --------------------------------------------------------------------------------------------------------


def _chapter(data: bytes) -> None:
    _book({FIRST: data}, "web", "print", "epub")


def _translation(data: bytes) -> None:
    """The first half is a chapter, the other its translation."""
    source, _, target = data.partition(b"\0")
    _book({FIRST: source, "chapters/en/01-a.md": target})


def _chapters() -> Iterator[bytes]:
    for name in (
        "text",
        "blocks",
        "notes",
        "tables",
        "links",
        "facts",
        "names",
        "front_matter",
        "references",
    ):
        text = (ROOT / f"tests/cases/{name}.md").read_text(encoding="utf-8")
        for part in text.split("\n.\n")[1:40:6]:
            yield part.encode()[:2000]


def _translations() -> Iterator[bytes]:
    for name in ("01-analyse", "04-mittwoch"):
        sides = []
        for locale in ("de", "en"):
            path = next((ROOT / "chapters" / locale).glob(f"{name[:2]}-*.md"))
            sides.append(path.read_bytes()[:1500])
        yield b"\0".join(sides)


# -- settings --------------------------------------------------------------------------------------------------------

_TABLES = ("book.toml", "facts.toml", "names.toml", "glossary.toml", "signatures.toml", "l10n/en/01-a.toml")
_USES = "# A\n\n[x]{fact=a} [y]{name=a} [z]{index=I}\n"


def _settings(data: bytes) -> None:
    """The first byte says which file it is."""
    path = _TABLES[data[0] % len(_TABLES)] if data else _TABLES[0]
    text = data[1:].decode("utf-8", "replace")
    if path == "glossary.toml":
        read_glossary(text, {"de": "de", "en": "en"}, Findings())
    elif path.startswith("l10n/"):
        state.read(text, path, Findings())
    else:
        _book({FIRST: _USES, path: data[1:]})


def _settings_examples() -> Iterator[bytes]:
    yield b"\0" + settings(["de", "en"], editions=book.PRINT).encode()
    for at, path in enumerate(_TABLES):
        place = ROOT / path.replace("01-a", "01-analyse")
        if place.is_file():
            yield bytes([at]) + place.read_bytes()[:3000]


def _looks(data: bytes) -> None:
    """A theme.toml, or a fonts.toml, as the first byte says."""
    path = ("styles/mine/theme.toml", "fonts/fonts.toml")[data[0] % 2 if data else 0]
    with _folder() as root:
        book.write(root, {FIRST: "# A\n\nText.\n", path: data[1:]})
        world, findings = World(root), Findings()
        with suppress(BookbuilderError):
            families = fonts(world, findings)
            theme(world, "mine", families, "Latn", "abc", findings)


def _looks_examples() -> Iterator[bytes]:
    yield b"\0" + (ROOT / "styles/dossier/theme.toml").read_bytes()[:3000]
    yield b"\0[page]\nwidth = '148mm'\n"
    yield b"\1[a]\nname = 'A'\nlicence = 'OFL-1.1'\nfaces = [{ file = 'a.ttf', weight = 400, style = 'normal' }]\n"


# -- templates and style sheets --------------------------------------------------------------------------------------


def _template(data: bytes) -> None:
    tokens = {"page": {"width": "148mm", "height": "210mm"}, "font": {"text": "Alegreya"}, "n": [1, 2.5, "x"]}
    sheet(data.decode("utf-8", "replace"), "styles/mine/print.css", locales.load("de", World(ROOT)), tokens)


def _templates() -> Iterator[bytes]:
    yield b"{% for i in range(9) %}{{ i|string|center(9) }}{% endfor %}"
    yield b"{% macro m(a, b=2) %}{{ a ** b }}{% endmacro %}{{ m(3) }}{{ theme.page.width|upper }}"
    yield b"{% set x = theme.n|sort|join(',') %}{{ x|replace('1', x)|truncate(5) }}{{ '%5d'|format(3) }}"
    yield b"{% if theme.font.text is string %}{{ say('Page')|css }}{{ 'a{:>9}'.format(2) }}{% endif %}"


# -- pictures and fonts ----------------------------------------------------------------------------------------------


def _drawing(data: bytes) -> None:
    inspect_picture("a.svg", data, PICTURE_TYPES[".svg"], SPAN, Findings())


def _drawings() -> Iterator[bytes]:
    for place in sorted(ROOT.glob("chapters/**/*.svg"))[:3]:
        yield place.read_bytes()[:4000]
    yield (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><g id="a"><path d="M0 0h9"/></g></defs>'
        b'<style>rect{fill:url(#b)}</style><use href="#a"/><image href="data:image/png;base64,iVBORw0KGgo="/></svg>'
    )


def _photo(data: bytes) -> None:
    suffixes = (".png", ".jpg", ".webp", ".gif")
    kind = PICTURE_TYPES.get(suffixes[data[0] % 4] if data else ".png")
    if kind:
        inspect_picture("a", data[1:], kind, SPAN, Findings())


def _photos() -> Iterator[bytes]:
    for at, kind in enumerate(("PNG", "JPEG", "WEBP", "GIF")):
        out = io.BytesIO()
        Image.new("RGB", (5, 4), (200, 30, 90)).save(out, kind)
        yield bytes([at]) + out.getvalue()


def _font(data: bytes) -> None:
    text = font_file.characters(data)
    if font_problem(data) == "" and text:
        with suppress(BookbuilderError):
            subset_font(Subset("a.ttf", data, text[:9], "woff2"))


def _fonts() -> Iterator[bytes]:
    """A small font: the letters of a word of one that is shipped."""
    place = next(ROOT.glob("fonts/**/*-Regular.*"))
    for flavor in ("", "woff2"):
        yield subset_font(Subset(place.name, place.read_bytes(), "Aeglry", flavor))


# -- other people's manuscripts --------------------------------------------------------------------------------------


def _manuscript(data: bytes) -> None:
    with _folder() as root:
        try:
            source = file_source("a", data)
        except BookbuilderError:
            return
        for importer in importers().values():
            importer.run(ImportRequest(source, "a", "de"), World(root), Findings())


def _manuscripts() -> Iterator[bytes]:
    for place in sorted((ROOT / "tests/importer").glob("*.txt")):
        yield place.read_bytes()[:3000]


# -- files of translators --------------------------------------------------------------------------------------------


def _exchange(data: bytes) -> None:
    """The first byte says by which name the file comes."""
    path = ("a.xlf", "a.po", "a.tmx")[data[0] % 3 if data else 0]
    if path.endswith(".tmx"):
        tmx.read(data[1:], path, Findings())
    else:
        exchange_formats.read_returned(path, data[1:], Findings())


def _exchanges() -> Iterator[bytes]:
    yield (
        b'\0<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="01-a" source-language="de"'
        b' target-language="en" datatype="plaintext"><body><trans-unit id="01-a.p1"><source>Ein <g id="1">Satz</g>.'
        b'</source><target>A <g id="1">sentence</g>.</target></trans-unit></body></file></xliff>'
    )
    yield (
        b'\0<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="de" trgLang="en"><file id="f1">'
        b'<unit id="u1"><originalData><data id="d1">*</data></originalData><segment state="translated"><source>Ein '
        b'<pc id="1" dataRefStart="d1" dataRefEnd="d1">Satz</pc>.</source><target>A <pc id="1">sentence</pc>.</target>'
        b"</segment></unit></file></xliff>"
    )
    yield (
        b'\1msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n#: 01-a\nmsgctxt "01-a.p1"\nmsgid "Ein'
        b' <1>Satz</1>."\nmsgstr "A <1>sentence</1>."\n'
    )
    yield (
        b'\2<tmx version="1.4"><header srclang="de" adminlang="en" datatype="plaintext" segtype="paragraph" o-tmf="a"'
        b' creationtool="a" creationtoolversion="1"/><body><tu><tuv xml:lang="de"><seg>Ein <bpt i="1">*</bpt>Satz<ept'
        b' i="1">*</ept>.</seg></tuv><tuv xml:lang="en"><seg>A sentence.</seg></tuv></tu></body></tmx>'
    )


# -- what comes back from readers ------------------------------------------------------------------------------------


def _returned_document(data: bytes) -> None:
    """The first byte says which part it is of a file of Word, or of one of LibreOffice."""
    parts = ("word/document.xml", "word/comments.xml", "word/footnotes.xml", "content.xml")
    part = parts[data[0] % len(parts)] if data else parts[0]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(paragraph(words_in("Ein Satz."))))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(out, "w") as made:
        for name, content in {**files, part: data[1:]}.items():
            made.writestr(name, content)
    read_document(file_source("a.docx", out.getvalue()))


def _returned_documents() -> Iterator[bytes]:
    def word(number: int, content: str) -> bytes:
        return bytes([number]) + content.encode()

    change = 'w:id="1" w:author="A" w:date="2024-05-02T10:00:00Z"'
    gone = f"<w:del {change}><w:r><w:delText>x</w:delText></w:r></w:del>"
    runs = f"{words_in('Ein ')}{gone}<w:ins {change}>{words_in('y')}</w:ins>"
    mark = '<w:bookmarkStart w:id="0" w:name="_bb_1"/><w:commentRangeStart w:id="0"/>'
    end = '<w:commentRangeEnd w:id="0"/><w:fldSimple w:instr="PAGE"/>'
    body = f"<w:p>{mark}{runs}{end}</w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    yield word(0, f"<w:document {W}><w:body>{body}</w:body></w:document>")
    comment = f'<w:comment {change} w:initials="A"><w:p w14:paraId="1">{words_in("Warum?")}</w:p></w:comment>'
    yield word(1, f"<w:comments {W}>{comment}</w:comments>")
    yield word(2, f'<w:footnotes {W}><w:footnote w:id="2"><w:p>{runs}</w:p></w:footnote></w:footnotes>')
    yield word(
        3,
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<office:body><office:text><text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        "<office:change-info><dc:creator>A</dc:creator><dc:date>2024-05-02</dc:date></office:change-info><text:p>x</text:p>"
        '</text:deletion></text:changed-region></text:tracked-changes><text:p><text:bookmark-start text:name="_bb_1"/>Ein'
        '<text:change text:change-id="c1"/> Satz<office:annotation office:name="a"><text:p>?</text:p></office:annotation>.'
        '<office:annotation-end office:name="a"/></text:p></office:text></office:body></office:document-content>',
    )


def _returned_pdf(data: bytes) -> None:
    read_pdf.read(ReturnedPdf("a.pdf", data))


def _returned_pdfs() -> Iterator[bytes]:
    for kinds in (("Highlight", "StrikeOut"), ("Text", "Ink", "Square")):
        pdf = HandMadePdf("The minister arrived in the morning.")
        for kind in kinds:
            pdf.mark(kind, "minister", "why?", T=pikepdf.String("A"), M=pikepdf.String("D:20240502"))
        yield pdf.data()


def targets() -> tuple[Target, ...]:
    """Return all that is fuzzed."""
    return (
        Target("chapter", _chapter, _chapters, 2000),
        Target("translation", _translation, _translations, 3000),
        Target("settings", _settings, _settings_examples),
        Target("looks", _looks, _looks_examples),
        Target("template", _template, _templates, 500),
        Target("drawing", _drawing, _drawings),
        Target("photo", _photo, _photos),
        Target("font", _font, _fonts, 16_384),
        Target("manuscript", _manuscript, _manuscripts),
        Target("exchange", _exchange, _exchanges),
        Target("returned-document", _returned_document, _returned_documents),
        Target("returned-pdf", _returned_pdf, _returned_pdfs, 8192),
    )
