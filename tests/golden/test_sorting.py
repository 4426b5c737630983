"""Indexes are sorted as sorting.txt says, and as ICU in another program (Node's Intl) sorts the same words.

`--accept` sorts the words of each section and writes the letters anew.
"""

from __future__ import annotations

import json
import re
from importlib import metadata
from itertools import groupby
from pathlib import Path

import icu
import pytest

from bookbuilder.locales.collation import REST, Collation, collation
from tests.golden.table import TAGS, locale
from tests.validators import machine

HERE = Path(__file__).parent
PAGE = HERE / "sorting.txt"
KINDS = {"phonebk": "phonebook"}
"""Names of orders in a tag (BCP 47, extension u), and ICU's own."""


def sections() -> dict[str, list[tuple[str, list[str]]]]:
    """Return tag → letters with their words, as the page lists them."""
    found = {}
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        tag, *lines = section.strip().split("\n")
        found[tag] = [(line.split()[0], line.split()[1:]) for line in lines]
    return found


def order(tag: str) -> Collation:
    """Return the order that a tag names."""
    name, _, kind = tag.partition("-u-co-")
    return collation(locale(name), KINDS[kind] if kind else "")


def ours(tag: str, words: list[str]) -> list[tuple[str, list[str]]]:
    """Return words as we sort them, with the letter of each group."""
    there = order(tag)
    return [(head, list(group)) for head, group in groupby(sorted(words, key=there.key), key=there.letter)]


@pytest.mark.parametrize("tag", sections())
def test_a_language(tag: str, accept: bool) -> None:
    listed = sections()[tag]
    real = ours(tag, sorted(word for _, words in listed for word in words))
    if accept:
        lines = "\n".join(" ".join((head, *words)) for head, words in real)
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(
            re.sub(rf"(?ms)^## {tag}\n.*?(?=\n\n|\Z)", lambda _: f"## {tag}\n{lines}".rstrip(), text).rstrip()
            + "\n",
            encoding="utf-8",
        )
    else:
        assert listed == real


def test_every_locale_is_there() -> None:
    assert set(TAGS) <= set(sections())


def test_another_program_sorts_alike() -> None:
    """Within each letter, and all words of the language's script: a Chinese B holds 北京 and Biden, ICU parts them."""
    lists = []
    for tag, groups in sections().items():
        lists += [(tag, words) for _, words in groups]
        words = [word for head, group in groups if head != REST for word in group]
        latin = [word for word in words if word[0] < "\u0250"]
        lists += [(tag, latin), (tag, [word for word in words if word not in latin])]
    done = machine.run(
        [machine.node(), HERE / "sorting.mjs", json.dumps([(tag, words[::-1]) for tag, words in lists])],
        seconds=120,
    )
    assert done.returncode == 0, done.stderr
    for (tag, words), theirs in zip(lists, json.loads(done.stdout), strict=True):
        assert (tag, words) == (tag, theirs)


def test_the_icu_is_that_of_the_wheel() -> None:
    """Another one (the system's, by PyICU itself) could sort otherwise, and a book would have other bytes."""
    assert icu.ICU_VERSION == "77.1"
    assert any(str(file).startswith("icu/") for file in metadata.files("pyicu-wheels") or ())


@pytest.mark.parametrize("tag", TAGS)
def test_every_letter_of_a_language_is_sorted_alike(tag: str) -> None:
    """Each letter of CLDR's alphabet of the language, small and capital, alone and at both ends of a word."""
    letters = [one for one in icu.LocaleData(tag.replace("-", "_")).getExemplarSet(0, 0) if one.isalpha()]
    assert len(letters) > 20
    every = sorted({form for one in letters for form in (one, one.upper(), one.title())})
    ends = letters[:1] if len(every) < 1000 else []  # thousands of characters stand alone
    words = [word for one in every for word in (one, *(w for end in ends for w in (one + end, end + one)))]
    done = machine.run(
        [machine.node(), HERE / "sorting.mjs", json.dumps([(tag, sorted(words))])], seconds=120
    )
    (theirs,) = json.loads(done.stdout)
    order = collation(locale(tag))
    assert sorted(set(words), key=lambda word: order.key(word)[1:]) == list(dict.fromkeys(theirs))
