"""Starts the server of a preview, then confines this process and builds, with one line for each build."""

from __future__ import annotations

import webbrowser

from bookbuilder.cli import _exit_codes, _print_findings
from bookbuilder.cli._os_error import os_diagnostic
from bookbuilder.cli._run import Command, confine_and_start
from bookbuilder.cli._watch import MEMORY
from bookbuilder.diagnostics import NOWHERE, BookbuilderError, Rule, diagnostic
from bookbuilder.pipeline.runner import PoolRunner
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


def preview(command: Command, port: int, *, in_browser: bool) -> int:
    """Serve a book until interrupted; return the exit code."""
    console = _print_findings.err()
    world = World(command.book.resolve())
    try:
        socket = listening(port)  # a confined process can open none
    except OSError as error:
        reason = (error.strerror or "").partition(" (")[0]  # Python adds the address
        hint = "leave --port out, and a free one is taken" if port else ""
        found = diagnostic(PORT, NOWHERE, hint=hint, port=port, reason=reason)
        _print_findings.diagnostics([found], console, command.book)
        return _exit_codes.BOOK
    try:
        token = new_token()
        address = f"http://{HOST}:{socket.getsockname()[1]}/{token}/"
        if in_browser:  # it waits for an answer until the server is there
            webbrowser.open(address)
        confine_and_start(world, command.jobs, console, jail=command.jail)
        live = LiveState()
        serve(Preview(world, live, token), socket)
    except BookbuilderError as error:
        _print_findings.diagnostics(error.diagnostics, console, command.book)
        return _exit_codes.BOOK
    except OSError as error:
        _print_findings.diagnostics([os_diagnostic(error)], console, command.book)
        return _exit_codes.BOOK
    _print_findings.out().print(address, markup=False, highlight=False, soft_wrap=True)

    def done(state: State) -> None:
        what = ", ".join(state.changed[:3]) or "the book"
        made = "nothing was written" if state.failed else f"{len(state.editions)} editions"
        counts = _print_findings.count_text(state.diagnostics)
        console.print(f"{what}: {made} in {state.seconds:.1f} s, {counts}", markup=False)

    with PoolRunner(world, command.jobs, MEMORY, jail=command.jail) as runner:
        LiveBuild(world, command.request, runner, live, os_diagnostic).run(done)
    return _exit_codes.FINE
