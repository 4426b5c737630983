"""A new directive, locale, format, check, validator, command, starter, theme, patch or step is one new folder
or file: everything else finds it."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from scripts.messages import merged, template, written
from tests.cases import book
from tests.cases.case import ROOT
from tests.commands import WarmProcess
from tests.conftest import Shared

pytestmark = pytest.mark.heavy

DIRECTIVE = '''
"""`::: recipe Name`: what to cook."""

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Block, Box
from bookbuilder.markdown.directive import Call, Directive

NO_TITLE = Rule("recipe.untitled", "this recipe has no name", "Readers look recipes up by their names.")


def run(call: Call, report: Report) -> tuple[Block, ...]:
    if not call.title:
        report(NO_TITLE, call.span)
    return (Box("recipe", call.blocks, call.title, span=call.span),)


DIRECTIVE = Directive("recipe", "What to cook.", run, title=True)
'''
FORMAT = '''
"""Plain text."""

from dataclasses import dataclass

from bookbuilder.document.galley import Galley
from bookbuilder.document.walk import plain, walk
from bookbuilder.document.nodes import Paragraph
from bookbuilder.formats.format import Artifact, Format
from bookbuilder.build_step import Step, identity


@dataclass(frozen=True)
class Lines:
    galley: Galley


def lines(given: Lines) -> bytes:
    """Return the paragraphs of a chapter, each in a line."""
    print("reading a chapter")
    found = [plain(node.content) for node in walk(given.galley.chapter) if isinstance(node, Paragraph)]
    return "\\n".join(found).encode()


LINES = Step(f"{__name__}:lines", Lines, identity, lambda given: 1)


def render(book, report, say):
    made = book.runner.run(LINES, [Lines(galley) for galley in book.document.galleys])
    return (Artifact(f"{book.stem}.txt", {"": b"\\n".join(made)}),)


FORMAT = Format("text", "Plain text.", render)
'''
CHECK = '''
"""No paragraph shouts."""

from bookbuilder.checks.check import Check
from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.document.nodes import Text
from bookbuilder.document.walk import walk

LOUD = Rule("text.loud", "this text shouts", "Capitals are hard to read.", Severity.WARNING)


def each(one, report):
    for node in walk(one.chapter):
        if isinstance(node, Text) and len(node.text) > 9 and node.text.isupper():
            report(LOUD, node.span)


CHECK = Check("loud", "No paragraph shouts.", each=each)
'''
VALIDATOR = '''
"""No text file is empty."""

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.validators.validator import Remark, Validator, own_tool

SHORT = Rule("text.short", "{message}", "Somebody paid for it.", Severity.WARNING)


def judge(judged):
    if len(judged.data) > 4000:
        return ()
    return (Remark(rule="short", message="this text is short", severity=Severity.WARNING),)


VALIDATOR = Validator("Length", "texts are long enough", SHORT, (".txt",), own_tool, judge)
'''
PATCH = '''
"""Doubles the space between blocks."""

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch

PATCH = Patch(
    "The space between blocks is doubled.",
    Kind.LAYOUT,
    (Change("weasyprint.layout.block:collapse_margin", "", lambda theirs: lambda given: 2 * theirs(given)),),
)
'''
STARTER = '''
"""A cookbook."""

from bookbuilder.starters.starter import Starter

BOOK = """[book]
id = "{0.id}"
source = "de"
date = {0.today}

[locales.de]
title = "Kochbuch"

[editions.text]
format = "text"
"""


def files(request, world):
    return {"chapters/de/01-suppe.md": b"# Suppe\\n\\nWasser kochen.\\n", "book.toml": BOOK.format(request).encode()}


STARTER = Starter("cookbook", "a cookbook", lambda name, world: "", lambda own: ("de",), files)
'''
COMMAND = '''
"""`bookbuilder greet`: says hello."""

import typer


def command() -> None:
    """Say hello."""
    typer.echo("Guten Tag")
'''


def danish() -> str:
    """Return a catalog as `make messages` makes it of an empty file, filled in: Danish as far as the test needs it."""
    catalog = read_po(BytesIO(merged(b"", "da", template()).encode()), locale="da")
    for message in catalog:
        if isinstance(message.id, str) and message.id:
            message.string = message.id.replace("Chapter", "Kapitel")
        elif message.id:
            message.string = message.id
    return written(catalog)


UNFINISHED = {
    "__init__.py": "",
    "messages.po": 'msgid ""\nmsgstr ""\n\nmsgid "Notes"\nmsgstr "Notur"\n',
}
"""Faroese, of which hardly anything is translated."""
LOCALE = {
    "__init__.py": '"""Danish."""\n',
    "locale.toml": 'region = "DK"\n\n[imprint]\nrequired = ["printer"]\n',
    "typography.toml": '[quotes]\nouter = ["»", "«"]\ninner = ["›", "‹"]\n\n[spaces]\nlabels = ["jf."]\n',
}


@pytest.fixture(scope="module")
def home(shared: Shared) -> Path:
    """The folder of a copy of the program with new folders and files."""
    return shared.folder("program", _write_program)


@pytest.fixture(scope="module")
def program(home: Path) -> Iterator[Program]:
    """The copy, loaded."""
    loaded = WarmProcess(home)
    yield Program(home, loaded)
    loaded.close()


@dataclass(frozen=True)
class Program:
    """A program that was loaded from a folder."""

    home: Path
    loaded: WarmProcess

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command."""
        environment = {"PYTHONPATH": str(self.home), "COLUMNS": "200"}
        return self.loaded.run(*words, folder=self.home, environment=environment)


def _write_program(home: Path) -> None:
    for name in ("bookbuilder", "styles", "fonts"):
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
    new = {
        "bookbuilder/markdown/directives/recipe/__init__.py": DIRECTIVE,
        "bookbuilder/markdown/directives/recipe/style.css": ".recipe { color: rgb(1, 2, 3) }\n",
        "bookbuilder/formats/text/__init__.py": FORMAT,
        "bookbuilder/checks/loud.py": CHECK,
        "bookbuilder/validators/length.py": VALIDATOR,
        "bookbuilder/formats/pdf/engine/layout/double_space.py": PATCH,
        "bookbuilder/cli/greet.py": COMMAND,
        "bookbuilder/starters/cookbook/__init__.py": STARTER,
        "styles/plain/theme.toml": (ROOT / "styles/dossier/theme.toml").read_text(encoding="utf-8"),
        **{f"bookbuilder/locales/da/{name}": text for name, text in LOCALE.items()},
        "bookbuilder/locales/da/messages.po": danish(),
        **{f"bookbuilder/locales/fo/{name}": text for name, text in UNFINISHED.items()},
    }
    for name, text in new.items():
        place = home / name
        assert not place.exists()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    for sheet in (ROOT / "styles/dossier").glob("*.css"):
        shutil.copy(sheet, home / "styles/plain")
    compileall.compile_dir(home / "bookbuilder", quiet=2)  # once, not in each process


def build(
    program: Program, root: Path, files: dict[str, str | bytes], settings: str, *, jobs: int = 1
) -> str:
    """Build a book with the copy and return what it says."""
    written = book.write(root, {**files, "book.toml": settings})
    done = program.run("build", written, "--jobs", str(jobs))
    return done.stdout + done.stderr


TEXT = '[editions.text]\nformat = "text"\n'


def test_the_copy_is_what_runs(home: Path) -> None:
    code = "import bookbuilder; print(bookbuilder.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=home, check=True
    )
    assert Path(done.stdout.strip()).is_relative_to(home)


def test_a_format_and_a_directive(program: Program, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": "# A\n\n::: recipe Suppe\nWasser kochen.\n:::\n"}
    said = build(program, tmp_path, files, book.settings(["de"], editions=TEXT))
    assert "Wasser kochen." in (tmp_path / "output/fall.de.txt").read_text(), said


def test_a_directive_reports_and_is_explained(program: Program, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": "# A\n\n::: recipe\nWasser kochen.\n:::\n"}
    said = build(program, tmp_path, files, book.settings(["de"], editions=TEXT))
    assert "chapters/de/01-a.md:3:1: error: this recipe has no name [recipe.untitled]" in said
    assert "Readers look recipes up by their names." in program.run("explain", "recipe.untitled").stdout


def test_the_style_of_a_directive_is_in_the_book(program: Program, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": "# A\n\n::: recipe Suppe\nWasser kochen.\n:::\n"}
    said = build(program, tmp_path, files, book.settings(["de"], editions='[editions.web]\nformat = "web"\n'))
    pages = [
        p.read_text(encoding="utf-8")
        for p in (tmp_path / "output").rglob("*")
        if p.suffix in (".html", ".css")
    ]
    assert any("rgb(1, 2, 3)" in page for page in pages), said
    assert any('class="box recipe"' in page for page in pages)


def test_a_locale(program: Program, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/da/01-a.md": '# A\n\nSe "[](#01-a)", jf. [x]{number=1000}.\n'}
    said = build(program, tmp_path, files, book.settings(["da"], editions=TEXT))
    assert "Se »Kapitel\u00a01«, jf.\u00a01.000." in (tmp_path / "output/fall.da.txt").read_text(), said
    assert "the imprint does not say the printer, which da-DK asks for" in " ".join(said.split())
    assert "words.missing" not in said


def test_a_locale_whose_catalog_is_not_finished(program: Program, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/fo/01-a.md": "# A\n\nTekstur.\n"}
    said = " ".join(build(program, tmp_path, files, book.settings(["fo"], editions=TEXT)).split())
    assert "error: the program has no Faroese words for" in said
    assert 'give them in [locales.fo.words]: "Abstract", ' in said and '"Notes"' not in said


def test_a_check(program: Program, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": "# A\n\nHIER WIRD GESCHRIEN.\n"}
    said = build(program, tmp_path, files, book.settings(["de"], editions=TEXT))
    assert "chapters/de/01-a.md:3:1: warning: this text shouts [text.loud]" in said


def test_a_validator(program: Program, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": "# A\n\nKurz.\n"}
    root = book.write(tmp_path, {**files, "book.toml": book.settings(["de"], editions=TEXT)})
    said = program.run("check", root)
    assert "warning: this text is short [text.short]" in said.stderr, said.stderr
    assert "Somebody paid for it." in program.run("explain", "text.short").stdout


def test_a_step(program: Program, tmp_path: Path) -> None:
    """What it made is kept, and made again for a chapter that has changed."""
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": "# A\n\nEins.\n",
        "chapters/de/02-b.md": "# B\n\nZwei.\n",
    }
    settings = book.settings(["de"], editions=TEXT)
    said = build(program, tmp_path, files, settings, jobs=2)
    assert said.count("reading a chapter") == 3, said  # and the imprint
    files["chapters/de/02-b.md"] = "# B\n\nDrei.\n"
    assert build(program, tmp_path, files, settings).count("reading a chapter") == 1
    assert (tmp_path / "output/fall.de.txt").read_text().splitlines()[-2:] == ["Eins.", "Drei."]


def test_a_patch(program: Program, tmp_path: Path) -> None:
    root = book.write(
        tmp_path,
        {"chapters/de/01-a.md": f"# A\n\n{'Ein Wort. ' * 60}\n\n## B\n\nEnde.\n"},
        editions=book.PRINT,
    )
    made = []
    for words in ((), ("--without-patch", "double_space")):
        done = program.run("build", root, "--jobs", "1", *words)
        assert done.returncode == 0, done.stderr
        made.append((tmp_path / "output/fall.de.print.pdf").read_bytes())
    assert made[0] != made[1]


def test_a_theme(program: Program, tmp_path: Path) -> None:
    settings = book.settings(["de"], editions=book.PRINT).replace("date", 'theme = "plain"\ndate', 1)
    said = build(program, tmp_path, {"chapters/de/01-a.md": book.CHAPTER}, settings)
    assert (tmp_path / "output/fall.de.print.pdf").exists(), said


def test_a_command(program: Program) -> None:
    assert "Say hello." in program.run("--help").stdout
    assert program.run("greet").stdout == "Guten Tag\n"


def test_a_starter(program: Program, tmp_path: Path) -> None:
    said = program.run("new", tmp_path / "b", "--kind", "cookbook")
    assert said.returncode == 0, said.stderr
    assert program.run("build", tmp_path / "b", "--jobs", "1").returncode == 0
    assert (tmp_path / "b/output/b.de.txt").read_text(encoding="utf-8").endswith("\nWasser kochen.")
