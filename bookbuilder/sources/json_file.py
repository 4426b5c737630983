"""Reads sources.json: a list of items in CSL-JSON, as Zotero and others export it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from bookbuilder.diagnostics import Report, Span, nearest
from bookbuilder.phrases import Phrase
from bookbuilder.sources.csl_variables import DATES, NAMES, NUMBERS, TEXTS, TYPES, VARIABLES
from bookbuilder.sources.rules import SYNTAX, VALUE
from bookbuilder.sources.source import Source

_ID = re.compile(r'"(?:id|citation-key)"\s*:\s*"((?:[^"\\]|\\.)*)"')
ARCHIVED = ("archived", "archive-url")
"""Keys of other programs for the address of an archived copy."""


def read_json_sources(text: str, path: str, report: Report) -> list[Source]:
    """Return the sources of a file; items that are none are reported (`sources.syntax`, `source.value`) and left out."""
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        place = Span(path, getattr(error, "lineno", 1), getattr(error, "colno", 1))
        report(SYNTAX, place, problem=getattr(error, "msg", "it is nested too deeply"))
        return []
    items = data.get("items") if isinstance(data, dict) else data
    if not isinstance(items, list):
        report(SYNTAX, Span(path), problem="it is not a list of items", hint="export it as CSL JSON")
        return []
    places = key_places(text, path, _ID)
    result = []
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            report(
                VALUE,
                Span(path),
                problem=Phrase(
                    "item {number} is not a source, but {shown}", number=number, shown=_shown(item)
                ),
            )
            continue
        key = str(item.get("citation-key") or item.get("id") or "")
        span = places.get(key, Span(path))
        if not key:
            report(
                VALUE,
                span,
                problem=Phrase("item {number} has no id", number=number),
                hint='add "id": "kant1795"',
            )
        elif (source := source_of(key, item, span, report)) is not None:
            result.append(source)
    return result


def key_places(text: str, path: str, pattern: re.Pattern[str]) -> dict[str, Span]:
    """Return the places of the keys of a file, by a pattern whose first group is a key."""
    places: dict[str, Span] = {}
    line, line_start = 1, 0
    for match in pattern.finditer(text):
        line += text.count("\n", line_start, match.start(1))
        line_start = max(line_start, text.rfind("\n", 0, match.start(1)) + 1)
        places.setdefault(match[1], Span(path, line, match.start(1) - line_start + 1))
    return places


def source_of(key: str, item: Mapping[str, Any], span: Span, report: Report) -> Source | None:
    """Return the source that an item of CSL-JSON describes; None after a report. What CSL does not know is left out."""
    kind = item.get("type")
    if kind not in TYPES:
        hint = nearest(str(kind), TYPES) or "a type such as book, article-journal, report or webpage"
        problem = (
            Phrase("the source {key} has no type", key=key)
            if kind is None
            else Phrase("the source {key} has the type {kind}", key=key, kind=kind)
        )
        report(
            VALUE,
            span,
            problem=problem if kind is None else Phrase("{problem}, which is none of CSL", problem=problem),
            hint=hint,
        )
        return None
    wrong = [name for name, value in item.items() if name in VARIABLES and not _fits(name, value)]
    for name in wrong:
        report(
            VALUE,
            span,
            problem=Phrase(
                "{name} of the source {key} is {shown}", name=name, key=key, shown=_shown(item[name])
            ),
            hint=_WANTED[_kind(name)],
        )
    if wrong:
        return None
    variables = {
        name: _filled_date(item[name]) if name in DATES else item[name]
        for name in sorted(item)
        if (name in VARIABLES or name == "type") and item[name] != {"date-parts": []}
    }
    archived = next((value for name in ARCHIVED if isinstance(value := item.get(name), str)), "")
    return Source(key, span, variables, archived)


def _kind(name: str) -> str:
    return "names" if name in NAMES else "date" if name in DATES else "text"


def _fits(name: str, value: object) -> bool:
    match _kind(name):
        case "names":
            return isinstance(value, list) and all(isinstance(n, dict) and _flat(n) for n in value)
        case "date":
            return isinstance(value, dict) and _is_date(value)
        case _:
            return isinstance(value, str | int | float) and name in (*TEXTS, *NUMBERS)


def _flat(value: Mapping[str, object]) -> bool:
    return all(isinstance(part, str | int | float | bool) for part in value.values())


def _filled_date(value: Any) -> object:
    """Return a date without a list of days that is empty, as other programs write beside words."""
    return {name: part for name, part in value.items() if name != "date-parts" or part != []}


def _is_date(value: Mapping[str, object]) -> bool:
    parts = value.get("date-parts")
    if parts == [] and len(value) == 1:
        return True  # nobody knows when
    if parts is None or parts == []:
        return any(isinstance(value.get(name), str) for name in ("raw", "literal"))
    return (
        isinstance(parts, list)
        and 0 < len(parts) <= 2
        and all(
            isinstance(day, list) and 0 < len(day) <= 3 and all(isinstance(n, int | str) for n in day)
            for day in parts
        )
    )


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:60]


_WANTED = {
    "names": 'names are a list: [{"family": "Kant", "given": "Immanuel"}]',
    "date": 'a date is {"date-parts": [[1949, 4, 4]]}',
    "text": "it is a text or a number",
}
