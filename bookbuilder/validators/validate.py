"""Has every finished file judged by every validator, and tells what they found at the line of the chapter that has it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace

import msgspec

from bookbuilder.diagnostics import NOWHERE, Diagnostic, Findings, Progress, Rule, Severity, Span, diagnostic
from bookbuilder.formats.format import Artifact, Book
from bookbuilder.validators.places import Places, Sources
from bookbuilder.validators.validator import Judged, NoVerdict, Remark, Validator, validators
from bookbuilder.world import World, sealed

MISSING = Rule(
    "validator.missing",
    "{proves} was not proved: {name} is not installed",
    "A validator that is missing finds nothing, which is no proof that nothing is wrong. The hint says what installs it;"
    " `bookbuilder check --quick` leaves all of them out.",
    Severity.NOTICE,
)
FAILED = Rule(
    "validator.failed",
    "{name} gave no verdict on {artifact}: {reason}",
    "The validator ended before it had an answer: it ran out of memory or time, or it has a bug. What it should have"
    " proved is not proved.",
)
_FILE = "book.toml"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one validator said of one artifact: who, in which version, what it proves, a hash of the file (SHA-256 of its
    names and bytes), and what it found; `ran` is false if it is not installed or gave no verdict."""

    validator: str
    version: str
    proves: str
    artifact: str
    seal: str
    found: tuple[Diagnostic, ...] = ()
    ran: bool = True
    cached: bool = False


def validate(
    world: World, made: Sequence[tuple[Book, Sequence[Artifact]]], jobs: int, tell: Progress
) -> tuple[Verdict, ...]:
    """Return the verdicts on artifacts, each with the book it was made of; `jobs` validators run at once.

    A verdict is kept in the cache under the bytes of the artifact and the version of the validator, and not asked for again.
    Those that are not installed, and those that give no verdict, say so in what they found.
    """
    tasks = [
        (validator, Judged(world, book, artifact))
        for book, artifacts in made
        for artifact in artifacts
        for validator in validators()
        if validator.wants(artifact)
    ]
    tools = {one.name: one.tool(world) for one in dict.fromkeys(validator for validator, _ in tasks)}
    sources = {id(book): Sources(book.document) for book, _ in made}

    def one(task: tuple[Validator, Judged]) -> Verdict:
        validator, judged = task
        tool, artifact = tools[validator.name], judged.artifact
        verdict = Verdict(
            validator.name, tool.version, validator.proves, artifact.name, sealed(artifact.files)
        )
        if tool.install:
            said = diagnostic(
                MISSING, Span(_FILE), hint=tool.install, proves=validator.proves, name=validator.name
            )
            return replace(verdict, found=(said,), ran=False)
        tell(f"{artifact.name}: {validator.name}")
        try:
            remarks, cached = _remarks(world, validator, tool.version, judged, verdict.seal)
        except NoVerdict as error:
            said = diagnostic(FAILED, Span(_FILE), name=validator.name, artifact=artifact.name, reason=error)
            return replace(verdict, found=(said,), ran=False)
        places = Places(sources[id(judged.book)], artifact)
        findings = Findings()
        findings.extend(_told(remarks, validator, places, artifact))
        return replace(verdict, found=findings.sorted(), cached=cached)

    if jobs == 1 or len(tasks) < 2:
        return tuple(map(one, tasks))
    with ThreadPoolExecutor(jobs) as threads:
        return tuple(threads.map(one, tasks))


def _remarks(
    world: World, validator: Validator, version: str, judged: Judged, seal: str
) -> tuple[tuple[Remark, ...], bool]:
    """Return what a validator says of an artifact, and whether that was in the cache."""
    said = ("verdict", validator.name, version, world.program_digest(), seal, validator.key(judged))
    name = hashlib.sha256(repr(said).encode()).hexdigest()
    with suppress(msgspec.MsgspecError, ValueError, RecursionError):
        return msgspec.json.decode(world.recall(name) or b"", type=tuple[Remark, ...]), True
    remarks = validator.judge(judged)
    world.retain(name, msgspec.json.encode(remarks))
    return remarks, False


def _told(
    remarks: Sequence[Remark], validator: Validator, places: Places, artifact: Artifact
) -> Iterator[Diagnostic]:
    rules = {rule.code: rule for rule in (validator.rule, *validator.rules)}
    for remark in remarks:
        rule = rules[remark.code or validator.rule.code]
        span = places.span(remark)
        message = remark.message  # a validator of our own says a whole sentence
        if "{message}" in rule.sentence:
            message = rule.sentence.format(message=remark.message, rule=remark.rule)
        hint = "" if remark.path else _where(remark, artifact)
        yield Diagnostic(rule.code, remark.severity, span if span != NOWHERE else Span(_FILE), message, hint)


def _where(remark: Remark, artifact: Artifact) -> str:
    """Return where in the finished file that is, for whoever wants to look."""
    numbers = "".join(f":{n}" for n in (remark.line, remark.column) if n and remark.line)
    page = f", page {remark.page}" if remark.page else ""
    inside = (
        f"{remark.file}{numbers} in {artifact.name}" if remark.file else f"{artifact.name}{numbers}{page}"
    )
    times = f" ({remark.count} times in all)" if remark.count > 1 else ""
    return f"this is {inside}{times}"
