"""Applies the language to a document: facts become values, and text gets the typography of its language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.document.nodes import Chapter, Document, Entry, Fact, Figure, Node, Table, Text, Value
from bookbuilder.document.walk import plain, transform
from bookbuilder.facts import FactValue, literal, show
from bookbuilder.locales import Locale

UNKNOWN = Rule(
    "fact.unknown",
    "facts.toml has no fact {name!r}",
    "[words]{fact=name} prints the value that facts.toml gives for the name, in the form of each language.",
)
FORM = Rule(
    "fact.form",
    "form={form} is not a form of a fact",
    "Amounts have the forms short, long, name; dates day, full, short. `written` keeps the author's own words.",
)

FORMS = {"", "short", "long", "name", "day", "full", "written"}
NO = {"no", "false", "none"}


def localize(document: Document, facts: Mapping[str, FactValue], locale: Locale, report: Report) -> Document:
    """Return the document as readers of the locale write. Reports `fact.*`.

    Passages in another language keep their typography and the words of their facts; code is never touched.
    """

    def change(node: Node) -> Node:
        match node:
            case Text(text=text):
                new = locale.typography(text)
                return node if new == text else replace(node, text=new)
            case Fact():
                return _value(node, facts, locale, report)
            case _:
                return node

    def short(node: Node) -> Node:
        return _value(node, facts, locale, report, tight=True) if isinstance(node, Fact) else node

    def tighten(node: Node) -> Node:
        match node:
            case Table():
                parts = transform((node.head, node.body, node.caption), short)
                return replace(node, head=parts[0], body=parts[1], caption=parts[2])
            case Figure(caption=caption):
                return replace(node, caption=transform(caption, short))
            case _:
                return node

    def ours(node: Node) -> bool:
        return not node.lang or node.lang.split("-")[0] == locale.language

    def entry(old: Entry) -> Entry:
        title = transform(old.title, change, ours)
        return replace(old, title=title, entries=tuple(entry(e) for e in old.entries))

    def foreign(node: Node) -> Node:
        return _value(node, facts, locale, report, foreign=True) if isinstance(node, Fact) else node

    def localized(chapter: Chapter) -> Chapter:
        if not chapter.lang or chapter.lang.split("-")[0] == locale.language:
            chapter = transform(transform(chapter, tighten, ours), change, ours)
        result: Chapter = transform(chapter, foreign)
        return result

    chapters = tuple(localized(chapter) for chapter in document.chapters)
    return replace(document, chapters=chapters, contents=tuple(entry(e) for e in document.contents))


def _value(
    node: Fact,
    facts: Mapping[str, FactValue],
    locale: Locale,
    report: Report,
    *,
    tight: bool = False,
    foreign: bool = False,
) -> Value:
    """Return a fact as the locale prints it; a `foreign` one, in a passage of another language, as its author did."""
    options, written = node.options, plain(node.content)
    form = options.get("form", "")
    if form not in FORMS:
        report(FORM, node.span, form=form, hint=nearest(form, FORMS))
        form = ""
    name = options.get("fact")
    fact = (
        facts.get(name)
        if name
        else literal({k: v for k, v in options.items() if k != "form"}, node.span, report)
    )
    if fact is None:
        if name:
            report(UNKNOWN, node.span, name=name, hint=nearest(name, facts) or f"add [{name}] to facts.toml")
        return Value(written, written, span=node.span)
    equivalent = options.get("equivalent", "") not in NO
    shown = show(fact, locale, "" if form == "written" else form, equivalent=equivalent, tight=tight)
    text = written if foreign else locale.typography(written) if form == "written" else shown.text
    return Value(text, shown.machine, shown.time, span=node.span)
