"""Reads how a table is shown on small screens: the option `phone` of a table."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, Severity, Span, nearest
from bookbuilder.document.nodes import Table
from bookbuilder.document.phone_table import STACK, WAYS, can_stack

PHONE = Rule(
    "table.phone",
    "phone is {value!r}; it can be stack or scroll",
    "`phone` says how a table is shown in an e-book and on the web where the screen is too narrow for it: `stack` shows each"
    " row as a list with the heads of the columns as labels, `scroll` leaves it as it is, in a box that scrolls.",
)
UNSTACKED = Rule(
    "table.stack",
    "this table cannot be stacked",
    "A row becomes a list with the heads of the columns as labels. So the table has one row of heads and two columns or"
    " more, and no cell of it spans others. This one scrolls on small screens.",
    Severity.NOTICE,
)
PHONE_OPTION = "how it is shown where a screen is too narrow: `stack` (each row as a list) or `scroll`"


def with_phone(table: Table, options: Mapping[str, str], span: Span, report: Report) -> Table:
    """Return a table with the way in which it is to be shown on small screens; reports what is not known (`table.phone`),
    and a table that cannot be stacked (`table.stack`)."""
    value = options.get("phone", "")
    if value and value not in WAYS:
        report(PHONE, span, value=value, hint=nearest(value, WAYS))
    elif value == STACK and not can_stack(table):
        report(UNSTACKED, span)
    elif value:
        return replace(table, phone=value)
    return table
