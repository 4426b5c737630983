"""Answers the questions of an editor: each one by a feature."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.chapter_index.extents import Extent
from bookbuilder.language_server import protocol_values as values
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.book_server import BookServer
from bookbuilder.language_server.code_actions import code_actions, toml_actions
from bookbuilder.language_server.completion import complete
from bookbuilder.language_server.decision_edits import DecidingPerson
from bookbuilder.language_server.editor_text import EditorText
from bookbuilder.language_server.folding import chapter_folds, toml_folds
from bookbuilder.language_server.hover import hover
from bookbuilder.language_server.inlay_hints import inlay_hints
from bookbuilder.language_server.navigation import definitions, references
from bookbuilder.language_server.open_book import OpenBook
from bookbuilder.language_server.outline import chapter_outline, toml_outline
from bookbuilder.language_server.rename import RefusedName, can_rename, rename
from bookbuilder.language_server.word_counts import word_counts
from bookbuilder.world import World

TRIGGERS = ("{", "(", "#", "=", "^", ":", " ", "/", '"', "[", "@")
"""Characters behind which an editor asks what can be written."""


def add_request_handlers(server: BookServer) -> None:
    """Add the handlers that answer requests."""

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
        except RefusedName as refusal:
            raise _refusal(refusal) from None
        return types.PrepareRenamePlaceholder(values.range_of(word.place, text), word.name)

    @feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def renames(params: types.RenameParams) -> types.WorkspaceEdit | None:
        if (found := await at(params.text_document.uri, params.position)) is None:
            return None
        book, path, index, _, line, column = found
        try:
            edits = rename(index, path, line, column, params.new_name)
        except RefusedName as refusal:
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
            actions = code_actions(index, chapter, diagnostics, selected, _person(server, book))
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
        exists=book.world().exists,
    )


def _person(server: BookServer, book: OpenBook) -> DecidingPerson | None:
    """Return who decides about marks in this editor; None if nobody is named."""
    world = World(book.root)
    name = world.environ.get("BOOKBUILDER_PERSON", "").strip()
    workspace = server.client_capabilities.workspace
    edits = workspace.workspace_edit if workspace else None
    creates = types.ResourceOperationKind.Create in ((edits and edits.resource_operations) or ())
    creates = bool(creates and edits and edits.document_changes)
    return DecidingPerson(name, world.moment, creates) if name else None


def _locations(server: BookServer, book: OpenBook, places: tuple[Extent, ...]) -> list[types.Location]:
    return values.locations(places, _files(server, book))


def _refusal(refusal: RefusedName) -> JsonRpcException:
    """Return an answer that an editor shows as it is."""
    return JsonRpcException(str(refusal), types.LSPErrorCodes.RequestFailed)


def _is_kind(kind: str, wanted: str) -> bool:
    """Whether a kind of code action is the wanted one, or a kind of it."""
    return kind == wanted or kind.startswith(f"{wanted}.")
