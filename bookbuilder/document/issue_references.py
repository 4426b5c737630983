"""References to other issues of a series: `[words](issue:2022-03#anchor)`.

They print the words, a title of the place if there are none, and where it stands: the title of the issue, its number, and
the page of its printed edition. Where the issue has a web edition, the words are a link, and the web says nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.document import nodes
from bookbuilder.document.chapter_survey import ReferenceUse
from bookbuilder.locales import Locale
from bookbuilder.phrases import Phrase
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.project.issue_record import RecordedEdition, RecordedIssues, RecordedPlace

SOURCE = "issue-source"
"""The kind of the span that says where a place of another issue stands; the web leaves it out."""
UNKNOWN = Rule(
    "issue.unknown",
    "nothing is recorded of an issue {issue}",
    "A reference names another issue of the series by its folder: issue:2022-03, or a place in it, issue:2022-03#anchor."
    " `bookbuilder series record` writes down what others may refer to, once the pages of an issue are final.",
)
PLACE = Rule(
    "issue.place",
    "nothing in the issue {issue} is called #{target}",
    "A reference to a place in another issue names a chapter of it (its file without .md), or an {#id} that stands there.",
)
OWN = Rule(
    "issue.own",
    "the reference to the issue {issue} leads to this book itself",
    "Places of the same book are called by their anchor: #anchor.",
)


class CitedPlace(Struct, frozen=True, array_like=True, gc=False):
    """What a reference to another issue prints: the `name` of the place, its web `address` (empty: it has none), the `title`
    of the issue, what follows it (`Dossier 3/2022, Seite 12`), and the language tag of the name and
    the title (empty: that of the book)."""

    name: str
    address: str
    title: str
    where: str = ""
    lang: str = ""


def cited_places(
    references: Iterable[ReferenceUse],
    project: Project,
    edition: ProjectLocale,
    locale: Locale,
    issues: RecordedIssues,
    report: Report,
) -> dict[str, CitedPlace]:
    """Return what references to other issues print, by `Reference.key`; reports `issue.*`. Raises `BookbuilderError`
    (`issue.record`)."""
    result = {}
    for one in references:
        if not one.issue:
            continue
        record = issues.get(one.issue)
        if record is None:
            names = issues.names()
            hint = nearest(one.issue, names) or (
                Phrase("there are {names}", names=", ".join(names[:10]))
                if names
                else "run `bookbuilder series record` in the folder of the series"
            )
            report(UNKNOWN, one.span, issue=one.issue, hint=hint)
            continue
        if record.id == project.id:
            report(
                OWN,
                one.span,
                issue=one.issue,
                hint=Phrase("write #{anchor}", anchor=one.target) if one.target else "",
            )
            continue
        there = record.edition(edition.name, locale.tag)
        if one.target and one.target not in there.places:
            hint = nearest(one.target, there.places)
            report(PLACE, one.span, issue=one.issue, target=one.target, hint=hint)
            continue
        result[one.key] = _cited(there, one, locale)
    return result


def _cited(there: RecordedEdition, reference: ReferenceUse, locale: Locale) -> CitedPlace:
    place = there.places.get(reference.target, RecordedPlace(""))
    name = place.name or there.title
    where = [locale.typography(f"{there.series} {there.number}".strip())]
    if place.page:
        where.append(locale.typography(locale.say("page {number}", number=page_figures(place.page, locale))))
    return CitedPlace(
        name,
        there.address + place.file if there.address else "",
        there.title,
        ", ".join(filter(None, where)),
        there.tag if there.tag.partition("-")[0] != locale.tag.partition("-")[0] else "",
    )


def page_figures(page: str, locale: Locale) -> str:
    """Return a folio in the digits of a language; Roman ones stay."""
    return locale.figures(page) if page.isdecimal() else page


def printed_reference(node: nodes.Reference, place: CitedPlace) -> nodes.Styled:
    """Return what a reference to another issue prints."""
    named = nodes.Text(place.name, span=node.span)
    name: nodes.Inline = (
        nodes.Styled("span", (named,), lang=place.lang, span=node.span) if place.lang else named
    )
    words = node.content or (name,)
    linked: tuple[nodes.Inline, ...] = (
        (nodes.Link(place.address, words, classes=("plain",), span=node.span),) if place.address else words
    )
    inside: list[nodes.Inline] = []
    if node.content or place.name != place.title:
        inside.append(
            nodes.Styled(
                "emphasis", (nodes.Text(place.title, span=node.span),), lang=place.lang, span=node.span
            )
        )
    if place.where:
        inside.append(nodes.Text(f"{', ' if inside else ''}{place.where}", span=node.span))
    if inside:
        kind = SOURCE if place.address else "span"
        brackets = (nodes.Text(" (", span=node.span), *inside, nodes.Text(")", span=node.span))
        linked = (*linked, nodes.Styled(kind, brackets, span=node.span))
    return nodes.Styled(
        "span", linked, span=node.span, id=node.id, classes=("issue", *node.classes), lang=node.lang,
        translate=node.translate,
    )  # fmt: skip
