"""Ace by DAISY: can everybody read this EPUB? It lays every document out in Chromium and runs axe on it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.validators.finding import Finding
from tests.validators.machine import REPO, JudgeFailed, JudgeMissing, chromium_program, node
from tests.validators.resident import Resident


def _command(home: Path) -> list[str | Path]:
    package = REPO / "node_modules" / "@daisy" / "ace-cli" / "package.json"
    if not package.is_file():
        raise JudgeMissing("Ace is not installed: run `make test-environment`")
    return [node(), Path(__file__).with_name("browser_judge.cjs"), package, chromium_program(), home]


ACE = Resident("Ace", _command, shared=True)


def ace(path: Path, *, seconds: float = 300) -> tuple[Finding, ...]:
    """Return the violations that Ace finds in an EPUB; () is a clean file."""
    found = ACE.ask({"file": str(path.resolve())}, seconds=seconds)
    findings = tuple(_findings(found))
    if not findings and found["earl:result"]["earl:outcome"] != "pass":
        raise JudgeFailed(f"Ace fails {path} and names no violation")
    return findings


def _findings(report: Mapping[str, Any]) -> Iterator[Finding]:
    """Give each violation once; the report lists them by document of the EPUB."""
    for document in report["assertions"]:
        place = document["earl:testSubject"]["url"]
        for assertion in document["assertions"]:
            if assertion["earl:result"]["earl:outcome"] != "fail":
                continue
            test, result = assertion["earl:test"], assertion["earl:result"]
            markup = result.get("html", "")
            message = f"{result['dct:description']}{f'  {markup}' if markup else ''}"
            yield Finding(test["dct:title"], test["earl:impact"], message, place)
