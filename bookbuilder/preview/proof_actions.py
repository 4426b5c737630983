"""Reads what the page asks to be done about marks of proofs. Bodies are JSON and small: what a person can write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bookbuilder.diagnostics import BookbuilderError, Span
from bookbuilder.preview.proof_marks import OutdatedError
from bookbuilder.proof.decision import DecisionKind
from bookbuilder.typed_decoding import from_json

T = TypeVar("T")
LARGEST = 65_536
"""Bytes of a body."""

Name = Annotated[
    str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")
]
Text = Annotated[str, msgspec.Meta(max_length=10_000)]
Said = Annotated[str, msgspec.Meta(min_length=1, max_length=10_000, pattern=r"\S")]
Number = Annotated[int, msgspec.Meta(ge=0, le=999_999_999)]
DECIDABLE = (
    DecisionKind.ACCEPT,
    DecisionKind.REJECT,
    DecisionKind.ANSWER,
    DecisionKind.CLOSE,
    DecisionKind.REOPEN,
)
"""What the page decides; APPLY is said by the program."""


class AskedPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in a version of a chapter (`book_texts.ShownTexts`)."""

    path: Annotated[str, msgspec.Meta(max_length=1000, pattern=r"^chapters/.*\.md$")]
    line: Number
    column: Number
    version: Annotated[str, msgspec.Meta(max_length=64)] = ""

    @property
    def span(self) -> Span:
        """The place."""
        return Span(self.path, self.line, self.column)


class AskedDecision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person decides about a mark, by its id, that has a state as they see it."""

    mark: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{10}$")]
    what: DecisionKind
    by: Name
    state: str
    text: Text = ""

    def __post_init__(self) -> None:
        """Refuse what only the program decides, and an answer that says nothing."""
        if self.what not in DECIDABLE or (self.what is DecisionKind.ANSWER and not self.text.strip()):
            raise ValueError(self.what)


class AskedComment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person says of the words from that at one place to that at another."""

    start: AskedPlace
    end: AskedPlace
    by: Name
    text: Said


class AskedUndo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing is to be said."""


async def read_action(request: Request, into: type[T]) -> T:
    """Return what the body of a request asks for. Answers 400, 413 and 415."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "this is asked in JSON")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(413, "that is too much")
    try:
        return from_json(bytes(body), into)
    except msgspec.MsgspecError:
        raise HTTPException(400, "this is not asked so") from None


async def acted(action: Callable[[], T]) -> T:
    """Return the result of what reads or writes files of the book, in a thread. Answers 409, with why, if it fails."""
    try:
        return await run_in_threadpool(action)
    except OutdatedError:
        raise HTTPException(409, "outdated") from None
    except (BookbuilderError, OSError):
        raise HTTPException(409, "unwritten") from None
