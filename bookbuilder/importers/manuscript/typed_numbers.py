"""Takes away the numbers that an author has typed and the book prints itself: of chapters, figures and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.gather_blocks import without_start

COUNTED = Rule(
    "import.counted",
    "{count} chapters have a number in their titles, from 1 on; the book prints it instead",
    "A book counts its chapters itself, and prints the number as its theme and its language have it. Chapters without a"
    " number, such as a preface, get none.",
    Severity.NOTICE,
)
_CHAPTER = (
    "chapter|kapitel|chapitre|capítulo|capitolo|hoofdstuk|rozdział|kapitola|kapittel|kapitlet|глава|розділ|bölüm"
    "|الفصل|פרק"
)
_TITLE = re.compile(
    rf"(?:(?P<word>{_CHAPTER})[ \t\u00a0\u3000]+|[第제][ \t\u00a0\u3000]*)?(?P<number>\d{{1,3}}|[IVXLC]{{1,7}})"
    r"(?P<behind>[ \t\u00a0\u3000]*[章장]|\.?[ \t\u00a0\u3000]+bölüm\b)?"
    r"(?P<end>[ \t\u00a0\u3000]*[.:)–—-](?![0-9])[ \t\u00a0\u3000]*|[ \t\u00a0\u3000]+|\Z)",
    re.IGNORECASE,
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_FIGURE = "abbildung|abb|bild|grafik|figure|fig|figura|ilustración|illustration|afbeelding|rysunek|rys|obrázek|рисунок|рис"
_TABLE = "tabelle|tab|table|tableau|tabla|tabella|tabel|tabela|tabell|tabulka|таблица|таблиця|табл"
_CAPTION = re.compile(
    rf"(?:(?P<figure>{_FIGURE})|(?P<table>{_TABLE}))\.?[ \t\u00a0]*(?P<number>[0-9]{{1,4}})"
    r"[ \t\u00a0]*(?:[.:)](?![0-9])|[–—-](?=\s))[ \t\u00a0]*(?=\S)",
    re.IGNORECASE,
)


def typed_caption(text: str) -> tuple[str, int, int]:
    """Return what a caption that begins with a typed label is of (`figure`, `table`, or nothing), its number, and the length
    of the label.

    >>> typed_caption("Abb. 2: Ein Topf"), typed_caption("Tabelle")
    (('figure', 2, 8), ('', 0, 0))
    """
    match = _CAPTION.match(text)
    if match is None:
        return "", 0, 0
    return "figure" if match["figure"] else "table", int(match["number"]), match.end()


def is_label(text: str) -> bool:
    """Whether a text is the word for a chapter with a number, and nothing else: `Kapitel 3`."""
    match = _TITLE.match(text.strip())
    return match is not None and _word(match) and match.end() == len(text.strip())


def label_length(text: str) -> int:
    """Return the length of the word for a chapter and its number at the start of a text: `Kapitel 3 ` of `Kapitel 3 X`."""
    match = _TITLE.match(text)
    return match.end() if match is not None and _word(match) else 0


def joined_labels(blocks: Sequence[nodes.Block]) -> tuple[nodes.Block, ...]:
    """Return blocks in which a heading such as `Kapitel 3` is one with the title in the heading below it."""
    out: list[nodes.Block] = []
    for block in blocks:
        before = out[-1] if out else None
        if (
            isinstance(block, nodes.Heading)
            and isinstance(before, nodes.Heading)
            and before.level <= block.level <= before.level + 1
            and is_label(nodes.plain_text(before.content))
            and not is_label(nodes.plain_text(block.content))
        ):
            out[-1] = replace(before, content=(*before.content, nodes.Text(": "), *block.content))
        else:
            out.append(block)
    return tuple(out)


def without_typed_numbers(sections: Iterable[nodes.Section], report: Report) -> tuple[nodes.Section, ...]:
    """Return chapters without the numbers in their titles, if these count from 1 on; other chapters are unnumbered then.
    A preface, an afterword and their like never have a number. Reports `import.counted`.

    Numbers without a word for a chapter count if half of the chapters have one. Where a number is all that a title has, it
    stays, and the book counts nothing.
    """
    chapters = tuple(map(_without_number, sections))
    found = {
        index: match for index, one in enumerate(chapters) if (match := _numbered_title(one)) is not None
    }
    if not _counted(list(found.values()), len(chapters)):
        return chapters
    bare = any(match.end() == len(match.string) for match in found.values())
    if not bare:
        first = chapters[next(iter(found))]
        report(COUNTED, first.span, count=len(found))
    return tuple(
        one
        if one.kind
        else replace(one, title=without_start(one.title, found[index].end()), numbered=True)
        if index in found and not bare
        else replace(one, numbered=False)
        for index, one in enumerate(chapters)
    )


def _counted(found: Sequence[re.Match[str]], titles: int) -> bool:
    """Whether numbers count titles from 1 on: some with a word for a chapter, or half of them without one."""
    numbers = [_value(match["number"]) for match in found]
    if len(found) < 2 or numbers != list(range(1, len(found) + 1)):
        return False
    return all(map(_word, found)) or 2 * len(found) >= titles


def counted_titles(numbers: Sequence[str]) -> bool:
    """Whether the numbers of titles, as `title_number` gives them, count chapters.

    >>> counted_titles(["", "Kapitel 1: ", "Kapitel 2: "]), counted_titles(["1. ", "", "3. "])
    (True, False)
    """
    return _counted([match for number in numbers if (match := _TITLE.match(number))], len(numbers))


def title_number(text: str) -> tuple[str, int]:
    """Return the number at the start of a title, with the word for a chapter and the signs behind it, and its length.

    >>> title_number("第3章 月"), title_number("1984"), title_number("3. Der Brief")
    (('第3章 ', 4), ('', 0), ('3. ', 3))
    """
    match = _numbered(text)
    return (match[0], match.end()) if match and match.end() < len(text.rstrip()) else ("", 0)


_UNNUMBERED = frozenset((
    "vorwort", "geleitwort", "vorbemerkung", "prolog", "epilog", "nachwort", "danksagung", "dank", "widmung",
    "anhang", "anmerkungen", "literatur", "literaturverzeichnis", "quellen", "quellenverzeichnis", "bildnachweis",
    "abkürzungen", "abkürzungsverzeichnis", "glossar", "register", "impressum", "über den autor", "über die autorin",
    "foreword", "preface", "prologue", "epilogue", "afterword", "acknowledgements", "acknowledgments", "dedication",
    "appendix", "notes", "bibliography", "references", "sources", "abbreviations", "glossary", "index",
    "about the author", "avant-propos", "préface", "épilogue", "postface", "remerciements", "annexe", "annexes",
    "bibliographie", "prefacio", "prólogo", "epílogo", "agradecimientos", "bibliografía", "prefazione", "prologo",
    "epilogo", "ringraziamenti", "bibliografia", "voorwoord", "proloog", "epiloog", "nawoord", "dankwoord",
))  # fmt: skip
"""Titles of what stands before and behind the chapters of a book."""


def _without_number(section: nodes.Section) -> nodes.Section:
    """Return a preface, an afterword or the like without a number."""
    title = " ".join(nodes.plain_text(section.title).split()).casefold()
    return replace(section, numbered=False) if title in _UNNUMBERED and not section.kind else section


def _numbered_title(section: nodes.Section) -> re.Match[str] | None:
    """Return the number at the start of a title."""
    return None if section.kind else _numbered(nodes.plain_text(section.title).rstrip())


def _numbered(text: str) -> re.Match[str] | None:
    """Return the number at the start of a title; a Roman one without a word has a sign behind it."""
    match = _TITLE.match(text)
    if match is None or _value(match["number"]) == 0:
        return None
    plain = match["number"].isdecimal() or _word(match) or match["end"].strip()
    return match if plain else None


def _word(match: re.Match[str]) -> bool:
    """Whether a number has the word for a chapter beside it."""
    return bool(match["word"] or match["behind"])


def _value(number: str) -> int:
    """Return a number in Arabic or Roman figures; 0 for letters that are none.

    >>> _value("12"), _value("XIV"), _value("ic")
    (12, 14, 0)
    """
    if number.isdecimal():
        return int(number)
    if not number.isupper():
        return 0
    values = [_ROMAN[letter] for letter in number]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
