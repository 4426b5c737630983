# ruff: noqa: E501 -- sentences
"""Words that compare facts are proposed as claims, in five languages: how many of them, and how many others."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from bookbuilder import locales
from bookbuilder.checks.check import ChapterInput
from bookbuilder.checks.proposed_claims import each
from bookbuilder.diagnostics import Diagnostic, Findings
from bookbuilder.facts import Amount, FactValue, Number
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.world import World
from tests.dossier_files import REPO

FACTS: dict[str, FactValue] = {
    "a": Amount(Decimal("200e6"), "USD"), "b": Amount(Decimal("100e6"), "USD"), "n": Number(Decimal(100000)),
}  # fmt: skip
A, B, N = "[200]{fact=a}", "[100]{fact=b}", "[100]{fact=n}"
TAGS = {"de": "de-DE", "en": "en-US", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "nl": "nl-NL"}
COMPARING = {
    "de": [
        f"Die USA gaben {A}, doppelt so viel wie Deutschland mit {B}.", f"Mit {A} gaben sie mehr als Deutschland mit {B}.",
        f"Das war mit {B} nur die Hälfte.", f"Die Hilfe stieg auf {A}.", f"Auf {A} verdoppelte sich die Hilfe.",
        f"Ein Drittel der {N} Soldaten blieb.", f"Von {A} sank sie auf {B}.", f"Mit {A} war es die höchste Summe.",
        f"Sie war mit {A} dreimal so hoch.", f"Weniger als die Hälfte davon, {B}, kam an.", f"Der Rückgang auf {B} ist groß.",
        f"Es waren {A}, ein Zehntel mehr.", f"Niemand gab so viel wie sie: {A}.", f"Ihre Hilfe von {A} übertraf alles.",
        f"{A} sind weit mehr, als {B} es je waren.", f"Die Zahl hat sich mit {N} vervielfacht.",
    ],
    "en": [
        f"They gave {A}, twice as much as Germany with {B}.", f"With {A} they gave more than Germany with {B}.",
        f"It was only half, {B}.", f"Aid rose to {A}.", f"Aid doubled to {A}.", f"A third of the {N} soldiers stayed.",
        f"It fell from {A} to {B}.", f"At {A} it was the largest sum.", f"It was three times as large, {A}.",
        f"A quarter of that, {B}, arrived.", f"The decline to {B} is steep.", f"No one gave as much as they did: {A}.",
        f"The aid of {A} exceeded all others.", f"{A} dwarfs {B}.",
    ],
    "fr": [
        f"L'aide, {A}, est deux fois plus élevée que {B}.", f"Elle a augmenté, à {A}.", f"C'est la moitié, {B}.",
        f"Un tiers des {N} soldats est resté.", f"La baisse à {B} est forte.", f"Avec {A}, elle a doublé.",
        f"{A}, c'est plus que {B}.", f"C'est, avec {A}, la somme la plus élevée.",
    ],
    "es": [
        f"La ayuda, {A}, es el doble de {B}.", f"La ayuda aumentó a {A}.", f"Es la mitad, {B}.", f"Un tercio de los {N} soldados quedó.",
        f"La caída a {B} es fuerte.", f"Con {A}, se duplicó.", f"{A} es más que {B}.", f"Con {A}, es la suma más alta.",
    ],
    "it": [
        f"L'aiuto, {A}, è il doppio di {B}.", f"L'aiuto è aumentato a {A}.", f"È la metà, {B}.", f"Un terzo dei {N} soldati è rimasto.",
        f"Il calo a {B} è forte.", f"Con {A} è raddoppiato.", f"{A} è più di {B}.", f"Con {A} è la somma più alta.",
    ],
}  # fmt: skip
"""Sentences that compare values."""
NOT_COMPARING = {
    "de": [
        f"Die USA gaben {A} am Mittwoch.", f"Es sind rund {N} Soldaten.", f"Mehr als {N} Soldaten standen da.", f"Fast {A} wurden gezahlt.",
        f"Sie gab {A}. Das Drittel der Saison war vorbei.", "Das ist doppelt so schön.", f'Es war [mehr]{{claim="a > b"}}: {A}.',
        f"Es waren {A} und {B}.", f"Über {A} wird noch beraten.", f"Am 3. Mai kamen {N} Leute.",
    ],
    "en": [
        f"They gave {A} on Wednesday.", f"There are about {N} soldiers.", f"More than {N} soldiers stood there.", f"Almost {A} was paid.",
        "That is twice as nice.", f'It was [more]{{claim="a > b"}}: {A}.', f"It was {A} and {B}.", f"They agreed on {A} over lunch.",
    ],
    "fr": [f"Ils ont donné {A} mercredi.", f"Plus de {N} soldats attendaient.", f"Presque {A} ont été versés."],
    "es": [f"Dieron {A} el miércoles.", f"Más de {N} soldados esperaban.", f"Casi {A} se pagaron."],
    "it": [f"Hanno dato {A} mercoledì.", f"Più di {N} soldati aspettavano.", f"Quasi {A} sono stati pagati."],
}  # fmt: skip
"""Sentences that do not, or whose comparison has a claim."""


def proposals(text: str, language: str, *, asked: bool = True) -> tuple[Diagnostic, ...]:
    world, findings = World(REPO), Findings()
    written = parse_chapter(f"# A\n\n{text}\n", "chapters/x/01-a.md", directives(), Findings())
    lines = tuple(f"# A\n\n{text}\n".split("\n"))
    history = (lambda *_: None) if asked else None
    locale = locales.load(TAGS[language], world)
    each(
        ChapterInput(world, locale, written, written, lines, FACTS, {}, dt.date(2022, 1, 1), history=history),
        findings,
    )
    return findings.sorted()


def test_most_comparisons_beside_facts_are_proposed_and_few_others() -> None:
    wanted = [(language, text) for language, texts in COMPARING.items() for text in texts]
    others = [(language, text) for language, texts in NOT_COMPARING.items() for text in texts]
    missed = [text for language, text in wanted if not proposals(text, language)]
    wrong = [text for language, text in others if proposals(text, language)]
    print(
        f"{len(wanted) - len(missed)} of {len(wanted)} comparisons proposed, {len(wrong)} of {len(others)} others"
    )
    print(*missed, "--", *wrong, sep="\n")
    assert len(missed) <= 0.1 * len(wanted)
    assert len(wrong) <= 0.1 * len(others)


@pytest.mark.parametrize(
    ("language", "text", "hint"),
    [
        ("de", f"Es sind {A}, doppelt so viel wie die {B}.", "a ~ 2 * b"),
        ("en", f"It is {B}, half of the {A}.", "b ~ a / 2"),
        ("fr", f"C'est {A}, plus que {B}.", "a > b"),
        ("es", f"Es {A}, el triple de {B}.", "a > …"),
        ("it", f"Il terzo di {N}.", "n > …"),
    ],
)
def test_a_proposal_is_true_of_the_values_or_to_be_completed(language: str, text: str, hint: str) -> None:
    (proposal,) = proposals(text, language)
    assert proposal.code == "claim.proposed"
    assert f'{{claim="{hint}"}}' in proposal.hint


def test_a_proposal_stands_at_its_words() -> None:
    (proposal,) = proposals(f"Im Text: {A}, und [das ist *doppelt so* viel](#x).", "de")
    assert (proposal.span.line, proposal.span.column) == (3, 39)


def test_only_a_check_proposes_and_only_where_words_are_known() -> None:
    text = COMPARING["de"][0]
    assert proposals(text, "de")
    assert not proposals(text, "de", asked=False)
    assert not proposals(text, "nl")
