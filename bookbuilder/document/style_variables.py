"""Computes how large the values of a style sheet are once their variables (CSS custom properties) are filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bookbuilder.phrases import Phrase

VALUE = 10_000
"""Parts of a value, with those of the variables that it uses."""
ALL = 100_000
"""Parts of all variables together, since each element inherits them all."""
_BEYOND = ALL + 1


@dataclass(frozen=True, slots=True)
class DeclaredVariable:
    """A declaration: its name, parts, depth, and the variables it uses, each with the brackets around it."""

    name: str
    parts: int
    depth: int
    uses: tuple[tuple[str, int], ...]
    line: int
    column: int

    @staticmethod
    def of(declaration: Any) -> DeclaredVariable:
        """Return the sizes and uses of a declaration that tinycss2 parsed."""
        parts = depth = 0
        uses: list[tuple[str, int]] = []
        waiting: list[tuple[Sequence[Any], int]] = [(declaration.value, 0)]
        while waiting:
            tokens, level = waiting.pop()
            depth = max(depth, level)
            parts += len(tokens)
            for token in tokens:
                content = getattr(token, "arguments", None) or getattr(token, "content", None)
                if content:
                    waiting.append((content, level + 1))
                if token.type == "function" and token.lower_name == "var":
                    first = next((one for one in token.arguments if one.type != "whitespace"), None)
                    if first is not None and first.type == "ident":
                        uses.append((_key(first.value), level))
        return DeclaredVariable(
            declaration.name, parts, depth, tuple(uses), declaration.source_line, declaration.source_column
        )


def _key(name: str) -> str:
    """Return the name by which WeasyPrint knows a variable, in which hyphens and underlines are one."""
    return name.replace("_", "-")


@dataclass(slots=True)
class Variables:
    """The declarations of a style sheet that define or use variables. `deep` is how deep they may stand in one another."""

    deep: int
    _defined: dict[str, list[DeclaredVariable]] = field(default_factory=dict)
    _using: list[DeclaredVariable] = field(default_factory=list)

    def add(self, declared: DeclaredVariable) -> None:
        """Take in a declaration."""
        if declared.name.startswith("--"):
            self._defined.setdefault(_key(declared.name), []).append(declared)
        elif declared.uses:
            self._using.append(declared)

    def excess(self) -> Iterator[tuple[str, int, int]]:
        """Yield what is too much, with line and column: of a chain of variables only the first."""
        order, circle = self._order()
        for name in circle:
            for declared in self._defined[name]:
                if sum(1 for used, _ in declared.uses if used in circle) > 1:
                    words = Phrase(
                        "the variable {variable} uses itself, through others, more than once",
                        variable=_short(declared.name),
                    )
                    yield words, declared.line, declared.column
                    return
        sizes = dict.fromkeys(circle, sum(one.parts for name in circle for one in self._defined[name]))
        depths = dict.fromkeys(circle, len(circle))
        total = sum(sizes.values())
        large: set[str] = set()
        for name in order:
            if any(used in large for one in self._defined[name] for used, _ in one.uses):
                large.add(name)
                continue
            for declared in self._defined[name]:
                problem = self._problem(declared, sizes, depths)
                if problem:
                    yield problem, declared.line, declared.column
                    large.add(name)
            values = [_filled(one, sizes, depths) for one in self._defined[name]]
            sizes[name] = max(size for size, _ in values)
            depths[name] = max(depth for _, depth in values)
            total += 0 if name in large else sizes[name]
            if total > ALL:
                last = self._defined[name][-1]
                yield (
                    Phrase("its variables have more than {all:,} parts together", all=ALL),
                    last.line,
                    last.column,
                )
                return
        for declared in self._using:
            problem = self._problem(declared, sizes, depths)
            if problem and not any(used in large for used, _ in declared.uses):
                yield problem, declared.line, declared.column

    def _problem(
        self, declared: DeclaredVariable, sizes: Mapping[str, int], depths: Mapping[str, int]
    ) -> str:
        size, depth = _filled(declared, sizes, depths)
        if size > VALUE:
            return Phrase(
                "{short} has more than {value:,} parts when its variables are filled in",
                short=_short(declared.name),
                value=VALUE,
            )
        if depth > self.deep:
            return Phrase(
                "{short} uses variables in variables more than {deep} deep",
                short=_short(declared.name),
                deep=self.deep,
            )
        return ""

    def _order(self) -> tuple[list[str], list[str]]:
        """Return the variables so that each comes after those that it uses, and those that use one another in a circle.

        What lies between two circles is taken for a part of them.
        """
        uses = {
            name: dict.fromkeys(used for one in declared for used, _ in one.uses if used in self._defined)
            for name, declared in self._defined.items()
        }
        used_by: dict[str, dict[str, None]] = {name: {} for name in uses}
        for name, used in uses.items():
            for one in used:
                used_by[one][name] = None
        first = _peeled(uses, used_by, set())
        last = _peeled(used_by, uses, set(first))
        outer = {*first, *last}
        return [*first, *reversed(last)], [name for name in uses if name not in outer]


def _peeled(
    needs: Mapping[str, Mapping[str, None]], needed_by: Mapping[str, Mapping[str, None]], without: set[str]
) -> list[str]:
    """Return names so that each comes after all that it needs, apart from those `without`; those in circles are left out."""
    left = {
        name: sum(1 for one in needed if one not in without)
        for name, needed in needs.items()
        if name not in without
    }
    result = [name for name, count in left.items() if not count]
    for name in result:
        for other in needed_by[name]:
            if other in left:
                left[other] -= 1
                if not left[other]:
                    result.append(other)
    return result


def _filled(
    declared: DeclaredVariable, sizes: Mapping[str, int], depths: Mapping[str, int]
) -> tuple[int, int]:
    """Return parts and depth of a value with its variables filled in."""
    size, depth = declared.parts, declared.depth
    for used, level in declared.uses:
        # Unbounded, thousands of variables that double would make numbers of thousands of digits.
        size = min(_BEYOND, size + sizes.get(used, 0))
        if used in depths:
            depth = max(depth, level + 1 + depths[used])
    return size, depth


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:60]}…"
