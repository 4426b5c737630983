"""Reads the content of a paragraph of LibreOffice into runs."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from bookbuilder.importers.importer import KEEP, REJECT
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.runs import PLAIN, StyledRun, nested, without_stray_code
from bookbuilder.importers.manuscript.style_roles import UNCONFIRMED
from bookbuilder.importers.odt.frames import read_frame
from bookbuilder.importers.odt.reading import OdtReading
from bookbuilder.importers.odt.style_sheet import attribute
from bookbuilder.importers.safe_xml import elements, local

_SPACE = re.compile(r"[ \t\n\r]+")
_KEPT = "\ue000"
"""A space that `text:s` stands for, until the paragraph ends: spaces of the file at its ends are none."""
SPACES = 1000
"""Spaces that `text:s` stands for."""


CHAPTER_NUMBER = "Chapter_20_Number"
"""The style of the number before the title of a chapter that was exported."""


class OdtRuns:
    """Reads one paragraph; `labels` are the places behind numbers of figures and tables."""

    def __init__(self, reading: OdtReading) -> None:
        """Begin a paragraph."""
        self.reading = reading
        self.runs: list[StyledRun] = []
        self.labels: list[int] = []
        self.open_marks: dict[str, tuple[int, etree._Element]] = {}

    def read(self, element: etree._Element, styles: frozenset[str] = PLAIN, lang: str = "") -> None:
        """Read what is within an element."""
        self._words(element.text, styles, lang)
        for one in elements(element):
            self.element(one, styles, lang)
            self._words(one.tail, styles, lang)

    def content(self, start: int = 0, end: int | None = None) -> tuple[nodes.Inline, ...]:
        """Return the runs, or some of them, as inlines."""
        return nested([_spaced(run) for run in without_stray_code(self.runs[start:end])])

    def trim(self) -> None:
        """Take the spaces at the ends of the paragraph, and those behind another one."""
        space = True
        for index, run in enumerate(self.runs):
            if isinstance(node := run.node, nodes.Text | nodes.Code):
                words = node.text.lstrip(" ") if space else node.text
                space = words.endswith(" ") if words else space
                self.runs[index] = StyledRun(replace(node, text=words), run.styles, run.lang)
            elif not isinstance(run.node, nodes.Anchor | nodes.ProofMark):
                space = isinstance(run.node, nodes.Break)
        for index in range(len(self.runs) - 1, -1, -1):
            run = self.runs[index]
            if isinstance(node := run.node, nodes.Text | nodes.Code):
                self.runs[index] = StyledRun(replace(node, text=node.text.rstrip(" ")), run.styles, run.lang)
                if node.text.rstrip(" "):
                    break
            elif not isinstance(run.node, nodes.Anchor | nodes.ProofMark):
                break

    def add(self, node: nodes.Inline, styles: frozenset[str] = PLAIN, lang: str = "") -> None:
        """Add an inline, unless it was rejected."""
        if self.reading.rejected:
            return
        if isinstance(node, nodes.Anchor | nodes.ProofMark) and self.runs:
            styles, lang = self.runs[-1].styles, self.runs[-1].lang
        self.runs.append(StyledRun(node, styles - {UNCONFIRMED}, lang))

    def _words(self, text: str | None, styles: frozenset[str], lang: str) -> None:
        if not text:
            return
        words = _SPACE.sub(" ", text)
        if not self.reading.rejected:
            self.reading.letters[lang] += sum(map(str.isalpha, words))
        own = lang if any(map(str.isalpha, words)) else ""
        self.add(nodes.Code(words) if "code" in styles else nodes.Text(words), styles - {"code"}, own)

    def element(self, element: etree._Element, styles: frozenset[str], lang: str) -> None:
        """Read an inline element."""
        match local(element):
            case "span" if attribute(element, "style-name") == CHAPTER_NUMBER:
                pass  # the book counts its chapters
            case "span":
                added, off, own = self.reading.styles.words(attribute(element, "style-name"))
                self.read(element, (styles - off) | added, own or lang)
            case "s":
                count = attribute(element, "c")
                self._words(_KEPT * min(int(count) if count.isdecimal() else 1, SPACES), styles, lang)
            case "tab":
                self._words("\t", styles, lang)
            case "line-break":
                self.add(nodes.Break(), styles - {"code"}, lang)
            case "soft-hyphen":
                self._words("\u00ad", styles, lang)
            case "a":
                self._link(element, styles, lang)
            case "note":
                self._note(element)
            case "reference-mark-start" if self.reading.citations.is_citation(element):
                self.open_marks[attribute(element, "name")] = (len(self.runs), element)
            case "reference-mark-end" if attribute(element, "name") in self.open_marks:
                start, mark = self.open_marks.pop(attribute(element, "name"))
                self._cite(start, mark)
            case "bibliography-mark":
                start = len(self.runs)
                self.read(element, styles, lang)
                self._cite(start, element)
            case "bookmark" | "bookmark-start" | "reference-mark" | "reference-mark-start":
                self.add(nodes.Anchor(attribute(element, "name")))
            case "bookmark-ref" | "reference-ref" | "sequence-ref":
                form = "page" if attribute(element, "reference-format") == "page" else "text"
                self._wrap(element, styles, lang, attribute(element, "ref-name"), form)
            case "sequence":
                if name := attribute(element, "ref-name"):
                    self.add(nodes.Anchor(name))
                self.read(element, styles, lang)
                self.labels.append(len(self.runs))
            case "alphabetical-index-mark" | "alphabetical-index-mark-start":
                self._index(element)
            case "annotation":
                self._comment(element)
            case "annotation-end":
                self.add(nodes.ProofMark(f"comment-{attribute(element, 'name')}", "end"))
            case "change" | "change-start" | "change-end":
                self._change(element)
            case "frame" | "custom-shape" | "g" | "rect" | "text-box":
                read_frame(self, element, unconfirmed=UNCONFIRMED in styles)
            case "ruby":
                for one in elements(element):
                    if local(one) == "ruby-base":
                        self.read(one, styles, lang)
            case "note-citation" | "tracked-changes" | "hidden-text" | "script" | "soft-page-break":
                pass
            case _:
                self.read(element, styles, lang)

    def _link(self, element: etree._Element, styles: frozenset[str], lang: str) -> None:
        start, address = len(self.runs), attribute(element, "href")
        self.read(element, styles, lang)
        content = self.content(start)
        if content:
            place = address.removeprefix("#").partition("|")[0]
            node = (
                nodes.Reference(place, content) if address.startswith("#") else nodes.Link(address, content)
            )
            self.runs[start:] = [StyledRun(node)]

    def _wrap(
        self, element: etree._Element, styles: frozenset[str], lang: str, target: str, form: str
    ) -> None:
        start = len(self.runs)
        self.read(element, styles, lang)
        content = self.content(start)
        if content:
            self.runs[start:] = [StyledRun(nodes.Reference(target, content, form))]

    def _cite(self, start: int, mark: etree._Element) -> None:
        """Turn the runs since a place into a citation."""
        content = self.content(start)
        if content and not self.reading.rejected:
            self.runs[start:] = [StyledRun(self.reading.citations.citation(mark, content))]

    def _note(self, element: etree._Element) -> None:
        key = f"note-{len(self.reading.notes) + 1}"
        body = next((one for one in elements(element) if local(one) == "note-body"), None)
        if body is not None and not self.reading.rejected:
            self.reading.notes[key] = ()  # its number, before notes in it
            self.reading.notes[key] = self.reading.read_blocks(body, self.reading)
            self.add(nodes.NoteCall(key))

    def _index(self, element: etree._Element) -> None:
        words = attribute(element, "string-value")
        if not words:  # a mark around words: they are the entry
            name = attribute(element, "id")
            parts: list[str] = []
            for one in element.itersiblings():
                parts.append(element.tail or "" if not parts else "")
                if local(one) == "alphabetical-index-mark-end" and attribute(one, "id") == name:
                    break
                parts.append("".join(str(text) for text in one.itertext()) + (one.tail or ""))
            words = "".join(parts)
        first, second = attribute(element, "key1"), attribute(element, "key2")
        entry, sub = (first, words) if first else (words, "")
        if second:
            sub = f"{second}, {words}"
        if entry.strip():
            self.add(nodes.IndexEntry(" ".join(entry.split()), " ".join(sub.split())))

    def _comment(self, element: etree._Element) -> None:
        name = attribute(element, "name") or f"n{len(self.reading.proof) + 1}"
        values = {local(one): "".join(str(text) for text in one.itertext()) for one in elements(element)}
        lines = [
            "".join(str(text) for text in one.itertext())
            for one in elements(element)
            if local(one) in ("p", "list")
        ]
        key = f"comment-{name}"
        author, date = values.get("creator", ""), values.get("date", "")
        resolved = attribute(element, "resolved") == "true"
        self.reading.proof[key] = nodes.ProofNote(
            key, "comment", author, date, "\n".join(lines).strip(), resolved=resolved, span=self.reading.span
        )
        self.add(nodes.ProofMark(key, "start"))

    def _change(self, element: etree._Element) -> None:
        name, edge = attribute(element, "change-id"), local(element)
        kind, author, date, content = self.reading.changes.get(name, ("", "", "", element))
        if kind == "deletion" and edge == "change":
            inner = OdtRuns(self.reading)
            for one in elements(content):
                if local(one) in ("p", "h"):
                    inner.read(one)
            if self.reading.decision == REJECT:
                self.runs += inner.runs
            elif self.reading.decision == KEEP and (text := "".join(_text(run) for run in inner.runs)):
                self._noted(name, kind, author, date, text)
                self.add(nodes.ProofMark(f"change-{name}", "point"))
        elif kind == "insertion" and self.reading.decision == REJECT:
            self.reading.rejected = max(self.reading.rejected + (1 if edge == "change-start" else -1), 0)
        elif kind == "insertion" and self.reading.decision == KEEP and edge != "change":
            self._noted(name, kind, author, date, "")
            self.add(nodes.ProofMark(f"change-{name}", "start" if edge == "change-start" else "end"))

    def _noted(self, name: str, kind: str, author: str, date: str, text: str) -> None:
        key = f"change-{name}"
        self.reading.proof[key] = nodes.ProofNote(key, kind, author, date, text, span=self.reading.span)


def _spaced(run: StyledRun) -> StyledRun:
    node = run.node
    return (
        StyledRun(replace(node, text=node.text.replace(_KEPT, " ")), run.styles, run.lang)
        if isinstance(node, nodes.Text | nodes.Code)
        else run
    )


def _text(run: StyledRun) -> str:
    return run.node.text.replace(_KEPT, " ") if isinstance(run.node, nodes.Text | nodes.Code) else ""
