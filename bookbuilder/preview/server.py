"""The addresses of a preview and the server that answers them, on 127.0.0.1 alone."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
import secrets
import socket
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, field
from functools import cached_property, partial
from io import BytesIO
from pathlib import PurePosixPath
from threading import Thread

import uvicorn
from sse_starlette.sse import EventSourceResponse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bookbuilder import api
from bookbuilder.diagnostics import BookbuilderError, Span
from bookbuilder.formats.source_map import MappedSource, TextPlace
from bookbuilder.preview.access import EDITION_POLICY, EDITIONS, READER_POLICY, Access
from bookbuilder.preview.definitions import FILES, definition, uses
from bookbuilder.preview.edition_source_maps import Traces, pdf_file
from bookbuilder.preview.editor import Editor, EditorProcess
from bookbuilder.preview.live_state import LiveState, ShownEdition, edition_key
from bookbuilder.preview.page_images import PageImages, ShownPdf
from bookbuilder.preview.page_words import page_html, page_language
from bookbuilder.preview.printed_places import PrintedPicture, PrintedWord
from bookbuilder.preview.proof_actions import AskedComment, AskedDecision, AskedUndo, acted, read_action
from bookbuilder.preview.proof_marks import ProofMarks, as_data
from bookbuilder.preview.state_json import as_json
from bookbuilder.preview.translations import Translations
from bookbuilder.program_language.translation import translation_into
from bookbuilder.proof.comment_place import CommentPlace
from bookbuilder.world import World

HOST = "127.0.0.1"
EARLY = "early "
"""How the names of files begin that are shown before their edition is made."""
MOST_SHOWN = 8
"""Editions that one browser looks at."""
PERSON = "BOOKBUILDER_PERSON"
"""The variable of the environment that says who decides about marks."""
FOLIATE = "foliate-js/"
"""Where the scripts are that show an e-book."""
JUMPS = "jumps.js"
"""The script that pages of the web edition get."""


@dataclass(frozen=True)
class Preview:
    """What requests are answered from. `editor` is the user's, `opener` runs its command (None: it has none)."""

    world: World
    live: LiveState
    token: str
    editor: Editor | None = None
    opener: EditorProcess | None = None
    images: PageImages = field(default_factory=PageImages)

    @cached_property
    def traces(self) -> Traces:
        """The maps from the text of editions to its source."""
        return Traces(self.world, self.images)

    def app(self, port: int) -> Access:
        """Return the application."""
        routes = [
            Route("/", self._page),
            Route("/events", self._events),
            Route("/pages/{languages}/{name}", self._pages),
            Route("/pages/{languages}/{name}/{page:int}.png", self._picture),
            Route("/outline/{languages}/{name}", self._outline),
            Route("/reader", self._reader),
            Route(f"/{FOLIATE}{{name}}.js", self._foliate),
            Route("/epub/{languages}/{name}/{path:path}", self._entry),
            Route("/source/{languages}/{name}", self._source),
            Route("/place/{languages}/{name}", self._place),
            Route("/marks/{languages}/{name}", self._marks),
            Route("/translations", self._translations),
            Route("/translations/{locale}/{stem}", self._blocks),
            Route("/proof", self._proof),
            Route("/proof/{languages}/{name}", self._printed_proof),
            Route("/decide", self._decide, methods=["POST"]),
            Route("/comment", self._comment, methods=["POST"]),
            Route("/undo", self._undo, methods=["POST"]),
            Route("/record", self._record, methods=["POST"]),
            Route("/open", self._open, methods=["POST"]),
            Route("/fix", self._fix, methods=["POST"]),
            Route("/mend", self._mend, methods=["POST"]),
            Route(f"/{EDITIONS}{JUMPS}", self._jumps),
            Route(f"/{EDITIONS}{{path:path}}", self._file),
            Route("/{name}.js", self._own),
            Route("/preview.css", self._own),
        ]
        own = Starlette(
            routes=[
                Route(f"/{self.token}{route.path}", route.endpoint, methods=route.methods) for route in routes
            ]
        )
        return Access(own, self.token, frozenset({f"{HOST}:{port}", f"localhost:{port}"}))

    @cached_property
    def translations(self) -> Translations:
        """How the translations stand."""
        return Translations(self.world)

    @cached_property
    def proof(self) -> ProofMarks:
        """The marks of proofs."""
        return ProofMarks(self.world)

    async def _page(self, request: Request) -> Response:
        html = page_html(self.world, request.headers.get("accept-language", ""))
        return Response(html, media_type="text/html")

    async def _own(self, request: Request) -> Response:
        name = PurePosixPath(request.url.path).name
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        return self._asset(f"package/preview/page/{name}", kind)

    async def _reader(self, request: Request) -> Response:
        html = page_html(self.world, request.headers.get("accept-language", ""), "reader")
        return Response(html, media_type="text/html", headers={"content-security-policy": READER_POLICY})

    async def _foliate(self, request: Request) -> Response:
        return self._asset(
            f"package/preview/page/{FOLIATE}{request.path_params['name']}.js", "text/javascript"
        )

    def _asset(self, path: str, kind: str) -> Response:
        if not self.world.asset_exists(path):
            raise HTTPException(404, "there is no such file")
        return Response(self.world.read_asset(path), media_type=kind)

    async def _entry(self, request: Request) -> Response:
        """Return a file in an e-book, or without a path the sizes of all."""
        epub = next((name for name in self._edition(request).edition.files if name.endswith(".epub")), None)
        if epub is None:
            raise HTTPException(404, "there is no such e-book")
        with zipfile.ZipFile(BytesIO(self._read(epub))) as archive:
            path = request.path_params["path"]
            if not path:
                return JSONResponse({one.filename: one.file_size for one in archive.infolist()})
            try:
                return Response(archive.read(path), media_type="application/octet-stream")
            except KeyError:
                raise HTTPException(404, "there is no such file") from None

    async def _jumps(self, _: Request) -> Response:
        scripts = (self.world.read_asset(f"package/preview/page/{name}") for name in ("text_nodes.js", JUMPS))
        return Response(b"".join(scripts), media_type="text/javascript", headers=_FOR_FRAMES)

    async def _events(self, request: Request) -> Response:
        shown = frozenset(request.query_params.getlist("shown")[:MOST_SHOWN])
        asked = _whole(request.query_params, "asked") if "asked" in request.query_params else None
        said = self._said(request)

        async def events() -> AsyncIterator[dict[str, str]]:
            async for state in self.live.states(shown, asked):
                yield {"event": "state", "data": json.dumps(as_json(state, said))}

        return EventSourceResponse(events())

    async def _pages(self, request: Request) -> Response:
        sizes = await run_in_threadpool(self.images.sizes, self._pdf(request))
        return JSONResponse([asdict(size) for size in sizes])

    async def _outline(self, request: Request) -> Response:
        return JSONResponse(asdict(await run_in_threadpool(self.images.outline, self._pdf(request))))

    async def _picture(self, request: Request) -> Response:
        width = request.query_params.get("width", "800")
        if not width.isdecimal() or len(width) > 5:
            raise HTTPException(400, "the width is a number of pixels")
        pdf, page = self._pdf_of_page(request)
        try:
            picture = await run_in_threadpool(self.images.picture, pdf, page, int(width))
        except IndexError:
            raise HTTPException(404, "there is no such page") from None
        if pdf.path.startswith(EARLY):
            self.live.note_drawn()
        etag = f'"{hashlib.sha256(picture).hexdigest()[:32]}"'
        headers = {"etag": etag, "cache-control": "no-cache"}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(picture, media_type="image/png", headers=headers)

    async def _source(self, request: Request) -> Response:
        """Return where a word or picture comes from: `page` with `x` and `y` in points, or with the number of a `word`; or
        in the web edition `html`, a text `node` and `offset` (`source_map.TextPlace`) or a `picture`; or of a problem or
        what was shown before `path`, `line`, `column`, and the `version` of the file.
        """
        shown, values = self._edition(request), request.query_params

        def find() -> tuple[PrintedWord | PrintedPicture | None, MappedSource] | None:
            if "path" in values:
                span = self._asked_span(values)
                source = span.path in FILES or (
                    span.path.startswith("chapters/") and span.path.endswith(".md")
                )
                known = source or span in [one.span for one in self.live.state.diagnostics]
                return (None, MappedSource(span)) if known else None
            if "picture" in values:
                return None, self.traces.picture(shown, values.get("html", ""), _whole(values, "picture"))
            if "html" in values:
                place = TextPlace(values["html"], _whole(values, "node"), _whole(values, "offset"))
                return None, self.traces.source(shown, place)
            page = _whole(values, "page") - 1
            if "word" in values:
                return self.traces.word(shown, page, _whole(values, "word"))
            return self.traces.word_at(shown, page, _number(values, "x"), _number(values, "y"))

        try:
            found = await run_in_threadpool(find)
        except (IndexError, KeyError):
            raise HTTPException(404, "there is no such page") from None
        if found is None:
            return JSONResponse(None)
        word, source = found
        span = source.span
        defined = None if source.made else await run_in_threadpool(definition, self.world, span)
        excerpt, version = await run_in_threadpool(self.traces.excerpt, span)
        return JSONResponse({
            **_as_json(span),
            "made": source.made,
            "defined": _as_json(defined) if defined else None,
            "excerpt": excerpt,
            "version": version,
            "address": self.editor.address(self.world.root, span) if self.editor else "",
            "opens": self.opener is not None,
            "picture": "picture" in values,
            **(_word(word) if word else {}),
        })  # fmt: skip

    async def _place(self, request: Request) -> Response:
        """Return where the text at `path`, `line` and `column` (of a `version` of the file) is shown, or (unless `own` is
        asked for) that of the same block in another language; or null."""
        shown, values = self._edition(request), request.query_params
        span = self._asked_span(values)

        def find() -> dict[str, object] | None:
            counterpart = "own" not in values and self.translations.counterpart(span, shown.edition.languages)
            used = uses(self.world, span, shown.edition.languages) if span.path in FILES else iter(())
            pdf = any(name.endswith(".pdf") for name in shown.edition.files)
            at = {**_as_json(span), "version": self.traces.texts.current(span.path)[0]}
            for here in (counterpart or span, *used):
                if pdf and (word := self.traces.printed(shown, here)):
                    return {**_word(word), "at": at}
                if not pdf and (place := self.traces.shown(shown, here)):
                    return asdict(place)
            return None

        try:
            return JSONResponse(await run_in_threadpool(find))
        except (KeyError, BookbuilderError):
            raise HTTPException(404, "there is no such page") from None

    async def _marks(self, request: Request) -> Response:
        """Return where problems with a place in the text of an edition are printed."""
        shown = self._edition(request)

        def find() -> list[dict[str, object]]:
            state = self.live.state
            spans = [one.span for one in state.diagnostics]
            found = self.traces.printed_in_chapters(shown, spans, state.texts)
            return [{"problem": at, **_word(word)} for at, word in enumerate(found) if word is not None]

        return JSONResponse(await run_in_threadpool(find))

    async def _fix(self, request: Request) -> Response:
        """Apply the fix of the problem with this number, if it still has this place."""
        values, diagnostics = request.query_params, self.live.state.diagnostics
        number = _whole(values, "problem")
        found = diagnostics[number] if number < len(diagnostics) else None
        if found is None or found.fix is None or str(found.span) != values.get("place"):
            raise HTTPException(409, "the problem has changed")
        try:
            fixed = await run_in_threadpool(api.fix, self.world, [found])
        except (BookbuilderError, OSError):
            fixed = ()
        if not fixed:
            raise HTTPException(409, "the place has changed")
        return Response(status_code=204)

    async def _mend(self, request: Request) -> Response:
        """Mend all problems with this code in the chapters."""
        code, diagnostics = request.query_params.get("code", ""), self.live.state.diagnostics
        if all(one.code != code for one in diagnostics):
            raise HTTPException(409, "there is no such problem")
        try:
            written = await run_in_threadpool(api.mend, self.world, diagnostics, [code])
        except (BookbuilderError, OSError):
            written = ()
        if not written:
            raise HTTPException(409, "nothing was mended")
        return Response(status_code=204)

    async def _translations(self, _: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self.translations.locales))

    async def _blocks(self, request: Request) -> Response:
        try:
            found = await run_in_threadpool(
                self.translations.blocks, request.path_params["locale"], request.path_params["stem"]
            )
        except (KeyError, BookbuilderError):
            raise HTTPException(404, "there is no such chapter") from None
        return JSONResponse(found)

    async def _record(self, request: Request) -> Response:
        """Record that the translation of a block is up to date."""
        values = request.query_params
        block = (
            values.get("locale", ""),
            values.get("stem", ""),
            _whole(values, "line"),
            _whole(values, "column"),
        )
        try:
            recorded = await run_in_threadpool(self.translations.record, *block)
        except (KeyError, BookbuilderError, OSError):
            raise HTTPException(409, "it could not be recorded") from None
        if not recorded:
            raise HTTPException(409, "nothing translates this block")
        return Response(status_code=204)

    async def _proof(self, request: Request) -> Response:
        """Return all marks of proofs, whether something can be undone, and who decides if the environment says it."""
        placed = await acted(self.proof.placed)
        versions = {path: self.traces.texts.current(path)[0] for path in placed.paths}
        return JSONResponse({
            "marks": as_data(placed, self._said(request)),
            "versions": versions,
            "undo": self.proof.can_undo,
            "person": self.world.environ.get(PERSON, ""),
        })  # fmt: skip

    async def _printed_proof(self, request: Request) -> Response:
        """Return where marks that are to be done, at the words of a chapter (`path`), are printed in an edition."""
        shown, path = self._edition(request), request.query_params.get("path", "")

        def find() -> list[dict[str, object]]:
            placed = self.proof.placed()
            marks = [mark for mark in placed.places.values() if mark.start.line and mark.start.path == path]
            ranges = [(mark.start, mark.end) for mark in marks]
            found = self.traces.printed_ranges(shown, ranges, placed.texts)
            return [
                {"mark": mark.id, **_word(word)}
                for mark, word in zip(marks, found, strict=True)
                if word is not None
            ]

        try:
            return JSONResponse(await acted(find))
        except (IndexError, KeyError):
            raise HTTPException(404, "there is no such page") from None

    async def _decide(self, request: Request) -> Response:
        """Decide about a mark (`AskedDecision`); return why its words were not written."""
        asked = await read_action(request, AskedDecision)
        said = self._said(request)
        problems = await acted(
            lambda: self.proof.decide(asked.mark, asked.what, asked.by, asked.text, asked.state)
        )
        return JSONResponse({"problems": [said(one.phrases[0]) for one in problems]})

    async def _comment(self, request: Request) -> Response:
        """Comment on words of a chapter (`AskedComment`); return the id of the new mark."""
        asked = await read_action(request, AskedComment)
        start, end = (self.traces.texts.now(one.span, one.version) for one in (asked.start, asked.end))
        mark = await acted(lambda: self.proof.comment(CommentPlace(start, end), asked.by, asked.text))
        return JSONResponse({"mark": mark})

    async def _undo(self, request: Request) -> Response:
        """Take back what was decided or commented last; return the id of its mark."""
        await read_action(request, AskedUndo)
        return JSONResponse({"mark": await acted(self.proof.undo)})

    def _said(self, request: Request) -> Callable[[str], str]:
        """Return what says a text of the program in the language of the page."""
        language = page_language(self.world, request.headers.get("accept-language", ""))
        return translation_into(language, self.world).text

    async def _open(self, request: Request) -> Response:
        values = request.query_params
        span = Span(values.get("path", ""), _whole(values, "line"), _whole(values, "column"))
        if self.opener is None:
            raise HTTPException(404, "there is no editor")
        try:
            await run_in_threadpool(self.opener.open, span)
        except OSError:
            raise HTTPException(500, "the editor could not be asked") from None
        return Response(status_code=204)

    def _asked_span(self, values: QueryParams) -> Span:
        """Return the requested place, in the file as it is now."""
        span = Span(values.get("path", ""), _whole(values, "line"), _whole(values, "column"))
        return self.traces.texts.now(span, values.get("version", ""))

    def _edition(self, request: Request) -> ShownEdition:
        key = edition_key(request.path_params["languages"], request.path_params["name"])
        shown = next((one for one in self.live.state.editions if one.key == key), None)
        if shown is None:
            raise HTTPException(404, "there is no such edition")
        return shown

    def _pdf(self, request: Request) -> ShownPdf:
        pdf = pdf_file(self._edition(request), self._read)
        if pdf is None:
            raise HTTPException(404, "there is no such PDF")
        return pdf

    def _pdf_of_page(self, request: Request) -> tuple[ShownPdf, int]:
        """Return the PDF with the requested page, and the index of the page in it: the PDF of the edition or, with a number
        of `early` pages, the PDF of these."""
        edition, page = self._edition(request), request.path_params["page"] - 1
        if "early" not in request.query_params:
            return self._pdf(request), page
        number = _whole(request.query_params, "early")
        for early in self.live.state.early:
            if (early.key, early.number) == (edition.key, number) and page in early.pages.places:
                pdf = ShownPdf(f"{EARLY}{early.key}", number, partial(bytes, early.pages.data))
                return pdf, early.pages.places.index(page)
        raise HTTPException(404, "there is no such page any more")

    async def _file(self, request: Request) -> Response:
        path = PurePosixPath(request.path_params["path"])
        published = {PurePosixPath(name) for one in self.live.state.editions for name in one.edition.files}
        if not {path, *path.parents} & published or ".." in path.parts:
            raise HTTPException(404, "there is no such file")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        headers = {**_FOR_FRAMES, "content-security-policy": EDITION_POLICY}
        data = self._read(path.as_posix())
        if kind == "text/html":
            data = _with_jumps(data, f"/{self.token}/{EDITIONS}{JUMPS}")
        return Response(data, media_type=kind, headers=headers)

    def _read(self, path: str) -> bytes:
        try:
            return self.world.read(path)
        except (BookbuilderError, OSError):
            raise HTTPException(404, "there is no such file") from None


def _whole(values: QueryParams, name: str) -> int:
    text = values.get(name, "")
    if not text.isdecimal() or len(text) > 9:
        raise HTTPException(400, f"{name} is a whole number")
    return int(text)


def _number(values: QueryParams, name: str) -> float:
    text = values.get(name, "")
    if not re.fullmatch(r"-?[0-9]{1,6}(\.[0-9]{1,9})?", text):
        raise HTTPException(400, f"{name} is a number")
    return float(text)


def _as_json(span: Span) -> dict[str, object]:
    return {"path": span.path, "line": span.line, "column": span.column}


def _word(word: PrintedWord | PrintedPicture) -> dict[str, object]:
    if isinstance(word, PrintedPicture):
        box = word.box
        sides = [round(side, 2) for side in (box.x, box.y, box.width, box.height)]
        # The next word is the first one of the page.
        return {"page": word.page + 1, "number": -1, "word": "", "picture": True, "boxes": [sides]}
    boxes = [[round(side, 2) for side in (box.x, box.y, box.width, box.height)] for box in word.boxes]
    return {"page": word.page + 1, "number": word.number, "word": word.text, "boxes": boxes}


_FOR_FRAMES = {"cross-origin-resource-policy": "cross-origin", "access-control-allow-origin": "null"}
"""The headers of what pages of the book load: they have no origin."""
_OWN_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')


def _with_jumps(page: bytes, script: str) -> bytes:
    """Return a page of the book with our script, which reports clicks, in the place of its own policy: the response has
    another policy in its header."""
    return _OWN_POLICY.sub(f'<script src="{script}"></script>'.encode(), page, count=1)


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
