"""The first style sheet holds only what Adobe's RMSDK parses: for one thing it does not know it drops the whole sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import tinycss2

from bookbuilder import api
from bookbuilder.diagnostics import Findings
from bookbuilder.formats.epub.epub_styles import NEW, OLD
from bookbuilder.html.environment import sheet as filled
from bookbuilder.html.font_scripts import fit_fonts
from bookbuilder.html.fonts import fonts
from bookbuilder.html.styles import stylesheet
from bookbuilder.html.theme import theme
from bookbuilder.locales import load
from bookbuilder.project.book_schema import READINGS
from bookbuilder.world import World
from tests.conftest import REPO, Built
from tests.epub.reader import Epub

SELECTOR = re.compile(r"[\w\s.,>+*-]*(?::(?:first-child|link|visited))?[\w\s.,>+*-]*")
"""Types, classes, children and neighbours; pseudo-classes of CSS 2.1 alone; no attributes."""
_KNOWN = """
background-color border border-bottom border-collapse border-left border-right border-spacing border-top clear color content
display float font font-family font-size font-style font-variant font-weight height letter-spacing line-height list-style
list-style-type margin margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width orphans
padding padding-bottom padding-left padding-right padding-top page-break-after page-break-before page-break-inside text-align
text-decoration text-indent text-transform vertical-align white-space widows width word-spacing
"""
_PASSED_OVER = """
-epub-hyphens -webkit-hyphens adobe-hyphenate break-after break-before break-inside font-variant-caps font-variant-numeric
hyphens overflow overflow-wrap word-wrap
"""
CSS_2 = set(_KNOWN.split())
IGNORED = set(_PASSED_OVER.split())
"""Properties that it does not know and passes over, with their values: plain words or strings."""
UNITS = {"em", "px", "%"}
TAGS = ("de-DE", "ar-EG", "he-IL", "ja-JP", "zh-CN", "zh-TW")


def made(tag: str, *, bilingual: bool = True, reading: str = "") -> tuple[str, str]:
    """Return both sheets of the theme for a language, those of a bilingual e-book, or of one for certain readers, with what
    it has besides."""
    world, findings = World(REPO), Findings()
    locale = load(tag, world)
    project, _ = api.load(REPO)
    assert project is not None
    families = fit_fonts(fonts(world, findings), locale.script)
    looks = theme(world, "dossier", families, locale.script, (), findings, reading=reading)
    values = {
        "edition": replace(
            project.editions["epub"], beside=project.locales["en"] if bilingual else None, reading=reading
        )
    }
    new = filled(looks.sheets[NEW], NEW, locale, looks.tokens, medium="epub", font=looks.stacks, **values)
    return stylesheet(world, looks, locale, OLD, medium="epub", **values), new


def rules(css: str) -> Iterator[tinycss2.ast.QualifiedRule]:
    """Yield the rules of a sheet; it must hold no other thing."""
    for rule in tinycss2.parse_stylesheet(css, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "font-face":
            continue
        assert rule.type == "qualified-rule", rule.serialize()
        yield rule


def declarations(rule: tinycss2.ast.QualifiedRule) -> Iterator[tinycss2.ast.Declaration]:
    for one in tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True):
        assert one.type == "declaration", one.serialize()
        yield one


def refused(css: str) -> Iterator[str]:
    """Yield what old readers do not parse."""
    for rule in rules(css):
        selector = tinycss2.serialize(rule.prelude)
        if not SELECTOR.fullmatch(selector):
            yield selector
        for one in declarations(rule):
            if one.lower_name not in CSS_2 | IGNORED:
                yield f"{selector} {{ {one.lower_name} }}"
            for value in one.value:
                unit = getattr(value, "lower_unit", "%" if value.type == "percentage" else "")
                if value.type in ("function", "{} block", "[] block") or (unit and unit not in UNITS):
                    yield f"{selector} {{ {one.serialize()} }}"


@pytest.mark.parametrize("reading", ["", *READINGS])
@pytest.mark.parametrize("tag", TAGS)
def test_the_old_sheet_holds_only_what_is_allowed(tag: str, reading: str) -> None:
    css, _ = made(tag, reading=reading)
    assert list(refused(css)) == []
    assert "/*" not in css and len(css) > 5000


@pytest.mark.parametrize(
    "css",
    [
        "p { color: var(--ink) }", "p:not(.a) { margin: 0 }", "p:is(.a) { margin: 0 }", "a[href] { margin: 0 }",
        "p { width: calc(1em + 2px) }", "p { margin: 2rem }", "p { margin-inline-start: 1em }", "p::before { margin: 0 }",
    ],
)  # fmt: skip
def test_what_is_newer_is_found(css: str) -> None:
    assert list(refused(css))


@pytest.mark.parametrize(
    "css", ["@media (min-width: 1em) { p { margin: 0 } }", "@supports (a: b) { p { margin: 0 } }"]
)
def test_conditions_are_found(css: str) -> None:
    with pytest.raises(AssertionError):
        list(refused(css))


def test_the_sheets_are_those_of_the_book(dossier: Built) -> None:
    epub = Epub.open(dossier.file("woche-der-diplomatie.de.epub"))
    # What only some books need stands between its parts.
    lines = epub.files["EPUB/css/book.css"].decode().splitlines()
    assert set(made("de-DE", bilingual=False)[0].splitlines()) <= set(lines)
    documents = [epub.document(name) for name in epub.spine]
    for document in documents:
        sheets = [link.get("href") for link in document.iter("{*}link")]
        assert sheets == ["../css/book.css", "../css/book-new.css"]


@pytest.mark.parametrize("tag", TAGS)
def test_the_reader_sets_size_leading_and_colors(tag: str) -> None:
    css = "".join(made(tag))
    assert not re.findall(r"(?<![-\w])color\s*:(?!\s*inherit)", css), "no text has a color of its own"
    grounds = re.findall(r"([^{}]*)\{[^{}]*background[^{}]*\}", css)
    assert all("img" in selectors for selectors in grounds), "only pictures have a ground"
    assert not re.findall(r"font-size:\s*[\d.]+(?:pt|px|mm|cm)", css)
    assert not re.findall(r"line-height:\s*[\d.]+(?:pt|px|em|%)", css)
    assert not re.findall(r"text-align:\s*justify", css)


@pytest.mark.parametrize("tag", TAGS)
def test_no_margin_is_wider_than_two_em(tag: str) -> None:
    css = "".join(made(tag))
    sides = re.findall(r"margin(?:-[\w-]+)?:\s*([^;}]+)", css)
    sizes = [size for side in sides for size in re.findall(r"(-?[\d.]+)([a-z%]*)", side)]
    assert len(sizes) > 50
    for number, unit in sizes:
        assert float(number) == 0 or (unit == "em" and 0 < float(number) <= 2), (number, unit)
