"""`::: index {of=persons}`: an index made from the marks in the text, with letters as headings; with `issues=2022` from
those of other issues of the series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from bookbuilder.diagnostics import NOWHERE, Report, Rule, Severity, Span, nearest
from bookbuilder.document import nodes
from bookbuilder.document.book_context import BookContext, Marked
from bookbuilder.document.mark_links import LINKED
from bookbuilder.document.walk import plain
from bookbuilder.locales import Locale
from bookbuilder.locales.collation import Collation, collation, kinds
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.markdown.directives.index.issues_index import (
    IssuePlace,
    MarkedInIssue,
    issue_locators,
    marks_of_issues,
)
from bookbuilder.names import LocalName
from bookbuilder.phrases import Phrase
from bookbuilder.project.source_texts import language_of

DEFAULT = "persons"
"""The index of marks that name none."""

EMPTY = Rule(
    "index.empty",
    "no mark in the text belongs to the index {name!r}",
    'A word is marked with `[word]{index="Entry" of=name}`; marks without `of` belong to `persons`.',
)
SEE = Rule(
    "index.see",
    "{text!r} is neither `see: Entry` nor `also: Entry`",
    "The body of an index holds references: a term, and below it `: see: Entry` (the term has no places of its own)"
    " or `: also: Entry`.",
)
SEE_UNKNOWN = Rule(
    "index.target",
    "the index has no entry {entry!r}",
    "A reference inside an index leads to one of its entries.",
)
COLLATION = Rule(
    "index.collation",
    "{tag} has no order called {kind!r}",
    "Entries stand in the usual order of the language. CLDR has others for some: `phonebook` for German names (ä like ae,"
    " DIN 5007-2), `stroke` for Chinese.",
)
SHOWN = Rule(
    "index.show",
    "an index cannot show {what!r}",
    'Behind a name stands what names.toml says about it: `show=office`, `show=dates` or `show="dates office"`.',
)
SAME = Rule(
    "index.same",
    "the names {first} and {second} are both {entry!r} here",
    "Their places would stand in one entry. Give one of them a form in names.toml that tells them apart.",
    Severity.WARNING,
)

NO_ISSUES = Rule(
    "index.issues",
    "no issue {issues!r} is recorded in the series",
    "A cumulative index is made from what is recorded of other issues (`bookbuilder series record`): those of a year,"
    ' `issues=2022`, some by their folders, `issues="2022-03 2022-04"`, or `issues=all`.',
)
SHOW = ("dates", "office")
NO = {"", "no", "false", "none"}


_Places: TypeAlias = list[nodes.Target | IssuePlace]


@dataclass(slots=True)
class _Entry:
    """An entry of the index in the making; `name` is its name in names.toml, if it has one."""

    text: str
    name: LocalName | None = None
    places: _Places = field(default_factory=list)
    below: dict[str, _Places] = field(default_factory=dict)
    see: list[tuple[str, str, Span]] = field(default_factory=list)


def run(call: Call, report: Report) -> tuple[nodes.Block, ...]:
    """Return a placeholder for the index, which `expand` replaces when the marks of all chapters are known."""
    return call.pending()


def expand(pending: nodes.Pending, book: BookContext, report: Report) -> tuple[nodes.Block, ...]:
    """Return the index: letters, entries with their locators, sub-entries, references. Reports `index.*`."""
    name = pending.options.get("of", DEFAULT)
    order = _order(pending, book.locale, report)
    wanted = pending.options.get("issues", "")
    issues = tuple(book.issues.of(wanted)) if wanted else ()
    if wanted and not issues:
        hint = (
            nearest(wanted, book.issues.names())
            or "run `bookbuilder series record` in the folder of the series"
        )
        report(NO_ISSUES, pending.span, issues=wanted, hint=hint)
        return ()
    marks = marks_of_issues(issues, book) if wanted else book.marks
    entries = _collect_entries(name, marks, pending, book, report)
    if not entries and book.incomplete:
        return ()  # its marks were left out, because they are not translated
    if not entries:
        report(EMPTY, pending.span, name=name)
        return ()
    references = (*_references(pending, report), *_spellings(pending, entries))
    for term, kind, target, span in references:
        if target not in entries and book.incomplete:
            continue
        if target not in entries:
            report(SEE_UNKNOWN, span, entry=target, hint=nearest(target, entries))
            continue
        entries.setdefault(term, _Entry(term)).see.append((kind, target, span))
    ordered = sorted(entries.values(), key=lambda e: order.key(_sort_text(e)))
    shown = _shown(pending, report)
    anchors = {entry.text: f"{name}-{number}" for number, entry in enumerate(ordered, 1)}
    blocks: list[nodes.Block] = []
    title = _title(pending)
    level = 3 if title else min(pending.level + 1, 6)
    if title:
        blocks.append(nodes.Heading(2, title, span=pending.span, id=pending.id or f"index-{name}"))
    for head, group in groupby(ordered, key=lambda e: order.letter(_sort_text(e))):
        blocks.append(nodes.Heading(level, (nodes.Text(head),), span=pending.span, classes=("letter",)))
        items = tuple(
            nodes.Item(
                (
                    _line(e, anchors, shown, order, book, pending.span),
                    *_below(e, order, book, pending.span),
                )
            )
            for e in group
        )
        blocks.append(nodes.List(ordered=False, items=items, span=pending.span, classes=("entries",)))
    linked = (LINKED,) if pending.options.get("links", "no") not in NO else ()
    return (nodes.Box("index", tuple(blocks), span=pending.span, classes=(name, *linked, *pending.classes)),)


def _collect_entries(
    name: str,
    marks: Iterable[Marked | MarkedInIssue],
    pending: nodes.Pending,
    book: BookContext,
    report: Report,
) -> dict[str, _Entry]:
    """Return the entries of an index by their text, with their locators; reports `index.same`."""
    entries: dict[str, _Entry] = {}
    reported: set[str] = set()
    seen: set[tuple[str, str, nodes.Target | IssuePlace]] = set()
    for mark in marks:
        if (mark.index or DEFAULT) != name:
            continue
        entry = entries.setdefault(mark.entry, _Entry(mark.entry))
        local_name = book.names.get(mark.name)
        if local_name and entry.name and local_name.name.key not in (entry.name.name.key, *reported):
            key = local_name.name.key
            reported.add(key)
            report(SAME, pending.span, first=entry.name.name.key, second=key, entry=mark.entry)
        entry.name = entry.name or local_name
        locator = (mark.entry, mark.sub, mark.target)
        if locator not in seen:  # several marks in the front matter of a chapter lead to its beginning
            seen.add(locator)
            (entry.below.setdefault(mark.sub, []) if mark.sub else entry.places).append(mark.target)
    return entries


def _order(pending: nodes.Pending, locale: Locale, report: Report) -> Collation:
    """Return the sort order that an index selects, or the usual one of the language; reports `index.collation`."""
    kind = pending.options.get("collation", "")
    orders = kinds(locale)
    if kind and kind not in orders:
        hint = nearest(kind, orders) or Phrase("its orders are {orders}", orders=", ".join(orders))
        report(COLLATION, pending.span, tag=locale.tag, kind=kind, hint=hint)
        kind = ""
    return collation(locale, kind)


def _shown(pending: nodes.Pending, report: Report) -> tuple[str, ...]:
    """Return what is printed after a name: `dates`, `office`; reports `index.show`."""
    words = pending.options.get("show", "").replace(",", " ").split()
    for word in words:
        if word not in SHOW:
            hint = nearest(word, SHOW) or Phrase("it shows {show}", show=" and ".join(SHOW))
            report(SHOWN, pending.span, what=word, hint=hint)
    return tuple(word for word in SHOW if word in words)


def _sort_text(entry: _Entry) -> str:
    """Return the text by which an entry is sorted: `sort` of names.toml, or its own text."""
    return (entry.name.sort if entry.name else "") or entry.text


def _spellings(pending: nodes.Pending, entries: dict[str, _Entry]) -> Iterator[tuple[str, str, str, Span]]:
    """Yield references from unwanted spellings of a name to its entry, if `see` asks for them."""
    if pending.options.get("see", "no") in NO:
        return
    for entry in tuple(entries.values()):
        for form in entry.name.spellings if entry.name else ():
            if form.entry not in entries:
                yield form.entry, "see", entry.text, pending.span


def _title(pending: nodes.Pending) -> tuple[nodes.Inline, ...]:
    text = pending.options.get("title", "")
    return pending.title or ((nodes.Text(text, span=pending.span),) if text else ())


def _references(pending: nodes.Pending, report: Report) -> Iterator[tuple[str, str, str, Span]]:
    """Yield (term, `see` or `also`, entry, place) from the definition lists in the body."""
    for block in pending.blocks:
        for item in block.items if isinstance(block, nodes.Definitions) else ():
            for paragraph in item.blocks:
                text = plain(paragraph.content) if isinstance(paragraph, nodes.Paragraph) else ""
                kind, _, target = text.partition(":")
                if kind not in ("see", "also") or not target.strip():
                    report(SEE, paragraph.span, text=text)
                    continue
                yield plain(item.term), kind, target.strip(), paragraph.span


def _line(
    entry: _Entry,
    anchors: dict[str, str],
    shown: tuple[str, ...],
    order: Collation,
    book: BookContext,
    span: Span,
) -> nodes.Paragraph:
    text = entry.text
    if entry.name and entry.name.dates and "dates" in shown:
        text += f" ({entry.name.dates})"
    if entry.name and entry.name.office and "office" in shown:
        text += f", {entry.name.office}"
    content: list[nodes.Inline] = [_words(text, book, entry.name.name.span if entry.name else span)]
    if entry.places:
        content += [nodes.Text("\u2002", span=span), *_locators(entry.places, book.locale, span)]
    ordered = sorted(entry.see, key=lambda reference: (reference[0] != "see", order.key(reference[1])))
    for kind, group in groupby(ordered, key=lambda reference: reference[0]):
        content += _see(kind, [(target, place) for _, target, place in group], anchors, book)
    return nodes.Paragraph(tuple(content), span=span, id=anchors[entry.text])


def _words(text: str, book: BookContext, span: Span = NOWHERE) -> nodes.Inline:
    """Return the words of an entry, marked if they are in the language of the source: a name that has no form of its own."""
    tag, words = language_of(text, book.project, book.locale), nodes.Text(text, span=span)
    return nodes.Styled("span", (words,), lang=tag, span=span) if tag else words


def _see(
    kind: str, targets: Sequence[tuple[str, Span]], anchors: dict[str, str], book: BookContext
) -> Iterator[nodes.Inline]:
    """Yield references to other entries; the words stand once: `, see also A; B`."""
    locale = book.locale
    if kind == "see":
        # Translators: in an index; the entry has its pages under another one: Kiev, see Kyiv
        before, behind = locale.say_around("see {entries}", "entries")
    else:
        # Translators: in an index; there is more under other entries: NATO, 12, see also Brussels
        before, behind = locale.say_around("see also {entries}", "entries")
    words = before.rstrip()
    yield nodes.Text(", ")
    if words:
        yield from (nodes.Styled("emphasis", (nodes.Text(words),)), nodes.Text(before[len(words) :]))
    for number, (target, place) in enumerate(targets):
        if number:
            yield nodes.Text("; ", span=place)
        yield nodes.Reference(anchors[target], (_words(target, book, place),), span=place)
    if behind:
        yield nodes.Styled("emphasis", (nodes.Text(behind),))


def _below(entry: _Entry, order: Collation, book: BookContext, span: Span) -> tuple[nodes.Block, ...]:
    items = tuple(
        nodes.Item(
            (
                nodes.Paragraph(
                    (_words(text, book), nodes.Text("\u2002"), *_locators(places, book.locale, span)),
                    span=span,
                ),
            )
        )
        for text, places in sorted(entry.below.items(), key=lambda pair: order.key(pair[0]))
    )
    return (nodes.List(ordered=False, items=items, span=span, classes=("subentries",)),) if items else ()


def _locators(places: _Places, locale: Locale, span: Span) -> tuple[nodes.Inline, ...]:
    """Return where an entry is found: in this book, or in other issues."""
    here = tuple(place for place in places if isinstance(place, nodes.Target))
    if here:
        return (nodes.Locators(here, span=span),)
    return issue_locators([place for place in places if isinstance(place, IssuePlace)], locale, span)


DIRECTIVE = Directive(
    "index",
    "An index made from the marks in the text; its body holds references (`see`, `also`).",
    run,
    {
        "of": "the index to print (`persons` if not given)",
        "title": "its heading",
        "collation": "another order that the language has: `phonebook` for German names by DIN 5007-2",
        "show": "what `names.toml` says that stands behind a name: `office`, `dates`, or both in quotes",
        "issues": "makes it from what is recorded of other issues: those of a year, some by name, or `all`",
        "links": "`yes`: the marked words in the text lead to their entries, as these lead to them",
        "see": "`yes` refers from the spellings that `names.toml` does not use to those that it does",
    },
    title=True,
    expand=expand,
    translated_options=("title",),
)
