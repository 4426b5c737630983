"""Checks that drawings which several languages share have the words of each."""

from __future__ import annotations

from pathlib import PurePosixPath

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import BookbuilderError, Report, Rule, Severity
from bookbuilder.document.drawing_words import drawing_words
from bookbuilder.document.picture_variants import is_own
from bookbuilder.locales.locale import language_name
from bookbuilder.phrases import Phrase

WORDS = Rule(
    "picture.words",
    "{name} has {language} words: {words}",
    "A drawing that the chapters of several languages show has words of one of them. A drawing of its own beside it"
    " (map.en.svg beside map.svg) or their translations in pictures.toml give readers theirs; `bookbuilder translate export`"
    ' hands them to translators. words = "any" in pictures.toml says that they hold in every language, as names may.',
    Severity.NOTICE,
)
SHOWN = 3
"""Words that are shown."""


def run(subject: BookInput, report: Report) -> None:
    """Report drawings with words that a translation lacks, each where it is used first."""
    if subject.original:
        return
    edition, source = subject.edition, subject.project.locales[subject.project.source]
    if edition.tag.partition("-")[0] == source.tag.partition("-")[0]:
        return
    seen: set[str] = set()
    for image in (image for chapter in subject.chapters for image in chapter.images):
        path = PurePosixPath(image.source)
        if (
            path.suffix.lower() != ".svg"
            or image.source in seen
            or is_own(image.source, edition.name, edition.tag)
        ):
            continue
        seen.add(image.source)
        if subject.rights.has_own_words(image.source):
            continue
        try:
            words = drawing_words(subject.world.read(image.source))
        except BookbuilderError:  # reported as a picture
            continue
        known = subject.rights.words(image.source, subject.locale)
        if missing := [word for word in words if word not in known]:
            shown = ", ".join(f"“{word}”" for word in missing[:SHOWN]) + (
                " …" if len(missing) > SHOWN else ""
            )
            hint = Phrase(
                "`bookbuilder translate export {name}` hands them to translators", name=edition.name
            )
            report(
                WORDS, image.span, hint=hint, name=path.name, language=language_name(source.tag), words=shown
            )


CHECK = Check("drawings", "Drawings that languages share have the words of each.", run)
