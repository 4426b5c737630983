"""Draws a data file in several kinds of charts, and writes them as a page or as a drawing."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from bookbuilder.charts.kind_names import KINDS
from bookbuilder.diagnostics import Diagnostic, Findings, Rule, Span, nearest
from bookbuilder.document.chart_texts import REFUSED
from bookbuilder.document.nodes import Figure
from bookbuilder.formats.book_charts import Charts
from bookbuilder.locales import load
from bookbuilder.markdown.find_stored_files import stored_file
from bookbuilder.phrases import Phrase
from bookbuilder.pipeline.single_chart import chart_setting, single_charts
from bookbuilder.world import World

UNKNOWN = Rule(
    "chart.unknown",
    "there is no chart called {name!r}",
    "`bookbuilder chart` draws a data file in the kinds of charts that the manual lists.",
)
OUTPUT = Rule(
    "chart.output",
    "a file that ends with {suffix!r} cannot hold {charts}",
    "`bookbuilder chart` writes a page (.html) with any number of charts, or one drawing (.svg).",
)
_TIMELINE = "timeline"
_SOURCE = "data"
"""What the data file is called in a directive that is only tried."""
_PLACE = "chart"


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """What is drawn: a data file, in kinds of charts (none: all that can show it), with columns of it, in a language and a
    theme."""

    file: Path
    kinds: tuple[str, ...]
    x: str
    y: tuple[str, ...]
    values: str
    tag: str
    theme: str

    def directive(self, kind: str, source: str) -> str:
        """Return the directive of a chart of the data."""
        columns = " ".join(f"'{name}'" if " " in name else name for name in self.y)
        options = {"kind": kind, "src": source, "x": self.x, "y": columns, "values": self.values}
        given = " ".join(f"{name}={_quoted(value)}" for name, value in options.items() if value)
        return f"::: chart {{{given}}}\n{self.file.stem.replace('_', ' ')}.\n:::\n"


@dataclass(frozen=True, slots=True, eq=False)
class ChartSample:
    """A kind of chart with its drawing and its alternative text; without a drawing, why it cannot show the data."""

    kind: str
    svg: bytes | None
    said: str


def _quoted(value: str) -> str:
    plain = value.replace("-", "").replace("_", "").replace(".", "").replace("/", "").isalnum()
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return value if plain else f'"{escaped}"'


def chart_samples(asked: SampleRequest, findings: Findings) -> tuple[ChartSample, ...]:
    """Return the charts that are asked for. Reports what is wrong with the data, and kinds that were asked for by name and
    cannot show them. Raises `BookbuilderError` for a locale or a theme that there is not."""
    for name in asked.kinds:
        if name not in KINDS:
            findings(
                UNKNOWN,
                Span(),
                hint=nearest(name, KINDS) or Phrase("there are {kinds}", kinds=", ".join(KINDS)),
                name=name,
            )
    if findings.failed:
        return ()
    world = World(Path())
    locale = load(asked.tag, world)
    setting = chart_setting(world, asked.theme, locale, Findings())
    drawer = Charts(setting)
    stored = stored_file(asked.file.name, asked.file.name, World(asked.file.parent))
    data = {_SOURCE: replace(stored, path=asked.file.as_posix())}
    result = []
    for kind in asked.kinds or KINDS:
        own = Findings()
        figures = single_charts(asked.directive(kind, _SOURCE), _PLACE, locale, own, data, {})
        wrong = [one for one in own.sorted() if one.code != REFUSED.code or asked.kinds]
        if kind == _TIMELINE and own.failed and not asked.kinds:
            wrong = []  # other data have no words for it
        known = set(findings.sorted())
        findings.extend(one for one in (_placed(one, asked) for one in wrong) if one not in known)
        result += [_tried(kind, figure, own, drawer) for figure in figures]
    return tuple(result)


def _placed(one: Diagnostic, asked: SampleRequest) -> Diagnostic:
    """Return what is wrong with a directive at the data file: nobody has written the directive."""
    return replace(one, span=Span(asked.file.as_posix())) if one.span.path == _PLACE else one


def _tried(kind: str, figure: Figure, own: Findings, drawer: Charts) -> ChartSample:
    if own.failed:
        messages = [one.message for one in own.sorted() if one.code == REFUSED.code]
        return ChartSample(kind, None, (messages or [one.message for one in own.sorted()])[0])
    return ChartSample(kind, drawer.as_file(figure), figure.image.alt)


def written(charts: tuple[ChartSample, ...], asked: SampleRequest, suffix: str, findings: Findings) -> bytes:
    """Return the file that charts are written into. Reports `chart.output`."""
    drawn = [chart for chart in charts if chart.svg]
    if suffix == ".svg" and len(drawn) == 1:
        return drawn[0].svg or b""
    if suffix not in (".html", ".htm") and not findings.failed:
        count = "one chart" if len(drawn) == 1 else f"{len(drawn)} charts"
        hint = "name one --kind" if suffix == ".svg" else "write a .html or a .svg"
        findings(OUTPUT, Span(), hint=hint, suffix=suffix, charts=count)
    return _page(charts, asked).encode()


def _page(charts: tuple[ChartSample, ...], asked: SampleRequest) -> str:
    drawn = "\n".join(_section(chart, asked) for chart in charts if chart.svg)
    rest = [f"<li><b>{chart.kind}</b>: {escape(chart.said)}</li>" for chart in charts if not chart.svg]
    refused = f"<h2>Other kinds</h2>\n<ul>\n{''.join(rest)}\n</ul>\n" if rest else ""
    title = escape(asked.file.name)
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        f'<meta http-equiv="content-security-policy" content="{policy}"/>\n'
        f'<meta name="viewport" content="width=device-width"/>\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{drawn}\n{refused}</body>\n</html>\n"
    )


def _section(chart: ChartSample, asked: SampleRequest) -> str:
    address = f"data:image/svg+xml;base64,{b64encode(chart.svg or b'').decode()}"
    return (
        f'<section>\n<h2>{chart.kind}</h2>\n<img src="{address}" alt="{escape(chart.said)}"/>\n'
        f"<p>{escape(chart.said)}</p>\n<pre>{escape(asked.directive(chart.kind, asked.file.name))}</pre>\n</section>"
    )


_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1d2730;
  background: #f2efe9; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1.5rem }
h1, h2, ul { margin: 0 } h1, body > h2, ul { grid-column: 1 / -1 }
section { background: #fff; padding: 1rem 1.25rem; border-radius: .5rem }
img { display: block; width: 100%; height: auto; margin: .75rem 0 }
p { color: #56616a; margin: 0 } pre { overflow-x: auto; margin: .75rem 0 0; padding: .5rem; background: #f2efe9 }
"""
