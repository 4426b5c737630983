"""Notes what a World was asked and a hash of what it answered, so that the same can be asked again later."""

from __future__ import annotations

import hashlib
from threading import Lock
from typing import NoReturn


class InputLog:
    """Questions to a World (what was asked, of which path) and hashes of its answers, in the order of the first time.

    `torn` says that a question had two answers: something changed meanwhile. Files of the book that were read are at hand
    in `files` if they are to be, so that all who want one in a build get the same.
    """

    def __init__(self, *, keep_files: bool = False) -> None:
        """Start with nothing asked."""
        self.digests: dict[tuple[str, str], str] = {}
        self.files: dict[str, bytes] | None = {} if keep_files else None
        self.inconsistent = False
        self._lock = Lock()

    def note(self, question: str, path: str, answer: object) -> None:
        """Note an answer: bytes, or any value whose `repr` says all of it."""
        data = answer if isinstance(answer, bytes) else repr(answer).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(data).hexdigest()
        with self._lock:
            self.inconsistent |= self.digests.setdefault((question, path), digest) != digest

    def __reduce__(self) -> tuple[type[InputLogClosed], tuple[()]]:
        """Say what becomes of it in another process."""
        return InputLogClosed, ()


class InputLogClosed:
    """The answers in another process: there are none, for what is read there would be missing from the notes."""

    def note(self, question: str, path: str, answer: object) -> NoReturn:
        """Refuse: work that is done elsewhere gets all that it needs as values."""
        del answer
        raise RuntimeError(f"{question} {path}: read in another process, where nobody notes it")
