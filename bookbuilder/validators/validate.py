"""Runs all validators on all finished files, and reports their findings at the lines of the chapters."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

import msgspec

from bookbuilder.diagnostics import NOWHERE, Diagnostic, Findings, Progress, Rule, Severity, Span, diagnostic
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import Artifact
from bookbuilder.phrases import Phrase
from bookbuilder.typed_decoding import from_json
from bookbuilder.validators.installed_tool import NoVerdict, Tool
from bookbuilder.validators.source_positions import PositionFinder, SourcePositions
from bookbuilder.validators.validator import (
    UNREADABLE,
    ByEngine,
    Remark,
    Validator,
    ValidatorInput,
    validators,
)
from bookbuilder.validators.validator_engine import Engine, EngineReply
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
    """What one validator said of one artifact: its name, version and purpose, the artifact's hash (SHA-256 of names and
    bytes), and its findings; `ran` is false if it is not installed or gave no verdict. `seconds` is the time it took in this
    run (0 from the cache, or for bytes already judged); no report contains it."""

    validator: str
    version: str
    proves: str
    artifact: str
    seal: str
    findings: tuple[Diagnostic, ...] = ()
    ran: bool = True
    cached: bool = False
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class _Task:
    """An artifact for a validator. Tasks with the same `name` have the same result, since validator, version, bytes and
    everything else that the verdict depends on are the same."""

    validator: Validator
    judged: ValidatorInput
    name: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A validator's remarks, or why it gave none; the time it took, and whether it came from the cache."""

    remarks: tuple[Remark, ...] | NoVerdict
    seconds: float = 0.0
    cached: bool = False


def validate(
    world: World, made: Sequence[tuple[Book, Sequence[Artifact]]], jobs: int, tell: Progress
) -> tuple[Verdict, ...]:
    """Return the verdicts on artifacts, each with the book it was made from; `jobs` validators run at once.

    Verdicts are cached by the artifact's bytes and the validator's version; equal bytes are judged once. Missing validators
    and failed ones are reported among the findings.
    """
    wanted = [
        (validator, ValidatorInput(world, book, artifact))
        for book, artifacts in made
        for artifact in artifacts
        for validator in validators()
        if validator.wants(artifact)
    ]
    tools = {one: one(world) for one in dict.fromkeys(validator.tool for validator, _ in wanted)}
    program = world.program_digest()
    seals = {id(judged.artifact): "" for _, judged in wanted}
    for _, judged in wanted:
        seals[id(judged.artifact)] = seals[id(judged.artifact)] or sealed(judged.artifact.files)
    tasks = [
        _task(validator, judged, tools[validator.tool], seals[id(judged.artifact)], program)
        for validator, judged in wanted
    ]
    open_tasks: dict[str, _Task] = {}
    for task in tasks:
        if not tools[task.validator.tool].install:
            open_tasks.setdefault(task.name, task)
    found = _recalled(world, open_tasks)
    found |= _judged(world, [task for name, task in open_tasks.items() if name not in found], jobs, tell)
    sources = {id(book): SourcePositions(book.document) for book, _ in made}
    verdicts, seconds = [], {name: one.seconds for name, one in found.items()}
    for task in tasks:
        verdict = _verdict(
            task, tools[task.validator.tool], found.get(task.name), sources[id(task.judged.book)]
        )
        # Counted once: files of the same bytes share a verdict.
        verdicts.append(replace(verdict, seconds=seconds.pop(task.name, 0.0)))
    return tuple(verdicts)


def _task(validator: Validator, judged: ValidatorInput, tool: Tool, seal: str, program: str) -> _Task:
    key_parts = ("verdict", validator.name, tool.version, program, seal, validator.key(judged))
    name = hashlib.sha256(repr(key_parts).encode()).hexdigest()
    plain = "".join(validator.proves)  # a phrase cannot be stored
    verdict = Verdict(validator.name, tool.version, plain, judged.artifact.name, seal)
    return _Task(validator, judged, name, verdict)


def _recalled(world: World, names: Iterable[str]) -> dict[str, _Outcome]:
    result = {}
    for name in names:
        with suppress(msgspec.MsgspecError, ValueError, RecursionError):
            remarks = from_json(world.recall(name) or b"", tuple[Remark, ...])
            result[name] = _Outcome(remarks, cached=True)
    return result


def _judged(world: World, tasks: Sequence[_Task], jobs: int, tell: Progress) -> dict[str, _Outcome]:
    """Judge artifacts and cache the verdicts. An engine judges all its artifacts in one process."""
    by_engine: dict[Engine, list[_Task]] = {}
    work: list[tuple[str, Callable[[], dict[str, _Outcome]]]] = []
    for task in tasks:
        if isinstance(task.validator.judge, ByEngine):
            # A JVM or a browser takes longer to start than to check a small book, so each is started once.
            by_engine.setdefault(task.validator.judge.engine, []).append(task)
        else:
            work.append((f"{task.judged.artifact.name}: {task.validator.name}", partial(_by_function, task)))
    for engine, own in by_engine.items():  # these take longest, so they start first
        names = ", ".join(dict.fromkeys(task.validator.name for task in own))
        work.insert(0, (f"{len(own)} files: {names}", partial(_by_engine, world, engine, own)))

    def run(one: tuple[str, Callable[[], dict[str, _Outcome]]]) -> dict[str, _Outcome]:
        tell(one[0])
        found = one[1]()
        for name, text in found.items():
            if not isinstance(text.remarks, NoVerdict):
                world.retain(name, msgspec.json.encode(text.remarks))
        return found

    if jobs == 1 or len(work) < 2:
        return {name: one for found in map(run, work) for name, one in found.items()}
    with ThreadPoolExecutor(
        jobs + len(by_engine)
    ) as threads:  # an engine is another process, which a thread waits for
        return {name: one for found in threads.map(run, work) for name, one in found.items()}


def _by_function(task: _Task) -> dict[str, _Outcome]:
    judge = task.validator.judge
    assert not isinstance(judge, ByEngine)
    begun = time.monotonic()
    try:
        remarks: tuple[Remark, ...] | NoVerdict = judge(task.judged)
    except NoVerdict as error:
        remarks = error
    return {task.name: _Outcome(remarks, time.monotonic() - begun)}


def _by_engine(world: World, engine: Engine, tasks: Sequence[_Task]) -> dict[str, _Outcome]:
    by_engine = [task.validator.judge for task in tasks if isinstance(task.validator.judge, ByEngine)]
    asked = [by_engine.request(task.judged) for by_engine, task in zip(by_engine, tasks, strict=True)]
    result = {}
    for task, one, answer in zip(tasks, by_engine, engine.ask(world, asked), strict=True):
        result[task.name] = _Outcome(*_read(one, task.judged, answer))
    return result


def _read(
    by_engine: ByEngine, judged: ValidatorInput, answer: EngineReply | NoVerdict
) -> tuple[tuple[Remark, ...] | NoVerdict, float]:
    """Return the remarks in an engine's reply, and the seconds it took."""
    if isinstance(answer, NoVerdict):
        return answer, 0.0
    try:
        return by_engine.remarks(judged, answer.data), answer.seconds
    except NoVerdict as error:
        return error, answer.seconds
    except UNREADABLE:
        return NoVerdict("its answer cannot be read"), answer.seconds


def judge_one(validator: Validator, judged: ValidatorInput) -> tuple[Remark, ...]:
    """Return one validator's remarks on one artifact, uncached; raises `NoVerdict`."""
    if not isinstance(validator.judge, ByEngine):
        return validator.judge(judged)
    (answer,) = validator.judge.engine.ask(judged.world, [validator.judge.request(judged)])
    remarks, _ = _read(validator.judge, judged, answer)
    if isinstance(remarks, NoVerdict):
        raise remarks
    return remarks


def _verdict(task: _Task, tool: Tool, found: _Outcome | None, sources: SourcePositions) -> Verdict:
    validator, artifact = task.validator, task.judged.artifact
    if found is None:
        diagnosis = diagnostic(
            MISSING, Span(_FILE), hint=tool.install, proves=validator.proves, name=validator.name
        )
        return replace(task.verdict, findings=(diagnosis,), ran=False)
    if isinstance(found.remarks, NoVerdict):
        diagnosis = diagnostic(
            FAILED, Span(_FILE), name=validator.name, artifact=artifact.name, reason=found.remarks
        )
        return replace(task.verdict, findings=(diagnosis,), ran=False)
    findings = Findings()
    findings.extend(_diagnostics(found.remarks, validator, PositionFinder(sources, artifact), artifact))
    return replace(task.verdict, findings=findings.sorted(), cached=found.cached)


def _diagnostics(
    remarks: Sequence[Remark], validator: Validator, places: PositionFinder, artifact: Artifact
) -> Iterator[Diagnostic]:
    rules = {rule.code: rule for rule in (validator.rule, *validator.rules)}
    for remark in remarks:
        rule = rules[remark.code or validator.rule.code]
        span = places.span(remark)
        message = remark.phrase  # our own validators give whole sentences
        if "{message}" in rule.sentence:
            message = Phrase(rule.sentence, rule.code, message=message, rule=remark.rule)
        hint = "" if remark.path else _where(remark, artifact)
        yield Diagnostic(rule.code, remark.severity, span if span != NOWHERE else Span(_FILE), message, hint)


def _where(remark: Remark, artifact: Artifact) -> str:
    numbers = "".join(f":{n}" for n in (remark.line, remark.column) if n and remark.line)
    place = f"{remark.file or artifact.name}{numbers}"
    if remark.file:
        place = Phrase("{place} in {artifact}", place=place, artifact=artifact.name)
    elif remark.page:
        place = Phrase("{place}, page {page}", place=place, page=remark.page)
    if remark.count > 1:
        return Phrase("this is {place} ({count} times in all)", place=place, count=remark.count)
    return Phrase("this is {place}", place=place)
