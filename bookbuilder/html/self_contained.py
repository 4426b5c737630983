"""Checks that editions are self-contained: style sheets when they are rendered, finished files at the end."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import unquote

from bookbuilder.diagnostics import BookbuilderError, Findings, Report, Rule, Span
from bookbuilder.document.picture_files import PictureBudget, decode_data_uri
from bookbuilder.html.resource_loads import SCHEME, Load, of_css, of_html, of_page, strip_address
from bookbuilder.html.theme import Theme
from bookbuilder.html.theme_position import position_in, theme_position
from bookbuilder.xml_parser import xml_root

REMOTE = Rule(
    "address.remote",
    "{by} in {file} loads {address} from elsewhere",
    "A book holds all that it shows: its pictures, fonts and style sheets. What it would fetch from elsewhere is missing"
    " where there is no net, may vanish, and tells a stranger who reads. Put the picture into the folder of the theme and"
    ' name it with picture("file.svg"); a font goes into fonts/ of the book. Links for readers to follow are no loads.',
)
ABSENT = Rule(
    "address.absent",
    "{by} in {file} names {address}, which is not in the edition",
    "What a template or a style sheet names has to be in the edition. The pictures of a theme, and those of the book, get"
    ' there if they are named with picture("file.svg").',
)
_HINT = 'put the file into the book and name it: {{ picture("file.svg") }}'
_KINDS = ("data:image/", "data:font/", "data:application/font", "data:application/x-font", "data:,")
"""Types of data that an address may contain."""


def report_sheet(css: str, source: str, path: str, report: Report) -> None:
    """Report external resources of a theme's style sheet; `source` is the template of the sheet, with this path. Embedded
    pictures are checked like all others."""
    budget = PictureBudget()
    lines = css.split("\n") if css else [""]
    for load in of_css(css):
        address = strip_address(load.address)
        line = lines[load.line - 1].strip() if 0 < load.line <= len(lines) else ""
        span = position_in(path, source, line, line) if line else Span(path)
        if span.line and load.line:
            shift = len(lines[load.line - 1]) - len(lines[load.line - 1].lstrip())
            span = Span(path, span.line, span.column + load.column - 1 - shift)
        elif not span.line:
            span = position_in(path, source, load.address)
        if address.startswith("data:image/"):
            found = decode_data_uri(path, address, span, report)
            if found:
                budget.take(found, span, report)
        elif load.by == "@import" or _abroad(load) or not _inside(address):
            report_address(address, load.by, path, span, report)


def report_address(address: str, by: str, file: str, span: Span, report: Report) -> None:
    """Report an address that would be loaded: an external one, or a file that is not in the edition."""
    rule = REMOTE if _abroad(Load(address, by)) or by == "@import" else ABSENT
    hint = "write the rules of that sheet into this one" if by == "@import" else _HINT
    report(rule, span, hint=hint, by=by, file=file, address=_short(address))


def _inside(address: str) -> bool:
    """Whether an address in a style sheet is embedded, or one of the edition's files."""
    return not address or address.lower().startswith(("data:", SCHEME, "#"))


def _abroad(load: Load) -> bool:
    """Whether a resource is external, or embedded with a type that is not allowed, such as a page."""
    address = strip_address(load.address).lower()
    return load.elsewhere or (address.startswith("data:") and not address.startswith(_KINDS))


def require_self_contained(css: str, source: str, path: str) -> str:
    """Return a self-contained style sheet; raises `BookbuilderError` (`address.*`, `image.*`) for another."""
    findings = Findings()
    report_sheet(css, source, path, findings)
    if findings.failed:
        raise BookbuilderError(*findings.sorted())
    return css


def report_page(page: str, file: str, theme: Theme, report: Report) -> None:
    """Report external resources of a page for print, if the theme has templates.

    Embedded pictures are checked when they are drawn.
    """
    for load in of_html(page) if theme.templates else ():
        if _abroad(load) or not _inside(strip_address(load.address)):
            report_address(
                strip_address(load.address), load.by, file, theme_position(theme, load.address), report
            )


def report_files(
    files: Mapping[str, bytes], edition: str, theme: Theme, report: Report, known: Collection[str] = ()
) -> None:
    """Report resources that the finished files of an edition load but do not contain; `known` are addresses of pictures that
    were already checked."""
    budget = PictureBudget()
    for name, data in files.items():
        for load in _loads(name, data):
            address = strip_address(load.address)
            if load.address in known or not address or address.startswith("#"):
                continue
            where = f"{edition}/{name}" if name else edition
            if address.startswith("data:image/"):
                span = theme_position(theme, load.address[:60])
                found = decode_data_uri(where, address, span, report)
                if found:
                    budget.take(found, span, report)
            elif _abroad(load) or (not address.startswith("data:") and _target(name, address) not in files):
                report_address(address, load.by, where, theme_position(theme, load.address), report)


def _loads(name: str, data: bytes) -> Iterable[Load]:
    suffix = name.rpartition(".")[2].lower()
    if suffix == "css":
        return of_css(data.decode(errors="replace"))
    if suffix == "xhtml":
        return of_page(xml_root(data))
    return of_html(data.decode(errors="replace")) if suffix in ("html", "") else ()


def _target(name: str, address: str) -> str:
    """Return the file that a relative address refers to."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _short(address: str) -> str:
    return address if len(address) <= 80 else f"{address[:77]}…"
