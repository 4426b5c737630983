"""Layout on screens: finds what is printed over each other, cut, torn or too small on phones and large screens.

Chromium lays out every page of a web edition and every document of an e-book at several widths, with text as it is and twice
as large, with all style sheets and with the basic one alone; `screen_layout.cjs` measures in the page.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.html.styles import stylesheet
from bookbuilder.locales.hyphenator import hyphenator
from bookbuilder.phrases import Phrase
from bookbuilder.validators import browser_engine
from bookbuilder.validators.installed_tool import NoVerdict
from bookbuilder.validators.validator import ByEngine, Remark, Validator, ValidatorInput
from bookbuilder.validators.validator_engine import EngineRequest
from bookbuilder.world import Assets

OVERPRINT = Rule(
    "screen.overprint",
    "{text!r} lies on {under!r} ({where})",
    "Texts that lie on each other can hardly be read. Mostly a style sheet has moved one of them (a negative margin,"
    " `position`), or gives it a fixed place that is too small for large text.",
    Severity.WARNING,
)
CUT = Rule(
    "screen.cut",
    "{text!r} {problem} ({where})",
    "What leaves its box is not seen, and what leaves the page is seen only by those who move the page sideways for every"
    " line (WCAG 2.2, 1.4.10). Let the box grow with its text, part the word or address, or let a table or code scroll in a"
    " box of its own.",
    Severity.WARNING,
)
TORN = Rule(
    "screen.torn",
    "the end of a line tears {before!r} from {after!r} without a hyphen ({where})",
    "A word that has no room on a line and can be hyphenated nowhere is parted where the room ends. Give it more room"
    " (smaller headings on small screens, fewer columns), or mark where it may be hyphenated with a soft hyphen.",
    Severity.WARNING,
)
SMALL = Rule(
    "screen.small",
    "the text {text!r} in a drawing is {px} px high ({where})",
    "A drawing that is made for a page shrinks to the width of a phone, and its text with it. Draw it with larger text, or"
    " give it a second drawing for narrow screens (`name.narrow.svg` beside `name.svg`).",
    Severity.WARNING,
)
LEAST = 9.0
"""The smallest text in a drawing that can be read on a phone, in px."""
SHOWN = 60
PAGE, BASE = "page.html", "screen-base.css"
_PROBLEMS = {
    "box": "is cut off by its box",
    "page": "leaves the page at its side",
    "cell": "leaves its cell",
}
_MARKUP = re.compile(r"\.x?html$")
_START = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")
_RAW = re.compile(r"<(script|style)\b")


def question(judged: ValidatorInput) -> EngineRequest:
    """Return the request to measure the pages of a web edition or the documents of an e-book."""
    if judged.artifact.name.endswith(".epub"):
        try:
            with zipfile.ZipFile(BytesIO(judged.data)) as archive:
                files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        except zipfile.BadZipFile:
            files = {}
    else:
        files = {name or PAGE: data for name, data in judged.artifact.files.items()}
        files[BASE] = _base_sheet(judged).encode()
    return EngineRequest(
        "layout",
        {name: _numbered(data) if _MARKUP.search(name) else data for name, data in files.items()},
    )


def _base_sheet(judged: ValidatorInput) -> str:
    """Return the sheet of a web edition without that of the theme for the web."""
    book = judged.book
    return stylesheet(
        book.world,
        book.theme,
        book.locale,
        ("base.css",),
        book.features,
        medium="web",
        edition=book.edition,
        single="" in judged.artifact.files,
        picture=book.picture,
    )


def _numbered(data: bytes) -> bytes:
    """Return markup in which the first element that starts on a line has the number of the line."""
    lines, raw = data.decode("utf-8", "replace").split("\n"), ""
    for index, line in enumerate(lines):
        if raw:
            raw = "" if f"</{raw}" in line else raw
            continue
        start = _START.match(line)
        if start and start[1] not in ("html", "head"):
            lines[index] = f'{start[0]} data-line="{index + 1}"{line[start.end() :]}'
        if (inside := _RAW.search(line)) and f"</{inside[1]}" not in line:
            raw = inside[1]
    return "\n".join(lines).encode()


def remarks(judged: ValidatorInput, reply: Any) -> tuple[Remark, ...]:
    """Return what is wrong with the pages; each fault once, with all widths and sizes at which it is seen."""
    if not any(_MARKUP.search(name) for name in question(judged).files):
        raise NoVerdict("it has no pages")
    single = "" in judged.artifact.files and not judged.artifact.name.endswith(".epub")
    result: dict[tuple[str, int, str], Remark] = {}
    for fault in reply:
        rule, values = _SENTENCES[fault["kind"]](fault, judged.book.world)
        if rule is None:
            continue
        key = (fault["page"], fault["line"], rule.code)
        result.setdefault(
            key,
            Remark(
                rule="",
                message=Phrase(rule.sentence, rule.code, **values, where=_where(fault["looks"])),
                severity=rule.severity,
                file="" if single else fault["page"],
                line=fault["line"],
                code=rule.code,
            ),
        )
    return tuple(result.values())


def _where(looks: Sequence[Mapping[str, Any]]) -> str:
    """Return the widths, sizes of text and sheets of looks, in words."""
    parts: list[Phrase] = []
    for alone in (False, True):
        for size in sorted({look["size"] for look in looks if look["alone"] is alone}):
            widths = sorted(
                {look["width"] for look in looks if look["alone"] is alone and look["size"] == size}
            )
            parts.append(_look(widths, size, alone=alone))
    result, *others = parts
    for other in others:
        result = Phrase("{looks}; {look}", looks=result, look=other)
    return result


def _look(widths: Sequence[int], size: int, *, alone: bool) -> Phrase:
    *first, last = (str(width) for width in widths)
    text = (
        Phrase("{others} and {last} px", others=", ".join(first), last=last)
        if first
        else Phrase("{last} px", last=last)
    )
    if size != 100:
        text = Phrase("{look} with text at {size} %", look=text, size=size)
    return Phrase("{look} with the basic style sheet alone", look=text) if alone else text


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"


_Sentence = tuple[Rule | None, Mapping[str, Any]]


def _overprint(fault: Mapping[str, Any], world: Assets) -> _Sentence:
    del world
    return OVERPRINT, {"text": _short(fault["text"]), "under": _short(fault["under"])}


def _cut(fault: Mapping[str, Any], world: Assets) -> _Sentence:
    del world
    return CUT, {"text": _short(fault["text"]), "problem": _PROBLEMS[fault["how"]]}


def _torn(fault: dict[str, Any], world: Assets) -> _Sentence:
    # Chromium brings no hyphenation patterns on some systems; a browser that has them would use them.
    fault["looks"] = [
        look for look in fault["looks"] if not (look["auto"] and _hyphenates(fault, look, world))
    ]
    if not fault["looks"]:
        return None, {}
    word, at = fault["text"], fault["looks"][0]["breaks"][0]
    return TORN, {"before": word[:at].replace("\u00ad", ""), "after": word[at:].replace("\u00ad", "")}


def _hyphenates(fault: Mapping[str, Any], look: Mapping[str, Any], world: Assets) -> bool:
    """Whether a browser with hyphenation patterns finds room for all parts of a word."""
    limits = [part for part in look["limits"].split() if part.isdigit()]
    words = hyphenator(fault["lang"], world, " ".join(limits) if len(limits) == 3 else "")
    if words is None:
        return False
    word = fault["text"]
    cuts = sorted(
        {0, *words.positions(word), *(i + 1 for i, c in enumerate(word) if c == "\u00ad"), len(word)}
    )
    return all(
        sum(look["widths"][start:end]) + (look["hyphen"] if end < len(word) else 0) <= look["room"]
        for start, end in pairwise(cuts)
    )


def _small(fault: Mapping[str, Any], world: Assets) -> _Sentence:
    del world
    if fault["px"] >= LEAST:
        return None, {}
    return SMALL, {"text": _short(fault["text"]), "px": f"{fault['px']:.1f}"}


_SENTENCES: Mapping[str, Callable[[dict[str, Any], Assets], _Sentence]] = {
    "overprint": _overprint,
    "cut": _cut,
    "torn": _torn,
    "small": _small,
}

VALIDATOR = Validator(
    "Chromium",
    Phrase("layout on screens"),
    OVERPRINT,
    (".html", "/", ".epub"),
    browser_engine.tool,
    ByEngine(browser_engine.BROWSER, question, remarks),
    rules=(CUT, TORN, SMALL),
)
