"""Speaks the Language Server Protocol over standard input and output: each request is answered by a feature."""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from collections.abc import Callable, Generator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.chapter_index.extents import Extent
from bookbuilder.diagnostics import BookbuilderError, Diagnostic
from bookbuilder.formats.format import formats
from bookbuilder.language_server import protocol_values as values
from bookbuilder.language_server.background import PAUSE, Background
from bookbuilder.language_server.book_folders import BOOK, file_path, file_uri, find_book, has_book
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.code_actions import code_actions, toml_actions
from bookbuilder.language_server.completion import complete
from bookbuilder.language_server.editor_text import EditorText
from bookbuilder.language_server.folding import chapter_folds, toml_folds
from bookbuilder.language_server.hover import hover
from bookbuilder.language_server.inlay_hints import inlay_hints
from bookbuilder.language_server.manual_entries import ManualWords
from bookbuilder.language_server.navigation import definitions, references
from bookbuilder.language_server.open_book import OpenBook
from bookbuilder.language_server.outline import chapter_outline, toml_outline
from bookbuilder.language_server.rename import Refused, can_rename, rename
from bookbuilder.language_server.word_counts import word_counts
from bookbuilder.pipeline.idle_memory import release_main_when_idle
from bookbuilder.world.edited_files import EditedFiles

PATIENCE = 10.0
"""Seconds that a request waits for a book that is being read for the first time."""
TURN = 0.001
"""Seconds after which the thread that reads books lets the one that answers go on."""
IDLE = 4
"""Books without an open file that are kept."""
TRIGGERS = ("{", "(", "#", "=", "^", ":", " ", "/", '"', "[")
"""Characters behind which an editor asks what can be written."""
_WATCHED = ("**/*.md", "**/*.toml", "**/*.{svg,png,jpg,jpeg,webp,gif}")

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
        """Forget a book, and take its diagnostics away."""
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
        """Tell the editor what is wrong with a file."""
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
        """Report a bug. What was refused, or is not known here, the client was told; of a message that cannot be read one
        line is enough."""
        if source is JsonRpcException:
            print(f"a message of the editor cannot be read: {error}", file=sys.stderr, flush=True)
        elif not isinstance(error, JsonRpcException) or isinstance(error, JsonRpcInternalError):
            self.report_bug(error)


def serve(stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Answer a client until it says `exit`, or is gone."""
    sys.setswitchinterval(TURN)
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # it would print a traceback for what was refused
    server = make_server()
    server.background.start()
    release_main_when_idle()
    try:
        server.start_io(stdin, stdout)
    finally:
        server.background.end()


def make_server() -> BookServer:
    """Return the server with all its features."""
    server = BookServer()
    _documents(server)
    _features(server)
    return server


def _documents(server: BookServer) -> None:
    """Add what keeps the texts and the books."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.loop = asyncio.get_running_loop()
        document = params.capabilities.text_document
        formats_known = document.hover.content_format if document and document.hover else None
        server.markdown = types.MarkupKind.Markdown in (formats_known or ())

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        del params
        for folder in server.workspace.folders.values():
            path = file_path(folder.uri)
            if path and has_book(Path(path)):
                server.book_at(Path(path))
        root = server.workspace.root_uri
        path = file_path(root) if root else None
        if path and has_book(Path(path)):
            server.book_at(Path(path))
        workspace = server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            registration = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            server.client_register_capability(types.RegistrationParams([registration]))

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        server.set_text(document.uri, EditorText(document.text), document.version, pause=0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        if document.uri not in server.texts:
            return  # it was never opened
        text, _ = server.texts[document.uri]
        for change in params.content_changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = change.range.start, change.range.end
                text = text.changed((start.line, start.character), (end.line, end.character), change.text)
            else:
                text = EditorText(change.text)
        server.set_text(document.uri, text, document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.texts.pop(params.text_document.uri, None)
        if found := server.book_of(params.text_document.uri):
            book, path = found
            book.set_text(path, None)
            server.background.changed(book)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        if found := server.book_of(params.text_document.uri):
            server.background.changed(found[0])

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        if any(change.uri.endswith(f"/{BOOK}") for change in params.changes):  # a book may begin here
            for uri, (text, version) in server.texts.items():
                server.set_text(uri, text, version)
        for root in {place.root for change in params.changes if (place := find_book(change.uri))}:
            if root in server.books:
                server.background.changed(server.books[root])


def _features(server: BookServer) -> None:
    """Add what answers questions."""

    async def at(
        uri: str, position: types.Position
    ) -> tuple[OpenBook, str, BookIndex, EditorText, int, int] | None:
        found = await server.index_of(uri)
        if found is None:
            return None
        book, path, index = found
        text = server.text(book, path)
        return book, path, index, text, *text.place(position.line, position.character)

    def feature(name: str, options: Any = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register a feature. One that fails says so on standard error and answers nothing."""

        def register(answer: Callable[..., Any]) -> Callable[..., Any]:
            async def guarded(params: Any) -> Any:
                try:
                    return await answer(params)
                except (JsonRpcException, asyncio.CancelledError):
                    raise
                except Exception as error:  # noqa: BLE001 # a bug in one feature must not end the others
                    server.report_bug(error)
                    return None

            registered: Callable[..., Any] = server.feature(name, options)(guarded)
            return registered

        return register

    @feature(types.TEXT_DOCUMENT_HOVER)
    async def hovers(params: types.HoverParams) -> types.Hover | None:
        if (found := await at(params.text_document.uri, params.position)) is None:
            return None
        _, path, index, text, line, column = found
        shown = hover(index, server.words, path, line, column)
        return values.hover(shown, text, markdown=server.markdown) if shown else None

    @feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=list(TRIGGERS)))
    async def completes(params: types.CompletionParams) -> types.CompletionList | None:
        if (found := await at(params.text_document.uri, params.position)) is None:
            return None
        _, path, index, text, line, column = found
        suggested = complete(index, server.words, path, line, column)
        return values.completions(suggested, text) if suggested else None

    @feature(types.TEXT_DOCUMENT_DEFINITION)
    async def defines(params: types.DefinitionParams) -> list[types.Location] | None:
        if (found := await at(params.text_document.uri, params.position)) is None:
            return None
        book, path, index, _, line, column = found
        return _locations(server, book, definitions(index, path, line, column))

    @feature(types.TEXT_DOCUMENT_REFERENCES)
    async def refers(params: types.ReferenceParams) -> list[types.Location] | None:
        if (found := await at(params.text_document.uri, params.position)) is None:
            return None
        book, path, index, _, line, column = found
        named = params.context.include_declaration
        return _locations(server, book, references(index, path, line, column, named=named))

    @feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepares(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        if (found := await at(params.text_document.uri, params.position)) is None:
            return None
        _, path, index, text, line, column = found
        try:
            word = can_rename(index, path, line, column)
        except Refused as refusal:
            raise _refusal(refusal) from None
        return types.PrepareRenamePlaceholder(values.range_of(word.place, text), word.name)

    @feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def renames(params: types.RenameParams) -> types.WorkspaceEdit | None:
        if (found := await at(params.text_document.uri, params.position)) is None:
            return None
        book, path, index, _, line, column = found
        try:
            edits = rename(index, path, line, column, params.new_name)
        except Refused as refusal:
            raise _refusal(refusal) from None
        return values.workspace_edit(edits, _files(server, book))

    kinds = [
        types.CodeActionKind.QuickFix,
        types.CodeActionKind.SourceFixAll,
        types.CodeActionKind.RefactorRewrite,
    ]

    @feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))
    async def acts(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        if (found := await server.index_of(params.text_document.uri)) is None:
            return None
        book, path, index = found
        chapter, file = index.chapters.get(path), index.files.get(path)
        if chapter is None and file is None:
            return None
        text = server.text(book, path)
        selected = Extent(
            path,
            *text.place(params.range.start.line, params.range.start.character),
            *text.place(params.range.end.line, params.range.end.character),
        )
        diagnostics = book.found.get(path, ())
        if chapter is not None:
            actions = code_actions(index, chapter, diagnostics, selected)
        else:
            actions = toml_actions(file, diagnostics, selected) if file else ()
        solved = {one for action in actions for one in action.diagnostics}
        messages = {one: values.diagnostic(one, text, chapter) for one in diagnostics if one in solved}
        if params.context.only:
            wanted = [str(getattr(kind, "value", kind)) for kind in params.context.only]
            actions = tuple(
                one for one in actions if any(_is_kind(values.action_kind(one), kind) for kind in wanted)
            )
        return values.actions(actions, _files(server, book), messages)

    @feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def outlines(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        if (found := await server.index_of(params.text_document.uri)) is None:
            return None
        book, path, index = found
        if chapter := index.chapters.get(path):
            counts = {count.line: count.text for count in reversed(word_counts(index, chapter))}
            return values.symbols(chapter_outline(chapter, counts), server.text(book, path))
        file = index.files.get(path)
        return values.symbols(toml_outline(file), server.text(book, path)) if file else None

    @feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def folds(params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        if (found := await server.index_of(params.text_document.uri)) is None:
            return None
        _, path, index = found
        if chapter := index.chapters.get(path):
            return values.folds(chapter_folds(chapter))
        file = index.files.get(path)
        return values.folds(toml_folds(file.text)) if file else None

    @feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def hints(params: types.InlayHintParams) -> list[types.InlayHint] | None:
        if (found := await _chapter(server, params.text_document.uri)) is None:
            return None
        book, chapter, index = found
        first, last = params.range.start.line + 1, params.range.end.line + 1
        return values.hints(inlay_hints(index, chapter, first, last), server.text(book, chapter.path))

    @feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def counts(params: types.CodeLensParams) -> list[types.CodeLens] | None:
        if (found := await _chapter(server, params.text_document.uri)) is None:
            return None
        book, chapter, index = found
        return values.lenses(word_counts(index, chapter), server.text(book, chapter.path))


async def _chapter(server: BookServer, uri: str) -> tuple[OpenBook, ChapterIndex, BookIndex] | None:
    found = await server.index_of(uri)
    if found is None:
        return None
    book, path, index = found
    chapter = index.chapters.get(path)
    return (book, chapter, index) if chapter else None


def _files(server: BookServer, book: OpenBook) -> values.Files:
    """Return what messages need of the files of a book; each text is read once."""
    workspace = server.client_capabilities.workspace
    edits = workspace.workspace_edit if workspace else None
    return values.Files(
        lambda path: server.uri(book, path),
        cache(lambda path: server.text(book, path)),
        book.editor_version,
        versioned=bool(edits and edits.document_changes),
    )


def _locations(server: BookServer, book: OpenBook, places: tuple[Extent, ...]) -> list[types.Location]:
    return values.locations(places, _files(server, book))


def _refusal(refusal: Refused) -> JsonRpcException:
    """Return an answer that an editor shows as it is."""
    return JsonRpcException(str(refusal), types.LSPErrorCodes.RequestFailed)


def _is_kind(kind: str, wanted: str) -> bool:
    """Whether a kind of code action is one, or below one, that is wanted."""
    return kind == wanted or kind.startswith(f"{wanted}.")
