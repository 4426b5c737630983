"""Validators as a whole: their verdicts are kept, and one that is missing or gives no verdict is not passed over."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bookbuilder.cli import main
from bookbuilder.diagnostics import Diagnostic, Severity, Span
from bookbuilder.validators import find_tools, validate
from bookbuilder.validators.installed_tool import NoVerdict, Tool
from bookbuilder.validators.validate import Verdict
from bookbuilder.validators.validation_report import conforming
from bookbuilder.validators.validator import Remark, Validator, ValidatorInput, validators
from bookbuilder.validators.word_completeness import LOST
from bookbuilder.world import World
from tests.cases import book
from tests.check.made import Made, make

WEB = '[editions.web]\nformat = "web"\n'
CHAPTER: dict[str, str | bytes] = {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("validate"), CHAPTER, editions=WEB)


HERE = Tool("1.0")


def fake(judge: Callable[[ValidatorInput], tuple[Remark, ...]], tool: Tool = HERE) -> Validator:
    return Validator("Fake", "something", LOST, (".html",), lambda world: tool, judge)


def verdicts(made: Made, monkeypatch: pytest.MonkeyPatch, *those: Validator) -> tuple[Verdict, ...]:
    monkeypatch.setattr(validate, "validators", lambda: those)
    return validate.validate(made.world, made.books, 1, lambda text: None)


def test_validators_are_found_by_walking() -> None:
    assert [one.name for one in validators()] == [
        *("Ace by DAISY", "axe", "EPUBCheck", "Nu Html Checker", "bookbuilder package", "qpdf", "Chromium"),
        *("bookbuilder tags", "veraPDF", "bookbuilder words"),
    ]


def test_one_that_is_missing_prints_what_installs_it(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    (verdict,) = verdicts(made, monkeypatch, fake(lambda judged: (), Tool(install="pip install fake")))
    assert not verdict.ran
    (found,) = verdict.findings
    assert str(found) == (
        "book.toml: notice: something was not proved: Fake is not installed [validator.missing]"
    )
    assert found.hint == "pip install fake"


@pytest.mark.parametrize("one", validators(), ids=lambda one: one.name)
def test_every_tool_says_its_version_or_what_installs_it(
    one: Validator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world = World(tmp_path)
    assert one.tool(world).version
    monkeypatch.setattr(World, "package_file", lambda self, package, *paths: None)
    bare = one.tool(world)
    needs_nothing = one.name == "qpdf" or one.name.startswith("bookbuilder ")
    assert bool(bare.version) is needs_nothing
    assert bool(bare.install) is not needs_nothing


def test_one_that_gives_no_verdict_is_an_error(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(judged: ValidatorInput) -> tuple[Remark, ...]:
        raise NoVerdict("it ran out of memory")

    (verdict,) = verdicts(made, monkeypatch, fake(fails))
    assert not verdict.ran
    assert [str(one) for one in verdict.findings] == [
        "book.toml: error: Fake gave no verdict on fall.de.html: it ran out of memory [validator.failed]"
    ]


def test_a_verdict_is_kept_for_the_same_bytes_and_version(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def judge(judged: ValidatorInput) -> tuple[Remark, ...]:
        asked.append(judged.artifact.name)
        return (Remark(rule="r", message="said"),)

    first = verdicts(made, monkeypatch, fake(judge, Tool("kept 1")))
    again = verdicts(made, monkeypatch, fake(judge, Tool("kept 1")))
    newer = verdicts(made, monkeypatch, fake(judge, Tool("kept 2")))
    assert [one.cached for one in (*first, *again, *newer)] == [False, True, False]
    assert first[0].findings == again[0].findings == newer[0].findings != ()
    assert len(asked) == 2


def test_a_tool_that_hangs_is_ended(tmp_path: Path) -> None:
    with pytest.raises(NoVerdict, match=r"longer than 0\.3 seconds"):
        find_tools.run_tool(World(tmp_path), ["sh", "-c", "sleep 60 & sleep 60"], seconds=0.3)


def test_a_tool_sees_no_settings_of_a_person(tmp_path: Path) -> None:
    world = World(tmp_path, environ={"PATH": "/usr/bin:/bin", "JAVA_TOOL_OPTIONS": "-Xint"})
    assert "JAVA" not in find_tools.run_tool(world, ["env"]).stdout


def test_quick_leaves_the_validators_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path, CHAPTER, editions=WEB)
    assert main(["check", str(root), "--quick"]) == 0
    assert "judged by" not in capsys.readouterr().err


def test_a_pdf_conforms_only_if_nothing_speaks_against_it() -> None:
    """Whatever a book ignores: what is told to shops is what was found (ONIX code list 196, 05)."""
    wrong, old = (
        Diagnostic(code, Severity.ERROR, Span("chapters/de/01-a.md"), "x")
        for code in ("pdf.inaccessible", "pdf.archive")
    )
    made = [
        Verdict("veraPDF", "1", "", "good.pdf", ""),
        Verdict("veraPDF", "1", "", "wrong.pdf", "", (wrong,)),
        Verdict("veraPDF", "1", "", "old.pdf", "", (old,)),
        Verdict("veraPDF", "", "", "unseen.pdf", "", ran=False),
        Verdict("bookbuilder words", "1", "", "other.pdf", ""),
    ]
    assert conforming(made) == {"good.pdf", "old.pdf"}


@pytest.mark.heavy
@pytest.mark.usefixtures("warm")
def test_a_report_is_a_page_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path / "b", CHAPTER, editions='[editions.epub]\nformat = "epub"\n')
    assert main(["check", str(root), "--report", str(tmp_path / "report.html")]) == 0
    said = capsys.readouterr()
    assert [line.split()[0] for line in said.out.splitlines()] == [
        str(tmp_path / "report.html"),
        str(tmp_path / "report.json"),
    ]
    assert (
        "1 files judged by Ace by DAISY, EPUBCheck, bookbuilder package, Chromium, bookbuilder words: 5 verdicts, 0 from"
        in said.err
    )
    data = json.loads((tmp_path / "report.json").read_text())
    (file,) = data["files"]
    assert data["result"] == "passed"
    assert {check["result"] for check in file["checks"]} == {"passed"}
    assert [one["value"] for one in file["onix_196"]] == [
        "00",
        "11",
        "13",
        "14",
        "22",
        "29",
        "30",
        "32",
        "36",
        "52",
    ]
    page = (tmp_path / "report.html").read_text()
    assert file["sha256"] in page
    first = (tmp_path / "report.json").read_bytes(), page
    assert main(["check", str(root), "--report", str(tmp_path / "report")]) == 0
    assert ((tmp_path / "report.json").read_bytes(), (tmp_path / "report.html").read_text()) == first


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "xml"],
        ["--json", "--format", "sarif"],
        ["--quick", "--report", "r.html"],
        ["--fix", "--report", "r.html"],
    ],
)
def test_options_that_do_not_go_together(tmp_path: Path, options: list[str]) -> None:
    book.write(tmp_path, CHAPTER)
    assert main(["check", str(tmp_path), *options]) == 2
