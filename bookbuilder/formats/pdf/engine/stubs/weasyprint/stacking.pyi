from typing import Self

from weasyprint.formatting_structure.boxes import Box, PageBox

class StackingContext:
    box: Box
    page: PageBox
    @classmethod
    def from_page(cls, page: PageBox) -> Self: ...
