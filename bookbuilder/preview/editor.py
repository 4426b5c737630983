"""Opens a place of a file in the user's editor: by an address that the browser hands on, or by a command.

A command is run by a process that was started before the preview was confined. It opens files of the book alone, in the one
editor that it was started for.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import quote

import msgspec

from bookbuilder import toml, user_folders
from bookbuilder.diagnostics import BookbuilderError, Span
from bookbuilder.isolation.python_process import ROOT, module_code, python_command
from bookbuilder.typed_decoding import from_json
from bookbuilder.world import World

ADDRESSES: Mapping[str, str] = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscode-insiders": "vscode-insiders://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
}
"""Editors that have a scheme of addresses."""
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "emacsclient": ("emacsclient", "--no-wait", "+{line}:{column}", "{path}"),
    "gvim": ("gvim", "--remote-silent", "+call setcursorcharpos({line}, {column})", "{path}"),
    "kate": ("kate", "--line", "{line}", "--column", "{column}", "{path}"),
    "nvim": (
        "nvim", "--server", "{server}", "--remote-expr",
        "execute('drop ' .. fnameescape('{quoted}')) .. setcursorcharpos({line}, {column})",
    ),
    "subl": ("subl", "{path}:{line}:{column}"),
}  # fmt: skip
"""Editors that open a file in a window that is there, with their commands."""
_ALIASES = {"code": "vscode", "code-insiders": "vscode-insiders", "codium": "vscodium", "zeditor": "zed"}


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor by its name in `ADDRESSES` or `COMMANDS`. `server` is the address of a running Neovim."""

    name: str
    server: str = ""

    def address(self, root: Path, span: Span) -> str:
        """Return the address that opens a place; empty if the editor has none."""
        address = ADDRESSES.get(self.name, "")
        return address.format(
            path=quote(f"{root}/{span.path}"), line=max(span.line, 1), column=max(span.column, 1)
        )

    def command(self, root: Path, span: Span) -> tuple[str, ...]:
        """Return the command that opens a place; nothing if the editor has none."""
        path = f"{root}/{span.path}"
        values = {
            "path": path,
            "quoted": path.replace("'", "''"),
            "line": max(span.line, 1),
            "column": max(span.column, 1),
            "server": self.server,
        }
        return tuple(part.format(**values) for part in COMMANDS.get(self.name, ()))


def editor(wanted: str, environ: Mapping[str, str]) -> Editor | None:
    """Return the editor of a name; if that is empty, the one of `$VISUAL` or `$EDITOR`. None for an editor that is not in
    our lists, such as one that needs a terminal of its own.

    >>> editor("", {"VISUAL": "/usr/bin/code --wait"})
    Editor(name='vscode', server='')
    >>> editor("", {"EDITOR": "nano"})
    """
    words = (wanted or environ.get("VISUAL") or environ.get("EDITOR") or "").split()
    name = PurePath(words[0]).name if words else ""
    name = _ALIASES.get(name, name)
    if name == "nvim":
        server = environ.get("NVIM") or environ.get("NVIM_LISTEN_ADDRESS") or ""
        return Editor(name, server) if server else None
    return Editor(name) if name in ADDRESSES or name in COMMANDS else None


def configured_editor(environ: Mapping[str, str]) -> str:
    """Return the editor that the user's configuration names (`editor = "…"`); empty if there is none, or it names none."""
    try:
        name = toml.loads(user_folders.configuration(environ).decode()).get("editor", "")
    except ValueError:
        return ""
    return name if isinstance(name, str) else ""


class EditorProcess:
    """The process that runs the command of an editor. It ends when this process does."""

    def __init__(self, wanted: Editor, root: Path) -> None:
        self._process = subprocess.Popen(
            python_command(module_code(__name__), wanted.name, wanted.server, str(root)),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
        )

    def open(self, span: Span) -> None:
        """Open a place. Raises `OSError` if the process has ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(span) + b"\n")
        self._process.stdin.flush()

    def close(self) -> None:
        """End the process, when it has opened what it was asked to."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def main(arguments: Sequence[str]) -> None:
    """Open each place that is read, if it is a file of the book."""
    name, server, folder = arguments
    root = Path(folder)
    world = World(root)
    for line in sys.stdin.buffer:
        with suppress(BookbuilderError, OSError, ValueError, msgspec.DecodeError, subprocess.SubprocessError):
            span = from_json(line, Span)
            world.read(span.path)  # refuses what is not a file of the book
            program, *words = Editor(name, server).command(root, span)
            if found := world.program(program):
                subprocess.run([found, *words], stdin=subprocess.DEVNULL, timeout=20, check=False)


if __name__ == "__main__":
    main(sys.argv[1:])
