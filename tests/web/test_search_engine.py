"""Asks the script of the search in a browser: words of several languages, and what they find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from bookbuilder.formats.web.reader_scripts import scripts
from bookbuilder.formats.web.search_index import stemmers
from bookbuilder.locales.word_forms import word_forms
from bookbuilder.world import World
from tests.cases.case import ROOT
from tests.golden.table import locale

WORLD = World(ROOT)

GERMAN = {
    "gipfel": "Die Europäische Union lud zum Sondergipfel nach Brüssel.",
    "frieden": "Die Friedensverhandlungen wurden unterbrochen.",
    "einzeln": "Der Frieden blieb fern, eine Verhandlung folgte der anderen.",
    "rat": "Der Sicherheitsrat der Vereinten Nationen tagte. Der Rat gab Sicherheit.",
    "beratung": "Eine Beratung dauert, der Vorrat ist klein, vor allem am Montag.",
    "amt": "Im Auswärtigen Amt sprach die Außenministerin mit dem Präsidenten.",
    "minister": "Der Minister traf die Ministerin zum Ministertreffen; das Treffen war kurz.",
    "straße": "In der Straße standen Busse.",
    "zahl": "Rund 200 Millionen Dollar, sagte Çavuşoğlu.",
    "haus": "Die Häuser am Fluss sind alt.",
}
ENGLISH = {
    "talks": "The negotiators met again in Geneva.",
    "biden": "Biden’s words were explained later.",
    "study": "Several studies were published.",
    "press": "The impression remained.",
}
RUSSIAN = {"a": "Переговоры в Женеве продолжались.", "b": "Министр говорил о переговорах."}
POLISH = {"a": "Rozmowy w Genewie trwały.", "b": "Minister mówił o rozmowach."}
UKRAINIAN = {"a": "Переговори в Женеві тривали.", "b": "Міністр говорив про переговорів багато."}
ARABIC = {"a": "بدأت المفاوضات في جنيف.", "b": "لا مُفَاوَضَاتٍ اليوم.", "c": "وزير الخارجية"}
HEBREW = {"a": "הממשלה התכנסה בירושלים.", "b": "דיון בממשלה.", "c": "שלום לכם"}
JAPANESE = {
    "a": "首脳会談は東京都で行われた。",
    "b": "京都で外交交渉が続いた。",
    "c": "バスが来た。",
    "d": "ハスの花。",
}
CHINESE = {"a": "外交部发言人表示，谈判在日内瓦举行。", "b": "俄罗斯和乌克兰的边界。"}
SWEDISH = {"a": "Säkerhetsrådet möttes.", "b": "Ett råd om säkerhet."}
DUTCH = {"a": "De Veiligheidsraad kwam bijeen.", "b": "De raad sprak over veiligheid."}
FRENCH = {"a": "L’accord n’a pas été signé.", "b": "Les négociations continuent à Genève."}
TURKISH = {"a": "Görüşmeler İstanbul’da yapıldı.", "b": "IRAK sınırı"}
THAI = {"a": "การเจรจาสันติภาพเริ่มขึ้น", "b": "รัฐมนตรีเดินทาง"}


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


class Engine:
    """A search over texts: one section for each."""

    def __init__(
        self, page: Page, tag: str, texts: Mapping[str, str], spellings: Sequence[tuple[str, str]] = ()
    ) -> None:
        own = locale(tag)
        names = stemmers(WORLD, own)
        data = {
            "language": tag,
            "stemmers": names,
            "rules": [own.settings["search"]] if "search" in own.settings else [],
            "irregular": list(word_forms(own.cldr.language, WORLD)),
            "spellings": spellings,
            "pages": [["a.html", "A"]],
            "sections": [[0, name, "", [[name, text]]] for name, text in texts.items()],
        }
        self.page = page
        page.goto("about:blank")
        page.add_script_tag(content=scripts(WORLD, names, code=False).engine)
        page.evaluate("data => { self.made = new BookSearch(data); }", data)

    def find(self, query: str) -> dict[str, Any]:
        """Return what the script answers."""
        found: dict[str, Any] = self.page.evaluate("query => made.find(query)", query)
        return found

    def places(self, query: str) -> list[str]:
        """Return the sections in which a query is found, the best first."""
        return [place["anchor"] for place in self.find(query)["places"]]

    def marked(self, query: str) -> set[str]:
        """Return the words that are marked."""
        return {word for place in self.find(query)["places"] for word in place["parts"][1::2]}


@pytest.fixture
def german(page: Page) -> Engine:
    return Engine(page, "de-DE", GERMAN)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Verhandlung", {"Verhandlung", "Friedensverhandlungen"}),
        ("Verhandlungen", {"Verhandlung", "Friedensverhandlungen"}),
        ("Gipfel", {"Sondergipfel"}),
        ("Rat", {"Rat", "Sicherheitsrat"}),
        ("Sicherheit", {"Sicherheit", "Sicherheitsrat"}),
        ("Minister", {"Minister", "Ministerin", "Ministertreffen", "Außenministerin"}),
        ("Treffen", {"Treffen", "Ministertreffen"}),
        ("präsident", {"Präsidenten"}),
        ("prasident", {"Präsidenten"}),
        ("PRÄSIDENT", {"Präsidenten"}),
        ("strasse", {"Straße"}),
        ("Straßen", {"Straße"}),
        ("Haus", {"Häuser"}),
        ("200", {"200"}),
        ("cavusoglu", {"Çavuşoğlu"}),
        ("Ministr", {"Minister"}),
        ("Brüs", {"Brüssel"}),
    ],
)
def test_german_words_are_found_in_all_their_forms_and_compounds(
    german: Engine, query: str, words: set[str]
) -> None:
    assert german.marked(query) == words


def test_the_end_of_a_word_is_no_word(german: Engine) -> None:
    assert german.places("Rat") == ["rat"]  # and not Beratung, nor Vorrat
    assert german.marked("Tag") == {"tagte"}  # which begins with it; not Montag
    assert german.places("Amt") == ["amt"]


def test_the_word_itself_comes_before_its_compounds(german: Engine) -> None:
    assert german.places("Verhandlung") == ["einzeln", "frieden"]


def test_all_words_are_wanted_and_one_is_better_than_none(german: Engine) -> None:
    both = german.find("Rat Nationen")
    assert both["all"] and [place["anchor"] for place in both["places"]] == ["rat"]
    some = german.find("Gipfel Straße")
    assert not some["all"] and {place["anchor"] for place in some["places"]} == {"gipfel", "straße"}
    assert german.find("Xylophon") == {"all": True, "count": 0, "places": []}
    assert german.find(" ., ") == {"all": True, "count": 0, "places": []}


@pytest.mark.parametrize(
    ("tag", "texts", "query", "places"),
    [
        ("en-US", ENGLISH, "negotiator", {"talks"}),
        ("en-US", ENGLISH, "Biden", {"biden"}),
        ("en-US", ENGLISH, "Biden's", {"biden"}),
        ("en-US", ENGLISH, "study", {"study"}),
        ("en-US", ENGLISH, "press", set()),
        ("ru-RU", RUSSIAN, "переговоров", {"a", "b"}),
        ("pl-PL", POLISH, "rozmów", {"a", "b"}),
        ("pl-PL", POLISH, "rozmowa", {"a", "b"}),
        ("uk-UA", UKRAINIAN, "переговорами", {"a", "b"}),
        ("ar-EG", ARABIC, "مفاوضات", {"a", "b"}),
        ("ar-EG", ARABIC, "والمفاوضات", {"a", "b"}),
        ("ar-EG", ARABIC, "والوزير", {"c"}),
        ("he-IL", HEBREW, "ממשלה", {"a", "b"}),
        ("he-IL", HEBREW, "והממשלה", {"a", "b"}),
        ("ja-JP", JAPANESE, "首脳会談", {"a"}),
        ("ja-JP", JAPANESE, "京都", {"b"}),
        ("ja-JP", JAPANESE, "東京", {"a"}),
        ("ja-JP", JAPANESE, "バス", {"c"}),
        ("ja-JP", JAPANESE, "外交", {"b"}),
        ("zh-CN", CHINESE, "谈判", {"a"}),
        ("zh-CN", CHINESE, "外交部发言人", {"a"}),
        ("zh-CN", CHINESE, "乌克兰 边界", {"b"}),
        ("sv-SE", SWEDISH, "råd", {"a", "b"}),
        ("nl-NL", DUTCH, "raad", {"a", "b"}),
        ("fr-FR", FRENCH, "accord", {"a"}),
        ("fr-FR", FRENCH, "négociation", {"b"}),
        ("fr-FR", FRENCH, "negociation", {"b"}),
        ("tr-TR", TURKISH, "istanbul", {"a"}),
        ("tr-TR", TURKISH, "ırak", {"b"}),
        ("tr-TR", TURKISH, "görüşmede", {"a"}),
        ("th-TH", THAI, "สันติภาพ", {"a"}),
    ],
)
def test_words_of_other_languages(
    page: Page, tag: str, texts: Mapping[str, str], query: str, places: set[str]
) -> None:
    assert set(Engine(page, tag, texts).places(query)) == places


def test_chinese_words_that_stand_together_are_meant_together(page: Page) -> None:
    texts = {"apart": "记者说，会议开始。" * 3, "together": "这是一场记者会，在华盛顿举行。"}
    found = Engine(page, "zh-CN", texts).find("记者会")["places"]
    assert found[0]["anchor"] == "together" and found[0]["parts"][1::2] == ["记者会"]


def test_a_browser_that_divides_no_words_searches_japanese_by_pairs(page: Page) -> None:
    page.add_init_script("delete Intl.Segmenter")
    engine = Engine(page, "ja-JP", JAPANESE)
    assert engine.places("首脳会談") == ["a"]
    assert engine.places("外交") == ["b"]


def test_two_languages_are_searched_in_both() -> None:
    german, english = locale("de-DE"), locale("en-US")
    assert stemmers(WORLD, german, english) == ("german", "english")
    assert stemmers(WORLD, locale("uk-UA")) == ()


def test_a_piece_of_a_long_text_shows_the_words(page: Page) -> None:
    texts = {
        "long": "Anfang. "
        + "Etwas anderes steht hier. " * 40
        + "Dann kam der Gipfel von Genf. "
        + "Und so weiter. " * 40
    }
    (place,) = Engine(page, "de-DE", texts).find("Gipfel Genf")["places"]
    text = "".join(place["parts"])
    assert text.startswith("… ") and text.endswith(" …") and len(text) < 220
    assert place["parts"][1::2] == ["Gipfel", "Genf"]


VERBS = {
    "gehen": "Er ging nach Hause.",
    "geht": "Sie geht heute.",
    "gegangen": "Wir sind gegangen.",
    "ausgehen": "Davon war auszugehen.",
    "sprechen": "Der Minister sprach lange.",
    "besprechen": "Das wurde besprochen.",
    "sagen": "Das sagte niemand, es wurde nie gesagt.",
    "handeln": "Davon handelt das Buch.",
    "liefern": "Das Land liefert nichts.",
    "warten": "Alle warten.",
    "waren": "Die Tage waren lang.",
}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("gehen", {"ging", "geht", "gegangen"}),
        ("ging", {"ging", "geht", "gegangen"}),
        ("ausgehen", {"auszugehen"}),
        ("sprechen", {"sprach"}),
        ("besprechen", {"besprochen"}),
        ("sagen", {"sagte", "gesagt"}),
        ("gesagt", {"sagte", "gesagt"}),
        ("handeln", {"handelt"}),
        ("Lieferung", {"liefert"}),
        ("warten", {"warten"}),
    ],
)
def test_german_verbs_are_found_in_all_their_forms(page: Page, query: str, words: set[str]) -> None:
    assert Engine(page, "de-DE", VERBS).marked(query) == words


@pytest.mark.heavy
@pytest.mark.parametrize("tag", ["de", "en", "fr", "ar"])
def test_every_irregular_form_finds_every_other(page: Page, tag: str) -> None:
    lines = word_forms(tag, WORLD)
    assert len(lines) > 100
    for line in lines[::7]:
        forms = [form for form in line.split() if len(form) > 1]
        engine = Engine(page, tag, {form: f"1 {form} 2" for form in forms})
        assert set(engine.places(forms[0])) == set(forms), line


def test_a_name_is_found_by_its_other_spellings(page: Page) -> None:
    texts = {"a": "Es sprach Sergej Lawrow.", "b": "In Kiew.", "c": "Am Schwarzen Meer.", "d": "Ein Meer."}
    spellings = [
        ("Sergey Lavrov", "Sergej Lawrow"),
        ("Lavrov", "Lawrow"),
        ("Kyiv", "Kiew"),
        ("Black Sea", "Schwarzen Meer"),
    ]
    engine = Engine(page, "de-DE", texts, spellings)
    assert engine.places("lavrov") == engine.places("Sergey Lavrov") == ["a"]
    assert engine.places("KYIV") == ["b"]
    assert engine.places("Black Sea") == ["c"]
    assert engine.places("Black") == []


def test_a_compound_is_found_in_its_parts(page: Page) -> None:
    texts = {"a": "Die Leitung Nord Stream 2.", "b": "Das Normandie-Format.", "c": "Nord und Format."}
    engine = Engine(page, "de-DE", texts)
    assert engine.places("Nordstream") == ["a"]
    assert engine.places("Normandieformat") == ["b"]
    assert engine.places("Nordformat") == ["c"]  # both words, if not together
    assert engine.places("Nordwind") == []


@pytest.mark.parametrize("marks", ['""', "„“", "“”", "«»", "»«", "「」"])
def test_what_stands_in_quotation_marks_is_meant_as_it_stands(page: Page, marks: str) -> None:
    texts = {"a": "Er sprach vom langen Weg.", "b": "Der Weg war lang.", "c": "Der lange Weg. Vom Weg."}
    engine = Engine(page, "de-DE", texts)
    assert engine.places(f"{marks[0]}langen Weg{marks[1]}") == ["a"]
    assert engine.marked(f"{marks[0]}langen Weg{marks[1]}") == {"langen Weg"}
    assert engine.places(f"{marks[0]}der lange{marks[1]} Weg") == ["c"]
    assert engine.places(f"{marks[0]}Weg langen{marks[1]}") == []


@pytest.mark.parametrize(
    ("tag", "text", "phrase", "other"),
    [
        ("zh-Hans", "他在北京大学生活动中心讲话。", "大学生活", "大学中心"),
        ("th", "การเจรจาสันติภาพเริ่มวันจันทร์", "เจรจาสันติ", "สันติเจรจา"),
        ("ja", "国際連合安全保障理事会の会合。", "安全保障", "保障安全"),
    ],
)
def test_a_phrase_of_a_script_without_spaces_is_found_as_it_stands(
    page: Page, tag: str, text: str, phrase: str, other: str
) -> None:
    engine = Engine(page, tag, {"a": text, "b": "…"})
    assert engine.places(f'"{phrase}"') == ["a"]
    assert engine.marked(f'"{phrase}"') == {phrase}
    assert engine.places(f'"{other}"') == []


def test_a_word_of_the_book_is_not_taken_for_another_with_accents(page: Page) -> None:
    texts = {"a": "Une traînée de fumée.", "b": "Le train part.", "c": "Les trains partent."}
    assert Engine(page, "fr-FR", texts).places("train")[:2] == ["b", "c"]
    assert Engine(page, "fr-FR", {"a": texts["a"]}).places("trainee") == ["a"]
