"""A report with sources, formulas, code, lists, blocks and pictures has its words in four languages, and passes all gates in
three scripts."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases import book

HERE = Path(__file__).parent
QUIET = (*book.FULLNESS, "formula.unspoken")
"""What is told of a good report as well: pages that end before a figure, and formulas that nobody has spoken."""
PRINTED: Mapping[str, tuple[str, ...]] = {
    "de": (
        "Siehe Gleichung (1.1), Gleichung (1.2) auf Seite 5, Listing 1, Abbildung 1 auf Seite 6, Tabelle 1 und die Frage.",
        "Siehe Erich Mustermann, Über den Regen, Leipzig: Verlag der Wolken 1885, S. 12–14; vgl.",
        "Das Unwetter vom 14. Juli 2021 kostete 200 Millionen Euro.",
        "Abbildung 1 Ein Regenmesser. Nach Mustermann3; die Fläche ist .",
        "1 Liter",
    ),
    "en": (
        "See Equation (1.1), Equation (1.2) on page 5, Listing 1, Figure 1 on page 6, Table 1 and the question.",
        "Leipzig: Verlag der Wolken 1885, pp. 12–14; cf.",
        "The storm of 14 July 2021 cost €200 million.",
        "After Mustermann;3 the area is . Graphics: Erika Mustermann",
        "1 litre",
    ),
    "ja": (
        "式(1.1)、5ページの式(1.2)、リスト1、6ページの図1、表1、質問を見よ。",
        "図1雨量計。Mustermann3による。面積はである。",
        "2021年7月14日の嵐の被害は2億ユーロだった。",
        "1リットル",
    ),
    "ar": ("المطر وأرقامه", "لتر واحد", "مقياس المطر", "مليون يورو", "انظر المعادلة"),
}
"""Sentences of the printed book: references, a citation, facts, a caption with a formula, a word of a drawing."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("report") / "book"
    shutil.copytree(HERE / "report", place)
    shutil.copytree(HERE / "ja" / "fonts", place / "fonts")
    return place


@pytest.mark.heavy
@pytest.mark.usefixtures("warm", "without_single_files")
def test_all_gates_pass_in_three_scripts(root: Path) -> None:
    """No gate tells English from German: both run from left to right, in the same letters."""
    result = api.check(root, locales=["de", "ar", "ja"], jobs=2, validators=True)
    assert [str(one) for one in result.diagnostics if one.code not in QUIET] == []
    assert all(one.ran for one in result.verdicts)
    assert {one.validator for one in result.verdicts} >= {
        "EPUBCheck",
        "veraPDF",
        "axe",
        "Chromium",
        "Ace by DAISY",
    }


@pytest.mark.heavy
def test_its_words_are_those_of_each_language(root: Path) -> None:
    result = api.build(root, editions=["pdf"], jobs=2)
    for locale, sentences in PRINTED.items():
        (pdf,) = [path for path in result.files if path.name == f"rain.{locale}.pdf"]
        done = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
        text = _flat(done.stdout, locale)
        for sentence in sentences:
            assert _flat(sentence, locale) in text, (locale, sentence)


@pytest.mark.heavy
def test_it_is_the_same_in_another_folder_and_with_another_number_of_processes(
    root: Path, tmp_path: Path
) -> None:
    shutil.copytree(root, tmp_path / "other", ignore=shutil.ignore_patterns(".bookbuilder", "output"))
    # Of each way of writing one: what is made for a locale does not depend on how many there are.
    one, other = (
        api.build(place, locales=["de", "ar"], jobs=jobs)
        for place, jobs in ((root, 2), (tmp_path / "other", 1))
    )
    assert _hashes(one, root) == _hashes(other, tmp_path / "other")


def _flat(text: str, locale: str) -> str:
    text = re.sub("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    return re.sub(r"\s+", "" if locale == "ja" else " ", text)


def _hashes(result: api.Result, root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in result.files
        if path.is_file()
    }
