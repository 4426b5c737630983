"""Whatever a translation still has from its source is in the language of the source, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings
from bookbuilder.document import nodes
from bookbuilder.document.untranslated_text import mark_references, mark_untranslated
from bookbuilder.document.walk import node_fields, plain, walk
from bookbuilder.locales import Locale, load
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.world import World
from tests.cases.case import ROOT

WORLD = World(ROOT)
GERMAN = (
    "Am Ende der Woche standen die Soldaten noch da.",
    "Wer eine Armee an die Grenze stellt, verhandelt (auch) über sie!",
    "Vor dem Treffen war alles „ganz anders“ gesagt worden.",
    "Es geht um 100.000 Soldaten, und darum, wer bleibt.",
)
OWN = {
    "ar": ("بدأت المحادثات صباح يوم الاثنين في كييف.", "لم يتفق أحد على شيء حتى الآن (2022)."),
    "he": ("השיחות החלו ביום שני בבוקר.", "איש לא הסכים על דבר עד כה."),
    "fa": ("گفتگوها صبح دوشنبه آغاز شد.", "تاکنون هیچ‌کس موافقت نکرده است."),
    "ja": ("会談は月曜日の朝に始まった。", "まだ何も決まっていない。"),
    "uk": ("Переговори почалися в понеділок уранці.", "Досі ніхто ні на що не погодився."),
    "en": ("The talks began on Monday morning in Kyiv.", "Nobody has agreed to anything so far."),
}
KINDS = ("paragraph", "heading", "list", "table", "quote", "box", "note", "definition", "nested")


@cache
def locale(tag: str) -> Locale:
    return load(tag, WORLD)


def block(kind: str, texts: tuple[str, str], number: int) -> str:
    first, second = texts
    return {
        "paragraph": f"{first}",
        "heading": f"## {first} {{#h{number}}}",
        "list": f"1. {first}\n2. {second}",
        "table": f"| {first} | {second} |\n|---|---|\n| {second} | NATO |",
        "quote": f"> {first}\n>\n> {second}",
        "box": f"::: aside {first}\n{second}\n:::",
        "note": f"{first}[^n{number}]\n\n[^n{number}]: {second}",
        "definition": f"{first}\n: {second}",
        "nested": f"- {first}\n  - {second}",
    }[kind]


Block = tuple[str, int, int, bool, bool]
blocks = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 3), st.integers(0, 3), st.booleans(), st.booleans()),
    min_size=1,
    max_size=7,
)


def chapter(made: list[Block], tag: str, *, source: bool) -> nodes.Chapter:
    """Return a chapter; in a translation, the texts whose mark is false are still German."""

    def text(choice: int, is_translated: bool) -> str:
        return GERMAN[choice] if source or not is_translated else OWN[tag][choice % 2]

    parts = [
        block(kind, (text(first, one), text(second, other)), number)
        for number, (kind, first, second, one, other) in enumerate(made)
    ]
    findings = Findings()
    parsed = parse_chapter(
        "# NATO\n\n" + "\n\n".join(parts) + "\n", "chapters/x/01-a.md", directives(), findings
    )
    assert not findings.sorted()
    return parsed


def languages(value: object, lang: str) -> Iterator[tuple[str, str]]:
    """Yield each run of text with the language that it has, from its own node or one around it."""
    if isinstance(value, tuple):
        for part in value:
            yield from languages(part, lang)
    elif isinstance(value, nodes.Text):
        yield value.text, value.lang or lang
    elif isinstance(value, nodes.Node | nodes.Chapter):
        for name in node_fields(type(value)):
            yield from languages(getattr(value, name), value.lang or lang)


@given(blocks, st.sampled_from(sorted(OWN)))
def test_each_text_is_in_its_language(made: list[Block], tag: str) -> None:
    written = chapter(made, tag, source=False)
    marked = mark_untranslated(written, chapter(made, tag, source=True), "de-DE", locale(tag))
    german = {"".join(text.split()) for text in GERMAN}
    for text, lang in languages(marked, ""):
        if "".join(text.split()) in german:
            assert lang == "de-DE", text
        elif text != "NATO":
            assert lang == "", text
    assert plain(tuple(nodes.Text(text) for text, _ in languages(marked, ""))) == plain(
        tuple(nodes.Text(text) for text, _ in languages(written, ""))
    )


@given(blocks, st.sampled_from(sorted(OWN)))
def test_a_translated_chapter_is_left_alone(made: list[Block], tag: str) -> None:
    translated = [(kind, first, second, True, True) for kind, first, second, _, _ in made]
    written = chapter(translated, tag, source=False)
    assert mark_untranslated(written, chapter(made, tag, source=True), "de-DE", locale(tag)) == written


@given(blocks, st.sampled_from(sorted(OWN)))
def test_an_untouched_chapter_is_german_as_a_whole(made: list[Block], tag: str) -> None:
    source = chapter(made, tag, source=True)
    marked = mark_untranslated(source, source, "de-DE", locale(tag))
    assert marked.lang == "de-DE"
    assert marked.blocks == source.blocks


def test_words_before_what_the_program_makes_are_german() -> None:
    text = "# A\n\n::: chronology Die Tage\nWorte vor der Chronik.\n:::\n\nWorte danach, am Ende der Woche.\n"
    source = parse_chapter(text, "chapters/x/01-a.md", directives(), Findings())
    marked = mark_untranslated(source, source, "de-DE", locale("ar"))
    assert {lang for words, lang in languages(marked, "") if words} == {"de-DE"}
    [made] = [block for block in marked.blocks if isinstance(block, nodes.Pending)]
    assert made.lang == "ar-EG"


def test_names_stay_in_the_language_of_the_edition() -> None:
    text = "# Kiew\n\n## Genf\n\n- Kiew\n- Genf und NATO\n\nبدأت المحادثات صباح يوم الاثنين.\n"
    source = "# Kiew\n\n## Genf\n\n- Kiew\n- Genf\n\nDie Gespräche begannen am Montag in Kiew.\n"
    made, given = (
        parse_chapter(one, "chapters/x/01-a.md", directives(), Findings()) for one in (text, source)
    )
    assert mark_untranslated(made, given, "de", locale("ar")) == made


def test_a_reference_without_words_is_said_by_the_program() -> None:
    text = "# A\n\n::: aside {lang=de}\nSiehe [](#b) und [dort](#b).\n:::\n\nانظر [](#b).\n"
    made = mark_references(parse_chapter(text, "chapters/x/01-a.md", directives(), Findings()), locale("ar"))
    found = [(node.lang, plain(node.content)) for node in walk(made) if isinstance(node, nodes.Reference)]
    assert found == [("ar-EG", ""), ("", "dort"), ("", "")]
