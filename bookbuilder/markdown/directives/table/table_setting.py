"""Reads how a table is to be set in print: the options `size`, `width`, `columns`, `rotate`, `split` and `carry` of
its directive."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Table, TableSetting
from bookbuilder.document.table_spans import column_count
from bookbuilder.markdown.directive import Call
from bookbuilder.phrases import Phrase

SETTING = Rule(
    "table.setting",
    "{option}={value} is not known: {allowed}",
    "`size=small` sets a table in the smaller size of the theme, `width=60` in 60 per cent of the measure, `width=page` over"
    ' the margins as well. `columns="2 1 1"` gives each column its share of the width. `rotate=yes` turns it by a quarter,'
    " on a page of its own. `split=columns` makes several tables of one that is too wide, each with the first column."
    " `rotate=no` and `split=no` keep it from being turned or parted where it has no room. That is for print; on a screen a"
    " table has the width that there is. `carry=3` carries the sum of the third column from page to page.",
)
_WIDTH = re.compile(r"([1-9][0-9]|100)%?")
_SHARE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")
OPTIONS = {
    "size": "`small`: in the smaller size of the theme",
    "width": "`page` (over the margins as well) or a share of the measure in per cent, such as `60`",
    "columns": "the shares of the columns, such as `2 1 1`",
    "rotate": "`yes`: turned by a quarter, on a page of its own; `no`: never",
    "carry": "the numbers of columns, such as `3`, whose sums are carried from page to page",
    "split": "`columns`: made several tables, each with the first column, if it is too wide; `no`: never",
}


def table_setting(call: Call, table: Table, report: Report) -> TableSetting:
    """Return how a directive asks for its table to be set; what is not known is reported (`table.setting`)."""

    def refused(option: str, allowed: str) -> None:
        value = call.options[option]
        report(SETTING, call.places.get(option, call.span), option=option, value=value, allowed=allowed)

    size, width, rotate, split = (call.options.get(name, "") for name in ("size", "width", "rotate", "split"))
    if size not in ("", "small"):
        refused("size", "it is small")
        size = ""
    if width not in ("", "full", "page") and not _WIDTH.fullmatch(width):
        refused("width", "it is full, page, or a number from 10 to 100")
        width = ""
    if rotate not in ("", "yes", "no"):
        refused("rotate", Phrase("it is yes or no"))
        rotate = ""
    if split not in ("", "columns", "no"):
        refused("split", Phrase("it is columns or no"))
        split = ""
    elif split == "columns" and rotate == "yes":
        refused("split", Phrase("a table that is turned (rotate=yes) is not parted"))
        split = ""
    shares = tuple(call.options.get("columns", "").split())
    count = column_count((*table.head, *table.body))
    if (
        count
        and shares
        and not (len(shares) == count and all(_SHARE.fullmatch(one) and float(one) for one in shares))
    ):
        refused("columns", Phrase("it is a number for each of the {count} columns", count=count))
        shares = ()
    share = _WIDTH.fullmatch(width)
    width = f"{share[1]}%" if share else "" if width == "full" else width
    carried = tuple(dict.fromkeys(call.options.get("carry", "").split()))
    if (
        count
        and carried
        and not (all(one in map(str, range(1, count + 1)) for one in carried) and len(carried) < count)
    ):
        refused(
            "carry",
            Phrase(
                "it is the numbers of columns, from 1 to {count}, and leaves one for the word", count=count
            ),
        )
        carried = ()
    return TableSetting(
        size == "small", width, tuple(map(float, shares)), rotate == "yes", rotate != "no", split,
        tuple(sorted(int(one) - 1 for one in carried)) if count else (),
    )  # fmt: skip
