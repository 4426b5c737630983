"""Runs `todo`: reads the book without layout, mends what is asked for, prints what is left to do."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from bookbuilder.cli.shared import exit_codes, print_findings
from bookbuilder.cli.shared.outcome import Outcome
from bookbuilder.cli.shared.paths_in_messages import local_place, local_text
from bookbuilder.cli.shared.run_build import Command, confined_outcome
from bookbuilder.phrases import Phrase, counted
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.printed_text import json_text

if TYPE_CHECKING:
    from bookbuilder.repairs.todo_list import TodoEntry
    from bookbuilder.session import Session

SHOWN = 3
"""Places of a kind that are shown without `--all`."""


def run_todo(command: Command, request: BuildRequest, fix: Collection[str]) -> int:
    """Print what is to be mended in a book, and return the exit code."""
    console, written = print_findings.err(), list[str]()

    def list_work(session: Session) -> Outcome:
        from bookbuilder import api

        result, paths = api.todo(session, request, fix)
        written.extend(paths)
        return Outcome(result.diagnostics)

    outcome = confined_outcome(command, list_work, Outcome())
    code = exit_codes.code(outcome.diagnostics, strict=False)
    from bookbuilder.repairs.todo_list import count, todo_list

    entries = todo_list(outcome.diagnostics)
    number = sum(count(entry.places) for entry in entries)
    if command.output.as_json:
        data = {"todo": [entry.as_json() for entry in entries], "count": number, "written": written}
        print(json_text(data, indent=2))
        return code
    for path in written:
        console.print(
            Phrase("{local_place}: mended", local_place=local_place(command.book, path)), markup=False
        )
    for entry in entries:
        _print_entry(command, entry)
    console.print(
        counted(number, "1 thing to mend", "{count:,} things to mend")
        if number
        else Phrase("nothing to mend")
    )
    return code


def _print_entry(command: Command, entry: TodoEntry) -> None:
    console, book = print_findings.out(), command.book
    said = console.translation
    text = local_text(book, said.text(entry.text), entry.places[0].span.path)
    print_findings.print_line(console, (text, "bold"), (f" [{entry.code}]", "dim"))
    advice = local_text(book, said.text(entry.advice), entry.places[0].span.path)
    ways = [advice] if advice else []
    if entry.can_be_fixed:
        ways.append(
            said.phrase(
                "`bookbuilder todo --fix {code}` mends all of them as a draft shows them", code=entry.code
            )
        )
    elif not ways:
        ways.append(said.phrase("`bookbuilder explain {code}` says more", code=entry.code))
    for way in ways:
        print_findings.print_line(console, (f"  {way}", ""))
    shown = entry.places if command.output.everything else entry.places[:SHOWN]
    for one in shown:
        place = local_place(book, str(one.span)) if one.span.path else str(one.span)
        print_findings.print_line(console, (f"    {place}", "cyan"))
    if len(entry.places) > len(shown):
        rest = said.phrase("and {count:,} more; --all shows them", count=len(entry.places) - len(shown))
        print_findings.print_line(console, (f"    {rest}", "dim"))
