"""Lines that are put together from words are those that WeasyPrint breaks and Pango shapes, and end where they should."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import weasyprint
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break

from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.glyphs import glyph_drawing
from bookbuilder.formats.pdf.engine.layout import line_breaks
from bookbuilder.formats.pdf.engine.marks import NAME, marks
from bookbuilder.formats.pdf.engine.setup.install_patches import patched, replacements
from bookbuilder.formats.pdf.engine.shaping import break_style, style_cache
from bookbuilder.formats.pdf.engine.shaping.glyph_runs import runs
from bookbuilder.formats.pdf.engine.shaping.word_cache import word_cache
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.html.font_family import Fonts
from bookbuilder.world import World

TEXT = (
    "Die Donaudampfschifffahrtsgesellschaft vergibt 1.200 Stellen, heißt es; Wahrscheinlichkeitsrechnungen und"
    " E-Mail-Adressen wie a@example.org – „ganz ohne“ Leerzeichen/Umbruch – sprechen dagegen. AVA To. T. V. Wölfe fliegen,"
    " Ostsee-Insel, 3,5\u202f%, so\u200a…, xx\u00a0yy Weltwirtschaftsforum! Ελλάδα, Србија. »Ja!«, sagte sie … und 5 − 3"
    " = 2. "
)
OTHERS = (
    "Ein\u00adkaufs\u00adwagen im Weltwirtschaftsforum",
    "Neue\nZeile, und\n\nnoch eine",
    "日本語の文章です。",
    "نص عربي",
    "a\tb  c",
    "so z.\u2009B. und z.\u2009B. so",
    "\U0001f600 lacht",
    "x\u200by",
)
STYLES = (
    ".a { letter-spacing: 1px }",
    ".b { overflow-wrap: break-word; white-space: pre-wrap; hyphens: manual }",
    ".c { overflow-wrap: anywhere; font: italic 13px Alegreya }",
    ".d { font-variant-caps: small-caps; hyphenate-limit-chars: 7 3 3; hyphenate-limit-zone: 10% }",
    ".e { white-space: pre-line; font-weight: bold; hyphens: none }",
    ".f { white-space: nowrap; font-variant-numeric: tabular-nums lining-nums }",
    ".g { word-spacing: 2px }",
    ".h { direction: rtl }",
    ".i { word-break: break-all }",
    ".j { font-kerning: none; hyphenate-character: '=' }",
    ".k { letter-spacing: -.5px }",
)


@contextmanager
def set_in(folder: Path, css: str, html: str, lang: str = "de", change: Any = None) -> Iterator[Any]:
    """Give a page of Alegreya, laid out; `change` is a function of the bytes of the font of plain text."""
    world = World(folder)
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    if change:
        files = {
            name: change(data) if name.endswith("-Regular.ttf") else data for name, data in files.items()
        }
    with typeset.typesetter(world, font_directory(world, Fonts((), files))) as (fonts, _):
        yield typeset.lay_out(f'<html lang="{lang}"><body>{html}</body></html>', css, {}, fonts).document


def drawn(document: Any) -> bytes:
    """Return the PDF of a page, drawn as we do."""
    data: bytes = document.write_pdf()
    return data


def texts(document: Any) -> list[Any]:
    """Return the boxes of text of a document."""
    every = (box for page in document.pages for box in page._page_box.descendants())
    return [box for box in every if isinstance(box, boxes.TextBox)]


LEFT = ("g", "h", "i", "k")
"""The classes of which all is left to WeasyPrint."""
KERN = 0.4
"""In px: how much a comma and a space are nearer to one another than they are wide (10 and 13 px)."""


class Styles(dict[str, Any]):
    """Styles by the name of their class. Hypothesis prints arguments, and refuses what is long."""

    def __repr__(self) -> str:
        return f"the styles {', '.join(map(repr, self))}"


@pytest.fixture(scope="module")
def styles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A style of each kind by the name of its class."""
    names = ["", *(rule[1] for rule in STYLES)]
    html = "".join(f'<p class="{name}">Text</p>' for name in names)
    css = (
        f"@page {{ size: 90mm 200mm }} html {{ font: 10px/16px Alegreya; hyphens: auto }} {' '.join(STYLES)}"
    )
    with (
        patched(replacements(style_cache.PATCH, None)),
        set_in(tmp_path_factory.mktemp("book"), css, html) as document,
    ):
        yield Styles(zip(names, (box.style for box in texts(document)), strict=True))


class Compared:
    """Breaks texts in both ways, and counts the lines that are put together from words."""

    def __init__(self) -> None:
        self.context = SimpleNamespace(dictionaries={})
        self.lines = self.ours = self.wide = 0
        self.known: dict[Any, tuple[Any, bool, bool]] = {}
        """What was compared: two texts that end alike come to the same lines."""

    def first(
        self, text: str, style: Any, width: float | None, start: bool = True, minimum: bool = False
    ) -> Any:
        """Compare the first line of a text, and return where the next one begins."""
        key = text, id(style), width, start, minimum
        if key not in self.known:
            self.known[key] = self._compared(text, style, width, start, minimum)
        resume, ours, wide = self.known[key]
        self.lines += 1
        self.ours += ours
        self.wide += wide
        return resume

    def _compared(
        self, text: str, style: Any, width: float | None, start: bool, minimum: bool
    ) -> tuple[Any, bool, bool]:
        """Return where the next line begins, whether this one is made of words, and whether WeasyPrint's is too wide."""
        given: Any = text, style, self.context, width, 0, start, minimum
        theirs: Any = line_break.split_first_line(*given)
        left: list[Any] = []

        def known(*asked: Any) -> Any:
            """Answer for WeasyPrint, to which the line is left; the same question has the same answer."""
            left.append(asked)
            return theirs if asked == given else line_break.split_first_line(*asked)

        ours: Any = line_breaks.split(known, *given)
        if width is not None and theirs[3] > width >= ours[3] and theirs[3] - width < KERN:
            # It is wider than the measure, for a comma is kerned with a space that is gone.
            assert theirs[0].text.startswith(ours[0].text[:-1]) and ours[3] > 0
            return theirs[2], not left, True
        assert (ours[0].text, *ours[1:3]) == (theirs[0].text, *theirs[1:3]), (text, width)
        measures = zip(ours[3:], theirs[3:], strict=True)
        assert max(abs(one - other) for one, other in measures) <= 0.003, (text, width)
        return theirs[2], not left, False

    def all(self, text: str, style: Any, width: float | None) -> None:
        data, skip = text.encode(), 0
        while skip < len(data):
            resume = self.first(data[skip:].decode(), style, width)
            skip = len(data) if resume is None else skip + resume
            if style["white_space"] not in ("pre", "pre-wrap"):
                skip += len(data[skip:]) - len(data[skip:].lstrip(b" "))


OURS = {"b": 0.09, "c": 0.4, "f": 0.3}
"""The least share of lines that are put together from words, where it is small: of what keeps its spaces, and of what is
broken at any letter."""


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["", *(rule[1] for rule in STYLES)])
def test_lines_are_those_of_weasyprint(name: str, styles: dict[str, Any]) -> None:
    style, found = styles[name], Compared()
    step = 50 if name in LEFT else 5  # what is left to WeasyPrint is so at any width
    for width in (None, 0, *range(6, 420, step)):
        for text in (TEXT, TEXT[10:], *OTHERS):
            found.all(text, style, width)
            found.first(text, style, width, start=False)
            found.first(text, style, width, minimum=True)
    assert found.ours == 0 if name in LEFT else found.ours >= OURS.get(name, 0.6) * found.lines
    assert found.wide < 0.005 * found.lines


WORDS = st.sampled_from(
    [*re.findall(r"\S+", TEXT), "To", "V.", "11", "–", "/", "Nord-Süd-Gefälle", "„Ach", "wo!“", "f)", "10%"]
)


@pytest.mark.heavy
@given(
    words=st.lists(WORDS, min_size=1, max_size=25), width=st.floats(0, 400), end=st.sampled_from(["", " "])
)
def test_lines_of_any_words(styles: dict[str, Any], words: list[str], width: float, end: str) -> None:
    found = Compared()
    for name in ("", "a", "d", "j"):
        found.all(" ".join(words) + end, styles[name], width)
    assert found.ours


@pytest.mark.parametrize("name", ["", "a", "c", "e", "i"])
def test_a_line_of_a_long_text_depends_on_what_is_near(styles: dict[str, Any], name: str) -> None:
    """WeasyPrint is not given the rest of a paragraph behind a long word, and finds the same line without it. Two spaces
    in a row leave every line to it."""
    text, style = " ".join(["w" * 900, "so  ", "<" * 700, "und kurze Wörter, auch"] * 3), styles[name]
    context, asked = SimpleNamespace(dictionaries={}), []

    def theirs(text: str, *more: Any) -> Any:
        asked.append(len(text))
        return line_break.split_first_line(text, *more)

    for width in (40, 150, 400):
        for skip in range(0, 1700, 113):
            given: Any = text[skip:], style, context, width, 0, True, False
            before, ours = len(asked), line_breaks.split(theirs, *given)
            if len(asked) > before:
                whole: Any = line_break.split_first_line(*given)
                assert ours[1:] == whole[1:], (width, skip)
    assert asked and max(asked) < len(text) / 2


def test_a_word_is_not_taken_for_that_of_another_style(styles: dict[str, Any]) -> None:
    """The styles of the table have a word cache of their own each, but for how they break lines."""
    used = {name: word_cache(style) for name, style in styles.items()}
    assert used["g"] is None and used["h"] is None
    assert used[""] is used["b"] is used["i"]
    others = [used[name] for name in ("", "a", "c", "d", "e", "f", "j")]
    widths = [one.word("To1.AV") for one in others if one is not None]
    assert len(set(map(id, others))) == len(others) == len({one.width for one in widths if one}) == 7


@pytest.mark.parametrize("lang", ["de", "en", "fr"])
def test_letters_with_punctuation_behind_them_are_one_word(lang: str) -> None:
    for word in ("Wort", "Wörter", "naïve", "straße", "Łódź"):
        for behind in ("", ".", ",", "…", ")", "»", "”", ".)", "!?", "«.", "…“"):
            plain = break_style._PLAIN_WORD.fullmatch(word + behind)
            assert plain and plain.span(1) == line_break.get_next_word_boundaries(word + behind, lang)
    assert not any(
        map(break_style._PLAIN_WORD.fullmatch, ("geht’s", "E-Mail", "1990er", "(Wort", "слово", ""))
    )


LINES = (
    "Der Text hat vieles, T. V. AVA, To, was an Leerzeichen rückt; fällt, Wort. Yes, „Tür“ f. V. Ja, 17. 11. "
    * 8
)


JUSTIFIED = (
    "@page { size: 300px 900px; margin: 30px } html { font: 10px/16px Alegreya; hyphens: auto; text-align: justify }"
    " body, p { margin: 0 }"
)
MARGIN = 270 * 0.75
"""Where lines end, in points."""


@pytest.mark.parametrize("elastic", ["0%", "2%"])
def test_justified_lines_end_at_the_margin(elastic: str, tmp_path: Path) -> None:
    css = f"{JUSTIFIED} p {{ --line-elastic: {elastic} }}"
    ends = {top: end for _, top, end, _ in words(f"<p>{LINES}</p>", css, tmp_path)}
    *full, _ = ends.values()
    assert len(full) > 11
    assert max(abs(end - MARGIN) for end in full) < 0.02


def test_a_space_of_one_width_has_none_at_the_end_of_a_line(tmp_path: Path) -> None:
    """As between the entries of an index and their pages; it may be the end of a text, or stand in one."""
    text = "".join(
        f"Wort{'e' * (at % 9)}\u2002<i>{at}</i>, Wort{'e' * (at % 7)}\u2002{at} " for at in range(60)
    )
    with set_in(tmp_path, JUSTIFIED, f"<p>{text}</p>") as document:
        every = document.pages[0]._page_box.descendants()
        lines = [box for box in every if isinstance(box, boxes.LineBox)]
        said = ["".join(box.text for box in line.descendants() if hasattr(box, "text")) for line in lines]
        assert not marks(lines[0]).unplanned
    before_number = [at for at, line in enumerate(said[:-1]) if re.search(r"Worte*$", line)]
    assert len(before_number) > 3, "several lines end at such a space"
    ends = list({top: end for _, top, end, _ in words(f"<p>{text}</p>", JUSTIFIED, tmp_path)}.values())
    assert max(abs(ends[at] - MARGIN) for at in before_number) < 0.02


RAGGED = (
    f"<p>{TEXT}</p><p class='a'>{TEXT}</p><p class='d'>{TEXT} AB&nbsp;&nbsp;CD</p><p class='p'>Ein  Wort.   Und  T.  V.</p>"
    "<p class='p a'> S.  12  ein</p><p class='u'>Würfel von 10³ Metern, ½ Liter</p>"
)


def test_ragged_lines_look_as_pango_shapes_them(tmp_path: Path) -> None:
    """Every word stands where it stands in a line that is shaped whole, but for what rounding adds up to there."""
    css = (
        "@page { size: 300px 900px; margin: 30px } html { font: 10px/16px Alegreya; hyphens: auto }"
        f" p {{ margin: 0 }} .p {{ white-space: pre }} {' '.join(STYLES)}"
    )
    places = []
    for change in ((), ((glyph_drawing, "_pieces_of_words", lambda *_: None),)):
        with patched(change):
            found = words(RAGGED, css, tmp_path)
        places.append(found)
    ours, theirs = places
    assert [one[3] for one in ours] == [one[3] for one in theirs] and len(ours) > 80
    for one, other in zip(ours, theirs, strict=True):
        assert one[:3] == pytest.approx(other[:3], abs=0.25), one[3]


def words(html: str, css: str, folder: Path) -> list[tuple[float, float, float, str]]:
    """Return each word of a page: where it begins, its top, where it ends, in points, and what it is."""
    with set_in(folder, css, html) as document:
        (folder / "a.pdf").write_bytes(drawn(document))
    found = subprocess.run(
        ["pdftotext", "-bbox", folder / "a.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    known = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*)</word>', found
    )
    return [(float(x), float(y), float(end), said) for x, y, end, said in known]


def test_words_are_known_when_a_face_has_been_added_to_the_fonts(tmp_path: Path) -> None:
    """Pango has other font objects from then on, for faces that it has had before too."""
    css = f"@page {{ size: 90mm 200mm }} html {{ font: {9 + 1 / 7}px/16px Alegreya }}"  # a size of no other test
    with set_in(tmp_path, css, "<p>Text</p>") as document:
        (style,) = (box.style for box in texts(document))
        cache = word_cache(style)
        assert cache is not None
        before = cache.word("before"), cache.word("Wort")
        face = tmp_path / "face.ttf"
        face.write_bytes(World(tmp_path).read_asset("fonts/alegreya/Alegreya-Regular.ttf"))
        rule = f"@font-face {{ font-family: Other; src: url({face.as_uri()}) }}"
        weasyprint.CSS(string=rule, font_config=style.font_config)
        behind, again = cache.word("behind"), cache.word("Wort")
        assert before[0] and before[1] and behind and again
        assert behind.run.font == again.run.font == cache.font != before[0].run.font
        assert again.width == before[1].width and cache.kern(behind, again) == 0


def test_what_is_not_made_of_words_leaves_no_word_caches(tmp_path: Path) -> None:
    """A justified line of kanji has letters spaced by a number of its own."""
    html = f"<p>{'日本語の文章です。<em>Wiki</em>' * 60}</p>"
    with set_in(tmp_path, JUSTIFIED, html, "ja") as document:
        drawn(document)
        known = texts(document)[0].style.font_config.__dict__[NAME].caches.words
        own = {key: one for key, one in known.items() if "ja" in key}  # the fonts serve other tests as well
        assert len(own) < 4 and not any("日" in text for one in own.values() for text in one._words)


def test_a_sheet_with_fonts_of_its_own_has_the_case_for_itself(tmp_path: Path) -> None:
    world = World(tmp_path)
    folder = font_directory(
        world, Fonts((), {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")})
    )
    with typeset.typesetter(world, folder) as (first, _):
        pass
    faces = "@font-face { font-family: A; src: local(B) }"
    with (
        typeset.typesetter(world, folder, faces) as (own, _),
        typeset.typesetter(world, folder, faces) as (twice, _),
    ):
        assert first is not own is twice
    with typeset.typesetter(world, folder, f"{faces} p {{ color: red }}") as (other, _):
        assert other is not own
    with typeset.typesetter(world, folder) as (again, _):
        assert again is not other
    with typeset.typesetter(world, folder) as (same, _):
        assert same is again


def latin_alone(data: bytes) -> bytes:
    """Return a font whose features hold for Latin and for no other script."""
    font = TTFont(BytesIO(data))
    for name in ("GSUB", "GPOS"):
        for one in font[name].table.ScriptList.ScriptRecord:
            if one.ScriptTag != "latn":
                one.Script.LangSysRecord, one.Script.LangSysCount = [], 0
                one.Script.DefaultLangSys.FeatureIndex, one.Script.DefaultLangSys.FeatureCount = [], 0
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def test_figures_are_of_the_script_of_their_language(tmp_path: Path) -> None:
    """They look as in a line that is shaped whole, also in a font with features for Latin alone."""
    css = "html { font: 10px/16px Alegreya; font-variant-numeric: lining-nums tabular-nums }"
    with set_in(tmp_path, css, "<p>Text</p>", change=latin_alone) as document:
        (style,) = (box.style for box in texts(document))
        used = word_cache(style)
        assert used is not None
        for text in ("1990", "10³", "(17.)", "3,5"):
            layout = line_break.Layout(style)
            layout.set_text(f"Jahr {text}")
            line, _ = layout.get_first_line()
            (whole,) = runs(line, layout.text)
            word, alone = used.word(text), used._run(text, 0)
            assert word is not None and alone is not None
            assert word.run.numbers[0::5] == whole.behind(5).numbers[0::5] != alone.numbers[0::5]
            assert word.run.text == text.encode() and word.run.clusters[0] == 0


def test_a_word_kerns_as_a_letter_of_its_script_and_with_its_mark(styles: dict[str, Any]) -> None:
    used = word_cache(styles[""])
    assert used is not None
    words = {text: used.word(text) for text in ("Wort.", "слово.", "17.", "вода\u0301", "часы\u0301")}
    assert [word and word.script for word in words.values()] == ["Latn", "Cyrl", "Latn", "Cyrl", "Cyrl"]
    ends = [word.last for word in words.values() if word]
    assert ends[0] == ends[1] == ends[2] and ends[3] != ends[4]
