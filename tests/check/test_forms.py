"""What a check is told as to other programs: SARIF and JUnit, as golden files (`--accept` writes them anew)."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest
from lxml import etree

from bookbuilder.cli import main
from bookbuilder.cli.shared.report_formats.report_format import CheckOutcome, report_formats
from bookbuilder.diagnostics import Diagnostic, Severity, Span
from bookbuilder.validators.validate import Verdict
from tests.cases import book

HERE = Path(__file__).parent
ODD = Diagnostic(
    "epub.invalid",
    Severity.ERROR,
    Span("chapters/de/03 mütze.md", 14, 7),
    "a \x00 <b>&amp;</b>",
    "this is c.xhtml:9",
)
FOUND = (
    Diagnostic(
        "validator.missing", Severity.NOTICE, Span("book.toml"), "HTML was not proved", "npm install vnu-jar"
    ),
    Diagnostic("weekday.wrong", Severity.WARNING, Span("chapters/de/02-a.md", 3, 9), "that day is a Tuesday"),
    Diagnostic("build.ended", Severity.ERROR, Span(), "a process was ended"),
    ODD,
)
VERDICTS = (
    Verdict("EPUBCheck", "5.3.0", "EPUB 3.3", "b.epub", "00", (ODD,)),
    Verdict("Nu Html Checker", "", "HTML", "b.html", "01", FOUND[:1], ran=False),
    Verdict("qpdf", "12", "PDF syntax", "b.pdf", "02"),
)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(("name", "suffix"), [("sarif", "sarif"), ("junit", "xml")])
def test_what_is_told(name: str, suffix: str, strict: bool, accept: bool) -> None:
    file = HERE / f"told{'-strict' if strict else ''}.{suffix}"
    made = report_formats()[name].write(CheckOutcome(FOUND, VERDICTS, strict, fine=False)).rstrip("\n") + "\n"
    made = made.replace(f'"version": "{metadata.version("bookbuilder")}"', '"version": "that of the program"')
    if accept:
        file.write_text(made)
    assert file.read_text() == made


def test_junit_counts() -> None:
    root = etree.fromstring(
        report_formats()["junit"].write(CheckOutcome(FOUND, VERDICTS, False, fine=False)).encode()
    )
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite)
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))


@pytest.mark.parametrize("name", ["sarif", "junit"])
def test_standard_output_holds_nothing_else(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    chapter = "# Kapitel\n\n[](#nirgends)\n"
    root = book.write(tmp_path, {"chapters/de/01-a.md": chapter})
    assert main(["check", str(root), "--format", name]) == 1
    out = capsys.readouterr().out
    if name == "sarif":
        (result,) = json.loads(out)["runs"][0]["results"]
        place = result["locations"][0]["physicalLocation"]
        assert result["ruleId"] == "reference.unknown"
        assert place["artifactLocation"]["uri"] == "chapters/de/01-a.md"
        assert place["region"] == {"startLine": 3, "startColumn": 1}
    else:
        (case,) = etree.fromstring(out.encode()).findall("testsuite/testcase")
        assert (case.get("classname"), case.get("line")) == ("reference.unknown", "3")
