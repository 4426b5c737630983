"""What can be written at a position of a chapter: ids, facts, names, notes, pictures, directives and their attributes, keys
of the front matter."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.chapter_index.extents import Extent
from bookbuilder.chapter_index.marks import MarkKind
from bookbuilder.document.nodes import Part
from bookbuilder.facts import FORMS
from bookbuilder.facts.fact_options import PAIRS
from bookbuilder.language_server import chart_completion, expression_completion, map_completion
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.completion_place import (
    AttributeKey,
    AttributeValue,
    CompletionTarget,
    DirectivePlace,
    FrontMatterKey,
    FrontMatterValue,
    NoteLabel,
    Place,
    SourceKey,
    place_at,
)
from bookbuilder.language_server.hover import note_text
from bookbuilder.language_server.manual_entries import BLOCK, LINK, SPAN, ManualWords
from bookbuilder.language_server.printed_fact import printed_value
from bookbuilder.language_server.suggestion import Sort, Suggestion
from bookbuilder.language_server.toml_completion import toml_suggestions
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.directives.index import DEFAULT as DEFAULT_INDEX
from bookbuilder.markdown.parse_chapter import KINDS
from bookbuilder.names import FORMS as NAME_FORMS
from bookbuilder.names.names_file import INDEXES

MOST = 500
"""Suggestions that are sent; an editor asks again while somebody types."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What can be written in the place of a stretch; `whole` is false if there is more than was listed."""

    place: Extent
    items: tuple[Suggestion, ...]
    whole: bool = True


def complete(index: BookIndex, words: ManualWords, path: str, line: int, column: int) -> Suggestions | None:
    """Return what can be written at a position of a file of the book."""
    chapter = index.chapters.get(path)
    if chapter is None:
        prefix, found = toml_suggestions(index, words, path, line, column)
        return _listed(path, line, column, prefix, found)
    row = chapter.lines[line - 1] if line <= len(chapter.lines) else ""
    column = min(column, len(row) + 1)
    offset = sum(len(one) + 1 for one in chapter.lines[: line - 1]) + column - 1
    # From the text alone: while somebody types, there are no nodes.
    place = place_at(chapter.text, offset)
    if place is None:
        return None
    behind = row[column - 1 :]
    if isinstance(place, AttributeValue | DirectivePlace) and place.key in expression_completion.KEYS:
        given, place = place.prefix, expression_completion.last_name(place)
        items = tuple(expression_completion.expression_values(index, chapter, given))
        return _listed(path, line, column, place.prefix, items)
    if isinstance(place, DirectivePlace):
        place = map_completion.last_place(chart_completion.last_word(place))
    items = tuple(_items(index, words, chapter, place, behind))
    return _listed(path, line, column, place.prefix, items)


def _listed(
    path: str, line: int, column: int, prefix: str, items: tuple[Suggestion, ...]
) -> Suggestions | None:
    """Return suggestions for `prefix`; of too many, only those that contain it, the ones that begin with it first."""
    low = prefix.casefold()
    if len(items) > MOST:
        near = [one for one in items if low in one.label.casefold() or low in one.detail.casefold()]
        items, whole = tuple(sorted(near, key=lambda one: not one.label.casefold().startswith(low))), False
    else:
        whole = True
    place = Extent(path, line, column - len(prefix), line, column)
    return Suggestions(place, items[:MOST], whole) if items else None


def _items(
    index: BookIndex, words: ManualWords, chapter: ChapterIndex, place: Place, behind: str
) -> Iterator[Suggestion]:
    match place:
        case CompletionTarget(image=True):
            yield from _pictures(index, chapter)
        case CompletionTarget():
            yield from _targets(index, chapter, place)
        case NoteLabel():
            yield from _notes(chapter)
        case SourceKey():
            for key, source in index.sources.items():
                yield Suggestion(key, Sort.SOURCE, source.short, f"{source.span}")
        case AttributeKey():
            yield from _attribute_keys(index, words, chapter, place, behind)
        case AttributeValue(key, _, given):
            yield from _attribute_values(index, chapter, key, given)
        case DirectivePlace(name="", prefix=_):
            for directive in directives().values():
                yield Suggestion(directive.name, Sort.DIRECTIVE, directive.doc)
        case DirectivePlace(name=name, key="", given=given):
            known = directives().get(name)
            options = {**(known.options if known else {}), "lang": words.attributes["lang"]}
            options["translate"] = words.attributes["translate"]
            for key, meaning in options.items():
                if f"{key}=" not in given:
                    yield Suggestion(
                        key, Sort.KEY, meaning, written=key if behind.startswith("=") else f"{key}="
                    )
        case DirectivePlace(key="of"):
            yield from _indexes(index)
        case DirectivePlace(name=chart_completion.CHART):
            yield from chart_completion.chart_values(index, chapter, place, behind)
        case DirectivePlace(name=map_completion.MAP):
            yield from map_completion.map_values(index, chapter, place)
        case DirectivePlace():
            return
        case FrontMatterKey():
            written = set(re.findall(r"^([a-z]+):", chapter.text.split("\n---", 1)[0], re.MULTILINE))
            for key, meaning in words.front_matter.items():
                if key not in written:
                    yield Suggestion(
                        key, Sort.KEY, meaning, written=key if behind.startswith(":") else f"{key}: "
                    )
        case FrontMatterValue(key):
            yield from _front_matter_values(index, chapter, key)


def _targets(index: BookIndex, chapter: ChapterIndex, place: CompletionTarget) -> Iterator[Suggestion]:
    locale = index.locales.get(chapter.locale)
    sign = "" if place.hash else "#"
    file = PurePosixPath(place.file).stem
    for mark in index.ids.get(chapter.locale, {}).values():
        of = index.chapters[mark.place.path]
        if file and file not in (of.id, PurePosixPath(of.path).stem):
            continue
        anchor = locale.anchors.get(mark.name) if locale else None
        name = anchor.name if anchor else ""
        yield Suggestion(f"{sign}{mark.name}", Sort.ID, name, f"{mark.place.path}:{mark.place.line}")
    if file:
        return
    for one in index.chapters.values():
        if one.locale == chapter.locale:
            yield Suggestion(f"{sign}{one.id}", Sort.CHAPTER, one.title, one.path)


def _pictures(index: BookIndex, chapter: ChapterIndex) -> Iterator[Suggestion]:
    """Yield the pictures that the book has, as seen from a chapter: those of its own locale first."""
    folder = posixpath.dirname(chapter.path)
    for path in sorted(index.pictures, key=lambda one: (not one.startswith(f"{folder}/"), one)):
        yield Suggestion(
            posixpath.relpath(path, folder),
            Sort.FILE,
            written=re.sub(r"[ ()]", lambda m: f"%{ord(m[0]):02X}", posixpath.relpath(path, folder)),
        )


def _notes(chapter: ChapterIndex) -> Iterator[Suggestion]:
    notes = dict.fromkeys(mark.name for mark in chapter.of(MarkKind.NOTE))
    for label in notes:
        yield Suggestion(label, Sort.NOTE, note_text(chapter, label))
    for label in dict.fromkeys(mark.name for mark in chapter.of(MarkKind.NOTE_CALL)):
        if label not in notes:
            yield Suggestion(label, Sort.NOTE, "has no note yet")


def _attribute_keys(
    index: BookIndex, words: ManualWords, chapter: ChapterIndex, place: AttributeKey, behind: str
) -> Iterator[Suggestion]:
    known = {"words": SPAN, "link": LINK}.get(place.behind, BLOCK)
    for key, meaning in words.meanings(known).items():
        if not re.search(rf"(?:^|\s){key}=", place.given):
            yield Suggestion(key, Sort.KEY, meaning, written=key if behind.startswith("=") else f"{key}=")
    if place.behind == "words" and not place.given.strip(place.prefix).strip():
        locale = index.locales.get(chapter.locale)
        if locale:  # the usual case at once: `[words]{` and the name of a fact
            for name in index.facts:
                yield Suggestion(f"fact={name}", Sort.FACT, printed_value(name, index, locale))
            for key, local in locale.names.items():
                yield Suggestion(f"name={key}", Sort.NAME, local.form.full)


def _attribute_values(index: BookIndex, chapter: ChapterIndex, key: str, given: str) -> Iterator[Suggestion]:
    locale = index.locales.get(chapter.locale)
    match key:
        case "fact" if locale:
            for name in index.facts:
                yield Suggestion(name, Sort.FACT, printed_value(name, index, locale))
        case "name" if locale:
            for one, local in locale.names.items():
                yield Suggestion(one, Sort.NAME, local.form.full, f"{local.name.index}: {local.form.entry}")
        case "of":
            yield from _indexes(index)
        case "form":
            for form in _forms(index, given):
                yield Suggestion(form, Sort.WORD)
        case "ref":
            yield from (Suggestion(form, Sort.WORD) for form in ("text", "page"))
        case "translate":
            yield Suggestion("no", Sort.WORD)
        case "approx" | "cite":
            yield Suggestion("yes", Sort.WORD)
        case "equivalent":
            yield from (Suggestion(word, Sort.WORD) for word in ("no", *PAIRS))
        case "lang":
            tags = dict.fromkeys(one.edition.tag.partition("-")[0] for one in index.locales.values())
            yield from (Suggestion(tag, Sort.WORD) for tag in tags)


def _forms(index: BookIndex, given: str) -> tuple[str, ...]:
    if re.search(r"(?:^|\s)name=", given):
        return NAME_FORMS
    fact = re.search(r"(?:^|\s)fact=\"?([\w-]+)", given)
    if fact and fact[1] in index.facts:
        return (*FORMS[type(index.facts[fact[1]])], "written")
    forms = dict.fromkeys(form for of_type in FORMS.values() for form in of_type)
    return (*forms, "written")


def _indexes(index: BookIndex) -> Iterator[Suggestion]:
    own = (name.index for name in index.names.values())
    for name in dict.fromkeys((DEFAULT_INDEX, *INDEXES, *own)):
        yield Suggestion(name, Sort.WORD)


def _front_matter_values(index: BookIndex, chapter: ChapterIndex, key: str) -> Iterator[Suggestion]:
    match key:
        case "kind":
            yield from (Suggestion(kind, Sort.WORD) for kind in sorted(KINDS))
        case "part":
            yield from (Suggestion(part.value, Sort.WORD) for part in Part)
        case "numbered":
            yield from (Suggestion(word, Sort.WORD) for word in ("true", "false"))
        case "translate":
            yield Suggestion("no", Sort.WORD)
        case "differs":
            yield Suggestion("blocks", Sort.WORD)
        case "translates" if chapter.locale != index.project.source:
            for one in index.chapters.values():
                if one.locale == index.project.source:
                    yield Suggestion(PurePosixPath(one.path).stem, Sort.CHAPTER, one.title)
