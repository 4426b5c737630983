"""Opens PDFs with pdfium, for one thread at a time.

pdfium is not made for threads: two that read different documents end the process by a segmentation fault, within seconds
(`tests/unit/test_open_pdf.py`). Validators run in threads, and so does the preview. Hence no other module opens a document
by pypdfium2 itself; ruff says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

PDFIUM = RLock()
"""Who has it may call pdfium."""


@contextmanager
def open_pdf(data: bytes) -> Iterator[Any]:
    """Yield a document of pypdfium2, which is closed afterwards; other threads wait meanwhile. Raises `PdfiumError` if the
    bytes are none."""
    with PDFIUM:
        document = unlocked_pdf(data)
        try:
            yield document
        finally:
            document.close()


def unlocked_pdf(data: bytes) -> Any:
    """Return a document that stays open. It is made, used and closed by whoever has `PDFIUM`."""
    import pypdfium2  # few commands need it

    return pypdfium2.PdfDocument(data)
