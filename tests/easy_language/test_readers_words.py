"""Words of a text in easy language that its readers do not know: which words count as one, which as explained."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.locales.inflected_forms import inflected_forms
from bookbuilder.pipeline.locale_spec import known_locale
from bookbuilder.world import World
from tests.dossier_files import REPO, copy_files

WORLD = World(REPO)
BOOK = """\
[book]
id = "fall"
source = "{source}"
date = 2022-01-24

[locales.{source}]
title = "Ein Fall"

[locales.{easy}]
title = "Ein Fall, leicht"
{own}
[imprint]
publisher = "Musterverlag"
address = ["Musterstraße 1"]
email = "post@example.org"
responsible = "Erika Mustermann"

[editions.site]
format = "web"
"""


def one_word(tag: str, first: str, second: str) -> bool:
    locale = known_locale(WORLD, tag)
    assert locale is not None
    forms = inflected_forms(locale, WORLD)
    keys = [forms.keys(word, noun=word[0].isupper()) for word in (first, second)]
    return not keys[0].isdisjoint(keys[1])


@pytest.mark.parametrize(
    ("tag", "listed", "written"),
    [
        ("de", "Land", "Ländern"), ("de", "Haus", "Häuser"), ("de", "Vertrag", "Vertrags"), ("de", "Mensch", "Menschen"),
        ("de", "klein", "kleinem"), ("de", "groß", "größer"), ("de", "wichtig", "wichtigste"),
        ("de", "sagen", "gesagt"), ("de", "reisen", "gereist"), ("de", "sprechen", "gesprochen"), ("de", "gehen", "ging"),
        ("de", "aufnehmen", "aufgenommen"), ("de", "versprechen", "versprach"), ("de", "handeln", "handelt"),
        ("de", "ankommen", "anzukommen"), ("de", "bekommen", "bekommt"),
        ("en", "country", "countries"), ("en", "go", "went"), ("en", "talk", "talked"), ("en", "city", "city's"),
        ("es", "hablar", "hablan"), ("ru", "страна", "страны"),
    ],
)  # fmt: skip
def test_forms_of_a_word_are_one(tag: str, listed: str, written: str) -> None:
    assert one_word(tag, listed, written)
    assert one_word(tag, written, listed)


@pytest.mark.parametrize(
    ("tag", "listed", "other"),
    [
        ("de", "drohen", "Drohung"), ("de", "hören", "gehören"), ("de", "stehen", "verstehen"), ("de", "Land", "Landung"),
        ("de", "Stadt", "statt"), ("de", "sagen", "absagen"), ("en", "law", "lawyer"), ("en", "sign", "signal"),
        ("ja", "国", "国家"),
    ],
)  # fmt: skip
def test_other_words_are_others(tag: str, listed: str, other: str) -> None:
    assert not one_word(tag, listed, other)


def book(folder: Path, words: str | None, *texts: str, easy: str = "de-x-leicht", own: str = "") -> Path:
    source = easy.partition("-")[0]
    files = {"book.toml": BOOK.format(source=source, easy=easy, own=own)}
    for number, text in enumerate(texts, 1):
        files[f"chapters/{source}/{number:02}.md"] = "# A\n\nB.\n"
        files[f"chapters/{easy}/{number:02}.md"] = text
    if words is not None:
        files[f"l10n/{easy}/words.txt"] = words
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def told(root: Path) -> list[Diagnostic]:
    return [
        one
        for one in api.build(root).diagnostics
        if one.code.startswith(("easy.unknown", "easy.unlisted", "words."))
    ]


def words(root: Path) -> list[str]:
    return [one.message.split("'")[1] for one in told(root)]


def test_without_a_list_nothing_is_told(tmp_path: Path) -> None:
    assert told(book(tmp_path, None, "# Das Abkommen\n\nWir schließen Abkommen.\n")) == []


def test_each_word_is_told_once_in_the_book_with_its_first_place(tmp_path: Path) -> None:
    first, second = "# Hier\n\nDas Abkommen ist da.\n", "# Dort\n\nDie Abkommen sind da. Ein Protokoll.\n"
    (abkommen, protokoll) = told(book(tmp_path, "# leer\n", first, second))
    assert (str(abkommen.span), str(protokoll.span)) == (
        "chapters/de-x-leicht/01.md:3:5",
        "chapters/de-x-leicht/02.md:3:27",
    )
    assert "in 2 places" in abkommen.message and "in one place" in protokoll.message


def test_a_word_may_be_explained_in_another_chapter(tmp_path: Path) -> None:
    first, second = "# Hier\n\nDas Abkommen ist da.\n", "# Dort\n\nEin Abkommen ist eine Abmachung.\n"
    assert words(book(tmp_path, "", first, second)) == ["Abmachung"]


@pytest.mark.parametrize("joint", ["dot", "hyphen", "none"])
@pytest.mark.parametrize("sign", ["·", "\u00ad", "-", ""])
def test_the_parts_of_a_long_word_may_be_known(joint: str, sign: str, tmp_path: Path) -> None:
    text = f"# Hier\n\nDie Haupt{sign}stadt ist da.\n"
    own = f'compounds = "{joint}"\n'
    assert words(book(tmp_path / "parts", "Haupt\nStadt\n", text, own=own)) == (
        [] if sign else ["Hauptstadt"]
    )
    assert words(book(tmp_path / "whole", "Hauptstadt\n", text, own=own)) == []
    assert len(words(book(tmp_path / "half", "Haupt\n", text, own=own))) == 1


def test_a_list_of_few_words_does_not_flood(tmp_path: Path) -> None:
    names = [
        f"{first}{second}en" for first in "bdfgklmnprst" for second in ("auf", "elf", "irk", "olm", "und")
    ]
    text = "# Hier\n\n" + "\n".join(f"Wir {name}." for name in (*names, names[-1], names[-1])) + "\n"
    found = told(book(tmp_path, "", text))
    assert len(found) == 41
    assert found[-1].code == "easy.unlisted" and f"{len(names) - 40} more words" in found[-1].message
    assert any(f"{names[-1]!r}" in one.message for one in found), "what stands most often is told"


def test_english_has_it_too(tmp_path: Path) -> None:
    text = "# Here\n\nThe minister went to the city. She didn’t sign the treaty. A treaty is a promise. It's a start.\n"
    root = book(tmp_path, "go\ncity\npromise\nsign\nstart\n", text, easy="en-x-easy")
    assert words(root) == ["minister"]


def test_a_list_of_an_ordinary_locale_is_of_no_use(tmp_path: Path) -> None:
    root = book(tmp_path, None, "# Hier\n\nDas Abkommen ist da.\n")
    (root / "l10n/de").mkdir(parents=True)
    (root / "l10n/de/words.txt").write_text("Haus\n", encoding="utf-8")
    assert told(root) == []


def test_a_list_of_another_program_is_read(tmp_path: Path) -> None:
    root = book(tmp_path, None, "# Hier\n\nDas Haus ist da.\n")
    (root / "l10n/de-x-leicht").mkdir(parents=True)
    (root / "l10n/de-x-leicht/words.txt").write_bytes(b"\xef\xbb\xbfHaus\r\n\r\nLand\r\n")
    assert told(root) == []


def test_the_sample_has_words_that_its_readers_know_or_explains_them(tmp_path: Path) -> None:
    for folder in ("chapters", "l10n"):
        shutil.copytree(REPO / folder, tmp_path / folder)
    copy_files(tmp_path)
    found = api.build(tmp_path, locales=["de-x-leicht"], editions=["web"])
    assert not [
        one for one in found.diagnostics if one.code.startswith(("easy.unknown", "easy.unlisted", "words."))
    ]
    listed = (REPO / "l10n/de-x-leicht/words.txt").read_text(encoding="utf-8").splitlines()
    assert len(listed) > 250, "a list of what readers know, not of what the sample says"
