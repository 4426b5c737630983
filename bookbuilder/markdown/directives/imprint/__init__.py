"""`::: imprint`: the imprint (publisher, editors, ISBN, rights), built from `[imprint]` in book.toml.

A book without the directive gets an imprint behind its title page.
"""

from __future__ import annotations

import datetime as dt

from bookbuilder.diagnostics import Report, Span
from bookbuilder.document import nodes
from bookbuilder.document.book_context import BookContext
from bookbuilder.document.walk import bare, plain
from bookbuilder.locales import Locale, join_list
from bookbuilder.markdown.credit_lines import Line, credit_lines, labelled
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.project import Imprint
from bookbuilder.project.source_texts import language_of


def chapter(locale: Locale) -> nodes.Chapter:
    """Return the imprint page of a book that does not place its imprint itself."""
    span = Span("book.toml")
    title = (nodes.Text(locale.say("Imprint"), span=span),)
    return nodes.Chapter(
        id="imprint",
        span=span,
        title=title,
        kind="imprint",
        part=nodes.Part.FRONT,
        blocks=(nodes.Pending("imprint", span=span),),
    )


def run(call: Call, report: Report) -> tuple[nodes.Block, ...]:
    """Return the place for the imprint."""
    return (nodes.Pending("imprint", call.options, call.title, call.blocks, span=call.span, id=call.id),)


def expand(pending: nodes.Pending, whole: BookContext, report: Report) -> tuple[nodes.Block, ...]:
    """Return the imprint in the words of the locale; what the author wrote inside the directive follows it."""
    imprint = whole.project.imprints[whole.edition.name]
    groups = [
        _publication(whole),
        _publisher(imprint, whole),
        _people(imprint, whole),
        _untranslated(imprint, whole),
        _numbers(imprint, whole),
        _rights(imprint, whole),
        _credits(imprint, whole),
    ]
    span = imprint.span
    paragraphs = [
        nodes.Paragraph(tuple(_broken(lines, span)), span=span, classes=(name,))
        for name, lines in groups
        if lines
    ]
    return (nodes.Box("imprint", (*paragraphs, *pending.blocks), span=pending.span, id=pending.id),)


Group = tuple[str, list[Line]]


def _text(text: str) -> Line:
    return (nodes.Text(text),)


def _given(text: str, whole: BookContext) -> nodes.Inline:
    """Return a text of book.toml, marked if it is still in the language of the source."""
    tag, words = language_of(text, whole.project, whole.locale), nodes.Text(text)
    return nodes.Styled("span", (words,), lang=tag) if tag else words


def _publication(whole: BookContext) -> Group:
    lines: list[Line] = [(nodes.Styled("strong", (_given(whole.edition.title, whole),)),)]
    if whole.edition.subtitle:
        lines.append((_given(whole.edition.subtitle, whole),))
    locale, project = whole.locale, whole.project
    # Translators: which edition of the book this is, and the day it came out
    lines.append(
        _dated(locale.say_around("Edition {number}, {date}", "date", number=project.edition), project.date)
    )
    if project.version:
        released = project.released or project.date
        # Translators: which version of the edition this is, with its corrections, and the day it came out
        lines.append(
            _dated(locale.say_around("Version {number}, {date}", "date", number=project.version), released)
        )
    return "publication", lines


def _dated(words: tuple[str, str], day: dt.date) -> Line:
    before, behind = words
    date = nodes.Fact({"date": day.isoformat()}, (nodes.Text(day.isoformat()),))
    return (nodes.Text(before), date, nodes.Text(behind)) if behind else (nodes.Text(before), date)


def _publisher(imprint: Imprint, whole: BookContext) -> Group:
    lines: list[Line] = [(_given(line, whole),) for line in (imprint.publisher, *imprint.address) if line]
    if imprint.email:
        lines.append(
            (nodes.Link(f"mailto:{imprint.email}", (nodes.Text(imprint.email),), classes=("plain",)),)
        )
    if imprint.url:
        lines.append(
            (nodes.Link(imprint.url, (nodes.Text(imprint.url.split("//")[-1]),), classes=("plain",)),)
        )
    return "publisher", lines


def _people(imprint: Imprint, whole: BookContext) -> Group:
    locale = whole.locale
    lines: list[Line] = []
    if imprint.responsible:
        # Translators: in the imprint; the person who answers for the content before the law, in your law's words
        words = locale.say_around("Responsible under press law: {name}", "name")
        lines.append(labelled(words, _given(imprint.responsible, whole)))
    if editors := [p.name for p in whole.project.contributors(whole.edition) if p.role == "edt"]:
        # Translators: in the imprint; one person or several, who made the book ready for print
        label = locale.say_many("Editor: {names}", "Editors: {names}", len(editors), names=_GAP)
        lines.append(labelled(_around(label), nodes.Text(join_list(editors, locale))))
    if whole.edition.translators:
        names = join_list([person.name for person in whole.edition.translators], locale)
        # Translators: in the imprint; one person or several
        lines.append(labelled(locale.say_around("Translation: {names}", "names"), nodes.Text(names)))
    if imprint.printer:
        # Translators: in the imprint; the printing house
        lines.append(
            labelled(locale.say_around("Printed by: {name}", "name"), _given(imprint.printer, whole))
        )
    return "people", lines


def _untranslated(imprint: Imprint, whole: BookContext) -> Group:
    """Return the titles of chapters that are not, or not wholly, translated, if the imprint is to list them; omitted ones
    come last, by their titles in the source."""
    titles = [plain(bare(chapter.title)) for chapter in whole.chapters if chapter.fallback]
    titles += whole.omitted
    if not titles or not imprint.untranslated:
        return "translation", []
    # Translators: in the imprint; the titles of one or several chapters
    words = whole.locale.say_around("Not translated yet, in whole or in part: {chapters}", "chapters")
    return "translation", [labelled(words, nodes.Text(join_list(titles, whole.locale)))]


def _numbers(imprint: Imprint, whole: BookContext) -> Group:
    locale = whole.locale
    lines = [_text(f"ISBN {number} ({_kind(name, whole)})") for name, number in imprint.isbn.items()]
    if imprint.issn and imprint.issue:
        # Translators: the number of a periodical, and which of its issues this is: 3, or 3/2022
        text = locale.say("ISSN {issn}, issue {number}", issn=imprint.issn, number=imprint.issue)
        lines.append(_text(text))
    elif imprint.issn:
        lines.append(_text(f"ISSN {imprint.issn}"))
    return "numbers", lines


def _kind(name: str, whole: BookContext) -> str:
    """Return what has an ISBN, in words: the format of the edition `name`, or that it is printed.

    The name itself is the author's own, for the command line."""
    locale, edition = whole.locale, whole.project.editions.get(name)
    if edition and edition.printer:
        # Translators: behind an ISBN, beside PDF and EPUB: the edition that a printer makes, on paper
        return locale.say("Print")
    # Translators: behind an ISBN, beside PDF and EPUB: the edition for a browser
    names = {"pdf": "PDF", "epub": "EPUB", "web": locale.say("Web")}
    return names.get(edition.format if edition else name, name)


def _rights(imprint: Imprint, whole: BookContext) -> Group:
    lines: list[Line] = [(_given(imprint.rights, whole),)] if imprint.rights else []
    if imprint.tdm_reserved:
        lines.append(_text(whole.locale.say("Use for text and data mining is reserved.")))
        if policy := imprint.tdm_policy:
            lines.append((nodes.Link(policy, (nodes.Text(policy.split("//")[-1]),), classes=("plain",)),))
    return "rights", lines


def _credits(imprint: Imprint, whole: BookContext) -> Group:
    """Return the credits: those of the pictures unless `::: credits` lists them, then those of book.toml."""
    listed = [] if "credits" in whole.directives else credit_lines(whole, lambda text: _given(text, whole))
    return "credits", listed + [(_given(credit, whole),) for credit in imprint.credits]


_GAP = "\0"
"""Stands for a field that is filled with a node."""


def _around(words: str) -> tuple[str, str]:
    before, _, behind = words.partition(_GAP)
    return before, behind


def _broken(lines: list[Line], span: Span) -> list[nodes.Inline]:
    out: list[nodes.Inline] = []
    for line in lines:
        if out:
            out.append(nodes.Break(span=span))
        out.extend(line)
    return out


DIRECTIVE = Directive("imprint", "Who made the book and answers for it, from book.toml.", run, expand=expand)
