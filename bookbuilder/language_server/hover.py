"""What is known of the word at a position: a fact in every locale, a name in all its forms, a term with its translations,
where a reference leads, what a key or a directive means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.chapter_index.extents import Extent, extent
from bookbuilder.chapter_index.marks import Mark, MarkKind
from bookbuilder.language_server.book_index import BookIndex, TomlKeys
from bookbuilder.language_server.chart_hover import ChartInText, chart_at, shown_chart
from bookbuilder.language_server.completion_place import DirectivePlace, FrontMatterKey, key_word_at
from bookbuilder.language_server.expression_hover import expression_at
from bookbuilder.language_server.manual_entries import ManualWords
from bookbuilder.language_server.navigation import subject_at, uses
from bookbuilder.language_server.printed_fact import in_other_locales, printed_value
from bookbuilder.language_server.schema_places import described, schema_of
from bookbuilder.language_server.source_places import named_at
from bookbuilder.language_server.terms import term_at
from bookbuilder.markdown.directive import directives
from bookbuilder.names import Name
from bookbuilder.names.name import ALL
from bookbuilder.translate.glossary import Term, of_locale

LONGEST = 400
"""Characters of a text that are shown."""


@dataclass(frozen=True, slots=True)
class Hover:
    """What is shown: a heading, lines with a label each, and a text below, all plain words; those of the `manual` are
    Markdown. `place` is what it is about, `drawing` an SVG for an editor that shows pictures."""

    heading: str
    place: Extent
    rows: tuple[tuple[str, str], ...] = ()
    text: str = ""
    manual: bool = False
    drawing: bytes = b""


def hover(index: BookIndex, words: ManualWords, path: str, line: int, column: int) -> Hover | None:
    """Return what is known of the word at a position of a file of the book."""
    chapter = index.chapters.get(path)
    if chapter is None:
        return _of_file(index, words, path, line, column)
    mark = chapter.mark_at(line, column)
    if chart := chart_at(chapter, line, column):
        return _chart(index, chapter, chart)
    key = _of_key(words, chapter, line, column)
    if key and not (mark and mark.exact and mark.place.holds(line, column)):
        return key
    if expression := expression_at(index, chapter, line, column):
        return Hover(expression.key, expression.place, expression.rows)
    known = _of_mark(index, chapter, mark) if mark else None
    return known or _of_source(index, chapter, line, column) or _of_term(index, chapter, line, column)


def _of_source(index: BookIndex, chapter: ChapterIndex, line: int, column: int) -> Hover | None:
    """Return what a source is whose key stands at a position."""
    row = chapter.lines[line - 1] if index.sources and line <= len(chapter.lines) else ""
    for match in _CITED.finditer(row):
        if match.start() < column <= match.end() + 1 and match[1] in index.sources:
            place = Extent(chapter.path, line, match.start() + 1, line, match.end() + 1)
            return _source(index, match[1], place)
    return None


def _source(index: BookIndex, key: str, place: Extent) -> Hover:
    source = index.sources[key]
    names = ("type", "container-title", "publisher", "URL", "DOI", "archived")
    values = {**source.variables, "archived": source.archived}
    rows = [(name, _short(str(values[name]))) for name in names if values.get(name)]
    count = sum(1 for mark in index.marks(MarkKind.SOURCE) if mark.name == key)
    rows.append(("cited", f"{count} times" if count != 1 else "once"))
    return Hover(source.short, place, tuple(rows))


_CITED = re.compile(r"(?<![\w@/.])@\{?(\w(?:[\w:.#$%&+?<>~/-]*\w)?)")


def _of_mark(index: BookIndex, chapter: ChapterIndex, mark: Mark) -> Hover | None:
    match mark.kind:
        case MarkKind.FACT:
            return _fact(index, mark.name, mark.around, mark)
        case MarkKind.VALUE:
            rows = in_other_locales(mark, index, chapter.locale)
            return Hover("value", mark.around, tuple(rows.items())) if rows else None
        case MarkKind.NAME:
            name = index.names.get(mark.name)
            return _name(index, name, mark.around) if name else None
        case MarkKind.REFERENCE:
            return _reference(index, chapter, mark)
        case MarkKind.NOTE_CALL:
            text = note_text(chapter, mark.name)
            return Hover(f"note {mark.name}", mark.around, text=text) if text else None
        case MarkKind.ID:
            found = subject_at(index, chapter.path, mark.place.line, mark.place.column)
            count = sum(1 for _ in uses(index, found))
            return Hover(f"#{mark.name}", mark.place, (("references", str(count)),))
        case MarkKind.IMAGE:
            there = index.world.exists(mark.name)
            return Hover(mark.name, mark.around, text="" if there else "there is no such file")
        case _:
            return None


def _fact(index: BookIndex, name: str, place: Extent, mark: Mark | None = None) -> Hover | None:
    if name not in index.facts:
        return None
    here = index.chapters[place.path].locale if place.path in index.chapters else index.project.source
    if mark:
        shown = in_other_locales(mark, index, here)
    else:
        shown = {key: printed_value(name, index, locale) for key, locale in index.locales.items()}
    rows = [(locale, text) for locale, text in shown.items() if text]
    table = index.files["facts.toml"].data.get(name, {})
    rows += [(key, _short(str(table[key]))) for key in ("source", "note") if table.get(key)]
    if mark and mark.words and _spaced(mark.words) not in map(_spaced, shown.values()):
        rows.append(("words here", _short(mark.words)))
    count = sum(1 for other in index.marks(MarkKind.FACT) if other.name == name)
    rows.append(("used", f"{count} times" if count != 1 else "once"))
    return Hover(f"fact {name}", place, tuple(rows))


def _chart(index: BookIndex, chapter: ChapterIndex, chart: ChartInText) -> Hover:
    shown = shown_chart(index, chapter, chart)
    return Hover("chart", chart.place, shown.rows, shown.said, drawing=shown.drawing)


def _name(index: BookIndex, name: Name, place: Extent) -> Hover:
    rows = []
    for key, locale in index.locales.items():
        local = locale.names.get(name.key)
        if local is None:
            continue
        forms = dict.fromkeys((local.form.entry, local.form.full, local.form.short))
        text = " · ".join(forms)
        rows.append((key, f"{text} (borrowed from {local.borrowed})" if local.borrowed else text))
        if local.office or local.dates:
            rows.append((f"{key}, index", " ".join(filter(None, (local.office, local.dates)))))
        if unwanted := ", ".join(form.full for form in local.spellings):
            rows.append((f"{key}, not", unwanted))
    others = [tag for tag in name.forms if tag not in (ALL, *(key for key, _ in rows))]
    known = {locale.edition.tag.lower() for locale in index.locales.values()}
    known |= {tag.partition("-")[0] for tag in known}
    rows += [(tag, name.forms[tag].entry) for tag in others if tag not in known]
    return Hover(f"{name.index}: {name.key}", place, tuple(rows))


def _reference(index: BookIndex, chapter: ChapterIndex, mark: Mark) -> Hover | None:
    anchor = index.anchor(chapter.path, mark.name)
    if anchor is None:
        return None
    rows = [("prints", anchor.name)] if anchor.name and not mark.words else []
    target = index.chapters.get(anchor.span.path)
    if target and anchor.span.line <= 1:
        rows.append(("chapter", target.title))
    if anchor.span.path:
        rows.append(("in", f"{anchor.span.path}:{max(anchor.span.line, 1)}"))
    text = ""
    if target and anchor.span.line > 1:
        line = target.lines[anchor.span.line - 1].strip() if anchor.span.line <= len(target.lines) else ""
        text = _short(line)
    return Hover(f"#{anchor.id}", mark.around, tuple(rows), text)


def note_text(chapter: ChapterIndex, label: str) -> str:
    """Return the text of a note as it is written."""
    note = next((mark for mark in chapter.of(MarkKind.NOTE) if mark.name == label), None)
    if note is None:
        return ""
    first, *rest = chapter.lines[note.place.line - 1 :]
    text = [first[first.find(":", note.place.end_column - 1) + 1 :].strip()]
    for line in rest:
        if line.strip() and not line.startswith(("    ", "\t")):
            break
        text.append(line.strip())
    return _short(" ".join(filter(None, text)))


def _of_key(words: ManualWords, chapter: ChapterIndex, line: int, column: int) -> Hover | None:
    found = key_word_at(chapter.text, line, column)
    if found is None:
        return None
    place = extent(chapter.path, line, found.column, len(found.word))
    match found.place:
        case FrontMatterKey():
            meaning = words.front_matter.get(found.word, "")
        case DirectivePlace(name="") if directive := directives().get(found.word):
            options = tuple(directive.options.items())
            return Hover(f"::: {directive.name}", place, options, directive.doc, manual=True)
        case DirectivePlace(name=name) if directive := directives().get(name):
            meaning = directive.options.get(found.word) or words.attributes.get(found.word, "")
        case _:
            meaning = words.attributes.get(found.word, "")
    return Hover(found.word, place, text=meaning, manual=True) if meaning else None


def _of_term(index: BookIndex, chapter: ChapterIndex, line: int, column: int) -> Hover | None:
    found = term_at(index, chapter, line, column)
    return _term(index, *found) if found else None


def _term(index: BookIndex, term: Term, place: Extent) -> Hover:
    source = index.project.source
    rows = [(source, ", ".join(term.forms))]
    for name, locale in index.locales.items():
        tag = locale.edition.tag
        if name != source and (allowed := of_locale(term.allowed, name, tag)):
            rows.append((name, ", ".join(allowed)))
        if forbidden := of_locale(term.forbidden, name, tag):
            rows.append((f"{name}, not", ", ".join(forbidden)))
    return Hover(f"term {term.key}", place, tuple(rows), _short(term.note))


def _of_file(index: BookIndex, words: ManualWords, path: str, line: int, column: int) -> Hover | None:
    """Return the meaning of a key of a TOML file, or the fact, name or term that it defines; of the key of a source, what
    that is."""
    source = named_at(index, path, line, column)
    if source and source[0] in index.sources:
        return _source(index, *source)
    file: TomlKeys | None = index.files.get(path)
    found = file.at(line, column) if file else None
    if found is None:
        return None
    key, place = found
    match key:
        case (str(name),) if path == "facts.toml":
            return _fact(index, name, place)
        case (_, str(name)) if path == "names.toml" and name in index.names:
            return _name(index, index.names[name], place)
        case (str(name),) if path == "glossary.toml":
            term = next((term for term in index.glossary.terms if term.key == name), None)
            return _term(index, term, place) if term else None
        case _:
            meaning = described(schema_of(words.schemas, path), key)
            return Hover(str(key[-1]), place, text=meaning, manual=True) if meaning else None


def _spaced(text: str) -> str:
    return " ".join(text.split())


_SPACE = re.compile(r"\s+")


def _short(text: str) -> str:
    text = _SPACE.sub(" ", text).strip()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
