"""A language server that keeps the texts that an editor has open, and the books that these belong to."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Callable, Generator
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method

from bookbuilder.diagnostics import BookbuilderError, Diagnostic
from bookbuilder.formats.format import formats
from bookbuilder.language_server import protocol_values as values
from bookbuilder.language_server.background import PAUSE, Background
from bookbuilder.language_server.book_folders import file_uri, find_book
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.editor_text import EditorText
from bookbuilder.language_server.manual_entries import ManualWords
from bookbuilder.language_server.open_book import OpenBook
from bookbuilder.world.edited_files import EditedFiles

PATIENCE = 10.0
"""Seconds that a request waits for a book that is being read for the first time."""
IDLE = 4
"""Books without an open file that are kept."""

R = TypeVar("R")


class _Protocol(LanguageServerProtocol):
    """The protocol of pygls without its documents: it splits lines at more characters than editors do, and reads files that
    are not open from anywhere. Ours are `EditorText`s."""

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Agree on what both sides can do. Positions are in UTF-16, which every client knows."""
        if params.capabilities.general:
            params.capabilities.general.position_encodings = None
        result: types.InitializeResult = yield from super().lsp_initialize(params)
        return result

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Hand the message to our own handler."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Hand the message to our own handler."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Hand the message to our own handler."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class BookServer(LanguageServer):
    """The server: the open files and books, and the thread that reads them."""

    def __init__(self) -> None:
        super().__init__(
            "bookbuilder",
            version("bookbuilder"),
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            protocol_cls=_Protocol,
            converter_factory=default_converter,
        )
        self.books: dict[Path, OpenBook] = {}
        self.read_books: dict[OpenBook, asyncio.Event] = {}
        self.uris: dict[tuple[Path, str], str] = {}
        self.texts: dict[str, tuple[EditorText, int]] = {}
        self.published: dict[OpenBook, set[str]] = {}
        self.background = Background(self._checked, self._read, self.report_bug)
        self.loop: asyncio.AbstractEventLoop | None = None
        self.markdown = False
        self.words = ManualWords(EditedFiles(Path("/"), environ={}), tuple(sorted(formats())))

    # -- books -------------------------------------------------------------------------------------------------------

    def book_of(self, uri: str) -> tuple[OpenBook, str] | None:
        """Return the book of a file, and the path of the file in it."""
        place = find_book(uri)
        return (self.book_at(place.root), place.path) if place else None

    def book_at(self, root: Path) -> OpenBook:
        """Return the book in a folder; it is read when it is asked for the first time."""
        book = self.books.pop(root, None)
        if book is None:
            book = OpenBook(root)
            self.read_books[book] = asyncio.Event()
            self.background.changed(book, pause=0)
        # Behind the others: of idle books those that were asked for last are kept.
        self.books[root] = book
        idle = [one for one in self.books.values() if not one.open_files and one is not book]
        for one in idle[:-IDLE]:
            self._drop(one)
        return book

    def set_text(self, uri: str, text: EditorText, version: int, *, pause: float = PAUSE) -> None:
        """Set the text of an open file, which need not be in a book, or may come into one."""
        self.texts[uri] = text, version
        if found := self.book_of(uri):
            book, path = found
            self.uris[book.root, path] = uri
            book.set_text(path, text, version)
            self.background.changed(book, path, pause=pause)

    def _drop(self, book: OpenBook) -> None:
        self.background.forget(book)
        self.read_books.pop(book, None)
        del self.books[book.root]
        for path in self.published.pop(book, ()):
            self._publish(book, path, ())

    async def index_of(self, uri: str) -> tuple[OpenBook, str, BookIndex] | None:
        """Return the book of a file with its index, once it was read; None for a file that is in none."""
        found = self.book_of(uri)
        if found is None:
            return None
        book, path = found
        if not book.is_read and book in self.read_books:
            try:
                await asyncio.wait_for(self.read_books[book].wait(), PATIENCE)
            except TimeoutError:
                return None
        index = book.index()
        return (book, path, index) if index else None

    def uri(self, book: OpenBook, path: str) -> str:
        """Return the address of a file as the editor wrote it."""
        return self.uris.get((book.root, path)) or file_uri(book.root, path)

    def text(self, book: OpenBook, path: str) -> EditorText:
        """Return the text of a file of the book: that of the editor, or that on disk; empty if it cannot be read."""
        known = book.text(path)
        if known is not None:
            return known
        try:
            return EditorText(book.world().read(path).decode("utf-8", "replace"))
        except (BookbuilderError, OSError):
            return EditorText("")

    # -- what the thread tells ---------------------------------------------------------------------------------------

    def _checked(self, book: OpenBook, path: str) -> None:
        self._later(lambda: self._publish(book, path, book.found.get(path, ())))

    def _read(self, book: OpenBook) -> None:
        self._later(lambda: self._publish_all(book))
        _ = self.words.schemas  # made here, so that no answer waits for them

    def _later(self, do: Callable[[], object]) -> None:
        """Do something in the thread that speaks."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(do)

    def _publish_all(self, book: OpenBook) -> None:
        if self.books.get(book.root) is not book:
            return
        found = book.found
        known = self.published.setdefault(book, set())
        for path in sorted(known | found.keys()):
            self._publish(book, path, found.get(path, ()))
        self.published[book] = set(found)
        if event := self.read_books.get(book):
            event.set()
        self._refresh()

    def _publish(self, book: OpenBook, path: str, found: tuple[Diagnostic, ...]) -> None:
        if found:
            self.published.setdefault(book, set()).add(path)
        text, index = self.text(book, path), book.index()
        chapter = index.chapters.get(path) if index else None
        messages = [values.diagnostic(one, text, chapter) for one in found]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(self.uri(book, path), messages))

    def _refresh(self) -> None:
        """Ask the editor to ask again for what depends on the whole book."""
        workspace = self.client_capabilities.workspace
        if workspace and workspace.inlay_hint and workspace.inlay_hint.refresh_support:
            self.workspace_inlay_hint_refresh(None)
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)

    def report_bug(self, error: Exception) -> None:
        """Write an exception to standard error, which editors keep in a log, and go on."""
        print(
            f"{''.join(traceback.format_exception(error))}\nSorry: this is a bug in bookbuilder, not in your book.",
            file=sys.stderr,
            flush=True,
        )

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Report a bug. Refusals and unknown requests were answered to the client; for a message that cannot be read one
        line is enough."""
        if source is JsonRpcException:
            print(f"a message of the editor cannot be read: {error}", file=sys.stderr, flush=True)
        elif not isinstance(error, JsonRpcException) or isinstance(error, JsonRpcInternalError):
            self.report_bug(error)
