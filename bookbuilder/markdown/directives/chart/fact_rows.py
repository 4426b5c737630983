"""Makes the data of a chart from facts of the book: a row for each, which follows its value."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document import nodes
from bookbuilder.document.series_rows import series_row
from bookbuilder.markdown.directive import Call

FACT_OPTIONS = {
    "facts": "the facts of facts.toml that the chart is made from, or the one whose series of values it shows",
    "names": "what they are called in the chart, with a vertical line between them",
}
NAMES = Rule(
    "chart.names",
    "there are {names} names for {facts} facts",
    'A chart of facts says what each of them is: `facts="us-aid de-aid" names="United States|Germany"`.',
)


def data_of_facts(call: Call, report: Report) -> nodes.Table | None:
    """Return the facts that a directive names as a table of two columns."""
    facts, place = call.options["facts"].split(), call.places.get("names", call.span)
    names = [name.strip() for name in call.options.get("names", "").split("|")]
    series = len(facts) == 1 and (len(names) > 1 or "names" not in call.options)
    if not series and len(names) != len(facts):
        given = len(names) if "names" in call.options else 0
        report(NAMES, place, names=given, facts=len(facts), hint="put a vertical line between the names")
        return None
    span = call.places.get("facts", call.span)
    rows = (
        (series_row(facts[0], call.options.get("names", ""), nodes.Cell((), span=span)),)
        if series
        else tuple(
            nodes.Row(
                (
                    nodes.Cell((nodes.Text(name, span=place),), span=place),
                    nodes.Cell((_fact(fact, call),), nodes.Align.END, span=span),
                ),
                span=span,
            )
            for name, fact in zip(names, facts, strict=True)
        )
    )
    head = nodes.Row(
        (nodes.Cell((), scope="col", span=span), nodes.Cell((), scope="col", span=span)), span=span
    )
    return nodes.Table((head,), rows, span=span)


def _fact(name: str, call: Call) -> nodes.Fact:
    options = {"fact": name, "equivalent": "no"}
    return nodes.Fact(options, (), span=call.places.get("facts", call.span), translate=False)
