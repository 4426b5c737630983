"""Reads the content of a paragraph of Word into runs: words with styles, notes, fields, comments, changes, pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.importers.docx.drawings import read_drawing
from bookbuilder.importers.docx.fields import GENERATED, field_content, index_entry, parse_field
from bookbuilder.importers.docx.formulas import latex
from bookbuilder.importers.docx.package import attribute, child, switched_on
from bookbuilder.importers.docx.reading import DocxState, OpenField
from bookbuilder.importers.docx.style_sheet import run_styles, switched_off
from bookbuilder.importers.docx.symbols import symbol
from bookbuilder.importers.importer import KEEP, REJECT
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.losses import EXTERNAL, HIDDEN
from bookbuilder.importers.manuscript.runs import PLAIN, StyledRun, nested
from bookbuilder.importers.manuscript.style_roles import UNCONFIRMED
from bookbuilder.importers.safe_xml import elements, local

FIELD = Rule(
    "import.field",
    "the field {name} prints what it printed in the manuscript; the book does not compute it anew",
    "Fields such as numbers of notes, formulas of tables and dates are words now. Look whether they are still right.",
    Severity.NOTICE,
)
SYMBOL = Rule(
    "import.symbol",
    "the sign {sign} of the font {font} is not known; □ stands for it",
    "Signs of Symbol and Wingdings have no meaning outside these fonts. Write the sign that is meant.",
    Severity.WARNING,
)
_CONTAINERS = ("smartTag", "customXml", "sdtContent", "bdo", "dir")
_PLAIN_FIELDS = (
    "",
    "HYPERLINK",
    "REF",
    "PAGEREF",
    "XE",
    "SEQ",
    "CITATION",
    "BIBLIOGRAPHY",
    "FORMTEXT",
    "FORMDROPDOWN",
    "QUOTE",
    "STYLEREF",
)


CHAPTER_NUMBER = "ChapterNumber"
"""The style of the number before the title of a chapter that was exported."""


class RunReader:
    """Reads one paragraph; fields that are open go on in the next one (`DocxState.fields`)."""

    def __init__(self, reading: DocxState) -> None:
        """Begin a paragraph; `labels` are the places behind numbers of figures and tables (SEQ fields)."""
        self.reading = reading
        self.runs: list[StyledRun] = []
        self.labels: list[int] = []
        for one in reading.fields:
            # It began in a paragraph before, and its words are not among these runs.
            one.start = -1

    def read(self, parent: etree._Element) -> None:
        """Read the children of a paragraph, or of an element within it."""
        for element in elements(parent):
            match local(element):
                case "r":
                    self._run(element)
                case "hyperlink":
                    self._hyperlink(element)
                case "ins" | "moveTo":
                    _read_insertion(self, element)
                case "del" | "moveFrom":
                    _read_deletion(self, element)
                case "fldSimple":
                    self._simple_field(element)
                case "bookmarkStart":
                    self.add(nodes.Anchor(attribute(element, "name")))
                case "commentRangeStart":
                    self.add(nodes.ProofMark(f"comment-{attribute(element, 'id')}", "start"))
                case "commentRangeEnd":
                    self.add(nodes.ProofMark(f"comment-{attribute(element, 'id')}", "end"))
                case "oMath":
                    self.add(nodes.Formula(latex(element)))
                case "oMathPara":
                    for formula in elements(element):
                        if local(formula) == "oMath":
                            self.reading.displays.append(latex(formula))
                case "AlternateContent":
                    if (best := preferred(element)) is not None:
                        self.read(best)
                case "sdt":
                    self._content_control(element)
                case name if name in _CONTAINERS:
                    self.read(element)
                case _:
                    pass

    def end(self) -> None:
        """End the paragraph: the words of a field that is broken are words."""
        for one in [one for one in self.reading.fields if not one.result]:
            self.reading.fields.remove(one)
            self.runs += one.held

    def _hidden(self) -> bool:
        """Whether we are in the instruction of a field, or in generated text such as contents."""
        return bool(self.reading.generated) or any(not one.result for one in self.reading.fields)

    def add(self, node: nodes.Inline, styles: frozenset[str] = PLAIN, lang: str = "") -> None:
        """Add an inline, unless we are in what is not printed."""
        if self._hidden() and not isinstance(node, nodes.Anchor):
            if not self.reading.generated:
                self.reading.fields[-1].held.append(StyledRun(node, styles, lang))
            return
        if isinstance(node, nodes.Anchor | nodes.ProofMark) and self.runs:
            styles, lang = self.runs[-1].styles, self.runs[-1].lang
        self.runs.append(StyledRun(node, styles - {UNCONFIRMED}, lang))

    # -- runs ----------------------------------------------------------------------------------------------

    def _run(self, element: etree._Element) -> None:
        properties = child(element, "rPr")
        styles, hidden, lang, custom = PLAIN, False, "", False
        if properties is not None and len(properties):
            character = self.reading.styles.character(attribute(child(properties, "rStyle"), "val"))
            styles = (character - switched_off(properties)) | run_styles(properties)
            hidden = switched_on(child(properties, "vanish"))
            lang = _language(properties)
            if attribute(child(properties, "rStyle"), "val") == CHAPTER_NUMBER:
                return  # the book counts its chapters
        for one in elements(element):
            name = local(one)
            if name == "fldChar":
                self._field_character(attribute(one, "fldCharType"))
            elif name == "instrText":
                if self.reading.fields:
                    self.reading.fields[-1].instruction += one.text or ""
            elif name in ("footnoteReference", "endnoteReference"):
                # The author's own sign for the note follows; a book counts its notes itself.
                custom = switched_on_attribute(one, "customMarkFollows")
                self.add(nodes.NoteCall(f"{name[:4]}-{attribute(one, 'id')}"))
            elif hidden:
                if (text := (one.text or "").strip()) and name == "t" and not self._hidden():
                    self.reading.report(HIDDEN, self.reading.span, text=text[:200])
            elif not (custom and name in ("t", "sym")):
                self._run_content(name, one, styles, lang)

    def _run_content(self, name: str, one: etree._Element, styles: frozenset[str], lang: str) -> None:
        match name:
            case "t" | "delText":
                self._words(one.text or "", styles, lang)
            case "tab" | "ptab":
                self._words("\t", styles, lang)
            case "noBreakHyphen":
                self._words("\u2011", styles, lang)
            case "softHyphen":
                self._words("\u00ad", styles, lang)
            case "br" | "cr" if attribute(one, "type") not in ("page", "column"):
                self.add(nodes.Break(), styles - {"code"}, lang)
            case "sym":
                font, code = attribute(one, "font"), attribute(one, "char")
                sign = symbol(font, code)
                if not sign:
                    self.reading.report(SYMBOL, self.reading.span, sign=code, font=font)
                self._words(sign or "□", styles, lang)
            case "commentReference":
                self.add(nodes.ProofMark(f"comment-{attribute(one, 'id')}", "point"))
            case "drawing" | "pict" | "object":
                for picture in read_drawing(one, self.reading):
                    self.add(replace(picture, unconfirmed=UNCONFIRMED in styles))
            case "AlternateContent":
                if (best := preferred(one)) is not None:
                    for inner in elements(best):
                        self._run_content(local(inner), inner, styles, lang)
            case "ruby":
                base = child(one, "rubyBase")
                if base is not None:
                    self.read(base)
            case _:
                pass

    def _words(self, text: str, styles: frozenset[str], lang: str) -> None:
        if not text:
            return
        if not self._hidden():
            self.reading.letters[lang] += sum(map(str.isalpha, text))
        own = lang if lang and any(map(str.isalpha, text)) else ""
        if "code" in styles:
            self.add(nodes.Code(text), styles - {"code"} - {"smallcaps"}, own)
        else:
            self.add(nodes.Text(text), styles, own)

    # -- fields --------------------------------------------------------------------------------------------

    def _field_character(self, kind: str) -> None:
        fields = self.reading.fields
        if kind == "begin":
            fields.append(OpenField(start=len(self.runs)))
        elif kind == "separate" and fields:
            fields[-1].result = True
            fields[-1].start = len(self.runs) if fields[-1].start >= 0 else -1
            if self._is_generated(fields[-1].instruction):
                self.reading.generated += 1
        elif kind == "end" and fields:
            done = fields.pop()
            if done.result and self._is_generated(done.instruction):
                self.reading.generated -= 1
            self._close(done.instruction, done.start)

    def _simple_field(self, element: etree._Element) -> None:
        start, instruction = len(self.runs), attribute(element, "instr")
        generated = self._is_generated(instruction)
        self.reading.generated += generated
        self.read(element)
        self.reading.generated -= generated
        self._close(instruction, start)

    def _is_generated(self, instruction: str) -> bool:
        """Whether the result of a field is what the book makes anew."""
        return parse_field(instruction).name in GENERATED or self.reading.citations.lists(instruction)

    def _close(self, instruction: str, start: int) -> None:
        """Turn the runs since a place into what a field prints."""
        if self.reading.citations.lists(instruction):
            self.reading.sources_place = True
            return
        field = parse_field(instruction)
        if field.name == "XE":
            entry = index_entry(field)
            if entry is not None:
                self.add(entry)
            return
        if field.name == "INDEX":
            self.reading.index_places.append(field.switches.get("f", ""))
            return
        if field.name in ("INCLUDEPICTURE", "INCLUDETEXT", "LINK", "DDE", "DDEAUTO") and field.arguments:
            what = "what the field " + field.name + " shows"
            self.reading.report(EXTERNAL, self.reading.span, what=what, address=field.arguments[0][:200])
        if field.name not in (*_PLAIN_FIELDS, *GENERATED, "ADDIN"):
            self.reading.tell_once(f"field {field.name}", FIELD, name=field.name[:40])
        if start < 0 or self._hidden():
            return
        if field.name == "SEQ":
            self.labels.append(len(self.runs))
            return
        self._wrap(start, lambda content: self._field_content(instruction, content))

    def _field_content(self, instruction: str, content: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
        citation = self.reading.citations.citation(instruction, content)
        return (citation,) if citation is not None else field_content(instruction, content)

    def _content_control(self, element: etree._Element) -> None:
        start, tag = len(self.runs), attribute(child(element, "sdtPr", "tag"), "val")
        self.read(element)
        citation = self.reading.citations.control(tag, nested(self.runs[start:]))
        if citation is not None:
            self.runs[start:] = [StyledRun(citation)]

    def _wrap(
        self, start: int, change: Callable[[tuple[nodes.Inline, ...]], tuple[nodes.Inline, ...]]
    ) -> None:
        plain = [StyledRun(run.node, run.styles - {"underline"}, run.lang) for run in self.runs[start:]]
        content = nested(plain)  # links are underlined without a meaning
        changed = change(content)
        if changed != content:
            self.runs[start:] = [StyledRun(node) for node in changed]

    def _hyperlink(self, element: etree._Element) -> None:
        start = len(self.runs)
        self.read(element)
        place = attribute(element, "anchor")
        relationship = self.reading.package.relationships(self.reading.part).get(attribute(element, "id"))
        if relationship is not None and relationship.external:
            address = f"{relationship.target}#{place}" if place else relationship.target
            self._wrap(start, lambda content: (nodes.Link(address, content),))
        elif place and place != "_top":
            self._wrap(start, lambda content: (nodes.Reference(place, content),))


def _language(properties: etree._Element | None) -> str:
    """Return the language of a run, for its direction of writing."""
    element = child(properties, "lang")
    if element is None:
        return ""
    if switched_on(child(properties, "rtl")):
        return attribute(element, "bidi")
    return attribute(element, "val")


def _read_insertion(reader: RunReader, element: etree._Element) -> None:
    """Read words that were inserted or moved here; REJECT leaves them out."""
    reading = reader.reading
    if reading.changes == REJECT:
        return
    key = _next_change(reading) if reading.changes == KEEP else ""
    before = len(reader.runs)
    if key:
        reader.add(nodes.ProofMark(key, "start"))
    reader.read(element)
    if key and len(reader.runs) > before + 1:
        _note_change(reading, element, key, "move" if local(element) == "moveTo" else "insertion", "")
        reader.add(nodes.ProofMark(key, "end"))


def _read_deletion(reader: RunReader, element: etree._Element) -> None:
    """Read words that were deleted or moved away; REJECT prints them, KEEP notes them."""
    reading = reader.reading
    if reading.changes == REJECT:
        reader.read(element)
        return
    inner = RunReader(reading)
    inner.read(element)
    text = nodes.plain_text(nested(inner.runs))
    if reading.changes == KEEP and text:
        key = _next_change(reading)
        _note_change(reading, element, key, "move" if local(element) == "moveFrom" else "deletion", text)
        reader.add(nodes.ProofMark(key, "point"))


def _next_change(reading: DocxState) -> str:
    reading.undecided += 1
    return f"change-{reading.undecided}"


def _note_change(reading: DocxState, element: etree._Element, key: str, kind: str, text: str) -> None:
    author, date = attribute(element, "author"), attribute(element, "date")
    reading.proof[key] = nodes.ProofNote(key, kind, author, date, text, span=reading.span)


def preferred(element: etree._Element) -> etree._Element | None:
    """Return the best of alternative contents: the first choice, else the one for old programs."""
    choice = child(element, "Choice")
    return choice if choice is not None else child(element, "Fallback")


def switched_on_attribute(element: etree._Element, name: str) -> bool:
    """Whether an attribute is there and on."""
    return attribute(element, name) in ("1", "true", "on")
