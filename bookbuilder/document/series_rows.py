"""Gives a chart of a series a row for each of its values, when the facts of the book are known."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.document import nodes
from bookbuilder.document.walk import transform, walk
from bookbuilder.facts import FactValue
from bookbuilder.facts.fact_series import in_order, values_by_series
from bookbuilder.locales.calendar import parse_iso_date
from bookbuilder.phrases import Phrase

SERIES = Rule(
    "chart.series",
    "the chart cannot be made of {name}: {problem}",
    "A chart of one fact shows its series of values, [troops.values] in facts.toml, a row for each: days as days, other keys"
    " as they are, or as `names` calls them, with a vertical line between the names. A fact with one value needs one name.",
)
OPTION = "series"
"""The option of a fact that stands for all rows of a series; `names` are what its values are called."""


def series_row(name: str, names: str, cell: nodes.Cell) -> nodes.Row:
    """Return the row that stands for all rows of a series until its values are known."""
    fact = nodes.Fact({OPTION: name, "names": names}, (), span=cell.span, translate=False)
    return nodes.Row((cell, nodes.Cell((fact,), nodes.Align.END, span=cell.span)), span=cell.span)


def with_series_rows(chapter: nodes.Chapter, facts: Mapping[str, FactValue], report: Report) -> nodes.Chapter:
    """Return a chapter in which charts of a series have its values. Reports `chart.series`."""
    if not any(isinstance(node, nodes.Fact) and OPTION in node.options for node in walk(chapter)):
        return chapter
    members = values_by_series(facts)

    def filled(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.Table) or len(node.body) != 1:
            return node
        fact = next(
            (one for one in walk(node.body) if isinstance(one, nodes.Fact) and OPTION in one.options), None
        )
        return node if fact is None else replace(node, body=_rows(fact, facts, members, report))

    result: nodes.Chapter = transform(chapter, filled)
    return result


def _rows(
    fact: nodes.Fact, facts: Mapping[str, FactValue], members: Mapping[str, tuple[str, ...]], report: Report
) -> tuple[nodes.Row, ...]:
    name = fact.options[OPTION]
    keys = in_order({value.partition(".")[2]: value for value in members.get(name, ())})
    names = [one.strip() for one in fact.options["names"].split("|")] if fact.options["names"].strip() else []
    if not keys:
        known = name in facts
        hint = 'add names="…"' if known else nearest(name, [*facts, *members])
        report(
            SERIES,
            fact.span,
            hint=hint,
            name=name,
            problem="it is one value" if known else "there is no such fact",
        )
        return ()
    if names and len(names) != len(keys):
        problem = Phrase(
            "it has {count} values, and there are {names} names", count=len(keys), names=len(names)
        )
        report(SERIES, fact.span, hint="put a vertical line between the names", name=name, problem=problem)
        names = []
    return tuple(
        nodes.Row(
            (
                nodes.Cell((_called(key, names[index] if names else "", fact),), span=fact.span),
                nodes.Cell(
                    (nodes.Fact({"fact": value, "equivalent": "no"}, (), span=fact.span, translate=False),),
                    nodes.Align.END,
                    span=fact.span,
                ),
            ),
            span=fact.span,
        )
        for index, (key, value) in enumerate(keys.items())
    )


def _called(key: str, name: str, fact: nodes.Fact) -> nodes.Inline:
    """Return what a value is called: by its name, as a day, or as its key."""
    if not name and parse_iso_date(key):
        return nodes.Fact({"date": key}, (nodes.Text(key, span=fact.span),), span=fact.span, translate=False)
    return nodes.Text(name or key, span=fact.span)
