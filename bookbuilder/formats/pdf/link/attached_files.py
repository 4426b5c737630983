"""Writes the files that travel in a PDF (ISO 32000-1, 7.11.4), and the tree of their names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bookbuilder.formats.pdf.link.link_input import FileSettings
from bookbuilder.formats.pdf.link.pdf_file import PdfFile
from bookbuilder.formats.pdf.link.syntax import date, text

_NOT_IN_NAMES = re.compile(rb"[^!-~]|[#%()/<>\[\]{}]")  # ISO 32000-1, 7.3.5


def write_files(pdf: PdfFile, settings: FileSettings) -> dict[str, int]:
    """Write the attached files; return the number of the specification of each by its name, in the order of names."""
    files = {}
    modified = date(settings.about.moment)
    for one in sorted(settings.attachments, key=lambda one: one.name.encode("utf-16-be")):
        kind = _NOT_IN_NAMES.sub(lambda sign: b"#%02X" % ord(sign[0]), one.media_type.encode())
        params = b"/Params<</Size %d/ModDate%b>>" % (len(one.data), modified)
        stream = pdf.stream(one.data, b"/Type/EmbeddedFile/Subtype/%b%b" % (kind, params))
        description = b"/Desc" + text(one.description) if one.description else b""
        spec = b"<</Type/Filespec/F%b/UF%b%b/AFRelationship/%b/EF<</F %d 0 R/UF %d 0 R>>>>" % (
            text(one.name), text(one.name), description, one.relationship.encode(), stream, stream,
        )  # fmt: skip
        files[one.name] = pdf.pack(pdf.take(), spec)
    return files


def name_tree(files: Mapping[str, int]) -> bytes:
    """Return names and references of files. Some readers sort names by bytes, some by letters: where all names are in
    UTF-16, that is the same."""
    wide = not all(name.isascii() for name in files)
    return b"".join(text(name, wide=wide) + b"%d 0 R" % number for name, number in files.items())
