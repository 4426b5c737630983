"""Changes values in a TOML file in place; every other character stays.

tomlkit writes new tables elsewhere in this program; it puts a new key behind the comment that announces the next table,
and removes the space before a closing brace. What a translator sends back must differ in its texts only.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from bookbuilder import toml
from bookbuilder.toml_tables.positions import KeyExtents, KeyPath, key_extents

Edit = tuple[int, int, str]
"""Start and end of the replaced text, and its replacement."""


def edit_toml(text: str, values: Mapping[KeyPath, str]) -> str | None:
    """Return a TOML text with values replaced or added; None if that cannot be done in place.

    An existing value keeps its kind of quotation marks. A new key is put behind the last one of its table, a new item
    behind the last one of its list. The result is parsed again, and must equal the old data with these values.
    """
    left = dict(values)
    while left:
        together = _together(text, left)
        new = _edited(text, together)
        if new is None and len(together) > 1:
            path = next(iter(together))
            together = {path: together[path]}
            new = _edited(text, together)
        if new is None:
            return None
        text = new
        left = {path: value for path, value in left.items() if path not in together}
    return text


def _together(text: str, values: Mapping[KeyPath, str]) -> dict[KeyPath, tuple[str, Edit]]:
    """Return the values whose edits of the text do not touch each other, and the edits: hundreds of names need the text to
    be parsed twice, and not twice for each."""
    positions = key_extents(text)
    edits = {}
    for path, value in values.items():
        edit = (
            _replaced(text, positions, path, value)
            if path in positions.values
            else _added(text, positions, path, value)
        )
        if edit is not None:
            edits[path] = (value, edit)
    end, lines, chosen = -1, False, set()
    for path, (_, (start, stop, new)) in sorted(edits.items(), key=lambda item: item[1][1][:2]):
        line = start == stop and new.startswith("\n")
        if start > end or (start == end and line and lines):  # lines behind the same line follow one another
            chosen.add(path)
            end, lines = stop, line
    return {path: edit for path, edit in edits.items() if path in chosen}


def _edited(text: str, edits: Mapping[KeyPath, tuple[str, Edit]]) -> str | None:
    """Return a text after edits; None if there are none or if its data would not be the old one with the new values."""
    wanted = _expected(toml.loads(text), {path: value for path, (value, _) in edits.items()})
    pieces, end = [], 0
    for start, stop, new in sorted((edit for _, edit in edits.values()), key=lambda edit: edit[:2]):
        pieces += [text[end:start], new]
        end = stop
    changed = "".join((*pieces, text[end:]))
    try:
        return changed if edits and wanted is not None and toml.loads(changed) == wanted else None
    except ValueError:
        return None


def _expected(data: dict[str, Any], values: Mapping[KeyPath, str]) -> dict[str, Any] | None:
    """Return the data that the text should then have; None if there is no such place."""
    wanted = deepcopy(data)
    return wanted if all(_put(wanted, path, value) for path, value in values.items()) else None


def _put(data: dict[str, Any], path: KeyPath, value: str) -> bool:
    """Put a value into data; return whether there is such a place."""
    inner: Any = data
    for index, key in enumerate(path):
        last = index == len(path) - 1
        new: Any = value if last else [] if isinstance(path[index + 1], int) else {}
        if isinstance(inner, list) and isinstance(key, int) and key <= len(inner):
            if key == len(inner):
                inner.append(new)
            elif last:
                inner[key] = value
        elif isinstance(inner, dict) and isinstance(key, str):
            if last or key not in inner:
                inner[key] = new
        else:
            return False
        inner = inner[key]
    return True


def _replaced(text: str, positions: KeyExtents, path: KeyPath, value: str) -> Edit:
    start, end = positions.values[path]
    return start, end, quoted(value, text[start:end])


def _added(text: str, positions: KeyExtents, path: KeyPath, value: str) -> Edit | None:
    *parents, key = path
    parent = tuple(parents)
    if isinstance(key, int):
        if key == 0 and parent not in positions.values:
            return _key(text, positions, parent, f"[{quoted(value)}]")
        return _item(text, positions, parent, value)
    return _key(text, positions, path, quoted(value))


def _key(text: str, positions: KeyExtents, path: KeyPath, written: str) -> Edit | None:
    *parents, key = path
    parent, name = tuple(parents), str(key)
    if parent in positions.values:  # an inline table
        start, end = positions.values[parent]
        inner = text[start + 1 : end - 1]
        words = inner.rstrip()
        tail = inner[len(words) :] or (" " if not words else "")
        comma = ", " if words.strip() else " "
        return start + 1 + len(words), end - 1, f"{comma}{name} = {written}{tail}"
    if parent in positions.tables:
        end_of_line = _line_end(text, positions.tables[parent])
        return end_of_line, end_of_line, f"\n{name} = {written}"
    beside = [other for other in positions.values if other[:-1] == parent]
    if not beside:
        return None
    # rights.de = "…": the prefix of the last key goes before the new one.
    last = max(beside, key=lambda other: positions.keys[other])
    start = text.rfind("\n", 0, positions.keys[last]) + 1
    end_of_line = _line_end(text, positions.values[last][1])
    return end_of_line, end_of_line, f"\n{text[start : positions.keys[last]]}{name} = {written}"


def _item(text: str, positions: KeyExtents, path: KeyPath, value: str) -> Edit | None:
    """Return the edit that adds an item at the end of a list; on a line of its own if the last one is."""
    if path not in positions.values:
        return None
    start, end = positions.values[path]
    items = [other for other in positions.values if other[:-1] == path]
    if not items:
        return start + 1, end - 1, quoted(value)
    last = max(items, key=lambda other: positions.values[other])
    first, behind = positions.values[last]
    new = quoted(value, text[first:behind])
    line_start = text.rfind("\n", 0, first) + 1
    if text[line_start:first].strip() or "\n" not in text[behind:end]:
        return behind, behind, f", {new}"
    end_of_line = _line_end(text, behind)
    comma = text[behind:end_of_line].lstrip().startswith(",")
    rest = text[behind:end_of_line] if comma else f",{text[behind:end_of_line]}"
    return behind, end_of_line, f"{rest}\n{text[line_start:first]}{new}{',' if comma else ''}"


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def quoted(text: str, like: str = "") -> str:
    """Return a text as a TOML string, with the quotation marks of `like` if they can hold it.

    >>> quoted("Der Hafen", "'Alt'"), quoted('"So"', '"Alt"'), quoted("zwei\\nZeilen", '"Alt"')
    ("'Der Hafen'", '"\\\\"So\\\\""', '"zwei\\\\nZeilen"')
    """
    printable = all(letter >= " " and letter != "\x7f" for letter in text if letter not in "\n\t")
    single = like.startswith("'") and not like.startswith("'''")
    if single and printable and "'" not in text and "\n" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    escaped = "".join(
        letter if letter == "\n" or (letter >= " " and letter != "\x7f") else f"\\u{ord(letter):04x}"
        for letter in escaped
    )
    if "\n" in text and like.startswith(('"""', "'''")):
        first = "\n" if like[3:4] == "\n" else ""
        return f'"""{first}{escaped}"""'
    return '"' + escaped.replace("\n", "\\n") + '"'
