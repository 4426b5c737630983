"""Says where the pages of compiled parts stand: one after the other, with blank pages before what must begin on one side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bookbuilder.formats.blocktext import Place
from bookbuilder.formats.pagemap import PageMap, Start
from bookbuilder.formats.pdf.compile.compiled_part import Object

STYLES = {"decimal": "D", "lower-roman": "r", "upper-roman": "R", "lower-alpha": "a", "upper-alpha": "A",
          "lower-latin": "a", "upper-latin": "A"}  # fmt: skip
"""Counter style → style of page labels (ISO 32000-1, table 159)."""


NO_PAGES: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in its place: the part and the page in it (-1: a blank one before the part), its side, and its number.

    `style` is how the number is written in a page label; empty for a page that does not count.
    """

    part: int
    page: int
    right: bool
    number: int
    style: str

    @property
    def key(self) -> tuple[int, int]:
        """The part and the page in it."""
        return self.part, self.page

    @property
    def label(self) -> str:
        """What the page is called: its folio, if it had one."""
        return written(self.number, self.style)


@dataclass(frozen=True, slots=True)
class Imposition:
    """The pages in their order, the page of every anchor, and where each page begins in the text."""

    sheets: tuple[Sheet, ...]
    anchors: Mapping[str, int]
    places: tuple[Place, ...] = ()

    @property
    def map(self) -> PageMap:
        """The page map of the book."""
        starts = zip(self.sheets, self.places, strict=True)
        return PageMap(
            tuple(Start(sheet.label, *place) for sheet, place in starts),
            {name: self.label(name) for name in self.anchors},
        )

    def label(self, anchor: str) -> str:
        """Return the label of the page of an anchor; empty if there is no such anchor."""
        place = self.anchors.get(anchor)
        return "" if place is None else self.sheets[place].label


def impose(
    parts: Sequence[tuple[Object, str]],
    *,
    right_to_left: bool = False,
    multiple: int = 1,
    least: Mapping[int, int] = NO_PAGES,
) -> Imposition:
    """Return the places of all pages. Each part comes with the style of its page labels: that of a counter, or empty for a
    part that does not count, such as a cover. Blank pages at the end make their number a `multiple`, and those behind a part
    give it as many as it has at `least`."""
    sheets: list[Sheet] = []
    number = 0

    def recto() -> bool:
        return (len(sheets) % 2 == 0) != right_to_left

    for at, (part, style) in enumerate(parts):
        label = STYLES.get(style, STYLES["decimal"]) if style else ""  # viewers know no other figures
        if part.start in ("left", "right") and recto() != (part.start == "right"):
            number += 1
            sheets.append(Sheet(at, -1, recto(), number, sheets[-1].style if sheets else ""))
        for index, page in enumerate(part.pages):
            reset, added, put = page.counter
            number = (number if reset is None else reset) + added
            number = number if put is None else put
            sheets.append(Sheet(at, index, recto(), number, label))
        for _ in range(len(part.pages), least.get(at, 0)):
            number += 1
            sheets.append(Sheet(at, -1, recto(), number, label))
    for _ in range(-len(sheets) % multiple if sheets else 0):
        number += 1
        sheets.append(Sheet(len(parts) - 1, -1, recto(), number, sheets[-1].style))
    places = {sheet.key: place for place, sheet in enumerate(sheets)}
    anchors: dict[str, int] = {}
    for at, (part, _) in enumerate(parts):
        for name, index, *_ in part.anchors:
            anchors.setdefault(name, places[at, index])
    begins = [parts[sheet.part][0].places[sheet.page] if sheet.page >= 0 else ("", 0) for sheet in sheets]
    return Imposition(tuple(sheets), anchors, tuple(begins))


def written(number: int, style: str) -> str:
    """Return a number as a page label writes it.

    >>> written(14, "D"), written(14, "r"), written(28, "a"), written(3, "")
    ('14', 'xiv', 'bb', '')
    """
    if style in ("r", "R"):
        roman = "".join(_roman(number))
        return roman if style == "r" else roman.upper()
    if style in ("a", "A"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "a" else letter.upper()
    return str(number) if style else ""


def _roman(number: int) -> Iterator[str]:
    signs: Iterable[tuple[int, str]] = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
    for value, sign in signs:
        yield sign * (number // value)
        number %= value
