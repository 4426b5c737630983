"""axe reads each way of writing a colour once, and finds what it finds without that."""

from __future__ import annotations

import json

from playwright.sync_api import Browser

from tests.conftest import REPO

AXE = REPO / "node_modules/@daisy/axe-core-for-ace/axe.min.js"
REMEMBERED = (REPO / "bookbuilder/validators/axe_colours.js").read_text(encoding="utf-8")
COUNTED = """(() => {
    const { prototype } = window.axe.commons.color.Color;
    const { parseString } = prototype;
    window.read = [];
    prototype.parseString = function (text) {
        window.read.push(text);
        return parseString.call(this, text);
    };
})()"""
COLOURS = (
    "#999", "#9aa", "rgb(150 150 150)", "rgb(0 0 0 / .4)", "hsl(120deg 60% 60%)", "hsl(.4turn 60% 60%)", "silver",
    "color(srgb .6 .6 .7)", "color(display-p3 .7 .6 .6)", "oklch(80% .1 200)", "lab(70% 20 -30)", "black", "transparent",
)  # fmt: skip
PAGE = "".join(
    f'<div style="background: {behind}; opacity: {1 - number % 3 / 10}"><p style="color: {colour}">Text {number}</p></div>'
    for number, (colour, behind) in enumerate(
        (one, other) for one in COLOURS for other in ("white", "#eee", "hsl(9 80% 40%)")
    )
)
DOCUMENT = f'<!doctype html><html lang="de"><title>A</title><main><h1>A</h1>{PAGE}</main></html>'


def found(chromium: Browser, *scripts: str) -> tuple[str, list[str]]:
    """Return all that axe says of the contrast of a page, after some scripts, and the colours that it has read for it."""
    page = chromium.new_page()
    try:
        page.set_content(DOCUMENT)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for script in (COUNTED, *scripts):
            page.evaluate(script)
        rules = {"type": "rule", "values": ["color-contrast"]}
        said = page.evaluate("rules => axe.run({ runOnly: rules })", rules)
        return json.dumps([said[name] for name in ("violations", "incomplete", "passes")]), page.evaluate(
            "read"
        )
    finally:
        page.close()


def test_each_colour_is_read_once_and_the_findings_are_the_same(chromium: Browser) -> None:
    before, often = found(chromium)
    after, read = found(chromium, REMEMBERED)
    assert after == before
    assert before.count('"html": "<p') > len(COLOURS)
    assert len(read) == len(set(read)) < len(often) / 5
