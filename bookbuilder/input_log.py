"""Records every input that a build reads, with a hash, so that the next build can tell what has changed."""

from __future__ import annotations

import hashlib
from threading import Lock
from typing import NoReturn


class InputLog:
    """Questions to a World (method, path) and hashes of its answers, in the order in which they were first asked.

    `inconsistent`: a question had two answers, so something changed meanwhile. With `keep_files` the files that were
    read stay in `files`, so that all readers in a build get the same bytes.
    """

    def __init__(self, *, keep_files: bool = False) -> None:
        """Start an empty log."""
        self.digests: dict[tuple[str, str], str] = {}
        self.files: dict[str, bytes] | None = {} if keep_files else None
        self.inconsistent = False
        self._lock = Lock()

    def note(self, question: str, path: str, answer: object) -> None:
        """Record an answer: bytes, or a value that its `repr` identifies."""
        data = answer if isinstance(answer, bytes) else repr(answer).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(data).hexdigest()
        with self._lock:
            self.inconsistent |= self.digests.setdefault((question, path), digest) != digest

    def __reduce__(self) -> tuple[type[InputLogClosed], tuple[()]]:
        """Become an `InputLogClosed` in another process."""
        return InputLogClosed, ()


class InputLogClosed:
    """The log in another process, where reading is an error: the input would be missing from the log."""

    def note(self, question: str, path: str, answer: object) -> NoReturn:
        """Raise `RuntimeError`: work in other processes gets all its inputs as values."""
        del answer
        raise RuntimeError(f"{question} {path}: read in another process, where inputs are not logged")
