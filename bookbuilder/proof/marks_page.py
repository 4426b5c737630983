"""Marks as a page for people: what each says, where, and a picture of its place."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bookbuilder.phrases import Phrase
from bookbuilder.program_language.translation import Translation
from bookbuilder.proof.mark_findings import mark_findings
from bookbuilder.proof.proof_page import proof_page
from bookbuilder.world import Assets

if TYPE_CHECKING:
    from bookbuilder.proof.collect import CollectedFile


def marks_page(files: Sequence[CollectedFile], said: Translation, world: Assets) -> bytes:
    """Return the marks of files as a self-contained HTML page in a language of the program."""
    rows: list[dict[str, Any]] = []
    for one in files:
        pictures = one.pictures or (b"",) * len(one.placed)
        for placed, picture, finding in zip(
            one.placed, pictures, mark_findings(one.received.marks), strict=True
        ):
            mark, (message, hint) = placed.mark, map(said.text, finding.phrases)
            rows.append(
                {
                    "mark": mark,
                    "place": str(mark.start) if mark.start.path else "",
                    "message": message,
                    "hint": hint,
                    "picture": b64encode(picture).decode() if picture else "",
                    "alt": said.text(Phrase("page {page}", page=mark.page)),
                }
            )
    texts = {"title": said.text(Phrase("Marks in proofs")), "language": said.language}
    return proof_page("marks_page.html.j2", world, rows=rows, **texts)
