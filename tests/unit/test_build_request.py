"""What `build` is asked for reaches the build, in whatever way it is run: once, after every change, in a preview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bookbuilder.cli import main
from bookbuilder.cli.shared import watch_builds
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.preview.live_build import LiveBuild
from bookbuilder.preview.live_state import LiveState
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.cases import book

OPTIONS = {
    "locales": ("-l", "de"),
    "editions": ("-e", "pdf"),
    "strict": ("--strict",),
    "single_pass": ("--single-pass",),
    "without_patches": ("--without-patch", "line_grid"),
}
"""The options of `build` by the field of a request that they set."""
VALUES = {"locales": ["de"], "editions": ["pdf"], "without_patches": ["line_grid"]}
FIELDS = [field.name for field in fields(BuildRequest) if field.name != "check"]
"""All fields; `check` is for checks, which set it themselves."""


def asked_for(*names: str) -> BuildRequest:
    """Return a request with other values than by default in some fields."""
    return BuildRequest(**{name: VALUES.get(name, True) for name in names})  # type: ignore[arg-type]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book; `build --watch` ends after its first build."""

    def no_changes(*_: object) -> Iterator[frozenset[Path]]:
        yield frozenset()

    monkeypatch.setattr(watch_builds, "book_changes", no_changes)
    monkeypatch.setattr(watch_builds, "collect_rarely", lambda **_: None)  # it is for the whole process
    monkeypatch.setattr(watch_builds, "release_main_when_idle", lambda: None)
    return book.write(tmp_path / "book", {"chapters/de/01.md": "# Eins\n\nText.\n"}, editions=book.PRINT)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[BuildRequest]:
    """The requests that reach the pipeline, which makes nothing of them."""
    found: list[BuildRequest] = []

    def make(_: Context, request: BuildRequest, __: int) -> Any:
        found.append(request)
        raise BookbuilderError

    monkeypatch.setattr(artifacts, "make", make)
    return found


@pytest.mark.parametrize("watched", [(), ("--watch",)], ids=["once", "watched"])
@pytest.mark.parametrize("names", [*([name] for name in FIELDS), FIELDS], ids=",".join)
def test_every_option_reaches_the_build(
    names: list[str], watched: tuple[str, ...], root: Path, made: list[BuildRequest]
) -> None:
    options = [word for name in names for word in OPTIONS[name]]
    main(["build", str(root), "--no-jail", "--jobs", "1", *watched, *options])
    (request,) = made
    wanted = asked_for(*names)
    for name in FIELDS:
        found, expected = getattr(request, name), getattr(wanted, name)
        assert (found if isinstance(found, bool) else list(found)) == (
            expected if isinstance(expected, bool) else list(expected)
        ), name


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_reaches_the_builds_of_a_preview(name: str, root: Path, made: list[BuildRequest]) -> None:
    world, request = World(root), asked_for(name)
    with PoolRunner(world, 1) as runner:
        LiveBuild(world, request, runner, LiveState(), lambda error: pytest.fail(str(error))).build(())
    assert made[-1] == request
