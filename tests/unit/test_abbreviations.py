"""What is certain is found and what is not stays; a book lays its own over what the language has."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from babel.dates import format_date

from bookbuilder.locales import load
from bookbuilder.world import World
from tests.cases.case import ROOT

WORLD = World(ROOT)


def found(tag: str, text: str) -> list[str]:
    return [f"{text[a:b]}={words}" for a, b, words in load(tag, WORLD).typography.abbreviations.find(text)]


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("de-DE", "auf S. 12, Herr S. 12", ["S.=Seite"]),
        ("de-DE", "eine Art. 5 Leute, nach Art. 5", ["Art.=Artikel"]),
        ("de-DE", "1 Mio., 2 Mio. 1,0 Mio. 1.000 Mrd.", ["Mio.=Million", *["Mio.=Millionen"] * 2, "Mrd.=Milliarden"]),
        ("de-DE", "z.B., z.\u202fB., xz. B., z. Bx", ["z.B.=zum Beispiel", "z.\u202fB.=zum Beispiel"]),
        ("de-DE", "Mo., 17. Jan., Mo. und Jan.", ["Mo.=Montag", "Jan.=Januar"]),
        ("de-AT", "17. Jän. 2022", ["Jän.=Jänner"]),
        ("de-CH", "5 Rp. und Fr. 5 und Fr. Weiss", ["Rp.=Rappen"]),
        ("en-US", "no. 5, No. 5, the No. 5, Article No. 5, he said No. 5", ["No.=Number"] * 2),
        ("en-US", "$5M, 5M, £5bn, 1 mph, 5 in 3, Ocean Dr. The", ["5M=5 million", "5bn=5 billion", "mph=mile per hour"]),
        ("en-GB", "1 km and 2 km", ["km=kilometre", "km=kilometres"]),
        ("fr-FR", "1,9 M€, 5 M€, M. Blanc, œuvre d’art. 5 ans", ["M€=million d’euros", "M€=millions d’euros"]),
        ("it-IT", "1 mln, 2 Mln, 3 Bln", ["mln=milione", "Mln=milioni"]),
        ("pl-PL", "ok. 5 mln, ok. Potem; np.", ["ok.=około", "np.=na przykład"]),
        ("ru-RU", "5 см. (см. там), и т. д.", ["см.=смотри", "и т. д.=и так далее"]),
        ("ru-RU", "В 2022 г., с 2014 г., 17 января 2022 г., в 22 г.", ["г.=году", "г.=года", "г.=года"]),
        ("ru-RU", "к 2022 г. и 5000 г.", []),
        ("uk-UA", "17 січ. 2022 р., 5 млн", ["січ.=січня"]),
        ("uk-UA", "у 2022 р., до 2014 р., 17 січня 2022 р.", ["р.=році", "р.=року", "р.=року"]),
        ("pl-PL", "w 2022 r., 17 stycznia 2022 r., na 2022 r.", ["r.=roku", "r.=roku"]),
        ("tr-TR", "M. Ö. 300, M. Ö. Yılmaz, 5 km'ye", ["M. Ö.=milattan önce", "km=kilometre"]),
        ("ja-JP", "30 km、30 km/h", ["km=キロメートル", "30 km/h=時速 30 キロメートル"]),
        ("he-IL", "17 בינו׳ 2022, עמ׳ 5", ["בינו׳=בינואר", "עמ׳=עמוד"]),
        ("ar-EG", "ص. 5", ["ص.=صفحة"]),
    ],
)  # fmt: skip
def test_what_is_certain(tag: str, text: str, expected: list[str]) -> None:
    assert found(tag, text) == expected


OWN = {
    "z.B.": "zum Exempel",
    "km": "",
    "t": "",
    "Jan.": "Jänner",
    "Mo.": "",
    "Mio.": "Milliönchen",
    "OSZE": "O S Z E",
}


def test_a_book_lays_its_own_over_those_of_the_language() -> None:
    known = load("de-DE", WORLD, own_abbreviations=lambda tag: (OWN,)).typography.abbreviations
    text = "Mo., 17. Jan., z. B. OSZE, OSZEs, 5 km, 5 Mio., 5 kg, Jan."
    assert [f"{text[a:b]}={words}" for a, b, words in known.find(text)] == [
        "Jan.=Jänner", "z. B.=zum Exempel", "OSZE=O S Z E", "Mio.=Milliönchen", "kg=Kilogramm",
    ]  # fmt: skip
    assert known.in_quantity("5 km", "length-kilometer") == known.in_quantity("5 t", "mass-tonne") == []
    assert known.in_number("5 Mio.") == [(2, 6, "Milliönchen")]
    assert known.in_date("17. Jan. 2022") == [(4, 8, "Jänner")]


def test_after_about_polish_asks_for_the_genitive() -> None:
    known = load("pl-PL", WORLD).typography.abbreviations
    assert [words for _, _, words in known.in_number("ok. 2 mln")] == ["około", "milionów"]
    assert [words for _, _, words in known.in_number("2 mln")] == ["miliony"]
    assert [words for _, _, words in known.in_number("ok. 1 mld")] == ["około", "miliarda"]


def test_no_date_of_cldr_parts_a_letter_from_its_sign() -> None:
    """Persian `ژانویهٔ` has the short form `ژانویه`: marked as such, its sign stood alone on a dotted circle."""
    parted = []
    for tag in ("ar", "bn", "ckb", "fa", "he", "hi", "mr", "ne", "ps", "th", "ug", "ur", "vi"):
        locale = load(tag, WORLD)
        for month in range(1, 13):
            text = format_date(dt.date(2022, month, 24), "long", locale=locale.cldr)
            for _, end, _ in locale.typography.abbreviations.in_date(text):
                if unicodedata.category(text[end : end + 1] or " ")[0] == "M":
                    parted.append((tag, text))
    assert parted == []
