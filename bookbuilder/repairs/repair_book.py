"""Repairs a book until it can be built: `bookbuilder import`, and drafts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.build_step import Runner
from bookbuilder.diagnostics import NOT_TEXT, Diagnostic, Span
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.text_errors import text_errors
from bookbuilder.project.flavour import Flavour
from bookbuilder.repairs.data_files import at_directives
from bookbuilder.repairs.front_matter import mend_front_matter
from bookbuilder.repairs.literal_block import as_code, as_text
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import repairs
from bookbuilder.world import Workspace
from bookbuilder.world.read_any_text import read_any_text

WHOLE = BuildRequest()
ROUNDS = 12
"""How often a book is read again: what is repaired may uncover what stood behind it."""
AS_TEXT = 3
"""At which attempt that has not helped a block becomes text; it becomes code at the next one."""
UNREPAIRED = (
    "chapter.name",
    "chapter.folder",
    "chapter.missing",
    "chapter.extra",
    "chapter.large",
    "glyph.missing",
    "glyph.drawing",
)
"""Rules that no change of a text mends: they are about the file itself, or about fonts."""


@dataclass(frozen=True, slots=True)
class RepairedBook:
    """The files of a book that were changed, what was wrong with it before, and the errors that are left; both at their
    lines in the files before. `origins` are those lines for each line of a changed file (`EditedText`)."""

    files: Mapping[str, bytes]
    repaired: tuple[Diagnostic, ...]
    left: tuple[Diagnostic, ...]
    origins: Mapping[str, Sequence[int]]

    def placed(self, one: Diagnostic) -> Diagnostic:
        """Return a diagnostic of the changed book at its line in the book before, without a fix if that is another one."""
        return placed(one, self.origins)


def repair_book(
    world: Workspace,
    files: Mapping[str, bytes],
    flavour: Flavour,
    request: BuildRequest = WHOLE,
    runner: Runner | None = None,
    only: Collection[str] = (),
) -> RepairedBook:
    """Return a book whose chapters are repaired, as far as a request needs them; `files` stand in for those of the world.
    With codes of rules in `only`, these alone are repaired.

    First each problem has its own repair. Where that does not help, the block at its place becomes text, and at last code.
    """
    changed = dict(files)
    origins: dict[str, Sequence[int]] = {}
    repaired: dict[tuple[str, str, int], Diagnostic] = {}
    attempts = _Attempts()
    left: tuple[Diagnostic, ...] = ()
    for _ in range(ROUNDS):
        left = text_errors(world, changed, request, runner)
        before = dict(changed)
        asked = (one for one in left if not only or one.code in only)
        wanted = list(at_directives(world, changed, asked))
        reported = {id(there): problem for problem, there in wanted}
        for path, problems in _by_chapter([there for _, there in wanted]).items():
            data = changed[path] if path in changed else world.read(path)
            chapter = MarkdownText(path, read_any_text(data).text, flavour)
            attempts.count(path, problems)
            unread = any(one.code == NOT_TEXT for one in problems)
            edits = [edit for one in problems for edit in _edits(chapter, one, attempts.of(one))]
            for one in problems:
                # What is wrong in a data file is reported at its row and column there.
                original = placed(reported[id(one)], origins)
                repaired.setdefault((original.span.path, one.code, original.span.line), original)
            if unread:
                changed[path] = chapter.text.encode()
            elif edits:
                result = chapter.edited(edits)
                changed[path] = result.text.encode()
                before_it = origins.get(path)
                lines = result.origins
                origins[path] = tuple(before_it[line - 1] for line in lines) if before_it else lines
        if changed == before:
            break
    wrong = {(one.span.path, one.code) for one in left}
    return RepairedBook(
        {path: data for path, data in changed.items() if files.get(path) != data},
        tuple(one for one in repaired.values() if (one.span.path, one.code) not in wrong),
        tuple(placed(one, origins) for one in left),
        origins,
    )


def placed(one: Diagnostic, origins: Mapping[str, Sequence[int]]) -> Diagnostic:
    """Return a diagnostic as `RepairedBook.placed` does."""
    lines, line = origins.get(one.span.path), one.span.line
    if lines is None or not line:
        return one
    origin = lines[min(line, len(lines)) - 1]
    return replace(one, span=Span(one.span.path, origin), fix=None)


def _by_chapter(problems: Sequence[Diagnostic]) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for one in problems:
        if (
            one.span.path.startswith("chapters/")
            and one.span.path.endswith(".md")
            and one.code not in UNREPAIRED
        ):
            found[one.span.path].append(one)
    return found


class _Attempts:
    """How often the problems of a rule were repaired in a chapter without getting fewer."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[int, int]] = {}

    def count(self, path: str, problems: Sequence[Diagnostic]) -> None:
        for code, number in Counter(one.code for one in problems).items():
            before, attempts = self._known.get((path, code), (number + 1, 0))
            self._known[path, code] = number, attempts + 1 if number >= before else max(attempts, 1)

    def of(self, problem: Diagnostic) -> int:
        return self._known[problem.span.path, problem.code][1]


def _edits(chapter: MarkdownText, problem: Diagnostic, attempt: int) -> list[SourceEdit]:
    """Return the edits for a problem: its own repair, after attempts that did not help a stronger one, at last nothing."""
    repair, line = repairs().get(problem.code), problem.span.line
    if repair and attempt < AS_TEXT and (edits := repair.mend(chapter, problem)):
        return edits
    if 0 < line <= chapter.body:
        return mend_front_matter(
            chapter, line, whole=problem.code == "frontmatter.syntax" or attempt > AS_TEXT
        )
    first = AS_TEXT if repair else 1
    if attempt <= first:
        return as_text(chapter, line)
    return as_code(chapter, line) if attempt == first + 1 else []
