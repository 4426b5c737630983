"""Reads from fonts.toml by how much the characters of each face hang into the margins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.phrases import Phrase

HANGING = Rule(
    "fonts.hanging",
    "what hangs into the margins cannot be read: {problem}",
    "A table of fonts.toml may say for a face by how many thousandths of their width characters hang into the margin:"
    ' `right = { ".," = 700 }`.',
)
KEY = "hanging"
MOST = 1000
"""In thousandths: a character hangs with its whole width."""

Amounts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class HangingCharacters:
    """The characters of a face that hang into the left and the right margin, each with thousandths of its own width."""

    left: Amounts = ()
    right: Amounts = ()


NOTHING_HANGS = HangingCharacters()
SIDES = ("left", "right")


def hanging_characters(
    tables: object, files: Collection[str], span: Callable[[tuple[str, ...]], Span], report: Report
) -> dict[str, HangingCharacters]:
    """Return file → what hangs, of the table `hanging` of a family whose faces are these files. `span` gives the place of a
    key below that table. Reports `fonts.hanging`."""
    result = {}
    for file, table in _table(tables, (), span, report).items():
        if file not in files:
            hint = nearest(file, files) or Phrase("the faces are {files}", files=", ".join(sorted(files)))
            report(
                HANGING,
                span((file,)),
                hint=hint,
                problem=Phrase("no face of the family is {file!r}", file=file),
            )
            continue
        sides = _table(table, (file,), span, report)
        for side in sides:
            if side not in SIDES:
                hint = Phrase("the sides are {sides}", sides=" and ".join(SIDES))
                report(
                    HANGING, span((file, side)), hint=hint, problem=Phrase("{side!r} is no side", side=side)
                )
        left, right = (tuple(_amounts(sides.get(side, {}), (file, side), span, report)) for side in SIDES)
        result[file] = HangingCharacters(left, right)
    return result


def _table(
    value: object, keys: tuple[str, ...], span: Callable[[tuple[str, ...]], Span], report: Report
) -> Mapping[str, object]:
    if isinstance(value, dict):
        return value
    report(HANGING, span(keys), problem=Phrase("{value!r} is no table", value=(KEY, *keys)[-1]))
    return {}


def _amounts(
    value: object, keys: tuple[str, ...], span: Callable[[tuple[str, ...]], Span], report: Report
) -> Iterator[tuple[str, int]]:
    """Yield the characters of a side with their amounts."""
    seen: set[str] = set()
    for characters, amount in _table(value, keys, span, report).items():
        problem = ""
        if not characters or any(character.isspace() for character in characters):
            problem = "a space does not hang"
        elif not seen.isdisjoint(characters) or len(set(characters)) < len(characters):
            problem = Phrase("{characters!r} has a character twice", characters=characters)
        elif not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount <= MOST:
            problem = Phrase(
                "{characters!r} hangs by {amount!r}, which is no whole number from 0 to {most}",
                characters=characters,
                amount=amount,
                most=MOST,
            )
        else:
            yield from ((character, amount) for character in characters)
        seen.update(characters)
        if problem:
            report(HANGING, span((*keys, characters)), problem=problem)
