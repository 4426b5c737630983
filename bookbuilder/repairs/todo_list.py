"""Lists what is left to do in a book: one entry for each rule that is broken, the most frequent first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bookbuilder.diagnostics import NOT_TEXT, Diagnostic, Severity
from bookbuilder.markdown.convert_picture import UNCONFIRMED
from bookbuilder.markdown.directives.missing import LEFT
from bookbuilder.phrases import Phrase
from bookbuilder.repairs.repair import TodoWords, repairs

_WITHOUT_REPAIR = {
    LEFT.code: TodoWords(
        "{count:,} things are missing",
        "put the files into the folder of the chapter, and write a picture for each",
    ),
    UNCONFIRMED.code: TodoWords(
        "{count:,} alternative texts are not confirmed",
        "correct them, and take {.unconfirmed} out of the braces",
    ),
    NOT_TEXT: TodoWords("{count:,} chapters are no UTF-8", "save them as UTF-8"),
}


@dataclass(frozen=True, slots=True)
class TodoEntry:
    """All places of a rule: what is wrong with them together, what one does about it, and whether that can be done for all
    of them at once."""

    code: str
    text: str
    advice: str
    places: tuple[Diagnostic, ...]
    can_be_fixed: bool

    def as_json(self) -> dict[str, object]:
        """Return it as JSON data."""
        return {
            "code": self.code,
            "count": count(self.places),
            "text": self.text,
            "advice": self.advice,
            "fix": self.can_be_fixed,
            "places": [one.as_json() for one in self.places],
        }


def todo_list(diagnostics: Iterable[Diagnostic]) -> tuple[TodoEntry, ...]:
    """Return what is to be mended; notices are nothing to mend."""
    by_code: dict[str, list[Diagnostic]] = defaultdict(list)
    for one in diagnostics:
        if one.severity is not Severity.NOTICE:
            by_code[one.code].append(one)
    found = [_entry(code, tuple(places)) for code, places in by_code.items()]
    return tuple(sorted(found, key=lambda entry: (-count(entry.places), entry.code)))


def count(places: Iterable[Diagnostic]) -> int:
    """Return how many things are to be mended."""
    return sum(one.more or 1 for one in places)


def _entry(code: str, places: tuple[Diagnostic, ...]) -> TodoEntry:
    repair, number = repairs().get(code), count(places)
    words = repair.words[code] if repair else _WITHOUT_REPAIR.get(code)
    hint, _ = Counter(one.phrases[1] for one in places).most_common(1)[0]
    text = places[0].phrases[0]
    if number > 1:
        text = (
            Phrase(words.several, count=number)
            if words
            else Phrase("{count:,} places: {problem}", count=number, problem=text)
        )
    can_be_fixed = repair is not None or any(one.fix for one in places)
    advice = hint if not words or (hint and number == 1) else words.advice
    return TodoEntry(code, text, advice, places, can_be_fixed)
