"""Computes measures of boxes once for a style, where nothing in them depends on what is around the box.

WeasyPrint 70.0 does it for every copy of a box: margins, padding, borders and sizes (`layout/percent.py`), the height and
the baseline of a line (`text/line_break.py`, `strut`), and whether the box is in normal flow
(`formatting_structure/boxes.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.setup.part_state import PartState
from bookbuilder.formats.pdf.engine.shaping.shared_style import cached_on, model

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout.absolute import AbsolutePlaceholder

_EDGES = ("top", "right", "bottom", "left")
_SIZES = (
    *(f"{kind}_{edge}" for kind in ("margin", "padding") for edge in _EDGES),
    *(f"{least}{axis}" for least in ("", "min_", "max_") for axis in ("width", "height")),
)
_BORDERS = tuple(f"border_{edge}_width" for edge in _EDGES)
_CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)

_SQUARE = dict.fromkeys(_CORNERS, (0, 0))


def _resolve_percentages(theirs: Callable[..., None], _: PartState) -> Callable[..., None]:
    def resolve_percentages(
        box: Box | AbsolutePlaceholder, containing_block: Box | tuple[float, float]
    ) -> None:
        fixed, borders = cached_on(model(box.style), "measures", lambda style: _measures(style, theirs))
        if not fixed:
            theirs(box, containing_block)
            return
        _put(box, fixed)
        for name, width in borders:
            if not hasattr(box, name):
                setattr(box, name, width)

    return resolve_percentages


def _measures(
    style: Style, theirs: Callable[..., None]
) -> tuple[Mapping[str, object], tuple[tuple[str, object], ...]]:
    """Return the measures of all boxes of a style, and the borders of those that have none of their own.

    Empty if one of them is a percentage or has to be calculated.
    """
    if not all(style[name] == "auto" or getattr(style[name], "unit", None) == "px" for name in _SIZES):
        return {}, ()
    collapse = style["border_collapse"] == "collapse"  # the table has chosen a border for its cells
    # The borders that a table has chosen for a cell are part of its size then.
    if collapse and style["box_sizing"] != "content-box":
        return {}, ()
    probe = SimpleNamespace(style=style)
    theirs(probe, (0, 0))
    fixed = {name: value for name, value in vars(probe).items() if name != "style"}
    return fixed, tuple((name, fixed.pop(name)) for name in _BORDERS) if collapse else ()


def _resolve_radii(theirs: Callable[..., None], _: PartState) -> Callable[..., None]:
    def resolve_radii_percentages(box: Box | AbsolutePlaceholder) -> None:
        if cached_on(model(box.style), "square_corners", _has_square_corners):
            _put(box, _SQUARE)
        else:
            theirs(box)

    return resolve_radii_percentages


def _has_square_corners(style: Style) -> bool:
    return all((0, "px") in style[name] for name in _CORNERS)


def _put(box: Box | AbsolutePlaceholder, values: Mapping[str, object]) -> None:
    attributes = box.__dict__
    attributes.get("_box", box).__dict__.update(values)  # what is out of flow has a placeholder around it


def _strut(theirs: Callable[..., tuple[float, float]], _: PartState) -> Callable[..., tuple[float, float]]:
    def strut(style: Style) -> tuple[float, float]:
        return cached_on(model(style), "strut", theirs)

    return strut


def _is_in_normal_flow(theirs: Callable[..., bool], _: PartState) -> Callable[..., bool]:
    def is_in_normal_flow(box: Box) -> bool:
        style = box.style
        return (style["float"] == "none" and style["position"] == "static") or theirs(box)

    return is_in_normal_flow


PATCH = Patch(
    "Measures of boxes are computed once for a style, where WeasyPrint computes them for every copy of a box.",
    Kind.SPEED,
    (
        Change("weasyprint.layout.percent:resolve_percentages", "71673078096fcf87", _resolve_percentages),
        Change("weasyprint.layout.percent:resolve_radii_percentages", "4980b3798c671710", _resolve_radii),
        Change("weasyprint.text.line_break:strut", "b57885b70dd08efe", _strut),
        Change(
            "weasyprint.formatting_structure.boxes:Box.is_in_normal_flow",
            "5f49d6ab23da7e51",
            _is_in_normal_flow,
        ),
    ),
    Scope.PART,
)
