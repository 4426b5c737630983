"""Jumps from words to their sources and back."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from bookbuilder.diagnostics import Span
from bookbuilder.document import text_sources
from bookbuilder.formats.source_map import MappedSource, TextPlace
from bookbuilder.formats.text_places import counted
from bookbuilder.formats.traced_text import TracedPiece, traced
from tests.bench import corpus
from tests.cases import book
from tests.conftest import REPO
from tests.dossier_files import copy_files
from tests.preview.word_jumps import edition, jumps

EVERYTHING = """\
---
title: "Der *Titel* & mehr"
subtitle: Ein Untertitel
summary: Eine Zusammenfassung steht hier.
---
Der Abgeordnete sagte \\*nichts\\*, d. h. er schwieg &ndash; wie "immer" -- und [viel]{fact=aid} Geld ging an
[Annalena Baerbock]{name=baerbock}.[^eins] Das Donaudampfschifffahrtsgesellschaftskapitänspatent, das
Verwaltungsgerichtsgebäude, die Rechtsschutzversicherungsgesellschaften, die Nahrungsmittelunverträglichkeit, und
die Bundesausbildungsförderungsgesetze brechen um. Siehe <https://www.example.org/a/b>, [dort](https://www.example.org) und
[](#zwei). Ein *kursives **fettes*** Wort, `Quelltext` und Geist*er*haus&shy;tür, ~~weg~~.

## Eine Überschrift {#zwei}

1. Erstens ein Punkt
2. Zweitens ein [anderer](#zwei)

> Ein Zitat, das jemand sprach.

| Land | Wort |
| --- | --- |
| Kenia | zwei drei |

Begriff
:   Seine Erklärung folgt.

```
def code(x):
    return x
```

::: aside Ein Kasten {#kasten}
Text im Kasten.
:::

Wasser ist H~2~O und x^2^, ==markierte *Wörter*== hier, <kbd>Strg</kbd> dort, <abbr title="Weltgesundheit">WHO</abbr> auch.
Siehe https://www.example.net/pfad und www.example.com heute.

- [ ] Noch offen
- [x] Schon *fertig*

> [!WARNING] Ein Warntitel
> Gewarnt wird hier.

| Erster Vers
|   Zweiter Vers

::: {.note}
Notiert ist das.
:::

<details>
<summary>Zusammengefasst wird</summary>

Ausführlich beschrieben.

</details>

<table>
<tr><th>Spalte</th><th>Andere</th></tr>
<tr><td>Zelleninhalt</td><td>Nachbarin<br>darunter</td></tr>
</table>

[^eins]: Eine Anmerkung mit *Betonung* darin.
"""
FILES = {
    "chapters/de/01-a.md": EVERYTHING,
    "chapters/de/02-b.md": "---\ntitle: Zwei\ndate: 2022-01-17\nevents:\n  - Etwas war\n---\nVorn ein Satz\nund hinten.\n",
    "chapters/de/03-c.md": "# Drei\n\n::: chronology\n:::\n\n::: index {of=persons title=Personen}\n:::\n",
    "facts.toml": '[aid]\namount = "200e6 EUR"\n',
    "names.toml": '[persons]\nbaerbock = "Baerbock, Annalena"\n',
}


def checked(root: Path, languages: str, count: int, name: str = "pdf") -> Counter[bool]:
    """Jump from words, and return how many are said in a source, and how many a template has made."""
    seen: Counter[bool] = Counter()
    missed = []
    for jump, exact in jumps(root, languages, count, name):
        seen[jump.made] += 1
        if jump.made:
            assert jump.span.path, jump.word
        elif not exact and jump.span.path != "glossary.toml":  # what a term means leads to its entry
            missed.append((jump.word.page, jump.word.text, str(jump.span), jump.source[:40], jump.back))
    assert len(missed) <= sum(seen.values()) // 1000, missed
    return seen


@pytest.mark.heavy
def test_every_word_leads_to_its_source_and_back(tmp_path: Path) -> None:
    seen = checked(
        book.write(tmp_path / "book", FILES, editions=book.PRINT.replace("print", "pdf")), "de", 10**6
    )
    assert seen[False] > 100, seen


@pytest.mark.heavy
def test_arabic_and_two_languages_side_by_side(tmp_path: Path) -> None:
    files = {
        "chapters/ar/01-a.md": "# عنوان\n\nهذا نص *قصير* في كتاب صغير، وفيه 20 كلمة.\n\nوفقرة ثانية هنا.\n",
        "chapters/de/01-a.md": "# Eins\n\nEin kurzer Text in einem Buch.\n\nUnd ein zweiter Absatz.\n",
    }
    editions = '[editions.pdf]\nformat = "pdf"\n[editions.beside]\nformat = "pdf"\nlocales = ["ar", "de"]\n'
    root = book.write(tmp_path / "book", files, editions=editions)
    assert checked(root, "ar", 10**6)[False] > 12
    assert checked(root, "ar", 10**6, "beside")[False] > 24


@pytest.mark.heavy
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_thousand_words_of_the_dossier(dossier: Path, language: str) -> None:
    assert checked(dossier, language, 1000)[False] > 900


@pytest.mark.heavy
def test_a_thousand_words_of_a_long_book(tmp_path: Path) -> None:
    corpus.write(tmp_path, 120)
    assert checked(tmp_path, "de", 1000)[False] > 950


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the dossier."""
    root = tmp_path_factory.mktemp("dossier") / "book"
    root.mkdir()
    for name in ("chapters", "l10n", "styles"):
        shutil.copytree(REPO / name, root / name)
    copy_files(root)
    return root


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["web", "epub"])
def test_every_text_of_html_leads_to_its_source_and_back(tmp_path: Path, kind: str) -> None:
    """Also in an e-book with the page numbers of print, which part its texts."""
    editions = f'[editions.{kind}]\nformat = "{kind}"\n[editions.pdf]\nformat = "pdf"\n'
    root = book.write(tmp_path / "book", FILES, editions=editions)
    traces, shown, _ = edition(root, "de", kind)
    assert shown.edition.trace is not None
    lines = {path: text.splitlines() for path, text in FILES.items()}
    said = 0
    for name, html in shown.edition.trace().html.items():
        for number, node in enumerate(traced(html.html, html.marked()[0])):
            source = traces.source(shown, TextPlace(name, number, 0))
            if source.made or "0" not in name:
                continue
            behind = lines[source.span.path][source.span.line - 1][source.span.column - 1 :]
            assert behind[0] in (node.text[0], "[", "`", ":", "-", "&", '"') or source.span.column == 1, (
                node,
                source,
            )
            said += behind[0] == node.text[0]
            back = traces.shown(shown, source.span)
            assert back is not None and traces.source(shown, back) == source
    assert said > 40


def test_a_text_of_a_fact_is_where_the_fact_is_used(tmp_path: Path) -> None:
    text = "# Eins\n\nEs waren [viele]{fact=aid} im Haus.\n"
    files = {"chapters/de/01-a.md": text, "facts.toml": FILES["facts.toml"]}
    traces, shown, pages = edition(
        book.write(tmp_path / "book", files, editions='[editions.pdf]\nformat = "pdf"\n'), "de"
    )
    word = traces.printed(shown, Span("chapters/de/01-a.md", 3, 20))
    assert word is not None and word.text == "200"
    found = traces.word(shown, word.page, word.number)
    assert found is not None and found[1].span == Span("chapters/de/01-a.md", 3, 10)
    assert traces.printed(shown, Span("chapters/de/99-z.md", 1, 1)) is None
    with pytest.raises(IndexError):
        traces.word(shown, pages, 0)


def test_an_entry_of_an_index_leads_to_the_name(tmp_path: Path) -> None:
    root = book.write(tmp_path / "book", FILES, editions='[editions.pdf]\nformat = "pdf"\n')
    traces, shown, pages = edition(root, "de")
    words = (traces.word(shown, pages - 1, number) for number in range(20))
    found = next(one for one in words if one and one[0].text == "Baerbock,")
    assert found[1] == MappedSource(Span("names.toml", 2, 1))


def test_pages_with_and_without_marks_are_matched_where_they_differ() -> None:
    first, second, end = "\U00100000\U000f0000", "\U00100000\U000f0001", "\U0010fff0"
    page = "<html><body><p>Eins <b>00</b></p><p>Zwei</p></body></html>"
    marked = f"<html><body><p>{first}Eins {end}<b>17</b></p><p>({second}Zwei{end})</p></body></html>"
    eins, number, zwei = traced(page, marked.replace("(", "").replace(")", ""))
    assert (
        eins.pieces == (TracedPiece(0, 4, 0),)
        and number.pieces == ()
        and zwei.pieces == (TracedPiece(0, 4, 1),)
    )
    assert traced(page, marked)[2].pieces == (), "another text is not this one"


def test_private_characters_of_an_author_are_no_marks() -> None:
    first, end = "\U00100000\U000f0000", "\U0010fff0"
    page = f"<html><body><p>Ein {first} Zeichen</p><p>Ein Satz</p></body></html>"
    marked = f"<html><body><p>{first}Ein {first} Zeichen{end}</p><p>{first}Ein Satz{end}</p></body></html>"
    strange, other = traced(page, marked)
    assert strange.pieces == () and other.pieces == (TracedPiece(0, 7, 0),)


def test_a_mark_names_its_source() -> None:
    for number in (0, 1, 0x7FFF, 0x8000, 0x12345):
        first, second = divmod(number, 0x8000)
        mark = chr(0x100000 + first) + chr(0xF0000 + second)
        assert text_sources.MARK.fullmatch(mark) and text_sources.source_of(mark) == number
        assert counted(mark) == mark
