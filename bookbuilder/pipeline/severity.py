"""Applies `[check]` of book.toml to diagnostics: other severities, and ignored diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from bookbuilder.diagnostics import Diagnostic, Rule, Severity, diagnostic, nearest
from bookbuilder.phrases import Phrase
from bookbuilder.project.project import Checks, Ignore, SeverityOverride

UNUSED = Rule(
    "ignore.unused",
    "this ignores nothing any more: there is no diagnostic {code}",
    "What a book ignores is meant to be little, and known. An entry that stays when its finding is gone would hide the next"
    " one.",
    Severity.WARNING,
)
FIXED = Rule(
    "severity.fixed",
    "{code} is an error that prevents a build, so it can be neither lowered nor ignored",
    "Without this the program cannot know what the author meant, and would have to make something up. Only what is"
    " found in finished files, and warnings, can be told less loudly.",
)
UNKNOWN = Rule(
    "severity.unknown",
    "there is no diagnostic called {code!r}",
    "docs/diagnostics.md lists the codes, and a code stands in brackets at the end of what is told.",
)
_RANK = (Severity.NOTICE, Severity.WARNING, Severity.ERROR)


def apply_severities(
    diagnostics: Iterable[Diagnostic],
    checks: Checks,
    judged: Callable[[], Collection[str]],
    codes: Collection[str] | None = None,
) -> tuple[Diagnostic, ...]:
    """Return diagnostics with the severities of the book, without ignored ones, in order of place.

    `judged` gives the codes that validators report. If everything was checked, `codes` are all known codes, and unused
    ignores are reported; None if only a part was checked.
    """
    diagnostics = tuple(diagnostics)
    if not checks.weights and not checks.ignores:
        return diagnostics
    weights = {weight.code: weight for weight in checks.weights}
    out: list[Diagnostic] = []
    used: set[Ignore] = set()
    for reported in diagnostics:
        weight = weights.get(reported.code)
        ignores = [ignore for ignore in checks.ignores if _meant(ignore, reported)]
        used.update(ignores)
        lower = bool(ignores) or (
            weight is not None and _RANK.index(weight.severity) < _RANK.index(reported.severity)
        )
        if lower and reported.severity is Severity.ERROR and reported.code not in judged():
            place = ignores[0].span if ignores else weight.span if weight else reported.span
            out += [reported, diagnostic(FIXED, place, code=reported.code)]
        elif not ignores:
            out.append(replace(reported, severity=weight.severity) if weight else reported)
    if codes is not None:
        entries: tuple[SeverityOverride | Ignore, ...] = (*checks.weights, *checks.ignores)
        for entry in entries:
            if entry.code not in codes:
                out.append(diagnostic(UNKNOWN, entry.span, hint=nearest(entry.code, codes), code=entry.code))
            elif isinstance(entry, Ignore) and entry not in used:
                out.append(
                    diagnostic(
                        UNUSED,
                        entry.span,
                        hint=Phrase("its reason was: {reason}", reason=entry.reason),
                        code=entry.code,
                    )
                )
    return tuple(
        sorted(dict.fromkeys(out), key=lambda reported: (reported.span, reported.code, reported.message))
    )


def _meant(ignore: Ignore, reported: Diagnostic) -> bool:
    return (
        ignore.code == reported.code
        and ignore.path in ("", reported.span.path)
        and (not ignore.words or ignore.words in reported.message)
    )
