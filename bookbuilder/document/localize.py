"""Localizes a chapter: facts become printed values, and text gets the typography of its language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.document import nodes
from bookbuilder.document.apply_typography import typeset
from bookbuilder.document.computed_facts import computed_fact, report_unplaced
from bookbuilder.document.walk import plain, transform, walk
from bookbuilder.facts import (
    FORMS,
    NO_RATE,
    NONE,
    Amount,
    FactValue,
    fact_options,
    format_fact,
    parse_literal,
    spoken_forms,
    spoken_sign,
)
from bookbuilder.locales import Locale
from bookbuilder.phrases import Phrase
from bookbuilder.project.project import IN_BRACKETS, Equivalents

UNKNOWN = Rule(
    "fact.unknown",
    "facts.toml has no fact {name!r}",
    "[words]{fact=name} prints the value that facts.toml gives for the name, in the form of each language.",
)
FORM = Rule(
    "fact.form",
    "form={form} is not a form of this fact",
    "Amounts have the forms short, long and name; dates and intervals day, full, short, week and year; numbers short,"
    " long, spellout and ordinal; quantities, durations and percentages short and long. All but dates, intervals and"
    " durations have digits: in full, as in a table, with two decimals if digits:2 asks for them. `written` keeps the"
    " author's own words.",
)


def localize(
    chapter: nodes.Chapter,
    facts: Mapping[str, FactValue],
    locale: Locale,
    report: Report,
    equivalents: Equivalents = IN_BRACKETS,
) -> nodes.Chapter:
    """Return a chapter as readers of the locale write; `equivalents` says how a sum and its equivalent are printed, by
    place. Reports `fact.*`.

    Passages in another language get its typography and keep the author's words for facts; code is never touched.
    """

    def change(pair: str, *, tight: bool = False) -> Callable[[nodes.Node], nodes.Node]:
        def changed(node: nodes.Node) -> nodes.Node:
            if not isinstance(node, nodes.Fact):
                return node
            return localize_fact(node, facts, locale, report, pair=pair, tight=tight)

        return changed

    in_table, in_caption = (change(pair, tight=True) for pair in (equivalents.tables, equivalents.captions))

    def placed(node: nodes.Node) -> nodes.Node:
        match node:
            case nodes.Table(head, body, caption):
                head, body = transform((head, body), in_table)
                return replace(node, head=head, body=body, caption=transform(caption, in_caption))
            case nodes.Figure(caption=caption) | nodes.Code(caption=caption) if caption:
                return replace(node, caption=transform(caption, in_caption))
            case nodes.Box("numbered-list", blocks):
                return replace(node, blocks=transform(blocks, in_caption))
            case nodes.Box("chronology", blocks):
                return replace(node, blocks=transform(blocks, change(equivalents.chronologies)))
            case _:
                return node

    def in_language(node: nodes.Node | nodes.Chapter) -> bool:
        return not node.lang or node.lang.split("-")[0] == locale.language

    def foreign(node: nodes.Node) -> nodes.Node:
        return (
            localize_fact(node, facts, locale, report, foreign=True) if isinstance(node, nodes.Fact) else node
        )

    def in_own(value: nodes.Node | nodes.Chapter) -> Any:
        return transform(transform(value, placed, in_language), change(equivalents.text), in_language)

    def own(node: nodes.Node) -> nodes.Node:
        """Localize a passage in the language of the book that stands in one of another language: an index, say."""
        localized: nodes.Node = in_own(node) if node.lang and in_language(node) else node
        return localized

    if any(isinstance(node, nodes.Fact) for node in walk(chapter)):
        chapter = in_own(chapter) if in_language(chapter) else chapter
        chapter = transform(transform(chapter, own), foreign)
    result: nodes.Chapter = typeset(chapter, locale.typography, locale.foreign)
    return result


_DECIMALS = re.compile(r"digits:[0-9]")


def _missing(name: str, facts: Mapping[str, FactValue]) -> str:
    value = next((one for one in facts if one.startswith(f"{name}.")), "")
    if value:
        return Phrase(
            'it is a series: write fact="{value}", or computed="last({name})"', value=value, name=name
        )
    return nearest(name, facts) or Phrase("add [{name}] to facts.toml", name=name)


def localize_fact(
    node: nodes.Fact,
    facts: Mapping[str, FactValue],
    locale: Locale,
    report: Report,
    *,
    pair: str = "",
    tight: bool = False,
    foreign: bool = False,
) -> nodes.Value:
    """Return a fact as the locale prints it, short where space is `tight` (tables, captions). `pair` says how an equivalent
    is printed, unless the use itself does. Reports `fact.*`.

    A `foreign` fact, in a passage of another language, is printed as its author wrote it.
    """
    options, written = node.options, plain(node.content)
    form, name = options.get("form", ""), options.get("fact")
    equivalent, own_pair = fact_options.split_equivalent(options)
    report_unplaced(node, report)
    if "computed" in options:
        fact = computed_fact(node, facts, report)
    elif name:
        fact = facts.get(name)
    else:
        fact = parse_literal(fact_options.value_options(options), node.span, report)
    key = name or ""
    if fact is None:
        if name:
            report(UNKNOWN, node.span, name=name, hint=partial(_missing, name, facts))
        return nodes.Value(written, written, span=node.span)
    forms = (*FORMS[type(fact)], "written")
    if form and form not in forms and not (_DECIMALS.fullmatch(form) and "digits" in forms):
        report(
            FORM,
            node.span,
            form=form,
            hint=nearest(form, forms) or Phrase("its forms are {forms}", forms=", ".join(forms)),
        )
        form = ""
    if equivalent in fact_options.NO:
        equivalent = NONE
    elif isinstance(fact, Amount) and fact.worth is not None and (not name or equivalent == fact.equivalent):
        equivalent = fact.equivalent
    elif name and equivalent and isinstance(fact, Amount) and equivalent not in (fact.currency, *fact.rates):
        hint = nearest(equivalent, (*fact_options.PAIRS, "no")) or Phrase(
            "add [{name}.rates] {currency} = …", name=name, currency=equivalent
        )
        report(NO_RATE, node.span, name=name, currency=equivalent, hint=hint)
        equivalent = NONE
    shown = format_fact(
        fact,
        locale,
        "" if form == "written" else form,
        equivalent=equivalent,
        sign=(own_pair or pair) == "sign",
        tight=tight,
        approximate=options.get("approx", "no") not in fact_options.NO,
    )
    if foreign:
        return nodes.Value(written, shown.machine, shown.time, span=node.span, name=key)
    if form == "written":
        text = locale.typography(written)
        marked = tuple(spoken_sign(text, locale)) if isinstance(fact, Amount) else ()
        heard = tuple(sorted((*locale.typography.abbreviations.find(text), *marked))) if marked else ()
        return nodes.Value(text, shown.machine, shown.time, heard, key, span=node.span)
    text = locale.shown(shown.text)
    heard = spoken_forms(fact, shown.text, locale) if text == shown.text else ()
    return nodes.Value(text, shown.machine, shown.time, heard, key, span=node.span)
