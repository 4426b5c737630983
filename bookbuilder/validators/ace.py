"""Ace by DAISY: can everybody read this e-book? It lays every document out in Chromium and runs axe on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.validators import machine
from bookbuilder.validators.validator import Judged, NoVerdict, Remark, Tool, Validator
from bookbuilder.world import World

INACCESSIBLE = Rule(
    "epub.inaccessible",
    "{message} (Ace {rule})",
    "Ace by DAISY tests what a machine can test of EPUB Accessibility and WCAG. Some readers cannot use the place that it"
    " names: those who listen to a book, who enlarge it, or who need contrast.",
)
SCRIPT = "@daisy/ace-cli/bin/ace.js"
_PACKAGE = "@daisy/ace-cli/package.json"


def tool(world: World) -> Tool:
    """Return Ace as it is installed."""
    if missing := machine.missing(machine.node(world)):
        return missing
    script, browser = machine.from_npm(world, SCRIPT), machine.chromium(world)
    if script is None:
        return Tool(install=f"{machine.NPM} @daisy/ace-cli@1")
    if browser is None:
        return Tool(install="apt-get install chromium (or Chrome for this system)")
    about = world.read_tool(script.parents[1] / "package.json")
    said = world.run([browser, "--version"], seconds=60).stdout.strip()
    return Tool(f"{json.loads(about).get('version', '')}, {said}")


def judge(judged: Judged) -> tuple[Remark, ...]:
    """Return the violations that Ace finds in an EPUB."""
    world, browser = judged.world, machine.chromium(judged.world) or ""
    with world.scratch("judged", {"book.epub": judged.data}) as folder:
        own = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "TMPDIR")}  # settings and logs
        done = machine.run(
            world,
            [
                *map(str, (machine.node(world), machine.from_npm(world, SCRIPT))),
                *("--silent", "--force", "--outdir", folder / "out", folder / "book.epub"),
            ],
            environment={"PUPPETEER_EXECUTABLE_PATH": browser, **own},
        )
        text = world.scratched(folder, "out/report.json")
    try:
        found = json.loads(text or b"")
        remarks = tuple(_remarks(found))
        passed = found["earl:result"]["earl:outcome"] == "pass"
    except (ValueError, KeyError, TypeError):
        raise NoVerdict(machine.last(done)) from None
    if not remarks and not passed:
        raise NoVerdict("it fails the book and names no violation")
    return remarks


def _remarks(report: dict[str, Any]) -> Iterator[Remark]:
    """Give each violation once; the report lists them by document of the EPUB."""
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


VALIDATOR = Validator("Ace by DAISY", "EPUB Accessibility 1.1", INACCESSIBLE, (".epub",), tool, judge)
