"""Checks that somebody answers for alternative texts that a machine has written."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.phrases import Phrase

UNSIGNED = Rule(
    "image.unsigned",
    "nobody has signed the alternative text of {path}, which a machine has written",
    "A machine describes pictures that it does not understand. Somebody who knows what a picture says here reads its"
    ' alternative text in pictures.toml and signs it: signed = "…", on = 2026-01-31; or writes a better one.',
    Severity.WARNING,
)


def run(subject: BookInput, report: Report) -> None:
    """Report unsigned alternative texts of machines, each where its picture is used first."""
    if not subject.rights.wanted:
        return
    seen: set[str] = set()
    for image in (image for chapter in subject.chapters for image in chapter.images):
        if image.source in seen:
            continue
        alt = subject.rights.alt(image.source, subject.locale)
        if alt and alt.origin == "machine" and not alt.signed and _letters(alt.text) == _letters(image.alt):
            seen.add(image.source)
            hint = (
                Phrase("it is in {span}", span=alt.span)
                if alt.span.path
                else "it is in the metadata of the file"
            )
            report(UNSIGNED, image.span, hint=hint, path=image.source)


def _letters(text: str) -> str:
    """Return the letters of a text: its signs may have been set otherwise."""
    return "".join(filter(str.isalnum, text))


CHECK = Check("signed", "Somebody answers for alternative texts that a machine has written.", run)
