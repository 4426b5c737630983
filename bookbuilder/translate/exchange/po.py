"""Writes and reads PO files of GNU gettext; inline codes are `{1}`, and `<1>…</1>` for a pair.

Babel quotes and unquotes strings. Its reader is not used: it silently merges units of the same name and repairs broken
strings, while untrusted files must be rejected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from babel.messages.pofile import normalize, unescape

from bookbuilder.diagnostics import Report, Span
from bookbuilder.phrases import Phrase
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.exchange.exported_units import ExportedChapter, ExportedUnit
from bookbuilder.translate.exchange.inline_codes import CodedText, CodeRole, Segment, coded_text
from bookbuilder.translate.exchange.returned_units import BROKEN, ReturnedChapter, ReturnedUnit
from bookbuilder.translate.exchange.unit_comment import UnitComment

SUFFIX = ".po"
_HEAD = """\
# Written by bookbuilder. Keep all codes, such as {{1}} and <1>…</1>; what they stand for is said above each unit.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"X-Source-Language: {source}\\n"
"""
_SIGNS = {CodeRole.OPEN: "<{}>", CodeRole.CLOSE: "</{}>", CodeRole.SINGLE: "{{{}}}"}
_CODE = re.compile(r"\\([\\{<])|\{(\d{1,6})\}|<(/?)(\d{1,6})>", re.ASCII)
_LITERAL = re.compile(r"\\(?=[\\{<])|\\$|\{(?=\d)|<(?=/?\d)", re.ASCII)


def write(chapters: Sequence[ExportedChapter], source: str, target: str) -> str:
    """Return a PO file with the units of chapters; `source` and `target` are language tags."""
    lines = [_HEAD.format(language=target.replace("-", "_"), source=source)]
    for chapter in chapters:
        for one in chapter.units:
            unit = _unit(one, chapter)
            lines += map(_obsolete, unit) if one.gone else unit
            lines.append("")
    return "\n".join(lines)


def _unit(unit: ExportedUnit, chapter: ExportedChapter) -> Iterator[str]:
    for line in unit.notes:
        yield f"#. {_line(line)}"
    if not unit.gone:
        yield f"#. translation {_line(unit.target_digest)}"
    yield f"#: {_place(chapter.source)}:{unit.line}"
    if unit.status is BlockStatus.OUTDATED or (unit.status is BlockStatus.MISSING and not unit.untranslated):
        yield "#, fuzzy"
        if unit.before:
            yield f"#| msgid {_folded(normalize(encoded(unit.before)), '#| ')}"
    yield f"msgctxt {normalize(f'{chapter.source}#{unit.id}')}"
    yield f"msgid {normalize(encoded(unit.source))}"
    yield f"msgstr {normalize('' if unit.untranslated else encoded(unit.target))}"


def _obsolete(line: str) -> str:
    return line if line.startswith("#") else "#~ " + line.replace("\n", "\n#~ ")


def _place(path: str) -> str:
    return f"\u2068{path}\u2069" if " " in path else path  # as xgettext marks a name with spaces


def _line(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str, sign: str) -> str:
    return text.replace("\n", f"\n{sign}")


def encoded(segment: Segment) -> str:
    """Return a segment as one string.

    >>> from bookbuilder.translate.exchange.inline_codes import InlineCode, CodeRole
    >>> begin, end = InlineCode(CodeRole.OPEN, "italic", "*", "italic", 1), InlineCode(CodeRole.CLOSE, "italic", "*", "", 1)
    >>> encoded(("Etwa ", begin, "5 {2}", end))
    'Etwa <1>5 \\\\{2}</1>'
    """
    return "".join(
        _LITERAL.sub(lambda sign: f"\\{sign[0]}", piece)
        if isinstance(piece, str)
        else _SIGNS[piece.role].format(piece.id)
        for piece in segment
    )


def decoded(text: str) -> CodedText:
    """Return text and codes of a string.

    >>> [str(piece) for piece in decoded("Etwa <1>5 \\\\{2}</1>")]
    ['Etwa ', "(<CodeRole.OPEN: 'open'>, 1)", '5 {2}', "(<CodeRole.CLOSE: 'close'>, 1)"]
    """
    result: list[str | tuple[CodeRole, int]] = []
    position = 0
    for match in _CODE.finditer(text):
        result.append(text[position : match.start()])
        literal, single, slash, number = match.groups()
        if literal:
            result.append(literal)
        elif single:
            result.append((CodeRole.SINGLE, int(single)))
        else:
            result.append((CodeRole.CLOSE if slash else CodeRole.OPEN, int(number)))
        position = match.end()
    return coded_text([*result, text[position:]])


_STRING = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(rf"(?:(msgctxt|msgid|msgstr)[ \t]+)?({_STRING})[ \t]*")


@dataclass(slots=True)
class _Entry:
    """A unit while it is read: the strings of each keyword, and the first line."""

    line: int = 0
    strings: dict[str, list[str]] = field(default_factory=dict)
    flags: str = ""
    target_digest: str = ""
    comment: list[str] = field(default_factory=list)

    def text(self, keyword: str) -> str:
        return "".join(unescape(string) for string in self.strings.get(keyword, []))


def read(data: bytes, path: str, report: Report) -> tuple[ReturnedChapter, ...]:
    """Return the chapters of a file; an invalid file is reported (`exchange.*`) and must not be used."""
    try:
        text = data.decode("utf-8-sig")
        wrong = text.find("\0")  # ASCII as UTF-16 or UTF-32 is UTF-8, too
    except UnicodeDecodeError as error:
        text = error.object[: error.start].decode()  # without the byte order mark
        wrong = len(text)
    if wrong >= 0:
        line, column = text.count("\n", 0, wrong) + 1, wrong - text.rfind("\n", 0, wrong)
        hint = "have your program save it as UTF-8"
        report(BROKEN, Span(path, line, column), problem="it is not UTF-8", hint=hint)
        return ()
    entries = list(_entries(text.replace("\r\n", "\n"), path, report))
    language = ""
    if entries and not entries[0].text("msgid") and "msgctxt" not in entries[0].strings:
        head = entries.pop(0)
        match = re.search(r"^Language:[ \t]*(\S+)", head.text("msgstr"), re.MULTILINE)
        language = match[1].replace("_", "-") if match else ""
        charset = re.search(r"charset=(\S+)", head.text("msgstr"))
        if charset and charset[1].casefold() not in ("utf-8", "utf8", "charset"):
            problem = Phrase("it says that it is {charset}, and only UTF-8 is read", charset=charset[1])
            report(BROKEN, Span(path, head.line), problem=problem, hint="have your program save it as UTF-8")
    else:
        report(BROKEN, Span(path, 1), problem="it has no header, as PO files have", hint="ask for it again")
    chapters: dict[str, list[ReturnedUnit]] = {}
    for entry in entries:
        source, _, name = entry.text("msgctxt").rpartition("#")
        units = chapters.setdefault(source, [])
        fuzzy = "fuzzy" in re.split(r"[,\s]+", entry.flags)
        sentence = entry.text("msgstr")
        units.append(ReturnedUnit(
            name, entry.line, decoded(entry.text("msgid")), decoded(sentence) if sentence and not fuzzy else None,
            bool(sentence) and not fuzzy, entry.target_digest, decoded(sentence) if fuzzy else (),
            comments=_comments(entry),
        ))  # fmt: skip
    return tuple(
        ReturnedChapter(source, language, units[0].line, tuple(units)) for source, units in chapters.items()
    )


def _comments(entry: _Entry) -> tuple[UnitComment, ...]:
    """Return the lines of translators, which begin with `#` and a space, as one comment."""
    text = "\n".join(entry.comment).strip()
    return (UnitComment(text),) if text else ()


def _entries(text: str, path: str, report: Report) -> Iterator[_Entry]:
    entry, keyword = _Entry(), ""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip(" \t")
        if not line or line.startswith("#"):
            if entry.strings:
                yield from _whole(entry, path, report)
                entry = _Entry()
            keyword = ""
            entry.flags += line[2:] + " " if line.startswith("#,") else ""
            if line == "#" or line.startswith(("# ", "#\t")):
                entry.comment.append(line[2:])
            elif line.startswith("#~"):
                entry.comment.clear()  # it is of a unit that is no longer in the file
            if line.startswith("#. translation "):
                entry.target_digest = line.removeprefix("#. translation ").strip()
            continue
        match = _LINE.fullmatch(line)
        if match is None or not (match[1] or keyword):
            report(
                BROKEN, Span(path, number), problem="this line is none of a PO file", hint="ask for it again"
            )
            return
        if match[1] in ("msgctxt", "msgid") and "msgstr" in entry.strings:
            yield from _whole(entry, path, report)
            entry = _Entry()
        keyword = match[1] or keyword
        entry.line = entry.line or number
        if match[1] and keyword in entry.strings:
            report(
                BROKEN,
                Span(path, number),
                problem=Phrase("{keyword} stands here twice", keyword=keyword),
                hint="ask for it again",
            )
            return
        entry.strings.setdefault(keyword, []).append(match[2])
    if entry.strings:
        yield from _whole(entry, path, report)


def _whole(entry: _Entry, path: str, report: Report) -> Iterator[_Entry]:
    if {"msgid", "msgstr"} <= entry.strings.keys():
        yield entry
    else:
        report(
            BROKEN,
            Span(path, entry.line),
            problem="this unit has not both msgid and msgstr",
            hint="it is cut off: ask for it again",
        )
