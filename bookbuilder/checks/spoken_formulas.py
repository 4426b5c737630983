"""Tells of formulas for which nobody has written what is said of them, and of texts for formulas that are gone."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import Findings, Report, Rule, Severity, nearest
from bookbuilder.document.spoken_formulas import lacks_spoken_text
from bookbuilder.formulas.spoken_file import FILE, LANGUAGES, read_spoken_texts, spoken_key
from bookbuilder.phrases import Phrase

UNSPOKEN = Rule(
    "formula.unspoken",
    "nobody has said how {count} of the formulas are read aloud",
    "Screen readers of e-books and the web read formulas themselves; of a PDF they read the text that is behind a formula,"
    " which is its signs in a row where there is none. `bookbuilder formulas speak` writes such texts in German, English and"
    " French; in other languages, write them into formulas.toml beside the chapters, or behind a formula:"
    ' `$x^2${alt="…"}`. Letters and numbers alone need none.',
    Severity.NOTICE,
)
UNUSED = Rule(
    "formula.unused",
    "no formula of these chapters is written {tex!r}",
    "formulas.toml says how formulas are read aloud, by what is between their dollar signs. Of a formula that was"
    " changed it says nothing any more.",
    Severity.NOTICE,
)


def run(subject: BookInput, report: Report) -> None:
    """Report the first formula without a text, and unused texts."""
    folder = f"chapters/{subject.edition.name}"
    found = [one for chapter in subject.chapters for one in chapter.formulas]
    own = [one for one in found if one.span.path.startswith(f"{folder}/")]
    mute = [one for one in own if lacks_spoken_text(one)]
    if mute:
        spoken = subject.locale.language in LANGUAGES
        command = f"bookbuilder formulas speak --locale {subject.edition.name}"
        by_hand = Phrase(
            "write the texts into {folder}/{file}; no program does in this language", folder=folder, file=FILE
        )
        count = len({spoken_key(one.tex) for one in mute})
        report(
            UNSPOKEN,
            mute[0].span,
            count=count,
            hint=Phrase("run {command}", command=command) if spoken else by_hand,
        )
    path = f"{folder}/{FILE}"
    if own and subject.world.exists(path):
        texts = read_spoken_texts(subject.world.text(path), path, Findings())
        used = dict.fromkeys(spoken_key(one.tex) for one in found)
        for tex in (one for one in texts.texts if one not in used):
            report(UNUSED, texts.places[tex], tex=tex, hint=nearest(tex, used) or "take the line out")


CHECK = Check("spoken formulas", "It is known how every formula is read aloud.", run)
