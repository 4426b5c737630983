"""EPUBCheck of the W3C: is this file an EPUB?"""

import json
import tempfile
from pathlib import Path

from tests.validators.finding import Finding
from tests.validators.machine import JudgeFailed, JudgeMissing, java, package, run

SEVERITIES = ("FATAL", "ERROR", "WARNING", "INFO", "USAGE")


def epubcheck(path: Path, *, down_to: str = "WARNING", seconds: float = 300) -> tuple[Finding, ...]:
    """Return what EPUBCheck says about an EPUB, from FATAL down to a severity (USAGE is advice); () is a clean file."""
    jar = package("epubcheck") / "epubcheck.jar"
    if not jar.is_file():
        raise JudgeMissing(f"the Python package epubcheck holds no {jar.name}: run `make test-environment`")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        # A short run is all start-up: the light compiler and collector halve its time.
        options = ["-Xmx2g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true"]
        done = run(
            [java(), *options, "-jar", jar, path.resolve(), "-u", "-q", "--json", report], seconds=seconds
        )
        if not report.is_file():
            raise JudgeFailed(f"EPUBCheck wrote no report on {path}\n{done.stdout}\n{done.stderr}")
        found = json.loads(report.read_text(encoding="utf-8"))
    shown = SEVERITIES[: SEVERITIES.index(down_to) + 1]
    findings = tuple(_finding(message) for message in found["messages"] if message["severity"] in shown)
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
