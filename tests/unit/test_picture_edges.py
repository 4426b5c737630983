"""A picture that reaches the edges of the page: what goes with it, and where it cannot stand."""

from __future__ import annotations

import pytest

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document.nodes import PictureSetting
from bookbuilder.markdown.picture_setting import picture_setting


@pytest.mark.parametrize(
    ("options", "setting", "codes"),
    [
        ({"width": "page"}, PictureSetting(edges=True), []),
        ({"width": "page", "crop": "2:1"}, PictureSetting(edges=True, crop="2:1"), []),
        ({"width": "page", "align": "left"}, PictureSetting(edges=True), ["picture.clash"]),
        ({"width": "page", "wrap": "yes"}, PictureSetting(edges=True), ["picture.clash"]),
        ({"width": "page", "bleed": "yes"}, PictureSetting(page="bleed"), ["picture.clash"]),
    ],
)
def test_what_goes_together(options: dict[str, str], setting: PictureSetting, codes: list[str]) -> None:
    findings = Findings()
    assert picture_setting(options, {}, Span("a.md", 1, 1), findings) == setting
    assert [one.code for one in findings.sorted()] == codes


def test_what_the_program_has_drawn_cannot_reach_them() -> None:
    findings = Findings()
    assert (
        picture_setting({"width": "page"}, {}, Span("a.md", 1, 1), findings, drawn=True) == PictureSetting()
    )
    assert [one.code for one in findings.sorted()] == ["picture.setting"]
