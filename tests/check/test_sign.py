"""Who signs for what no program can judge: what that is about, what it lets an e-book say, and how it is asked for."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from bookbuilder import api
from bookbuilder.accessibility_review.questions import QUESTIONS
from bookbuilder.accessibility_review.signatures_file import (
    FILE,
    NONE,
    YES,
    Signature,
    signatures,
    signatures_toml,
)
from bookbuilder.accessibility_review.signed_content import SignedContent
from bookbuilder.cli import main
from bookbuilder.cli.shared import exit_codes
from bookbuilder.cli.shared.ask_signature import sign
from bookbuilder.diagnostics import Findings
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.validators.judgement import contents_to_sign
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.cases import book
from tests.validators.epubcheck import epubcheck

ROOT = Path(__file__).parents[2]
EPUB = '[editions.ebook]\nformat = "epub"\n'
PICTURE = (ROOT / "tests/drawings/bars.svg").read_text(encoding="utf-8")
TEXT = """\
# Kapitel

Ein Satz mit einem [Verweis](https://example.org/) und ![einem Bild](a.svg).

| Jahr | Zahl |
| --- | --: |
| 2021 | 7 |
"""
FILES = {
    "chapters/de/01-eins.md": TEXT,
    "chapters/de/02-zwei.md": "# Zwei\n\nNoch ein Satz.\n",
    "chapters/de/a.svg": PICTURE,
}


def contents(root: Path) -> SignedContent:
    """Return what there is to sign of a book."""
    with PoolRunner(World(root), 1) as runner:
        made = artifacts.make(Context(World(root), Findings(), runner), BuildRequest())
    (one,) = contents_to_sign(made.editions)
    return one


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> SignedContent:
    """What there is to sign of the book above."""
    return contents(book.write(tmp_path_factory.mktemp("content") / "b", FILES, editions=EPUB))


def signature(content: SignedContent, **answers: str) -> Signature:
    """Return a signature under a content; every answer is yes but those that are given."""
    said = {one.key: answers.get(one.key, YES) for one in QUESTIONS}
    return Signature("Erika Mustermann", dt.date(2022, 1, 25), "bookbuilder 1", said, content.pieces)


def signed(root: Path, content: SignedContent, **answers: str) -> Path:
    """Sign a content of a book."""
    found = {"de": signature(content, **answers)}
    (root / FILE).write_text(signatures_toml(found), encoding="utf-8")
    return root


def said(root: Path) -> tuple[dict[str, str], list[str]]:
    """Return what the e-book of a book says of its accessibility, by property, and what the build told."""
    result = api.build(root, jobs=1)
    assert not result.failed, result.diagnostics
    (path,) = (path for path in result.files if path.suffix == ".epub")
    with zipfile.ZipFile(path) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".opf"))
        package = etree.fromstring(archive.read(name))
    found = {
        one.get("property", ""): one.text or "" for one in package.iter("{*}meta") if one.get("property")
    }
    return found, [f"{one.span}: {one.code}" for one in result.diagnostics]


@pytest.mark.heavy
def test_only_a_signature_lets_an_ebook_say_that_it_conforms(tmp_path: Path, content: SignedContent) -> None:
    root = book.write(tmp_path / "b", FILES, editions=EPUB)
    before, told = said(root)
    assert not told and "dcterms:conformsTo" not in before and "schema:accessibilityFeature" in before
    after, told = said(signed(root, content, tables=NONE))
    assert not told
    assert after.pop("dcterms:conformsTo") == "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
    assert after.pop("a11y:certifiedBy") == "Erika Mustermann"
    assert after == before
    (path,) = (root / "output").glob("*.epub")
    assert not epubcheck(path)


@pytest.mark.parametrize(
    ("path", "text", "changed"),
    [
        ("chapters/de/02-zwei.md", "# Zwei\n\nNoch zwei Sätze.\n", "02-zwei"),
        ("chapters/de/a.svg", PICTURE.replace("</svg>", "<desc>neu</desc></svg>"), "01-eins"),
        ("chapters/de/03-drei.md", "# Drei\n\nNeu.\n", "03-drei"),
        ("styles/dossier/theme.toml", '[color]\naccent = "#800000"\n', "theme dossier"),
    ],
    ids=["text", "picture", "chapter", "theme"],
)
def test_what_is_changed_is_not_signed(
    path: str, text: str, changed: str, tmp_path: Path, content: SignedContent
) -> None:
    root = signed(book.write(tmp_path / "b", FILES, editions=EPUB), content)
    book.write(root, {**FILES, path: text}, editions=EPUB)
    found, told = said(root)
    assert "dcterms:conformsTo" not in found and told == [f"{FILE}:3:2: signature.stale"]
    (one,) = api.build(root, jobs=1).diagnostics
    expected = f"Erika Mustermann signed another text of this book on 2022-01-25; changed since: {changed}"
    assert one.message == expected


def test_where_something_stands_in_its_file_does_not_count(tmp_path: Path, content: SignedContent) -> None:
    root = signed(book.write(tmp_path / "b", FILES, editions=EPUB), content)
    moved = TEXT.replace("\n\n", "\n\n\n").replace("Satz mit", "Satz\nmit")
    book.write(root, {**FILES, "chapters/de/01-eins.md": moved}, editions=EPUB)
    found, told = said(root)
    assert "dcterms:conformsTo" in found and not told


def test_a_chapter_that_is_gone_was_signed_too(tmp_path: Path, content: SignedContent) -> None:
    root = signed(book.write(tmp_path / "b", FILES, editions=EPUB), content)
    (root / "chapters/de/02-zwei.md").unlink()
    (one,) = api.build(root, jobs=1).diagnostics
    assert one.code == "signature.stale" and one.message.endswith("changed since: 02-zwei")


def test_an_answer_that_is_not_yes_is_told(tmp_path: Path, content: SignedContent) -> None:
    root = signed(book.write(tmp_path / "b", FILES, editions=EPUB), content, order="Der Kasten steht zu früh")
    (one,) = api.build(root, jobs=1).diagnostics
    assert (one.code, one.message) == (
        "signature.refused",
        "the e-book claims no conformance: order: Der Kasten steht zu früh",
    )
    assert "dcterms:conformsTo" not in said(root)[0]


def test_a_question_that_was_not_asked_then_is_not_answered(tmp_path: Path) -> None:
    one = signature(SignedContent("de", {}, {}))
    answers = {key: value for key, value in one.answers.items() if key != "links"}
    assert replace(one, answers=answers).wrong == ("links",) and not one.wrong


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[de\n", "1:4"),
        ("x = 1\n", "1:1"),
        ("\n[de]\nby = 'A'\n", "2:2"),
        ("[de]\nby = 'A'\ndate = '2022-01-01'\nprogram = ''\n[de.answers]\n[de.content]\n", "1:2"),
        (
            "[de]\nby = 'A'\ndate = 2022-01-01\nprogram = ''\n[de.answers]\norder = true\n[de.content]\n",
            "1:2",
        ),
    ],
)
def test_what_is_no_signature_is_told(text: str, line: str, tmp_path: Path) -> None:
    root = book.write(tmp_path / "b", {**FILES, FILE: text}, editions=EPUB)
    found = Findings()
    assert signatures(World(root), found) == {}
    assert [f"{one.span}: {one.code}" for one in found.sorted()] == [f"{FILE}:{line}: signature.broken"]
    assert api.build(root, jobs=1).failed


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    said = {one.key: YES for one in QUESTIONS} | {"order": 'Die "Karte"\\ steht\t–\x7f'}
    one = Signature(
        "Ö. „Name“", dt.date(2022, 1, 25), "bookbuilder 1", said, {"01-ä b": "12", "theme x": "3"}
    )
    (tmp_path / FILE).write_text(signatures_toml({"de": one, "zh Hant": one}), encoding="utf-8")
    assert signatures(World(tmp_path), Findings()) == {"de": one, "zh Hant": one}


def test_a_figure_that_says_nothing_stands_in_the_way(tmp_path: Path) -> None:
    figure = "# Kapitel\n\n::: figure\n![](a.svg){.decorative}\n\nWas man sehen soll.\n:::\n"
    files = {**FILES, "chapters/de/01-eins.md": figure}
    root = book.write(tmp_path / "b", files, editions=EPUB)
    found, told = said(signed(root, contents(root)))
    assert "dcterms:conformsTo" not in found
    assert told == ["chapters/de/01-eins.md:4:1: epub.undescribed"]


def test_a_picture_that_moves_stands_in_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    frames = [Image.new("L", (40, 30), shade) for shade in (0, 255)]
    data = BytesIO()
    frames[0].save(data, "GIF", save_all=True, append_images=frames[1:], duration=100)
    files: dict[str, str | bytes] = {
        **FILES,
        "chapters/de/01-eins.md": "# Kapitel\n\n::: figure\n![Es blinkt.](a.gif)\n\nEin Blinken.\n:::\n",
        "chapters/de/a.gif": data.getvalue(),
    }
    root = book.write(tmp_path / "b", files, editions=EPUB)
    found, told = said(signed(root, contents(root)))
    assert "dcterms:conformsTo" not in found and found["schema:accessibilityHazard"] == "unknown"
    assert told == ["chapters/de/01-eins.md:4:1: epub.moving"]


def test_an_exemption_is_told_to_shops(tmp_path: Path) -> None:
    root = book.write(tmp_path / "b", FILES, editions=EPUB)
    path = root / "book.toml"
    path.write_text(path.read_text().replace("[book]\n", '[book]\nexemption = "microenterprise"\n'))
    assert said(root)[0]["a11y:exemption"] == "eaa-microenterprise"
    path.write_text(path.read_text().replace('"microenterprise"', '"micro-enterprise"'))
    (one,) = (one for one in api.build(root, jobs=1).diagnostics if one.code.startswith("book."))
    assert "microenterprise" in one.hint


Asked = Callable[[Path, list[str], api.Result], tuple[int, str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asked:
    """Answers what is asked, line by line, and returns the exit code and what was said."""

    def answered(root: Path, lines: list[str], result: api.Result) -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", StringIO("\n".join(lines) + "\n"))
        code = sign(root, result)
        told = capsys.readouterr()
        return code, " ".join((told.out + told.err).split())

    return answered


def test_questions_are_asked_and_kept(tmp_path: Path, asked: Asked, content: SignedContent) -> None:
    root = book.write(tmp_path / "b", FILES, editions=EPUB)
    asked_about = {key for key, number in content.counts.items() if number}
    assert {one.key for one in QUESTIONS} - asked_about == {"decoration", "details", "headings"}
    assert content.counts["tables"] == content.counts["alternatives"] == content.counts["order"] == 1
    few = [one for one in QUESTIONS if content.counts[one.key]]
    lines = ["yes"] * (len(few) - 1) + [
        "n",
        "Ein Zitat ist englisch",
        "Erika Mustermann",
        "morgen",
        "2022-01-25",
    ]
    code, told = asked(root, lines, api.Result((), contents=(content,)))
    assert code == exit_codes.FINE
    assert "say in a few words" in told and "write it as 2026-01-31" in told
    assert "1 picture with an alternative text" in told and "decoration" not in told
    kept = tomllib.loads((root / FILE).read_text(encoding="utf-8"))["de"]
    assert (kept["by"], kept["date"]) == ("Erika Mustermann", dt.date(2022, 1, 25))
    assert kept["answers"]["language"] == "Ein Zitat ist englisch" and kept["answers"]["decoration"] == NONE
    assert "no claim is made, for language" in told
    # The next time the answers are offered: Enter takes them.
    code, told = asked(root, [""] * (len(few) - 1) + ["y", "", ""], api.Result((), contents=(content,)))
    assert code == exit_codes.FINE and "nothing has changed since" in told and "de: signed" in told
    assert "dcterms:conformsTo" in said(root)[0]


def test_nobody_signs_what_is_wrong_or_not_proved(
    tmp_path: Path, asked: Asked, content: SignedContent
) -> None:
    root = book.write(tmp_path / "b", {"chapters/de/01.md": "# A\n\n![](b.svg)\n"}, editions=EPUB)
    broken = api.check(root, jobs=1)
    assert broken.failed
    code, told = asked(root, [], broken)
    assert code == exit_codes.BOOK and "mend what is wrong first" in told and not (root / FILE).exists()
    code, told = asked(root, ["yes"], api.Result((), contents=(content,)))
    assert code == exit_codes.INTERRUPTED and told.endswith("nothing was kept") and not (root / FILE).exists()
    code, told = asked(root, [], api.Result(()))
    assert code == exit_codes.BOOK and "there is nothing to sign" in told


@pytest.mark.heavy
@pytest.mark.usefixtures("warm")
def test_the_whole_of_it_on_the_command_line(
    tmp_path: Path, content: SignedContent, capsys: pytest.CaptureFixture[str]
) -> None:
    """With all validators, which the process of the command starts, and a report that says who signed."""
    root = book.write(tmp_path / "b", FILES, editions=EPUB)
    words = [
        sys.executable,
        "-c",
        "import sys; from bookbuilder.cli import main; sys.exit(main())",
    ]
    count = sum(1 for one in QUESTIONS if content.counts[one.key])
    lines = ["yes"] * count + ["Erika Mustermann", "2022-01-25"]
    done = subprocess.run(
        [*words, "check", root, "--sign"],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found, told = said(root)
    assert "dcterms:conformsTo" in found and not told
    code = main(["check", str(root), "--report-language", "en", "--report", str(root / "report.html")])
    assert code == 0, capsys.readouterr().err
    data: dict[str, Any] = json.loads((root / "report.json").read_text(encoding="utf-8"))
    ((one,), files) = data["signatures"], data["files"]
    assert one["holds"] and one["by"] == "Erika Mustermann" and len(one["answers"]) == len(QUESTIONS)
    assert any(code["value"] == "04" for file in files for code in file["onix_196"])
    assert "This holds for the text that was checked." in (root / "report.html").read_text(encoding="utf-8")
