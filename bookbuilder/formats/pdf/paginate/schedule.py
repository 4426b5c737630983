"""Compiles the parts of a book, each on its own, until every page number fits the room that it was given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.formats.format import Book
from bookbuilder.formats.pagemap import PageMap
from bookbuilder.formats.pdf.compile.compiled_part import (
    PAGE_COUNT,
    PAGE_NUMBER,
    Object,
    Slot,
    decode,
)
from bookbuilder.formats.pdf.compile.hyphenation import Words
from bookbuilder.formats.pdf.compile.job import COMPILE, Job, Task
from bookbuilder.formats.pdf.paginate import foresight, page_order
from bookbuilder.formats.pdf.paginate.page_order import Imposition
from bookbuilder.formats.pdf.paginate.settling import Settling
from bookbuilder.formats.pdf.parts import LETTERS, Labels, Parts, guess
from bookbuilder.formats.pdf.resources import Resource, case, keep_found, named

PASSES = 8
FORCED = 24
"""Layouts of a book that is made to settle (`settling.py`)."""
SAMPLES = 2
"""Chapters that are laid out first, to know how much goes on a page."""
_FOLIO = re.compile('<span data-page="([^"]*)">')
NOTHING = Object("", (), 0, 0, (), ())


@dataclass(slots=True)
class _State:
    """What a part is compiled with, as far as it is known."""

    right: bool = True
    first: int | None = None
    total: int = 0
    strings: Mapping[str, str] | None = None


class PartScheduler:
    """Compiles the parts of a book until every page number fits the room that it was given.

    The number of pages will be a `multiple` of some other one.
    """

    def __init__(
        self, book: Book, parts: Parts, css: str, resources: Mapping[str, Resource], multiple: int = 1
    ) -> None:
        self.multiple = multiple
        self.book, self.parts, self.css, self.resources = book, parts, css, resources
        self.known: dict[str, Resource] = {}
        self.words = Words.of(book)
        self.case = case(book.world, book.fonts)
        self.summaries = {one.summary.head.id: one.summary for one in book.document.galleys}
        self.rooms = {
            at: self.summaries[part.name].room for at, part in enumerate(parts.all) if part.place == "main"
        }
        self.names = [f"{part.place} {part.name}" for part in parts.all]
        self.guessed = Labels(guess(self.summaries.values()))
        self.states = [_State() for _ in parts.all]
        self.html = [""] * len(parts.all)
        self.jobs: list[Job | None] = [None] * len(parts.all)
        self.data = [b""] * len(parts.all)
        self.keys = [""] * len(parts.all)
        self.objects = [NOTHING] * len(parts.all)
        self.waits: list[Callable[[], None]] = []
        self.imposed = Imposition((), {})
        self.exact: set[int] = set()
        self.settling: Settling | None = None

    def settle(self) -> bool:
        """Compile all parts, and those again whose numbers turn out otherwise; return whether they came to rest."""
        if self._foresee():
            if self._rests(PASSES):
                return True
            self._forget()  # how it comes to rest must not depend on what it was before
        self._measure()
        if self._rests(PASSES):
            return True
        self.settling = Settling()
        return self._rests(FORCED)

    def _rests(self, passes: int) -> bool:
        """Compile what has to be, so many times at most; return whether that came to rest."""
        # What lists all pages has its length by now, and waits until they are known.
        self._begin(at for at, part in enumerate(self.parts.all) if not (part.lists and self.jobs[at]))
        seen: set[tuple[str, ...]] = set()
        for _ in range(passes):
            for wait in self.waits:
                wait()
            self.waits.clear()
            self._impose()
            if not self._correct():
                self._remember()
                return True
            if (now := tuple(self.keys)) in seen and not self.settling:
                return False  # it goes round in a circle
            seen.add(now)
            self._begin(range(len(self.jobs)))
        return False

    def _foresee(self) -> bool:
        """Give all parts the numbers that they will most likely have, from what they came to last time; return whether that
        is known."""
        last, parts = foresight.recalled(self.book), self.parts.all
        if sum(name in last for name in self.names) <= len(parts) // 2:
            return False
        letters = foresight.letters(last, LETTERS)
        self.objects = [
            last.get(name, foresight.NEW).now(
                self.summaries[part.name] if at in self.rooms else None, letters
            )
            for at, (name, part) in enumerate(zip(self.names, parts, strict=True))
        ]
        self._impose()
        self._correct()
        labels = Labels({name: self.imposed.label(name) for name in self.imposed.anchors})
        self.html = [self.parts.page(part, labels) for part in parts]
        self.objects = [NOTHING] * len(parts)
        return True

    def _forget(self) -> None:
        """Begin anew."""
        for wait in self.waits:
            wait()
        self.waits.clear()
        count = len(self.parts.all)
        self.states = [_State() for _ in range(count)]
        self.html, self.jobs, self.objects = [""] * count, [None] * count, [NOTHING] * count
        self.data, self.keys = [b""] * count, [""] * count
        self.exact.clear()

    def _remember(self) -> None:
        """Keep what the parts came to, for the next time."""
        made = enumerate(zip(self.names, self.objects, strict=True))
        shapes = {name: foresight.shape(one, self.rooms.get(at, 0)) for at, (name, one) in made}
        foresight.remember(self.book, shapes)
        keep_found(self.book.world, self.case)

    def _measure(self) -> None:
        """Lay out what stands before the chapters and two chapters of middle length, and guess all labels anew by them.

        A wrong guess of how many figures a number has costs another layout of every part that prints it.
        """
        every, room = range(len(self.parts.all)), self.rooms
        if len(room) <= SAMPLES:
            self._fill(every)
            return
        front = [at for at in every if self.parts.all[at].place == "front"]
        self._fill(front)
        first = self._begin(front)
        middle = self._samples(sorted(room, key=lambda at: (room[at], at))[len(room) // 2 :])
        second = self._begin(middle)
        self._fill(at for at in every if not self.html[at])
        # Those that print only numbers which are sure need not wait for what the others turn out to be.
        self._begin(at for at in room if self._steady(at))
        first()
        second()
        letters = sum(room[at] for at in middle) / sum(len(self.objects[at].pages) - 0.5 for at in middle)
        styles = [style if at in front else "" for at, style in enumerate(self._styles())]
        sheets = page_order.impose([(self.objects[at], styles[at]) for at in front]).sheets
        last = sheets[-1].number if sheets else 0
        recto = any(self.objects[at].start in ("left", "right") for at in middle)
        summaries = [self.summaries[self.parts.all[at].name] for at in room]
        labels = Labels(guess(summaries, letters, last, recto=recto))
        for at in room:
            self.html[at] = self.parts.page(self.parts.all[at], labels)

    def _samples(self, chapters: Sequence[int]) -> list[int]:
        """Return those of some chapters that are to be laid out first, the first ones for choice.

        An edit elsewhere moves what they refer to; if no number is near to 100 or 1000, they need no other layout then.
        """
        found: list[int] = []
        for at in chapters[: len(chapters) // 2 + SAMPLES]:
            self._fill((at,))
            if self._steady(at):
                found.append(at)
            if len(found) == SAMPLES:
                return found
        return [*found, *(at for at in chapters if at not in found)][:SAMPLES]

    def _fill(self, wanted: Iterable[int]) -> None:
        """Make the HTML of some parts, with the labels as they are guessed before anything is laid out."""
        for at in wanted:
            self.html[at] = self.parts.page(self.parts.all[at], self.guessed)

    def _steady(self, at: int) -> bool:
        """Whether every page number that a part prints keeps its number of figures, be it half as large again or a third
        less: so wrong may a guess be, with another theme."""
        labels = (self.guessed.known.get(anchor, "") for anchor in _FOLIO.findall(self.html[at]))
        pages = [int(label) for label in labels if label.isdecimal()]
        return all(len(str(page * 2 // 3)) == len(str(page * 3 // 2)) for page in pages)

    def _begin(self, wanted: Iterable[int]) -> Callable[[], None]:
        """Begin to compile some parts, and return how to wait for them."""
        todo = {at: job for at in wanted if (job := self._job(at)) != self.jobs[at]}
        for at, job in todo.items():
            self.jobs[at] = job
        tasks = [Task(self.book.world, self.case, job, self.parts.all[at].path) for at, job in todo.items()]
        begun = self.book.runner.begin(COMPILE, tasks)

        def put(found: Iterable[bytes | None]) -> None:
            for (at, job), key, data in zip(todo.items(), begun.keys, found, strict=True):
                if data is None or self.jobs[at] is not job:  # it is being made, or nobody wants it any more
                    continue
                if self.keys[at] != key:
                    self.keys[at], self.data[at], self.objects[at] = key, data, decode(data)

        put(begun.found)  # while the others are made
        self.waits.append(lambda: put(begun.wait()))
        return self.waits[-1]

    def _job(self, at: int) -> Job:
        part, state, html, last = self.parts.all[at], self.states[at], self.html[at], self.jobs[at]
        named: Mapping[str, Resource] = (
            last.resources
            if last and last.html == html
            else {
                path: resource
                for path, resource in self.resources.items()
                if path in (html if part.images is None else part.images)
            }
            | self._named(html)
        )
        return Job(
            part.name, html, self.css, named, self.words, not part.counts, state.right, state.first,
            state.total, state.strings or {}, part.place == "main", self.book.locale.pseudo is not None,
            self.book.without_patches,
        )  # fmt: skip

    def _named(self, html: str) -> dict[str, Resource]:
        """Return the pictures that the theme names in a part, or in the style sheet of all of them."""
        found = named(self.book.world, self.book.theme, html, self.css, known=self.known)
        self.known |= found
        return found

    def _impose(self) -> None:
        if self.settling:
            self.settling.keep(self.objects)
        pairs = list(zip(self.objects, self._styles(), strict=True))
        self.imposed = page_order.impose(
            pairs,
            right_to_left=self.book.locale.direction == "rtl",
            multiple=self.multiple,
            least=self.settling.pages if self.settling else {},
        )

    def _styles(self) -> Iterator[str]:
        """Yield how the page labels of each part are written: as its folios are, or like those around it."""
        known = [next((f.style for f in made.furniture if f.style), "") for made in self.objects]
        following = "decimal"
        out = []
        for part, style in zip(reversed(self.parts.all), reversed(known), strict=True):
            following = style or following
            out.append(following if part.counts else "")
        yield from reversed(out)

    def _correct(self) -> bool:
        """Note what was laid out with another number, side or string than it has now; return whether anything was."""
        changed = False
        real = {name: self.imposed.label(name) for name in self.imposed.anchors}
        strings: dict[str, str] = {}
        places = {sheet.key: sheet for sheet in self.imposed.sheets}
        for at, (made, state) in enumerate(zip(self.objects, self.states, strict=True)):
            first = places[at, 0]
            if made.sided and made.pages[0].right != first.right:
                state.right, changed = first.right, True
            if made.exact and state.first != first.number:
                state.first, changed = first.number, True
            if made.totals and state.total != len(self.imposed.sheets):
                state.total, changed = len(self.imposed.sheets), True
            inherited = {name: strings[name] for name in made.inherits if name in strings}
            if inherited != (state.strings or {}):
                state.strings, changed = inherited, True
            strings |= made.strings
        for at, html in self._moved(real):
            self.html[at], changed = html, True
        return changed

    def _moved(self, labels: Mapping[str, str]) -> Iterator[tuple[int, str]]:
        """Yield the parts that have no room for the labels of some pages, with their HTML for these."""
        if self.settling:
            self.settling.grow(labels)
        for at, (part, made) in enumerate(zip(self.parts.all, self.objects, strict=True)):
            tight = any(self._tight(slot, labels.get(slot.name, "")) for slot in _slots(made))
            if tight or part.joins or self.settling or at in self.exact:
                html = self.parts.page(part, self._labels(at, labels))
                if tight and html == self.html[at] and at not in self.exact:
                    # No other numbers can be put there, such as where a theme takes the first letter for an initial.
                    self.exact.add(at)
                    html = self.parts.page(part, self._labels(at, labels))
                if html != self.html[at]:
                    yield at, html

    def _labels(self, at: int, known: Mapping[str, str]) -> Labels:
        """Return the labels for a part."""
        if self.settling:
            return Labels(known, self.settling.rooms, exact=at in self.exact, apart=True)
        return Labels(known, exact=at in self.exact)

    def _tight(self, slot: Slot, label: str) -> bool:
        """Does a label not fit into a slot?"""
        if slot.text.isdecimal() and label.isdecimal() and slot.glyphs:
            room, figures = len(slot.text), len(label)
            return figures > room if self.settling else figures != room
        return slot.text != label

    @property
    def map(self) -> PageMap:
        """Where the pages begin, when they have come to rest."""
        number = self.book.project.isbn(self.book.edition).replace("-", "").replace(" ", "")
        return replace(self.imposed.map, source=f"urn:isbn:{number}" if number else self.book.identifier)


def _slots(made: Object) -> Iterator[Slot]:
    """Yield the slots for the pages of anchors."""
    for page in made.pages:
        if page.body is not None:
            yield from (slot for slot in page.body.slots if slot.name not in (PAGE_NUMBER, PAGE_COUNT))
