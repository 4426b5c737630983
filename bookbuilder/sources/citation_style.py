"""Reads a style of the Citation Style Language (CSL 1.0.2), refuses what is none, and lays our words over its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from lxml import etree

from bookbuilder.diagnostics import BookbuilderError, Report, Span, nearest
from bookbuilder.locales.scripts import script_of
from bookbuilder.phrases import Phrase
from bookbuilder.sources.locator_terms import TERMS
from bookbuilder.sources.rules import STYLE
from bookbuilder.world import Reader
from bookbuilder.xml_parser import xml_root

STYLES = ("apa", "full-note", "iso-690", "press")
"""The styles of the program."""
DEFAULT = "full-note"
SUFFIX = ".csl"
ENDINGS = (".", "。", "।")
"""Points that end notes."""
LARGEST = 2_000_000
"""Bytes of a style; the largest of citationstyles.org has 150,000."""
_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_PLACE = "package/sources/styles"


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """A style that can be used: its XML, and whether its citations are notes, lists what is cited, and counts notes (`see
    note 3`), whose numbers begin anew in each chapter. `ending` ends a note that is a citation and no more; it is not in
    the XML, since a citation inside another note goes on."""

    text: str
    notes: bool
    lists: bool
    counts_notes: bool
    ending: str = ""


def read_style(name: str, language: str, span: Span, world: Reader, report: Report) -> CitationStyle | None:
    """Return a style of the program, or that in a file of the book, with our words for a language; None after a report
    (`citation.style`). `span` is the place of its name."""
    if not name.endswith(SUFFIX):
        if name not in STYLES:
            hint = nearest(name, STYLES) or Phrase(
                "it can be {styles}, or a file of the book: styles/house.csl", styles=", ".join(STYLES)
            )
            report(STYLE, span, style=name, problem="the program has none of that name", hint=hint)
            return None
        data = world.read_asset(f"{_PLACE}/{name}{SUFFIX}")
    else:
        try:
            data = world.read(name)
        except BookbuilderError as error:
            report(STYLE, span, style=name, problem=error.diagnostics[0].phrases[0])
            return None
    problem, line = "it is too large", 1
    if len(data) <= LARGEST:
        root, problem, line = _root(data)
        if root is not None and not (problem := _problem(root)):
            return _style(root, language)
    place = Span(name, line) if name.endswith(SUFFIX) else span
    report(STYLE, place, style=name, problem=problem)
    return None


def _root(data: bytes) -> tuple[etree._Element | None, str, int]:
    try:
        root = xml_root(data, remarks=False)
    except etree.XMLSyntaxError as error:
        return None, Phrase("it is no XML ({msg})", msg=error.msg), error.position[0] or 1
    return root, "", 1


def _problem(root: etree._Element) -> str:
    """Return why a document is no style that can be used; empty if it is one."""
    if root.tag != f"{{{_NAMESPACE}}}style":
        return "it is XML, but no style of CSL"
    if any(link.get("rel") == "independent-parent" for link in root.iter(f"{{{_NAMESPACE}}}link")):
        parent = next(
            link.get("href", "")
            for link in root.iter(f"{{{_NAMESPACE}}}link")
            if link.get("rel") == "independent-parent"
        )
        return Phrase("it depends on another style, {parent}", parent=parent)
    if root.find(f"{{{_NAMESPACE}}}citation") is None:
        return "it does not say how a citation looks"
    macros = {macro.get("name", ""): set(_macros(macro)) for macro in root.iter(f"{{{_NAMESPACE}}}macro")}
    unknown = sorted({name for name in _macros(root) if name not in macros})
    if unknown:
        return Phrase("it has no macro {unknown!r}", unknown=unknown[0])
    try:
        TopologicalSorter(macros).prepare()
    except CycleError as error:
        return Phrase("its macros go round: {macros}", macros=" → ".join(error.args[1]))
    return ""


def _macros(element: etree._Element) -> Iterator[str]:
    """Yield the names of the macros that are called inside an element."""
    for inner in element.iter():
        if name := inner.get("macro"):
            yield name


def _style(root: etree._Element, language: str) -> CitationStyle:
    _lay_terms(root, language, TERMS.get(language.partition("-")[0], {}))
    if script_of(language) == "Arab":
        _punctuate_in_arabic(root)
    notes = root.get("class") == "note"
    layout = root.find(f"{{{_NAMESPACE}}}citation/{{{_NAMESPACE}}}layout")
    ending = ""
    # A bracket at the end of a citation belongs to it, in a note of the author's own as well.
    if notes and layout is not None and layout.get("suffix", "").strip() in ENDINGS:
        ending = layout.attrib.pop("suffix", "").strip()
    text = etree.tostring(root, encoding="unicode")
    lists = root.find(f"{{{_NAMESPACE}}}bibliography") is not None
    return CitationStyle(text, notes, lists, "first-reference-note-number" in text, ending)


def _punctuate_in_arabic(root: etree._Element) -> None:
    """Put the comma and semicolon of the Arabic script between the parts of a citation, and between names."""
    for element in root.iter(f"{{{_NAMESPACE}}}*"):
        if element.tag == f"{{{_NAMESPACE}}}name":
            for attribute in ("delimiter", "sort-separator"):
                element.set(attribute, element.get(attribute, ", "))
        for attribute in ("delimiter", "prefix", "suffix", "sort-separator"):
            if attribute in element.attrib:
                element.set(attribute, element.attrib[attribute].translate(_ARABIC))


_ARABIC = str.maketrans(",;", "\u060c\u061b")


def _lay_terms(root: etree._Element, language: str, terms: Mapping[str, tuple[str, ...]]) -> None:
    """Give a style our short terms for a language where it has none of its own."""
    if not terms:
        return
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    own = {
        (term.get("name"), term.get("form", "long"))
        for locale in root.iter(f"{{{_NAMESPACE}}}locale")
        if language.startswith(locale.get(lang, "").partition("-")[0])
        for term in locale.iter(f"{{{_NAMESPACE}}}term")
    }
    locale = etree.Element(f"{{{_NAMESPACE}}}locale", {lang: language})
    inner = etree.SubElement(locale, f"{{{_NAMESPACE}}}terms")
    for name, words in terms.items():
        forms = ("short", "long") if len(words) == 1 else ("short",)
        for form in forms:
            if (name, form) in own:
                continue
            attributes = {"name": name} if form == "long" else {"name": name, "form": form}
            term = etree.SubElement(inner, f"{{{_NAMESPACE}}}term", attributes)
            if len(words) == 1:
                term.text = words[0]
            else:
                etree.SubElement(term, f"{{{_NAMESPACE}}}single").text = words[0]
                etree.SubElement(term, f"{{{_NAMESPACE}}}multiple").text = words[1]
    position = next(
        (index + 1 for index, child in enumerate(root) if child.tag == f"{{{_NAMESPACE}}}info"), 0
    )
    root.insert(position, locale)
