"""A name and its number, a word such as `Kapitel` and its number, and the days of a date stay on one line in every language;
a number that counts something stays with what it counts, or with nothing."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.locales import dates
from tests.cases import book
from tests.conftest import REPO
from tests.golden.table import locale as locale_of
from tests.properties.test_typography import TAGS

NBSP = "\u00a0"
SPACED = tuple(tag for tag in (*TAGS, "ar-EG", "he-IL") if tag != "ja-JP")
CASED = tuple(tag for tag in SPACED if tag not in ("ar-EG", "he-IL"))
NAMES = (
    "Nord Stream",
    "Boeing",
    "Apollo",
    "Карпати",
    "Łódź",
    "Jean-Paul",
    "Île",
    "iPhone",
    "Q",
    "Queen Élisabeth",
)
AROUND = ("", " ", "(", "x ", "«", ", ")
BEHIND = ("", ".", ",", " x", ")", "»", "; x", "?")


def labels(tag: str) -> list[str]:
    """Return the words of a language before a number."""
    path = REPO / f"bookbuilder/locales/{tag.partition('-')[0]}/typography.toml"
    found: list[str] = tomllib.loads(path.read_text(encoding="utf-8"))["spaces"]["labels"]
    return found


@given(st.data(), st.sampled_from(SPACED), st.sampled_from(AROUND), st.sampled_from(BEHIND))
def test_a_word_before_a_number_stays_with_it(
    data: st.DataObject, tag: str, before: str, behind: str
) -> None:
    label = data.draw(st.sampled_from(labels(tag)))
    label = data.draw(st.sampled_from((label, label[:1].upper() + label[1:])))
    number = data.draw(
        st.one_of(st.integers(1, 9999).map(str), st.sampled_from(("I", "IV", "XIV", "MCM", "3a")))
    )
    made = locale_of(tag).typography(f"{before}{label} {number}{behind}")
    assert f"{label}{NBSP}{number}".replace("'", "\u2019") in made.replace("'", "\u2019")


@given(
    st.sampled_from(CASED),
    st.sampled_from(NAMES),
    st.one_of(st.integers(1, 999).map(str), st.sampled_from(("II", "IV", "XIV", "2a", "4.0"))),
    st.sampled_from(AROUND),
    st.sampled_from(BEHIND),
)
def test_a_name_stays_with_its_number(tag: str, name: str, number: str, before: str, behind: str) -> None:
    assert f"{name}{NBSP}{number}" in locale_of(tag).typography(f"{before}{name} {number}{behind}")


COUNTED = {
    "de-DE": ("Im Jahr 2022 war", "Die 27 Staaten", "In 3 Jahren", "Am Montag 27 Panzer", "die Staaten 3 %"),
    "en-US": ("In 2022 the", "The 27 states", "When I went", "In Ukraine 3 percent", "Paris 1,000 guests"),
    "fr-FR": ("En 2022 les", "Les 27 pays", "Dans 3 jours", "À Paris 3 %", "À Kiev 100 000 personnes"),
    "ru-RU": ("После 2022 года", "Они 3 дня", "Из Киева 3 %"),
}  # fmt: skip


def test_a_number_that_counts_is_not_tied_to_the_word_before_it() -> None:
    for tag, texts in COUNTED.items():
        for text in texts:
            match = re.search(r"(\w+) (?=\d|I )", text)
            assert match is not None and match[0] in locale_of(tag).typography(text), text


DAYS = st.dates(dt.date(1800, 1, 1), dt.date(2100, 12, 28))


@given(st.sampled_from(CASED), DAYS, st.integers(1, 60), st.sampled_from(("date", "day")))
def test_day_and_month_stay_together(tag: str, first: dt.date, days: int, form: str) -> None:
    locale = locale_of(tag)
    last = first + dt.timedelta(days)
    month = str(locale.cldr.months["format"]["wide"][first.month])
    for text in (dates.date(first, locale, form), dates.interval(first, last, locale, form)):
        if month in text and tag != "ja-JP":
            assert not re.search(rf"\d[.º°]?(?:er)?(?:.de)? {re.escape(month)}", text), text
            assert not re.search(rf"{re.escape(month)} \d{{1,2}}(?!\d)", text), text


CHAPTER = """\
# Artikel 5

Vom 17.–21. Januar stand Nord Stream 2 in Kapitel 3, sagte [J. S. Bach]{index="Bach, J. S."}.[^n] 1990–2022.

## Ludwig XIV.

- Boeing 737

::: figure {#bild}
![Ein Bild](images/a.svg)

Band II zeigt Nord Stream 2.
:::

| Artikel 5 | b |
| --- | --- |
| Nord Stream 2 | S. 12 |

Nord Stream 2
: Leitung nach Artikel 5

[^n]: Vgl. Art. 5, S. 12 f.
"""
INDEX = "# Register\n\n::: index\n:::\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>b</title><rect width="9" height="9"/></svg>'
TYPED = re.compile(
    "(?:Nord Stream|Artikel|Art\\.|Kapitel|Band|Boeing|S\\.|J\\.|\\d\\.) (?:\\d|[IVX]+(?!\\w)|f\\.|S\\.|Bach|Januar)"
)


def test_they_stay_together_wherever_they_stand(tmp_path: Path) -> None:
    """Not in what programs read and nobody sees: metadata, the text of alternatives."""
    settings = book.settings(["de"]).replace(
        'title = "Ein Fall"',
        'title = "Nord Stream 2"\nsubtitle = "Nach Artikel 5"\nseries = "Band 3"\ndescription = "Am 17. Januar, Art. 5"',
    )
    settings = settings.replace(
        'source = "de"', 'source = "de"\nauthors = [{ name = "J. S. Bach", sort = "Bach" }]'
    )
    files = {
        "book.toml": settings,
        "chapters/de/01-a.md": CHAPTER,
        "chapters/de/02-b.md": INDEX,
        "chapters/de/images/a.svg": SVG,
    }
    result = api.build(book.write(tmp_path, files), jobs=1)
    assert not result.failed, result.diagnostics
    seen: dict[str, str] = {}
    for path in result.files:
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as package:
                names = [name for name in package.namelist() if name.endswith(".xhtml")]
                seen |= {f"{path.name}/{name}": package.read(name).decode() for name in names}
                opf = next(name for name in package.namelist() if name.endswith(".opf"))
                assert "Nord Stream 2<" in package.read(opf).decode()
        elif path.is_dir():
            seen |= {str(page): page.read_text(encoding="utf-8") for page in path.rglob("*.html")}
    assert len(seen) > 6
    for name, text in seen.items():
        body = re.sub(r"<(script|style|template)\b.*?</\1>", "", text.partition("<body")[2], flags=re.DOTALL)
        words = re.sub(r"<[^>]+>", "", body)
        assert not (found := TYPED.search(words)), (name, found)
    everything = "".join(seen.values())
    assert (
        '<span class="range">17.–21</span>' in everything
        and '<span class="range">1990–2022</span>' in everything
    )
