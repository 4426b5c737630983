"""axe: checks the accessibility of web pages, as rendered in Chromium.

axe and the browser driver are part of Ace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.phrases import Phrase
from bookbuilder.validators import browser_engine
from bookbuilder.validators.validator import ByEngine, Remark, Validator, ValidatorInput
from bookbuilder.validators.validator_engine import EngineRequest

INACCESSIBLE = Rule(
    "web.inaccessible",
    "{message} (axe {rule})",
    "axe tests what a machine can test of WCAG 2.2 AA and of good practice, in light and dark and on a small screen. Some"
    " readers cannot use the place that it names: those who listen to a page, who enlarge it, who have no mouse, or who need"
    " contrast.",
)
PAGE = "page.html"


def question(judged: ValidatorInput) -> EngineRequest:
    """Return the request to check the pages of a web edition."""
    return EngineRequest("axe", {name or PAGE: data for name, data in judged.artifact.files.items()})


def remarks(judged: ValidatorInput, reply: Any) -> tuple[Remark, ...]:
    """Return the violations found in the pages of a web edition."""
    return tuple(_remarks(reply, single="" in judged.artifact.files))


def _remarks(found: Sequence[dict[str, Any]], *, single: bool) -> Iterator[Remark]:
    """Yield each violation once, with the first colour scheme or size that has it."""
    reported: set[tuple[str, str, str]] = set()
    for one in found:
        key = (one["page"], one["id"], one["html"])
        if key in reported:
            continue
        reported.add(key)
        minor = one["impact"] in ("minor", "moderate")
        detail = " ".join(one["said"].split("\n", 1)[-1].split())
        yield Remark(
            rule=f"{one['id']}, {one['look']}",
            message=f"{one['help']}: {detail}"[:400] if detail else one["help"],
            severity=Severity.WARNING if minor else Severity.ERROR,
            file="" if single else one["page"],
            snippet=one["html"],
        )


VALIDATOR = Validator(
    "axe",
    Phrase("WCAG 2.2 AA on the web"),
    INACCESSIBLE,
    (".html", "/"),
    browser_engine.tool,
    ByEngine(browser_engine.BROWSER, question, remarks),
)
