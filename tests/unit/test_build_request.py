"""What a command is asked for reaches the chain, in whatever way it is run: once, after every change, in a preview, as a
check, as an export, in a catalogue. All fields of a request are tried, so that a new one cannot be lost on the way."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest

from bookbuilder import api
from bookbuilder.catalogue.book_files import BuiltTasks, WantedTasks
from bookbuilder.catalogue.build_task import BuildTask
from bookbuilder.cli import build, check, main, preview
from bookbuilder.cli.catalogue import build as catalogue_build
from bookbuilder.cli.shared import run_catalogue, run_preview, watch_builds
from bookbuilder.cli.shared.os_error import error_diagnostics
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.exporters.exporter import ReferenceFile, exporters
from bookbuilder.pipeline import artifacts, export_book
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.export_request import ExportRequest
from bookbuilder.preview.live_build import LiveBuild
from bookbuilder.preview.live_state import LiveState
from bookbuilder.session import Options, Session
from bookbuilder.typed_decoding import from_json, from_msgpack
from bookbuilder.world import World
from tests.cases import book
from tests.catalogue.local_queue import LocalQueue

VALUES = {"locales": ["de"], "editions": ["print"], "without_patches": ["line_grid"], "date": "2022-01-29"}
"""Values of the fields that are no switches, in a book with one locale and one edition."""
OPTIONS = {
    "locales": ("locale", "-l", "de"),
    "editions": ("edition", "-e", "print"),
    "strict": ("strict", "--strict"),
    "single_pass": ("single_pass", "--single-pass"),
    "draft": ("draft", "--draft"),
    "proof": ("proof", "--proof"),
    "date": ("date", "--proof", "--date", "2022-01-29"),
    "without_patches": ("without_patch", "--without-patch", "line_grid"),
}
"""For each field the parameter of a command that sets it, and the words of a command line."""
FIELDS = [field.name for field in fields(BuildRequest) if field.name not in ("check", "export")]
"""All fields; `check` and `export` are for checks and exports, which set them themselves."""
QUIET = ("--no-jail", "--jobs", "1")
COMMANDS: Mapping[str, tuple[Callable[..., None], tuple[str, ...], tuple[str, ...]]] = {
    "build": (build.command, ("build",), ()),
    "build --watch": (build.command, ("build",), ("--watch",)),
    "check": (check.command, ("check",), ("--quick",)),
    "preview": (preview.command, ("preview",), ()),
    "catalogue build": (catalogue_build.command, ("catalogue", "build"), ()),
}
"""The commands that make what is asked for: their functions, their words before the book, and those after it."""
GIVEN = [
    (way, name)
    for way, (command, *_) in COMMANDS.items()
    for name in FIELDS
    if OPTIONS[name][0] in inspect.signature(command).parameters
]
"""Each command with each field for which it has an option."""


def asked_for(*names: str) -> BuildRequest:
    """Return a request with other values than by default in some fields."""
    together = {"date": ("proof",)}  # only a proof has a date
    names = (*names, *(other for name in names for other in together.get(name, ())))
    return BuildRequest(**{name: VALUES.get(name, True) for name in names})  # type: ignore[arg-type]


def same(found: BuildRequest, expected: BuildRequest) -> bool:
    """Whether two requests ask for the same, be it in lists or in tuples; not for a check, which says more itself."""
    return replace(found, check=()).name == replace(expected, check=()).name


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book. Commands that stay end after their first build, a preview listens nowhere, a catalogue has no processes."""

    def no_changes(*_: object) -> Iterator[frozenset[Path]]:
        yield frozenset()

    def cluster(_: object) -> AbstractContextManager[LocalQueue]:
        return nullcontext(LocalQueue(tmp_path / "worker"))

    class Socket:
        def getsockname(self) -> tuple[str, int]:
            return "", 0

    monkeypatch.setattr(watch_builds, "book_changes", no_changes)
    for module in ("cli.shared.watch_builds", "preview.live_build"):  # what is for the whole process
        monkeypatch.setattr(f"bookbuilder.{module}.collect_rarely", lambda **_: None)
        monkeypatch.setattr(f"bookbuilder.{module}.release_main_when_idle", lambda: None)
    monkeypatch.setattr("bookbuilder.preview.live_build.book_changes", no_changes)
    monkeypatch.setattr(run_preview, "listening", lambda _: Socket())
    monkeypatch.setattr(run_preview, "serve", lambda *_: None)
    monkeypatch.setattr("bookbuilder.preview.remote_control.listen", lambda _: None)
    monkeypatch.setattr(run_catalogue, "Cluster", cluster)
    return book.write(tmp_path / "book", {"chapters/de/01.md": "# Eins\n\nText.\n"}, editions=book.PRINT)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[BuildRequest]:
    """The requests that reach the pipeline, which makes nothing of them."""
    found: list[BuildRequest] = []

    def make(_: Context, request: BuildRequest, *_more: object) -> Any:
        found.append(request)
        raise BookbuilderError

    monkeypatch.setattr(artifacts, "make", make)
    return found


def test_every_field_can_be_asked_for() -> None:
    assert set(FIELDS) == OPTIONS.keys()
    assert {name for way, name in GIVEN if way == "build"} == set(FIELDS), "`build` has an option for each"
    assert all(asked_for(name) != BuildRequest() for name in FIELDS)


@pytest.mark.parametrize(("way", "name"), GIVEN)
def test_every_option_reaches_the_chain(way: str, name: str, root: Path, made: list[BuildRequest]) -> None:
    _, words, more = COMMANDS[way]
    main([*words, str(root), *QUIET, *more, *OPTIONS[name][1:]])
    assert same(made[-1], asked_for(name))


@pytest.mark.parametrize("way", COMMANDS)
def test_all_options_together_reach_the_chain(way: str, root: Path, made: list[BuildRequest]) -> None:
    _, words, more = COMMANDS[way]
    # A draft is less strict than others, and a proof is made as books are.
    names = [name for other, name in GIVEN if other == way and name not in ("draft", "proof", "date")]
    main([*words, str(root), *QUIET, *more, *(word for name in names for word in OPTIONS[name][1:])])
    assert same(made[-1], asked_for(*names))


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (function, name)
        for function in (api.build, api.check)
        for name in FIELDS
        if function is api.build or name not in ("draft", "proof", "date")  # nothing of these is checked
    ],
)
def test_every_field_is_a_keyword_of_the_public_functions(
    function: Callable[..., api.Result], name: str, root: Path, made: list[BuildRequest]
) -> None:
    given = {field: getattr(asked_for(name), field) for field in FIELDS}
    with pytest.raises(BookbuilderError):
        function(root, jobs=1, jail=False, **{field: one for field, one in given.items() if one})
    assert same(made[-1], asked_for(name))


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_reaches_the_builds_of_a_preview(name: str, root: Path, made: list[BuildRequest]) -> None:
    session = Session(World(root), 1)
    LiveBuild(session, asked_for(name), LiveState(), error_diagnostics).build(())
    assert made[-1] == asked_for(name)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_kept_in_what_is_sent_and_remembered(name: str) -> None:
    request = asked_for(name)
    for message in (
        BuildTask({}, request),
        WantedTasks("", "", request, ()),
        BuiltTasks("", "", request, "", ()),
    ):
        again = from_msgpack(msgspec.msgpack.encode(message), type(message))
        assert again.request.name == request.name
    # A command line is remembered with its request (`cli.shared.replay_build`).
    assert from_json(msgspec.json.encode(request), BuildRequest).name == request.name


# -- exports ---------------------------------------------------------------------------------------------------------

EXPORTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "exporter": ("odt", ()),
    "locale": ("docx", ("-l", "de")),
    "edition": ("docx", ("-e", "print")),
    "flavour": ("markdown", ("--flavour", "pandoc")),
    "reference": ("docx", ("--reference", "house.docx")),
    "styles": ("docx", ("--map", "house.toml")),
    "output": ("docx", ("-o", "text.docx")),
    "review": ("docx", ("--for", "review")),
}
"""For each field of the request for an export the format, and the words of a command line."""
EXPORT_VALUES: Mapping[str, object] = {
    "locale": "de",
    "edition": "print",
    "flavour": "pandoc",
    "reference": ReferenceFile("house.docx", b"house"),
    "styles": {"paragraphs": {"Lead": "quote"}},
    "output": Path("text.docx"),
    "review": True,
}


@pytest.mark.parametrize("name", [field.name for field in fields(ExportRequest)])
def test_every_option_reaches_an_export(name: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[ExportRequest] = []

    def exported(_: Context, __: World, request: ExportRequest) -> Any:
        found.append(request)
        raise BookbuilderError

    monkeypatch.setattr(export_book, "export_book", exported)
    monkeypatch.chdir(root)
    Path("house.docx").write_bytes(b"house")
    Path("house.toml").write_text('[paragraphs]\nLead = "quote"\n')
    form, words = EXPORTS[name]
    main(["export", form, *QUIET, *words])
    value = EXPORT_VALUES.get(name, exporters()[form])
    wanted = replace(ExportRequest(exporters()[form]), **{name: value})  # type: ignore[arg-type]
    assert found == [wanted]
    if name != "exporter":
        with pytest.raises(BookbuilderError):
            api.export(root, form, jobs=1, jail=False, **{name: value})  # type: ignore[arg-type]
        assert found[-1] == wanted


@pytest.mark.parametrize(("locale", "edition"), [("de", ""), ("", "print"), ("de", "print"), ("", "")])
def test_an_export_reads_what_it_is_asked_for(
    locale: str, edition: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[BuildRequest] = []

    def read(_: Context, request: BuildRequest) -> Any:
        found.append(request)
        raise BookbuilderError

    monkeypatch.setattr(export_book, "read_books", read)
    with pytest.raises(BookbuilderError):
        api.export(root, "docx", locale=locale, edition=edition, jobs=1)
    assert found == [BuildRequest(("de",), ("print",), export=True)], (
        "by default the source, and the first edition"
    )


# -- how it is worked on ---------------------------------------------------------------------------------------------


def test_the_public_functions_take_the_options_of_a_session() -> None:
    """All but the World, which they make; the memory between builds, which there are none; who looks rates up, which only a
    check does; and whether the shared cache is opened, which is for processes that are confined."""
    kinds = {field.name: hint for field, hint in zip(fields(Session), _hints(Session), strict=True)}
    taken = dict(zip(Options.__annotations__, _hints(Options), strict=True))
    assert taken == {
        name: kinds[name] for name in kinds if name not in ("world", "memory", "history", "opens_store")
    }


def _hints(value: type) -> list[object]:
    from bookbuilder.shared_cache.store_client import StoreClient

    return list(get_type_hints(value, localns={"StoreClient": StoreClient}).values())
