"""The thread that reads books: a chapter at once when it was changed, the whole book after a pause."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition, Thread

from bookbuilder.language_server.open_book import OpenBook
from bookbuilder.workers.rare_garbage_collection import collect_rarely

PAUSE = 0.4
"""Seconds without a change after which the whole book is read."""
SOON = 0.05
"""Seconds after which a chapter is checked that was changed. In them an editor asks what it needs at once, such as what can
be written, and the threads would take turns."""

Failed = Callable[[Exception], None]
"""Receives an exception, which is a bug; the thread goes on."""


class Background:
    """Works for all open books. `checked` is called for each chapter that was checked, `read` for each book that was read,
    both in the thread."""

    def __init__(
        self, checked: Callable[[OpenBook, str], None], read: Callable[[OpenBook], None], failed: Failed
    ) -> None:
        self._checked, self._read, self._failed = checked, read, failed
        self._chapters: dict[tuple[OpenBook, str], float] = {}
        self._books: dict[OpenBook, float] = {}
        self._something = Condition()
        self._ended = False
        self._thread = Thread(target=self._run, name="books", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def changed(self, book: OpenBook, path: str = "", *, pause: float = PAUSE) -> None:
        """Check a chapter (any other file is left out) soon, and the book after a pause."""
        with self._something:
            if path:
                # A chapter is due after its first change, or would wait while somebody types; the book after its last.
                self._chapters.setdefault((book, path), time.monotonic() + min(SOON, pause))
            self._books[book] = time.monotonic() + pause
            self._something.notify()

    def forget(self, book: OpenBook) -> None:
        """Do no more for a book."""
        with self._something:
            self._books.pop(book, None)
            self._chapters = {task: due for task, due in self._chapters.items() if task[0] is not book}

    def end(self) -> None:
        """End the thread when it has done what it does."""
        with self._something:
            self._ended = True
            self._something.notify()

    def _run(self) -> None:
        first = True
        while True:
            task = self._next()
            if task is None:
                return
            book, path = task
            try:
                if not path:
                    book.read()
                    self._read(book)
                elif book.check(path) is not None:
                    self._checked(book, path)
            except Exception as error:  # noqa: BLE001 # whatever it is, the next chapter shall be checked again
                self._failed(error)
            if first and not path:
                collect_rarely(first=True)
                first = False

    def _next(self) -> tuple[OpenBook, str] | None:
        """Wait for the next task: a book, and the path of a chapter, or an empty one for all of it; None at the end."""
        with self._something:
            while not self._ended:
                due: dict[tuple[OpenBook, str], float] = {(book, ""): at for book, at in self._books.items()}
                due |= self._chapters
                task = min(due, key=due.__getitem__, default=None)
                if task is None:
                    self._something.wait()
                    continue
                left = due[task] - time.monotonic()
                if left > 0:
                    self._something.wait(left)
                    continue
                book, path = task
                if path:
                    del self._chapters[task]
                else:
                    del self._books[book]
                return task
            return None
