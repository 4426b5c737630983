"""Runs a command in a worker process below two supervisors, so that all its child processes end with it.

    front    the process started by the user: handles Ctrl-C, TERM and HUP, waits, opens the browser, and ends last
    guard    in a session of its own, without a terminal; adopts all orphaned descendants
    worker   does the work, in a process group of its own, and starts others: pools, Java, Node, a browser

The guard notices when the front ends, even by KILL, and ends all its descendants; the kernel ends the worker with the
guard. Neither of them reads anything of a book.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from bookbuilder.jail import browser, current_task, kernel

PATIENCE = 1.0
"""Seconds that the worker has to finish publishing files when it is told to end."""
CROWD = -2
"""Reported instead of a signal when there were more than `PROCESSES`."""
PROCESSES = 250
"""The most processes of a command. All validators and their browsers are some sixty."""
LOOK = 0.2
"""Seconds between two counts of processes."""
SHORT = 22
"""The longest temporary folder, in characters, that leaves room for a browser's socket path of at most 107."""
ENDED = -1
"""Reported instead of a signal when the guard was killed, and the worker with it."""

Tell = Callable[[int, tuple[str, ...]], int]
"""Reports the signal that ended the worker and its tasks, and returns the exit code."""

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_postponed: list[bool] = []
_asked: list[int] = []
_own: list[bool] = []


def supervise(run: Callable[[], int], interrupted: Callable[[int], None], tell: Tell) -> int:
    """Run a function in a worker process, which ends with the exit code that it returns. What it printed must be flushed.

    On a signal, all processes are ended, `interrupted` is called with the signal, and the exit code is 128 plus its number.
    """
    if not kernel.LINUX:
        return _unsupervised(run, interrupted)
    # A shell makes background programs ignore Ctrl-C, and nothing could end this one; but nohup (SIGHUP) is respected.
    heard = {one for one in _ENDING if one != signal.SIGHUP or signal.getsignal(one) != signal.SIG_IGN}
    if signal.getsignal(signal.SIGTSTP) != signal.SIG_IGN:
        heard.add(signal.SIGTSTP)
    # Before the fork, so that no signal is lost between it and `sigwait`.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, heard | {signal.SIGCHLD, signal.SIGCONT})
    # Whoever has inherited SIGCHLD as ignored cannot learn how a child has ended (waitpid(2)).
    for one in (signal.SIGINT, signal.SIGCHLD):
        signal.signal(one, signal.SIG_DFL)
    # If the guard is killed, its descendants become children of the front, which ends them.
    kernel.adopt_orphans()
    front = os.getpid()
    answering, asking = os.pipe()
    guard = os.fork()
    if guard:
        os.close(asking)
        opening = browser.answer_on(answering)
        code = _front(guard, heard, interrupted, tell)
        opening.join(PATIENCE)  # a command may end as soon as it has asked for a page
        if code == 0:
            browser.open_written()
        os._exit(code)  # without cleaning up, which is the worker's
    os.setsid()
    kernel.adopt_orphans()
    kernel.die_with_parent(signal.SIGTERM)
    # The front may have ended before the kernel was asked to tell.
    if os.getppid() != front:
        os._exit(1)
    scratch = _scratch()  # made here, since only the guard can delete it if the front is killed
    worker = os.fork()
    os.close(answering)
    if worker:
        os.close(asking)
        os._exit(_guard(worker, scratch, tell))
    browser.ask_on(asking)
    _worker(before - heard, scratch)
    os._exit(run())  # to free what a book takes, object by object, lasts a tenth of a second


def _front(guard: int, heard: set[signal.Signals], interrupted: Callable[[int], None], tell: Tell) -> int:
    """Wait for the guard, forward signals, and return the exit code."""
    by, ended = 0, None
    while ended is None:
        what = signal.sigwait(heard | {signal.SIGCHLD})
        if what == signal.SIGTSTP:  # Ctrl-Z
            os.kill(guard, signal.SIGTSTP)
            # SIGTSTP is blocked here, so the front stops itself by another signal; `fg` lets it go on in the next line.
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
    """Wait for the worker, end its descendants, and return its exit code."""
    ended = None
    asked = {*_ENDING, signal.SIGTSTP, signal.SIGCONT, signal.SIGCHLD}
    signal.pthread_sigmask(signal.SIG_BLOCK, asked)
    try:
        others = _threads()
        while ended is None:
            heard = signal.sigtimedwait(asked, LOOK)
            what = heard.si_signo if heard else 0
            if what == 0:
                # The cheap number first: the other one reads all of /proc.
                if _threads() - others > PROCESSES and sum(1 for _ in _below(os.getpid())) > PROCESSES:
                    os.killpg(worker, signal.SIGKILL)  # all at once, or they would keep forking
                    _end_all()
                    return tell(CROWD, current_task.read_tasks(scratch, worker))
            elif what == signal.SIGCHLD:
                ended = _reaped(worker)
            elif what in (signal.SIGTSTP, signal.SIGCONT):
                with suppress(ProcessLookupError):
                    os.killpg(worker, signal.SIGSTOP if what == signal.SIGTSTP else signal.SIGCONT)
            else:
                ended = _end(worker)
        _end_all()
        return tell(-ended, current_task.read_tasks(scratch, worker)) if ended < 0 else ended
    finally:
        # Also where something above has raised: nothing may outlive the guard.
        _end_all()
        _clear(scratch)


def is_worker() -> bool:
    """Whether this process is a worker, which only runs one command, so that it may give up rights for good."""
    return bool(_own)


def _worker(mask: Iterable[int], scratch: str) -> None:
    with suppress(OSError):  # the guard may have done so
        os.setpgid(0, 0)
    _own.append(True)  # a mark
    guard = os.getppid()
    kernel.die_with_parent(signal.SIGKILL)
    # The guard may have ended before the kernel was asked to tell.
    if os.getppid() != guard or guard == 1:
        os._exit(1)
    signal.signal(signal.SIGTERM, _on_term)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    if scratch:
        os.environ["BOOKBUILDER_TMPDIR"] = os.environ.get("TMPDIR") or "/tmp"
        os.environ["TMPDIR"] = scratch
        if tempfile := sys.modules.get("tempfile"):
            vars(tempfile)["tempdir"] = None  # cached from before
        current_task.record_tasks(scratch, alone=False)


# -- delaying the end -------------------------------------------------------------------------------------------


class delay_termination:  # noqa: N801 # used like a function
    """Delays termination between two steps that belong together, for at most `PATIENCE`."""

    def __enter__(self) -> None:
        _postponed.append(True)  # a mark

    def __exit__(self, *error: object) -> None:
        _postponed.pop()
        if _asked and not _postponed:
            # The signal came between the two steps.
            os._exit(128 + _asked[0])


def _on_term(number: int, frame: object) -> None:
    del frame
    if _postponed:
        _asked.append(number)
    else:
        os._exit(128 + number)


# -- ending -----------------------------------------------------------------------------------------------------


def _end(worker: int) -> int:
    """Tell the worker to end, kill it if it does not, and return its exit code."""
    _end_tracker()
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


def _end_tracker() -> None:
    """Kill Python's process that watches over semaphores: it would print that an ended worker has left some, which are
    deleted in `_end_all`."""
    for one in _below(os.getpid()):
        with suppress(OSError), open(f"/proc/{one}/cmdline", "rb") as file:
            if b"multiprocessing.resource_tracker" in file.read():
                os.kill(one, signal.SIGKILL)


def _reaped(process: int) -> int | None:
    """Return how a child ended, None if it is still running; other ended children are reaped too."""
    exit_code = None
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if ended[0] == process:
                exit_code = os.waitstatus_to_exitcode(ended[1])
    return exit_code


def _end_all() -> None:
    """Kill all descendants, and return when there are none; orphans become our children."""
    left: set[str] = set()
    try:
        while True:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
            below = list(_below(os.getpid()))
            # Before they are killed: /proc has no memory maps of a process that has ended.
            for one in below:
                left |= _semaphores(one)
            for one in below:
                with suppress(OSError):
                    os.kill(one, signal.SIGKILL)
            # `waitpid` raises when there are no children left, which ends the loop.
            time.sleep(0.002)
    except ChildProcessError:
        for name in left:
            with suppress(OSError):
                os.unlink(name)


def _semaphores(process: int) -> set[str]:
    """Return a process's open semaphores; Python would delete them at its exit."""
    with suppress(OSError), open(f"/proc/{process}/maps", encoding="utf-8", errors="replace") as file:
        names = {line.rpartition(" ")[2].strip() for line in file if "/dev/shm/sem.mp-" in line}
        return {name for name in names if name.startswith("/dev/shm/sem.mp-")}
    return set()


def _threads() -> int:
    """Return the number of threads on this machine: a cheap indicator of new processes."""
    with suppress(OSError, ValueError, IndexError), open("/proc/loadavg", encoding="ascii") as file:
        return int(file.read().split()[3].partition("/")[2])
    return 0


def _below(top: int) -> Iterator[int]:
    """Yield the descendants of a process, children first."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdecimal():
            with suppress(OSError, ValueError, IndexError), open(f"/proc/{name}/stat", "rb") as file:
                # Behind the last bracket: the name of a program may hold spaces and brackets itself (proc(5)).
                parent = int(file.read().rpartition(b")")[2].split()[1])
                children.setdefault(parent, []).append(int(name))
    result = [top]
    for one in result:
        below = children.get(one, [])
        result.extend(below)
        yield from below


# -- the temporary folder ---------------------------------------------------------------------------------------


def _scratch() -> str:
    """Return a new temporary folder, empty if there is no place for one."""
    # A long TMPDIR comes last, since a browser's socket would not fit into it (`SHORT`).
    wanted = os.environ.get("TMPDIR", "")
    for place in (
        wanted if len(wanted) <= SHORT and os.path.isabs(wanted) else "",
        "/tmp",
        "/var/tmp",
        wanted if os.path.isabs(wanted) else "",
    ):  # created with access for this user only
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
    """Run in this process, on a system without the necessary calls."""

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
