"""Starts the server of a preview, then confines this process and builds, with one line for each build."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from bookbuilder.cli.shared import exit_codes, print_findings
from bookbuilder.cli.shared.command_jail import watched_series
from bookbuilder.cli.shared.os_error import error_diagnostics
from bookbuilder.cli.shared.report_error import report_error
from bookbuilder.cli.shared.run_build import Command, Needs, confine_and_start
from bookbuilder.diagnostics import NOWHERE, BookbuilderError, Rule, Severity, Span, diagnostic
from bookbuilder.jail.browser import open_page
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.preview import remote_control
from bookbuilder.preview.editor import COMMANDS, EditorProcess, configured_editor, editor
from bookbuilder.preview.live_build import LiveBuild
from bookbuilder.preview.live_state import LiveState, State
from bookbuilder.preview.server import HOST, Preview, listening, new_token, serve
from bookbuilder.world import World

PORT = Rule(
    "preview.port",
    "port {port} cannot be used: {reason}",
    "The preview listens on this machine alone, at the port of `--port`; without the option it takes a free one. A port"
    " below 1024 belongs to the system, and another program may have the same one.",
)
AT = Rule(
    "preview.at",
    "no place in the book is called '{at}'",
    "`--at` wants a file of the book with a line, and a column if you like: `chapters/de/03-mittwoch.md:14:7`. The path is"
    " relative to where you are, or to the folder of the book.",
)
EDITOR = Rule(
    "preview.editor",
    "the preview cannot open files in '{name}'",
    "It knows editors that open a file in a window that is there: by an address (vscode, vscodium, cursor, zed) or by a"
    " command (emacsclient, gvim, kate, nvim, subl). Neovim has to be running, with its address in `$NVIM` or"
    " `$NVIM_LISTEN_ADDRESS`. Without an editor, the source is shown beside the pages.",
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """How a book is shown: the port (0: a free one), whether the browser is opened, the place to turn to (empty: none) and
    the name of the editor (empty: not said)."""

    port: int = 0
    in_browser: bool = False
    at: str = ""
    editor: str = ""


def preview(command: Command, request: BuildRequest, shown: Shown) -> int:
    """Serve a book until interrupted; return the exit code."""
    console, world = print_findings.err(), World(command.book.resolve())
    live = LiveState()
    try:
        at = place(shown.at, world) if shown.at else None
        if shown.at and at is None:
            raise BookbuilderError(diagnostic(AT, NOWHERE, at=shown.at))
        if at is not None and (running := remote_control.ask(world.root, at)):
            print_findings.out().print(running, markup=False, highlight=False, soft_wrap=True)
            return exit_codes.FINE
        wanted = shown.editor or configured_editor(world.environ)
        found_editor = editor(wanted, world.environ)
        if wanted and found_editor is None:
            print_findings.diagnostics([diagnostic(EDITOR, NOWHERE, name=wanted)], console, command.book)
        try:
            listener, token = listening(shown.port), new_token()  # a confined process can open no socket
        except OSError as error:
            reason = (error.strerror or "").partition(" (")[0]  # Python adds the address
            hint = "leave --port out, and a free one is taken" if shown.port else ""
            found = diagnostic(PORT, NOWHERE, hint=hint, port=shown.port, reason=reason)
            raise BookbuilderError(found) from None
        address = f"http://{HOST}:{listener.getsockname()[1]}/{token}/"
        meeting = remote_control.listen(world.root)
        by_command = found_editor and found_editor.name in COMMANDS
        opener = EditorProcess(found_editor, world.root) if found_editor and by_command else None
        if shown.in_browser:  # it waits for an answer until the server is there
            open_page(address)
        session = confine_and_start(command, world, Needs(reads=watched_series(world), stays=True))
        serve(Preview(world, live, token, found_editor, opener), listener)
        if meeting is not None:
            remote_control.answer(meeting, live, address)
        if at is not None:
            live.turn_to(at)
    except (BookbuilderError, OSError) as error:
        return report_error(error, command.book)
    print_findings.out().print(address, markup=False, highlight=False, soft_wrap=True)

    def done(state: State) -> None:
        said = console.translation
        what = ", ".join(state.changed[:3]) or said.phrase("the book")
        made = (
            said.phrase("nothing was written")
            if state.failed
            else said.phrase("{count} editions", count=len(state.editions))
        )
        counts = print_findings.count_text(state.diagnostics, said=said)
        line = said.phrase("{what}: {made} in {seconds:.1f} s", what=what, made=made, seconds=state.seconds)
        console.print(f"{line}, {counts}", markup=False)

    with session.store or nullcontext():
        LiveBuild(session, request, live, error_diagnostics).run(done)
    return exit_codes.FINE


def place(text: str, world: World) -> Span | None:
    """Return the place that `FILE:LINE[:COLUMN]` names in a book; None if it is none. The file is relative to the current
    folder or to the book."""
    match = re.fullmatch(r"(.+?)(?::([0-9]{1,9}))?(?::([0-9]{1,9}))?", text)
    if match is None or not match[2]:
        return None
    for path in (Path(match[1]).resolve(), (world.root / match[1]).resolve()):
        if path.is_relative_to(world.root) and world.exists(path.relative_to(world.root).as_posix()):
            return Span(path.relative_to(world.root).as_posix(), int(match[2]), int(match[3] or 1))
    return None
