"""`bookbuilder sources check`: asks the web whether the addresses of sources still lead to something, and for archived
copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bookbuilder.cli.shared.options import Book, Json
from bookbuilder.phrases import Phrase, counted
from bookbuilder.world import World

if TYPE_CHECKING:
    from bookbuilder.program_language.translation import Translation
    from bookbuilder.public_web.check_client import CheckClient
    from bookbuilder.public_web.check_links import LinkReport
    from bookbuilder.sources.source import Source
    from bookbuilder.sources.web_addresses import SourceAddress

STARTED: list[CheckClient] = []
"""The process that asks servers: it is started before this one is confined."""
CLOSES_JAIL = "pandoc reads sources.bib; then no program may be started any more"
FILE = "sources.toml"
Write = Annotated[
    bool, typer.Option("--write", help="Write the archived copies that were found into sources.toml.")
]


def ask(**arguments: Any) -> dict[str, Any]:
    """Return the arguments as they are; start the process that asks servers."""
    from bookbuilder.public_web import check_client

    STARTED.append(check_client.CheckClient())
    return arguments


@dataclass(frozen=True, slots=True)
class CheckedAddress:
    """An address of a source with what was found."""

    source: Source
    asked: SourceAddress
    report: LinkReport

    @property
    def dead(self) -> bool:
        """Whether it leads to nothing."""
        return self.report.state == "dead"

    @property
    def reason(self) -> str:
        """Why it is not alive: a DOI that nobody has registered is something else than one whose page is gone, or whose
        publisher refuses programs."""
        report = self.report
        if not self.asked.doi or not report.reason:
            return report.reason
        if report.target:
            return Phrase(
                "it is registered, and leads to {target}: {reason}",
                target=report.target,
                reason=report.reason,
            )
        if self.dead:
            return Phrase("nobody has registered this DOI ({reason})", reason=report.reason)
        return report.reason


def command(book: Book = Path(), as_json: Json = False, write: Write = False) -> None:
    """Ask the web whether the addresses and DOIs of the sources still lead to something; no other command asks a server for
    them.

    Where an address is dead, or a source has no archived copy, the Internet Archive is asked for one of the day on which the
    source was seen. Nothing is written without `--write`. The exit code is 1 if an address is dead.
    """
    from bookbuilder.cli.shared import command_jail, exit_codes, print_findings
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.pipeline.book_sources import read_book_sources
    from bookbuilder.pipeline.context import Context
    from bookbuilder.printed_text import json_text

    world, findings = World(book), Findings()
    try:
        sources = read_book_sources(Context(world, findings))
        command_jail.close_jail()
        checked = _checked(sources.by_key)
        copies = {one.source.key: one.report.copy for one in checked if _offers(one)}
        written = _written(world, copies, sources.by_key) if write else []
    except BookbuilderError as error:
        print_findings.diagnostics(error.diagnostics, print_findings.err(), book)
        raise typer.Exit(exit_codes.code(error.diagnostics, strict=False)) from None
    finally:
        while STARTED:
            STARTED.pop().close()
    print_findings.diagnostics(findings.sorted(), print_findings.err(), book)
    if as_json:
        print(json_text({"links": [_data(one) for one in checked], "written": written}, indent=2))
    else:
        _tell(checked, written, files=bool(sources.files))
    dead = any(one.dead for one in checked)
    raise typer.Exit(exit_codes.code(findings.sorted(), strict=False) or (exit_codes.BOOK if dead else 0))


def _checked(sources: Mapping[str, Source]) -> list[CheckedAddress]:
    """Return the addresses of the sources with what was found; each is asked once."""
    from bookbuilder.public_web.check_links import LinkQuestion
    from bookbuilder.sources.web_addresses import source_addresses

    asked = [one for source in sources.values() for one in source_addresses(source)]
    questions: dict[str, LinkQuestion] = {}
    for one in asked:
        # A page is more than the record of a DOI, which leads there.
        page = not one.doi or "URL" not in sources[one.key].variables
        wants = not one.copy and page and not sources[one.key].archived
        known = questions.get(one.address)
        if known is None or (wants and not known.archive):
            questions[one.address] = LinkQuestion(one.address, one.day, wants, not one.copy)
    reports = STARTED[-1](list(questions.values())) if questions else iter(())
    found = dict(zip(questions, reports, strict=True))
    return [CheckedAddress(sources[one.key], one, found[one.address]) for one in asked]


def _offers(one: CheckedAddress) -> bool:
    """Whether a copy was found that its source does not name."""
    return bool(one.report.copy) and not one.source.archived and not one.asked.copy


def _written(world: World, copies: Mapping[str, str], sources: Mapping[str, Source]) -> list[str]:
    """Write copies into sources.toml of the book; return the keys of the sources that have one now."""
    from bookbuilder.sources.web_addresses import with_archived

    own = {key: copy for key, copy in copies.items() if sources[key].span.path == FILE}
    if own:
        text = with_archived(world.text(FILE), own)
        world.publish(".", [(FILE, {"": text.encode()})])
    return list(own)


def _data(one: CheckedAddress) -> dict[str, object]:
    """Return what was found about an address as JSON has it."""
    report, span = one.report, one.source.span
    return {
        "source": one.source.key,
        "file": span.path,
        "line": span.line,
        "address": one.asked.address,
        "archived": one.asked.copy,
        "doi": one.asked.doi,
        "state": str(report.state),
        "reason": one.reason,
        "leads_to": report.target,
        "moved": report.moved,
        "copy": report.copy if _offers(one) or one.dead else "",
        "no_copy": report.no_copy,
    }


def _tell(checked: Sequence[CheckedAddress], written: Sequence[str], *, files: bool) -> None:
    from bookbuilder.cli.shared import print_findings

    out = print_findings.out()
    if not files:
        out.print(Phrase("this book has no sources.toml, sources.json or sources.bib"))
    for one in checked:
        for line in _lines(one, out.translation, written=one.source.key in written):
            print_findings.print_line(out, (out.translation.text(line), ""))
    counts = {state: sum(one.report.state == state for one in checked) for state in ("dead", "uncertain")}
    out.print(
        counted(
            len(checked),
            "1 link: {dead:,} dead, {uncertain:,} uncertain",
            "{count:,} links: {dead:,} dead, {uncertain:,} uncertain",
            **counts,
        ),
        markup=False,
    )


def _lines(one: CheckedAddress, translation: Translation, *, written: bool) -> Iterator[str]:
    """Yield what there is to say of an address; nothing of one that is as it should be."""
    from bookbuilder.sources.web_addresses import archived_line

    report = one.report
    what = Phrase("archived") if one.asked.copy else "DOI" if one.asked.doi else "URL"
    said: list[str] = []
    if report.state == "dead":
        said.append(Phrase("dead, {reason}", reason=one.reason))
    elif report.state != "alive":
        said.append(Phrase("uncertain, {reason}", reason=one.reason))
    if report.target and not one.asked.doi:
        said.append(
            Phrase("has moved to {address}", address=report.target)
            if report.moved
            else Phrase("leads on to {address}", address=report.target)
        )
    offered = _offers(one)
    if said or offered or report.no_copy:
        address = f"{translation.text(what)} {one.asked.address}"
        yield f"{one.source.key}: {'; '.join([address, *map(translation.text, said)])}"
    if offered and written:
        yield Phrase("  written: {line}", line=archived_line(one.source.span.path, report.copy))
    elif offered:
        yield f"  {one.source.span.path}: {archived_line(one.source.span.path, report.copy)}"
    elif one.dead and report.copy:
        yield Phrase("  another copy: {address}", address=report.copy)
    elif one.dead and not one.asked.copy and not report.no_copy:
        yield Phrase("  the Internet Archive has no copy")
    if report.no_copy:
        yield f"  copies: {report.no_copy}"
