"""Writes translations of names into names.toml, of the glossary for readers into glossary.toml, of texts of pictures into
pictures.toml, and of the words of the program into `[locales.<name>.words]` of book.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bookbuilder import toml
from bookbuilder.phrases import Phrase
from bookbuilder.project.edit_toml import edit_toml, quoted
from bookbuilder.toml_tables.positions import KeyPath, key_extents
from bookbuilder.translate.chapter_paths import WORDS
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter
from bookbuilder.translate.exchange.glossary_units import MEANING
from bookbuilder.translate.exchange.inline_codes import InlineCode, Segment
from bookbuilder.translate.exchange.review_units import AcceptedUnit
from bookbuilder.translate.exchange.settings_units import path_of
from bookbuilder.translate.exchange.write_back import UNWRITABLE, UnplacedUnit, WrittenChapter
from bookbuilder.translate.exchange.write_back_pictures import with_picture_text
from bookbuilder.translate.exchange.write_segment import write_segment
from bookbuilder.translate.glossary import SOURCE

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def write_back_settings(
    chapter: ExchangeChapter, taken: Sequence[AcceptedUnit]
) -> WrittenChapter | tuple[UnplacedUnit, ...]:
    """Return the file with the accepted texts, or those that cannot be written into it."""
    written = [(one, one.new, path_of(one.exchanged)) for one in taken if one.new is not None]
    meanings = {
        path: write_segment(new, {}, "paragraph", line=False)
        for one, new, path in written
        if one.exchanged.unit.block.kind == MEANING
    }
    for one, _, path in written:
        if path in meanings and not meanings[path]:
            return (
                UnplacedUnit(one, UNWRITABLE, Phrase("write {path} yourself", path=".".join(map(str, path)))),
            )
    values = {path: meanings.get(path) or _words(new) for _, new, path in written}
    braces = {path for _, new, path in written if chapter.paths.source == WORDS and _has_braces(new)}
    text = None if braces else with_settings(chapter.base, values)
    if text is not None:
        return WrittenChapter(text, (), tuple((accepted, ()) for accepted in taken), values)
    for accepted, _, path in written:  # only now, since each of them takes as long as the file is large
        if path in braces or with_settings(chapter.base, {path: values[path]}) is None:
            hint = Phrase("write {path} yourself", path=".".join(str(key) for key in path))
            if path in braces:
                hint = Phrase(
                    "{{…}} is what the program fills in, and only where the source has it; {hint}", hint=hint
                )
            return (UnplacedUnit(accepted, UNWRITABLE, hint),)
    return (UnplacedUnit(taken[-1], UNWRITABLE, sure=False),)


def _words(new: Segment) -> str:
    return "".join(piece.data if isinstance(piece, InlineCode) else piece for piece in new)


def _has_braces(new: Segment) -> bool:
    return any(sign in piece for piece in new if isinstance(piece, str) for sign in "{}")


def with_settings(text: str, values: Mapping[KeyPath, str]) -> str | None:
    """Return a TOML file with texts under their key paths; None if one cannot be put there.

    Comments, order and other values stay. The line that `new-locale` writes for a message, `# "Contents" = ""`, is replaced.
    """
    for path, value in values.items():
        if path[0] == "pictures":
            new = with_picture_text(text, path, value)
            if new is None:
                return None
            text = new
            continue
        # A word takes the place of the line that waits for it, which `edit_toml` would leave as a comment.
        new = edit_toml(text, {path: value}) if path[0] != "locales" else None
        new = new if new is not None else _checked(text, path, value)
        if new is None:
            return None
        text = new
    return text


def _checked(text: str, path: KeyPath, value: str) -> str | None:
    """Return a file with a text that `edit_toml` cannot put there; None if the result does not have the expected data."""
    is_text = len(path) == 3 and path[0] != "locales"
    own = SOURCE if is_text and path[1] in ("meaning", "entry") else "name"
    new = _split(text, path, own, value) if is_text else _word(text, path, value)
    try:
        right = new is not None and toml.loads(new) == _expected(toml.loads(text), path, own, value)
    except ValueError:
        return None
    return new if right else None


def _expected(data: dict[str, object], path: KeyPath, own: str, value: str) -> dict[str, object]:
    """Return the data that the text should then have. A text that is to have others beside it becomes a table: under its
    `own` key if it is a name or of the glossary, under `other` if it is a message."""
    table: dict[str, object] = data
    for depth, key in enumerate(path[:-1]):
        inner = table.get(str(key))
        if isinstance(inner, str):
            inner = {"other" if path[0] == "locales" and depth > 2 else own: inner}
        table[str(key)] = inner = inner if isinstance(inner, dict) else {}
        table = inner
    table[str(path[-1])] = value
    return data


def _split(text: str, path: KeyPath, own: str, value: str) -> str | None:
    """Return names.toml or glossary.toml with the text of one language where there is one text for all, which becomes a
    table that has it under its `own` key."""
    extent = key_extents(text).values.get(path[:2])
    if extent is None:
        return None
    start, end = extent
    return f"{text[:start]}{{ {own} = {text[start:end]}, {path[2]} = {quoted(value)} }}{text[end:]}"


def _word(text: str, path: KeyPath, value: str) -> str | None:
    """Return book.toml with the words for a message. The keys of `path` are `locales`, the locale, `words`, the message and,
    if it has a plural, a category."""
    locale, message, *category = str(path[1]), str(path[3]), *map(str, path[4:])
    positions = key_extents(text)
    key = path[:4]
    if key in positions.values:
        start, end = positions.values[key]
        if not category:
            return f"{text[:start]}{quoted(value, text[start:end])}{text[end:]}"
        if (*key, category[0]) in positions.values:
            begin, behind = positions.values[*key, category[0]]
            return f"{text[:begin]}{quoted(value)}{text[behind:]}"
        old = text[start:end].strip()
        inner = old[1:-1].strip() if old.startswith("{") else f"other = {old}"
        return f"{text[:start]}{{ {inner}, {category[0]} = {quoted(value)} }}{text[end:]}"
    written = f"{{ {category[0]} = {quoted(value)} }}" if category else quoted(value)
    line = f"{quoted(message)} = {written}"
    head = re.search(
        rf"^\[locales\.(?:{re.escape(locale)}|{re.escape(quoted(locale))})\.words\][^\n]*\n?",
        text,
        re.MULTILINE,
    )
    if head is None:
        table = positions.tables.get(("locales", locale))
        if table is None:
            return None
        end = _line_end(text, table)
        name = locale if _BARE.fullmatch(locale) else quoted(locale)
        return f"{text[:end]}\n\n[locales.{name}.words]\n{line}{text[end:]}"
    section = re.compile(r"^\[", re.MULTILINE).search(text, head.end())
    limit = section.start() if section else len(text)
    waiting = re.compile(rf"^# {re.escape(quoted(message))} = \"\"$", re.MULTILINE).search(
        text, head.end(), limit
    )
    if waiting:
        return f"{text[: waiting.start()]}{line}{text[waiting.end() :]}"
    gap = "" if text[: head.end()].endswith("\n") else "\n"
    return f"{text[: head.end()]}{gap}{line}\n{text[head.end() :]}"


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
