"""EPUBCheck of the W3C: is this file an EPUB?"""

from pathlib import Path

from tests.validators.finding import Finding
from tests.validators.java import JAVA
from tests.validators.machine import JudgeFailed, JudgeMissing, package

SEVERITIES = ("FATAL", "ERROR", "WARNING")


def epubcheck(path: Path, *, seconds: float = 300) -> tuple[Finding, ...]:
    """Return what EPUBCheck says about an EPUB, but for mere advice; () is a clean file."""
    jar = package("epubcheck") / "epubcheck.jar"
    if not jar.is_file():
        raise JudgeMissing(f"the Python package epubcheck holds no {jar.name}: run `make test-environment`")
    question = {"tool": "epubcheck", "jar": str(jar), "files": [str(path.resolve())]}
    found = JAVA.ask(question, seconds=seconds)
    findings = tuple(_finding(message) for message in found["messages"] if message["severity"] in SEVERITIES)
    counted = found["checker"]
    if not findings and (counted["nFatal"] or counted["nError"]):
        raise JudgeFailed(f"EPUBCheck counts errors in {path} that it does not name")
    return findings


def _finding(message: dict[str, object]) -> Finding:
    match message["locations"]:
        case [dict(place), *_] as places:
            where, count = f"{place.get('path')}:{place.get('line')}:{place.get('column')}", len(places)
        case _:
            where, count = "", 1
    return Finding(str(message["ID"]), str(message["severity"]), str(message["message"]), where, count)
