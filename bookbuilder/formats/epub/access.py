"""What the package says about accessibility (EPUB Accessibility 1.1, 2), computed from what is in the book.

Nothing is claimed that the content does not bear out. That the book conforms is said only where somebody has signed for what
no program can judge (`bookbuilder.signature`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.nodes import Chapter, Figure, Heading, Image, Reference, Table
from bookbuilder.document.walk import walk
from bookbuilder.formats.epub.metadata import Statement, meta
from bookbuilder.locales import Locale
from bookbuilder.project import Project


@dataclass(frozen=True, slots=True)
class Content:
    """What was found in a book that matters to those who cannot see it, or not well.

    `pictures` says that there are pictures which tell something, `described` that each of them has an alternative text,
    `detailed` that figures or tables have long descriptions, `figures` that figures have, `moving` that a picture is
    animated, `pages` that the pages of the printed book are marked and listed.
    """

    pictures: bool
    described: bool
    detailed: bool
    figures: bool
    moving: bool
    headings: bool
    index: bool
    links: bool
    pages: bool


def content(chapters: Sequence[Chapter], *, moving: bool, pages: bool) -> Content:
    """Return what the chapters of a book hold; `moving` says whether a picture is animated, `pages` whether printed pages
    are marked."""
    nodes = [node for chapter in chapters for node in walk(chapter)]
    figures = [node for node in nodes if isinstance(node, Figure)]
    images = [node for node in nodes if isinstance(node, Image)]
    return Content(
        pictures=any(image.alt for image in images) or bool(figures),
        described=all(figure.image.alt for figure in figures),
        detailed=any(node.description for node in nodes if isinstance(node, Figure | Table)),
        figures=any(figure.description for figure in figures),
        moving=moving,
        headings=any(isinstance(node, Heading) for node in nodes) or len(chapters) > 1,
        index=any(chapter.kind == "index" for chapter in chapters),
        links=any(isinstance(node, Reference) for node in nodes),
        pages=pages,
    )


UNDESCRIBED = Rule(
    "epub.undescribed",
    "the e-book does not say that every picture has an alternative text, and claims no conformance: this figure has none",
    "What an e-book says of its accessibility is computed from what is in it. A figure is no decoration: its caption speaks"
    " of something that those who cannot see it miss.",
    Severity.NOTICE,
)
MOVING = Rule(
    "epub.moving",
    "the e-book says that its hazards are unknown, and claims no conformance: this picture moves",
    "Whether a picture that moves flashes more than three times a second, which can bring on a seizure, no program here can"
    " say. A picture that stands still tells most of what a moving one tells.",
    Severity.NOTICE,
)
CLAIM = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
"""What is claimed, in the words that are asked for (EPUB Accessibility 1.1, 3.5)."""


def told(chapters: Iterable[Chapter], moving: Collection[str], report: Report) -> None:
    """Report what stands in the way of a claim, where it is (`epub.undescribed`, `epub.moving`); `moving` are the paths of
    animated pictures."""
    for chapter in chapters:
        for node in walk(chapter):
            if isinstance(node, Figure) and not node.image.alt:
                report(UNDESCRIBED, node.image.span)
            if isinstance(node, Image) and node.source in moving:
                report(MOVING, node.span)


def claim(by: str, found: Content) -> Iterator[Statement]:
    """Yield that the book conforms, and who says so (EPUB Accessibility 1.1, 3.5 and 3.6.2), if nothing that was found
    contradicts it."""
    if found.described and not found.moving:
        yield meta("dcterms:conformsTo", CLAIM, uid="conformance")
        yield meta("a11y:certifiedBy", by, "conformance")


def exemption(project: Project) -> Iterator[Statement]:
    """Yield the reason why the law does not ask for an accessible book, if there is one (EPUB Accessibility 1.1, 3.8)."""
    if project.exemption:
        yield meta("a11y:exemption", f"eaa-{project.exemption}")


def statements(found: Content, locale: Locale) -> Iterator[Statement]:
    """Yield the metadata of schema.org (EPUB Accessibility 1.1, 2.2), the summary in the language of the book."""
    for mode in _modes(found):
        yield meta("schema:accessMode", mode)
    for modes in _sufficient(found):
        yield meta("schema:accessModeSufficient", modes)
    for feature in features(found):
        yield meta("schema:accessibilityFeature", feature)
    yield meta("schema:accessibilityHazard", "unknown" if found.moving else "none")
    yield meta("schema:accessibilitySummary", summary(found, locale))


def features(found: Content) -> Iterator[str]:
    """Yield the features (Schema.org Accessibility Properties for Discoverability Vocabulary).

    The cover always has an alternative text; navigation, order and roles come from how every page is made.
    """
    if found.described:
        yield "alternativeText"
    if found.detailed:
        yield "longDescription"
    yield from ("tableOfContents", "readingOrder", "displayTransformability", "ARIA")
    if found.headings:
        yield "structuralNavigation"
    if found.index:
        yield "index"
    if found.pages:
        yield from ("pageNavigation", "pageBreakMarkers")


def summary(found: Content, locale: Locale) -> str:
    """Return the summary: whole sentences, each of them true of this book."""
    say = locale.say
    # Translators: the summary of how accessible an e-book is; shops show it to their customers
    sentences = [say("Text size, typeface and colors can be set by the reader.")]
    if found.headings:
        sentences.append(say("Headings and a table of contents lead to every chapter."))
    if found.pages:
        sentences.append(say("Its page numbers are those of the printed book."))
    if found.pictures and found.described:
        sentences.append(say("Every picture that says something has an alternative text."))
    if found.figures:
        sentences.append(say("Longer descriptions stand below figures that need them."))
    if not found.pictures:
        sentences.append(say("The book can be read without its pictures."))
    if found.pictures and not found.described:
        sentences.append(say("Some pictures have no alternative text."))
    # Translators: how one sentence follows another; Chinese and Japanese set no space
    return reduce(lambda text, sentence: say("{text} {sentence}", text=text, sentence=sentence), sentences)


def _modes(found: Content) -> Iterator[str]:
    yield "textual"
    if found.pictures:
        yield "visual"


def _sufficient(found: Content) -> Iterator[str]:
    if found.pictures:
        yield "textual,visual"
    if found.described or not found.pictures:
        yield "textual"
