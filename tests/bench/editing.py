"""Measures the language server as an editor meets it: when it is there, how long answers take, how much memory it holds.

`python -m tests.bench.editing [PAGES]` prints a table for the dossier, with a chapter made 20 kB long, and for a book of so
many pages (400), whose chapters have 25 kB. Times are those of the client, in milliseconds: the median of ten, and the
longest.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from tests.bench import corpus
from tests.dossier_files import copy_files

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "bookbuilder", "lsp")
ROUNDS = 10
SIZE = 20_000
"""Bytes of the chapter of the dossier."""


class Editor:
    """A client with an open chapter, and the diagnostics that it was sent."""

    def __init__(self, root: Path, path: str) -> None:
        self.client = LanguageClient("bench", "1")
        self.uri = (root / path).as_uri()
        self.root, self.text = root, (root / path).read_text("utf-8")
        self.file = types.TextDocumentIdentifier(self.uri)
        self.told = asyncio.Event()
        self.found: list[types.Diagnostic] = []

    async def start(self) -> tuple[float, float]:
        """Start the server and open the chapter; return the seconds until it answers, and until the book is read."""

        def told(params: types.PublishDiagnosticsParams) -> None:
            if params.uri == self.uri:
                self.found = list(params.diagnostics)
                self.told.set()

        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(told)
        started = time.monotonic()
        await self.client.start_io(*COMMAND)
        capabilities = types.ClientCapabilities()
        await self.client.initialize_async(types.InitializeParams(capabilities, root_uri=self.root.as_uri()))
        there = time.monotonic() - started
        self.client.initialized(types.InitializedParams())
        item = types.TextDocumentItem(self.uri, "markdown", 1, self.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await self.client.text_document_hover_async(types.HoverParams(self.file, types.Position(0, 0)))
        return there, time.monotonic() - started

    def at(self, words: str) -> types.Position:
        """Return the position behind some words."""
        before = self.text[: self.text.index(words) + len(words)]
        return types.Position(before.count("\n"), len(before.rpartition("\n")[2].encode("utf-16-le")) // 2)

    def type(self, version: int) -> None:
        """Write a word at the end of the chapter, with a reference that leads nowhere."""
        end = types.Position(self.text.count("\n"), 0)
        change = types.TextDocumentContentChangePartial(
            types.Range(end, end), f"Wort [x](#nirgends-{version}) "
        )
        document = types.VersionedTextDocumentIdentifier(version, self.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))


async def timed(ask: Callable[[], Awaitable[Any]]) -> tuple[float, float]:
    """Return the median and the longest of ten times, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.monotonic()
        await ask()
        times.append(1000 * (time.monotonic() - started))
    return statistics.median(times), max(times)


async def measure(root: Path, path: str, words: str) -> list[tuple[str, str]]:
    """Return the rows of a table for a book; `words` end in something that is named."""
    editor = Editor(root, path)
    client, file = editor.client, editor.file
    there, whole = await editor.start()
    place = editor.at(words)
    everything = types.Range(types.Position(0, 0), types.Position(100_000, 0))
    here = types.Range(place, place)
    context = types.ReferenceContext(include_declaration=True)
    questions: dict[str, Callable[[], Awaitable[Any]]] = {
        "hover": lambda: client.text_document_hover_async(types.HoverParams(file, place)),
        "completion": lambda: client.text_document_completion_async(types.CompletionParams(file, place)),
        "definition": lambda: client.text_document_definition_async(types.DefinitionParams(file, place)),
        "references": lambda: client.text_document_references_async(
            types.ReferenceParams(context, file, place)
        ),
        "inlay hints": lambda: client.text_document_inlay_hint_async(types.InlayHintParams(file, everything)),
        "code actions": lambda: client.text_document_code_action_async(
            types.CodeActionParams(file, here, types.CodeActionContext([]))
        ),
        "outline": lambda: client.text_document_document_symbol_async(types.DocumentSymbolParams(file)),
        "folding": lambda: client.text_document_folding_range_async(types.FoldingRangeParams(file)),
        "word counts": lambda: client.text_document_code_lens_async(types.CodeLensParams(file)),
    }
    rows = [("answers after", f"{there:.2f} s"), ("the book is read after", f"{whole:.2f} s")]
    for name, ask in questions.items():
        await ask()  # what is loaded once
        rows.append((name, "{:.0f} ms, at most {:.0f}".format(*await timed(ask))))
    version = 1

    async def typed() -> None:
        nonlocal version
        version += 1
        editor.type(version)
        await client.text_document_completion_async(types.CompletionParams(file, place))
        await asyncio.sleep(0.3)  # somebody who writes

    async def checked() -> None:
        nonlocal version
        version += 1
        editor.told.clear()
        editor.type(version)
        while f"nirgends-{version}" not in str([one.message for one in editor.found]):
            await editor.told.wait()
            editor.told.clear()

    middle, longest = await timed(typed)
    rows.append(("a character and then completion", f"{middle - 300:.0f} ms, at most {longest - 300:.0f}"))
    rows.append(
        (
            "diagnostics of the chapter after a character",
            "{:.0f} ms, at most {:.0f}".format(*await timed(checked)),
        )
    )
    await asyncio.sleep(3)
    assert client._server is not None
    rows.append(("memory of all its processes, idle", f"{memory(client._server.pid) >> 10} MiB"))
    await client.shutdown_async(None)
    client.exit(None)
    await client._server.wait()
    return rows


def memory(process: int) -> int:
    """Return the memory of a process and all below it in KiB (proportional set size)."""
    kib = 0
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            kib += int(line.split()[1])
    for task in os.listdir(f"/proc/{process}/task"):
        children = Path(f"/proc/{process}/task/{task}/children").read_text().split()
        kib += sum(memory(int(child)) for child in children)
    return kib


def dossier(folder: Path) -> Path:
    """Return a copy of the dossier in which the first day has 20 kB."""
    for name in ("chapters", "l10n"):
        shutil.copytree(ROOT / name, folder / name)
    copy_files(folder)
    chapter = folder / "chapters/de/02-montag.md"
    text = chapter.read_text("utf-8")
    paragraphs = text.split("\n\n")[1:8]
    more = text
    while len(more.encode()) < SIZE:
        more += "\n" + "\n\n".join(paragraphs) + "\n"
    chapter.write_text(more, "utf-8")
    return folder


def main(pages: int) -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory(prefix="editing-") as place:
        root = Path(place)
        books = {
            "the dossier": (dossier(root / "dossier"), "chapters/de/02-montag.md", "[100.000]{fact=tr"),
            f"{pages} pages": (corpus.write(root / "long", pages), "chapters/de/003-kapitel.md", "[^"),
        }
        columns = {name: asyncio.run(measure(*book)) for name, book in books.items()}
    print(f"| | {' | '.join(columns)} |\n| --- |{' --: |' * len(columns)}")
    for rows in zip(*columns.values(), strict=True):
        print(f"| {rows[0][0]} | {' | '.join(value for _, value in rows)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
