"""The addresses of a preview and the server that answers them, on 127.0.0.1 alone."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import secrets
import socket
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from threading import Thread
from typing import Any

import uvicorn
from sse_starlette.sse import EventSourceResponse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.preview.access import EDITION_POLICY, EDITIONS, Access
from bookbuilder.preview.live_state import LiveState, ShownEdition, State, edition_key
from bookbuilder.preview.page_images import PageImages
from bookbuilder.preview.page_words import page_html
from bookbuilder.world import World

HOST = "127.0.0.1"
MOST_SHOWN = 8
"""Editions that one browser looks at."""
_OWN = {"preview.js": "text/javascript", "preview.css": "text/css"}
"""What our page loads, with its type."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What requests are answered from."""

    world: World
    live: LiveState
    token: str
    images: PageImages = field(default_factory=PageImages)

    def app(self, port: int) -> Access:
        """Return the application."""
        routes = [
            Route("/", self._page),
            Route("/events", self._events),
            Route("/pages/{languages}/{name}", self._pages),
            Route("/pages/{languages}/{name}/{page:int}.png", self._picture),
            Route(f"/{EDITIONS}{{path:path}}", self._file),
            *(Route(f"/{name}", self._own) for name in _OWN),
        ]
        own = Starlette(routes=[Route(f"/{self.token}{route.path}", route.endpoint) for route in routes])
        return Access(own, self.token, frozenset({f"{HOST}:{port}", f"localhost:{port}"}))

    async def _page(self, request: Request) -> Response:
        html = page_html(self.world, request.headers.get("accept-language", ""))
        return Response(html, media_type="text/html")

    async def _own(self, request: Request) -> Response:
        name = PurePosixPath(request.url.path).name
        return Response(self.world.read_asset(f"package/preview/page/{name}"), media_type=_OWN[name])

    async def _events(self, request: Request) -> Response:
        shown = frozenset(request.query_params.getlist("shown")[:MOST_SHOWN])

        async def events() -> AsyncIterator[dict[str, str]]:
            async for state in self.live.states(shown):
                yield {"event": "state", "data": json.dumps(as_json(state))}

        return EventSourceResponse(events())

    async def _pages(self, request: Request) -> Response:
        sizes = await run_in_threadpool(self.images.sizes, self._pdf(request))
        return JSONResponse([asdict(size) for size in sizes])

    async def _picture(self, request: Request) -> Response:
        width = request.query_params.get("width", "800")
        if not width.isdecimal() or len(width) > 5:
            raise HTTPException(400, "the width is a number of pixels")
        try:
            picture = await run_in_threadpool(
                self.images.picture, self._pdf(request), request.path_params["page"] - 1, int(width)
            )
        except IndexError:
            raise HTTPException(404, "there is no such page") from None
        etag = f'"{hashlib.sha256(picture).hexdigest()[:32]}"'
        headers = {"etag": etag, "cache-control": "no-cache"}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(picture, media_type="image/png", headers=headers)

    def _pdf(self, request: Request) -> bytes:
        """Return the PDF of the edition that is asked for."""
        key = edition_key(request.path_params["languages"], request.path_params["name"])
        files = (name for one in self.live.state.editions if one.key == key for name in one.edition.files)
        pdf = next((name for name in files if name.endswith(".pdf")), None)
        if pdf is None:
            raise HTTPException(404, "there is no such PDF")
        return self._read(pdf)

    async def _file(self, request: Request) -> Response:
        """Return a finished file of an edition, such as a page of the web edition."""
        path = PurePosixPath(request.path_params["path"])
        published = {PurePosixPath(name) for one in self.live.state.editions for name in one.edition.files}
        if not {path, *path.parents} & published or ".." in path.parts:
            raise HTTPException(404, "there is no such file")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        headers = {
            "content-security-policy": EDITION_POLICY,
            "cross-origin-resource-policy": "cross-origin",
            "access-control-allow-origin": "null",
        }
        return Response(self._read(path.as_posix()), media_type=kind, headers=headers)

    def _read(self, path: str) -> bytes:
        try:
            return self.world.read(path)
        except (BookbuilderError, OSError):
            raise HTTPException(404, "there is no such file") from None


def as_json(state: State) -> dict[str, Any]:
    """Return a state as the browser gets it."""
    return {
        "number": state.number,
        "build": state.build,
        "building": state.building,
        "failed": state.failed,
        "seconds": round(state.seconds, 3),
        "changed": list(state.changed),
        "editions": [_edition(one) for one in state.editions],
        "diagnostics": [{"place": str(one.span), **one.as_json()} for one in state.diagnostics],
    }


def _edition(shown: ShownEdition) -> dict[str, Any]:
    edition = shown.edition
    folders = [name for name in edition.files if edition.format == "web" and not name.endswith(".html")]
    return {
        "key": shown.key,
        "build": shown.build,
        "title": edition.title,
        "address": f"{edition.languages}/{edition.name}",
        "pdf": any(name.endswith(".pdf") for name in edition.files),
        "web": f"{folders[0]}/index.html" if folders else "",
    }


def new_token() -> str:
    """Return a secret for the address of a preview."""
    return secrets.token_urlsafe(16)


def listening(port: int) -> socket.socket:
    """Return a socket that listens on 127.0.0.1, on a free port if it is 0. Raises `OSError` if the port is taken."""
    made = socket.create_server((HOST, port), backlog=64)
    made.settimeout(0)  # it is for asyncio, which does not wait in it
    return made


def serve(preview: Preview, on: socket.socket) -> None:
    """Answer requests in a thread of its own, as long as the process lives."""
    config = uvicorn.Config(
        preview.app(on.getsockname()[1]),
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        http="h11",
        loop="asyncio",
        server_header=False,
        date_header=False,
        proxy_headers=False,
    )
    Thread(target=uvicorn.Server(config).run, kwargs={"sockets": [on]}, daemon=True).start()
