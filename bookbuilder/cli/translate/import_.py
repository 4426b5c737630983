"""`bookbuilder translate import`: imports files from translation tools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase, counted

if TYPE_CHECKING:
    from bookbuilder.diagnostics import Findings
    from bookbuilder.project import Project
    from bookbuilder.world import World

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE", help="Files as translate export wrote them, translated.", exists=True, dir_okay=False
    ),
]
AnyNumber = Annotated[
    bool, typer.Option("--any-number", help="Also translations whose numbers are not those of the source.")
]


Rules = Annotated[
    Path | None,
    typer.Option(
        "--srx",
        metavar="FILE",
        help="How the memory was cut into sentences: segmentation rules (SRX 2.0).",
        exists=True,
        dir_okay=False,
        show_default="where sentences usually end",
    ),
]


def command(
    files: Files, any_number: AnyNumber = False, srx: Rules = None, book: BookOption = Path()
) -> None:
    """Write translations that come back from a translation tool into the chapters, and record them as done.

    First everything is checked: codes, numbers, whether the source or the chapter has changed since. Units with which
    something is wrong are listed, and kept in a file of the folder translate/, which can go back to the translator; the
    others are taken. A translation memory (.tmx) fills in what nobody has translated yet, to be looked at; terms (.tbx) go
    into glossary.toml. Comments of translators become marks, which proof list shows.
    """
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.translations import load_project, reporting
    from bookbuilder.diagnostics import Diagnostic, Findings
    from bookbuilder.pipeline.build_request import BuildRequest
    from bookbuilder.pipeline.text_errors import text_errors
    from bookbuilder.translate import GLOSSARY
    from bookbuilder.translate.exchange import tbx, tmx
    from bookbuilder.translate.exchange.import_sound_units import import_sound_units
    from bookbuilder.translate.exchange.import_terms import import_terms
    from bookbuilder.translate.exchange.pretranslate import pretranslate
    from bookbuilder.translate.exchange.srx import sentence_rules
    from bookbuilder.world import World

    world, findings, console = World(book), Findings(), print_findings.out()
    with reporting(book, findings):
        project = load_project(world)
        data = {file.as_posix(): World(file.resolve().parent).read(file.name) for file in files}
        memories, terms = (
            {path: content for path, content in data.items() if path.casefold().endswith(suffix)}
            for suffix in (tmx.SUFFIX, tbx.SUFFIX)
        )
        delivered = {path: content for path, content in data.items() if path not in memories | terms}
        breaks = None
        if srx is not None:  # before anything is written
            rules = World(srx.resolve().parent).read(srx.name)
            breaks = sentence_rules(rules, srx.as_posix(), project.locales[project.source].tag, findings)
            if breaks is None:
                return

        def errors(edited: Mapping[str, bytes], locales: Sequence[str]) -> tuple[Diagnostic, ...]:
            return text_errors(world, edited, BuildRequest(locales))

        result = import_sound_units(world, project, delivered, findings, errors, numbers=not any_number)
        world.publish(".", [(path, {"": text}) for path, text in result.files.items()])
        for name, count in result.units.items():
            taken = counted(
                count, "{name}: 1 block taken over", "{name}: {count:,} blocks taken over", name=name
            )
            console.print(taken, markup=False)
        for path, count in result.rejected.items():
            left = counted(
                count,
                "{path}: 1 block that was not taken over",
                "{path}: {count:,} blocks that were not taken over",
                path=path,
            )
            console.print(left, markup=False)
        _save_comments(world, project, delivered, findings)
        if terms:
            concepts = {path: tbx.read(content, path, findings) for path, content in terms.items()}
            imported = import_terms(world, project, concepts, findings)
            if imported.text is not None:
                world.publish(".", [(GLOSSARY, {"": imported.text})])
            counts = Phrase(
                "{file}: {added:,} new, {completed:,} completed",
                file=GLOSSARY,
                added=imported.added,
                completed=imported.completed,
            )
            console.print(counts, markup=False)
        if memories:
            entries = {path: tmx.read(content, path, findings) for path, content in memories.items()}
            filling = pretranslate(world, project, entries, findings, breaks)
            world.publish(".", [(path, {"": text}) for path, text in filling.files.items()])
            for name, count in filling.units.items():
                console.print(
                    counted(
                        count,
                        "{name}: 1 block filled in, to be reviewed",
                        "{name}: {count:,} blocks filled in, to be reviewed",
                        name=name,
                    ),
                    markup=False,
                )


def _save_comments(world: World, project: Project, files: Mapping[str, bytes], findings: Findings) -> None:
    """Write the comments of translators into proof/received, as those of proofs."""
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.file_names import file_name
    from bookbuilder.proof.received_file import publish_received
    from bookbuilder.proof.translator_comments import translator_comments
    from bookbuilder.session import Session

    places = {path: Path(path) for path in files}
    named = {file_name(places[path], [*places.values()]): data for path, data in files.items()}
    with Session(world, jobs=1, opens_store=False).work() as work:
        found = translator_comments(work.context, world, project, named, findings)
    for received in found:
        said = counted(
            len(received.marks),
            "{path}: 1 comment of the translator",
            "{path}: {count:,} comments of the translator",
            path=publish_received(world, received),
        )
        print_findings.out().print(said, markup=False)
