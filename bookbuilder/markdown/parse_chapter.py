"""Parses the text of a chapter into a `Chapter`: front matter, blocks and notes, every node with its position."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePosixPath

from markdown_it.token import Token
from markdown_it.utils import EnvType

from bookbuilder import renamed
from bookbuilder.diagnostics import Fix, Hint, PageArea, Report, Rule, Severity, Span, nearest
from bookbuilder.document import nodes
from bookbuilder.limits import CHARACTERS, NOTES
from bookbuilder.locales.calendar import date_hint, parse_iso_date
from bookbuilder.markdown import front_matter
from bookbuilder.markdown.attributes import LANGUAGE, TRANSLATE, valid_file_name, valid_tag
from bookbuilder.markdown.citations import EXAMPLES, example_numbers
from bookbuilder.markdown.convert_blocks import Converter
from bookbuilder.markdown.crowded_chapter import MANY, SPLIT, report_line_breaks
from bookbuilder.markdown.dialect import OURS, Dialect
from bookbuilder.markdown.directive import Directive
from bookbuilder.markdown.file_anchor import file_anchor
from bookbuilder.markdown.front_matter import Scalar
from bookbuilder.markdown.markdown_parser import CROWDED, parser
from bookbuilder.markdown.overlong_text import report_overlong
from bookbuilder.markdown.token_positions import PositionedSource
from bookbuilder.phrases import Phrase
from bookbuilder.project.flavour import Flavour

UNKNOWN_KEY = Rule(
    "frontmatter.key",
    "the front matter has an unknown key {key!r}",
    "Known keys: title, subtitle, kicker, short, kind, part, date, place, summary, author, events, numbered, lang,"
    " translate, translates, differs, only, not.",
)
NO_TITLE = Rule(
    "chapter.untitled",
    "this chapter has no title",
    "The title stands in the front matter (`title: …`) or is the first line, with one hash. It is needed for the"
    " contents, the running heads and the bookmarks.",
)
EMPTY = Rule(
    "chapter.empty",
    "this chapter has no text",
    "An empty chapter would be a blank page with a heading. Write it, or take the file out of the folder.",
)
EMPTIED = Rule(
    "chapter.emptied",
    "nothing is left of this chapter, for all of its text has conditions",
    "An edition of which no condition of a chapter holds has a blank page with a heading. `only: print` in the front matter"
    " leaves the whole chapter out of the others.",
)
UNWRITTEN = Rule(
    "chapter.unwritten",
    "the whole text of this chapter is {text!r}",
    "Dots, dashes or a note to oneself keep the place of a text that is still to be written. In the book they would be a"
    " page that says nothing.",
    Severity.WARNING,
)
BAD_DATE = Rule("chapter.date", "{text!r} is not a date", "A date is written year-month-day: 2022-01-17.")
BAD_PART = Rule(
    "chapter.part", "{text!r} is not a part of a book", "A chapter stands in front, main or back."
)
BAD_NAME = Rule(
    "chapter.name",
    "the name of this file cannot be an anchor",
    "The name of a chapter's file is its anchor in every format, so it holds letters a–z, digits and hyphens only.",
)
UNKNOWN_KIND = Rule(
    "chapter.kind",
    "{kind!r} is not a kind that the theme knows",
    "Kinds are analysis, day, outlook, chapter, foreword, sources, index, imprint and glossary; a theme may style"
    " others, so this is only a notice.",
    Severity.NOTICE,
)

CONTROL = Rule(
    "chapter.control",
    "the control character {character} cannot be printed",
    "Control characters have no shape, and XML, of which e-books are made, forbids them. They mostly come along with"
    " text that was copied from elsewhere; your editor can show and delete them.",
)

LARGE = Rule(
    "chapter.large",
    "this chapter has {count} characters; at most {limit} are read",
    "A limit keeps a broken or hostile file from taking all the time of the machine. The longest novels have some three"
    " million characters, in many chapters.",
)
KEYS = {
    "title", "subtitle", "kicker", "short", "kind", "part", "date", "place", "summary", "author", "events", "numbered",
    "lang", "translate", "translates", "differs", "only", "not",
}  # fmt: skip
FOREIGN_KEYS: Mapping[Flavour, Collection[str]] = {
    Flavour.OBSIDIAN: {
        "tags", "tag", "aliases", "alias", "cssclasses", "cssclass", "publish", "permalink", "created", "updated",
    },
    Flavour.PANDOC: {"bibliography", "csl", "nocite", "abstract", "keywords", "toc", "id", "link-citations"},
    Flavour.QUARTO: {
        "bibliography", "csl", "format", "execute", "jupyter", "engine", "toc", "abstract", "keywords", "categories",
        "description", "image", "draft", "code-fold", "number-sections", "editor", "crossref", "freeze",
    },
    Flavour.MYST: {
        "jupytext", "kernelspec", "myst", "orphan", "numbering", "exports", "keywords", "label", "doi", "description",
        "short_title", "thumbnail", "thumbnailOptions", "banner", "abbreviations", "math", "site", "options", "parts",
        "tags", "license", "open_access", "github", "subject", "venue", "bibliography", "authors", "affiliations",
    },
}  # fmt: skip
"""Keys of the front matter that only other programs use, by the flavour of these programs."""
KINDS = {"analysis", "day", "outlook", "chapter", "foreword", "sources", "index", "imprint", "glossary"}
BACK = {"sources", "index", "imprint", "glossary"}


def parse_chapter(
    text: str,
    path: str,
    directives: Mapping[str, Directive],
    report: Report,
    name: str = "",
    dialect: Dialect = OURS,
) -> nodes.Chapter:
    """Return the chapter in a file; `path` is relative to the root of the book.

    `name` is that of the chapter it translates, if its file has another name. `dialect` says how it is read.

    All problems are reported (`chapter.*`, `frontmatter.*`, `directive.*`, `html.raw` …) and the rest is still
    returned, so that one run shows all of them.
    """
    if len(text) > CHARACTERS:
        report(LARGE, Span(path, 1, 1), count=len(text), limit=CHARACTERS, hint=SPLIT)
        return nodes.Chapter(
            id=name or PurePosixPath(path).stem, span=Span(path, 1, 1), title=(nodes.Text(path),), blocks=()
        )
    text = _printable(text, path, report)
    nothing = Scalar("", Span(path, 1, 1))
    head, body, first = front_matter.split(text)
    known = KEYS | set(FOREIGN_KEYS.get(dialect.flavour, ()))
    meta = front_matter.read(head, path, _for_other_programs(report, known - KEYS))
    source = PositionedSource(path, body.split("\n"), first)
    convert = Converter(source, report, directives, dialect)
    for key, span in meta.keys.items():
        if key not in known:
            report(UNKNOWN_KEY, span, key=key, hint=nearest(key, KEYS))

    def words(key: str) -> tuple[nodes.Inline, ...]:
        value = scalar(key)
        return formatted(value) if value.text else ()

    def formatted(value: Scalar) -> tuple[nodes.Inline, ...]:
        if value.exact:
            return convert.text(value.text, value.span)
        places = value.places()
        return convert.text(value.text, value.span, lambda at: places[at] if at < len(places) else None)

    def scalar(key: str) -> Scalar:
        value = meta.values.get(key, nothing)
        if isinstance(value, list):
            report(front_matter.SHAPE, meta.keys[key], key=key, wanted="one text")
            return nothing
        return value

    env: EnvType = {}
    if dialect.flavour.citations:
        convert.example_numbers = env[EXAMPLES] = example_numbers(body)
    tokens = parser(dialect.flavour, cites=dialect.cites).parse(body, env)
    if crowded := env.get(CROWDED):
        what, limit, line = crowded
        report(MANY, source.span(line), what=what, limit=limit, hint=SPLIT)
    title, anchor = words("title"), ""
    if not title and (heading := _title_heading(tokens)) is not None:
        title, anchor = _with_attributes(convert.inline(tokens[heading + 1]), tokens[heading], convert)
        tokens = tokens[:heading] + tokens[heading + 3 :]
    blocks = convert.blocks(tokens)
    if anchor:  # the file of a chapter is its anchor; this is another place at its beginning
        blocks = (nodes.Box(nodes.TITLE_PLACE, (), id=anchor, span=title[0].span), *blocks)
    elif blocks and (place := _anchor_alone(blocks[0])):
        blocks = (nodes.Box(nodes.TITLE_PLACE, (), id=place, span=blocks[0].span), *blocks[1:])
    if len(convert.notes) > NOTES:
        report(MANY, convert.notes[NOTES].span, what="notes", limit=NOTES, hint=SPLIT)
    stem = name or PurePosixPath(path).stem
    if not valid_file_name(stem):
        report(
            BAD_NAME,
            Span(path),
            hint=Phrase("rename it, for example {file_anchor}.md", file_anchor=file_anchor(stem)),
        )
    if not title:
        if not meta.broken and not crowded and ("title" not in meta.keys or convert.conditions.count):
            report(NO_TITLE, Span(path, 1, 1), hint="add `title: …` between two lines of ---")
        title = (nodes.Text(stem),)
    if not blocks and not _has_text(body) and not meta.broken and not crowded:
        report(EMPTY, Span(path, first + 1, 1))
    if convert.emptied(blocks, 0):
        hint = "write the condition into the front matter, or some words for the others"
        report(EMPTIED, Span(path, first + 1, 1), hint=hint)
    if placeholder := _placeholder(body):
        report(
            UNWRITTEN,
            source.span(placeholder[0]),
            text=placeholder[1],
            hint="write it, or take the file out of the folder",
        )
    kind = _kind(scalar("kind"), report)
    part = _part(scalar("part"), kind, report)
    value = meta.values.get("events", [])
    events = value if isinstance(value, list) else [value]
    result = nodes.Chapter(
        id=stem,
        span=Span(path, 1, 1),
        title=title,
        blocks=blocks,
        notes=tuple(convert.notes),
        kind=kind,
        part=part,
        numbered=part is nodes.Part.MAIN and _numbered(scalar("numbered"), report),
        date=_date(scalar("date"), report),
        place=words("place"),
        subtitle=words("subtitle"),
        kicker=words("kicker"),
        short=words("short"),
        summary=words("summary"),
        author=scalar("author").text,
        events=tuple(formatted(one) for one in events if one.text),
        lang=_language(scalar("lang"), report),
        translate=_translated(scalar("translate"), report),
        left_out=convert.conditions.left_out(),
    )
    convert.tally.report(report)
    report_overlong(result, text, report)
    report_line_breaks(result, report)
    return result


def _with_attributes(
    title: tuple[nodes.Inline, ...], heading: Token, convert: Converter
) -> tuple[tuple[nodes.Inline, ...], str]:
    """Return the title of a chapter with the classes and language of its heading, and the anchor of that."""
    own = convert.own(heading, convert.source.block(heading))
    anchor = own.pop("id")
    own.pop("translate")
    if title and any(own.values()):
        title = (nodes.Styled("span", title, span=title[0].span, **own),)
    return title, anchor if title else ""


def _for_other_programs(report: Report, names: Collection[str]) -> Report:
    """Return a report function that ignores the shape of values for other programs."""

    def tell(
        rule: Rule, span: Span, /, *,
        hint: Hint = "", fix: Fix | None = None, area: PageArea | None = None, **values: object,
    ) -> None:  # fmt: skip
        if rule is not front_matter.SHAPE or values.get("key") not in names:
            report(rule, span, hint=hint, fix=fix, area=area, **values)

    return tell


def _anchor_alone(block: nodes.Block) -> str:
    """Return the anchor of a paragraph that holds nothing else, `[]{#id}`; empty if it is none."""
    match block:
        case nodes.Paragraph(content=(nodes.Styled(content=(), id=anchor),)):
            return anchor
    return ""


def _title_heading(tokens: Sequence[Token]) -> int | None:
    """Return the position of the `#` heading that begins a body; comments may precede it."""
    first = next((n for n, token in enumerate(tokens) if token.type != "html_block"), 0)
    return first if tokens and (tokens[first].type, tokens[first].tag) == ("heading_open", "h1") else None


def _kind(value: Scalar, report: Report) -> str:
    """Return the kind of a chapter by its current name; reports `spelling.old` and `chapter.kind`."""
    kind = renamed.KINDS.get(value.text, value.text) or "chapter"
    if value.text in renamed.KINDS:
        fix = Fix(value.span, value.text, kind) if value.exact else None
        renamed.tell(report, value.span, f"kind: {value.text}", f"kind: {kind}", fix)
    if kind not in KINDS:
        report(UNKNOWN_KIND, value.span, kind=kind, hint=nearest(kind, KINDS))
    return kind


def _language(value: Scalar, report: Report) -> str:
    """Return the language tag of a chapter; empty if it has none, or a wrong one (`attribute.lang`)."""
    if value.text and not valid_tag(value.text):
        report(LANGUAGE, value.span, tag=value.text)
        return ""
    return value.text


def _printable(text: str, path: str, report: Report) -> str:
    """Return the text with a blank for each character that XML 1.0 (section 2.2) forbids."""
    line = last = 0  # the number of lines so far, and the start of the current one
    for match in _CONTROL.finditer(text):
        if more := text.count("\n", last, match.start()):
            line += more
            last = text.rindex("\n", last, match.start()) + 1
        column = match.start() - last + 1
        report(CONTROL, Span(path, line + 1, column), character=f"U+{ord(match[0]):04X}", hint="delete it")
    return _CONTROL.sub(" ", text)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _has_text(body: str) -> bool:
    """Whether a body without blocks holds more than a title and comments; that was reported already."""
    return bool(re.sub(r"\A\s*#[^\n]*", "", _without_comments(body)).strip())


def _without_comments(body: str) -> str:
    """Return a body with blanks for its comments, on as many lines."""
    # No comment ends behind the last -->; searching there would read the rest for each opening.
    end = body.rfind("-->") + 3 if "-->" in body else 0
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), body[:end]) + body[end:]


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


_PLACEHOLDER = re.compile(r"(?:[\s.,:;…!?*_–—-]|\b(?:TODO|TBD|FIXME|XXX)\b)+", re.IGNORECASE)


def _placeholder(body: str) -> tuple[int, str] | None:
    """Return the line, counted from 0, and the text of a body that says nothing besides a title and comments; None if it
    does, or is empty."""
    body = _without_comments(body)
    title = re.match(r"\s*#[^\n]*", body)
    rest = body[title.end() if title else 0 :]
    text = rest.strip()
    if not text or len(text) > SHORT or not _PLACEHOLDER.fullmatch(text):
        return None
    return body.count("\n", 0, len(body) - len(rest.lstrip())), text


def is_unwritten(text: str) -> bool:
    """Whether the file of a chapter has no text, or one that only keeps its place."""
    _, body, _ = front_matter.split(text)
    return _placeholder(body) is not None or not _has_text(body)


SHORT = 60
"""In characters: the longest text that is looked at as a placeholder."""


def _numbered(value: Scalar, report: Report) -> bool:
    if value.text not in ("", *front_matter.YES, *front_matter.NO):
        report(front_matter.SHAPE, value.span, key="numbered", wanted="true or false")
    return value.text not in front_matter.NO


def _translated(value: Scalar, report: Report) -> bool:
    if value.text and value.text not in front_matter.NO:
        hint = "`translates` names the chapter that this one translates"
        report(TRANSLATE, value.span, value=value.text, hint=hint)
        return True
    return not value.text


def _part(value: Scalar, kind: str, report: Report) -> nodes.Part:
    if not value.text:
        return (
            nodes.Part.BACK if kind in BACK else nodes.Part.FRONT if kind == "foreword" else nodes.Part.MAIN
        )
    try:
        return nodes.Part(value.text)
    except ValueError:
        report(
            BAD_PART,
            value.span,
            text=value.text,
            hint=nearest(value.text, nodes.Part) or "front, main or back",
        )
        return nodes.Part.MAIN


def _date(value: Scalar, report: Report) -> dt.date | None:
    if not value.text:
        return None
    date = parse_iso_date(value.text)
    if date is None:
        report(BAD_DATE, value.span, text=value.text, hint=date_hint(value.text))
    return date
