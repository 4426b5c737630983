"""Places in structure elements where the linker names a file of the PDF that belongs to them (ISO 19005-3, annex E)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bookbuilder.formats.pdf.compile.compiled_part import SLOT

_FILE = re.compile(rb"/AF\[" + re.escape(SLOT) + rb"@((?:[0-9a-f]{2})*)" + re.escape(SLOT) + rb"\]")


def file_slot(name: str) -> bytes:
    """Return the place for a file with a name."""
    return b"/AF[%b@%b%b]" % (SLOT, name.encode().hex().encode(), SLOT)


def with_files(data: bytes, files: Mapping[str, int]) -> bytes:
    """Return an object with references to files in its places; that of a file that the PDF does not carry is gone.

    >>> place = b"<<" + file_slot("a.csv") + b"/K 1>>"
    >>> with_files(place, {"a.csv": 7}), with_files(place, {})
    (b'<</AF[7 0 R]/K 1>>', b'<</K 1>>')
    """

    def reference(match: re.Match[bytes]) -> bytes:
        number = files.get(bytes.fromhex(match[1].decode()).decode())
        return b"/AF[%d 0 R]" % number if number else b""

    return _FILE.sub(reference, data)
