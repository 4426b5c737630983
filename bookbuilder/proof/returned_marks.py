"""Makes what was changed in a file that came back into marks at the words of the chapters as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bookbuilder.diagnostics import Span
from bookbuilder.proof.comment_marks import CommentMarks
from bookbuilder.proof.current_texts import CurrentTexts
from bookbuilder.proof.format_marks import format_marks
from bookbuilder.proof.joined_texts import JoinedTexts
from bookbuilder.proof.mark import MarkedWords, ProofMark, ProofMarkKind
from bookbuilder.proof.mark_maker import AROUND, MarkAuthor, MarkMaker, printed_range, words_around
from bookbuilder.proof.mark_place import PARAGRAPH_END
from bookbuilder.proof.match_paragraphs import ParagraphGroup, match_paragraphs
from bookbuilder.proof.number_equal_marks import number_equal_marks
from bookbuilder.proof.returned_text import OBJECT, SIGNS, ReturnedDocument, ReturnedParagraph, without_signs
from bookbuilder.proof.sent_record import SentRecord, SentText
from bookbuilder.proof.word_hunks import CharacterMap, Hunk, hunks

TARGET = 80
"""Characters of the paragraph behind which another one now stands."""


def returned_marks(
    document: ReturnedDocument, sent: SentRecord, current: CurrentTexts
) -> tuple[ProofMark, ...]:
    """Return the marks of a file that came back, in the order of the book; equal ones differ in their numbers."""
    maker = MarkMaker(document, sent, current)
    found: list[ProofMark] = []
    comments = CommentMarks(maker)
    for of_notes in (False, True):
        texts = [text for text in sent.texts if bool(text.story) == of_notes]
        paragraphs = [
            one
            for one in document.paragraphs
            if bool(one.story) == of_notes and (one.names or one.text.strip(f" \t\n{SIGNS}"))
        ]
        matched = match_paragraphs(texts, paragraphs)
        for group in matched.groups:
            of_group = [texts[number] for number in group.sent]
            now = [paragraphs[number] for number in group.returned]
            found += _group_marks(maker, of_group, now, comments)
            if group.moved and now:
                found += _moved(maker, group, texts, now[0])
        for number in matched.new:
            paragraph = paragraphs[number]
            who = maker.author(paragraph, 0, len(paragraph.text))
            found.append(maker.unplaced(MarkedWords(""), who, without_signs(paragraph.text)))
            comments.unplaced(paragraph)
    found += comments.rest()
    return tuple(number_equal_marks(found))


# -- a group of paragraphs -------------------------------------------------------------------------------------


def _group_marks(
    maker: MarkMaker, texts: Sequence[SentText], now: Sequence[ReturnedParagraph], comments: CommentMarks
) -> Iterator[ProofMark]:
    before, after = JoinedTexts(tuple(t.shown for t in texts)), JoinedTexts(tuple(p.text for p in now))
    changes = hunks(before.text, after.text) if now else (Hunk(0, len(before.text), 0, 0),)
    characters = CharacterMap(after.text, before.text)
    for number, paragraph in enumerate(now):
        comments.take(paragraph, after.starts[number], characters, before, texts)
    if not now and not any(text.number for text in texts):
        return
    for hunk in changes:
        yield from _hunk_marks(maker, hunk, before, after, texts, now)
    if now:
        yield from format_marks(maker, before, after, texts, now)


def _hunk_marks(
    maker: MarkMaker,
    hunk: Hunk,
    before: JoinedTexts,
    after: JoinedTexts,
    texts: Sequence[SentText],
    now: Sequence[ReturnedParagraph],
) -> Iterator[ProofMark]:
    if now:
        number, at = after.locate(hunk.other_start)
        who = maker.author(now[number], at, at + hunk.other_end - hunk.other_start)
    else:
        who = MarkAuthor(maker.document.person, "")
    old = before.text[hunk.start : hunk.end]
    new = after.text[hunk.other_start : hunk.other_end]
    if without_signs(old) == without_signs(new):
        if old.count(OBJECT) != new.count(OBJECT):
            yield from _thing(maker, hunk, before, texts, who)
        return
    if not old.strip() and not new.strip() and PARAGRAPH_END not in old + new and _at_edge(hunk, before):
        return
    if old.count(OBJECT) > new.count(OBJECT):
        yield from _thing(maker, hunk, before, texts, who)
    yield from maker.as_one_change(_text_marks(maker, hunk, before, texts, without_signs(new), who))


def _text_marks(
    maker: MarkMaker, hunk: Hunk, before: JoinedTexts, texts: Sequence[SentText], new: str, who: MarkAuthor
) -> Iterator[ProofMark]:
    """Yield the marks on the words of a change, and on the ends of paragraphs in it."""
    first, start = before.locate(hunk.start)
    last, end = before.locate(hunk.end)
    if first == last:
        yield from _in_text(maker, texts[first], start, end, new, who)
        return
    # Several texts: words at the end of the first one, ends of paragraphs, words at the beginning of the last one.
    whole = [
        (start == 0 if number == first else True)
        and (end == len(texts[last].shown) if number == last else True)
        for number in range(first, last + 1)
    ]
    if not whole[0] or (whole[-1] and new):
        keep = first
    elif not whole[-1]:
        keep = last
    else:
        keep = -1  # all of them go
    # Two that are joined, with words between them.
    joined = keep == first == last - 1 and start == len(texts[first].shown) and not end
    between = new if joined and PARAGRAPH_END not in new else ""
    for number in range(first, last + 1):
        text = texts[number]
        begin = start if number == first else 0
        behind = end if number == last else len(text.shown)
        if whole[number - first] and number != keep:
            yield from _gone(maker, text, who)
            continue
        words = new if number == keep and not between else ""
        if begin < behind or words:
            yield from _in_text(maker, text, begin, behind, words, who)
    partial = [number for number in range(first, last + 1) if not whole[number - first] or number == keep]
    for number in partial[:-1]:
        text = texts[number]
        kind = ProofMarkKind.REPLACE if between else ProofMarkKind.DELETE
        point = len(text.printed)
        yield maker.placed(kind, text, point, point, between, who, tail=PARAGRAPH_END)


def _at_edge(hunk: Hunk, before: JoinedTexts) -> bool:
    """Whether a change of spaces is at the beginning or end of a paragraph, where none are printed."""
    number, start = before.locate(hunk.start)
    _, end = before.locate(hunk.end)
    return start == 0 or end == len(before.texts[number])


def _thing(
    maker: MarkMaker, hunk: Hunk, before: JoinedTexts, texts: Sequence[SentText], who: MarkAuthor
) -> Iterator[ProofMark]:
    """Yield the mark on a call of a note, a picture or a reference that was taken out: it has no words of its own."""
    number, start = before.locate(hunk.start)
    text = texts[number]
    if not text.number:
        return
    source = maker.current.source(text)
    place = source.block.span if source is not None else Span(text.file)
    shown = text.shown
    words = MarkedWords(OBJECT, shown[max(start - AROUND, 0) : start], shown[start + 1 : start + AROUND])
    yield maker.unplaced(words, who, place=place)


def _gone(maker: MarkMaker, text: SentText, who: MarkAuthor) -> Iterator[ProofMark]:
    """Yield the mark on a text that is no more."""
    if text.number:
        yield maker.placed(ProofMarkKind.DELETE, text, 0, len(text.printed), "", who, tail=PARAGRAPH_END)
    else:
        yield maker.unplaced(MarkedWords(text.shown), who)


def _in_text(
    maker: MarkMaker, text: SentText, start: int, end: int, new: str, who: MarkAuthor
) -> Iterator[ProofMark]:
    """Yield the marks on characters of a text as it is in the document."""
    if not text.number:
        yield maker.unplaced(words_around(text.shown, start, end), who, new)
        return
    there = printed_range(text, start, end)
    if there is None:
        words = MarkedWords(without_signs(text.shown[start:end]), text.shown[max(start - AROUND, 0) : start])
        source = maker.current.source(text)
        place = source.block.span if source is not None else Span(text.file)
        yield maker.unplaced(words, who, new, place)
        return
    start, end = there
    if PARAGRAPH_END in new and start < end:
        if text.printed[start:end].strip():
            yield maker.placed(ProofMarkKind.DELETE, text, start, end, "", who)
        start = end
    whole = (start, end) == (0, len(text.printed)) and not new
    if whole and text.printed:
        yield maker.placed(ProofMarkKind.DELETE, text, start, end, "", who, tail=PARAGRAPH_END)
        return
    kind = ProofMarkKind.INSERT if start == end else ProofMarkKind.REPLACE if new else ProofMarkKind.DELETE
    if start < end or new:
        yield maker.placed(kind, text, start, end, new, who)


def _moved(
    maker: MarkMaker, group: ParagraphGroup, texts: Sequence[SentText], now: ReturnedParagraph
) -> Iterator[ProofMark]:
    """Yield the mark on a paragraph that stands elsewhere."""
    text = texts[group.sent[0]]
    if not text.number:
        return
    behind = texts[group.behind] if group.behind is not None else None
    source = maker.current.source(behind) if behind is not None and behind.number else None
    target = source.block.text[:TARGET] if source is not None else ""
    who = maker.author(now, 0, len(now.text))
    yield maker.placed(ProofMarkKind.MOVE, text, 0, len(text.printed), target, who)
