"""Diagnostics for work that the system ended: signals, crashes, limits of memory and time."""

from __future__ import annotations

import signal

from bookbuilder.diagnostics import Diagnostic, Rule, Span, diagnostic
from bookbuilder.jail import rlimits, supervise
from bookbuilder.phrases import Phrase

ENDED = Rule(
    "build.ended",
    "a process that worked on the book was ended from outside",
    "The work is shared among processes. The system ends one when memory runs out, and so can a person. What is finished is"
    " kept, so the next build goes on from there.",
)
MEMORY = Rule(
    "build.memory",
    "working on this took more than {limit} GB of memory",
    "Each process that works on a book may hold so much memory and no more, so that a broken or hostile book does not fill"
    " the machine. A table, a picture or a paragraph that is far too large does that. `--no-jail` works without the limit.",
)
TIME = Rule(
    "build.time",
    "working on this took more than {seconds} seconds of processor time",
    "Each chapter may take so long and no longer, so that a broken or hostile book does not run for ever. The limit grows"
    " with the length of the chapter. `--no-jail` works without it.",
)
SHORT = Rule(
    "memory.short",
    "this shell allows {limit} MB of memory, and a book takes {least} or more",
    "Whoever started the program limited what it may address (`ulimit -v`). Libraries cannot be loaded then, or break off in"
    " the middle, so nothing is begun.",
)
CROWD = Rule(
    "build.crowd",
    "more than {limit} processes were started",
    "No command needs so many. A program that reads the book, such as a validator, started others without end, and all"
    " of them were ended.",
)
CRASHED = Rule(
    "build.crashed",
    "a library crashed while working on this ({signal})",
    "A library that is written in another language than Python ended the process: it met something that it cannot cope with."
    " That is a bug, in it or in bookbuilder.",
)
_CRASHES = {signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGSYS}
_ABORTS = {signal.SIGABRT, signal.SIGTRAP}
"""How libraries end a process when memory runs out, among other causes."""


ALLOW = "this shell allows no more; `ulimit -v 4000000` allows 4 GB"


def ended_by_signal(number: int, about: str) -> Diagnostic:
    """Return the diagnostic for work on `about` (a file of the book; empty if unknown) that a signal ended."""
    span = Span(about or "book.toml")
    if number == supervise.CROWD:
        return diagnostic(CROWD, span, hint="please report it, with the book", limit=supervise.PROCESSES)
    if number == signal.SIGXCPU:
        hint = "make it shorter, or split it; if it is fine as it is, --no-jail works without the limit"
        return diagnostic(TIME, span, hint=hint, seconds=rlimits.SECONDS)
    if number in _CRASHES | _ABORTS and rlimits.limited_by_shell():
        return out_of_memory(about)
    if number in _CRASHES | _ABORTS:
        hint = "please report it, with this file"
        if number in _ABORTS:
            hint = "libraries end so for want of memory: make what is in it smaller, or try --no-jail"
        return diagnostic(CRASHED, span, hint=hint, signal=signal.Signals(number).name)
    return diagnostic(ENDED, span, hint="if the machine ran out of memory, --jobs 1 needs least")


def short_of_memory(*, workers: bool) -> Diagnostic | None:
    """Return the diagnostic for too little memory to start with, with `workers` or in one process, or None."""
    if not rlimits.short_of_memory(workers=workers):
        return None
    limit = rlimits.inherited_limit()
    least = rlimits.SHORT_FOR_WORKERS if workers else rlimits.SHORT
    hint = Phrase("{allow}, and --jobs 1 needs least", allow=ALLOW) if limit >= rlimits.SHORT else ALLOW
    return diagnostic(SHORT, Span(), hint=hint, limit=limit // 1_000_000, least=least // 1_000_000)


def out_of_memory(about: str) -> Diagnostic:
    """Return the diagnostic for work that got no more memory."""
    limit = rlimits.MEMORY
    hint = "split it, or make what is in it smaller; if it is fine as it is, --no-jail has no limit"
    if rlimits.limited_by_shell():
        limit, hint = min(rlimits.inherited_limit(), limit), ALLOW
    return diagnostic(MEMORY, Span(about or "book.toml"), hint=hint, limit=f"{limit / 1e9:.2g}")
