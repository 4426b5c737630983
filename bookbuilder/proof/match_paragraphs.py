"""Finds for each paragraph that came back the text that went out: by the name in it, then by its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from bookbuilder.document.longest_increasing_subsequence import longest_increasing_subsequence
from bookbuilder.proof.returned_text import SIGNS, ReturnedParagraph, without_signs
from bookbuilder.proof.same_text import same_text
from bookbuilder.proof.sent_record import SentText
from bookbuilder.proof.word_hunks import similarity

ALIKE = 0.5
"""From which likeness on (0 to 1) a paragraph is taken for another one that was changed."""
_LONG = 12
"""Characters of a text that can be told by its words alone."""


@dataclass(slots=True)
class ParagraphGroup:
    """Texts that went out, and the paragraphs that they are now: one and one, unless paragraphs were split, joined, put in
    or taken out. Numbers are those in the two sequences. `moved`: it stands elsewhere now, behind `behind` (None: at the
    beginning)."""

    sent: list[int]
    returned: list[int] = field(default_factory=list)
    moved: bool = False
    behind: int | None = None


@dataclass(frozen=True, slots=True)
class MatchedParagraphs:
    """Groups in the order of what went out, and the paragraphs that are new and belong to none."""

    groups: tuple[ParagraphGroup, ...]
    new: tuple[int, ...]


def match_paragraphs(sent: Sequence[SentText], returned: Sequence[ReturnedParagraph]) -> MatchedParagraphs:
    """Return which paragraphs are which texts, of one story: the text of the book, or its notes."""
    owners = _by_names(sent, returned)
    _by_words(owners, sent, returned)
    joined = _joined(owners, sent, returned)
    heads = {owner: number for number, owner in owners.items() if number not in joined}
    groups = {number: ParagraphGroup([number], [owner]) for owner, number in heads.items()}
    for number, first in joined.items():
        groups[first].sent.append(number)
    for number in range(len(sent)):
        if number not in owners and number not in joined:
            groups[number] = ParagraphGroup([number])
    new = []
    last: ParagraphGroup | None = None
    for number, paragraph in enumerate(returned):
        if number in heads:
            last = groups[heads[number]]
        elif paragraph.text.strip(f" \t\n{SIGNS}"):
            before = returned[last.returned[0]] if last else None
            if (
                last is None
                or before is None
                or before.cell != paragraph.cell
                or before.story != paragraph.story
            ):
                new.append(number)
            else:
                last.returned.append(number)
    for group in groups.values():
        group.sent.sort()
    _mark_moved(groups, heads, returned)
    return MatchedParagraphs(tuple(groups[number] for number in sorted(groups)), tuple(new))


def _key(text: str) -> str:
    return same_text(without_signs(text)).strip()


def _by_names(sent: Sequence[SentText], returned: Sequence[ReturnedParagraph]) -> dict[int, int]:
    """Return the paragraph of each text whose name is in one. Of several names in a paragraph all count, but for a text that
    stands elsewhere word by word: it was moved, and its name was left behind."""
    numbers = {text.number: at for at, text in enumerate(sent) if text.number}
    whole: dict[str, list[int]] = {}
    for at, paragraph in enumerate(returned):
        if not paragraph.names and len(_key(paragraph.text)) >= _LONG:
            whole.setdefault(_key(paragraph.text), []).append(at)
    owners: dict[int, int] = {}
    for at, paragraph in enumerate(returned):
        for name, _ in paragraph.names:
            text = numbers.get(name)
            if text is None or text in owners:
                continue
            words = _key(sent[text].shown)
            elsewhere = whole.get(words, [])
            if len(elsewhere) == 1 and words not in _key(paragraph.text):
                owners[text] = elsewhere[0]
            else:
                owners[text] = at
    return owners


def _by_words(
    owners: dict[int, int], sent: Sequence[SentText], returned: Sequence[ReturnedParagraph]
) -> None:
    """Add the texts that have no name in a paragraph: equal ones between the same neighbours, then those that are alike,
    then equal ones elsewhere."""
    taken = set(owners.values())
    order = longest_increasing_subsequence([owners[number] for number in sorted(owners)], allow_equal=True)
    keep = {sorted(owners)[at] for at in order}
    bounds = [(-1, -1), *((number, owners[number]) for number in sorted(keep)), (len(sent), len(returned))]
    for (first, begin), (last, end) in pairwise(bounds):
        texts = [number for number in range(first + 1, last) if number not in owners]
        there = [number for number in range(begin + 1, end) if number not in taken]
        if not texts or not there:
            continue
        one, two = [_key(sent[n].shown) for n in texts], [_key(returned[n].text) for n in there]
        matcher = SequenceMatcher(None, one, two, autojunk=False)
        for name, a, b, c, d in matcher.get_opcodes():
            if name == "equal":
                pairs = zip(texts[a:b], there[c:d], strict=True)
                new = {text: at for text, at in pairs if _key(sent[text].shown)}
            elif name == "replace":
                new = _alike(texts[a:b], there[c:d], sent, returned)
            else:
                continue
            owners |= new
            taken |= set(new.values())
    left = {number for number in range(len(sent)) if number not in owners}
    whole: dict[str, list[int]] = {}
    for at, paragraph in enumerate(returned):
        if at not in taken and len(_key(paragraph.text)) >= _LONG:
            whole.setdefault(_key(paragraph.text), []).append(at)
    for number in sorted(left):
        there = whole.get(_key(sent[number].shown), [])
        if there:
            owners[number] = there.pop(0)


def _alike(
    texts: Sequence[int],
    there: Sequence[int],
    sent: Sequence[SentText],
    returned: Sequence[ReturnedParagraph],
) -> dict[int, int]:
    result: dict[int, int] = {}
    at = 0
    for number in texts:
        ranked = [
            (similarity(sent[number].shown, returned[there[place]].text), -place)
            for place in range(at, min(len(there), at + 8))
        ]
        best, place = max(ranked, default=(0.0, 0))
        if best >= ALIKE:
            result[number] = there[-place]
            at = -place + 1
    return result


def _joined(
    owners: dict[int, int], sent: Sequence[SentText], returned: Sequence[ReturnedParagraph]
) -> dict[int, int]:
    """Return the texts that are part of a paragraph which begins with another text, each with that one; also those between
    them whose paragraphs are gone."""
    by_paragraph: dict[int, list[int]] = {}
    for number in sorted(owners):
        by_paragraph.setdefault(owners[number], []).append(number)
    result: dict[int, int] = {}
    for numbers in by_paragraph.values():
        for number in range(numbers[0] + 1, numbers[-1] + 1):
            if number in numbers or number not in owners:
                result[number] = numbers[0]
    # A text without a paragraph, whose words stand at the end of the one before.
    for number in range(1, len(sent)):
        before = number - 1
        if number in owners or number in result or before not in owners or before in result:
            continue
        there = returned[owners[before]].text
        text, together = sent[before].shown, sent[before].shown + sent[number].shown
        if similarity(together, there) > max(similarity(text, there), ALIKE):
            result[number] = before
    return result


def _mark_moved(
    groups: dict[int, ParagraphGroup], heads: dict[int, int], returned: Sequence[ReturnedParagraph]
) -> None:
    """Say of the groups that stand in another order which ones were moved: as few as possible, and no cells."""
    order = [heads[at] for at in sorted(heads) if not returned[at].cell]
    kept = {order[at] for at in longest_increasing_subsequence(order)}
    before: int | None = None
    for number in order:
        if number not in kept:
            groups[number].moved = True
            groups[number].behind = before
        before = number
