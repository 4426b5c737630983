"""Writes SARIF 2.1.0 (OASIS), which code hosts show beside the lines of a change."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from typing import Any
from urllib.parse import quote

from bookbuilder.cli.shared.report_formats.report_format import CheckOutcome, ReportFormat
from bookbuilder.diagnostics import Diagnostic, Severity
from bookbuilder.discovery import rules
from bookbuilder.printed_text import json_text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def sarif(outcome: CheckOutcome) -> str:
    """Return a log with one run: the violated rules, and a result for each finding. Paths are relative to the book."""
    codes = sorted({diagnostic.code for diagnostic in outcome.diagnostics})
    registered = rules()
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "bookbuilder",
                        "version": metadata.version("bookbuilder"),
                        "rules": [
                            {
                                "id": code,
                                "shortDescription": {"text": registered[code].sentence},
                                "fullDescription": {"text": registered[code].why},
                                "defaultConfiguration": {"level": _LEVELS[registered[code].severity]},
                            }
                            for code in codes
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(diagnostic, codes.index(diagnostic.code), outcome.said)
                    for diagnostic in outcome.diagnostics
                ],
            }
        ],
    }
    return json_text(log, indent=2)


def _result(diagnostic: Diagnostic, rule: int, said: Callable[[str], str]) -> dict[str, Any]:
    text = f"{diagnostic.message}\n{diagnostic.hint}" if diagnostic.hint else diagnostic.message
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": text},
    }
    if localized := diagnostic.as_json(said).get("localized"):
        result["properties"] = {"localized": localized}
    if diagnostic.span.path:
        place: dict[str, Any] = {
            "artifactLocation": {
                "uri": quote(diagnostic.span.path, errors="surrogateescape"),
                "uriBaseId": "%SRCROOT%",
            }
        }
        if diagnostic.span.line:
            column = {"startColumn": diagnostic.span.column} if diagnostic.span.column else {}
            place["region"] = {"startLine": diagnostic.span.line} | column
        result["locations"] = [{"physicalLocation": place}]
    return result


FORM = ReportFormat("sarif", sarif)
