"""Place and day above a letter, as each language has them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cases import book
from tests.cases.case import run

LETTER = """# A

::: letter {place=Genf date=2022-01-14}
Words.
:::
"""
HEADS = {
    "ar": "Genf، 14 يناير 2022",
    "cs": "Genf 14. ledna 2022",
    "de": "Genf, 14. Januar 2022",
    "en": "Genf, January 14, 2022",
    "en-GB": "Genf, 14 January 2022",
    "es": "Genf, 14 de enero de 2022",
    "fr": "Genf, le 14 janvier 2022",
    "fr-CH": "Genf, le 14 janvier 2022",
    "he": "Genf, 14 בינואר 2022",
    "it": "Genf, 14 gennaio 2022",
    "ja": "2022年1月14日 Genfにて",
    "nl": "Genf, 14 januari 2022",
    "pl": "Genf, 14 stycznia 2022",
    "pt": "Genf, 14 de janeiro de 2022",
    "ru": "Genf, 14 января 2022 г.",
    "sv": "Genf den 14 januari 2022",
    "tr": "Genf, 14 Ocak 2022",
    "uk": "Genf, 14 січня 2022 р.",
    "zh": "2022年1月14日于Genf",
    "fi": "Genf, 14. tammikuuta 2022",
}


@pytest.mark.parametrize(("tag", "head"), HEADS.items())
def test_each_language_has_its_habit(tag: str, head: str, tmp_path: Path) -> None:
    name = tag.lower()
    path = f"chapters/{name}/01-a.md"
    shown = run(book.write(tmp_path, {path: LETTER}), path, {"web": ""})["web"]
    (line,) = re.findall('class="letter-date">(.*?)</p>', shown)
    text = re.sub("<[^>]*>", "", line).replace("&#160;", " ").replace("&#8239;", " ")
    text = re.sub("&#[0-9]+;", "", text).replace("\u3000", " ")
    assert text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")) == head
