"""Ace by DAISY: can everybody read this EPUB? It lays every document out in Chromium and runs axe on it."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.validators.finding import Finding
from tests.validators.machine import REPO, JudgeFailed, JudgeMissing, chromium_program, node, run


def ace(path: Path, *, seconds: float = 300) -> tuple[Finding, ...]:
    """Return the violations that Ace finds in an EPUB; () is a clean file."""
    script = REPO / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
    if not script.is_file():
        raise JudgeMissing("Ace is not installed: run `make test-environment`")
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "PUPPETEER_EXECUTABLE_PATH": str(chromium_program()),
            "HOME": folder,  # Ace and Chromium keep settings and logs there
            "XDG_CONFIG_HOME": folder,
            "TMPDIR": folder,
        }
        command: list[str | Path] = [
            node(),
            script,
            "--silent",
            "--force",
            "--outdir",
            Path(folder) / "out",
            path.resolve(),
        ]
        done = run(command, seconds=seconds, environment=environment)
        report = Path(folder) / "out" / "report.json"
        if not report.is_file():
            raise JudgeFailed(f"Ace wrote no report on {path}\n{done.stdout}\n{done.stderr}")
        found = json.loads(report.read_text(encoding="utf-8"))
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
