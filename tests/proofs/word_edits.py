"""Plans changes of a document that went out for review, and judges what a merge made of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bookbuilder.document import nodes
from bookbuilder.document.text_blocks import TextBlock
from bookbuilder.proof.block_source import BlockSource, FileText
from bookbuilder.proof.edit_block import refused
from bookbuilder.proof.insertion_point import insertion_point
from bookbuilder.proof.mark import ProofMark
from bookbuilder.proof.merge import MergedFiles
from bookbuilder.proof.same_text import same_text

KINDS = ("insert", "delete", "replace", "format", "split", "join", "move", "drop")
_WORDS = (
    "neu", "sehr bald", "„Wort“", "zwei * Sterne", "[Klammer]", "A_b", "50\u00a0%", "<b>", "#1", "so-und-so", "Größe",
    "d.\u202fh.", "`x`", "$5", "a|b",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordEdit:
    """A change: characters of a text (by its number, from 1), what stands there afterwards, and whether the chapter can have
    it: it cannot in a fact, a name, or words that the program makes."""

    kind: str
    number: int
    start: int
    end: int
    new: str
    plain: bool

    def spoken(self, blocks: Sequence[TextBlock]) -> dict[str, object]:
        """Return it for `edit_in_writer`."""
        text = blocks[self.number - 1].text
        return {
            "kind": self.kind,
            "number": self.number,
            "before": text[max(self.start - 14, 0) : self.start],
            "old": text[self.start : self.end],
            "after": text[self.end : self.end + 14],
            "new": self.new,
        }


def planned_edits(
    blocks: Sequence[TextBlock],
    texts: Mapping[str, str],
    shown: Collection[int],
    seed: int,
    count: int,
    kinds: Sequence[str] = KINDS,
) -> tuple[WordEdit, ...]:
    """Return changes of the texts that the document has (`shown`: their numbers), at most one of a text and none of its
    neighbours."""
    draw = random.Random(seed)
    files = {path: FileText(text) for path, text in texts.items()}
    numbers = [
        number
        for number, block in enumerate(blocks, 1)
        if number in shown and block.span.path in texts and len(block.text) > 20 and block.kind != "code"
    ]
    draw.shuffle(numbers)
    used: set[int] = set()
    result: list[WordEdit] = []
    for number in numbers:
        if len(result) == count:
            break
        if {number - 1, number, number + 1} & used:
            continue
        block = blocks[number - 1]
        source = BlockSource(block, block.span.path, files[block.span.path])
        edit = _edit(draw, number, block, source, kinds, blocks)
        if edit is not None:
            used |= {number, number + 1} if edit.kind == "join" else {number}
            result.append(edit)
    return tuple(result)


def _edit(
    draw: random.Random,
    number: int,
    block: TextBlock,
    source: BlockSource,
    kinds: Sequence[str],
    blocks: Sequence[TextBlock],
) -> WordEdit | None:
    text = block.text
    kind = draw.choice(kinds)
    top = block.kind == "paragraph" and not block.note
    if kind in ("split", "join", "move", "drop") and not top:
        kind = "replace"
    if kind == "join":
        after = blocks[number] if number < len(blocks) else None
        plain = (
            after is not None
            and after.kind == "paragraph"
            and not after.note
            and after.chapter is block.chapter
            and source.file.text[: source.file.offset(after.span)].endswith("\n\n")
            and not source.file.text[source.file.offset(block.span) :].startswith((":", "-", "*"))
        )
        return WordEdit("join", number, len(text), len(text), draw.choice(["", " "]), plain)
    if kind == "drop":
        return WordEdit("drop", number, 0, len(text), "", True)
    if kind == "move":
        others = [
            one
            for one in blocks
            if one.chapter is block.chapter
            and one.kind == "paragraph"
            and not one.note
            and one is not block
            and len(one.text) > 60
        ]
        return WordEdit("move", number, 0, len(text), draw.choice(others).text, True) if others else None
    for _ in range(30):
        spaces = [at for at, letter in enumerate(text) if letter == " "]
        if len(spaces) < 3:
            return None
        first = draw.randrange(len(spaces) - 1)
        last = min(first + draw.choice([1, 1, 1, 2, 3]), len(spaces) - 1)
        start, end = spaces[first] + 1, spaces[last]
        around = text[max(start - 14, 0) : end + 14]
        if sum(same_text(around) in same_text(one.text) for one in blocks) != 1 or text.count(around) != 1:
            continue
        if "\n" in around:
            continue
        new = ""
        if kind == "insert":
            end, new = start, draw.choice(_WORDS) + " "
        elif kind == "replace":
            new = draw.choice(_WORDS)
        elif kind == "delete":
            end += 1
        elif kind == "format":
            new = draw.choice(["strong", "emphasis"])
        elif kind == "split":
            if start < 20 or end > len(text) - 20:
                continue
            end = start
        plain = refused(source, start, end) is None and insertion_point(source, start, "x") is not None
        return WordEdit(kind, number, start, end, new, plain)
    return None


def expected_texts(blocks: Sequence[TextBlock], edits: Sequence[WordEdit]) -> dict[int, str | None]:
    """Return what the texts of changes print afterwards, by number; `\\n\\n` parts two, None is a text that is no more."""
    result: dict[int, str | None] = {}
    for edit in edits:
        text = blocks[edit.number - 1].text
        match edit.kind:
            case "insert" | "delete" | "replace":
                result[edit.number] = text[: edit.start] + edit.new + text[edit.end :]
            case "split":
                result[edit.number] = text[: edit.start].rstrip() + "\n\n" + text[edit.start :]
            case "join":
                result[edit.number] = text + edit.new + blocks[edit.number].text
                result[edit.number + 1] = None
            case "drop":
                result[edit.number] = None
            case _:
                result[edit.number] = text
    return result


@dataclass(slots=True)
class Judgement:
    """What a merge made of changes: written as they were meant, told though they could be written, told because they cannot
    be, and wrong; `other` are texts that nobody changed and that differ."""

    written: list[WordEdit] = field(default_factory=list)
    told: list[WordEdit] = field(default_factory=list)
    refused: list[WordEdit] = field(default_factory=list)
    wrong: list[tuple[WordEdit, str]] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    @property
    def right(self) -> int:
        """How many came out right."""
        return len(self.written) + len(self.refused)


def judge(
    blocks: Sequence[TextBlock], edits: Sequence[WordEdit], after: Sequence[TextBlock], merged: MergedFiles
) -> Judgement:
    """Return what became of changes; `after` are the texts of the book with them."""
    result = Judgement()
    before = Counter(same_text(block.text) for block in blocks)
    now = Counter(same_text(block.text) for block in after)
    gained, lost = now - before, before - now
    told = [mark for mark, _ in merged.applied.problems]
    order = [same_text(block.text) for block in after]
    for edit in edits:
        expected = expected_texts(blocks, [edit])
        old = [same_text(blocks[number - 1].text) for number in expected]
        new = [
            same_text(part) for text in expected.values() if text is not None for part in text.split("\n\n")
        ]
        if edit.kind == "move":
            behind = same_text(edit.new)
            done = new[0] in order and behind in order and order.index(new[0]) == order.index(behind) + 1
        elif edit.kind == "format":
            done = _formatted(edit, blocks[edit.number - 1].text, after)
        else:
            done = all(gained[text] > 0 for text in new) and all(lost[text] > 0 for text in old)
        if done:
            result.written.append(edit)
            if edit.kind not in ("move", "format"):
                gained -= Counter(new)
                lost -= Counter(old)
        elif any(_about(mark, edit, blocks) for mark in told):
            (result.told if edit.plain else result.refused).append(edit)
        else:
            result.wrong.append((edit, old[0]))
    result.other = [*gained, *lost]
    return result


def _formatted(edit: WordEdit, text: str, after: Sequence[TextBlock]) -> bool:
    for block in after:
        if same_text(block.text) == same_text(text):
            at = 0
            for piece in block.pieces:
                inside = any(isinstance(one, nodes.Styled) and one.kind == edit.new for one in piece.parents)
                for number in range(at, at + len(piece.text)):
                    if edit.start <= number < edit.end and not inside and not text[number].isspace():
                        return False
                at += len(piece.text)
            return True
    return False


def _about(mark: ProofMark, edit: WordEdit, blocks: Sequence[TextBlock]) -> bool:
    """Whether a mark that was not applied is about the text of a change."""
    words = mark.words.before[-10:] + mark.words.quote.removesuffix("\n\n") + mark.words.after[:10]
    texts = [blocks[edit.number - 1].text, *([blocks[edit.number].text] if edit.number < len(blocks) else [])]
    return any(same_text(words.strip()) in same_text(text) for text in texts)
