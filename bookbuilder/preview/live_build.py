"""Builds a book, again after every change of its files, and reports the results.

The editions that somebody looks at are made first, and shown before the others are made.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bookbuilder import api
from bookbuilder.book_changes import book_changes
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, ForError, Severity
from bookbuilder.formats.early_pages import EarlyPages
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.plan import plan_editions
from bookbuilder.preview.book_texts import Texts, texts_of_book
from bookbuilder.preview.live_state import LiveState, ShownEdition, State, edition_key
from bookbuilder.project import Edition
from bookbuilder.result import Result
from bookbuilder.session import Session
from bookbuilder.workers.idle_memory import release_main_when_idle
from bookbuilder.workers.idle_workers import changes_with_rest
from bookbuilder.workers.rare_garbage_collection import collect_rarely

Done = Callable[[State], None]
"""Receives the state after each build."""


@dataclass(frozen=True, slots=True, eq=False)
class LiveBuild:
    """What is built, how, and where its state goes."""

    session: Session
    request: BuildRequest
    live: LiveState
    for_error: ForError

    def run(self, done: Done) -> None:
        """Build the book whenever its files change, until the process ends."""
        with self.session.opened() as runner:
            kept = replace(self, session=replace(self.session, runner=runner))
            project, _ = api.load(kept.session.world)
            listening = book_changes(kept.session.world, project.output if project else "output")
            # From here on no change is missed, not even during the first build.
            next(listening)
            kept.build(())
            done(self.live.state)
            collect_rarely(first=True)
            release_main_when_idle()
            for found in changes_with_rest(listening, runner):
                kept.build(found)
                done(self.live.state)

    def build(self, changed: Iterable[Path]) -> None:
        """Build the book once: what is looked at first, then all."""
        started, world = time.monotonic(), self.session.world
        paths = tuple(sorted(path.relative_to(world.root).as_posix() for path in changed))
        state = replace(
            self.live.state, building=True, build=self.live.state.build + 1, changed=paths, early=()
        )
        self.live.set(state)
        texts = texts_of_book(world, state.texts)
        planned = self._planned()
        requests = [
            one for one in (first_request(planned, self.request, self.live.shown), self.request) if one
        ]
        for request in requests:
            result = self._result(request)
            state = replace(
                state,
                building=request is not self.request,
                failed=not result.editions
                and any(one.severity == Severity.ERROR for one in result.diagnostics),
                seconds=time.monotonic() - started,
                draft=result.draft,
                editions=_merged(state, result, planned, {**texts, **result.repaired}),
                diagnostics=result.diagnostics,
                early=(),
                texts=texts,
            )
            self.live.set(state)

    def _planned(self) -> tuple[Edition, ...]:
        """Return the editions that are to be made; none if book.toml cannot be read."""
        project, _ = api.load(self.session.world)
        try:
            return plan_editions(project, self.request.locales, self.request.editions) if project else ()
        except BookbuilderError:
            return ()  # the build reports it

    def _result(self, request: BuildRequest) -> Result:
        """Return the result of a request; if the book has errors that of its draft, with these errors."""
        session = replace(self.session, early=self._show_early)
        try:
            result = api.requested_build(session, request)
            if not result.failed:
                return result
            draft = api.requested_build(session, replace(request, draft=True))
        except (BookbuilderError, OSError) as error:
            return Result(self.for_error(error))
        return replace(draft, diagnostics=_with_errors(draft, result)) if draft.editions else result

    def _show_early(self, languages: str, name: str, pages: EarlyPages) -> None:
        self.live.add_early(edition_key(languages, name), pages)


def _with_errors(draft: Result, failed: Result) -> tuple[Diagnostic, ...]:
    """Return what was reported of a draft, in which the errors of the book are errors."""
    errors = [one for one in failed.diagnostics if one.severity is Severity.ERROR]
    known = {(one.code, one.span.path, one.span.line) for one in errors}
    others = [one for one in draft.diagnostics if (one.code, one.span.path, one.span.line) not in known]
    return tuple(sorted((*errors, *others), key=lambda one: (one.span, one.code, one.message)))


def first_request(
    planned: Sequence[Edition], request: BuildRequest, shown: frozenset[str]
) -> BuildRequest | None:
    """Return the request for the editions that somebody looks at, or the first PDF; None if that is no smaller part."""
    first = [one for one in planned if edition_key(one.languages, one.name) in shown]
    first = first or [one for one in planned if one.format == "pdf"][:1]
    names = tuple(dict.fromkeys(one.name for one in first))
    locales = tuple(dict.fromkeys(locale.name for one in first for locale in one.locales))
    made = [
        one
        for one in planned
        if one.name in names and not {locale.name for locale in one.locales}.isdisjoint(locales)
    ]
    return replace(request, locales=locales, editions=names) if 0 < len(made) < len(planned) else None


def _merged(
    state: State, result: Result, planned: Sequence[Edition], texts: Texts
) -> tuple[ShownEdition, ...]:
    """Return the editions of a state with those that were made now, in the order in which they are planned; those that are
    planned no more are left out."""
    shown = {one.key: one for one in state.editions}
    if not result.editions:
        return state.editions
    shown |= {one.key: one for one in (ShownEdition(made, state.build, texts) for made in result.editions)}
    order = [edition_key(one.languages, one.name) for one in planned]
    return tuple(shown[key] for key in order if key in shown)
