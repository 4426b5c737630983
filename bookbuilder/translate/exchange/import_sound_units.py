"""Imports files from translators without units that would break the book: each is refused, and the others come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Diagnostic, Findings
from bookbuilder.project import Project
from bookbuilder.translate.exchange.import_files import ImportResult, PlacedUnit, UnitKey, import_files
from bookbuilder.world import Workspace

ErrorsOf = Callable[[Mapping[str, bytes], Sequence[str]], Sequence[Diagnostic]]
"""Returns the errors of some locales of the book if some of its files have other contents."""
ROUNDS = 8
"""How often units are looked for that break the book; after that, none is imported."""


def import_sound_units(
    world: Workspace,
    project: Project,
    files: Mapping[str, bytes],
    findings: Findings,
    errors: ErrorsOf,
    *,
    numbers: bool = True,
) -> ImportResult:
    """Return what files change, as `import_files` does, but for units with which the book would have an error that it does
    not have now. These are reported (`exchange.breaks`) and rejected."""
    search = _Search(world, project, files, errors, numbers)
    rounds = 0
    reported, result = search.attempt({})
    while new := search.new_errors(result):
        rounds += 1
        blamed = {key: one for one in new for key in _units_at(one, result.placed)} or search.culprit(result)
        if not blamed:
            break
        if rounds >= ROUNDS:
            blamed = {unit.key: new[0] for unit in result.placed}
        search.bar(blamed, new)
        reported, result = search.attempt(search.barred)
    findings.extend(reported.sorted())
    return result


@dataclass(slots=True)
class _Search:
    world: Workspace
    project: Project
    files: Mapping[str, bytes]
    errors: ErrorsOf
    numbers: bool
    barred: dict[UnitKey, Diagnostic] = field(default_factory=dict)
    before: Counter[tuple[str, str, str]] | None = None

    def attempt(self, barred: Mapping[UnitKey, Diagnostic]) -> tuple[Findings, ImportResult]:
        """Import all but some units."""
        reported = Findings()
        result = import_files(
            self.world, self.project, self.files, reported, numbers=self.numbers, barred=barred
        )
        return reported, result

    def bar(self, blamed: dict[UnitKey, Diagnostic], new: Sequence[Diagnostic]) -> None:
        """Reject units that cause new errors. An error that stays without its unit comes from elsewhere, such as a picture
        that a new chapter lacks; it is no reason to reject the words."""
        _, result = self.attempt(self.barred | blamed)
        lasting = Counter(map(_kind, self.new_errors(result))) & Counter(map(_kind, new))
        self.before = (self.before or Counter()) + lasting
        self.barred |= {key: one for key, one in blamed.items() if _kind(one) not in lasting}

    def new_errors(self, result: ImportResult) -> list[Diagnostic]:
        """Return the errors that an import adds to the book; those that are there already have other lines afterwards."""
        if not result.placed:
            return []
        locales = sorted(result.units)
        after = self.errors(result.files, locales)
        if after and self.before is None:
            self.before = Counter(map(_kind, self.errors({}, locales)))
        left = Counter(self.before or ())
        new = []
        for one in after:
            if left[_kind(one)]:
                left[_kind(one)] -= 1
            else:
                new.append(one)
        return new

    def culprit(self, result: ImportResult) -> dict[UnitKey, Diagnostic]:
        """Return the unit that causes an error elsewhere: the last of the shortest row of units that has one. None is sought
        in a book that has errors already, since these may have hidden others."""
        units = list(dict.fromkeys(unit.key for unit in result.placed))
        if self.before:
            return {}
        low, high = 0, len(units)
        new = self.new_errors(result)
        while high - low > 1:
            middle = (low + high) // 2
            others = dict.fromkeys(units[middle:], new[0])
            found = self.new_errors(self.attempt(self.barred | others)[1])
            low, high, new = (low, middle, found) if found else (middle, high, new)
        return {units[low]: new[0]}


def _kind(one: Diagnostic) -> tuple[str, str, str]:
    return one.span.path, one.code, one.message


def _units_at(one: Diagnostic, placed: Sequence[PlacedUnit]) -> list[UnitKey]:
    span = one.span
    there = [unit for unit in placed if unit.path == span.path and unit.first <= span.line <= unit.last]
    columns = [unit for unit in there if unit.first == unit.last and unit.column <= span.column]
    best = max((unit.column for unit in columns), default=0)
    return [unit.key for unit in there if unit not in columns or unit.column == best]
