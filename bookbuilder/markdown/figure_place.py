"""Reads where a figure or a table is to stand in print: the option `float` of its directive."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.document.figure_places import FIGURE_PLACES
from bookbuilder.markdown.directive import Call

FLOAT = Rule(
    "figure.float",
    "float is {value!r}; it can be auto, top, bottom, page or here",
    "`float` says where a figure or a table stands in print: `here` where it is written, `top` or `bottom` at the head or"
    " the foot of a page, `page` on a page of its own, `auto` where it leaves no hole.",
)
FLOAT_OPTION = "where it stands in print: `auto`, `top`, `bottom`, `page` or `here`"


def figure_place(call: Call, report: Report) -> str:
    """Return the place that a directive asks for; empty if it says nothing, or nothing that is known (`figure.float`)."""
    value = call.options.get("float", "")
    if value and value not in FIGURE_PLACES:
        report(FLOAT, call.places.get("float", call.span), value=value, hint=nearest(value, FIGURE_PLACES))
        return ""
    return value
