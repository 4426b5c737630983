"""An ordered list counts in the digits of its own language, in every edition, and so do the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale, UnknownLocaleError, localedata
from playwright.sync_api import Browser

from bookbuilder import api
from bookbuilder.locales.counter_styles import counter_style, counter_style_of
from bookbuilder.validators.pdf_text import pdf_text
from tests.cases import book

LISTS = {
    "ar": "بدأت المحادثات في كييف قبل أيام",
    "ar-MA": "بدأت المحادثات في كييف قبل أيام",
    "fa": "گفتگوها در کی‌یف آغاز شد",
    "de": "Die Gespräche haben begonnen",
}
FOURTH = {"ar": "٤", "ar-MA": "4", "fa": "۴", "de": "4"}
STYLES = {"ar": "arabic-indic", "ar-MA": "decimal", "fa": "persian", "de": "decimal"}


def test_styles_are_those_of_cldr() -> None:
    for name in localedata.locale_identifiers():
        try:
            system = Locale.parse(name).default_numbering_system
        except (UnknownLocaleError, ValueError):
            continue
        if name != "ar":  # without a region, the most likely one counts
            assert counter_style_of(name.replace("_", "-")) == counter_style(system), name


def _book(root: Path, edition: str) -> Path:
    lists = "".join(
        f"::: {{lang={tag}}}\n> 1. {words}\n> 2. {words}\n> 3. {words}\n> 4. {words}\n:::\n\n"
        for tag, words in LISTS.items()
    )
    own = f"1. {LISTS[edition]}\n2. x\n3. x\n4. {LISTS[edition]}\n"
    return book.write(root, {f"chapters/{edition}/01-a.md": f"# A\n\n{own}\n\nx\n\n{lists}"})


@pytest.mark.heavy
@pytest.mark.parametrize("edition", sorted(LISTS))
def test_each_list_counts_in_the_digits_of_its_language(
    edition: str, tmp_path: Path, chromium: Browser
) -> None:
    files = api.build(_book(tmp_path, edition), jobs=1).files
    (pdf,) = (file for file in files if file.suffix == ".pdf")
    labels = [run.text.strip(" .\xa0") for run in pdf_text(pdf.read_bytes()).pieces]
    found = [label for label in labels if label in FOURTH.values()]
    assert found == [FOURTH[edition], *(FOURTH[tag] for tag in LISTS)]
    page = chromium.new_page()
    (site,) = (file for file in files if file.is_dir())
    page.goto((site / "01-a.html").as_uri())
    seen = page.evaluate(
        "[...document.querySelectorAll('main ol')].map(list => getComputedStyle(list).listStyleType)"
    )
    page.close()
    assert seen == [STYLES[edition], *(STYLES[tag] for tag in LISTS)]
