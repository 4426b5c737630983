"""What goes out and comes back unchanged changes no byte, for the Markdown files of this repo; and anything can go out."""

from __future__ import annotations

import string
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.locales import load
from bookbuilder.translate import state
from bookbuilder.translate.chapter_blocks import blocks
from bookbuilder.translate.chapter_paths import ChapterPaths
from bookbuilder.translate.exchange import po, tmx, xliff, xliff2
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter, exchange_chapter, translated_units
from bookbuilder.translate.exchange.exported_units import export_chapter
from bookbuilder.translate.exchange.fact_printer import FactPrinter
from bookbuilder.translate.exchange.inline_codes import (
    CodeRole,
    InlineCode,
    Segment,
    coded_text,
    number_codes,
    segment_words,
)
from bookbuilder.translate.exchange.memory_sentences import memory_key
from bookbuilder.translate.exchange.parse_segment import parse_segment
from bookbuilder.translate.exchange.pretranslate import memory_pairs, renumber_codes
from bookbuilder.translate.exchange.returned_units import ReturnedChapter
from bookbuilder.translate.exchange.review_units import AcceptedUnit, review_units
from bookbuilder.translate.exchange.write_back import WrittenChapter, write_back
from bookbuilder.translate.exchange.write_segment import write_segment
from bookbuilder.translate.load_chapter import ChapterReader
from bookbuilder.translate.state import StateEntry
from bookbuilder.world import World
from tests.cases.case import ROOT, cases
from tests.properties.test_escaped_markdown import TEXTS as TEXTS_OF_LINES
from tests.translate.schema import SCHEMA

PLACES = ("chapters/*/*.md", "docs/**/*.md", "*.md", "tests/**/*.md", "bookbuilder/**/*.md", "styles/**/*.md")
PROSE = {file for file in ROOT.glob("tests/looks/texts/**/*.md") if file != min(file.parent.glob("*.md"))}
"""Chapters of novels but for the first of each: a quarter of all letters, with next to no markup among them."""
FILES = sorted({file for place in PLACES for file in ROOT.glob(place)} - PROSE)
SAID = FactPrinter({}, load("en-US", World(ROOT)))
FORMS = (xliff, xliff2, po)
FORMATS = pytest.mark.parametrize("form", FORMS, ids=["xliff", "xliff2", "po"])


def texts() -> dict[str, str]:
    """Return every Markdown file, and the source of every case in it."""
    found = {}
    for file in FILES:
        name = file.relative_to(ROOT).as_posix()
        content = file.read_text(encoding="utf-8")
        found[name] = content
        if file.name == "cases.md" or file.stem.endswith("_cases") or "cases" in file.parts:
            for at, case in enumerate(cases(content)):
                for path, source in sources(case).items():
                    found[f"{name}#{at}/{path}"] = source
    return found


def sources(case: object) -> dict[str, str]:
    """Return the chapters of a case."""
    files = getattr(case, "files", {})
    return {
        path: content for path, content in files.items() if path.endswith(".md") and isinstance(content, str)
    }


TEXTS = texts()


NAMES = [name for name in TEXTS if "#" not in name]


def contents(name: str) -> list[str]:
    """Return a file, and the sources of its cases."""
    return [content for other, content in TEXTS.items() if other.partition("#")[0] == name]


@pytest.fixture(scope="module")
def exchanged(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., ExchangeChapter]:
    """Give what returns a chapter and a translation that is the same text, each block of it done or none; read once."""
    root = tmp_path_factory.mktemp("book")
    return cache(partial(_exchanged, root))


def _exchanged(root: Path, content: str, *, translated: bool = True) -> ExchangeChapter:
    (root / "chapters/de").mkdir(parents=True, exist_ok=True)
    (root / "chapters/en").mkdir(parents=True, exist_ok=True)
    (root / "l10n/en").mkdir(parents=True, exist_ok=True)
    (root / "chapters/de/01-a.md").write_text(content, encoding="utf-8")
    paths = ChapterPaths(
        "en",
        "01-a",
        "chapters/de/01-a.md",
        "chapters/en/01-a.md" if translated else "",
        "l10n/en/01-a.toml",
    )
    entries = [
        StateEntry(block.digest, block.text, (block.digest,))
        for block in blocks(content, "chapters/de/01-a.md")
    ]
    (root / "chapters/en/01-a.md").write_text(content, encoding="utf-8")
    (root / "l10n/en/01-a.toml").write_text(state.state_toml(entries if translated else ()), encoding="utf-8")
    findings = Findings()
    found = exchange_chapter(ChapterReader(World(root), findings), paths, SAID)
    assert not findings.sorted()
    return found


def back(form: ModuleType, one: ExchangeChapter) -> tuple[ReturnedChapter, str]:
    findings = Findings()
    file = form.write([export_chapter(one, one.units)], "de-DE", "en-US")
    found = form.read(file.encode(), "file", findings)
    assert not findings.sorted(), findings.sorted()
    return found[0], file


@pytest.mark.heavy
@pytest.mark.parametrize("name", NAMES)
def test_a_file_goes_out_and_comes_back(name: str, exchanged: Callable[..., ExchangeChapter]) -> None:
    """In one of the formats, in turn: what they say of text and codes does not depend on the chapter."""
    form = FORMS[NAMES.index(name) % len(FORMS)]
    for content in contents(name):
        assert_comes_back_unchanged(exchanged(content), content, form)
        assert_is_in_a_translation_memory(exchanged(content))
        assert_can_be_written_anew(exchanged(content, translated=False), content)


def assert_comes_back_unchanged(one: ExchangeChapter, content: str, form: ModuleType) -> None:
    """What comes back unchanged changes nothing."""
    assert one.base == content
    if not one.units:
        return
    came, file = back(form, one)
    assert [unit.id for unit in came.units] == [unit.id for unit in one.units]
    assert [unit.source for unit in came.units] == [coded_text(unit.source) for unit in one.units]
    findings = Findings()
    found = review_units(one, came.units, "file", None, findings)
    assert not found.accepted and not found.rejected
    assert findings.sorted() == ()
    if form is xliff:
        SCHEMA.validate(file)


def assert_is_in_a_translation_memory(one: ExchangeChapter) -> None:
    """A translation memory has every translated block, with its codes."""
    units = translated_units(one.units)
    findings = Findings()
    file = tmx.write([export_chapter(one, units)], "de-DE", "en-US")
    pairs = memory_pairs(tmx.read(file.encode(), "file", findings), "de-DE", "en-US")
    assert not findings.sorted()
    for unit in units:
        text_, _ = renumber_codes(memory_key(coded_text(unit.source)))
        assert renumber_codes(coded_text(unit.target))[0] in [pair.target for pair in pairs[text_]]


def assert_can_be_written_anew(one: ExchangeChapter, content: str) -> None:
    """Every block can be written anew, and reads as it should."""
    span = Span("file", 1)
    unchanged = write_back(one, [AcceptedUnit(unit, unit.source, span) for unit in one.units])
    assert isinstance(unchanged, WrittenChapter) and unchanged.text == content
    # A reference of an index to nothing is an error of the book, and what is added to it would be what it refers to.
    units = [unit for unit in one.units if unit.unit.block.text not in ("see:", "also:")]
    new = {unit.unit.block: (*unit.source, " noch ein Wort") for unit in units}
    changed = write_back(one, [AcceptedUnit(unit, new[unit.unit.block], span) for unit in units])
    assert isinstance(changed, WrittenChapter)
    for block, before in zip(changed.blocks, one.loaded.sources, strict=True):
        assert block.kind == before.kind
        wanted = new.get(before)
        if wanted is None:
            assert block.text == before.text
        else:
            assert coded_text(
                number_codes(parse_segment(block.text, one.env, kind=block.kind))
            ) == coded_text(wanted)


@given(st.lists(TEXTS_OF_LINES, min_size=9, max_size=9))
def test_lines_that_come_back_stay_in_their_blocks(
    exchanged: Callable[..., ExchangeChapter], lines: list[str]
) -> None:
    one = exchanged("# T\n\na\\\nb\\\nc\n\n> d\\\n> e\\\n> f\n\n1. g\\\n   h\\\n   i\n")
    units = [unit for unit in one.units if len(unit.source) == 5]
    rows = iter(lines)
    new = [tuple(next(rows) if isinstance(piece, str) else piece for piece in unit.source) for unit in units]
    taken = [AcceptedUnit(unit, words, Span("file", 1)) for unit, words in zip(units, new, strict=True)]
    changed = write_back(one, taken)
    assert isinstance(changed, WrittenChapter)
    assert [block.kind for block in changed.blocks] == [block.kind for block in one.loaded.sources]
    found = [parse_segment(block.text, one.env, kind=block.kind) for block in changed.blocks[1:]]
    assert [coded_text(number_codes(segment)) for segment in found] == [coded_text(words) for words in new]


MARKDOWN = st.text(alphabet="ab *_[](){}!^`~<>&;|\\#.-+1\n\"'§ä\u00a0=$:/w", max_size=60)


@given(MARKDOWN)
def test_any_markdown_is_text_and_codes_and_becomes_the_same_again(raw: str) -> None:
    raw = raw.strip()
    found = number_codes(parse_segment(raw, {}))
    check_codes(found)
    again = write_segment(found, {}, "paragraph", like=raw, line=False)
    if again is not None:
        assert coded_text(number_codes(parse_segment(again, {}))) == coded_text(found)


def check_codes(found: Segment) -> None:
    """Codes count from 1, pairs stand inside one another."""
    opened: list[int] = []
    numbers = [
        piece.id for piece in found if isinstance(piece, InlineCode) and piece.role is not CodeRole.CLOSE
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    for piece in found:
        if isinstance(piece, InlineCode) and piece.role is CodeRole.OPEN:
            opened.append(piece.id)
        elif isinstance(piece, InlineCode) and piece.role is CodeRole.CLOSE:
            assert opened.pop() == piece.id
    assert not opened


WORDS = st.text(alphabet=string.ascii_letters + " *_[](){}!^`~<>&|\\#.-+12\"'äß\u2028\u00a0=$:/", max_size=30)


@given(st.lists(WORDS | st.integers(1, 3), max_size=8))
def test_any_text_with_codes_goes_through_a_po_file(parts: list[str | int]) -> None:
    segment_ = tuple(
        part if isinstance(part, str) else InlineCode(CodeRole.SINGLE, "lb", "\\\n", "lb", part)
        for part in parts
    )
    assert po.decoded(po.encoded(segment_)) == coded_text(segment_)


@given(WORDS)
def test_any_words_can_be_written_as_markdown(words: str) -> None:
    wanted = (words,)
    raw = write_segment(wanted, {}, "paragraph")
    if segment_words(wanted):
        assert raw is not None, words
        assert coded_text(parse_segment(raw, {})) == coded_text(wanted)


@pytest.mark.parametrize(
    ("raw", "kinds"),
    [
        ("H~2~O", ["x-sub", "x-sub"]),
        ("x^2^ ==and *this*==", ["x-sup", "x-sup", "x-mark", "italic", "italic", "x-mark"]),
        ("$x^2$ <br> <!-- a -->", ["x-code", "x-html", "x-comment"]),
        ("See https://example.org/a_b and www.example.org.", []),
    ],
)
def test_marks_from_elsewhere_are_codes_and_addresses_are_text(raw: str, kinds: list[str]) -> None:
    found = number_codes(parse_segment(raw, {}))
    assert [piece.kind for piece in found if isinstance(piece, InlineCode)] == kinds
    assert write_segment(found, {}, "paragraph", like=raw) == raw
