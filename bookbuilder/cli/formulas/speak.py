"""`bookbuilder formulas speak`: writes how the formulas of the book are read aloud into formulas.toml."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from bookbuilder.cli.shared.options import Book, Jail, Jobs, Locales
from bookbuilder.phrases import Phrase
from bookbuilder.world import World


def command(book: Book = Path(), locale: Locales = None, jobs: Jobs = 0, jail: Jail = True) -> None:
    """Write what is said of the formulas of the book into formulas.toml beside its chapters, in German, English or French.

    Texts that are there stay; mend them as you like. A build reads the file: screen readers then say these texts in a PDF.
    Needs Node and its package speech-rule-engine.
    """
    from bookbuilder import api
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.run_build import Command, Needs, confine_and_start
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.formulas.speech import spoken_texts
    from bookbuilder.formulas.spoken_file import LANGUAGES, with_spoken_texts
    from bookbuilder.pipeline.build_request import BuildRequest

    findings, world, out = Findings(), World(book), print_findings.out()

    def tell(line: str) -> None:
        out.print(line, markup=False, highlight=False, soft_wrap=True)

    with reporting(book, findings):
        session = confine_and_start(Command(book, jobs=jobs, jail=jail), world, Needs(programs=True))
        with session.store or nullcontext():
            diagnostics, found = api.unspoken_formulas(session, BuildRequest(locale or ()))
        findings.extend(diagnostics)
        for one in () if findings.failed else found:
            if one.missing and one.language not in LANGUAGES:
                tell(
                    Phrase(
                        "{path}: no program writes such texts in this language; {count} are missing",
                        path=one.path,
                        count=len(one.missing),
                    )
                )
                continue
            said = spoken_texts(world, list(one.missing.values()), one.language) if one.missing else []
            new = {tex: text for tex, text in zip(one.missing, said, strict=True) if text}
            if new:
                text = world.text(one.path) if world.exists(one.path) else ""
                world.publish(".", [(one.path, {"": with_spoken_texts(text, new).encode()})])
            tell(
                Phrase(
                    "{path}: {count} written, {known} were there",
                    path=one.path,
                    count=len(new),
                    known=one.count - len(one.missing),
                )
            )
            for tex in (tex for tex in one.missing if tex not in new):
                tell(Phrase("  without one, for a sign has no name: {tex}", tex=tex))
        if not found:
            tell("the book has no formulas")
