"""Elements of WordprocessingML, and the order in which its schema wants them."""

from __future__ import annotations

from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_ORDER = {
    "pPr": (
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
        "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
        "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
        "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
        "rPr", "sectPr", "pPrChange",
    ),
}  # fmt: skip
"""The children of an element in their order (ECMA-376, part 1, annex A.1)."""


def w(name: str) -> str:
    """Return a name with its namespace."""
    return f"{{{W}}}{name}"


def element(name: str, /, *children: Any, **attributes: str) -> Any:
    """Return an element with children and attributes, all in the namespace of WordprocessingML."""
    made = etree.Element(w(name), {w(key): value for key, value in attributes.items()}, nsmap={"w": W})
    made.extend(children)
    return made


def insert_in_order(parent: Any, child: Any, kind: str) -> None:
    """Put a child where the schema wants it, for one of this name that is there."""
    order = _ORDER[kind]
    rank = order.index(etree.QName(child).localname)
    for old in parent.findall(child.tag):
        parent.remove(old)
    place = sum(
        1 for one in parent if isinstance(one.tag, str) and order.index(etree.QName(one).localname) < rank
    )
    parent.insert(place, child)
