"""Marks at words that are drawn by chance, and a judgement of where they were led."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from bookbuilder.diagnostics import Span
from bookbuilder.proof.mark import MarkSubject, ProofMark
from bookbuilder.proof.pdf_marks import Box
from tests.proofs.changed_text import ChangedText
from tests.proofs.printed_book import PrintedBook, PrintedRun

KINDS = (
    "highlight",
    "underline",
    "squiggly",
    "strikeout",
    "replace",
    "caret",
    "note",
    "freetext",
    "square",
    "ink",
)


@dataclass(frozen=True)
class SeededMark:
    """A mark that is to be made: its number, its kind, the words, and those before and behind them on the page."""

    number: int
    kind: str
    words: tuple[PrintedRun, ...]
    before: PrintedRun | None
    behind: PrintedRun | None

    @property
    def name(self) -> str:
        """What the mark says: by this it is found again."""
        return f"mark {self.number}"

    @property
    def page(self) -> int:
        return self.words[0].page

    @property
    def lines(self) -> list[Box]:
        """The boxes of its words, one for each line."""
        result: list[Box] = []
        for run in self.words:
            for box in run.boxes:
                last = result[-1] if result else None
                if last and abs(last[1] - box[1]) < 4 and abs(last[3] - box[3]) < 4:
                    result[-1] = (
                        min(last[0], box[0]),
                        min(last[1], box[1]),
                        max(last[2], box[2]),
                        max(last[3], box[3]),
                    )
                else:
                    result.append(box)
        return result


def seeded_marks(book: PrintedBook, count: int, seed: int, kinds: Sequence[str] = KINDS) -> list[SeededMark]:
    """Return marks at words of a book."""
    draw = random.Random(seed)
    result: list[SeededMark] = []
    for page, number in book.drawn(count, seed):
        kind = draw.choice(kinds)
        length = 1 if kind in ("caret", "note", "freetext", "ink") else draw.choice((1, 1, 2, 3, 6, 12))
        words = book.words(page, max(number - 1, 0), length + 2)
        first = 1 if number else 0
        own = _in_order(words[first : first + length])
        if not own or not any(letter.isalnum() for run in own for letter in run.text):
            continue
        behind = words[first + length] if len(words) > first + length else None
        result.append(SeededMark(len(result), kind, own, words[0] if first else None, behind))
    return result


def _in_order(words: Sequence[PrintedRun]) -> tuple[PrintedRun, ...]:
    """Return words as far as they follow one another in the source: a note is drawn behind the text of its page."""
    result: list[PrintedRun] = []
    last: Span | None = None
    for run in words:
        if run.real:
            if last is not None and (run.real[0].path != last.path or not last < run.real[0]):
                break
            last = run.real[-1]
        result.append(run)
    return tuple(result)


def write_marks(data: bytes, marks: Iterable[SeededMark], shape: str = "acrobat") -> bytes:
    """Return a PDF with marks in the shapes that a program writes: `acrobat` or `preview`."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for mark in marks:
            page = pdf.pages[mark.page]
            if "/Annots" not in page:
                page.Annots = Array([])
            for annotation in _annotations(pdf, mark, shape):
                page.Annots.append(annotation)
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def _annotations(pdf: pikepdf.Pdf, mark: SeededMark, shape: str) -> list[pikepdf.Object]:
    lines = mark.lines
    whole = (
        min(box[0] for box in lines),
        min(box[1] for box in lines),
        max(box[2] for box in lines),
        max(box[3] for box in lines),
    )
    common: dict[str, Any] = {
        "Type": Name.Annot,
        "T": String("Ada Lovelace" if shape == "acrobat" else "ada"),
        "M": String("D:20261129093015+01'00'"),
        "NM": String(f"id-{mark.number}"),
        "F": 4,
        "C": Array([1, 0.8, 0]),
    }
    if shape == "preview":
        common["AAPL:AKExtras"] = Dictionary()

    def made(subtype: str, rect: Box, **more: Any) -> pikepdf.Object:
        return pdf.make_indirect(Dictionary(Subtype=Name(f"/{subtype}"), Rect=Array(rect), **common, **more))

    text, quads = String(mark.name), _quads(lines, shape)
    last = lines[-1]
    match mark.kind:
        case "highlight" | "underline" | "squiggly" | "strikeout":
            subtype = {"strikeout": "StrikeOut"}.get(mark.kind, mark.kind.capitalize())
            return [made(subtype, whole, QuadPoints=quads, Contents=text)]
        case "replace":
            caret = made(
                "Caret", (last[2] - 3, last[1] - 4, last[2] + 3, last[1] + 3),
                IT=Name.Replace, Contents=text, RD=Array([0, 0, 0, 0]), Subj=String("Inserted Text"),
            )  # fmt: skip
            struck = made(
                "StrikeOut", whole, QuadPoints=quads, IT=Name.StrikeOutTextEdit, IRT=caret, RT=Name.Group
            )
            return [caret, struck]
        case "caret":
            first = mark.words[0].boxes[0]
            x = first[2] if _leftward(mark) else first[0]
            return [
                made("Caret", (x - 3, first[1] - 3, x + 3, first[1] + 3), Contents=text, Sy=Name("/None"))
            ]
        case "note":
            box = mark.words[0].boxes[len(mark.words[0].boxes) // 2]
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            return [made("Text", (x - 10, y - 10, x + 10, y + 10), Contents=text, Name=Name.Comment)]
        case "freetext":
            box = mark.words[0].boxes[0]
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            callout = Array([x, y, x + 30, y + 30, x + 60, y + 30])
            rect = (x + 60, y + 20, x + 160, y + 40)
            return [made("FreeText", rect, Contents=text, CL=callout, IT=Name.FreeTextCallout)]
        case "square":
            if len(lines) > 1:
                return [made("Highlight", whole, QuadPoints=quads, Contents=text)]
            rect = (whole[0] - 1, whole[1] - 1, whole[2] + 1, whole[3] + 1)
            return [made("Square", rect, Contents=text)]
        case "ink":
            left, bottom, right, top = lines[0]
            middle = (bottom + top) / 2
            points = Array([left, middle, (left + right) / 2, middle + 1, right, middle])
            return [
                made("Ink", (left, middle - 1, right, middle + 2), InkList=Array([points]), Contents=text)
            ]
    raise ValueError(mark.kind)


def _leftward(mark: SeededMark) -> bool:
    return any("\u0590" <= letter <= "\u08ff" and letter.isalpha() for letter in mark.words[0].text)


def _quads(lines: Sequence[Box], shape: str) -> Array:
    numbers: list[float] = []
    for left, bottom, right, top in lines:
        if shape == "preview":  # as the standard says, against the clock
            numbers += [left, bottom, right, bottom, right, top, left, top]
        else:
            numbers += [left, top, right, top, left, bottom, right, bottom]
    return Array(numbers)


@dataclass
class Judged:
    """How many marks were led to the right words, how many are told as lost, and those that were led to wrong ones."""

    right: int = 0
    lost: int = 0
    made: int = 0
    wrong: list[str] = field(default_factory=list)


def judge(seeded: Sequence[SeededMark], found: Iterable[ProofMark], text: ChangedText) -> Judged:
    """Return whether each mark is at its words, in the text as it is now."""
    result = Judged()
    by_name: dict[str, ProofMark] = {}
    for one_found in found:
        by_name.setdefault((one_found.comment or one_found.new).strip(), one_found)
    for one in seeded:
        mark = by_name.get(one.name)
        if mark is None:
            result.wrong.append(f"{one.name} ({one.kind}) was not read")
            continue
        if mark.about is MarkSubject.LOST:
            result.lost += 1
            continue
        if mark.about is MarkSubject.MADE and not any(
            source.path.startswith("chapters/") for run in one.words for source in run.real
        ):  # what names.toml and glossary.toml say is in no chapter
            result.made += 1
            continue
        if not any(source for run in one.words for source in run.sources):
            result.made += 1
            continue
        problem = _point_problem(one, mark, text) if one.kind == "caret" else _problem(one, mark, text)
        if problem:
            words = " ".join(run.text for run in one.words)
            result.wrong.append(
                f"{one.name} ({one.kind}) {words!r} {mark.words}: {mark.start}–{mark.end}: {problem}"
            )
        else:
            result.right += 1
    return result


def _problem(one: SeededMark, mark: ProofMark, text: ChangedText) -> str:
    if mark.about is MarkSubject.MADE:
        return (
            ""
            if any(mark.start.path == source.path for run in one.words for source in run.real)
            else "elsewhere"
        )
    if mark.about in (MarkSubject.FACT, MarkSubject.NAME):
        near = [text.now(source) for run in one.words for source in run.sources if source is not None]
        fits = any(place and mark.start <= place <= mark.end for place in near)
        return "" if fits else f"its words are at {near[0]}"
    kept = [place for run in one.words for source in run.real if (place := text.now(source)) is not None]
    if not kept:
        return "its words are gone" if any(run.real for run in one.words) else ""
    outside = [place for place in kept if not mark.start <= place < mark.end]
    if len(outside) < len(kept) and one.kind in ("note", "freetext"):
        outside = []  # a note is at a word, which scripts without spaces do not show
    if outside and len(outside) == len(kept):
        return f"its words are at {kept[0]}"
    if outside:
        return f"{len(outside)} of its letters are outside, at {outside[0]}"
    for other, at_start in ((one.before, True), (one.behind, False)):
        if other is None or _joined(other, one.words[0] if at_start else one.words[-1], at_start):
            continue
        for source in other.real:
            if (place := text.now(source)) and mark.start <= place < mark.end:
                return f"{other.text!r} beside them is inside"
    return ""


def _joined(other: PrintedRun, own: PrintedRun, before: bool) -> bool:
    """Whether words that are drawn one after the other are parts of one, or another drawing order parts them."""
    first, second = (other.boxes[-1], own.boxes[0]) if before else (own.boxes[-1], other.boxes[0])
    return abs(first[1] - second[1]) > 4 or min(abs(second[0] - first[2]), abs(first[0] - second[2])) < 2.5


def _point_problem(one: SeededMark, mark: ProofMark, text: ChangedText) -> str:
    own = one.words[0]
    before = one.before.real[-1] if one.before and one.before.real else None
    then: Span | None = text.now(before) if before else None
    if own.real and own.real[0] == own.sources[0] and (place := text.now(own.real[0])) is not None:
        if mark.start.path == place.path and mark.start.line == place.line and mark.start <= place:
            if then is None or then.path != place.path or then < mark.start or then > place:
                return ""
            return f"it is before {then}"
        return f"the character behind it is at {place}"
    if not own.real or (then is None and own.real[0] != own.sources[0]):
        return ""
    if (
        then is not None
        and (mark.start.path, mark.start.line) == (then.path, then.line)
        and mark.start > then
    ):
        return ""
    return "nothing beside it is left" if then is None else f"the character before it is at {then}"
