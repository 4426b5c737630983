"""Guesses the page labels of a book that was never laid out: from the length of its text, and from a few parts of it.

A wrong guess of how many figures a number has costs another layout of every part that prints it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bookbuilder.document.galley import Summary
from bookbuilder.formats.pdf import half_title
from bookbuilder.formats.pdf.paginate.compile_requests import PartCompiler, Schedule, wait_for
from bookbuilder.formats.pdf.paginate.deferred_indexes import deferred_indexes
from bookbuilder.formats.pdf.paginate.scheduled_part import PageRules, ScheduledPart, in_order
from bookbuilder.formats.pdf.parts import (
    FRONT_PAGES,
    HALF_TITLE_PAGES,
    LETTERS_PER_PAGE,
    Labels,
    guess,
)

SAMPLES = 2
"""Chapters that are laid out first, to know how much goes on a page."""
_FOLIO = re.compile('<span data-page="([^"]*)">')


def with_first_labels(compiler: PartCompiler, schedule: Schedule, rules: PageRules) -> Schedule:
    """Return the parts with HTML for the labels that their pages will most likely have.

    What stands before the chapters and two chapters of middle length are laid out for it. Parts that print only numbers
    which are sure are begun as well; they need not wait for the others. Indexes at the end get no HTML: they wait.
    """
    parts = schedule.parts
    summaries = [galley.summary for galley in compiler.book.document.galleys]
    thick = _with_guessed_half_title(rules, summaries, LETTERS_PER_PAGE).half_title
    labels = Labels(guess(summaries, front=FRONT_PAGES + (HALF_TITLE_PAGES if thick else 0)))
    indexes = deferred_indexes(parts)
    chapters = [at for at, one in enumerate(parts) if one.summary and at not in indexes]
    if len(chapters) <= SAMPLES:
        return _with_html(schedule, {at: compiler.html(one.part, labels) for at, one in enumerate(parts)})
    front = [at for at, one in enumerate(parts) if one.part.matter == "front"]
    html: dict[int, str] = {}
    for at in front:  # one by one, since the first part that a worker gets takes long
        html[at] = compiler.html(parts[at].part, labels)
        schedule = compiler.request(_with_html(schedule, html), [at])
    by_length = sorted(chapters, key=lambda at: (parts[at].room, at))
    samples = _samples(compiler, parts, by_length[len(chapters) // 2 :], labels, html)
    schedule = compiler.request(_with_html(schedule, html), samples)
    awaited = schedule.requests
    others = [at for at in range(len(parts)) if at not in html and at not in indexes]
    html |= {at: compiler.html(parts[at].part, labels) for at in others}
    sure = [at for at in chapters if _is_sure(html[at], labels)]
    schedule = wait_for(compiler.request(_with_html(schedule, html), sure), awaited)
    better = _measured_labels(schedule.parts, front, samples, rules)
    labelled = [at for at in chapters if parts[at].part.merges_pages or _FOLIO.search(html[at])]
    return _with_html(schedule, {at: compiler.html(parts[at].part, better) for at in labelled})


def _measured_labels(
    parts: Sequence[ScheduledPart], front: Sequence[int], samples: Sequence[int], rules: PageRules
) -> Labels:
    """Return labels that are guessed from the number of pages of the front matter and of some chapters."""
    letters = sum(parts[at].room for at in samples) / sum(
        len(parts[at].compiled.pages) - 0.5 for at in samples
    )
    summaries = [one.summary for one in parts if one.summary]
    rules = _with_guessed_half_title(rules, summaries, letters)
    pages = in_order([parts[at] for at in front], replace(rules, multiple=1)).pages
    recto = any(parts[at].compiled.start in ("left", "right") for at in samples)
    return Labels(guess(summaries, letters, pages[-1].number if pages else 0, recto=recto))


def _with_guessed_half_title(rules: PageRules, summaries: Iterable[Summary], letters: float) -> PageRules:
    """Return rules that say whether there is a half title: if that is open, as the length of the text says."""
    if rules.half_title is not None:
        return rules
    pages = FRONT_PAGES + sum(max(1, round(one.room / letters + 0.5)) for one in summaries)
    return replace(rules, half_title=pages >= half_title.LEAST_PAGES)


def _samples(
    compiler: PartCompiler,
    parts: Sequence[ScheduledPart],
    chapters: Sequence[int],
    labels: Labels,
    html: dict[int, str],
) -> list[int]:
    """Return which of some chapters are laid out first, and put their HTML into `html`: the first ones whose numbers are
    sure.

    An edit elsewhere moves what they refer to; if no number is near to 100 or 1000, they need no other layout then.
    """
    samples: list[int] = []
    for at in chapters[: len(chapters) // 2 + SAMPLES]:
        html[at] = compiler.html(parts[at].part, labels)
        if _is_sure(html[at], labels):
            samples.append(at)
        if len(samples) == SAMPLES:
            return samples
    return [*samples, *(at for at in chapters if at not in samples)][:SAMPLES]


def _is_sure(html: str, labels: Labels) -> bool:
    """Whether every page number in some HTML keeps its number of figures if it grows by half or shrinks by a third: a
    guess may be as wrong as that with another theme."""
    known = (labels.known.get(anchor, "") for anchor in _FOLIO.findall(html))
    pages = [int(label) for label in known if label.isdecimal()]
    return all(len(str(page * 2 // 3)) == len(str(page * 3 // 2)) for page in pages)


def _with_html(schedule: Schedule, html: Mapping[int, str]) -> Schedule:
    """Return the parts with new HTML; where it is the same as before, that is kept, since jobs hold it too."""
    parts = (
        one if html.get(at, one.html) == one.html else replace(one, html=html[at])
        for at, one in enumerate(schedule.parts)
    )
    return replace(schedule, parts=tuple(parts))
