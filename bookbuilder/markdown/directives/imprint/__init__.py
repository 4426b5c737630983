"""`::: imprint`: who made the book and who answers for it, built from `[imprint]` in book.toml.

A book without the directive gets an imprint behind its title page.
"""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Span
from bookbuilder.document.nodes import (
    Block,
    Box,
    Break,
    Chapter,
    Fact,
    Figure,
    Inline,
    Link,
    Paragraph,
    Part,
    Pending,
    Styled,
    Text,
)
from bookbuilder.document.walk import walk
from bookbuilder.document.whole import Whole
from bookbuilder.locales import Locale
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.project import Imprint

FORMAT_NAMES = {"pdf": "PDF", "epub": "EPUB", "web": "Web"}


def chapter(locale: Locale) -> Chapter:
    """Return the imprint page that a book gets which does not place its imprint itself."""
    span = Span("book.toml")
    title = (Text(locale.say("Imprint"), span=span),)
    return Chapter(
        id="imprint",
        span=span,
        title=title,
        kind="imprint",
        part=Part.FRONT,
        blocks=(Pending("imprint", span=span),),
    )


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the place for the imprint."""
    return (Pending("imprint", call.options, call.title, call.blocks, span=call.span, id=call.id),)


def expand(pending: Pending, whole: Whole, report: Report) -> tuple[Block, ...]:
    """Return the imprint in the words of the locale; what the author wrote inside the directive follows it."""
    imprint = whole.project.imprints[whole.edition.name]
    groups = [
        _publication(whole),
        _publisher(imprint),
        _people(imprint, whole),
        _numbers(imprint, whole),
        _rights(imprint, whole),
        _credits(imprint, whole),
    ]
    span = imprint.span
    paragraphs = [
        Paragraph(tuple(_broken(lines, span)), span=span, classes=(name,)) for name, lines in groups if lines
    ]
    return (Box("imprint", (*paragraphs, *pending.blocks), span=pending.span, id=pending.id),)


Line = tuple[Inline, ...]
Group = tuple[str, list[Line]]


def _text(text: str) -> Line:
    return (Text(text),)


def _said(label: str, *content: Inline) -> Line:
    return (Styled("span", (Text(label + ":"),), classes=("label",)), Text(" "), *content)


def _publication(whole: Whole) -> Group:
    lines: list[Line] = [(Styled("strong", (Text(whole.edition.title),)),)]
    if whole.edition.subtitle:
        lines.append(_text(whole.edition.subtitle))
    date = Fact({"date": whole.project.date.isoformat()}, (Text(whole.project.date.isoformat()),))
    edition = whole.locale.say("Edition {number}", number=whole.project.edition)
    lines.append((Text(edition + ", "), date))
    return "publication", lines


def _publisher(imprint: Imprint) -> Group:
    lines = [_text(line) for line in (imprint.publisher, *imprint.address) if line]
    if imprint.email:
        lines.append((Link(f"mailto:{imprint.email}", (Text(imprint.email),), classes=("plain",)),))
    if imprint.url:
        lines.append((Link(imprint.url, (Text(imprint.url.split("//")[-1]),), classes=("plain",)),))
    return "publisher", lines


def _people(imprint: Imprint, whole: Whole) -> Group:
    say = whole.locale.say
    lines: list[Line] = []
    if imprint.responsible:
        lines.append(_said(say("Responsible under press law"), Text(imprint.responsible)))
    if editors := [p.name for p in whole.project.contributors(whole.edition) if p.role == "edt"]:
        lines.append(_said(say("Editors"), Text(", ".join(editors))))
    if whole.edition.translators:
        names = ", ".join(person.name for person in whole.edition.translators)
        lines.append(_said(say("Translation"), Text(names)))
    if imprint.printer:
        lines.append(_said(say("Printed by"), Text(imprint.printer)))
    return "people", lines


def _numbers(imprint: Imprint, whole: Whole) -> Group:
    lines = [
        _text(f"ISBN {number} ({FORMAT_NAMES.get(name, name)})") for name, number in imprint.isbn.items()
    ]
    if imprint.issn:
        issue = f", {whole.locale.say('Issue')} {imprint.issue}" if imprint.issue else ""
        lines.append(_text(f"ISSN {imprint.issn}{issue}"))
    return "numbers", lines


def _rights(imprint: Imprint, whole: Whole) -> Group:
    lines = [_text(imprint.rights)] if imprint.rights else []
    if imprint.tdm_reserved:
        lines.append(_text(whole.locale.say("Use for text and data mining is reserved.")))
        if policy := imprint.tdm_policy:
            lines.append((Link(policy, (Text(policy.split("//")[-1]),), classes=("plain",)),))
    return "rights", lines


def _credits(imprint: Imprint, whole: Whole) -> Group:
    """Return the credits: those of the figures, then those of book.toml."""
    pictures: dict[str, list[int]] = {}
    for node in walk(whole.chapters):
        if isinstance(node, Figure) and node.credit:
            pictures.setdefault(node.credit, []).append(node.number)
    lines = []
    for credit, numbers in pictures.items():
        names = ", ".join(whole.locale.say("Figure {number}", number=n) for n in numbers)
        lines.append(_said(names, Text(credit)))
    return "credits", lines + [_text(credit) for credit in imprint.credits]


def _broken(lines: list[Line], span: Span) -> list[Inline]:
    out: list[Inline] = []
    for line in lines:
        if out:
            out.append(Break(span=span))
        out.extend(line)
    return out


DIRECTIVE = Directive("imprint", "Who made the book and answers for it, from book.toml.", run, expand=expand)
