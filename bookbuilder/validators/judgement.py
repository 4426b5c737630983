"""The outcome of `check`: validators' verdicts, accessibility report, contents to sign; stored in the build record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import msgspec
from msgspec import Struct

from bookbuilder.accessibility_review.signatures_file import Signature, signatures, valid_signature
from bookbuilder.accessibility_review.signed_content import SignedContent, signed_content
from bookbuilder.checks.check import History
from bookbuilder.diagnostics import Diagnostic, Findings
from bookbuilder.discovery import rules
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import Artifact
from bookbuilder.pipeline.artifacts import MadeEditions
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.project import Project
from bookbuilder.project.project import Checks
from bookbuilder.typed_decoding import from_json
from bookbuilder.validators.validate import Verdict, validate
from bookbuilder.validators.validation_report import conforming, validation_report
from bookbuilder.validators.validator import validators
from bookbuilder.world import World


class Judgement(Struct, frozen=True):
    """The validators' verdicts, the report for publishers, and what can be signed."""

    verdicts: tuple[Verdict, ...] = ()
    report: dict[str, Any] | None = None
    contents: tuple[SignedContent, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all validators gave verdicts."""
        return bool(self.verdicts) and all(verdict.ran for verdict in self.verdicts)

    @property
    def crashed(self) -> bool:
        """Whether an installed validator gave no verdict."""
        return any(not verdict.ran and verdict.version for verdict in self.verdicts)

    def known_codes(self, request: BuildRequest, project: Project | None) -> Collection[str] | None:
        """Return all codes if everything was checked, so that unused ignores are reported; None if only a part was."""
        everything = self.complete and request.whole and project and project.checks != Checks()
        return rules().keys() if everything else None

    def encoded(self) -> bytes:
        """Return the judgement as bytes, without durations."""
        timeless = tuple(replace(verdict, seconds=0.0, cached=True) for verdict in self.verdicts)
        return msgspec.json.encode(msgspec.structs.replace(self, verdicts=timeless))


def decode(data: bytes) -> Judgement | None:
    """Return the judgement from bytes; None if they are invalid."""
    with suppress(msgspec.MsgspecError, ValueError, RecursionError):
        return from_json(data, Judgement)
    return None


def check_options(world: World, history: History | None, validators: bool) -> tuple[str, ...]:
    """Return what names a check in the key of its record (`BuildRequest.check`)."""
    by_rates = (f"rates by {history.__module__}.{history.__qualname__}",) if history else ()
    return ("check", *by_rates, *(_validator_versions(world) if validators else ()))


def _validator_versions(world: World) -> tuple[str, ...]:
    versions = {one: one(world) for one in dict.fromkeys(validator.tool for validator in validators())}
    return tuple(
        f"{validator.name} {versions[validator.tool].version or versions[validator.tool].install}"
        for validator in validators()
    )


Editions = Sequence[tuple[Book, Sequence[Artifact]]]


def run_validators(world: World, context: Context, editions: Editions) -> Judgement:
    """Have all validators check editions, in memory, and report their findings."""
    if not editions:
        return Judgement()
    verdicts = validate(world, editions, context.jobs, context.progress)
    context.findings.extend(one for verdict in verdicts for one in verdict.findings)
    return Judgement(verdicts)


def final_judgement(
    world: World, book: MadeEditions, verdicts: Sequence[Verdict], diagnostics: Sequence[Diagnostic]
) -> Judgement:
    """Return the verdicts with the findings as weighted by the book, the report, and what can be signed."""
    accessible = conforming(verdicts)
    remaining = {
        (diagnostic.code, diagnostic.span, diagnostic.message): diagnostic for diagnostic in diagnostics
    }
    filtered = tuple(
        replace(
            verdict,
            findings=tuple(
                remaining[key]
                for diagnostic in verdict.findings
                if (key := (diagnostic.code, diagnostic.span, diagnostic.message)) in remaining
            ),
        )
        for verdict in verdicts
    )
    assert book.project is not None
    contents = contents_to_sign(book.editions)
    report = validation_report(
        book.project, book.editions, filtered, diagnostics, _signed(world, contents), accessible
    )
    return Judgement(filtered, report, contents)


def contents_to_sign(editions: Editions) -> tuple[SignedContent, ...]:
    """Return what can be signed: one content for each language with an e-book."""
    books = {
        book.edition.locale.name: book
        for book, _ in editions
        if book.edition.format == "epub" and not book.locale.pseudo and not book.edition.beside
    }
    return tuple(
        signed_content(book.document, book.world, book.theme.name, book.theme.digest, book.runner)
        for book in books.values()
    )


def _signed(world: World, contents: Sequence[SignedContent]) -> dict[str, tuple[Signature, bool]]:
    """Return the signatures by locale, and whether each one is valid."""
    found = signatures(world, Findings())
    return {
        content.locale: (
            found[content.locale],
            valid_signature(found[content.locale], content, Findings()) is not None,
        )
        for content in contents
        if content.locale in found
    }
