"""The marks of proofs as the preview shows them: where each stands by now, which contradict one another, and what a person
decides about them; decisions can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from bookbuilder import api
from bookbuilder.diagnostics import NOWHERE, BookbuilderError, Diagnostic, Findings, Span
from bookbuilder.importers.quoting import slug
from bookbuilder.phrases import Phrase
from bookbuilder.preview.book_texts import Texts, texts_of_book
from bookbuilder.proof.apply_decisions import marked_book, write_marks
from bookbuilder.proof.apply_marks import PLAIN
from bookbuilder.proof.comment_place import CommentPlace, commented
from bookbuilder.proof.decision import DecisionKind
from bookbuilder.proof.desk import STATE_WORDS, DecidedMark, Desk, read_desk
from bookbuilder.proof.keep_decisions import decision_files, decisions_of
from bookbuilder.proof.mark import ProofMark
from bookbuilder.proof.mark_conflicts import mark_conflicts
from bookbuilder.proof.mark_findings import mark_findings
from bookbuilder.proof.marks_json import mark_data
from bookbuilder.proof.place_now import placed_or_lost
from bookbuilder.proof.proof_report import decision_sentence
from bookbuilder.proof.received_file import FOLDER, with_mark
from bookbuilder.proof.source_texts import source_texts
from bookbuilder.session import Session
from bookbuilder.world import World

ORIGIN = "preview"
"""Where marks came in that are made in the preview."""
MOST_STEPS = 100
"""Decisions that can be undone."""


class OutdatedError(Exception):
    """What was asked for is about something that has changed meanwhile."""


@dataclass(frozen=True, slots=True)
class PlacedMarks:
    """All marks, with the places of those that are to be done in these texts of the files, and by id the ids of the marks
    that each contradicts and where the texts are that they translate."""

    desk: Desk
    places: Mapping[str, ProofMark]
    conflicts: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, Span]
    texts: Texts

    @property
    def paths(self) -> frozenset[str]:
        """The files that something of them stands in."""
        spans = [*(mark.start for mark in self.places.values()), *self.sources.values()]
        return frozenset(span.path for span in spans if span.path)


@dataclass(frozen=True, slots=True)
class _Step:
    """What files had before and have after something was decided, and the mark that it was about."""

    mark: str
    files: Mapping[str, tuple[bytes, bytes]]


class ProofMarks:
    """The marks of a book's proofs. One request at a time reads or writes."""

    def __init__(self, world: World) -> None:
        self._world, self._lock = world, Lock()
        self._steps: list[_Step] = []
        self._known: PlacedMarks | None = None

    @property
    def can_undo(self) -> bool:
        """Whether something was decided here that can be undone."""
        return bool(self._steps)

    def placed(self) -> PlacedMarks:
        """Return all marks as they stand now. Marks whose book cannot be read have the places at which they came in."""
        with self._lock:
            desk, texts = self._desk(), self._texts()
            known = self._known
            if known is None or known.desk != desk or known.texts != texts:
                known = self._known = self._placed(desk, texts)
            return known

    def decide(self, name: str, what: DecisionKind, by: str, text: str, state: str) -> tuple[Diagnostic, ...]:
        """Keep what a person decides about a mark that has a state; write the words of an accepted one, if they can be, into
        its chapter. Return why they were not written. Raises `OutdatedError` if the mark has another state by now, or the
        chapter was changed meanwhile, and `BookbuilderError` and `OSError` if nothing can be read or written."""
        with self._lock:
            found = _marked(self._desk(), name)
            if found.state != state:
                raise OutdatedError
            mark = found.mark
            chapters: dict[str, bytes] = {}
            problems: tuple[Diagnostic, ...] = ()
            if what is DecisionKind.ACCEPT and mark.kind in PLAIN:
                chapters, problems = self._written(mark)
            written = [mark] if what is DecisionKind.ACCEPT and mark.kind in PLAIN and not problems else []
            decisions = decisions_of([mark], what, by, self._world.moment, text, written)
            self._publish(mark.id, {**chapters, **decision_files(self._world, decisions, by)})
            return problems

    def comment(self, place: CommentPlace, by: str, text: str) -> str:
        """Keep a comment of a person on words of a chapter as a mark; return its id. Raises `OutdatedError` if no text of
        the book stands there, and `BookbuilderError` and `OSError` if nothing can be read or written."""
        with self._lock:
            locale = self._locale(place.start.path)
            with _session(self._world).work() as work:
                mark = commented(place, marked_book(work.context, work.world, locale), ORIGIN)
            if mark is None:
                raise OutdatedError
            mark = replace(mark, comment=text, author=by, date=self._world.moment)
            path = _comments_path(by)
            before = self._world.text(path) if self._world.exists(path) else ""
            self._publish(mark.id, {path: with_mark(before, mark, ORIGIN).encode()})
            return mark.id

    def undo(self) -> str:
        """Take back what was decided last; return the id of its mark. Raises `OutdatedError` if there is nothing, or the
        files have been changed since, and `BookbuilderError` and `OSError` if nothing can be written."""
        with self._lock:
            if not self._steps:
                raise OutdatedError
            step = self._steps[-1]
            restored = {path: self._without(path, *pair) for path, pair in step.files.items()}
            self._world.publish(".", [(path, {"": data}) for path, data in sorted(restored.items())])
            self._steps.pop()
            return step.mark

    def _desk(self) -> Desk:
        return read_desk(self._world, Findings())  # builds report what is wrong with these files

    def _texts(self) -> Texts:
        return texts_of_book(self._world, self._known.texts if self._known else {})

    def _placed(self, desk: Desk, texts: Texts) -> PlacedMarks:
        undone = [one.mark for one in desk.undone]
        places = {mark.id: mark for mark in undone}
        known = self._still_placed(texts)
        places |= {name: known[name] for name in places if name in known}
        unknown = [mark for mark in undone if mark.id not in known]
        for locale in dict.fromkeys(mark.locale for mark in unknown):
            try:
                with _session(self._world).work() as work:
                    book = marked_book(work.context, work.world, locale)
            except (BookbuilderError, OSError):
                continue  # the build reports it
            places |= {mark.id: placed_or_lost(mark, book) for mark in unknown if mark.locale == locale}
        project, _ = api.load(self._world)
        sources = source_texts(places.values(), self._world, project) if project else {}
        return PlacedMarks(desk, places, mark_conflicts(places.values()), sources, texts)

    def _still_placed(self, texts: Texts) -> Mapping[str, ProofMark]:
        """Return the marks, by id, that have a place in a file that has not changed since they were placed: of 5,000 marks,
        those of one chapter are placed anew after an edit of it."""
        known = self._known
        if known is None:
            return {}
        same = {path for path, data in texts.items() if known.texts.get(path) == data}
        return {name: mark for name, mark in known.places.items() if {mark.start.path, mark.end.path} <= same}

    def _written(self, mark: ProofMark) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
        """Return the chapters with the words of a mark, and why they are not in them."""
        before = self._texts()
        with _session(self._world).work() as work:
            written = write_marks(work.context, work.world, [mark])
        if self._texts() != before:
            raise OutdatedError
        return (
            {path: text.encode() for path, text in written.texts.items()},
            tuple(problem for _, problem in written.problems),
        )

    def _publish(self, mark: str, files: Mapping[str, bytes]) -> None:
        before = {path: self._bytes(path) for path in files}
        self._world.publish(".", [(path, {"": data}) for path, data in sorted(files.items())])
        step = _Step(mark, {path: (before[path], data) for path, data in files.items()})
        self._steps = [*self._steps, step][-MOST_STEPS:]

    def _without(self, path: str, before: bytes, after: bytes) -> bytes:
        """Return a file without what a step has made of it. What others have added to a file of decisions since stays."""
        now = self._bytes(path)
        if now == after and before:
            return before
        # Of a file that there was not before its first lines stay.
        before = before or after.partition(b"\n[[")[0] + b"\n"
        added = after[len(before) :]
        if path.startswith("proof/") and after.startswith(before) and now.count(added) == 1:
            return now.replace(added, b"")
        raise OutdatedError

    def _bytes(self, path: str) -> bytes:
        return self._world.read(path) if self._world.exists(path) else b""

    def _locale(self, path: str) -> str:
        project, _ = api.load(self._world)
        if project is None:
            raise OutdatedError
        folder = path.split("/")[1] if path.startswith("chapters/") else ""
        return folder if folder in project.locales else project.source


def as_data(placed: PlacedMarks, said: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return marks as the page gets them, in the order of their places, those without one last; `said` says a text of the
    program in the language of the page."""

    def order(one: DecidedMark) -> tuple[bool, Span]:
        start = placed.places.get(one.mark.id, one.mark).start
        return start == NOWHERE, start

    return [_mark_data(one, placed, said) for one in sorted(placed.desk.marks, key=order)]


def _mark_data(one: DecidedMark, placed: PlacedMarks, said: Callable[[str], str]) -> dict[str, Any]:
    mark = placed.places.get(one.mark.id, one.mark)
    (finding,) = mark_findings([mark])
    sentence, hint = map(said, finding.phrases)
    source = placed.sources.get(mark.id, NOWHERE)
    place = Span(source.path, source.line)
    return {
        **mark_data(mark, source),
        "source_said": said(Phrase("a translation of {place}", place=place)) if source != NOWHERE else "",
        "state": one.state.value,
        "sentence": sentence,
        "hint": hint,
        "plain": mark.kind in PLAIN,
        "conflicts": list(placed.conflicts.get(mark.id, ())),
        "state_said": said(STATE_WORDS[one.state]),
        "decisions": [{"said": said(decision_sentence(each)), "text": each.text} for each in one.decisions],
    }


def _marked(desk: Desk, name: str) -> DecidedMark:
    found = next((one for one in desk.marks if one.mark.id == name), None)
    if found is None:
        raise OutdatedError
    return found


def _comments_path(person: str) -> str:
    """Return the file with the marks that a person made in the preview."""
    return f"{FOLDER}/{ORIGIN}-{slug(person) or 'person'}.toml"


def _session(world: World) -> Session:
    # In this process: the workers are busy with the build, and hardly anything is to be read anew.
    return Session(world, jobs=1, opens_store=False)
