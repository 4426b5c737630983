"""Charts and claims in the files of translation tools: nothing comes back changed, and numbers are no texts."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter
from bookbuilder.translate.exchange.inline_codes import coded_text, segment_words
from bookbuilder.translate.exchange.review_units import AcceptedUnit, review_units
from bookbuilder.translate.exchange.write_back import WrittenChapter, write_back
from tests.translate.test_exchange_identity import FORMATS, back, exchanged

__all__ = ["exchanged"]
"""A fixture."""
NAMES = st.sampled_from(("Vereinigte Staaten", "Polen", "a & b", "Öl*", "日本", "„EU“"))
VALUES = st.sampled_from(("12", "-3,5", "1.250.000 €", "43 %", "2022", "–", "0,004"))
TIMES = st.sampled_from(("2022-01-17", "1654", "1972–2022", "17.1.2022"))
EXPRESSIONS = st.sampled_from(
    ("us-aid > 1.8 * de-aid", "change(troops, 2021, 2022) ~ 1/3", "a < b and b >= 2 hours")
)
KINDS = st.sampled_from(("bar", "column", "line", "slope", "waterfall", "pie", "multiples"))
WORDS = "Neue Worte"


@st.composite
def charts(draw: st.DrawFn) -> str:
    claim = f' claim="{draw(EXPRESSIONS)}"' if draw(st.booleans()) else ""
    caption = draw(
        st.sampled_from(("Hilfe nach Ländern.", f'[Mehr]{{claim="{draw(EXPRESSIONS)}"}} als vorher.'))
    )
    if draw(st.booleans()):
        rows = [f"| {draw(TIMES)} | {draw(NAMES)} |" for _ in range(draw(st.integers(1, 3)))]
        head, kind = "| Wann | Was |\n|---|---|", "timeline"
    else:
        count = draw(st.integers(1, 3))
        rows = [
            f"| {draw(NAMES)} | " + " | ".join(draw(VALUES) for _ in range(count)) + " |"
            for _ in range(draw(st.integers(1, 4)))
        ]
        head = f"| Land | {' | '.join(draw(NAMES | VALUES) for _ in range(count))} |\n|---{'|--:' * count}|"
        kind = draw(KINDS)
    note = f' note="{draw(NAMES)}|2020" at="Polen|2020"' if draw(st.booleans()) else ""
    return "\n".join((f"::: chart {{#x kind={kind}{note}{claim}}}", head, *rows, "", caption, ":::"))


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    return draw(
        st.sampled_from(
            (
                f'Text [fast doppelt so viel]{{claim="{draw(EXPRESSIONS)}"}} und [45]{{computed="aid / 3" round=1}}.',
                f'![Mehr](a.png){{claim="{draw(EXPRESSIONS)}"}}',
                '::: chart {kind=bar facts="us-aid de-aid" names="USA|Deutschland"}\nAus Fakten.\n:::',
            )
        )
    )


def chapters() -> st.SearchStrategy[str]:
    blocks = st.lists(charts() | paragraphs(), min_size=1, max_size=4)
    return blocks.map(lambda found: "\n\n".join(("# Titel", *found)) + "\n")


@FORMATS
@given(content=chapters())
def test_nothing_comes_back_changed(
    form: ModuleType, content: str, exchanged: Callable[..., ExchangeChapter]
) -> None:
    one = exchanged(content)
    came, _ = back(form, one)
    findings = Findings()
    found = review_units(one, came.units, "file", None, findings)
    assert not found.accepted and not found.rejected and not findings.sorted()
    for unit in one.units:
        words = segment_words(unit.source)
        # What is locked goes out as context, and nobody translates it.
        assert any(letter.isalpha() for letter in words) or unit.unit.block.locked, words
        said = coded_text(unit.source)
        assert not any(sign in said for sign in ("kind=", "at=", "claim=", "us-aid", "de-aid")), said


@given(content=chapters())
def test_what_is_translated_comes_home(content: str, exchanged: Callable[..., ExchangeChapter]) -> None:
    one = exchanged(content, translated=False)
    open_units = [unit for unit in one.units if not unit.unit.block.locked]
    units = [AcceptedUnit(unit, (WORDS, *unit.source), Span("file", 1)) for unit in open_units]
    written = write_back(one, units)
    assert isinstance(written, WrittenChapter)
    assert written.text.count(WORDS) == len(units)
    assert written.text.replace(WORDS, "") == content
