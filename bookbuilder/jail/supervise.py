"""Runs the program in a process below two others, so that whatever ends it ends all that it has started.

    front    the process that somebody started: hears Ctrl-C, TERM and HUP, waits, and ends last
    guard    a session of its own, so that no terminal reaches it; every process below it whose parent ends becomes its child
    worker   does the work, in a group of its own, and starts others: pools, Java, Node, a browser

The guard hears when the front is ended, even by KILL, and ends all that is below it; the kernel ends the worker with the
guard. Neither of the two reads anything of a book.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from bookbuilder.jail import doing, kernel

PATIENCE = 1.0
"""Seconds that the worker has to put the last files into place when it is told to end."""
CROWD = -2
"""Told instead of a signal when there were more than `PROCESSES`."""
PROCESSES = 250
"""Processes that a command may have at once. All validators and their browsers are some sixty."""
LOOK = 0.2
"""Seconds between two looks at how many there are."""
SHORT = 22
"""Characters of a folder in which there is still room for the path of a browser's socket, which has at most 107."""
ENDED = -1
"""Told instead of a signal when the guard has been ended from outside, and the worker with it."""

Tell = Callable[[int, tuple[str, ...]], int]
"""Says by which signal the worker was ended, and what it was working on, and returns the exit code."""

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_postponed: list[bool] = []
_asked: list[int] = []
_own: list[bool] = []


def supervised(run: Callable[[], int], interrupted: Callable[[int], None], tell: Tell) -> int:
    """Run a function in a worker and return its exit code there; with it the process that was started ends as well.

    If that one is interrupted, all is ended, `interrupted` is called with the signal, and it ends with 128 and its number.
    """
    if not kernel.LINUX:
        return _unsupervised(run, interrupted)
    # A shell that starts a program behind it has it ignore Ctrl-C; nobody could end it then. Who said nohup meant it.
    heard = {one for one in _ENDING if one != signal.SIGHUP or signal.getsignal(one) != signal.SIG_IGN}
    if signal.getsignal(signal.SIGTSTP) != signal.SIG_IGN:
        heard.add(signal.SIGTSTP)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, heard | {signal.SIGCHLD, signal.SIGCONT})
    for one in (signal.SIGINT, signal.SIGCHLD):
        signal.signal(one, signal.SIG_DFL)
    kernel.adopt_orphans()
    front = os.getpid()
    guard = os.fork()
    if guard:
        os._exit(_front(guard, heard, interrupted, tell))  # it has nothing to put away
    os.setsid()
    kernel.adopt_orphans()
    kernel.die_with_parent(signal.SIGTERM)
    if os.getppid() != front:
        os._exit(1)
    scratch = _scratch()  # not before: if the first process is killed, only this one can delete it
    worker = os.fork()
    if worker:
        os._exit(_guard(worker, scratch, tell))
    _worker(before - heard, scratch)
    return run()


def _front(guard: int, heard: set[signal.Signals], interrupted: Callable[[int], None], tell: Tell) -> int:
    """Wait for the guard, pass on what is heard, and return the exit code."""
    by, ended = 0, None
    while ended is None:
        what = signal.sigwait(heard | {signal.SIGCHLD})
        if what == signal.SIGTSTP:  # Ctrl-Z
            os.kill(guard, signal.SIGTSTP)
            os.kill(os.getpid(), signal.SIGSTOP)
            os.kill(guard, signal.SIGCONT)
        elif what != signal.SIGCHLD:
            by = by or what
            os.kill(guard, signal.SIGTERM)
        else:
            ended = _reaped(guard)
    if ended < 0:
        _end_all()
    if by:
        interrupted(by)
        return 128 + by
    return tell(ENDED, ()) if ended < 0 else ended


def _guard(worker: int, scratch: str, tell: Tell) -> int:
    """Wait for the worker, end what it leaves behind, and return its exit code."""
    ended = None
    asked = {*_ENDING, signal.SIGTSTP, signal.SIGCONT, signal.SIGCHLD}
    signal.pthread_sigmask(signal.SIG_BLOCK, asked)
    try:
        others = _threads()
        while ended is None:
            heard = signal.sigtimedwait(asked, LOOK)
            what = heard.si_signo if heard else 0
            if what == 0:
                if _threads() - others > PROCESSES and sum(1 for _ in _below(os.getpid())) > PROCESSES:
                    os.killpg(worker, signal.SIGKILL)  # at once, whoever of them is just making another one
                    _end_all()
                    return tell(CROWD, doing.found(scratch, worker))
            elif what == signal.SIGCHLD:
                ended = _reaped(worker)
            elif what in (signal.SIGTSTP, signal.SIGCONT):
                with suppress(ProcessLookupError):
                    os.killpg(worker, signal.SIGSTOP if what == signal.SIGTSTP else signal.SIGCONT)
            else:
                ended = _end(worker)
        _end_all()
        return tell(-ended, doing.found(scratch, worker)) if ended < 0 else ended
    finally:
        _end_all()
        _clear(scratch)


def own() -> bool:
    """Whether this process is a worker, which does nothing but run a command; it may give up rights for good."""
    return bool(_own)


def _worker(mask: Iterable[int], scratch: str) -> None:
    """Become the process that does the work."""
    with suppress(OSError):  # the guard has done so
        os.setpgid(0, 0)
    _own.append(True)  # a mark
    guard = os.getppid()
    kernel.die_with_parent(signal.SIGKILL)
    if os.getppid() != guard or guard == 1:
        os._exit(1)
    signal.signal(signal.SIGTERM, _on_term)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    if scratch:
        os.environ["BOOKBUILDER_TMPDIR"] = os.environ.get("TMPDIR") or "/tmp"
        os.environ["TMPDIR"] = scratch
        if known := sys.modules.get("tempfile"):
            vars(known)["tempdir"] = None  # where it found the system's before
        doing.note_in(scratch, alone=False)


# -- the worker may ask for a moment ----------------------------------------------------------------------------


class undisturbed:  # noqa: N801 # used like a function
    """Keeps the guard's word to end from coming between two steps that belong together; it waits `PATIENCE`."""

    def __enter__(self) -> None:
        _postponed.append(True)  # a mark

    def __exit__(self, *error: object) -> None:
        _postponed.pop()
        if _asked and not _postponed:
            os._exit(128 + _asked[0])


def _on_term(number: int, frame: object) -> None:
    del frame
    if _postponed:
        _asked.append(number)
    else:
        os._exit(128 + number)


# -- ending -----------------------------------------------------------------------------------------------------


def _end(worker: int) -> int:
    """Tell the worker to end, end it if it does not, and return how it ended."""
    with suppress(ProcessLookupError):
        os.kill(worker, signal.SIGTERM)
        os.killpg(worker, signal.SIGCONT)  # it may have been stopped
    until = time.monotonic() + PATIENCE
    while (ended := _reaped(worker)) is None and time.monotonic() < until:
        signal.sigtimedwait({signal.SIGCHLD}, 0.05)
    if ended is None:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    return 128 + signal.SIGTERM


def _reaped(process: int) -> int | None:
    """Return how a child ended, None if it has not; other children that have ended are forgotten."""
    found = None
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if ended[0] == process:
                found = os.waitstatus_to_exitcode(ended[1])
    return found


def _end_all() -> None:
    """End every process below this one, and come back when there is none: whose parent ends becomes our child."""
    left: set[str] = set()
    try:
        while True:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
            below = list(_below(os.getpid()))
            for one in below:
                left |= _semaphores(one)
            for one in below:
                with suppress(OSError):
                    os.kill(one, signal.SIGKILL)
            time.sleep(0.002)
    except ChildProcessError:
        for name in left:
            with suppress(OSError):
                os.unlink(name)


def _semaphores(process: int) -> set[str]:
    """Return the semaphores that a process has open; Python deletes them at its end, if it is given one."""
    with suppress(OSError), open(f"/proc/{process}/maps", encoding="utf-8", errors="replace") as file:
        names = {line.rpartition(" ")[2].strip() for line in file if "/dev/shm/sem.mp-" in line}
        return {name for name in names if name.startswith("/dev/shm/sem.mp-")}
    return set()


def _threads() -> int:
    """Return how many threads the machine has: a quick way to see that nothing much is going on."""
    with suppress(OSError, ValueError, IndexError), open("/proc/loadavg", encoding="ascii") as file:
        return int(file.read().split()[3].partition("/")[2])
    return 0


def _below(top: int) -> Iterator[int]:
    """Yield the processes below one, its children first."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdecimal():
            with suppress(OSError, ValueError, IndexError), open(f"/proc/{name}/stat", "rb") as file:
                parent = int(file.read().rpartition(b")")[2].split()[1])
                children.setdefault(parent, []).append(int(name))
    found = [top]
    for one in found:
        below = children.get(one, [])
        found.extend(below)
        yield from below


# -- a place ----------------------------------------------------------------------------------------------------


def _scratch() -> str:
    """Return a new folder for what is not kept, empty if there is no place for one."""
    wanted = os.environ.get("TMPDIR", "")
    for place in (
        wanted if len(wanted) <= SHORT else "",
        "/tmp",
        "/var/tmp",
        wanted,
    ):  # the folder is made, by us alone
        if place:
            with suppress(OSError):
                made = f"{place.rstrip('/')}/bb-{os.urandom(4).hex()}"
                os.mkdir(made, 0o700)
                return made
    return ""


def _clear(scratch: str) -> None:
    if not scratch:
        return
    try:
        os.rmdir(scratch)
    except OSError:
        import shutil

        shutil.rmtree(scratch, ignore_errors=True)


def _unsupervised(run: Callable[[], int], interrupted: Callable[[int], None]) -> int:
    """Run it in this process: a system without the calls that watch over others."""

    def end(number: int, frame: object) -> None:
        del frame
        raise SystemExit(128 + number)

    signal.signal(signal.SIGINT, signal.default_int_handler)
    for one in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(one) != signal.SIG_IGN:
            signal.signal(one, end)
    try:
        return run()
    except KeyboardInterrupt:
        interrupted(signal.SIGINT)
        return 128 + signal.SIGINT
