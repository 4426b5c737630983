"""Rewrites chapters that are Markdown of another program as Markdown of ours: `bookbuilder import --convert`."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import groupby

from bookbuilder.diagnostics import Findings, Report, Rule, Severity, Span
from bookbuilder.document import nodes
from bookbuilder.document.walk import walk
from bookbuilder.importers.manuscript.book_files import CITATION, CITATIONS_FILE
from bookbuilder.importers.manuscript.write_blocks import BlockWriter, note_markdown
from bookbuilder.importers.manuscript.write_inlines import WritingContext
from bookbuilder.importers.markdown_sources.chapter_manuscript import ChapterManuscript, Unconvertible
from bookbuilder.markdown import front_matter
from bookbuilder.markdown.callouts import FOLDED, KIND, UNFOLDED
from bookbuilder.markdown.dialect import Citing, Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.phrases import Phrase
from bookbuilder.project.flavour import Flavour

KEPT = Rule(
    "import.unconverted",
    "this chapter stays as it is, because it has {what}",
    "`import --convert` writes a chapter anew only if every word and every part of it arrives. Others keep their flavour.",
    Severity.WARNING,
)
CLASSES = Rule(
    "import.classes",
    "{count} classes were left out in this chapter",
    "Classes such as {.wide} name looks of the style sheet for which the chapter was written. Our theme does not have them.",
    Severity.NOTICE,
)


@dataclass(frozen=True, slots=True)
class KnownSources:
    """The keys of the sources that a book has, and its language, in which places in them are written."""

    keys: Collection[str] = ()
    language: str = ""


def convert_chapters(
    files: Mapping[str, bytes], flavour: Flavour, report: Report, known: KnownSources | None = None
) -> tuple[dict[str, bytes], bool]:
    """Return the files of a book with its chapters in our Markdown, and whether all are; `known` are the
    sources that it has. Reports `import.*`."""
    out, whole = dict(files), True
    citations: list[dict[str, str]] = []
    known = known or KnownSources()
    citing = Citing.TEXT if known.keys else Citing.NO
    for path, data in files.items():
        if not path.endswith(".md") or not path.startswith("chapters/"):
            continue
        new = _converted(data.decode(), path, Dialect(flavour, citing=citing), report, citations, known)
        whole = whole and new is not None
        out[path] = data if new is None else new.encode()
    if citations:
        out[CITATIONS_FILE] = (json.dumps(citations, ensure_ascii=False, indent=1) + "\n").encode()
        report(CITATION, Span(CITATIONS_FILE), count=len(citations), file=CITATIONS_FILE)
    return out, whole


def _converted(
    text: str,
    path: str,
    dialect: Dialect,
    report: Report,
    citations: list[dict[str, str]],
    known: KnownSources,
) -> str | None:
    """Return a chapter in our Markdown; None, and a report, if it cannot be. Its citations are added to the others."""
    said = Findings()
    chapter = parse_chapter(text, path, directives(), said, dialect=dialect)
    wrong = next((one for one in said.sorted() if one.severity is Severity.ERROR), None)
    if wrong is not None:
        report(KEPT, wrong.span, what=Phrase("an error: {message}", message=wrong.phrases[0]))
        return None
    own: list[dict[str, str]] = []

    def cite(words: str, source: str) -> str:
        anchor = f"citation-{len(citations) + len(own) + 1}"
        own.append({"id": anchor, "file": path, "text": words, "source": source})
        return anchor

    manuscript = ChapterManuscript(path.rpartition("/")[0])
    try:
        body = _body(chapter, manuscript, path, cite, report, known)
    except Unconvertible as part:
        report(KEPT, Span(path), what=Phrase("a part that cannot be written anew ({part})", part=part))
        return None
    new = f"---\n{(front_matter.split(text)[0] or '').strip()}\n---\n\n{body}\n"
    again = parse_chapter(new, path, directives(), Findings(), dialect=Dialect(citing=dialect.citing))
    if _words(again, known.keys) != _words(chapter, known.keys):
        report(KEPT, Span(path), what="words that would be read otherwise")
        return None
    if manuscript.lost:
        report(CLASSES, manuscript.lost[0].span, count=len(manuscript.lost))
    citations += own
    return new


def _body(
    chapter: nodes.Chapter,
    manuscript: ChapterManuscript,
    path: str,
    cite: Callable[[str, str], str],
    report: Report,
    known: KnownSources,
) -> str:
    """Return the body of a chapter in our Markdown. Raises `Unconvertible`."""
    notes = {note.label: manuscript.blocks(note.blocks) for note in chapter.notes}
    context = WritingContext(
        report,
        Span(path),
        str,
        notes,
        manuscript.anchors,
        manuscript.pictures,
        cite,
        language=known.language,
        sources={key: key for key in known.keys},
    )
    writer = BlockWriter(context)
    out: list[str] = []
    for special, group in groupby(chapter.blocks, key=_is_special):
        if not special:
            out += writer.blocks(manuscript.blocks(tuple(group)))
            continue
        for block in group:
            if isinstance(block, nodes.Box):
                out.append(_callout(block, manuscript, writer))
            elif isinstance(block, nodes.Pending):
                out.append("::: sources\n:::")
            else:
                out.append("::: pagebreak\n:::")
    out += [note_markdown(label, blocks, context) for label, blocks in notes.items()]
    return "\n\n".join(out)


def _is_special(block: nodes.Block) -> bool:
    """Whether a block is one that manuscripts do not have, and that is written here."""
    lists_sources = isinstance(block, nodes.Pending) and block.directive == "sources"
    return (
        lists_sources
        or isinstance(block, nodes.PageBreak)
        or (isinstance(block, nodes.Box) and block.kind == KIND)
    )


def _callout(box: nodes.Box, manuscript: ChapterManuscript, writer: BlockWriter) -> str:
    """Return a callout as a quotation that says what it is."""
    fold = "-" if FOLDED in box.classes else "+" if UNFOLDED in box.classes else ""
    [title] = writer.blocks(manuscript.blocks((nodes.Paragraph(box.title),))) or [""]
    lines = [f"[!{box.classes[0].upper()}]{fold} {title}".rstrip()]
    lines += "\n\n".join(writer.blocks(manuscript.blocks(box.blocks), depth=1)).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _words(chapter: nodes.Chapter, known: Collection[str]) -> str:
    """Return what a chapter prints, in order, without spaces, the files of its pictures, and what it cites of the `known`
    sources."""
    parts = []
    for node in walk((chapter.title, chapter.blocks, chapter.notes)):
        match node:
            case nodes.CodeText(
                text=own, classes=("formula",)
            ):  # the signs around it are no part of a formula in our form
                parts.append("".join(own.strip("$").split()))
            case nodes.Formula(words=own):
                parts.append("".join(own.split()))
            case nodes.Text(text=own) | nodes.CodeText(text=own) | nodes.Code(text=own):
                parts.append("".join(own.split()))
            case nodes.Citation(sources=cited) if all(one.key in known for one in cited):
                parts += [f"{one.key}{one.label}{''.join(one.locator.split())}" for one in cited]
            case nodes.Citation(text=own):
                parts.append("".join(own.split()))
            case nodes.Image(source=source, alt=alt):
                parts += [source, "".join(alt.split())]
            case _:
                pass
    return "".join(parts)
