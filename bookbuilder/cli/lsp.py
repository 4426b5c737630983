"""`bookbuilder lsp`: the language server, which an editor starts."""

from __future__ import annotations

from typing import Annotated

import typer

from bookbuilder.phrases import Phrase

UNCONFINED = "it confines itself: an editor says only later which books it works on"

Stdio = Annotated[
    bool, typer.Option("--stdio", help="Does nothing: some editors say so, and there is no other way.")
]


def command(stdio: Stdio = False) -> None:  # typer reads the options from the parameters
    """Help an editor with the books that are open in it, by the Language Server Protocol.

    An editor starts this and speaks to it over standard input and output; `bookbuilder help editors` says what to write
    where. It reads nothing but the books of the open files, writes nothing, and has no network.
    """
    del stdio
    import sys

    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.command_jail import confine_server

    if sys.stdin.isatty():
        print_findings.err().print(Phrase("an editor starts this: `bookbuilder help editors` says how"))
        raise typer.Exit(exit_codes.USAGE)
    confine_server()
    from bookbuilder.language_server.server import serve

    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints would be taken for a message
    serve(stdin, stdout)
