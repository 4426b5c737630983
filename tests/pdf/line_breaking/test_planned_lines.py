"""Planned lines are those that WeasyPrint would make, if it broke them at the same places; nothing in them is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS

from bookbuilder.formats.pdf import single_pass
from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.formats.pdf.engine.lines import line_plan
from bookbuilder.formats.pdf.engine.lines.line_style import MOST_GAP, SHRINK
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.paragraph_counts import paragraphs as paragraphs_of
from bookbuilder.formats.pdf.engine.setup.install_patches import patched
from bookbuilder.formats.pdf.engine.shaping.word_cache import SPACES, word_cache
from bookbuilder.formats.pdf.engine.whole_document import write
from bookbuilder.formats.pdf.line_breaking.breakpoints import BreakKind, Breakpoints, Costs, Measure
from bookbuilder.formats.pdf.line_breaking.total_fit import Lines
from bookbuilder.paragraph_counts import Paragraphs
from tests.pdf.line_breaking.typeset_paragraphs import (
    DOT,
    STYLES,
    Line,
    Piece,
    Typesetter,
    behind,
    dossier_task,
    dossier_typesetter,
    geometry,
    lines,
    paragraphs,
)
from tests.pdf.test_structure import ABOUT, claim, outline


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> Task:
    return dossier_task(tmp_path_factory.mktemp("book"))


@pytest.fixture
def press(task: Task) -> Iterator[Typesetter]:
    with dossier_typesetter(task) as typesetter:
        yield typesetter


def first_fit(breaks: Breakpoints, measure: Measure, _: Costs, *, hyphens: bool) -> Lines | None:
    """Return the lines of somebody who fills one after the other, as WeasyPrint does; None if a word has no room."""
    if not hyphens:
        return None
    ends: list[int] = []
    start, length = 0.0, measure.first
    at = 0
    while at < len(breaks):
        last = None
        for place in range(at, len(breaks)):
            if breaks.ends[place] - start <= length + 1e-6:
                last = place
            if (
                breaks.kinds[place] in (BreakKind.FORCED, BreakKind.END)
                or breaks.starts[place] - start > 2 * length
            ):
                break
        if last is None:
            return None
        ends.append(last)
        start, length, at = breaks.starts[last], measure.rest, last + 1
    return Lines(tuple(ends), 0.0)


ALIGNED = st.sampled_from(["justify", "start", "center", "end"])
MIXED = (
    ' Die <em>Wölfe fliegen in</em> der <a href="https://example.org/">Zeit der <em>Berichterstatterinnen</em></a> und'
    f' <strong>Haus</strong> 17.\u00a0Januar<span class="footnote" data-number="1">Note.</span>, <br> <em>AVA</em> To.'
    f' <img src="{DOT}" class="dot"> <code>the committee</code> <span class="spaced">considered it</span> <em>im </em>'
    ' Weltwirtschaftsforum <abbr title="klein" class="caps">sprechen</abbr> dagegen, <em>»Ja!«, sagte</em> sie.<br>'
)
FIRST_FIT = [(line_plan, "total_fit", first_fit), (line_plan, "balanced", first_fit)]


def compared(
    press: Typesetter, html: str, css: str = "", *, lang: str = "de"
) -> tuple[list[Line], list[Line]]:
    """Return the lines of a paragraph as we make them when we fill one after the other, and as WeasyPrint does."""
    with patched(FIRST_FIT):
        document = press.pages(
            f'<p class="ours">{html}</p><p class="line">{html}</p>',
            f"{STYLES} p {{ --line-elastic: 0% }} {css}",
            lang=lang,
        )
    return lines(document, "ours"), lines(document, "line")


def agree(ours: list[Line], theirs: list[Line]) -> int:
    """Compare the lines of two paragraphs as long as both are broken at the same places, and return how many these are."""
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        if one.text != other.text.rstrip(" "):
            return number
        # WeasyPrint keeps the space before an empty box, and stretches all spaces alike.
        justified = one.box.style["text_align_all"] == "justify"
        if other.text == one.text and not (justified and given_by(one) < one.spaces - 1e-9):
            assert geometry(one) == geometry(other)
    return min(len(ours), len(theirs))


@pytest.mark.heavy
@settings(max_examples=40)
@given(paragraph=paragraphs(), align=ALIGNED, indent=st.sampled_from([0, -20, 18]))
def test_lines_that_are_filled_are_those_of_weasyprint(
    press: Typesetter, paragraph: Piece, align: str, indent: int
) -> None:
    """Where both are broken at the same place. WeasyPrint breaks too early before boxes with a padding."""
    css = f".chapter p {{ text-align: {align}; text-indent: {indent}px !important; padding-left: 10% }}"
    ours, theirs = compared(press, paragraph.html, css)
    assert behind(ours, paragraph.text)
    count = agree(ours, theirs)
    if "boxed" not in paragraph.html and count < len(ours):
        # A comma is kerned with a space that is gone, or a part of a word in another box is not hyphenated.
        event("broken at another place")


@pytest.mark.heavy
@pytest.mark.parametrize("align", ["justify", "start", "center", "end"])
def test_a_paragraph_that_is_filled_is_that_of_weasyprint(press: Typesetter, align: str) -> None:
    """All its lines are, with the ends of boxes at ends of lines, line breaks, spaces around them, and an indent."""
    for width in range(190, 290, 10):
        css = f".chapter p {{ text-align: {align}; text-indent: -1em !important; padding-left: 20px; width: {width}px }}"
        ours, theirs = compared(press, MIXED, css)
        assert agree(ours, theirs) == len(ours) == len(theirs) > 4
        assert not any(line.reason for line in ours)


# -- the lines of total fit --------------------------------------------------------------------------------------------


def planned(press: Typesetter, html: str, css: str = "", *, lang: str = "de") -> list[Line]:
    return lines(press.pages(f'<p class="ours">{html}</p>', f"{STYLES} {css}", lang=lang), "ours")


@pytest.mark.heavy
@settings(max_examples=60)
@given(paragraph=paragraphs(), elastic=st.sampled_from([0, 2]))
def test_nothing_is_lost_and_all_lines_end_at_the_measure(
    press: Typesetter, paragraph: Piece, elastic: int
) -> None:
    found = planned(press, paragraph.html, f"p {{ --line-elastic: {elastic}% !important }}")
    ends = behind(found, paragraph.text)
    if any(line.reason for line in found):
        assert {line.reason for line in found} <= {"long word", "empty"}
        return
    for line, end in zip(found, ends, strict=True):
        assert line.end < 0.01
        if "\n" not in end and line is not found[-1] and line.spaces:
            # One that would have holes stays ragged.
            size = line.box.style["font_size"]
            assert line.end > -0.01 or (not line.gap and -line.end > MOST_GAP * size * given_by(line))
        assert abs(line.scale - 1) <= elastic / 100 + 1e-9
        for box in line.texts:
            # Spaces of a bold or italic face are squeezed no more than those of the text, as shares of their own width.
            assert box.justification_spacing > -space_of(box) / 3 - 0.01
            gap = float(box.justification_spacing)
            assert natural_width(box, gap) == pytest.approx(pango_width(box), abs=0.01)


def space_of(box: Any) -> float:
    """Return how wide a space of a text is, in px."""
    cache = word_cache(box.style)
    word = cache.word(" ") if cache else None
    assert word is not None
    return float(word.width * FROM_UNITS)


def given_by(line: Line) -> float:
    """Return how many spaces of the paragraph give as much as those of a line do."""
    each = (sum(map(box.text.count, SPACES)) * min(space_of(box) / line.space, 1) for box in line.texts)
    return float(sum(each))


def natural_width(box: Any, gap: float) -> float:
    """Return how wide a text of a line is before its spaces and glyphs are stretched."""
    spaces = sum(map(box.text.count, SPACES))
    return float((box.width - gap * spaces) / marks(box).scale)


def pango_width(box: Any) -> float:
    """Return how wide Pango sets a text."""
    layout = line_break.Layout(box.style)
    layout.set_text(box.text)
    line, _ = layout.get_first_line()
    return float(line_break.line_size(line, box.style)[0])


@pytest.mark.heavy
@settings(max_examples=15)
@given(paragraph=paragraphs())
def test_lines_are_the_same_on_pages_of_any_height(press: Typesetter, paragraph: Piece) -> None:
    """A paragraph goes on where it was left, on pages of one line and more."""
    html = paragraph.html.replace("footnote", "note")  # notes take room of their own
    styles = "p { orphans: 1; widows: 1 }"
    whole = planned(press, html, styles)
    wanted = [(line.text, line.gap, line.scale) for line in whole]
    for height in (18, 36, 54):
        css = f"@page {{ size: 600px {height + 41}px !important }} {styles}"
        parts = planned(press, html, css)
        assert [(line.text, line.gap, line.scale) for line in parts] == wanted


@settings(max_examples=25)
@given(paragraph=paragraphs())
def test_the_area_of_a_link_is_that_of_its_text(press: Typesetter, paragraph: Piece) -> None:
    document = press.pages(f"<p>{paragraph.html}</p>", STYLES)
    (page,) = document.pages
    for kind, _, (left, _, right, _), box in page.links:
        inner = [one for one in box.descendants() if isinstance(one, boxes.TextBox) and one.text]
        assert kind == "external" and inner, "a link without a text"
        assert left == pytest.approx(inner[0].position_x, abs=0.01)
        assert right == pytest.approx(inner[-1].position_x + inner[-1].width, abs=0.01)


def test_readers_hear_what_they_did(press: Typesetter, tmp_path: Path) -> None:
    """The structure has the same elements with the same texts, abbreviations and links as if WeasyPrint broke the lines."""
    heard = []
    for name in ("ours", "line"):
        document = press.pages(f'<p class="{name}">{MIXED}{LONG}</p>', STYLES)
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(write(document, single_pass.info(ABOUT, claim, "x")))
        hyphens = sum(line.text.endswith("\u2010") for line in lines(document))
        heard.append((re.sub("[ \u2010\u00ad]", "", outline(path)), hyphens))
    (ours, _), (theirs, hyphens) = heard
    assert ours == theirs and "/E=klein" in ours and "Link(" in ours and "@" in ours and hyphens > 0


# -- what is left to WeasyPrint ----------------------------------------------------------------------------------------

LONG = "Die Wölfe fliegen in der Zeit von Haus zu Haus, und Berichterstatterinnen sprechen dagegen. " * 4
LEFT = {
    "Hebrew": ("he", "שלום עולם, זה טקסט בעברית שנשבר לשורות. " * 8, "script"),
    "Arabic": ("ar", "هذا نص عربي طويل يكسر إلى أسطر. " * 10, "script"),
    "Japanese": ("ja", "日本語の文章です。とても長い文章です。" * 16, "script"),
    "soft hyphens": ("de", "Ein\u00adkaufs\u00adwagen im Weltwirtschaftsforum " * 8, "script"),
    "beside a float": ("de", f'<span class="beside"></span>{LONG}', "beside a float"),
}


@pytest.mark.parametrize(("lang", "text", "reason"), LEFT.values(), ids=LEFT.keys())
def test_what_total_fit_does_not_know_is_broken_as_without_it(
    task: Task, lang: str, text: str, reason: str
) -> None:
    css = f"{STYLES} .beside {{ float: left; width: 80px; height: 50px }}"
    found = []
    for without in ((), ("total_fit",)):
        with dossier_typesetter(task, without) as press:
            found.append(lines(press.pages(f'<p class="ours">{text}</p>', css, lang=lang), "ours"))
    ours, theirs = found
    assert len(ours) > 4 and {line.reason for line in ours} == {reason}
    assert [line.text for line in ours] == [line.text for line in theirs]
    assert [geometry(line) for line in ours] == [geometry(line) for line in theirs]
    assert not any(line.reason for line in theirs)


def test_a_paragraph_beside_the_float_of_another_one_is_broken_as_without_total_fit(task: Task) -> None:
    css = f"{STYLES} div {{ float: left; width: 80px; height: 50px }}"
    found = []
    for without in ((), ("total_fit",)):
        with dossier_typesetter(task, without) as press:
            found.append(lines(press.pages(f'<div></div><p class="ours">{LONG}</p>', css), "ours"))
    ours, theirs = found
    assert [line.text for line in ours] == [line.text for line in theirs]
    assert ours[0].box.position_x == theirs[0].box.position_x


def test_what_is_broken_line_by_line_is_counted(press: Typesetter) -> None:
    """Each paragraph once, on however many pages it stands; running heads are none."""
    html = (
        f"<p>{LONG}</p><h2>Wölfe fliegen</h2><p lang='he'>{LEFT['Hebrew'][1]}</p><p lang='ja'>{LEFT['Japanese'][1]}</p>"
        f"<p class='line'>{LONG}</p><p class='letter'>{LONG}</p><div></div><p>{LONG}</p><p>{LONG}</p>"
    )
    css = f"""{STYLES} @page {{ size: 600px 130px !important; @top-left {{ content: "Wölfe" !important }} }}
        .letter::first-letter {{ font-size: 2em }} .letter {{ break-before: page }}
        div {{ float: left; width: 80px; height: 30px }}"""
    document = press.pages(html, css)
    assert len(document.pages) > 8
    found = (("beside a float", 1), ("first letter or line", 1), ("line", 1), ("script", 2))
    assert paragraphs_of(document) == Paragraphs(8, found)


ADDRESSES = st.lists(st.text("abcdefghijklmnop0123456789", min_size=1, max_size=12), min_size=2, max_size=14)


@pytest.mark.heavy
@settings(max_examples=40)
@given(ADDRESSES, st.sampled_from(["", "Archiv der Stadt, "]), ALIGNED)
def test_an_address_is_broken_where_wbr_says(
    press: Typesetter, parts: list[str], before: str, align: str
) -> None:
    """The lines of a paragraph with an address are planned; none has a hyphen or loses a letter, and all have room."""
    address = "/".join(parts)
    parted = address.replace("/", "/<wbr/>")
    html = f'<p>{before}Titel <span class="address">(https://<wbr/>{parted})</span></p>'
    made = lines(press.pages(html, f"{STYLES} p {{ text-align: {align} }}"))
    text = f"{before}Titel (https://{address})"
    assert "".join(line.text for line in made).replace(" ", "") == text.replace(" ", "")
    for line in made:
        assert line.reason == ""
        assert line.end < 0.05
    for line in made[:-1]:
        assert line.text[-1] in "/ ," or text[text.index(line.text) + len(line.text)] == " "


def test_numbers_of_pages_that_are_known_late_are_printed(press: Typesetter) -> None:
    """WeasyPrint puts them into boxes whose lines were made without them."""
    number = 'content: " Blatt " counter(page) " von " counter(pages)'
    css = f"{STYLES} p::after, div::before {{ {number} }} p {{ break-after: page }}"
    document = press.pages(f"<p>{LONG}</p><div></div>", css)
    assert [lines(document, name)[-1].text.split()[-4:] for name in ("p", "div")] == [
        ["Blatt", "1", "von", "2"],
        ["Blatt", "2", "von", "2"],
    ]


@pytest.mark.parametrize(
    "face", ["font-weight: bold", "font-style: italic", "font: italic bold 1em 'Alegreya'"]
)
def test_a_narrower_space_is_squeezed_less(press: Typesetter, face: str) -> None:
    """The spaces of Alegreya are 0.198 em wide, 0.174 em in bold and 0.15 em in bold italic text."""
    words = "Die Zeit ist knapp und im Haus wird über die Lage geredet wie man es oft hört "
    tight = 0
    for width in range(200, 300, 4):
        css = f"p {{ width: {width}px; text-align: justify; --line-elastic: 0% !important }} b {{ {face} }}"
        for line in planned(press, f"{words}<b>{words * 2}</b>{words}", css)[:-1]:
            for box in line.texts:
                gap = float(box.justification_spacing)
                assert gap > -SHRINK * space_of(box) - 0.01
                tight += gap < -0.2 * space_of(box)
    assert tight > 5, "lines are squeezed at all"
