"""Applies the language to a chapter: facts become values, and text gets the typography of its language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.document.nodes import Chapter, Fact, Figure, Node, Table, Value
from bookbuilder.document.typography import typeset
from bookbuilder.document.walk import plain, transform, walk
from bookbuilder.facts import FORMS, NO_RATE, NONE, Amount, FactValue, literal, show, spoken
from bookbuilder.locales import Locale

UNKNOWN = Rule(
    "fact.unknown",
    "facts.toml has no fact {name!r}",
    "[words]{fact=name} prints the value that facts.toml gives for the name, in the form of each language.",
)
FORM = Rule(
    "fact.form",
    "form={form} is not a form of this fact",
    "Amounts have the forms short, long and name; dates and intervals day, full, short and week; numbers short, long,"
    " spellout and ordinal; quantities, durations and percentages short and long. `written` keeps the author's own"
    " words.",
)

USES = {"form", "approx"}
"""What braces say about one use of a fact; the rest is the fact itself."""
NO = {"no", "false", "none"}


def localize(chapter: Chapter, facts: Mapping[str, FactValue], locale: Locale, report: Report) -> Chapter:
    """Return a chapter as readers of the locale write. Reports `fact.*`.

    Passages in another language have the typography of that and keep the words of their facts; code is never touched.
    """

    def change(node: Node) -> Node:
        return value(node, facts, locale, report) if isinstance(node, Fact) else node

    def short(node: Node) -> Node:
        return value(node, facts, locale, report, tight=True) if isinstance(node, Fact) else node

    def tighten(node: Node) -> Node:
        match node:
            case Table():
                parts = transform((node.head, node.body, node.caption), short)
                return replace(node, head=parts[0], body=parts[1], caption=parts[2])
            case Figure(caption=caption):
                return replace(node, caption=transform(caption, short))
            case _:
                return node

    def ours(node: Node | Chapter) -> bool:
        return not node.lang or node.lang.split("-")[0] == locale.language

    def foreign(node: Node) -> Node:
        return value(node, facts, locale, report, foreign=True) if isinstance(node, Fact) else node

    if any(isinstance(node, Fact) for node in walk(chapter)):
        if ours(chapter):
            chapter = transform(transform(chapter, tighten, ours), change, ours)
        chapter = transform(chapter, foreign)
    result: Chapter = typeset(chapter, locale.typography, locale.foreign)
    return result


def _missing(name: str, facts: Mapping[str, FactValue]) -> str:
    return nearest(name, facts) or f"add [{name}] to facts.toml"


def value(
    node: Fact,
    facts: Mapping[str, FactValue],
    locale: Locale,
    report: Report,
    *,
    tight: bool = False,
    foreign: bool = False,
) -> Value:
    """Return a fact as the locale prints it, short where room is `tight` (tables, captions). Reports `fact.*`.

    A `foreign` one, in a passage of another language, is printed as its author wrote it.
    """
    options, written = node.options, plain(node.content)
    form, name, equivalent = options.get("form", ""), options.get("fact"), options.get("equivalent", "")
    fact = (
        facts.get(name)
        if name
        else literal({k: v for k, v in options.items() if k not in USES}, node.span, report)
    )
    if fact is None:
        if name:
            hint = partial(_missing, name, facts)
            report(UNKNOWN, node.span, name=name, hint=hint)
        return Value(written, written, span=node.span)
    forms = (*FORMS[type(fact)], "written")
    if form and form not in forms:
        report(FORM, node.span, form=form, hint=nearest(form, forms) or f"its forms are {', '.join(forms)}")
        form = ""
    if equivalent in NO:
        equivalent = NONE
    elif isinstance(fact, Amount) and fact.worth is not None and (not name or equivalent == fact.equivalent):
        equivalent = fact.equivalent
    elif name and equivalent and isinstance(fact, Amount) and equivalent not in (fact.currency, *fact.rates):
        report(
            NO_RATE, node.span, name=name, currency=equivalent, hint=f"add [{name}.rates] {equivalent} = …"
        )
        equivalent = NONE
    shown = show(
        fact,
        locale,
        "" if form == "written" else form,
        equivalent=equivalent,
        tight=tight,
        approximate=options.get("approx", "no") not in NO,
    )
    if foreign or form == "written":
        text = written if foreign else locale.typography(written)
        return Value(text, shown.machine, shown.time, span=node.span)
    text = locale.shown(shown.text)
    heard = spoken(fact, shown.text, locale) if text == shown.text else ()
    return Value(text, shown.machine, shown.time, heard, span=node.span)
