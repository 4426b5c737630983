"""The catalogs say what the sources say, in every language, with the same fields and every plural form."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2 import TemplateSyntaxError

from bookbuilder.locales import OwnWords, load, message_catalog, messages
from bookbuilder.world import World
from scripts.messages import HEAD, LOCALES, TEMPLATE, extracted, merged, sources, template, written
from tests.cases.case import ROOT
from tests.golden.table import TAGS

CATALOGS = sorted(LOCALES.glob("*/messages.po"))
NAMES = [place.parent.name for place in CATALOGS]
LANGUAGES = sorted({tag.split("-")[0] for tag in TAGS} - {"en"})
said_by_sources = cache(template)


def entries(place: Path) -> list[Message]:
    """Return the entries of a catalog."""
    return [m for m in read_po(BytesIO(place.read_bytes())) if m.id]


def forms(words: object) -> list[str]:
    """Return the forms of a message or of its translation."""
    return [words] if isinstance(words, str) else [str(form) for form in words]  # type: ignore[attr-defined]


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_the_template_says_what_the_sources_say() -> None:
    made = HEAD + written(said_by_sources())
    assert TEMPLATE.read_text(encoding="utf-8") == made, "run `make messages`"
    assert made.count("\nmsgid ") > 40


@pytest.mark.parametrize("place", CATALOGS, ids=NAMES)
def test_a_catalog_is_up_to_date(place: Path) -> None:
    text = place.read_text(encoding="utf-8")
    assert text == merged(place.read_bytes(), place.parent.name, said_by_sources()), "run `make messages`"


@pytest.mark.parametrize("place", CATALOGS, ids=NAMES)
def test_a_catalog_is_whole(place: Path) -> None:
    """Nothing fuzzy, nothing empty, the same fields and the same full stop as in English."""
    assert entries(place)
    for message in entries(place):
        assert not message.fuzzy, message.id
        english = forms(message.id)
        for words in forms(message.string):
            assert words and words == words.strip(), message.id
            assert fields(words) == fields(english[0]), message.id
            if "°" not in english[0]:  # directions, which some languages abbreviate with a full stop
                assert english[0].endswith(".") == words.endswith((".", "。")), message.id
        if isinstance(message.id, str):
            assert len(forms(message.string)) == 1
        else:
            assert len(forms(message.string)) == read_po(BytesIO(place.read_bytes())).num_plurals, message.id


def test_every_language_has_a_catalog_and_regions_only_what_differs() -> None:
    assert [name for name in NAMES if "_" not in name] == LANGUAGES
    for place in CATALOGS:
        language, _, region = place.parent.name.partition("_")
        if region:
            base = LOCALES / language / "messages.po"
            below = {(m.context, m.id): m.string for m in entries(base)} if base.exists() else {}
            for message in entries(place):
                assert message.string != below.get((message.context, message.id), message.id)


@pytest.mark.parametrize("tag", [tag for tag in TAGS if not tag.startswith("en")])
def test_a_locale_says_everything_in_its_own_words(tag: str) -> None:
    there = load(tag, World(ROOT))
    for message in messages(World(ROOT)):
        for number in range(112):
            assert there.catalog.find(message, number), message


@pytest.mark.heavy
def test_what_is_said_is_said_literally() -> None:
    """The extraction sees literals alone; whoever hands a variable on does so under the name `message`."""
    loose = []
    for place in sources():
        if place.suffix == ".py":
            for node in ast.walk(ast.parse(place.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(
                        func=ast.Attribute(attr="say" | "say_many" | "say_around"), args=[first, *_]
                    ) if not isinstance(first, ast.Constant):
                        loose.append((place.relative_to(ROOT).as_posix(), ast.unparse(first)))
    assert loose == [
        ("bookbuilder/html/chapter_renderer.py", "message"),
        ("bookbuilder/locales/locale.py", "message"),
    ]


# -- the extraction ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "suffix", "expected"),
    [
        ('say("A {x}", x=1)', ".py", [("A {x}", None, [])]),
        ('locale.say("A", "of a sail", x="no context")', ".py", [("A", "of a sail", [])]),
        ('# Translators: why\nsay("A")', ".py", [("A", None, ["Translators: why"])]),
        ('say_many("A", "As", n, x=n)', ".py", [(("A", "As"), None, [])]),
        ('say_around("A {x}", "x")', ".py", [("A {x}", None, [])]),
        ('say(f"{x}")\nsay(x)', ".py", []),
        ('<b>{{ say("A", x=1) }}</b>', ".j2", [("A", None, [])]),
        ('{# Translators: why #}\n{{ say("A", "c") }}', ".j2", [("A", "c", ["why"])]),
        ('p::before { content: {{ say("A")|css }} }', ".css", [("A", None, [])]),
    ],
)
def test_what_a_source_says(source: str, suffix: str, expected: list[object]) -> None:
    assert list(extracted(source.encode(), suffix)) == expected


def test_a_template_that_is_broken_is_not_passed_over() -> None:
    with pytest.raises(TemplateSyntaxError):
        list(extracted(b"{% if %}", ".j2"))


@pytest.mark.heavy
def test_a_catalog_keeps_its_words_and_gets_what_is_new() -> None:
    old = (LOCALES / "de" / "messages.po").read_text(encoding="utf-8")
    made = template()
    made.delete("Contents")
    made.add("The weather", locations=[("a.py", 0)])
    new = merged(old.encode(), "de", made)
    assert 'msgid "Contents"' not in new and "#~" not in new
    assert 'msgid "The weather"\nmsgstr ""' in new
    assert 'msgid "Cover"\nmsgstr "Umschlag"' in new
    assert "The weather" not in merged((LOCALES / "de_CH/messages.po").read_bytes(), "de_CH", made)


# -- the words at run time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", CATALOGS, ids=NAMES)
def test_a_compiled_catalog_has_the_same_words(place: Path) -> None:
    data = message_catalog.compile_catalog(place.read_bytes())
    assert data == message_catalog.compile_catalog(place.read_bytes())
    assert re.findall(rb"POT-Creation-Date: (\d+)", data) == [b"1980"]
    there = message_catalog.Catalog(message_catalog.chain_catalogs([data]))
    for message in entries(place):
        english = forms(message.id)
        said = message_catalog.Message(english[0], "".join(english[1:]), message.context or "")
        found = {there.find(said, number) for number in range(112)}
        assert found == set(forms(message.string))


def test_the_list_of_the_wheel_is_that_of_the_template() -> None:
    found = message_catalog.messages(TEMPLATE.read_bytes())
    assert message_catalog.unpacked(message_catalog.packed(found)) == found == messages(World(ROOT))


@pytest.mark.parametrize(
    ("tag", "number", "expected"),
    [
        ("de-DE", 1, "Abbildung 7: dpa"),
        ("de-DE", 2, "Abbildungen\u00a07: dpa"),
        ("ar-EG", 1, "الشكل ٧: dpa"),
        ("ar-EG", 2, "الشكلان ٧: dpa"),
        ("ar-EG", 3, "الأشكال ٧: dpa"),
        ("en-US", 1, "Figure 7: dpa"),
        ("en-US", 2, "Figures 7: dpa"),
        ("ja-JP", 2, "図7：dpa"),
    ],
)
def test_a_number_goes_through_the_plural_rules(tag: str, number: int, expected: str) -> None:
    said = load(tag, World(ROOT)).say_many(
        "Figure {numbers}: {credit}", "Figures {numbers}: {credit}", number, numbers=7, credit="dpa"
    )
    assert said == expected


def test_a_book_may_give_words_for_each_plural_category() -> None:
    own: dict[str, OwnWords] = {
        "Figure {numbers}: {credit}": {"one": "Kuva {numbers}", "other": "Kuvat {numbers}"},
        "Cover": "Kansi",
    }
    there = load("fi", World(ROOT), own)
    words = ("Figure {numbers}: {credit}", "Figures {numbers}: {credit}")
    assert [there.say_many(*words, n, numbers=n, credit="") for n in (1, 5)] == ["Kuva 1", "Kuvat 5"]
    assert there.say("Cover") == "Kansi"


def test_a_context_tells_two_meanings_apart() -> None:
    there = load("fr-FR", World(ROOT))
    assert there.say("Chapter {number}", number=3) == "Chapitre 3"
    assert there.say("Chapter {number}", "in a sentence", number=3) == "chapitre 3"


def test_a_field_may_stand_anywhere() -> None:
    assert load("de-DE", World(ROOT)).say_around("see {entries}", "entries") == ("siehe ", "")
    assert load("ja-JP", World(ROOT)).say_around("see {entries}", "entries") == ("", "を見よ")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("de-CH", "Schriftgrösse"), ("de-AT", "Schriftgröße"), ("en-GB", "colours"), ("en-US", "colors")],
)
def test_a_region_speaks_before_its_language(tag: str, expected: str) -> None:
    said = load(tag, World(ROOT)).say("Text size, typeface and colors can be set by the reader.")
    assert expected in said


def test_chinese_in_other_characters_does_not_get_those_of_the_catalog() -> None:
    assert load("zh-CN", World(ROOT)).say("Contents") == "目录"
    assert load("zh-TW", World(ROOT)).say("Contents") == "Contents"


# -- the manual --------------------------------------------------------------------------------------------------

PAGE = ROOT / "docs/languages.md"
HEADER = "| locale | contents | chapter | in a sentence | imprint | read by a native speaker |"


def words_table() -> str:
    """Return the table of words in the manual."""
    lines = [HEADER, "|---|---|---|---|---|---|"]
    for tag in TAGS:
        there = load(tag, World(ROOT))
        own = LOCALES / tag.replace("-", "_") / "messages.po"
        place = own if own.exists() else LOCALES / there.language / "messages.po"
        unread = place.exists() and "# Not read by a native speaker yet.\n" in place.read_text(
            encoding="utf-8"
        )
        cells = (
            f"`{tag}`", there.say("Contents"), there.say("Chapter {number}", number=3),
            there.say("Chapter {number}", "in a sentence", number=3), there.say("Imprint"),
            "no" if unread else "yes" if place.exists() else "the source",
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def test_the_manual_shows_the_words(accept: bool) -> None:
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(HEADER)}\n(?:\|.*\n)+", text, re.MULTILINE)
    assert found
    if accept:
        PAGE.write_text(text.replace(found[0], words_table()), encoding="utf-8")
    else:
        assert found[0] == words_table()
