"""For every change of a value: the claims that it makes untrue are named, in all languages, and no other ones.

What a claim says is known by hand, not by its expression (`books.py`). Five hundred changes by seed: at least 95 % of what
is untrue is to be found, at most 2 % of what is told may be false.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from bookbuilder import locales
from bookbuilder.checks.check import ChapterInput
from bookbuilder.checks.true_claims import each
from bookbuilder.diagnostics import Findings
from bookbuilder.document.claims_in_text import claims_in
from bookbuilder.facts import Day, FactValue, Interval, read_facts
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import run
from tests.claims.books import (
    DOSSIER_MEANINGS,
    HARBOUR,
    HARBOUR_MEANINGS,
    RELIEF,
    RELIEF_FACTS,
    RELIEF_MEANINGS,
    Meaning,
)
from tests.dossier_files import REPO

CHANGES = 500
SEED = 37
DOSSIER = {
    "facts.toml": (REPO / "facts.toml").read_text(encoding="utf-8"),
    **{
        f"chapters/{locale}/{path.name}": path.read_text(encoding="utf-8")
        for locale in ("de", "en")
        for path in sorted((REPO / "chapters" / locale).glob("*.md"))
    },
}
BOOKS: tuple[tuple[Mapping[str, str], Mapping[str, Meaning]], ...] = (
    (RELIEF, RELIEF_MEANINGS), (HARBOUR, HARBOUR_MEANINGS), (DOSSIER, DOSSIER_MEANINGS),
)  # fmt: skip
TAGS = {"de": "de-DE", "en": "en-US", "fr": "fr-FR", "es": "es-ES", "it": "it-IT"}


@dataclass(frozen=True)
class ReadBook:
    """A book whose chapters are parsed, its facts, and what its claims say."""

    chapters: tuple[ChapterInput, ...]
    facts: Mapping[str, FactValue]
    meanings: Mapping[str, Meaning]


def read(files: Mapping[str, str], meanings: Mapping[str, Meaning]) -> ReadBook:
    findings, world = Findings(), World(REPO)
    facts = read_facts(files["facts.toml"], "facts.toml", findings)
    chapters = []
    for path, text in files.items():
        if path.startswith("chapters/"):
            written = parse_chapter(text, path, directives(), Findings())
            locale = locales.load(TAGS[path.split("/")[1]], world)
            lines = tuple(text.split("\n"))
            chapters.append(
                ChapterInput(world, locale, written, written, lines, facts, {}, dt.date(2022, 1, 24))
            )
    assert not findings.sorted()
    return ReadBook(tuple(chapters), facts, meanings)


def values(facts: Mapping[str, FactValue]) -> dict[str, Fraction]:
    """Return what stands in facts.toml as plain numbers: days as such of the calendar."""
    numbers = {}
    for name, fact in facts.items():
        if isinstance(fact, Day):
            numbers[name] = Fraction(fact.date.toordinal())
        elif not isinstance(fact, Interval):
            numbers[name] = Fraction(fact.value)
    return numbers


def changed(fact: FactValue, chance: random.Random) -> FactValue:
    """Return a fact with another value: a correction, a slip of a digit, another order."""
    if isinstance(fact, Day):
        return Day(fact.date + dt.timedelta(days=chance.choice([-9, -2, -1, 1, 3, 14])))
    assert not isinstance(fact, Interval)
    factor = Decimal(
        chance.choice(
            ["0.1", "0.5", "0.8", "0.9", "0.95", "1.02", "1.05", "1.1", "1.2", "1.5", "2", "3", "10"]
        )
    )
    return replace(fact, value=fact.value * factor)


def untrue(read_book: ReadBook, facts: Mapping[str, FactValue]) -> set[tuple[str, int, int]]:
    """Return the places of what is told to be untrue."""
    findings = Findings()
    for chapter in read_book.chapters:
        each(replace(chapter, facts=facts), findings)
    assert all(one.code in ("claim.contradicted", "claim.words") for one in findings.sorted())
    told = [one.span for one in findings.sorted() if one.code == "claim.contradicted"]
    return {(span.path, span.line, span.column) for span in told}


def expected(read_book: ReadBook, facts: Mapping[str, FactValue]) -> set[tuple[str, int, int]]:
    """Return the places of what is untrue, by hand."""
    numbers = values(facts)
    return {
        (claim.span.path, claim.span.line, claim.span.column)
        for chapter in read_book.chapters
        for claim in claims_in(chapter.written, chapter.locale.language)
        if not read_book.meanings[claim.words](numbers)
    }


def test_every_claim_is_true_at_first_and_known_by_hand() -> None:
    for files, meanings in BOOKS:
        read_book = read(files, meanings)
        words = {
            claim.words
            for chapter in read_book.chapters
            for claim in claims_in(chapter.written, chapter.locale.language)
        }
        assert words == meanings.keys()
        assert untrue(read_book, read_book.facts) == expected(read_book, read_book.facts) == set()


def test_what_a_changed_value_contradicts_is_named_and_nothing_else() -> None:
    chance = random.Random(SEED)
    books = [read(files, meanings) for files, meanings in BOOKS]
    wanted = found = told = false = 0
    for _ in range(CHANGES):
        read_book = chance.choice(books)
        name = chance.choice(
            [name for name, fact in read_book.facts.items() if not isinstance(fact, Interval)]
        )
        facts = {**read_book.facts, name: changed(read_book.facts[name], chance)}
        right, said = expected(read_book, facts), untrue(read_book, facts)
        wanted, found = wanted + len(right), found + len(right & said)
        told, false = told + len(said), false + len(said - right)
    print(f"{CHANGES} changes: {found} of {wanted} untrue claims found, {false} of {told} told are false")
    assert wanted > 500, "the changes contradict too little to say anything"
    assert found >= 0.95 * wanted
    assert false <= 0.02 * told


def test_a_build_names_them_in_every_language(tmp_path: Path) -> None:
    """The same from the files of a book to what is printed."""
    files = {path: text for path, text in RELIEF.items() if path != "book.toml"}
    before = run(book.write(tmp_path / "before", files), "chapters/de/01-hilfe.md", {})["says"]
    assert "claim.contradicted" not in before
    facts = RELIEF_FACTS.replace('amount = "110e6 USD"', 'amount = "50e6 USD"')
    after = run(
        book.write(tmp_path / "after", {**files, "facts.toml": facts}), "chapters/de/01-hilfe.md", {}
    )["says"]
    told = [line for line in after.splitlines() if "[claim.contradicted]" in line]
    assert {line.split("/")[1] for line in told} == {"de", "en", "fr", "es", "it"}
    assert any(
        "“Quasi il doppio” is not true of the values: us-aid is 200000000 USD, and 2 * de-aid is 100000000 USD"
        in line
        for line in told
    )


def test_an_alternative_text_and_a_caption_of_a_chart_are_named(tmp_path: Path) -> None:
    files = {path: text for path, text in RELIEF.items() if path != "book.toml"}
    facts = RELIEF_FACTS.replace("2022-01-21 = 127000", "2022-01-21 = 90000")
    said = run(book.write(tmp_path, {**files, "facts.toml": facts}), "chapters/de/01-hilfe.md", {})["says"]
    assert "“Die Zahl stieg von Tag zu Tag, um gut ein Viertel” is not true" in said
    assert "“am meisten am Freitag” is not true" in said
