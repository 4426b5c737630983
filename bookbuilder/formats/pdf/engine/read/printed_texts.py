"""Notes where each piece of text and each picture stands on the pages of a part, and which text node or picture of the HTML
it comes from."""

from __future__ import annotations

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from bookbuilder.formats.edition_trace import PrintedText, number_of_picture
from bookbuilder.formats.pdf.compile.encode_printed_texts import numbers_of
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.read.page_starts import FIRST_LETTER, folded, place_before_end
from bookbuilder.formats.pdf.units import PX
from bookbuilder.formats.text_places import SourceRun, counted


class PrintedTextReader:
    """Reads where texts stand, and counts their characters; the pieces of a text come one after the other."""

    def __init__(self) -> None:
        self._text, self._bytes, self._byte, self._left = "", b"", 0, 0

    def page(self, page: boxes.PageBox) -> list[int]:
        """Return the texts and pictures of a page, as numbers (`numbers_of`); those of a style sheet, such as running heads,
        are left out."""
        return numbers_of([*map(self._printed, _texts(page)), *map(_picture, _pictures(page))])

    def _printed(self, box: boxes.TextBox) -> PrintedText:
        run, offset, whole = self._place(box)
        return PrintedText(
            run.number,
            offset,
            len(counted(box.text)) - (not whole),
            box.position_x * PX,
            box.position_y * PX,
            box.width * PX,
            box.height * PX,
        )

    def _place(self, box: boxes.TextBox) -> tuple[SourceRun, int, bool]:
        """Return the text node, the characters before the piece, and whether all of it is text: a hyphen may have been added
        at the end of the line."""
        runs = marks(box).runs
        if str(box.element_tag).endswith(FIRST_LETTER):
            return runs[0], 0, True
        text, byte = marks(box).rest or (box.text, 0)
        if text is not self._text or byte < self._byte:
            self._text, self._bytes, self._byte, self._left = text, text.encode(), 0, len(folded(text))
        self._left -= len(folded(self._bytes[self._byte : byte].decode()))
        self._byte = byte
        return *place_before_end(runs, self._left), self._bytes.startswith(box.text.encode(), byte)


def _picture(box: boxes.Box) -> PrintedText:
    """Return where a picture stands, without its border and padding."""
    number = marks(box).picture
    assert number is not None
    x, y = box.content_box_x() * PX, box.content_box_y() * PX
    return PrintedText(number_of_picture(number), 0, 0, x, y, box.width * PX, box.height * PX)


def _pictures(page: boxes.PageBox) -> list[boxes.Box]:
    # A placeholder (`position: absolute`) gives the marks of its box, but is no box of the text.
    every = (box for box in boxes_of(page).every if not isinstance(box, AbsolutePlaceholder))
    return [box for box in every if marks(box).picture is not None]


def _texts(page: boxes.PageBox) -> list[boxes.TextBox]:
    return [
        box
        for box in boxes_of(page).every
        if isinstance(box, boxes.TextBox) and marks(box).runs and counted(box.text)
    ]
