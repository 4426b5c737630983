"""Computes the accessibility metadata of an e-book from its contents (EPUB Accessibility 1.1, 2).

Nothing is claimed without evidence. Conformance is only claimed if a person has signed for what no program can judge
(`bookbuilder.accessibility_review`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document import nodes
from bookbuilder.document.walk import walk
from bookbuilder.formats.epub.package_metadata import Statement, meta
from bookbuilder.locales import Locale
from bookbuilder.project import Project


@dataclass(frozen=True, slots=True)
class AccessibilityFeatures:
    """The accessibility features of a book's contents.

    `pictures`: there are informative pictures; `described`: all have alternative texts; `detailed`: figures or tables have
    long descriptions; `figures`: figures have; `moving`: there is an animated picture; `formulas`: there are
    formulas, in MathML; `pages`: printed pages are marked and listed.
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
    formulas: bool = False


def accessibility_features(
    chapters: Sequence[nodes.Chapter], *, moving: bool, pages: bool
) -> AccessibilityFeatures:
    """Return the features of a book's chapters; `moving` and `pages` as in `AccessibilityFeatures`."""
    all_nodes = [node for chapter in chapters for node in walk(chapter)]
    figures = [node for node in all_nodes if isinstance(node, nodes.Figure)]
    images = [node for node in all_nodes if isinstance(node, nodes.Image)]
    return AccessibilityFeatures(
        pictures=any(image.alt for image in images) or bool(figures),
        described=all(figure.image.alt for figure in figures),
        detailed=any(node.description for node in all_nodes if isinstance(node, nodes.Figure | nodes.Table)),
        figures=any(figure.description for figure in figures),
        moving=moving,
        headings=any(isinstance(node, nodes.Heading) for node in all_nodes) or len(chapters) > 1,
        index=any(chapter.kind == "index" for chapter in chapters),
        links=any(isinstance(node, nodes.Reference) for node in all_nodes),
        pages=pages,
        formulas=any(isinstance(node, nodes.Formula) for node in all_nodes),
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
"""The claim, in the required words (EPUB Accessibility 1.1, 3.5)."""


def report_obstacles(chapters: Iterable[nodes.Chapter], moving: Collection[str], report: Report) -> None:
    """Report what prevents a claim of conformance, and where (`epub.undescribed`, `epub.moving`); `moving` are the paths of
    animated pictures."""
    for chapter in chapters:
        for node in walk(chapter):
            if isinstance(node, nodes.Figure) and not node.image.alt:
                report(UNDESCRIBED, node.image.span)
            if isinstance(node, nodes.Image) and node.shown in moving:
                report(MOVING, node.span)


def conformance_claim(by: str, features: AccessibilityFeatures) -> Iterator[Statement]:
    """Yield the claim of conformance and its certifier (EPUB Accessibility 1.1, 3.5 and 3.6.2), unless the features
    contradict it."""
    if features.described and not features.moving:
        yield meta("dcterms:conformsTo", CLAIM, uid="conformance")
        yield meta("a11y:certifiedBy", by, "conformance")


def exemption(project: Project) -> Iterator[Statement]:
    """Yield the reason for a legal exemption from accessibility, if there is one (EPUB Accessibility 1.1, 3.8)."""
    if project.exemption:
        yield meta("a11y:exemption", f"eaa-{project.exemption}")


def statements(found: AccessibilityFeatures, locale: Locale) -> Iterator[Statement]:
    """Yield the schema.org metadata (EPUB Accessibility 1.1, 2.2), with a summary in the book's language."""
    for mode in _modes(found):
        yield meta("schema:accessMode", mode)
    for modes in _sufficient(found):
        yield meta("schema:accessModeSufficient", modes)
    for feature in features(found):
        yield meta("schema:accessibilityFeature", feature)
    yield meta("schema:accessibilityHazard", "unknown" if found.moving else "none")
    yield meta("schema:accessibilitySummary", summary(found, locale))


def features(features: AccessibilityFeatures) -> Iterator[str]:
    """Yield the features (Schema.org Accessibility Properties for Discoverability Vocabulary).

    The cover always has an alternative text; navigation, order and roles come with every page.
    """
    if features.described:
        yield "alternativeText"
    if features.detailed:
        yield "longDescription"
    yield from ("tableOfContents", "readingOrder", "displayTransformability", "ARIA")
    if features.headings:
        yield "structuralNavigation"
    if features.index:
        yield "index"
    if features.formulas:
        yield "MathML"
    if features.pages:
        yield from ("pageNavigation", "pageBreakMarkers")


def summary(features: AccessibilityFeatures, locale: Locale) -> str:
    """Return the summary: complete sentences that are true of this book."""
    say = locale.say
    # Translators: the summary of how accessible an e-book is; shops show it to their customers
    sentences = [say("Text size, typeface and colors can be set by the reader.")]
    if features.headings:
        sentences.append(say("Headings and a table of contents lead to every chapter."))
    if features.pages:
        sentences.append(say("Its page numbers are those of the printed book."))
    if features.pictures and features.described:
        sentences.append(say("Every picture that says something has an alternative text."))
    if features.figures:
        sentences.append(say("Longer descriptions stand below figures that need them."))
    if not features.pictures:
        sentences.append(say("The book can be read without its pictures."))
    if features.pictures and not features.described:
        sentences.append(say("Some pictures have no alternative text."))
    # Translators: how one sentence follows another; Chinese and Japanese set no space
    return reduce(lambda text, sentence: say("{text} {sentence}", text=text, sentence=sentence), sentences)


def _modes(features: AccessibilityFeatures) -> Iterator[str]:
    yield "textual"
    if features.pictures:
        yield "visual"


def _sufficient(features: AccessibilityFeatures) -> Iterator[str]:
    if features.pictures:
        yield "textual,visual"
    if features.described or not features.pictures:
        yield "textual"
