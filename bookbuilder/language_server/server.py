"""Speaks the Language Server Protocol over standard input and output."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from typing import BinaryIO

from lsprotocol import types

from bookbuilder.language_server.book_folders import BOOK, file_path, find_book, has_book
from bookbuilder.language_server.book_server import BookServer
from bookbuilder.language_server.editor_text import EditorText
from bookbuilder.language_server.request_handlers import add_request_handlers
from bookbuilder.workers.idle_memory import release_main_when_idle

TURN = 0.001
"""The interpreter's switch interval, in seconds: short, so that the thread that reads books does not delay answers."""
_WATCHED = ("**/*.md", "**/*.toml", "**/*.{svg,png,jpg,jpeg,webp,gif}")


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
    add_request_handlers(server)
    return server


def _documents(server: BookServer) -> None:
    """Add the handlers that keep texts and books up to date."""

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
