"""Diagnostics as values: a rule that was broken, where, and a hint what to do about it.

Every part of the program reports through a `Report` function that is handed in, and goes on. Nothing is printed
here and nothing is raised: the caller collects the diagnostics, shows them together and decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple, Protocol, runtime_checkable

from msgspec import Struct

from bookbuilder.phrases import Phrase, Wording


class Severity(StrEnum):
    """How serious a diagnostic is: errors keep the book from being published, others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Span(Struct, frozen=True, order=True, array_like=True, gc=False):
    """A place in a source file.

    `path` is relative to the root of the book, with forward slashes. `line` and `column` count from 1 in
    characters; 0 means that the whole file (or the whole line) is meant.
    """

    path: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return `chapters/de/03-mittwoch.md:14:7`, without unknown parts."""
        numbers = [str(n) for n in (self.line, self.column) if n]
        return ":".join([self.path or "bookbuilder", *numbers])


NOWHERE = Span()


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that can be wrong, defined once beside the code that detects it.

    `code` is `noun.state`; one that is renamed goes on working (`bookbuilder.renamed`). `sentence` is a `str.format`
    template in the author's words. `why` is what `bookbuilder explain CODE` prints: the reason, and what to do in general.
    """

    code: str
    sentence: str
    why: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """A change of a source file that fixes a problem: at `span`, `old` becomes `new`. `mark` is the id of the mark of a
    proof that asks for it."""

    span: Span
    old: str
    new: str
    mark: str = ""


class PageArea(NamedTuple):
    """Where something is seen in a PDF: the name of the file, the page (from 0), and a rectangle in points from the upper
    left corner of the trimmed page."""

    file: str
    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: the rule, the place, a plain sentence, and a hint what to do.

    `fix` is what `check --fix` may do about it. `more` is how many problems it stands for that are not listed; 0: it is one.
    `area` is where it is seen, if that is known.
    """

    code: str
    severity: Severity
    span: Span
    message: str
    hint: str = ""
    fix: Fix | None = None
    more: int = 0
    area: PageArea | None = None
    wordings: tuple[Wording, ...] = field(default=(), compare=False, repr=False)
    """How the message and the hint were made, as far as that is known."""

    def __post_init__(self) -> None:
        """Take the wordings out of phrases: texts alone travel between processes and caches."""
        for name in ("message", "hint"):
            text = getattr(self, name)
            if isinstance(text, Phrase):
                object.__setattr__(self, name, "".join(text))
                object.__setattr__(self, "wordings", (*self.wordings, text.wording))

    @property
    def phrases(self) -> tuple[str, str]:
        """The message and the hint, as phrases if it is known how they were made."""
        made: dict[str, str] = {phrase: phrase for phrase in map(Phrase.of, self.wordings)}
        return made.get(self.message, self.message), made.get(self.hint, self.hint)

    def __str__(self) -> str:
        """Return the line that a compiler would print, without the hint."""
        return f"{self.span}: {self.severity}: {self.message} [{self.code}]"

    def as_json(
        self, said: Callable[[str], str] | None = None
    ) -> dict[str, str | int | dict[str, str | float]]:
        """Return it as JSON data: in English, and where it is `said` otherwise, that beside it (`localized`)."""
        seen: dict[str, dict[str, str | float]] = {"area": self.area._asdict()} if self.area else {}
        message, hint = map(said, self.phrases) if said else (self.message, self.hint)
        if (message, hint) != (self.message, self.hint):
            seen["localized"] = {"message": message, "hint": hint}
        return {
            "code": self.code,
            "severity": self.severity.value,
            "path": self.span.path,
            "line": self.span.line,
            "column": self.span.column,
            "message": self.message,
            "hint": self.hint,
            **seen,
        }


Hint = str | Callable[[], str]
HINTED = 20
"""Diagnostics of one rule that get an expensive hint."""
LISTED = 5_000
"""Diagnostics of one rule in one file that are listed: more than a person mends by hand. Others are counted."""


class Report(Protocol):
    """The function through which problems are reported; it returns, and its caller goes on."""

    def __call__(
        self, rule: Rule, span: Span, /, *,
        hint: Hint = "", fix: Fix | None = None, area: PageArea | None = None, **values: object,
    ) -> None:  # fmt: skip
        """Report that `rule` is broken at `span`; `values` fill the rule's sentence.

        An expensive hint is a function: it is called only for the first diagnostics of a rule.
        """


def diagnostic(
    rule: Rule, span: Span, *,
    hint: str = "", fix: Fix | None = None, area: PageArea | None = None, **values: object,
) -> Diagnostic:  # fmt: skip
    """Return the diagnostic for `rule` at `span`; `values` fill its sentence."""
    message = Phrase(rule.sentence, rule.code, **values)
    return Diagnostic(rule.code, rule.severity, span, message, hint, fix, area=area)


NOT_TEXT = "file.encoding"
"""The code of a file that is no UTF-8: much of what else is wrong may come from that."""


class Findings:
    """Collects diagnostics; calling it is a `Report`. At most `LISTED` of a rule are kept for a file."""

    def __init__(self) -> None:
        """Start with no diagnostics."""
        self._found: dict[Diagnostic, None] = {}
        self._hinted: Counter[str] = Counter()
        self._listed: Counter[tuple[str, str]] = Counter()
        self._first_unlisted: dict[tuple[str, str], Diagnostic] = {}
        self._unlisted: dict[tuple[str, str], set[int]] = {}  # hashes: there may be millions

    def __call__(
        self, rule: Rule, span: Span, /, *,
        hint: Hint = "", fix: Fix | None = None, area: PageArea | None = None, **values: object,
    ) -> None:  # fmt: skip
        """Add a diagnostic."""
        if not isinstance(hint, str):
            self._hinted[rule.code] += 1
            hint = hint() if self._hinted[rule.code] <= HINTED else ""
        self._add(diagnostic(rule, span, hint=hint, fix=fix, area=area, **values))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add diagnostics that were collected elsewhere."""
        for one in diagnostics:
            self._add(one)

    def _add(self, one: Diagnostic) -> None:
        kind = one.span.path, one.code
        if one in self._found:
            return
        if self._listed[kind] < LISTED or one.more:
            self._found[one] = None
            self._listed[kind] += 1
        else:
            self._first_unlisted.setdefault(kind, one)
            self._unlisted.setdefault(kind, set()).add(hash(one))

    def without_consequences(self, nouns: Collection[str]) -> None:
        """If a file could not be read, drop the diagnostics that may follow from that: those whose code begins with one of
        the nouns."""
        if any(one.code == NOT_TEXT for one in self._found):
            self._found = {one: None for one in self._found if one.code.partition(".")[0] not in nouns}
            for kind in [kind for kind in self._first_unlisted if kind[1].partition(".")[0] in nouns]:
                del self._first_unlisted[kind]

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return any(d.severity is Severity.ERROR for d in self._found)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Return each diagnostic once, sorted by place; files that cannot be read come first. Those that are not listed are
        one for each rule and file, at the place of the first."""
        unlisted = (
            replace(first, message=Phrase(MANY_MORE, count=count), hint="", fix=None, more=count)
            for kind, first in self._first_unlisted.items()
            if (count := len(self._unlisted[kind]))
        )
        return tuple(
            sorted((*self._found, *unlisted), key=lambda d: (d.code != NOT_TEXT, d.span, d.code, d.message))
        )


MANY_MORE = "there are {count:,} more of this kind in this file, which are not listed"


class BookbuilderError(Exception):
    """The one exception of the program, for when going on would lie; it carries the diagnostics."""

    def __init__(self, *found: Diagnostic) -> None:
        """Make the error from its diagnostics."""
        super().__init__("; ".join(d.message for d in found))
        self.diagnostics = found

    def __reduce__(self) -> tuple[type[BookbuilderError], tuple[Diagnostic, ...]]:
        """Pickle by its diagnostics."""
        # By default an exception is made again from its `args`, here a text.
        return BookbuilderError, self.diagnostics


ForError = Callable[[BookbuilderError | OSError], tuple[Diagnostic, ...]]
"""Says what an error of the book or of the operating system means."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the hint `did you mean "…"?` for the closest known word, or an empty string."""
    from difflib import get_close_matches

    words = sorted(known)
    if len(words) > _COMPARED:  # typing errors are mostly behind the first letters
        place = bisect_left(words, word)
        words = words[max(place - _COMPARED // 2, 0) : place + _COMPARED // 2]
    # difflib takes quadratic time for a long word.
    close = get_close_matches(word[:_LONGEST], words, n=1, cutoff=0.6)
    return Phrase('did you mean "{word}"?', word=close[0]) if close else ""


_COMPARED = 5000
_LONGEST = 200

Progress = Callable[[str], None]
"""Called with a few words on what is being done, for a progress bar."""


@runtime_checkable
class Counts(Protocol):
    """A `Progress` that also wants to know how much of the work is done."""

    def counted(self, function: str, done: int, total: int, left: float | None) -> None:
        """Receive how many tasks of a step are done, of how many, and the estimated seconds left, if known."""
