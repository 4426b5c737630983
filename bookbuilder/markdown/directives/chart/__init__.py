"""`::: chart`: data drawn as a chart, from a file, a table in the directive or facts. It is a figure with its data below."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from bookbuilder.charts.kind_names import KINDS, STACKS
from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.document import drawn_figures, nodes
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.markdown.directives.chart.chart_columns import OPTIONS as DATA_OPTIONS
from bookbuilder.markdown.directives.chart.chart_columns import data_of_file, data_of_table
from bookbuilder.markdown.directives.chart.fact_rows import FACT_OPTIONS, data_of_facts
from bookbuilder.markdown.expression_place import option_expression
from bookbuilder.markdown.figure_place import FLOAT_OPTION, figure_place
from bookbuilder.markdown.picture_setting import OPTIONS as PICTURE_OPTIONS
from bookbuilder.markdown.picture_setting import picture_setting
from bookbuilder.phrases import Phrase

KIND = Rule(
    "chart.kind",
    "{option}={value} is not known: {allowed}",
    "`kind` says how data are drawn, and `stack` how several series are put together; the manual shows all of them.",
)
NO_DATA = Rule(
    "chart.empty",
    "this chart has no data",
    "A chart is made from a data file (`src=data/aid.csv`), from a table drawn with | in the directive, or from facts"
    ' (`facts="us-aid de-aid"`), and from one of them alone.',
)
TWICE = Rule(
    "chart.twice",
    "this chart has more than one source of data",
    "A chart is made from a data file, from a table in the directive, or from facts, and from one of them alone: else nobody"
    " knows which numbers count.",
)
NO_CAPTION = Rule(
    "chart.caption",
    "this chart has no caption",
    "A chart is a numbered figure, and its caption says what it shows.",
)
NOTES = Rule(
    "chart.notes",
    "there are {notes} notes and {places} places for them",
    "`note` is a remark in a chart, and `at` says where: a category, or a day such as 2022-01-19. Several are parted by a"
    " vertical line, in both.",
)


def run(call: Call, report: Report) -> tuple[nodes.Block, ...]:
    """Return the figure."""
    tables = [block for block in call.blocks if isinstance(block, nodes.Table)]
    rest = tuple(block for block in call.blocks if not isinstance(block, nodes.Table))
    sources = ("src" in call.options) + ("facts" in call.options) + len(tables)
    if sources > 1:
        report(TWICE, call.span, hint="leave one of them")
    if "src" in call.options:
        data = data_of_file(call, report)
    elif "facts" in call.options:
        data = data_of_facts(call, report)
    elif tables:
        data = data_of_table(tables[0], call, report)
    else:
        report(NO_DATA, call.span, hint="name a file with src=data/file.csv, or draw a table here")
        data = None
    caption: tuple[nodes.Inline, ...] = ()
    if rest and isinstance(rest[0], nodes.Paragraph):
        caption, rest = rest[0].content, rest[1:]
    else:
        report(NO_CAPTION, call.span, hint="write it in a paragraph of the directive")
    chart = drawn_figures.Chart(
        _word("kind", KINDS, call, report) or "bar",
        _word("stack", STACKS, call, report),
        _notes(call, report),
        tuple(_parts(call.options.get("total", ""))),
    )
    if data is None:
        return ()
    setting = picture_setting(_sizes(call), call.places, call.span, report, drawn=True)
    place = figure_place(call, report) or ("page" if setting.page else "")
    image = nodes.Image(
        "", call.options.get("alt", ""), setting=setting, span=call.places.get("alt", call.span),
        claim=option_expression(call.options, call.places, call.span),
    )  # fmt: skip
    figure = nodes.Figure(
        image, caption, call.options.get("credit", ""), (*rest, replace(data, span=call.span)),
        place=place, chart=chart,
        span=call.span, id=call.id, classes=call.classes, lang=call.lang,
    )  # fmt: skip
    return (figure,)


SIZES = ("width", "align", "wrap", "landscape")
"""The options of pictures that a chart has as well: what is drawn is neither cut nor bled."""


def _sizes(call: Call) -> dict[str, str]:
    return {name: value for name, value in call.options.items() if name in SIZES}


def _word(option: str, known: Sequence[str], call: Call, report: Report) -> str:
    """Return an option that is one of some words; empty if it is not given, or is none of them (`chart.kind`)."""
    value = call.options.get(option, "")
    if value and value not in known:
        allowed = Phrase("it is {offered} or {last}", offered=", ".join(known[:-1]), last=known[-1])
        place = call.places.get(option, call.span)
        report(KIND, place, option=option, value=value, allowed=allowed, hint=nearest(value, known))
        return ""
    return value


def _notes(call: Call, report: Report) -> tuple[drawn_figures.ChartRemark, ...]:
    texts, places = _parts(call.options.get("note", "")), _parts(call.options.get("at", ""))
    if len(texts) != len(places):
        place = call.places.get("note", call.span)
        report(NOTES, place, notes=len(texts), places=len(places), hint="give each note its place")
    return tuple(drawn_figures.ChartRemark(at, text) for at, text in zip(places, texts, strict=False))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")] if text.strip() else []


DIRECTIVE = Directive(
    "chart",
    "A chart: its data or where they are, its caption, and below it a long description.",
    run,
    {
        "kind": f"how the data are drawn: {', '.join(f'`{kind}`' for kind in KINDS)}",
        "stack": "how several series are put together: side by side, onto one another (`stacked`), as shares of a whole"
        " (`share`)",
        **DATA_OPTIONS,
        **FACT_OPTIONS,
        "alt": "the alternative text, instead of the one that is made from the data",
        "claim": "what the chart and its alternative text say about facts, which `check` compares with their values",
        "credit": "who made the chart, and where the data are from",
        "note": "a remark in the chart; several with a vertical line between them",
        "at": "where that is: a category, or a day",
        "total": "the categories of a waterfall that are sums, with a vertical line between them",
        "float": FLOAT_OPTION,
        **{name: PICTURE_OPTIONS[name] for name in SIZES},
    },
    translated_options=("alt", "at", "credit", "names", "note", "total"),
)
