"""Has the parts of a book compiled, side by side: which jobs were handed out, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.build_step import Running
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.book_hyphenation import book_hyphenation
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart, decode, without_objects
from bookbuilder.formats.pdf.compile.job import COMPILE, Job, Task
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.formats.pdf.paginate.scheduled_part import ScheduledPart
from bookbuilder.formats.pdf.parts import BookPart, Labels, Parts
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.formats.pdf.theme_resources import theme_resources


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """Jobs that were handed out together, by the index of their part, and the work on them."""

    jobs: Mapping[int, Job]
    running: Running[bytes]


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """The parts of a book in their order, and the requests that nobody has waited for yet. `edited` are the indexes of the
    parts of the first of these, which have another text than in the build before, `foreseen` what all parts will most likely
    be compiled to; both are empty if it is not known."""

    parts: tuple[ScheduledPart, ...]
    requests: tuple[Request, ...] = ()
    edited: tuple[int, ...] = ()
    foreseen: tuple[CompiledPart, ...] = ()


class PartCompiler:
    """Makes the jobs of the parts of one book, and hands them out. The pictures that its theme names are read once."""

    def __init__(self, book: Book, parts: Parts, css: str, resources: Mapping[str, Resource]) -> None:
        self.book, self.css, self.resources = book, css, resources
        self.fonts = font_directory(book.world, book.fonts)
        self._parts = parts
        self._hyphenation = book_hyphenation(book)
        self._theme_pictures: dict[str, Resource] = {}

    def html(self, part: BookPart, labels: Labels) -> str:
        """Return the page of HTML of a part."""
        return self._parts.page(part, labels)

    def request(self, schedule: Schedule, wanted: Iterable[int], *, edited: bool = False) -> Schedule:
        """Begin to compile the `wanted` parts whose job is another one than before. What is in the cache is taken now.
        `edited` says that they have another text than in the build before."""
        before = schedule.parts
        jobs = {at: job for at in wanted if (job := self._job(before[at])) != before[at].job}
        world, fonts = self.book.world, self.fonts
        tasks = [Task(world, fonts, job, before[at].part.path, edited) for at, job in jobs.items()]
        request = Request(jobs, self.book.runner.begin(COMPILE, tasks))
        parts = list(before)
        for at, job in jobs.items():
            parts[at] = replace(parts[at], job=job)
        parts = _received(parts, request, request.running.found)
        return replace(schedule, parts=tuple(parts), requests=(*schedule.requests, request))

    def _job(self, scheduled: ScheduledPart) -> Job:
        part, html, last, position = scheduled.part, scheduled.html, scheduled.job, scheduled.position
        resources = last.resources if last and last.html == html else self._resources(part, html)
        return Job(
            part.name,
            html,
            self.css,
            resources,
            self._hyphenation,
            opens=not part.counts,
            right=position.right,
            first=position.first,
            page_count=position.page_count,
            strings=position.strings,
            main=part.matter == "main",
            pseudo=self.book.locale.pseudo is not None,
            without_patches=self.book.without_patches,
        )

    def _resources(self, part: BookPart, html: str) -> dict[str, Resource]:
        """Return the pictures of the book that a part names, and those that the theme names in it or in the style sheet."""
        names = html if part.images is None else part.images
        pictures = {path: resource for path, resource in self.resources.items() if path in names}
        from_theme = theme_resources(
            self.book.world, self.book.theme, html, self.css, known=self._theme_pictures
        )
        self._theme_pictures |= from_theme
        return pictures | from_theme


def wait_for(schedule: Schedule, requests: Sequence[Request]) -> Schedule:
    """Wait until some requests are done, and return the schedule with what came of them."""
    parts = list(schedule.parts)
    for request in requests:
        parts = _received(parts, request, request.running.wait())
    others = tuple(one for one in schedule.requests if one not in requests)
    return replace(schedule, parts=tuple(parts), requests=others)


def _received(
    parts: list[ScheduledPart], request: Request, results: Iterable[bytes | None]
) -> list[ScheduledPart]:
    """Return parts with the results of a request, as far as they are there (not None) and still wanted: a part may have got
    another job since."""
    parts = list(parts)
    for (at, job), key, data in zip(request.jobs.items(), request.running.keys, results, strict=True):
        if data is not None and parts[at].job is job and parts[at].key != key:
            parts[at] = replace(parts[at], key=key, data=data, compiled=without_objects(decode(data)))
    return parts
