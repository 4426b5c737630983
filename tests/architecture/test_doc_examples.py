"""What the manual shows works: its TOML is read without a word, its Markdown has no error, its commands run and end well.

An example that cannot be tried says so in a comment above it: `<!-- not tried: … -->`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import tomlkit

from bookbuilder import api
from bookbuilder.cli import commands, main
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.facts import read_facts as read_facts
from bookbuilder.facts.facts_file import KINDS as FACTS
from bookbuilder.formats.pdf.press import profile
from bookbuilder.formulas.spoken_file import read_spoken_texts
from bookbuilder.html.fonts import fonts
from bookbuilder.html.theme import theme
from bookbuilder.importers.manuscript.proof_notes import KEYS as PROOF_KEYS
from bookbuilder.importers.style_map import read_style_map
from bookbuilder.locales.words_by_language import WordsByLanguage
from bookbuilder.names.names_file import read_names as read_names
from bookbuilder.picture_rights.pictures_file import read_pictures_file
from bookbuilder.project import load
from bookbuilder.project.abbreviations_file import book_abbreviations
from bookbuilder.project.book_file import SECTIONS
from bookbuilder.project.book_schema import WEB
from bookbuilder.project.hyphenation_file import hyphenation_exceptions
from bookbuilder.project.issue_record import IssueRecord, RecordedEdition, RecordedMark, RecordedPlace
from bookbuilder.shared_cache.settings import store_settings
from bookbuilder.sources.toml_file import read_toml_sources
from bookbuilder.translate.glossary import read as read_glossary
from bookbuilder.translate.state import read as read_state
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import ROOT, run
from tests.dossier_files import copy_tables
from tests.importer.docx_files import docx, paragraph
from tests.proofs.hand_made import HandMadePdf
from tests.proofs.merged_book import edited
from tests.unit.test_declared_fonts import house_font

STARTS = [*sorted((ROOT / "docs/start").glob("*.md")), *sorted((ROOT / "docs").glob("*/start/*.md"))]
WALKED = (*STARTS, ROOT / "docs/series.md")
"""Pages that begin in an empty folder."""
TRANSLATED = sorted((ROOT / "docs/de").glob("*.md"))
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *TRANSLATED, *STARTS)
_BLOCK = re.compile(
    r"^(?:<!-- not tried: (?P<reason>[^\n]+) -->\n+)?(?P<indent> *)(?P<fence>`{3,})(?P<kind>\w+)(?P<more>[^\n]*)\n"
    r"(?P<text>.*?)^(?P=indent)(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Example:
    """A block of code in a page of the manual, and the reason why it is not tried."""

    page: str
    line: int
    kind: str
    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def examples(kind: str) -> Iterator[Example]:
    """Yield the blocks of a kind of all pages."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in _BLOCK.finditer(text):
            if found["kind"] == kind and "wrong" not in found["more"]:
                body = re.sub(f"^{found['indent']}", "", found["text"], flags=re.MULTILINE)
                line = text.count("\n", 0, found.start("fence")) + 1
                yield Example(_name(page), line, kind, body, found["reason"] or "")


def _name(page: Path) -> str:
    return page.relative_to(ROOT / "docs").as_posix() if page in STARTS or page in TRANSLATED else page.name


def tried_of(page: Path) -> Iterator[Example]:
    """Yield the TOML of a page."""
    return (one for one in tried("toml") if one.page == page.name)


def tried(kind: str) -> list[Example]:
    return [one for one in examples(kind) if not one.reason]


def test_an_example_that_is_not_tried_says_why() -> None:
    untried = [one for kind in ("toml", "markdown", "sh") for one in examples(kind) if one.reason]
    assert all(len(one.reason.split()) > 2 for one in untried)
    assert len(untried) <= 6, "most can be tried"
    assert len(tried("toml")) > 20 and len(tried("markdown")) > 30 and len(tried("sh")) > 25


# -- TOML --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", tried("toml"), ids=str)
def test_toml_is_read_without_a_word(example: Example, tmp_path: Path) -> None:
    findings, data = Findings(), tomllib.loads(example.text)
    first = next(iter(data.values()))
    if data.keys() == {"web"} and not data["web"].keys() <= WEB.keys():  # book.toml has such a table as well
        _theme(example.text, tmp_path, findings)
    elif "series" in data:
        _series(example.text, tmp_path, findings)
    elif "licences" in data:
        assert read_pictures_file([("pictures.toml", example.text)], findings).pictures
    elif "brand" in data:
        _brand(example.text, tmp_path, findings)
    elif data.keys() <= set(SECTIONS):
        _settings(data, tmp_path, findings)
    elif data.keys() == {"cache"}:
        (tmp_path / "bookbuilder").mkdir()
        (tmp_path / "bookbuilder/config.toml").write_text(example.text)
        assert store_settings({"XDG_CONFIG_HOME": str(tmp_path)}, tmp_path / "book")
    elif data.keys() <= {"persons", "places", "organisations"}:
        assert read_names(example.text, "names.toml", findings)
    elif isinstance(first, dict) and {"name", "faces"} & first.keys() and not {"de", "en"} & first.keys():
        _fonts(example.text, tmp_path, findings)
    elif isinstance(first, dict) and "type" in first:
        assert read_toml_sources(example.text, "sources.toml", findings)
    elif isinstance(first, dict) and "term" in first:
        assert read_glossary(example.text, {"de": "de", "en": "en"}, findings)
    elif isinstance(first, dict) and not first.keys().isdisjoint(FACTS):
        assert read_facts(example.text, "facts.toml", findings)
    elif data.keys() <= {"paragraphs", "characters"}:
        assert read_style_map("import.toml", example.text)
    elif data.keys() == {"spoken"}:
        assert read_spoken_texts(example.text, "formulas.toml", findings).texts
    elif data.keys() == {"note"}:
        assert all(note.keys() <= set(PROOF_KEYS) for note in data["note"])
    elif "block" in data:
        assert read_state(example.text, "l10n/en/01-a.toml", findings)
    elif "bleed" in data:
        _printer(example.text, data, tmp_path, findings)
    elif data.keys() <= {
        "page",
        "color",
        "font",
        "size",
        "leading",
        "text",
        "chapter",
        "web",
        "extends",
        "reading",
    }:
        _theme(example.text, tmp_path, findings)
    else:
        _words(example, tmp_path, findings)
    assert [str(one) for one in findings.sorted()] == []


def _fonts(text: str, folder: Path, findings: Findings) -> None:
    """Read a fonts.toml beside the files that it names, or a file of its name if it names none."""
    ((key, table),) = tomllib.loads(text).items()
    files = [face["file"] for face in table.get("faces", [{"file": "a.ttf"}]) if "file" in face]
    made = {f"fonts/{key}/{file}": house_font(name=table["name"]) for file in files}
    found = fonts(World(book.write(folder, {"fonts/fonts.toml": text, **made})), findings)
    (family,) = (one for one in found.families if one.name == table["name"])
    assert family.absent if not files else len(family.faces) == len(files)


def _brand(text: str, folder: Path, findings: Findings) -> None:
    """Read a brand.toml beside the logos that it names."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    logos = dict.fromkeys(re.findall(r"logo/[\w-]+\.svg", text), drawing)
    world = World(book.write(folder, {"brand.toml": text, **logos}))
    made = theme(world, "dossier", fonts(world, findings), "Latn", "", findings)
    assert len({one.path for one in made.logos.values()}) == len(logos)
    assert made.tokens["cover"]["ground"] == made.tokens["color"]["accent"]


def _settings(data: Mapping[str, Any], folder: Path, findings: Findings) -> None:
    """Read what an example adds to a book, which has its locales."""
    named = {"de", "en", *data.get("locales", {})}
    base = tomllib.loads(book.settings(sorted(named, key=lambda name: (name != "de", name))))
    merged = over(base, data)
    if "book" in data and "locales" in data:  # a whole book
        merged = dict(data)
    (folder / "book.toml").write_text(tomlkit.dumps(merged), encoding="utf-8")
    assert load(World(folder), findings, ("pdf", "epub", "web")) is not None
    kept = [one for one in findings.sorted() if one.code != "locale.partial"]
    findings.__init__()  # type: ignore[misc]
    findings.extend(kept)


def _series(text: str, folder: Path, findings: Findings) -> None:
    """Read what an example says of a series, of which there is a book."""
    (folder / "series.toml").write_text(text, encoding="utf-8")
    root = book.write(folder / "heft", {"book.toml": book.settings(["de", "en"]).partition("[imprint]")[0]})
    assert load(World(root), findings, ("pdf", "epub", "web")) is not None


def over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(below)
    for key, value in above.items():
        found[key] = over(below[key], value) if isinstance(value, dict) and key in below else value
    return found


def _printer(text: str, data: Mapping[str, Any], folder: Path, findings: Findings) -> None:
    """Read the profile of a printer; the condition of printing that it names is one that the program has."""
    place = folder / "printers"
    place.mkdir()
    (place / "offset.toml").write_text(text, encoding="utf-8")
    ours = next((ROOT / "bookbuilder/formats/pdf/press/printers").glob("*.icc"))
    shutil.copy(ours, place / data["colour"]["profile"])
    assert profile.load(World(folder), "offset", Span("book.toml"), findings) is not None


def _theme(text: str, folder: Path, findings: Findings) -> None:
    """Check a book whose theme is that of the dossier with what an example lays over it; the font of one's own that it names
    is not there."""
    own = text.replace("EB Garamond", "Alegreya")
    name = "house" if "extends" in own else "dossier"
    files = {"chapters/de/01-a.md": "# A\n\nText.\n", f"styles/{name}/theme.toml": own}
    files["book.toml"] = book.settings(["de"]).replace("date =", f'theme = "{name}"\ndate =', 1)
    found = api.check(book.write(folder, files), editions=("web",)).diagnostics
    findings.extend(one for one in found if one.code != "locale.partial")


def _words(example: Example, folder: Path, findings: Findings) -> None:
    """Read the own abbreviations, or exceptions of hyphenation, of a book in German and English."""
    texts = {key: value for key, value in tomllib.loads(example.text).items() if isinstance(value, str)}
    parted = all(value.replace("-", "") == key for key, value in texts.items())
    assert example.page == "typography.md", f"{example}: nothing is known that reads this"
    (folder / ("hyphenation.toml" if parted else "abbreviations.toml")).write_text(
        example.text, encoding="utf-8"
    )
    world = World(
        book.write(folder, {"chapters/de/01-a.md": "# A\n\nText.\n", "chapters/en/01-a.md": "# A\n\nText.\n"})
    )
    project = load(world, Findings(), ("pdf",))
    assert project is not None
    found = (hyphenation_exceptions if parted else book_abbreviations)(world, project, findings)
    assert found != WordsByLanguage({})


# -- Markdown ----------------------------------------------------------------------------------------------------------


PLACES = {"talks": RecordedPlace("Talks", "12"), "04-mittwoch": RecordedPlace("Mittwoch", "9")}
RECORDED = IssueRecord(
    "dossier-2022-03", dt.date(2022, 1, 25), "de",
    {"de": RecordedEdition("de-DE", "Woche", "Dossier", "3/2022", "", PLACES, (RecordedMark("Biden, Joe", "talks"),))},
)  # fmt: skip
"""The issue to which the examples of series.md refer."""


@pytest.mark.parametrize("example", [one for one in tried("markdown") if one.page != "markdown.md"], ids=str)
def test_markdown_has_no_error(example: Example, tmp_path: Path) -> None:
    """The examples of markdown.md are tried, and what comes of them compared, in test_markdown_page.py."""
    root = tmp_path / "2022-04"
    shutil.copytree(ROOT / "chapters", root / "chapters")
    copy_tables(root)
    if "images/week.svg" in example.text:
        (root / "chapters/de/images").mkdir()
        shutil.copy(ROOT / "tests/drawings/axis.svg", root / "chapters/de/images/week.svg")
    for place in (root / "chapters").rglob("*-index.md"):
        place.unlink()  # an example may have one
    if example.page == "sources.md":  # its citations are those of the sources that it shows
        shown = [one.text for one in tried("toml") if one.page == example.page and "\ntype = " in one.text]
        (root / "sources.toml").write_text("\n".join(shown), encoding="utf-8")
    if example.page == "series.md":
        (tmp_path / "series.toml").write_text('[series]\nid = "dossier"\n', encoding="utf-8")
        (tmp_path / "issues").mkdir()
        (tmp_path / "issues/2022-03.json").write_bytes(RECORDED.encode())
    first = "chapters/de/99-example.md"
    text = example.text if example.text.startswith("---\n") else f"# Beispiel\n\n{example.text}"
    (root / "chapters/en/99-example.md").write_text("# Example\n\nText.\n", encoding="utf-8")
    said = run(book.write(root, {first: text}), first, {"web": ""})["says"]
    assert [line for line in said.splitlines() if line.startswith(first) and ": error: " in line] == []


# -- commands ----------------------------------------------------------------------------------------------------------

LINES = [
    (f"{one}+{at}", line.partition(" #")[0].strip())
    for one in tried("sh")
    for at, line in enumerate(one.text.splitlines())
    if line.partition(" #")[0].strip()
]
USAGE = [
    (where, line)
    for where, line in LINES
    if re.search(r"\[|…|\b[A-Z]{3,}\b(?!\w)", line)
    and not re.search(r"\w=(?![A-Z])", line)
    and not line.startswith("podman ")
]
OTHERS = ("mkdir", "mv", "make", "cd", ".", "npm", "apt", "python", "podman")
"""Programs of others, whose arguments the manual does not answer for."""


@pytest.mark.parametrize(("where", "line"), USAGE, ids=[where for where, _ in USAGE])
def test_usage_names_a_command_and_its_options(
    where: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = line.split()[1:]
    name = next(
        name for name in sorted(commands(), key=len, reverse=True) if line.startswith(f"bookbuilder {name}")
    )
    assert main([*name.split(), "--help"]) == 0
    known = set(re.findall(r"--[a-z][a-z-]*", capsys.readouterr().out))
    named = set(re.findall(r"--[a-z][a-z-]*", " ".join(words)))
    assert named <= known, where


def test_targets_and_modules_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for where, line in LINES:
        match shlex.split(line):
            case ["make", target, *_]:
                assert target in targets, where
            case ["python", "-m", module, *_]:
                place = ROOT / module.replace(".", "/")
                assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), where
            case [program, *_]:
                assert program == "bookbuilder" or program in OTHERS or "=" in program, where


def _ours(page: str) -> list[tuple[str, str]]:
    ours = [(w, line) for w, line in LINES if w.startswith(f"{page}:") and line.startswith("bookbuilder ")]
    return [one for one in ours if one not in USAGE]


COMMANDED = sorted(
    {where.partition(":")[0] for where, line in LINES if line.startswith("bookbuilder ")}
    - set(map(_name, WALKED))
)


@pytest.mark.parametrize(
    "page",
    [page if page == "README.md" else pytest.param(page, marks=pytest.mark.heavy) for page in COMMANDED],
)
def test_the_commands_of_a_page_end_well(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run one after the other in a book that is the sample dossier; what has a folder or a file of its own makes it."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "book"]) == 0
    monkeypatch.chdir(tmp_path / "book")
    shutil.copy(ROOT / "tests/importer/woche.txt", "week.txt")
    _write_manuscript()
    Path("hausvorlage.docx").write_bytes(docx(""))
    Path("import.toml").write_text('[paragraphs]\n"Haus Merksatz" = "aside"\n')
    for where, line in _ours(page):
        words = _quick_words(line)
        if words[:1] == ["new-locale"]:  # the dossier is a book that has not been translated yet
            _without_english(Path())
        words = _with_returned_files(words, capsys)
        assert not words or main(words) == 0, f"{where}: {line}\n{capsys.readouterr().err}"


@pytest.mark.heavy
@pytest.mark.parametrize("page", WALKED, ids=_name)
def test_a_path_of_the_first_hour_is_walked(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From an empty folder, word for word: what a page does not make is not there."""
    monkeypatch.chdir(tmp_path)
    if page.stem == "manuscript":
        _write_manuscript()
    walked = [(where, line) for where, line in LINES if where.startswith(f"{_name(page)}:")]
    assert len(walked) > 4
    for where, line in walked:
        if line.startswith("cd "):
            monkeypatch.chdir(line.removeprefix("cd "))
            if page.stem == "series":
                Path("series.toml").write_text(next(tried_of(page)).text, encoding="utf-8")
            continue
        if line.startswith(("mkdir ", "mv ")):
            subprocess.run(shlex.split(line), check=True)
            continue
        words = _with_returned_files(_quick_words(line), capsys)
        assert not words or main(words) == 0, f"{where}: {line}\n{capsys.readouterr().err}"
    assert Path("book.toml" if page in STARTS else "2022-05/book.toml").is_file()


def _quick_words(line: str) -> list[str]:
    """Return the arguments of a command as the tests run it: a web edition for all, nothing of those that stay until they
    are ended (tests/preview, tests/language_server) or start a cluster (tests/catalogue), no browser."""
    words = shlex.split(line.partition(" > ")[0])[1:]
    match words[0]:
        case "preview" | "lsp" | "catalogue":
            return []
        case "check":
            whole = {"--quick", "--statement"} & {*words}  # a statement tells what validators said
            return [*words, *(() if whole else ("--quick",)), "--edition", "web"]
        case "build":
            return [*words, "--edition", "web"]
    return words


def _write_manuscript() -> None:
    for name in ("buch", "book", "livre"):
        Path(f"{name}.docx").write_bytes(docx(paragraph("Eins", "berschrift1") + paragraph("Text.")))
    Path("notizen.md").write_text("# Notizen\n\nText.\n")
    Path("aufsatz.tex").write_text(
        "\\addbibresource{literatur.bib}\n\\section{Eins}\nText \\cite[S. 12]{kant1795}.\n", encoding="utf-8"
    )
    Path("literatur.bib").write_text("@book{kant1795, title = {Zum ewigen Frieden}, year = 1795}\n")
    Path("quarto-book").mkdir()
    Path("quarto-book/_quarto.yml").write_text("book:\n  chapters: [index.qmd]\n")
    Path("quarto-book/index.qmd").write_text("# Eins\n\nText.\n")


def _with_returned_files(words: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Write the files that others send back before a command reads them; return its arguments, with the marks of these files
    where a page names those of another book."""
    match words[:2]:
        case ["proof", "collect"]:
            _write_marked_proofs()
        case ["merge", _]:
            _write_corrected_documents(capsys)
        case ["proof", "accept" | "reject"]:
            return [*words[:2], *_names_of_open_marks(capsys)[:1], *words[words.index("--by") :]]
    return words


def _write_marked_proofs() -> None:
    for name in ("anna", "ben"):
        pdf = HandMadePdf("Am Ende der Woche standen die Soldaten noch da,")
        pdf.mark("StrikeOut", "standen", "waren", T=pikepdf.String(name))
        Path(f"fahne-{name}.pdf").write_bytes(pdf.data())


def _write_corrected_documents(capsys: pytest.CaptureFixture[str]) -> None:
    """Write the files of a book that went out for review as others send them back, with a word that somebody changed."""
    assert main(["export", "odt", "--for", "review"]) == 0, capsys.readouterr().err
    for suffix, part, name in (("docx", "word/document.xml", "corrected"), ("odt", "content.xml", "other")):
        sent = next(Path("output/export").glob(f"*.{suffix}"))
        back = edited(sent.read_bytes(), lambda text: text.replace("redeten noch", "sprachen noch", 1), part)
        Path(f"{name}.{suffix}").write_bytes(back)


def _names_of_open_marks(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert main(["proof", "list", "--open", "--json"]) == 0
    return [one["id"] for one in json.loads(capsys.readouterr().out)["marks"]]


def _without_english(folder: Path) -> None:
    for name in ("chapters/en", "l10n/en"):
        shutil.rmtree(folder / name)
    (folder / "glossary.toml").unlink()
    settings: Any = tomlkit.parse((folder / "book.toml").read_text(encoding="utf-8"))
    for table in (
        settings["locales"],
        *(settings["imprint"][name] for name in ("rights", "isbn", "credits")),
    ):
        del table["en"]
    (folder / "book.toml").write_text(tomlkit.dumps(settings), encoding="utf-8")
