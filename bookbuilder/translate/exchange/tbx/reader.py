"""Reads the concepts of a TBX file: that of 2019 (`tbx`), and that of 2008 (`martif`), which most programs still write.

Elements are known by their local names: the style DCT has those of its modules in other namespaces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.returned_units import BROKEN, LIMIT
from bookbuilder.translate.exchange.tbx.writer import ANY_ENDING
from bookbuilder.translate.exchange.untrusted_xml import parse_xml

ROOTS = ("tbx", "martif")
_ENTRY = ("conceptEntry", "termEntry")
_LANGUAGE = ("langSec", "langSet")
_TERM = ("termSec", "tig", "ntig")
_STATUS = ("administrativeStatus", "normativeAuthorization")
_FORBIDDEN = ("deprecated", "superseded", "notrecommended", "obsolete", "forbidden")
"""How the values of a status begin that say not to use a term (ISO 30042; older versions, and other programs)."""
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class TermForm:
    """A term in a language (its tag as in the file); `forbidden`: not to be used."""

    tag: str
    text: str
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: its terms in all languages, in file order, and its notes and definitions. `id` and `line` say where it
    stands."""

    forms: tuple[TermForm, ...]
    note: str = ""
    id: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


def read(data: bytes, path: str, report: Report) -> tuple[Concept, ...]:
    """Return the concepts of a file in file order. Reports `exchange.*`.

    A document type is allowed, and not loaded, if it is the usual one of `martif`.
    """
    if len(data) > LIMIT:
        report(
            BROKEN,
            Span(path),
            problem=Phrase("it is larger than {limit} MB", limit=LIMIT >> 20),
            hint="export fewer terms",
        )
        return ()
    root = parse_xml(data, path, report, named="martif")
    if root is None:
        return ()
    if _name(root) not in ROOTS:
        report(
            BROKEN, Span(path, root.sourceline or 0),
            problem=Phrase("it begins with <{name}>, not as TBX does", name=_name(root)),
            hint="have your program save TBX-Basic",
        )  # fmt: skip
        return ()
    return tuple(
        concept for entry in root.iter() if _name(entry) in _ENTRY if (concept := _concept(entry)).forms
    )


def _concept(entry: etree._Element) -> Concept:
    forms: list[TermForm] = []
    notes: list[str] = []
    for part in entry:
        if _name(part) in _LANGUAGE:
            tag = str(part.get(_LANG) or part.get("lang") or "")
            forms += _forms(part, tag)
            notes += _notes(part)
        else:
            notes += _notes_of(part)
    return Concept(
        tuple(dict.fromkeys(forms)),
        " ".join(dict.fromkeys(notes)),
        entry.get("id", ""),
        entry.sourceline or 0,
    )


def _forms(language: etree._Element, tag: str) -> Iterator[TermForm]:
    for section in language:
        if _name(section) not in _TERM:
            continue
        term = next((_text(one) for one in section.iter() if _name(one) == "term"), "")
        statuses = [
            _text(one).casefold()
            for one in section.iter()
            if _name(one) in _STATUS or (_name(one) == "termNote" and one.get("type") in _STATUS)
        ]
        for one in section.iter():  # our wildcards stand in notes, since TBX has none
            text = _text(one) if _name(one) == "note" else ""
            if text.startswith(ANY_ENDING) and text.replace("*", "").removeprefix(ANY_ENDING) == term:
                term = text.removeprefix(ANY_ENDING)
        if term and tag:
            yield TermForm(tag, term, any(status.startswith(_FORBIDDEN) for status in statuses))


def _notes(language: etree._Element) -> Iterator[str]:
    """Yield the notes and definitions of a language, not those of its terms."""
    for part in language:
        if _name(part) not in _TERM:
            yield from _notes_of(part)


def _notes_of(part: etree._Element) -> Iterator[str]:
    for one in part.iter():
        definition = _name(one) == "definition" or (
            _name(one) == "descrip" and one.get("type") == "definition"
        )
        if (definition or _name(one) == "note") and (text := _text(one)):
            yield text


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
