"""Turns verdicts into an accessibility report as data: what was checked, by which validator and version, and the result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib import metadata
from itertools import groupby
from typing import Any

from bookbuilder.accessibility_review.questions import QUESTIONS
from bookbuilder.accessibility_review.signatures_file import Signature
from bookbuilder.diagnostics import Diagnostic, Severity
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import Artifact
from bookbuilder.project import Project
from bookbuilder.validators.epub_accessibility import declared_accessibility
from bookbuilder.validators.onix import codes
from bookbuilder.validators.validate import Verdict
from bookbuilder.world import sealed

PASSED, FAILED, NOT_RUN = "passed", "failed", "not run"


def validation_report(
    project: Project,
    editions: Sequence[tuple[Book, Sequence[Artifact]]],
    verdicts: Sequence[Verdict],
    diagnostics: Sequence[Diagnostic],
    signed: Mapping[str, tuple[Signature, bool]],
    accessible: Collection[str] = (),
) -> dict[str, Any]:
    """Return the report as data for JSON, in English: the book, the program, each file with its hash, verdicts, ONIX codes
    (list 196) and, of an e-book, what its metadata say of accessibility; all findings as weighted by the book; signatures by
    locale, and whether each is valid (`signed`). `accessible` are the PDFs that conform to PDF/UA-1.

    It has no date, so that the same book gives the same report: the hash identifies the file.
    """
    source = project.locales[project.source]
    imprint = project.imprints[source.name]
    made = {artifact.name: (book, artifact) for book, artifacts in editions for artifact in artifacts}
    files = []
    for name, group in groupby(verdicts, key=lambda verdict: verdict.artifact):
        own = tuple(group)
        book, artifact = made[name]
        values = codes(artifact, accessible_pdf=name in accessible)
        files.append(
            {
                "name": name,
                "format": book.edition.format,
                "locale": book.edition.locale.name,
                "language": book.edition.locale.tag,
                "sha256": _hash(artifact),
                "accessibility": declared_accessibility(artifact),
                "checks": [_check(one) for one in own],
                "onix_196": [{"value": value} | ({"text": text} if text else {}) for value, text in values],
            }
        )
    return {
        "program": f"bookbuilder {metadata.version('bookbuilder')}",
        "book": {
            "id": project.id,
            "title": source.title,
            "language": source.tag,
            "edition": project.edition,
            "date": project.date.isoformat(),
            "publisher": imprint.publisher,
            "contact": {"address": list(imprint.address), "email": imprint.email, "url": imprint.url},
            "isbn": dict(imprint.isbn),
        },
        "result": _result(verdicts, diagnostics),
        "signatures": [_signature(name, one, holds=holds) for name, (one, holds) in signed.items()],
        "files": files,
        "findings": [_finding(diagnostic) for diagnostic in diagnostics],
        "ignored": [
            {"code": ignore.code, "reason": ignore.reason, "path": ignore.path, "words": ignore.words}
            for ignore in project.checks.ignores
        ],
    }


def conforming(verdicts: Iterable[Verdict]) -> frozenset[str]:
    """Return the names of the PDFs that conform to PDF/UA-1, from verdicts before the book's ignores are applied."""
    return frozenset(
        verdict.artifact
        for verdict in verdicts
        if verdict.validator == "veraPDF"
        and verdict.ran
        and not any(d.code == "pdf.inaccessible" for d in verdict.findings)
    )


def as_json(data: dict[str, Any]) -> bytes:
    """Return a report as JSON."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _hash(artifact: Artifact) -> str:
    """Return the SHA-256 of a single file, as `sha256sum` prints it; of a folder, that of names and hashes of its files."""
    return hashlib.sha256(artifact.files[""]).hexdigest() if "" in artifact.files else sealed(artifact.files)


def _result(verdicts: Sequence[Verdict], diagnostics: Sequence[Diagnostic]) -> str:
    if any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics):
        return FAILED
    return PASSED if all(verdict.ran for verdict in verdicts) else NOT_RUN


def _check(verdict: Verdict) -> dict[str, Any]:
    bad = sum(d.severity is not Severity.NOTICE for d in verdict.findings)
    return {
        "validator": verdict.validator,
        "version": verdict.version,
        "proves": verdict.proves,
        "result": NOT_RUN if not verdict.ran else FAILED if bad else PASSED,
        "findings": len(verdict.findings) if verdict.ran else 0,
    }


def _signature(locale: str, signature: Signature, *, holds: bool) -> dict[str, Any]:
    return {
        "locale": locale,
        "by": signature.by,
        "date": signature.date.isoformat(),
        "holds": holds,
        "answers": [
            {
                "question": str(question.text),
                "wcag": question.criterion,
                "answer": signature.answers.get(question.key, ""),
            }
            for question in QUESTIONS
        ],
    }


def _finding(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "place": str(diagnostic.span),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }
