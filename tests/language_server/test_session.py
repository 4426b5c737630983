"""Sessions of a real client (pytest-lsp) with the real process, as VS Code, Neovim and Emacs introduce themselves."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import make_test_lsp_client

from tests.language_server.conftest import BOOK, DE, DE_END, EN, FILES, MARK, place_of, result, write
from tests.patience import PATIENCE

COMMAND = [sys.executable, "-m", "bookbuilder", "lsp"]
OTHERS = ("neovim@v0.11.0", "emacs")
P = ParamSpec("P")


def in_session(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run a test in the loop of the clients."""

    @wraps(test)
    def run(*given: P.args, **named: P.kwargs) -> None:
        result(test(*given, **named))

    return run


class Session:
    """A client that has opened a book."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client, self.root = client, root
        self.versions: dict[str, int] = {}

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def file(self, path: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(path))

    def open(self, path: str, text: str | None = None) -> None:
        text = (self.root / path).read_bytes().decode() if text is None else text
        self.versions[path] = 1
        item = types.TextDocumentItem(self.uri(path), "markdown", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, path: str, *changes: Any) -> None:
        self.versions[path] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.versions[path], self.uri(path)), list(changes)
            )
        )

    def close(self, path: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.file(path)))

    def at(self, words: str, path: str = DE) -> tuple[types.TextDocumentIdentifier, types.Position]:
        """Return the place of the mark ▮ in some words of a file as it is on disk."""
        text = (self.root / path).read_text("utf-8")
        _, line, column = place_of(text.replace(words.replace(MARK, ""), words, 1))
        before = text.split("\n")[line - 1][: column - 1]
        return self.file(path), types.Position(line - 1, len(before.encode("utf-16-le")) // 2)

    def messages(self, path: str) -> list[str]:
        return [one.message.split("\n")[0] for one in self.client.diagnostics.get(self.uri(path), ())]

    async def told(self, path: str, *wanted: str) -> None:
        """Wait until these are the errors and warnings of a file."""
        until = time.monotonic() + PATIENCE
        while sorted(self.messages(path)) != sorted(wanted):
            assert time.monotonic() < until, (self.messages(path), wanted)
            await asyncio.sleep(0.01)


def partial(
    start: tuple[int, int], end: tuple[int, int], text: str
) -> types.TextDocumentContentChangePartial:
    return types.TextDocumentContentChangePartial(
        types.Range(types.Position(*start), types.Position(*end)), text
    )


def make_client() -> LanguageClient:
    """Return a client that answers what editors are asked."""
    client = make_test_lsp_client()
    for name in (
        types.CLIENT_REGISTER_CAPABILITY,
        types.WORKSPACE_CODE_LENS_REFRESH,
        types.WORKSPACE_INLAY_HINT_REFRESH,
    ):
        client.feature(name)(lambda params: None)
    return client


async def start(client: LanguageClient, root: Path, editor: str) -> Session:
    """Introduce a client as an editor, with the folder of a book."""
    capabilities = client_capabilities(editor)
    await client.initialize_session(
        types.InitializeParams(capabilities, root_uri=root.as_uri(), process_id=os.getpid())
    )
    return Session(client, root)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session as of VS Code, for most of the tests."""
    root = write(tmp_path_factory.mktemp("vscode") / "ein buch 😀", FILES)
    write(root.parent, {"notes/lose.md": "# [a](#b)\n"})
    client = make_client()

    async def begin() -> Session:
        await client.start_io(*COMMAND)
        return await start(client, root, "visual_studio_code")

    yield result(begin())
    result(client.shutdown_session())


INDEX = [
    "the index 'persons' of this mark is printed nowhere",
    "the index 'places' of this mark is printed nowhere",
]


@pytest.mark.heavy
@in_session
async def test_what_is_wrong_is_told_while_typing(session: Session) -> None:
    session.open(DE)
    await session.told(DE, *INDEX)
    session.change(DE, partial((5, 0), (5, 0), "😀 [x](#nirgends) "))
    await session.told(DE, *INDEX, "nothing in the book is called #nirgends")
    (found,) = (one for one in session.client.diagnostics[session.uri(DE)] if one.code == "reference.unknown")
    # The smiley is two units of UTF-16.
    assert (found.range.start, found.range.end) == (types.Position(5, 3), types.Position(5, 17))
    assert found.source == "bookbuilder" and found.severity == types.DiagnosticSeverity.Error
    session.change(DE, partial((5, 3), (5, 17), "y"))
    await session.told(DE, *INDEX)
    session.change(DE, partial((5, 0), (5, 5), ""))
    session.close(DE)


@pytest.mark.heavy
@in_session
async def test_a_change_of_one_file_is_told_in_others(session: Session) -> None:
    session.open(DE)
    session.open("facts.toml")
    await session.told(EN, *INDEX)
    session.change(
        "facts.toml",
        types.TextDocumentContentChangeWholeDocument(FILES["facts.toml"].replace("[troops]", "[men]")),
    )
    for path in (DE, EN):
        await session.told(path, *INDEX, "facts.toml has no fact 'troops'")
    session.change("facts.toml", types.TextDocumentContentChangeWholeDocument("[troops\n"))
    session.close("facts.toml")
    for path in (DE, EN):
        await session.told(path, *INDEX)
    session.close(DE)


@in_session
async def test_a_broken_book_toml_keeps_the_index(session: Session) -> None:
    session.open(DE)
    session.open("book.toml")
    session.change("book.toml", types.TextDocumentContentChangeWholeDocument("[book"))
    until = time.monotonic() + PATIENCE
    while not session.messages("book.toml"):
        assert time.monotonic() < until
        await asyncio.sleep(0.01)
    hover = await session.client.text_document_hover_async(types.HoverParams(*session.at("{fact=tr▮oops}")))
    assert hover is not None and isinstance(hover.contents, types.MarkupContent)
    assert "100" in hover.contents.value
    session.open("facts.toml", "[troops\nnumber = 1\n")
    with pytest.raises(JsonRpcException, match=r"facts\.toml cannot be read at the moment"):
        await session.client.text_document_rename_async(
            types.RenameParams(*session.at("{fact=tr▮oops}"), new_name="men")
        )
    session.close("facts.toml")
    session.change("book.toml", types.TextDocumentContentChangeWholeDocument(BOOK))
    await session.told("book.toml", "the imprint has neither an ISBN nor an ISSN")
    session.close("book.toml")
    session.close(DE)


@in_session
async def test_every_question_is_answered(session: Session) -> None:
    client = session.client
    session.open(DE)
    hover = await client.text_document_hover_async(types.HoverParams(*session.at("{fact=tr▮oops}")))
    assert hover is not None and isinstance(hover.contents, types.MarkupContent)
    assert "en: 100,000" in hover.contents.value
    completion = await client.text_document_completion_async(
        types.CompletionParams(*session.at("{fact=tr▮oops}"))
    )
    assert isinstance(completion, types.CompletionList)
    assert "troops" in [item.label for item in completion.items]
    definition = await client.text_document_definition_async(
        types.DefinitionParams(*session.at("(#ka▮sten)"))
    )
    assert isinstance(definition, Sequence)
    places = [place for place in definition if isinstance(place, types.Location)]
    assert len(places) == len(definition) and [place.uri for place in places] == [session.uri(DE_END)]
    uses = await client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(include_declaration=True), *session.at("{#za▮hl}"))
    )
    assert uses is not None and len(uses) == 6
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(session.file(DE)))
    (symbol,) = symbols or ()
    assert isinstance(symbol, types.DocumentSymbol)
    assert (symbol.name, symbol.detail) == ("Der Anfang", "01-anfang, 29 words")
    folds = await client.text_document_folding_range_async(types.FoldingRangeParams(session.file(DE)))
    assert folds and folds[0].start_line == 0
    everything = types.Range(types.Position(0, 0), types.Position(999, 0))
    session.open(DE_END)
    hints = await client.text_document_inlay_hint_async(
        types.InlayHintParams(session.file(DE_END), everything)
    )
    assert [hint.label for hint in hints or ()] == ["= 200\u00a0Millionen Dollar", "= 30\u00a0Kilometer"]
    lenses = await client.text_document_code_lens_async(types.CodeLensParams(session.file(DE)))
    assert lenses and lenses[0].command and lenses[0].command.title == "29 words"
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            session.file(DE_END),
            types.Range(*[session.at("[30▮ km]", DE_END)[1]] * 2),
            types.CodeActionContext([]),
        )
    )
    assert [one.title for one in actions or ()] == ["Move “30 km” to facts.toml"]
    session.close(DE_END)
    session.close(DE)


@in_session
async def test_a_rename_is_one_edit_of_all_files(session: Session) -> None:
    session.open(DE)
    word = await session.client.text_document_prepare_rename_async(
        types.PrepareRenameParams(*session.at("{fact=tr▮oops}"))
    )
    assert isinstance(word, types.PrepareRenamePlaceholder) and word.placeholder == "troops"
    edit = await session.client.text_document_rename_async(
        types.RenameParams(*session.at("{fact=tr▮oops}"), new_name="soldiers")
    )
    assert edit is not None and edit.document_changes is not None
    changed = [one.text_document for one in edit.document_changes if isinstance(one, types.TextDocumentEdit)]
    # An editor compares the versions of open files, and refuses an edit of one that was changed meanwhile.
    assert sorted((one.uri, one.version) for one in changed) == sorted(
        [(session.uri(DE), 1), (session.uri(EN), None), (session.uri("facts.toml"), None)]
    )
    with pytest.raises(JsonRpcException, match="already has a fact aid"):
        await session.client.text_document_rename_async(
            types.RenameParams(*session.at("{fact=tr▮oops}"), new_name="aid")
        )
    session.close(DE)


@in_session
async def test_an_edit_keeps_the_line_ends_of_its_file(session: Session) -> None:
    text = (session.root / DE_END).read_text("utf-8").replace("\n", "\r\n")
    session.open(DE_END, text)
    line = text.split("\r\n").index('Darin [zweihundert]{fact=aid} und [30 km]{quantity="30 km"}.')
    place = types.Position(line, 36)
    actions = await session.client.text_document_code_action_async(
        types.CodeActionParams(session.file(DE_END), types.Range(place, place), types.CodeActionContext([]))
    )
    action = next(one for one in actions or () if "30 km" in one.title)
    assert isinstance(action, types.CodeAction) and action.edit and action.edit.document_changes
    changed = [one for one in action.edit.document_changes if isinstance(one, types.TextDocumentEdit)]
    (edit,) = next(one.edits for one in changed if one.text_document.uri == session.uri(DE_END))
    assert isinstance(edit, types.TextEdit) and edit.new_text.endswith("{fact=quantity-30-km}.\r\n")
    assert (edit.range.start.line, edit.range.end.line) == (line, line + 1)
    session.close(DE_END)


@in_session
async def test_a_file_in_no_book_gets_nothing(session: Session) -> None:
    path = "../notes/lose.md"
    session.open(path)
    place = session.file(path), types.Position(0, 4)
    assert await session.client.text_document_hover_async(types.HoverParams(*place)) is None
    assert await session.client.text_document_completion_async(types.CompletionParams(*place)) is None
    symbols = await session.client.text_document_document_symbol_async(types.DocumentSymbolParams(place[0]))
    assert symbols is None
    assert session.messages(path) == []
    session.close(path)
    untitled = types.TextDocumentIdentifier("untitled:Untitled-1")
    hover = await session.client.text_document_hover_async(types.HoverParams(untitled, types.Position(0, 0)))
    assert hover is None


@in_session
async def test_a_folder_can_become_a_book(session: Session) -> None:
    """And files that are open in it are what the editor has, not what was saved."""
    new = Session(session.client, session.root.parent / "neu")
    write(new.root, {"chapters/de/01-a.md": "# Saved\n"})
    new.open("chapters/de/01-a.md", "# T\n\nWorte.\n")
    new.change("chapters/de/01-a.md", partial((2, 0), (2, 0), "[x](#nirgends) "))
    assert (
        await session.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(new.file("chapters/de/01-a.md"))
        )
        is None
    )
    write(new.root, {"book.toml": BOOK})
    event = types.FileEvent(new.uri("book.toml"), types.FileChangeType.Created)
    session.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await new.told("chapters/de/01-a.md", "nothing in the book is called #nirgends")
    new.change("chapters/de/01-a.md", partial((2, 0), (2, 15), ""))
    await new.told("chapters/de/01-a.md")
    new.close("chapters/de/01-a.md")


@pytest.mark.heavy
@in_session
async def test_hostile_messages_end_nothing(session: Session) -> None:
    """Positions outside the text, edits in the wrong order, of a file that was never opened, texts that nobody writes."""
    client = session.client
    session.versions["chapters/de/never.md"] = 0
    session.change("chapters/de/never.md", partial((0, 0), (0, 0), "x"))
    session.close("chapters/de/never.md")
    session.open(DE)
    for change in (
        partial((999_999, 999_999), (0, 0), "x"),
        partial((3, 7), (1, 2), "y"),
        partial((0, 2_147_483_647), (0, 2_147_483_647), "z"),
        types.TextDocumentContentChangeWholeDocument("::: aside\n" * 500),
        types.TextDocumentContentChangeWholeDocument("a" * 1_000_000),
        types.TextDocumentContentChangeWholeDocument("\u2028\x0c\x0b\x85\u202e שלום 😀 \x00"),
    ):
        session.change(DE, change)
        file = session.file(DE)
        for place in (types.Position(0, 0), types.Position(0, 5_000), types.Position(999_999, 999_999)):
            await client.text_document_hover_async(types.HoverParams(file, place))
            await client.text_document_completion_async(types.CompletionParams(file, place))
            await client.text_document_definition_async(types.DefinitionParams(file, place))
        await client.text_document_document_symbol_async(types.DocumentSymbolParams(file))
        await client.text_document_folding_range_async(types.FoldingRangeParams(file))
        await client.text_document_code_lens_async(types.CodeLensParams(file))
    session.close(DE)
    await session.told(DE, *INDEX)
    hover = await client.text_document_hover_async(types.HoverParams(*session.at("{fact=tr▮oops}")))
    assert hover is not None


@in_session
async def test_a_file_that_is_no_utf8_is_told(session: Session) -> None:
    (session.root / "chapters/de/03-kaputt.md").write_bytes(b"# T\n\nEin \xff Satz.\n")
    event = types.FileEvent(session.uri("chapters/de/03-kaputt.md"), types.FileChangeType.Created)
    session.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    session.open(DE)
    until = time.monotonic() + PATIENCE
    while "this file is not UTF-8: byte 0xFF cannot be read" not in session.messages(
        "chapters/de/03-kaputt.md"
    ):
        assert time.monotonic() < until, session.client.diagnostics
        await asyncio.sleep(0.01)
    (session.root / "chapters/de/03-kaputt.md").unlink()
    session.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await session.told("chapters/de/03-kaputt.md")
    session.close(DE)


def processes(below: int) -> set[int]:
    """Return the processes below one, and itself."""
    found = {below}
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                parent = int(Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue
            if parent == below:
                found |= processes(int(name))
    return found


@pytest.mark.heavy
@in_session
@pytest.mark.parametrize("editor", OTHERS)
async def test_other_editors(editor: str, tmp_path: Path) -> None:
    client = make_client()
    await client.start_io(*COMMAND)
    session = await start(client, write(tmp_path / "book", FILES), editor)
    session.open(DE)
    await session.told(DE, *INDEX)
    hover = await client.text_document_hover_async(types.HoverParams(*session.at("{fact=tr▮oops}")))
    assert hover is not None and isinstance(hover.contents, types.MarkupContent)
    assert "en: 100,000" in hover.contents.value
    await client.shutdown_session()


@pytest.mark.heavy
@in_session
@pytest.mark.parametrize("end", ["exit", "close", "kill"])
async def test_no_process_stays(end: str, tmp_path: Path) -> None:
    """Whether it is told to end, the editor is gone, or it is killed."""
    root = write(tmp_path / "book", FILES)
    client = make_client()
    await client.start_io(*COMMAND)
    server = client._server
    assert server is not None and server.stdin is not None
    await client.initialize_session(
        types.InitializeParams(types.ClientCapabilities(), root_uri=root.as_uri())
    )
    alive = processes(server.pid)
    assert len(alive) >= 2
    if end == "exit":
        await client.shutdown_async(None)
        client.exit(None)
    elif end == "close":
        server.stdin.close()
    else:
        server.kill()
    until = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{one}").exists() for one in alive) and time.monotonic() < until:
        await asyncio.sleep(0.02)
    left = [one for one in alive if Path(f"/proc/{one}").exists()]
    assert left == []
    if end == "exit":
        assert await asyncio.wait_for(server.wait(), PATIENCE) == 0


@in_session
async def test_it_can_neither_write_nor_connect(session: Session) -> None:
    """The jail: system calls are filtered, and no program can give back what was given up."""
    server = session.client._server
    assert server is not None
    states = [Path(f"/proc/{one}/status").read_text() for one in processes(server.pid)]
    assert any("Seccomp:\t2" in state and "NoNewPrivs:\t1" in state for state in states)


@in_session
async def test_it_writes_nothing_into_the_book(session: Session) -> None:
    names = {path.relative_to(session.root).as_posix() for path in session.root.rglob("*") if path.is_file()}
    assert names == set(FILES)


def framed(message: object) -> bytes:
    data = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n" % len(data) + data


@pytest.mark.heavy
def test_messages_that_are_none_end_nothing() -> None:
    begin = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"capabilities": {}, "processId": None, "rootUri": None},
    }
    sent = [
        b"{", b"\xff\xfe", b"[]", b"null", b"[" * 100_000,
        {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"capabilities": 5}},
        {"jsonrpc": "1.0", "method": "x"}, {"jsonrpc": "2.0", "id": 7, "result": 1},
        begin, {"jsonrpc": "2.0", "method": "$/unknown", "params": {}},
        {"jsonrpc": "2.0", "id": 2, "method": "textDocument/unknown", "params": {}},
        {"jsonrpc": "2.0", "id": 3, "method": "textDocument/hover", "params": {"textDocument": {"uri": "a"}}},
        {"jsonrpc": "2.0", "id": 4, "method": "shutdown"}, {"jsonrpc": "2.0", "method": "exit"},
    ]  # fmt: skip
    done = subprocess.run(
        COMMAND, input=b"".join(map(framed, sent)), capture_output=True, check=False, timeout=60
    )
    assert b'{"id": 1, "jsonrpc": "2.0", "result": {"capabilities"' in done.stdout
    assert b'"id": 4' in done.stdout
    assert b"a message of the editor cannot be read" in done.stderr
    assert b"Sorry" not in done.stderr and b"Traceback" not in done.stderr
    assert done.returncode == 0


def test_the_manual_says_how_to_start_it() -> None:
    shown = subprocess.run([*COMMAND, "--help"], capture_output=True, text=True, check=True, timeout=60)
    assert "bookbuilder help editors" in " ".join(shown.stdout.split())
