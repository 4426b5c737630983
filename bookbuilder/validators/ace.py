"""Ace by DAISY: checks an e-book's accessibility; renders each document in Chromium and runs axe on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.validators import browser_engine
from bookbuilder.validators.installed_tool import NoVerdict
from bookbuilder.validators.validator import ByEngine, Remark, Validator, ValidatorInput
from bookbuilder.validators.validator_engine import EngineRequest

INACCESSIBLE = Rule(
    "epub.inaccessible",
    "{message} (Ace {rule})",
    "Ace by DAISY tests what a machine can test of EPUB Accessibility and WCAG. Some readers cannot use the place that it"
    " names: those who listen to a book, who enlarge it, or who need contrast.",
)
BOOK = "book.epub"


def question(judged: ValidatorInput) -> EngineRequest:
    """Return the request to check an EPUB."""
    return EngineRequest("ace", {BOOK: judged.data})


def remarks(judged: ValidatorInput, reply: Any) -> tuple[Remark, ...]:
    """Return the violations found in an EPUB."""
    del judged
    violations = tuple(_remarks(reply))
    if not violations and reply["earl:result"]["earl:outcome"] != "pass":
        raise NoVerdict("it fails the book and names no violation")
    return violations


def _remarks(report: dict[str, Any]) -> Iterator[Remark]:
    """Yield each violation once; the report lists them by document."""
    for document in report["assertions"]:
        file = document["earl:testSubject"]["url"]
        for assertion in document["assertions"]:
            result, test = assertion["earl:result"], assertion["earl:test"]
            if result["earl:outcome"] == "fail":
                minor = test["earl:impact"] in ("minor", "moderate")
                yield Remark(
                    rule=test["dct:title"],
                    message=" ".join(str(result["dct:description"]).split())[:400],
                    severity=Severity.WARNING if minor else Severity.ERROR,
                    file=file,
                    snippet=result.get("html", ""),
                )


VALIDATOR = Validator(
    "Ace by DAISY",
    "EPUB Accessibility 1.1",
    INACCESSIBLE,
    (".epub",),
    browser_engine.tool,
    ByEngine(browser_engine.BROWSER, question, remarks),
)
