"""Writes a manuscript as the files of a book."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bookbuilder.diagnostics import BookbuilderError, Findings, Report, Rule, Severity, Span
from bookbuilder.importers.clean_text import printable
from bookbuilder.importers.importer import Files, ImportRequest
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.anchor_ids import AnchorIds, anchor_ids, with_named_references
from bookbuilder.importers.manuscript.book_settings import (
    STYLES_FILE,
    book_locale,
    book_toml,
    styles_toml,
    with_valid_values,
)
from bookbuilder.importers.manuscript.cited_notes import with_cited_notes
from bookbuilder.importers.manuscript.cited_sources import CitedSources, cited_sources
from bookbuilder.importers.manuscript.new_chapter import NewChapter
from bookbuilder.importers.manuscript.pictures import picture_files
from bookbuilder.importers.manuscript.proof_notes import FILE as PROOF_FILE
from bookbuilder.importers.manuscript.proof_notes import Quotation, proof_file, quotations
from bookbuilder.importers.manuscript.sources_chapter import sources_chapter, sources_toml
from bookbuilder.importers.manuscript.split_chapters import within_limits, without_imprint
from bookbuilder.importers.manuscript.typed_numbers import without_typed_numbers
from bookbuilder.importers.manuscript.write_blocks import BlockWriter, note_markdown, title_markdown
from bookbuilder.importers.manuscript.write_inlines import (
    HEADING,
    WritingContext,
    inline_markdown,
    lifted_paragraph,
)
from bookbuilder.importers.quoting import slug
from bookbuilder.markdown.escape_markdown import escape_text
from bookbuilder.world import Reader

EMPTY = Rule(
    "import.empty",
    "there is no text in this manuscript",
    "A book needs a text. Perhaps everything stands in pictures, in a part that was left out, or in another file.",
)
UNCALLED = Rule(
    "import.uncalled",
    "nothing calls this note; its words are not in the book: {text}",
    "The call of a note was deleted and the note stayed in the file, where no program shows it.",
    Severity.WARNING,
)
CITATION = Rule(
    "import.citation",
    "{count} citations are kept as they are printed; what is known of their sources is in {file}",
    "A citation is set from its sources if the manuscript, or a file beside it, says which they are. Others have an anchor,"
    " by which citations.json finds them.",
    Severity.WARNING,
)
CITATIONS_FILE = "citations.json"


@dataclass(slots=True)
class _Chapter:
    """A chapter that is being written: its notes in the order of their calls, and its citations."""

    path: str
    notes: dict[str, str] = field(default_factory=dict)
    citations: list[dict[str, object]] = field(default_factory=list)

    def note(self, key: str) -> str:
        """Return the label of a note."""
        return self.notes.setdefault(key, str(len(self.notes) + 1))


def book_of(
    read: Callable[[ImportRequest, Report], nodes.Manuscript], isbn_format: str = "pdf"
) -> Callable[[ImportRequest, Reader, Findings], Files | None]:
    """Return the `run` of an importer whose `read` makes a manuscript, or raises `BookbuilderError`. An ISBN in the source
    is that of the edition of `isbn_format`."""

    def run(request: ImportRequest, world: Reader, findings: Findings) -> Files | None:
        try:
            manuscript = read(request, findings)
        except BookbuilderError as error:
            findings.extend(error.diagnostics)
            return None
        return book_files(manuscript, replace(request, isbn_format=isbn_format), world, findings)

    return run


def book_files(
    manuscript: nodes.Manuscript, request: ImportRequest, world: Reader, findings: Findings
) -> Files | None:
    """Return the files of the book that a manuscript makes, or None after an error. Reports `import.*`."""
    path = request.source.name
    try:
        locale = book_locale(
            request.locale, manuscript.metadata, _sample(manuscript.sections), path, world, findings
        )
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None
    cited = cited_sources(manuscript, request.source.sources)
    manuscript = with_cited_notes(manuscript, cited)
    chapters = without_typed_numbers(without_imprint(manuscript.sections, findings), findings)
    sections = [
        section
        for section in within_limits(chapters, findings)
        if section.blocks or nodes.plain_text(section.title).strip()
    ]
    if not sections:
        findings(EMPTY, Span(path), hint="open it in the program that wrote it, and look for its text")
        return None
    metadata = with_valid_values(manuscript.metadata, path, request.date, findings)
    title = metadata.title or nodes.plain_text(sections[0].title).strip() or request.id
    sections += sources_chapter(sections, cited, locale.tag)
    writer = _BookWriter(
        manuscript, sections, f"chapters/{locale.name}", title, path, locale.tag, findings, cited
    )
    files = {**writer.files(), **cited.files, **(request.source.sources_files if cited.keys else {})}
    picture = writer.pictures.paths.get(metadata.cover)
    cover = f"{writer.folder}/{picture}" if picture else ""
    settings = book_toml(replace(metadata, title=title), locale, request.id, path, request.isbn_format, cover)
    files["book.toml"] = (settings + sources_toml(cited)).encode()
    if styles := styles_toml(manuscript.styles, path):
        files[STYLES_FILE] = styles.encode()
    return dict(sorted(files.items()))


_SAMPLE = 20_000
"""Characters by which the language is recognised."""


def _sample(sections: Sequence[nodes.Section]) -> str:
    """Return the beginning of the text, without code."""
    parts: list[str] = []
    size = 0
    for section in sections:
        for content in nodes.block_inlines(section.blocks):
            if size >= _SAMPLE:
                return "\n".join(parts)
            parts.append(nodes.plain_text(content))
            size += len(parts[-1])
    return "\n".join(parts)


class _BookWriter:
    """Writes the chapters of a book, and the files beside them."""

    def __init__(
        self,
        manuscript: nodes.Manuscript,
        sections: list[nodes.Section],
        folder: str,
        title: str,
        path: str,
        language: str,
        report: Report,
        cited: CitedSources,
    ) -> None:
        self.cited = cited
        self.manuscript, self.sections, self.folder = manuscript, sections, folder
        self.title, self.path, self.language, self.report = title, path, language, report
        self.names = _chapter_names(sections, language)
        self.ids: AnchorIds = anchor_ids(sections, self.names, manuscript.notes, language)
        used = [key for section in sections for key in _pictures(section.blocks, section.title)]
        used += [key for blocks in manuscript.notes.values() for key in _pictures(blocks, ())]
        cover = manuscript.metadata.cover
        self.pictures = picture_files(
            manuscript.images, [*used, *([cover] if cover else [])], path, report, language
        )
        self.citations = 0
        self.anchors = set(self.names)

    def files(self) -> dict[str, bytes]:
        """Return path → file."""
        files: dict[str, bytes] = {
            f"{self.folder}/{path}": data for path, data in self.pictures.files.items()
        } | dict(self.pictures.left_out)
        places: dict[str, Quotation] = {}
        citations: list[dict[str, object]] = []
        called: set[str] = set()
        for section, name in zip(self.sections, self.names, strict=True):
            chapter = _Chapter(f"{self.folder}/{name}.md")
            files[chapter.path] = self._chapter(section, chapter).encode()
            notes = tuple(self.manuscript.notes[key] for key in chapter.notes)
            places |= quotations(chapter.path, ((nodes.Paragraph(section.title),), section.blocks, *notes))
            citations += chapter.citations
            called |= chapter.notes.keys()
        self._report_uncalled(called)
        if proof := proof_file(self.manuscript.proof, places):
            files[PROOF_FILE] = proof.encode()
        if citations:
            files[CITATIONS_FILE] = (json.dumps(citations, ensure_ascii=False, indent=1) + "\n").encode()
        return files

    def _chapter(self, section: nodes.Section, chapter: _Chapter) -> str:
        def cite(text: str, source: str) -> str:
            self.citations += 1
            anchor = f"citation-{self.citations}"
            chapter.citations.append(
                {"id": anchor, "file": chapter.path, "text": text, "source": _json(source)}
            )
            return anchor

        context = WritingContext(
            self.report,
            section.span,
            chapter.note,
            self.manuscript.notes,
            self.ids.targets,
            self.pictures.paths,
            cite,
            language=self.language,
            unprinted=self.pictures.unprinted,
            written=self.anchors,
            sources=self.cited.keys,
            cited_in_notes=self.cited.notes,
        )
        title = title_markdown(
            tuple(node for node in section.title if not isinstance(node, nodes.Anchor)), context
        )
        lines, rest = _front_matter_lines(section.blocks)
        heading = context.at(section.span, HEADING)
        front = {key: inline_markdown(content, heading) for key, content in lines.items()}
        lifted = lifted_paragraph(context.lifted, section.span, self.report)
        blocks = with_named_references((*([lifted] if lifted else []), *rest), self.ids.named)
        index = any(isinstance(block, nodes.IndexPlace) for block in blocks)
        sources = any(isinstance(block, nodes.SourcesPlace) for block in blocks)
        kind = section.kind or (
            "index" if index and len(blocks) == 1 else "sources" if sources and len(blocks) == 1 else ""
        )
        numbered = "" if section.numbered or kind else "false"
        events = tuple(inline_markdown(event, heading) for event in section.events)
        front |= {"kind": kind, "numbered": numbered, "date": section.date}
        head: dict[str, str | Sequence[str]] = {"title": title or self._untitled()}
        head |= {key: text for key, text in front.items() if text}
        head |= {"events": events} if events else {}
        parts = BlockWriter(context).blocks(blocks)
        parts = parts or ["::: pagebreak\n:::"]  # the title of a part stands on a page of its own
        written: set[str] = set()
        while pending := [key for key in chapter.notes if key not in written]:
            for key in pending:
                written.add(key)
                note = with_named_references(self.manuscript.notes[key], self.ids.named)
                parts.append(note_markdown(chapter.notes[key], note, context.at(section.span)))
        if chapter.citations:
            self.report(CITATION, Span(chapter.path), count=len(chapter.citations), file=CITATIONS_FILE)
        return NewChapter(section.name, head, "\n\n".join(parts)).text()

    def _untitled(self) -> str:
        return escape_text(printable(self.title))

    def _report_uncalled(self, called: set[str]) -> None:
        """Report notes without a call, except notes in notes, which are printed there."""
        inner = {
            node.key
            for blocks in self.manuscript.notes.values()
            for text in nodes.block_inlines(blocks)
            for node in nodes.walk_inlines(text)
            if hasattr(node, "key") and not isinstance(node, nodes.Picture)
        }
        for key, blocks in self.manuscript.notes.items():
            text = " ".join(
                nodes.plain_text(content).strip() for content in nodes.block_inlines(blocks)
            ).strip()
            if key not in called and key not in inner and text:
                self.report(UNCALLED, Span(self.path), text=text[:500])


def _front_matter_lines(
    blocks: tuple[nodes.Block, ...],
) -> tuple[dict[str, tuple[nodes.Inline, ...]], tuple[nodes.Block, ...]]:
    """Return the lines of the front matter that paragraphs below the title of a chapter are, and the other blocks. One with
    more than words stays where it is."""
    lines: dict[str, tuple[nodes.Inline, ...]] = {}
    for position, block in enumerate(blocks):
        key = _FRONT_MATTER.get(block.role, "") if isinstance(block, nodes.Paragraph) else ""
        if not key or key in lines or not isinstance(block, nodes.Paragraph):
            return lines, blocks[position:]
        if not all(
            isinstance(node, nodes.Text | nodes.Styled | nodes.Code | nodes.ProofMark)
            for node in nodes.walk_inlines(block.content)
        ):
            return lines, blocks[position:]
        lines[key] = block.content
    return lines, ()


_FRONT_MATTER = {"summary": "summary", "chapter subtitle": "subtitle"}
"""Role of a paragraph → key of the front matter."""


def _chapter_names(sections: list[nodes.Section], language: str) -> list[str]:
    """Return the names of chapters' files: a number that gives their order, and the words of their title."""
    width = max(len(str(len(sections))), 2)
    names = []
    for number, section in enumerate(sections, 1):
        words = slug(section.name or nodes.plain_text(section.title), 40, language)
        names.append(f"{number:0{width}}-{'chapter' if words == 'text' else words}")
    return names


def _pictures(blocks: tuple[nodes.Block, ...], title: tuple[object, ...]) -> list[str]:
    """Return the keys of the pictures in blocks, in order."""
    found = []
    for text in nodes.block_inlines(blocks):
        found += [node.key for node in nodes.walk_inlines(text) if isinstance(node, nodes.Picture)]
    found += [node.key for node in title if isinstance(node, nodes.Picture)]
    return found


def _json(source: str) -> object:
    """Return the source of a citation as data, if it is JSON."""
    try:
        return json.loads(source)
    except (ValueError, RecursionError):
        return source
