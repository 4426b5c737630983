"""What is shown at a word."""

import pytest
from lsprotocol.types import MarkupContent

from bookbuilder.language_server.editor_text import EditorText
from bookbuilder.language_server.hover import Hover, hover
from bookbuilder.language_server.manual_entries import ManualWords
from bookbuilder.language_server.protocol_values import hover as message
from tests.language_server.conftest import DE, DE_END, EN, Read


def shown(book: Read, words: ManualWords, path: str, text: str) -> Hover:
    found = hover(book.index, words, *book.at(path, text))
    assert found is not None
    return found


def test_a_fact_in_every_locale(small: Read, words: ManualWords) -> None:
    found = shown(small, words, DE, "[100.000]{fact=tr▮oops}")
    assert found.heading == "fact troops"
    assert found.rows == (("de", "100.000"), ("en", "100,000"), ("used", "2 times"))
    assert small.words(found.place) == "[100.000]{fact=troops}"


def test_the_source_of_a_fact_and_words_that_it_does_not_print(small: Read, words: ManualWords) -> None:
    rows = dict(shown(small, words, DE_END, "[zwei▮hundert]").rows)
    assert rows["de"] == "200\u00a0Millionen Dollar"
    assert rows["en"] == "$200\u00a0million"
    assert rows["source"] == "the ministry"
    assert rows["words here"] == "zweihundert"


def test_a_value_without_a_name(small: Read, words: ManualWords) -> None:
    assert dict(shown(small, words, DE_END, "[30▮ km]").rows) == {
        "de": "30\u00a0Kilometer",
        "en": "30\u00a0kilometers",
    }


def test_a_name_in_all_forms(small: Read, words: ManualWords) -> None:
    found = shown(small, words, DE, "[Selen▮skyj]")
    assert found.heading == "persons: zelensky"
    assert found.rows == (
        ("de", "Selenskyj, Wolodymyr · Wolodymyr Selenskyj · Selenskyj"),
        ("de, not", "Volodymyr Zelensky"),
        ("en", "Zelensky, Volodymyr · Volodymyr Zelensky · Zelensky"),
    )


def test_where_a_reference_leads(small: Read, words: ManualWords) -> None:
    chapter = shown(small, words, DE, "[](#02-▮ende)")
    assert chapter.rows == (("prints", "Kapitel\u00a02"), ("chapter", "Das Ende"), ("in", f"{DE_END}:1"))
    box = shown(small, words, EN, "[the box](#ka▮sten)")
    assert box.rows == (("in", "chapters/en/02-ende.md:5"),)
    assert box.text == "::: aside A Box {#kasten}"
    section = shown(small, words, DE_END, "01-anfang.md#za▮hl")
    assert section.rows == (("in", f"{DE}:10"),)


def test_a_note_and_an_id(small: Read, words: ManualWords) -> None:
    assert shown(small, words, DE, "[^que▮lle] Siehe").text == "Aus dem Bericht über [Kiew]{name=kyiv}."
    assert shown(small, words, DE, "{#za▮hl}").rows == (("references", "4"),)


def test_a_term_in_both_languages(small: Read, words: ManualWords) -> None:
    for path, text in ((DE, "Der Ent▮wurf"), (EN, "The dra▮ft")):
        found = shown(small, words, path, text)
        assert found.heading == "term draft"
        assert found.rows == (("de", "Entwurf*"), ("en", "draft"), ("en, not", "blueprint*"))
        assert found.text == "Nobody has signed it."
        assert small.words(found.place) == text.replace("▮", "").split()[1]


@pytest.mark.parametrize(
    ("path", "text", "heading", "part"),
    [
        (DE, "ki▮nd: analysis", "kind", "decides how the theme sets it"),
        (DE_END, "::: as▮ide", "::: aside", "A box beside the story"),
        (DE_END, "quan▮tity=", "quantity", "the value itself"),
        ("facts.toml", "am▮ount", "amount", "a sum and its currency"),
        ("facts.toml", "[tr▮oops]", "fact troops", ""),
        ("names.toml", "ky▮iv =", "places: kyiv", ""),
        ("glossary.toml", "[dr▮aft]", "term draft", ""),
        ("book.toml", "sou▮rce =", "source", "the book is written in"),
        ("book.toml", "ta▮g =", "tag", "the language"),
    ],
)
def test_keys_have_a_meaning(
    small: Read, words: ManualWords, path: str, text: str, heading: str, part: str
) -> None:
    found = shown(small, words, path, text)
    assert found.heading == heading
    assert part in found.text


def test_plain_words_say_nothing(small: Read, words: ManualWords) -> None:
    for path, text in (
        (DE, "Noch ein Ab▮satz."),
        ("facts.toml", '"the min▮istry"'),
        ("book.toml", "▮[book]"),
    ):
        assert hover(small.index, words, *small.at(path, text)) is None


def test_the_manual_is_markdown(small: Read, words: ManualWords) -> None:
    found = shown(small, words, DE, "{fa▮ct=troops}")
    content = message(found, EditorText(small.text(DE)), markdown=True).contents
    assert isinstance(content, MarkupContent)
    assert content.value == "**fact**\n\n\nthe name of a fact in `facts.toml`"


def test_words_of_a_book_are_no_markdown() -> None:
    """A hover with a picture of somebody else's server would ask it."""
    from bookbuilder.chapter_index.extents import extent

    found = Hover(
        "fact x", extent("a", 1, 1, 1), (("de", "![x](https://example.org/x.png) <b> [l](command:x)"),)
    )
    content = message(found, EditorText("a"), markdown=True).contents
    assert isinstance(content, MarkupContent)
    value = content.value
    assert "![" not in value and "](" not in value and "<b>" not in value
    plain = message(found, EditorText("a"), markdown=False).contents
    assert isinstance(plain, MarkupContent) and "![x](https://example.org/x.png)" in plain.value
