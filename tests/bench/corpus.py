"""Makes a German book of about any number of pages, in the languages of several programs, always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image


def _words(text: str) -> list[str]:
    return text.split()


NOUNS = _words("""
Abend Absicht Acker Amt Anlage Antwort Arbeit Archiv Aufgabe Ausschuss Bahn Bank Bauer Behörde Beleg Bericht
Beschluss Bestand Betrieb Bild Boden Brief Brücke Buch Bürger Dach Dampf Datum Deich Dorf Druck Ebene Eigentum
Eisen Energie Ernte Fabrik Fahrt Farbe Fehler Feld Fenster Fläche Fluss Folge Form Frage Freiheit Friede Frist
Garten Gebäude Gebiet Gefahr Geld Gemeinde Gericht Geschichte Gesetz Gesellschaft Getreide Gewicht Glocke
Grenze Größe Grund Hafen Handel Haus Haushalt Höhe Holz Insel Jahr Kammer Kanal Kapitel Karte Kirche Klage
Kohle Kosten Kraft Krankheit Kredit Küste Land Landschaft Länge Lager Leitung Leistung Licht Linie Macht
Mangel Markt Maschine Menge Messung Miete Mühle Nachricht Netz Ordnung Papier Pflicht Plan Platz Preis Prüfung
Quelle Rahmen Raum Recht Regel Reise Richter Rolle Schicht Schiff Schlüssel Schrift Schule Schutz See Seite
Sicherheit Siedlung Sprache Staat Stadt Stein Steuer Straße Strom Stück Stunde Summe Tal Technik Treppe Turm
Übung Ufer Umfang Urkunde Urteil Verein Verfahren Verkehr Verlust Vermögen Versuch Vertrag Verwaltung Vorrat
Wahl Wald Wärme Ware Wasser Weg Werk Wert Wetter Wirtschaft Wohnung Wort Zahl Zeichen Zeit Zeitung Zins Zoll
Zweck
""")
VERBS = _words("""
prüft zeigt findet ordnet misst zählt öffnet schließt trägt bewegt schützt erklärt begrenzt erweitert
bestätigt
""")
KINDS = _words(
    "alte neue große kleine öffentliche gültige sichtbare gründliche vorläufige städtische nützliche übliche"
)
TIMES = _words(
    "gestern heute häufig selten zunächst schließlich offenbar vermutlich dennoch außerdem rechtzeitig"
)
LINKS = _words("weil obwohl während sobald nachdem damit falls bevor")
SETTINGS = """\
[book]
id = "probe"
source = "de"
date = 2022-01-24

[locales.de]
title = "Ein Buch zur Probe"

[imprint]
publisher = "Musterverlag"
address = ["Musterstraße 1"]
email = "post@example.org"
responsible = "Erika Mustermann"
issn = "0028-0836"

[editions.pdf]
format = "pdf"
"""
"""The book.toml of a generated book."""
WORDS_ON_A_PAGE = 272
PAGES_IN_A_CHAPTER = 14


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph: `text`, `strong`, `emphasis`, `note`, `page` (of an anchor), `link` (to an anchor)."""

    kind: str
    text: str
    target: str = ""


@dataclass(frozen=True)
class Block:
    """A block: `h2`, `p`, `quote`, `list` (an item a run), `items` (each text begins one), `table` or `figure`."""

    kind: str
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    id: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter: its anchor, its title, its blocks."""

    id: str
    title: str
    blocks: tuple[Block, ...]


class Author:
    """Writes sentences."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def noun(self) -> str:
        word = self.dice.choice(NOUNS)
        if self.dice.random() < 0.25:
            other = self.dice.choice(NOUNS).lower()
            word += ("s" if word[-1] in "gtkh" else "n" if word[-1] == "e" else "") + other
        return word

    def thing(self) -> str:
        start = self.dice.choice(["die", "diese", "jede", "eine", "ihre", "unsere"])
        return (
            f"{start} {self.dice.choice(KINDS)} {self.noun()}"
            if self.dice.random() < 0.45
            else f"{start} {self.noun()}"
        )

    def sentence(self) -> str:
        dice = self.dice
        text = f"{self.thing()} {dice.choice(VERBS)} {dice.choice(TIMES)} {self.thing()}"
        if dice.random() < 0.5:
            text += f", {dice.choice(LINKS)} {self.thing()} {self.thing()} {dice.choice(VERBS)}"
        if dice.random() < 0.15:
            text += f" im Jahr {dice.randint(1480, 1999)}"
        return text[0].upper() + text[1:] + dice.choice("......!?")

    def title(self) -> str:
        return (
            f"{self.dice.choice(['Über', 'Zur Lehre von', 'Geschichte und'])} {self.noun()} und {self.noun()}"
        )


def book(pages: int, seed: int = 1) -> tuple[Chapter, ...]:
    """Return the chapters of a book of about `pages` pages of A5."""
    number = max(1, round(pages / PAGES_IN_A_CHAPTER))
    anchors = [f"k{chapter:03d}-{section}" for chapter in range(number) for section in range(5)]
    words = WORDS_ON_A_PAGE * min(PAGES_IN_A_CHAPTER, pages) * 0.93
    return tuple(_chapter(index, words, anchors, seed) for index in range(number))


def _chapter(number: int, words: float, anchors: list[str], seed: int) -> Chapter:
    author = Author(seed * 10_000 + number)
    blocks = list(_blocks(author, number, words, anchors))
    return Chapter(f"{number + 1:03d}-kapitel", author.title(), tuple(blocks))


def _blocks(author: Author, number: int, words: float, anchors: list[str]) -> Iterator[Block]:
    written, section, place, figures = 0.0, 0, 0, 0
    while written < words:
        if section < 5 and written >= words * section / 5:
            yield Block("h2", (Run("text", author.title()),), id=f"k{number:03d}-{section}")
            section += 1
        place += 1
        match place % 16:
            case 7:
                yield Block("list", tuple(Run("text", author.sentence()) for _ in range(4)))
                written += 45
            case 9:
                text = " ".join(author.sentence() for _ in range(3))
                yield Block("quote", (Run("text", text),))
                written += len(text.split())
            case 11 if figures < 2:
                figures += 1
                yield Block(
                    "figure", (Run("text", author.title()),), id=f"bilder/b{number:03d}-{figures}.jpg"
                )
                written += 120
            case 13:
                rows = tuple(
                    (
                        author.noun(),
                        f"{author.dice.randint(1, 9999)},{author.dice.randint(0, 99):02d}",
                        author.noun(),
                    )
                    for _ in range(author.dice.choice((5, 8, 12)))
                )
                yield Block("table", rows=(("Sache", "Wert", "Bemerkung"), *rows))
                written += len(rows) * 6
            case _:
                runs = tuple(_runs(author, anchors))
                yield Block("p", runs)
                written += sum(len(run.text.split()) for run in runs)


def _runs(author: Author, anchors: list[str]) -> Iterator[Run]:
    dice = author.dice
    for _ in range(dice.randint(3, 8)):
        text = author.sentence()
        if dice.random() < 0.06:
            first, rest = text.split(" ", 1)
            yield Run("emphasis", first)
            yield Run("text", f" {rest}")
        else:
            yield Run("strong" if dice.random() < 0.02 else "text", text)
        if dice.random() < 0.035:
            yield Run("note", author.sentence())
        if dice.random() < 0.015:
            yield Run("text", " Vergleiche ")
            yield Run("page", "", dice.choice(anchors))
            yield Run("text", ".")
        yield Run("text", " ")


# -- in the language of bookbuilder and of pandoc ------------------------------------------------------------------


def markdown(chapter: Chapter, *, pandoc: bool = False) -> str:
    """Return a chapter as markdown."""
    parts = [f"# {chapter.title}" + (f" {{#{chapter.id}}}" if pandoc else "")]
    notes: list[str] = []
    for block in chapter.blocks:
        of_items = block.kind == "items"  # its notes are numbered below
        text = "".join(
            _markdown(run, [] if of_items else notes, chapter.id, pandoc=pandoc) for run in block.runs
        ).strip()
        match block.kind:
            case "h2":
                parts.append(f"## {text} {{#{block.id}}}")
            case "quote":
                parts.append(f"> {text}")
            case "list":
                parts.append("\n".join(f"- {run.text}" for run in block.runs))
            case "items":
                parts.append(
                    "".join(
                        f"\n- {run.text}"
                        if run.kind == "text"
                        else _markdown(run, notes, chapter.id, pandoc=pandoc)
                        for run in block.runs
                    ).strip()
                )
            case "figure":
                plain = f"![{text}]({block.id})"
                parts.append(plain if pandoc else f"::: figure\n{plain}\n\n{text}\n:::")
            case "table":
                head, *rows = (f"| {' | '.join(row)} |" for row in block.rows)
                parts.append("\n".join((head, "| --- | --: | --- |", *rows)))
            case _:
                parts.append(text)
    return "\n\n".join((*parts, *notes)) + "\n"


def _markdown(run: Run, notes: list[str], chapter: str, *, pandoc: bool) -> str:
    match run.kind:
        case "emphasis":
            return f"*{run.text}*"
        case "strong":
            return f"**{run.text}**"
        case "note":
            label = f"{chapter}-{len(notes) + 1}"
            notes.append(f"[^{label}]: {run.text}")
            return f"[^{label}]"
        case "page":
            return f"[](#{run.target}){{.page}}" if pandoc else f"[](#{run.target}){{ref=page}}"
        case _:
            return run.text


def write(folder: Path, pages: int, *, seed: int = 1) -> Path:
    """Write a book for bookbuilder into a folder and return it."""
    chapters = folder / "chapters" / "de"
    chapters.mkdir(parents=True, exist_ok=True)
    (folder / "book.toml").write_text(SETTINGS, encoding="utf-8")
    made = book(pages, seed)
    for chapter in made:
        (chapters / f"{chapter.id}.md").write_text(markdown(chapter), encoding="utf-8")
    (folder / "pandoc.md").write_text(
        "---\ntitle: Ein Buch zur Probe\nlang: de\n---\n\n"
        + "\n".join(markdown(c, pandoc=True) for c in made),
        encoding="utf-8",
    )
    (folder / "book.typ").write_text(typst(made), encoding="utf-8")
    for place in (chapters, folder):
        (place / "bilder").mkdir(exist_ok=True)
        for chapter in made:
            for block in chapter.blocks:
                if block.kind == "figure":
                    (place / block.id).write_bytes(picture(block.id))
    return folder


def picture(name: str) -> bytes:
    """Return a photograph of nothing, 1200 by 800 pixels."""
    dice = random.Random(name)
    small = Image.frombytes("RGB", (24, 16), bytes(dice.randrange(256) for _ in range(24 * 16 * 3)))
    out = BytesIO()
    small.resize((1200, 800), Image.Resampling.BICUBIC).save(out, "JPEG", quality=85)
    return out.getvalue()


# -- in the language of Typst --------------------------------------------------------------------------------------

TYPST = """\
#set document(title: "Ein Buch zur Probe")
#set text(font: "Alegreya", size: 10.3pt, lang: "de", hyphenate: true)
#set par(justify: true, leading: 0.55em, spacing: 0.55em, first-line-indent: 1em)
#set page(paper: "a5", margin: (inside: 17mm, outside: 19mm, top: 19mm, bottom: 19.5mm), numbering: "1", header: context {
  let before = query(selector(heading.where(level: 1)).before(here()))
  if before.len() > 0 { emph(text(8pt, before.last().body)) } })
#show heading.where(level: 1): it => { pagebreak(weak: true); v(9mm); text(23pt, it); v(7mm) }
#set table(stroke: (bottom: .3pt + gray))
#show table: set text(8.7pt)
#let pageof(it) = context link(it)[Seite #counter(page).at(it).first()]
#align(center + horizon)[#text(24pt)[Ein Buch zur Probe]]
#pagebreak()
#outline(depth: 1)
"""


def typst(chapters: tuple[Chapter, ...]) -> str:
    """Return a whole book for Typst."""
    parts = [TYPST]
    for chapter in chapters:
        parts.append(f"= {_safe(chapter.title)} <{chapter.id}>")
        for block in chapter.blocks:
            text = "".join(map(_typst, block.runs)).strip()
            match block.kind:
                case "h2":
                    parts.append(f"== {text} <{block.id}>")
                case "quote":
                    parts.append(f"#quote(block: true)[{text}]")
                case "list":
                    parts.append("\n".join(f"- {_safe(run.text)}" for run in block.runs))
                case "figure":
                    parts.append(f'#figure(image("{block.id}", width: 100%), caption: [{text}])')
                case "table":
                    head, *rows = ([f"[{_safe(cell)}]" for cell in row] for row in block.rows)
                    cells = ",\n".join(", ".join(row) for row in rows)
                    parts.append(f"#table(columns: 3, table.header({', '.join(head)}),\n{cells})")
                case _:
                    parts.append(text)
    return "\n\n".join(parts) + "\n"


def _typst(run: Run) -> str:
    text = _safe(run.text)
    match run.kind:
        case "emphasis":
            return f"#emph[{text}]"
        case "strong":
            return f"#strong[{text}]"
        case "note":
            return f"#footnote[{text}]"
        case "page":
            return f"#pageof(<{run.target}>)"
        case _:
            return text


def _safe(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\#*_$@<>`[]~=" else letter for letter in text)
