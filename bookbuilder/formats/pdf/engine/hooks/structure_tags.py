"""Tags a PDF by the elements of its HTML; see `tags` and `read.structure`."""

from __future__ import annotations

from bookbuilder.formats.pdf.engine import tags
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch

PATCH = Patch(
    "The structure of a PDF is that of its HTML, where WeasyPrint makes it from boxes, which lines and pages split.",
    Kind.HOOK,
    (
        Change("weasyprint.pdf.stream:Stream.marked", "3fa3acacbbf66422", lambda theirs: tags.marked),
        Change("weasyprint.pdf.tags:add_tags", "f0e74575b0bafaf3", lambda theirs: tags.add_tags),
    ),
)
