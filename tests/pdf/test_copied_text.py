"""Whoever copies or searches the text of a PDF finds what was written, letter by letter, also from right to left, and where
letters stand in another order than they are read in (Devanagari).

Spaces are left out of the comparison: a reader sets them by the distance of glyphs, and a font may kern letters apart.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from babel import Locale

from bookbuilder import api
from bookbuilder.open_pdf import open_pdf
from tests.cases import book

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]
LETTERS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىئؤ",
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآئ",
    "ur": "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیےئ",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
}
SENTENCES = {
    "ar": "بدأت المحادثات في كييف (قبل أيام)، ولا بديل عن الحوار: هكذا قالت مجموعة من الخبراء.",
    "fa": "گفتگوها آغاز شد (پیش از آن)، و چاره‌ای جز گفتگو نیست: چنین گفت گروهی از کارشناسان.",
    "ur": "بات چیت شروع ہوئی (اس سے پہلے)، اور کوئی چارہ نہیں: یہ کہا تھا ماہرین کے ایک گروہ نے۔ پڑھتے ہیں۔",
    "he": "השיחות החלו (לפני כן), ואין ברירה אלא לדבר: כך אמרה קבוצת מומחים.",
    "hi": "कीव में वार्ता आरंभ हुई (कुछ दिन पहले), और बातचीत का कोई विकल्प नहीं है: विशेषज्ञों के समूह ने यही कहा।",
    "ja": "",
}


def names_of_cldr() -> Iterator[str]:
    """Yield the names of languages, countries and currencies in Hindi, some thousand."""
    locale = Locale("hi")
    for table in (locale.languages, locale.territories, locale.currencies):
        yield from (name for name in table.values() if re.fullmatch(r"[\u0900-\u097f ]+", name))


def words(tag: str, seed: int) -> Iterator[str]:
    """Yield words of all letters of a language, in every neighbourhood."""
    random = Random(f"{tag} {seed}")
    if tag == "hi":
        yield from names_of_cldr()
        return
    for _ in range(12):
        letters = list(LETTERS[tag] * 2)
        random.shuffle(letters)
        text = "".join(letters)
        while text:
            size = random.randint(2, 7)
            yield text[:size]
            text = text[size:]


def paragraphs(tag: str) -> list[str]:
    if tag == "ja":
        chapters = sorted((ROOT / "tests/books/ja/chapters/ja").glob("*.md"))
        text = "\n".join(path.read_text(encoding="utf-8") for path in chapters)
        found = re.findall(r"^[\u3000-\u9fff]{30,}$", text, re.MULTILINE)
        assert found
        return found
    made = list(words(tag, 1))
    lines = [" ".join(made[at : at + 25]) for at in range(0, len(made), 25)]
    return [SENTENCES[tag], *lines, SENTENCES[tag]]


def written(tag: str, root: Path) -> Path:
    text = "\n\n".join(paragraphs(tag))
    head = paragraphs(tag)[0][:12]
    book.write(root, {f"chapters/{tag}/01-a.md": f"# {head}\n\n{text}\n"}, editions=book.PRINT)
    if tag in ("hi", "ja"):
        shutil.copytree(ROOT / f"tests/books/{tag}/fonts", root / "fonts")
    return root


def letters(text: str) -> str:
    """Return a text without spaces and invisible signs."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(c for c in normal if not c.isspace() and unicodedata.category(c) != "Cf")


@pytest.fixture(scope="module", params=sorted(SENTENCES))
def pdf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    result = api.build(written(request.param, tmp_path_factory.mktemp(request.param)), jobs=1)
    (made,) = (path for path in result.files if path.suffix == ".pdf")
    return request.param, made


def by_pdfium(pdf: Path) -> str:
    with open_pdf(pdf.read_bytes()) as document:
        assert isinstance(document, pypdfium2.PdfDocument)
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def by_poppler(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("copied", [by_pdfium, by_poppler])
def test_what_is_copied_is_what_was_written(pdf: tuple[str, Path], copied: object) -> None:
    tag, path = pdf
    assert callable(copied)
    found = letters(copied(path))
    # Poppler leaves brackets and full stops between words of a line from right to left where they are seen.
    marks = re.compile(
        r"[^\w]|_" if copied is by_poppler and tag in ("ar", "fa", "he", "ur") else r"[\u2010-]"
    )
    found = marks.sub("", found)
    texts = paragraphs(tag)
    if tag == "hi":  # a page ends in some, with its running head
        texts = [SENTENCES[tag], *(word for text in texts for word in text.split())]
    for text in texts:
        assert marks.sub("", letters(text)) in found


SIGNS = {
    "ar": "بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ الْحَمْدُ لِلَّهِ رَبِّ الْعَالَمِينَ مَالِكِ نَعْبُدُ وَلَقَدْ قَالَ الرَّجُلُ مُرضيًا لطيفة ومرّحبة مُجزية للتعلّم مطبعيًّا",
    "fa": "ژانویهٔ لایسنسِ یا مجوز نامهٔ او مثلاً اوّلین کُتُبِ تهیّه",
    "ur": "فوراً کے نام سے مثلاً اُردو زبان کا پہلا قصّہ تھا دل جو گُلِ لالہ",
}
TORN = {("ar", by_poppler): {"الْعَالَمِينَ"}}
"""What readers still have in another order: letters that the font draws low in a row."""


@pytest.mark.parametrize("tag", sorted(SIGNS))
def test_signs_of_vowels_are_copied_behind_their_letters(tag: str, tmp_path: Path) -> None:
    """Signs are drawn above and below a line, which makes other lines and words of them where readers of a PDF see that."""
    title = SENTENCES[tag].split()[0]
    book.write(tmp_path, {f"chapters/{tag}/01-a.md": f"# {title}\n\n{SIGNS[tag]}\n"}, editions=book.PRINT)
    (path,) = (path for path in api.build(tmp_path, jobs=1).files if path.suffix == ".pdf")
    for copied in (by_pdfium, by_poppler):
        found = letters(copied(path))
        missing = {word for word in SIGNS[tag].split() if letters(word) not in found}
        assert missing <= TORN.get((tag, copied), set())
