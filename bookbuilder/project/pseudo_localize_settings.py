"""Pseudo-localizes the texts of book.toml (titles, names, imprint), and makes the pseudo-locale the only one of the book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bookbuilder.locales.pseudo_locales import PSEUDO
from bookbuilder.project.project import Person, Project, Subject


def pseudo_localize_settings(project: Project, tag: str) -> Project:
    """Return the project with the pseudo-locale `tag` (`en-XA`, `ar-XB`) as its only locale, made from the source.

    Titles and the texts of `[imprint]` change; numbers and addresses do not.
    """
    pseudo = PSEUDO[tag]
    source, imprint = project.locales[project.source], project.imprints[project.source]
    letters = pseudo.letters
    locale = replace(
        source,
        name=tag,
        tag=tag,
        title=pseudo(source.title),
        subtitle=pseudo(source.subtitle),
        description=pseudo(source.description),
        series=pseudo(source.series),
        keywords=tuple(map(letters, source.keywords)),
        translators=_people(source.translators, letters),
        words={},
    )
    imprint = replace(
        imprint,
        publisher=letters(imprint.publisher),
        place=letters(imprint.place),
        address=tuple(map(letters, imprint.address)),
        responsible=letters(imprint.responsible),
        editors=_people(imprint.editors, letters),
        printer=letters(imprint.printer),
        rights=letters(imprint.rights),
        credits=tuple(map(letters, imprint.credits)),
    )
    return replace(
        project,
        source=tag,
        locales={tag: locale},
        imprints={tag: imprint},
        authors=_people(project.authors, letters),
        subjects={"": tuple(map(letters, project.topics(replace(source, keywords=()))))},
        thema=_named(project.thema, project.source, letters),
        bisac=_named(project.bisac, project.source, letters),
        editions={
            name: replace(edition, locale=locale)
            for name, edition in project.editions.items()
            if edition.beside is None
        },
    )


def _people(people: tuple[Person, ...], letters: Callable[[str], str]) -> tuple[Person, ...]:
    return tuple(
        replace(
            person,
            name=letters(person.name),
            sort=letters(person.sort),
            affiliation=letters(person.affiliation),
        )
        for person in people
    )


def _named(subjects: tuple[Subject, ...], source: str, letters: Callable[[str], str]) -> tuple[Subject, ...]:
    """Return subjects with pseudo-localized headings; a code without one stays."""
    return tuple(
        replace(subject, names={"": letters(subject.name(source))} if subject.names else {})
        for subject in subjects
    )
