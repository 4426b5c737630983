"""Reads an OpenDocument text as paragraphs with their roles, and words with signs for what they are."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from lxml import etree

from bookbuilder.importers.manuscript.style_roles import paragraph_role

_SPACES = {
    name: f"{{urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0}}"
    for name, urn in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "fo": "xsl-fo-compatible",
    }.items()
}
OFFICE, TEXT, TABLE, STYLE, FO = _SPACES.values()
DC = "{http://purl.org/dc/elements/1.1/}"


@dataclass(frozen=True)
class OpenDocument:
    """A file of LibreOffice."""

    data: bytes

    def part(self, name: str) -> Any:
        """Return a part of the package as XML."""
        with zipfile.ZipFile(BytesIO(self.data)) as archive:
            return etree.fromstring(archive.read(name))

    @cached_property
    def styles(self) -> dict[tuple[str, str], Any]:
        """The styles by family and name."""
        return {
            (one.get(f"{STYLE}family"), one.get(f"{STYLE}name")): one
            for name in ("styles.xml", "content.xml")
            for one in self.part(name).iter(f"{STYLE}style")
        }

    def normal_form(self) -> list[tuple[str, str]]:
        """Return the paragraphs: the role of each, and its words.

        `**` are bold words, `__` slanted ones, `<en-US>` is another language, `[…]` a note, `{…: …}` the text and range of
        a comment, `{+ +}` inserted words. Items have their level and sign, cells what they span. The numbers of chapters are
        left out, for LibreOffice computes them.
        """
        body = self.part("content.xml").find(f"{OFFICE}body/{OFFICE}text")
        return [found for one in _paragraphs(body) if (found := (self._role(one), self._text(one)))[1]]

    def _style(self, family: str, name: str | None) -> Iterator[Any]:
        """Yield a style and those that it is based on."""
        while (found := self.styles.get((family, name or ""))) is not None:
            yield found
            name = found.get(f"{STYLE}parent-style-name")

    def _role(self, paragraph: Any) -> str:
        names = [
            (one.get(f"{STYLE}display-name") or one.get(f"{STYLE}name")).replace("_20_", " ")
            for one in self._style("paragraph", paragraph.get(f"{TEXT}style-name"))
        ]
        if paragraph.tag == f"{TEXT}h":
            return f"heading {paragraph.get(f'{TEXT}outline-level')}"
        for cell in paragraph.iterancestors(f"{TABLE}table-cell"):
            head = next(cell.iterancestors(f"{TABLE}table-header-rows"), None) is not None
            return f"{'head' if head else 'cell'} {cell.get(f'{TABLE}number-columns-spanned', '1')}"
        lists = list(paragraph.iterancestors(f"{TEXT}list"))
        if lists:
            return f"item {len(lists)} {self._sign(lists)}"
        return next((role for name in names if (role := paragraph_role(name)) != "paragraph"), "paragraph")

    def _sign(self, lists: list[Any]) -> str:
        """Return whether the items of a list, given with those around it, have numbers."""
        name = next(one.get(f"{TEXT}style-name") for one in lists if one.get(f"{TEXT}style-name"))
        level = str(len(lists))
        for part in ("content.xml", "styles.xml"):
            for one in self.part(part).iter(f"{TEXT}list-style"):
                if one.get(f"{STYLE}name") == name:
                    (sign,) = [each for each in one if each.get(f"{TEXT}level") == level]
                    return "number" if sign.tag == f"{TEXT}list-level-style-number" else "bullet"
        raise KeyError(name)

    def _text(self, element: Any, marks: str = "") -> str:
        def said(text: str | None) -> str:
            words = re.sub(r"[ \u00a0\n]+", " ", text or "")
            return f"{marks}{words}{marks.partition('<')[0]}" if words.strip() and marks else words

        out = said(element.text)
        for one in element:
            out += self._inline(one, marks) + said(one.tail)
        return out.strip() if element.tag in (f"{TEXT}p", f"{TEXT}h") else out

    def _inline(self, element: Any, marks: str) -> str:
        match element.tag:
            case tag if tag == f"{TEXT}span" and element.get(f"{TEXT}style-name") == "Chapter_20_Number":
                return ""
            case tag if tag == f"{TEXT}span":
                return self._text(element, marks + self._marks(element.get(f"{TEXT}style-name")))
            case tag if tag == f"{TEXT}s":
                return " "
            case tag if tag == f"{TEXT}note":
                return f"[{' '.join(map(self._text, element.iter(f'{TEXT}p')))}]"
            case tag if tag == f"{OFFICE}annotation":
                by, date = (element.findtext(f"{DC}{name}") for name in ("creator", "date"))
                return f"{{{by} {date} {' '.join(map(self._text, element.iter(f'{TEXT}p')))}: "
            case tag if tag == f"{OFFICE}annotation-end":
                return "}"
            case tag if tag == f"{TEXT}change-start":
                return "{+"
            case tag if tag == f"{TEXT}change-end":
                return "+}"
            case _:
                return self._text(element, marks)

    def _marks(self, style: str | None) -> str:
        marks, languages = "", set()
        for one in self._style("text", style):
            for properties in one.iter(f"{STYLE}text-properties"):
                marks += "**" if properties.get(f"{FO}font-weight") == "bold" else ""
                marks += "__" if properties.get(f"{FO}font-style") == "italic" else ""
                if language := properties.get(f"{FO}language"):
                    languages.add(f"{language}-{properties.get(f'{FO}country')}")
        return marks + "".join(f"<{one}>" for one in sorted(languages - {"de-DE", "none-none"}))


def _paragraphs(element: Any) -> Iterator[Any]:
    """Yield the paragraphs and headings of the text, but not those within others, such as notes."""
    for one in element:
        if one.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield one
        elif one.tag != f"{TEXT}tracked-changes":
            yield from _paragraphs(one)
