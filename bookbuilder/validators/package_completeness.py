"""Checks that an e-book has what readers and shops expect beyond the standard: cover, landmarks, page list, metadata.

EPUBCheck covers the standard, Ace covers WCAG; this covers what neither reports.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from bookbuilder.diagnostics import Rule
from bookbuilder.phrases import Phrase
from bookbuilder.validators.installed_tool import NoVerdict
from bookbuilder.validators.validator import Remark, Validator, ValidatorInput, own_tool

INCOMPLETE = Rule(
    "epub.incomplete",
    "the e-book {problem}",
    "The standard of EPUB does not ask for it, but readers and shops do: a language for the package, one cover, landmarks, a"
    " list of the pages that are marked in the text, all that European shops are told of accessibility. That it is not there"
    " is a bug of bookbuilder or of a template of the theme.",
)
PAGE = Rule(
    "epub.page",
    "{page} in the e-book {problem}",
    "A page of an e-book names its language twice (`lang` for browsers, `xml:lang` for readers of XML), has a title, holds"
    " all its files itself, and leads nowhere but to addresses that a reader can open. What is wrong comes from a template"
    " of the theme.",
)
_PACKAGE = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_HTML = "{http://www.w3.org/1999/xhtml}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TOLD = (
    "accessMode",
    "accessibilityFeature",
    "accessibilityHazard",
    "accessModeSufficient",
    "accessibilitySummary",
)
"""The accessibility metadata that shops show (EPUB Accessibility 1.1, 3.2)."""
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_UNOPENED = re.compile(r"\s*(?:javascript|vbscript|file|data):", re.IGNORECASE)


def judge(judged: ValidatorInput) -> tuple[Remark, ...]:
    """Return what an e-book lacks."""
    try:
        with zipfile.ZipFile(BytesIO(judged.data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        package = _package(files)
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise NoVerdict(Phrase("its package cannot be read: {error}", error=error)) from None
    root = _tree(files[package])
    pages = {
        posixpath.normpath(posixpath.join(posixpath.dirname(package), element.get("href", ""))): element
        for element in root.iter(f"{_PACKAGE}item")
        if element.get("media-type") == "application/xhtml+xml"
    }
    result = [*_metadata(root, package)]
    trees: dict[str, Any] = {}
    for name in pages:
        try:
            trees[name] = _tree(files[name])
        except (KeyError, SyntaxError):
            result.append(_page(name, "is no XML, or is not there"))
    for name, tree in trees.items():
        result += _of_page(name, tree)
    navigation = next((n for n, page in pages.items() if "nav" in (page.get("properties") or "").split()), "")
    result += _navigation(navigation, trees, root)
    return tuple(result)


def _tree(data: bytes) -> Any:
    from bookbuilder.xml_parser import xml_root

    return xml_root(data)


def _package(files: Mapping[str, bytes]) -> str:
    """Return the path of the package document (EPUB 3.3, 4.2.6.3.1)."""
    root = next(_tree(files["META-INF/container.xml"]).iter(f"{_CONTAINER}rootfile"), None)
    return "" if root is None else str(root.get("full-path", ""))


def _lacks(problem: str, file: str) -> Remark:
    message = Phrase(INCOMPLETE.sentence, INCOMPLETE.code, problem=problem)
    return Remark(rule="package", message=message, file=file, code=INCOMPLETE.code)


def _page(file: str, problem: str, line: int = 0) -> Remark:
    message = Phrase(PAGE.sentence, PAGE.code, page=file, problem=problem)
    return Remark(rule="page", message=message, file=file, line=line, code=PAGE.code)


def _metadata(root: Any, package: str) -> Iterator[Remark]:
    if root.get("version") != "3.0":
        yield _lacks(Phrase("is one of EPUB {version}, not of EPUB 3", version=root.get("version")), package)
    if not root.get(_LANG):
        yield _lacks("does not say the language of its package (xml:lang)", package)
    value = Counter(
        element.get("property")
        for element in root.iter(f"{_PACKAGE}meta")
        if element.get("property") and (element.text or "").strip()
    )
    for name in _TOLD:
        if not value[f"schema:{name}"]:
            yield _lacks(Phrase("says nothing of schema:{name}", name=name), package)
    if value["dcterms:modified"] != 1:
        yield _lacks(
            Phrase(
                "says {count} times when it was last changed (dcterms:modified)",
                count=value["dcterms:modified"],
            ),
            package,
        )
    if bool(value["dcterms:conformsTo"]) != bool(value["a11y:certifiedBy"]):
        yield _lacks(
            "claims to be accessible and names nobody who has seen to that, or the other way round", package
        )
    covers = sum(
        "cover-image" in (element.get("properties") or "").split() for element in root.iter(f"{_PACKAGE}item")
    )
    if covers != 1:
        yield _lacks(Phrase("has {covers} cover images, not one", covers=covers), package)


def _of_page(name: str, tree: Any) -> Iterator[Remark]:
    if not tree.get("lang") or tree.get("lang") != tree.get(_LANG):
        yield _page(name, "does not say its language in lang and xml:lang alike", tree.sourceline)
    title = next(tree.iter(f"{_HTML}title"), None)
    if title is None or not (title.text or "").strip():
        yield _page(name, "has no title", tree.sourceline)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for key in ("src", "href", "poster", "data"):
            address = element.get(key) or ""
            if (key != "href" or element.tag != f"{_HTML}a") and _ELSEWHERE.match(address):
                yield _page(
                    name,
                    Phrase("loads {address}, which is not in the book", address=address[:80]),
                    element.sourceline,
                )
            elif (element.tag == f"{_HTML}a" or key != "src") and _UNOPENED.match(address):
                yield _page(
                    name,
                    Phrase("leads to {address}, which no reader opens", address=address[:80]),
                    element.sourceline,
                )


def _navigation(name: str, trees: Mapping[str, Any], root: Any) -> Iterator[Remark]:
    breaks = {
        (page, element.get("id"))
        for page, tree in trees.items()
        for element in tree.iter()
        if "pagebreak" in (element.get(_TYPE) or "").split()
    }
    lists = (
        {element.get(_TYPE): element for element in trees[name].iter(f"{_HTML}nav")} if name in trees else {}
    )
    for kind, what in (("toc", "contents"), ("landmarks", "landmarks")):
        if kind not in lists:
            yield _lacks(Phrase("has no {what} in its navigation", what=what), name)
    source = next(root.iter(f"{_DC}source"), None)
    if breaks and "page-list" not in lists:
        yield _lacks("marks pages in its text and has no list of them", name)
    if breaks and source is None:
        yield _lacks("does not say of which printed book its page numbers are (dc:source)", name)
    for link in lists["page-list"].iter(f"{_HTML}a") if "page-list" in lists else ():
        page, _, anchor = (link.get("href") or "").partition("#")
        if (posixpath.normpath(posixpath.join(posixpath.dirname(name), page)), anchor) not in breaks:
            yield _page(
                name,
                Phrase("lists a page at {address}, where none begins", address=link.get("href")),
                link.sourceline,
            )


VALIDATOR = Validator(
    "bookbuilder package",
    Phrase("what readers and shops count on in an e-book"),
    INCOMPLETE,
    (".epub",),
    own_tool,
    judge,
    rules=(PAGE,),
)
