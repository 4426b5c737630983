"""Opens the user's browser from the front process (`supervise`), whose children outlive the command.

If the worker started the browser, it would end with the worker, and with it all pages that somebody has opened there since.
"""

from __future__ import annotations

import os
import re
from threading import Thread

from bookbuilder.isolation.python_process import ROOT, python_command

_PAGE = re.compile(
    r"http://127\.0\.0\.1:[0-9]{1,5}/[\w-]{1,64}/"
    r"|file:///[\w.~%/-]{1,900}/manual-[0-9a-f]{32}/manual\.[a-z]{2,3}/index\.html",
    re.ASCII,
)
"""The only addresses that are opened, those of a preview and of the manual: the worker reads books of strangers."""
_LATER = re.compile(r"when done (file:///[\w.~%/-]{1,900}\.html?)", re.ASCII)
"""A page that the command writes; it is opened when the command has ended well."""
_LONGEST = 1_000
_OPEN = f"import os; os.chdir({ROOT!r})\nimport webbrowser; webbrowser.open(sys.argv[1])"
"""As `python -m webbrowser` does, which also sounds a bell."""
_asking: list[int] = []
"""The end of the pipe on which this process, a worker, asks the front process."""
_later: list[str] = []
"""The page that this process opens when the command is done."""


def open_page(address: str) -> None:
    """Open a page of this machine in the browser; a worker can ask for one only, before it is confined."""
    if not _asking:
        import webbrowser  # a command that opens no page need not load it

        webbrowser.open(address)
        return
    pipe = _asking.pop()
    os.write(pipe, address.encode())
    os.close(pipe)


def open_when_done(address: str) -> None:
    """Open a page that this command is going to write, when it has ended well; a worker can ask for one only, before it is
    confined."""
    if not _asking:
        _later.append(address)
        return
    pipe = _asking.pop()
    os.write(pipe, f"when done {address}".encode())
    os.close(pipe)


def open_written() -> None:
    """Open the page that was to be opened when the command is done."""
    while _later:
        _open(_later.pop())


def ask_on(pipe: int) -> None:
    """Make `open_page` ask on a pipe."""
    _asking[:] = [pipe]


def give_up() -> None:
    """Close the pipe, if there is one."""
    while _asking:
        os.close(_asking.pop())


def answer_on(pipe: int) -> Thread:
    """Open the page that is asked for on a pipe, in a thread of its own, which ends with the worker."""
    thread = Thread(target=_answer, args=(pipe,), daemon=True)
    thread.start()
    return thread


def _answer(pipe: int) -> None:
    # One read gets all of it: so short a write to a pipe is atomic (PIPE_BUF).
    asked = os.read(pipe, _LONGEST).decode(errors="replace")
    os.close(pipe)
    later = _LATER.fullmatch(asked)
    if later:
        _later.append(later[1])
    elif _PAGE.fullmatch(asked):
        _open(asked)


def _open(address: str) -> None:
    # In a process of its own, with the signals that the front process does not get.
    words = python_command(_OPEN, address)
    os.posix_spawn(words[0], words, dict(os.environ), setsid=True, setsigmask=[])
