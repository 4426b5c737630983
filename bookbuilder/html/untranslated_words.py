"""Finds untranslated words: texts in a pseudo-localized edition that did not come from the catalog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import html

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.locales import Locale
from bookbuilder.phrases import Phrase

UNTOUCHED = Rule(
    "words.hard",
    "{where} of {tag} has words that did not come from the catalog: {words}",
    "In a pseudo-locale every text looks foreign. What does not is written in a template, a style sheet or the program"
    " itself, and would be English in every language: say it with `say`.",
    Severity.WARNING,
)
SHOWN = 20
"""The most words that are listed."""
_SILENT = {"script", "style", "code", "pre", "svg", "math"}
_ATTRIBUTES = ("alt", "title", "aria-label", "aria-description", "placeholder")
_META = {"author", "description", "og:title", "og:description", "og:site_name"}


def report_untranslated(texts: Iterable[str], where: str, locale: Locale, report: Report) -> None:
    """Report the words of texts that were not pseudo-localized; does nothing in other locales."""
    if locale.pseudo is None:
        return
    result = sorted({word for text in texts for word in locale.pseudo.untouched(text)})
    if result:
        words = ", ".join(result[:SHOWN])
        if len(result) > SHOWN:
            words = Phrase("{some} and {count} more", some=words, count=len(result) - SHOWN)
        report(UNTOUCHED, Span("book.toml"), where=where, tag=locale.tag, words=words)


def visible_texts(page: str) -> Iterator[str]:
    """Yield the visible and spoken texts of an HTML or XHTML page, including attributes.

    Code, scripts and printed addresses are left out.
    """
    tree = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if not _quiet(element):
            yield element.text or ""
            yield from (str(element.get(name)) for name in _ATTRIBUTES if element.get(name))
        if element.get("name") in _META or element.get("property") in _META:
            yield element.get("content") or ""
        above = element.getparent()
        if above is not None and not _quiet(above):
            yield element.tail or ""


def _quiet(element: html.HtmlElement) -> bool:
    """Whether an element, or one around it, holds no natural language."""
    return any(
        element.tag in _SILENT or "address" in (element.get("class") or "").split()
        for element in (element, *element.iterancestors())
    )
