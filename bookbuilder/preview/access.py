"""Lets only the browser of this preview in.

A server on 127.0.0.1 can be asked by every page that a browser shows, and a foreign name may lead to it (DNS rebinding). So
the name that was asked for must be ours, the address must have the token of this preview, and requests that a foreign page
makes are refused. What opens an editor or corrects a chapter may be asked by our own page alone.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self';"
    " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What our own page may load (Content-Security-Policy)."""
EDITION_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; media-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
    " allow-scripts allow-popups"
)
"""What a page of the book may load: it is shown without access to ours (`sandbox`)."""
READER_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline' blob:; img-src 'self' blob: data:;"
    " font-src blob: data:; media-src blob:; frame-src blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'"
)
"""What the reader of e-books may load. The documents of the e-book have its origin, and this policy: no script of theirs is
run."""
EDITIONS = "book/"
"""Where the files of editions are."""
ACTIONS = frozenset({"comment", "decide", "fix", "mend", "open", "record", "undo"})
"""Where a problem is fixed, or all of a kind, a place is opened in the editor, a translated block is recorded, it is decided
about a mark of a proof, words are commented on, and the last of that is undone."""
_FOREIGN = ("cross-site", "same-site")


@dataclass(frozen=True, slots=True)
class Access:
    """The middleware that refuses strangers. `hosts` are the names of the server with its port."""

    app: ASGIApp
    token: str
    hosts: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            return  # neither web sockets nor the life of the server
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal:
            status, why = refusal
            await PlainTextResponse(f"{why}\n", status)(scope, receive, _with_security_headers(send))
            return
        await self.app(scope, receive, _with_security_headers(send))

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Return the status and the reason for which a request is refused; None if it is not."""
        # A page of a foreign name that leads to 127.0.0.1 (DNS rebinding) could otherwise read the book.
        if headers.getlist("host") not in [[host] for host in self.hosts]:
            return 421, "this preview has another name"
        _, _, rest = scope["path"].partition("/")
        given, _, inside = rest.partition("/")
        # How long this takes says nothing of the secret.
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            return 404, "there is no such page: the whole address is on the terminal"
        acts = inside in ACTIONS
        if scope["method"] not in (("POST",) if acts else ("GET", "HEAD")):
            return 405, "this is not asked so"
        if inside.startswith(EDITIONS):
            return None  # what a page of the book loads is asked by nobody's page, since it has no origin
        origin = headers.get("origin")
        if (origin is not None or acts) and origin not in {f"http://{host}" for host in self.hosts}:
            return 403, "another page asks"
        if headers.get("sec-fetch-site") in _FOREIGN and headers.get("sec-fetch-mode") != "navigate":
            return 403, "another page asks"
        return None


def _with_security_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("content-security-policy", POLICY)
            headers["x-content-type-options"] = "nosniff"
            headers["referrer-policy"] = "no-referrer"
            headers["cross-origin-opener-policy"] = "same-origin"
            headers.setdefault("cross-origin-resource-policy", "same-origin")
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return guarded
