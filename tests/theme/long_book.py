"""Writes a book of any number of pages in a language, of sentences that the test books have in it, always the same."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.cases import book

ROOT = Path(__file__).parents[2]
BOOKS = ROOT / "tests" / "books"
PICTURE = BOOKS / "everything" / "chapters" / "de" / "images" / "way.svg"
_NO_TEXT = re.compile(
    r"\A---\n(?s:.*?)\n---\n|^```(?s:.*?)^```$|^\$\$(?s:.*?)^\$\$.*$|^(?::::|\||#|!|\[\^|- |> |[0-9]+\.).*$",
    re.MULTILINE,
)
"""What is no running text in the source of a chapter."""
_INLINE = (
    (re.compile(r"\[\^[^\]]*\]"), ""),
    (re.compile(r"\[([^\]]+)\](?:\{[^}]*\}|\([^)]*\))"), r"\1"),
    (re.compile(r"\*+"), ""),
)
"""Markup inside sentences, and what is left of it here."""
_SENTENCE = re.compile(r"[^.!?。؟]+(?:[.!?؟](?=\s|$)(?<![0-9]\.)|。|[.](?=\S|(?<=[0-9]\.)\s)[^.!?。؟]*)+")
_PLAIN = re.compile(r"[^\[\]{}*_`$<>|#^:;@\\]+")
_LONGEST = 260


@dataclass(frozen=True)
class Language:
    """Where a language has its sentences, and what the long book says of itself."""

    texts: tuple[str, ...]
    title: str
    see: str
    """Before a reference."""
    space: str = " "
    letters: int = 1500
    """As many fill a page of A5."""


LANGUAGES: Mapping[str, Language] = {
    "de": Language(("chapters/de", "tests/books/report/chapters/de"), "Ein langes Buch", "Siehe"),
    "en": Language(("chapters/en", "tests/books/report/chapters/en"), "A Long Book", "See"),
    "ar": Language(
        ("tests/books/ar/chapters/ar", "tests/books/report/chapters/ar"), "كتاب المطر", "انظر", letters=1200
    ),
    "ja": Language(
        ("tests/books/ja/chapters/ja", "tests/books/report/chapters/ja"),
        "雨の本",
        "参照",
        space="",
        letters=700,
    ),
}
CHAPTER = 14
"""Its pages."""


def sentences(locale: str) -> tuple[str, ...]:
    """Return the sentences of a language that have no markup, in the order of the books."""
    found: dict[str, None] = {}
    for folder in LANGUAGES[locale].texts:
        for path in sorted((ROOT / folder).glob("*.md")):
            text = _NO_TEXT.sub("\n\n", path.read_text(encoding="utf-8"))
            for pattern, left in _INLINE:
                text = pattern.sub(left, text)
            for paragraph in text.split("\n\n"):
                joined = LANGUAGES[locale].space.join(map(str.strip, paragraph.split("\n")))
                for one in _SENTENCE.findall(joined):
                    sentence = one.strip()
                    if (
                        8 <= len(sentence) <= _LONGEST
                        and _PLAIN.fullmatch(sentence)
                        and sentence[0].isalpha()
                    ):
                        found[sentence] = None
    return tuple(found)


def write(root: Path, locale: str, pages: int) -> Path:
    """Write a book of about so many pages of A5 into a folder, without a theme, and return it."""
    number = max(1, round(pages / CHAPTER))
    known = sentences(locale)
    files: dict[str, str | bytes] = {
        f"chapters/{locale}/{n + 1:02d}-part.md": _chapter(locale, known, n, number) for n in range(number)
    }
    files[f"chapters/{locale}/images/way.svg"] = PICTURE.read_bytes()
    book.write(root, files)
    settings = root / "book.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace(f'title = "{book.TITLES.get(locale, locale)}"', f'title = "{LANGUAGES[locale].title}"'),
        encoding="utf-8",
    )
    if locale == "ja":
        shutil.copytree(BOOKS / "ja" / "fonts", root / "fonts")
    return root


def _chapter(locale: str, known: tuple[str, ...], number: int, chapters: int) -> str:
    dice = random.Random(f"{locale} {number}")
    language = LANGUAGES[locale]
    notes: list[str] = []
    parts = [f"---\ntitle: {_title(dice, known, 46)}\nkind: analysis\nauthor: Erika Mustermann\n---"]
    written = section = place = 0
    wanted = language.letters * CHAPTER
    while written < wanted:
        if section < 5 and written >= wanted * section / 5:
            parts.append(f"## {_title(dice, known, 60)} {{#k{number}-{section}}}")
            section += 1
        for part in _block(dice, language, known, place, chapters, notes):
            parts.append(part)
            written += len(part)
        place += 1
    return "\n\n".join((*parts, *notes)) + "\n"


def _title(dice: random.Random, known: tuple[str, ...], longest: int) -> str:
    # A date has no place in a cell of a few letters.
    short = [one for one in known if len(one) <= longest and not any(map(str.isdigit, one))]
    return dice.choice(short).rstrip(".!?。؟")


def _block(
    dice: random.Random,
    language: Language,
    known: tuple[str, ...],
    place: int,
    chapters: int,
    notes: list[str],
) -> Iterator[str]:
    match place % 19:
        case 6:
            yield "\n".join(f"- {dice.choice(known)}" for _ in range(dice.choice((3, 4, 6))))
        case 9:
            yield "> " + language.space.join(dice.sample(known, 2))
        case 11:
            yield f"### {_title(dice, known, 40)}"
        case 13:
            yield f"::: figure\n![{_title(dice, known, 60)}](images/way.svg)\n\n{dice.choice(known)}\n:::"
        case 15:
            rows = (
                f"| {_title(dice, known, 30)} | {dice.randint(1, 9999)} | {_title(dice, known, 40)} |"
                for _ in range(dice.choice((4, 7, 11)))
            )
            head = f"| {_title(dice, known, 24)} | {_title(dice, known, 24)} | {_title(dice, known, 24)} |"
            table = "\n".join((head, "|---|--:|---|", *rows))
            yield f"::: table\n{table}\n\n{dice.choice(known)}\n:::"
        case 17:
            yield f"::: pullquote\n{_title(dice, known, 70)}\n:::"
        case 18:
            yield f"::: aside {_title(dice, known, 30)}\n{language.space.join(dice.sample(known, 3))}\n:::"
    text = dice.sample(known, dice.randint(2, 7))
    if dice.random() < 0.35:
        notes.append(f"[^n{len(notes) + 1}]: {dice.choice(known)}")
        text[-1] += f"[^n{len(notes)}]"
    if dice.random() < 0.15:
        target = f"#k{dice.randrange(chapters)}-{dice.randrange(5)}"
        text.append(f"{language.see}{language.space}[]({target}), []({target}){{ref=page}}.")
    yield language.space.join(text)
