"""Edits a document in LibreOffice: run by a Python with UNO, not by that of the tests.

    edit_in_writer.py PORT DOCUMENT EDITS.json RESULT [RESULT …]

The edits are a list of objects: kind, before, old, after, new. Which ones were made is printed as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import uno
from com.sun.star.awt.FontSlant import ITALIC
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK

FILTERS = {"docx": "MS Word 2007 XML", "odt": "writer8"}


def value(name: str, said: object) -> Any:
    result = PropertyValue()
    result.Name, result.Value = name, said
    return result


def connect(port: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def paragraphs(text: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the paragraphs of a text, those in its tables as well."""
    found = text.createEnumeration()
    while found.hasMoreElements():
        one = found.nextElement()
        if one.supportsService("com.sun.star.text.Paragraph"):
            yield text, one
        elif one.supportsService("com.sun.star.text.TextTable"):
            for name in one.CellNames:
                yield from paragraphs(one.getCellByName(name))


def everything(document: Any) -> Iterator[tuple[Any, Any]]:
    yield from paragraphs(document.Text)
    notes = document.Footnotes
    for number in range(notes.Count):
        yield from paragraphs(notes.getByIndex(number))


def plain(text: str) -> str:
    """Return a text for comparison: spaces are alike, and nothing of LibreOffice's is in it."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2011", "-")


def steps(paragraph: Any, count: int) -> int:
    """Return how many steps of a cursor there are in a number of characters: a field is one."""
    portions = paragraph.createEnumeration()
    done = 0
    while portions.hasMoreElements() and count > 0:
        portion = portions.nextElement()
        length = len(portion.String)
        if portion.TextPortionType == "Text":
            done += min(length, count)
        elif portion.TextPortionType in ("TextField", "Footnote", "Endnote"):
            done += 1
        count -= length
    return done


def cursor_at(text: Any, paragraph: Any, start: int, length: int) -> Any:
    cursor = text.createTextCursorByRange(paragraph.Start)
    first = steps(paragraph, start)
    cursor.goRight(first, False)
    cursor.goRight(steps(paragraph, start + length) - first, True)
    return cursor


def make(document: Any, places: Sequence[tuple[Any, Any]], edit: dict[str, str]) -> bool:
    """Make an edit; return whether it was made."""
    around = plain(edit["before"] + edit["old"] + edit["after"])
    there = [one for one in places if around in plain(one[1].String)]
    if len(there) != 1:
        return False
    text, paragraph = there[0]
    said = plain(paragraph.String)
    if said.count(around) != 1:
        return False
    start = said.index(around) + len(edit["before"])
    kind = edit["kind"]
    if kind in ("replace", "delete", "insert", "format", "comment"):
        cursor = cursor_at(text, paragraph, start, len(edit["old"]))
        check = text.createTextCursorByRange(paragraph.Start)
        check.gotoRange(cursor.Start, True)
        if plain(cursor.String) != plain(edit["old"]) or len(plain(check.String)) != start:
            return False
        if kind == "format":
            if edit["new"] == "strong":
                cursor.CharWeight = 150.0
            else:
                cursor.CharPosture = ITALIC
        elif kind == "comment":
            field = document.createInstance("com.sun.star.text.textfield.Annotation")
            field.Author, field.Content = "Lektorin", edit["new"]
            text.insertTextContent(cursor, field, True)
        elif kind == "insert":
            text.insertString(cursor, edit["new"], False)
        else:
            cursor.String = edit["new"]
        return True
    if kind == "split":
        cursor = cursor_at(text, paragraph, start, 0)
        check = text.createTextCursorByRange(paragraph.Start)
        check.gotoRange(cursor.Start, True)
        if plain(check.String) != said[:start]:
            return False
        text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        return True
    if kind == "join":
        cursor = text.createTextCursorByRange(paragraph.End)
        if not cursor.goRight(1, True):
            return False
        cursor.String = edit["new"]
        return True
    if kind == "drop":
        cursor = text.createTextCursorByRange(paragraph.Start)
        cursor.gotoRange(paragraph.End, True)
        before = cursor.String
        cursor.goRight(1, True)
        if cursor.String.rstrip() != before.rstrip():  # a table follows
            return False
        cursor.String = ""
        return True
    if kind == "move":
        return move(document, text, paragraph, places, edit["new"])
    return False


def move(document: Any, text: Any, paragraph: Any, places: Sequence[tuple[Any, Any]], behind: str) -> bool:
    """Move a paragraph behind another one, by cut and paste."""
    target = [one for one in places if plain(one[1].String) == plain(behind)]
    if len(target) != 1:
        return False
    controller = document.CurrentController
    cursor = text.createTextCursorByRange(paragraph.Start)
    cursor.gotoRange(paragraph.End, True)
    cursor.goRight(1, True)
    controller.select(cursor)
    held = controller.getTransferable()
    cursor.String = ""
    there = target[0][0].createTextCursorByRange(target[0][1].End)
    there.goRight(1, False)
    controller.select(there)
    controller.insertTransferable(held)
    return True


def main() -> None:
    port, source, plan, *results = sys.argv[1:]
    context = connect(port)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    with open(plan, encoding="utf-8") as file:
        edits = json.load(file)
    document = desktop.loadComponentFromURL(
        uno.systemPathToFileUrl(source), "_blank", 0, (value("Hidden", True),)
    )
    document.setPropertyValue("RecordChanges", edits["record"])
    made = []
    for edit in edits["edits"]:
        places = list(everything(document))
        made.append(make(document, places, edit))
    for result in results:
        kind = FILTERS[result.rpartition(".")[2]]
        document.storeToURL(uno.systemPathToFileUrl(result), (value("FilterName", kind),))
    document.close(True)
    print(json.dumps(made))


main()
