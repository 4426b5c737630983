"""Says to the readers of a book what each of its files offers them.

The order is that of the Accessibility Metadata Display Guide for Digital Publications 2.0 (W3C Publishing Community Group):
ways of reading, conformance, navigation, rich content, hazards, legal considerations.

Nothing is claimed that is not in the report: in the metadata of the e-book, in the verdict of a validator, in a signature.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bookbuilder.accessibility_review.signatures_file import NONE, YES
from bookbuilder.locales.private_use import base_tag, is_easy
from bookbuilder.phrases import Phrase
from bookbuilder.program_language.translation import Translation

PDF_UA = "05"
"""Of ONIX list 196: the file conforms to PDF/UA-1."""
EXEMPTIONS = {
    "eaa-microenterprise": Phrase(
        "The publisher is a microenterprise, which need not make its books accessible (Directive (EU) 2019/882)."
    ),
    "eaa-disproportionate-burden": Phrase(
        "To make this book accessible would burden the publisher disproportionately (Directive (EU) 2019/882)."
    ),
    "eaa-fundamental-alteration": Phrase(
        "To make this book accessible would alter it fundamentally (Directive (EU) 2019/882)."
    ),
}


@dataclass(frozen=True, slots=True)
class StatementPart:
    """A part of the statement about a file: what it is `about` (`reading`, `conformance`, `navigation`, `rich`, `hazards`,
    `legal`, `checks`), and its sentences."""

    about: str
    sentences: Sequence[str]


def statement_files(data: Mapping[str, Any], said: Translation) -> list[dict[str, Any]]:
    """Return for each file of a report, once for those of the same bytes: its `names`, `format`, `language` and what that is
    called, whether it is `easy`, the `parts` of its statement, and its `limits`: the questions and answers of the person who
    signed (`by`, on a `day`) and found something wrong with the text, in whatever format."""
    signatures = {one["locale"]: one for one in data["signatures"]}
    tags = {file["language"] for file in data["files"]}
    found: dict[str, dict[str, Any]] = {}
    for file in data["files"]:
        if file["sha256"] in found:
            found[file["sha256"]]["names"].append(file["name"])
            continue
        signed = signatures.get(file["locale"], {"answers": (), "by": "", "date": ""})
        parts = [
            StatementPart(about, [said.text(one) for one in sentences])
            for about, sentences in _parts(file)
            if sentences
        ]
        found[file["sha256"]] = {
            "names": [file["name"]],
            "format": file["format"],
            "language": file["language"],
            "language_name": _language_name(file["language"], tags, said),
            "easy": is_easy(file["language"]),
            "parts": parts,
            "limits": _limits(signed["answers"]),
            "by": signed["by"],
            "day": signed["date"],
        }
    return list(found.values())


def _language_name(tag: str, tags: Collection[str], said: Translation) -> str:
    """Return what a language is called, with its region if another one of the book differs by that."""
    language = tag.partition("-")[0]
    kin = {base_tag(other) for other in tags if other.partition("-")[0] == language}
    return said.language_name(tag if len(kin) > 1 else language)


def _limits(answers: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return [one for one in answers if one["answer"] not in (YES, NONE, "")]


def _parts(file: Mapping[str, Any]) -> Iterator[tuple[str, list[Phrase]]]:
    match file["format"]:
        case "epub":
            yield from _of_epub(file["accessibility"])
        case "pdf":
            yield from _of_pdf(file)
        case _:
            yield from _of_web(file)
    yield "checks", [*_checks(file)]


def _of_epub(found: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, list[Phrase]]]:
    features = found.get("accessibilityFeature", ())
    yield "reading", [*_reading(found, features)]
    yield "conformance", [*_conformance(found)]
    yield "navigation", [*_navigation(features)]
    yield "rich", [*_rich(features)]
    yield "hazards", [*_hazards(found.get("accessibilityHazard", ()))]
    legal = [EXEMPTIONS[one] for one in found.get("exemption", ()) if one in EXEMPTIONS]
    yield "legal", legal


def _reading(found: Mapping[str, Sequence[str]], features: Sequence[str]) -> Iterator[Phrase]:
    if "displayTransformability" in features:
        yield Phrase("The size of the text, its typeface, its colours and its spacing can be changed.")
    if "textual" in found.get("accessModeSufficient", ()):
        yield Phrase("All of the content can be read aloud, or in braille.")
    else:
        yield Phrase("Not all of the content can be read aloud, or in braille.")
    if "visual" in found.get("accessMode", ()):
        yield (
            Phrase("Pictures that say something have an alternative text.")
            if "alternativeText" in features
            else Phrase("Some pictures have no alternative text.")
        )
    if "readingOrder" in features:
        yield Phrase("Everything is read in the order that makes sense.")


def _conformance(found: Mapping[str, Sequence[str]]) -> Iterator[Phrase]:
    standards, certified = found.get("conformsTo", ()), found.get("certifiedBy", ())
    for standard in standards:
        yield Phrase("The e-book conforms to {standard}.", standard=standard)
    for name in certified if standards else ():
        yield Phrase("This is certified by: {name}.", name=name)
    if not standards:
        yield Phrase("No conformance to a standard is claimed.")


def _navigation(features: Sequence[str]) -> Iterator[Phrase]:
    sentences = {
        "tableOfContents": Phrase("A table of contents leads to every chapter."),
        "structuralNavigation": Phrase("Headings are marked as headings, by which one can move."),
        "index": Phrase("There is an index with links."),
        "pageNavigation": Phrase("The pages of the printed book can be gone to by their numbers."),
    }
    yield from (sentence for name, sentence in sentences.items() if name in features)


def _rich(features: Sequence[str]) -> Iterator[Phrase]:
    sentences = {
        "MathML": Phrase("Formulas are written in MathML, which can be read aloud."),
        "longDescription": Phrase("Figures and tables that need it have a long description."),
    }
    yield from (sentence for name, sentence in sentences.items() if name in features)


def _hazards(hazards: Sequence[str]) -> Iterator[Phrase]:
    if "none" in hazards:
        yield Phrase("There are no hazards: nothing flashes, makes a noise or moves.")
    elif hazards:
        yield Phrase("Pictures move; whether one of them flashes is not known.")


def _of_pdf(file: Mapping[str, Any]) -> Iterator[tuple[str, list[Phrase]]]:
    if any(one["value"] == PDF_UA for one in file["onix_196"]):
        tagged = Phrase(
            "The PDF is tagged: it can be read aloud in order, with its headings, lists and tables."
        )
        small = Phrase(
            "Its lines fit themselves to a small screen only in programs that do so with tagged PDFs."
        )
        yield "reading", [tagged, small]
        yield (
            "conformance",
            [Phrase("The PDF conforms to PDF/UA-1 (ISO 14289-1), as far as a program can tell.")],
        )
    else:
        yield "conformance", [Phrase("No conformance to a standard is claimed.")]


def _of_web(file: Mapping[str, Any]) -> Iterator[tuple[str, list[Phrase]]]:
    results = {one["validator"]: one["result"] for one in file["checks"]}
    if results.get("Chromium") == "passed":
        yield "reading", [
            Phrase("The text fits itself to screens from 320 pixels on, and can be enlarged to 200 percent without a loss.")
        ]  # fmt: skip
    yield (
        "conformance",
        [
            Phrase("As far as a program can tell, the pages meet WCAG 2.2 at level AA.")
            if results.get("axe") == "passed"
            else Phrase("No conformance to a standard is claimed.")
        ],
    )


def _checks(file: Mapping[str, Any]) -> Iterator[Phrase]:
    for one in file["checks"]:
        values = {"proves": one["proves"], "name": one["validator"]}
        match one["result"]:
            case "passed":
                yield Phrase("{proves}: nothing is wrong ({name})", **values)
            case "failed":
                yield Phrase("{proves}: errors were found ({name})", **values)
            case _:
                yield Phrase("{proves}: not checked ({name})", **values)
