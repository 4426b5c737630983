"""Writes what an import could not keep exactly as JSON or HTML, by place."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bookbuilder.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the source, the importer with its reason, the paths of the files it made, and the findings."""

    source: str
    importer: str
    reason: str
    files: tuple[str, ...]
    findings: tuple[Diagnostic, ...]

    def as_json(self) -> bytes:
        """Return the report as JSON: `source`, `importer`, `reason`, `files`, `counts` by severity, `findings`."""
        data = {
            "source": self.source,
            "importer": self.importer,
            "reason": self.reason,
            "files": list(self.files),
            "counts": dict(sorted(Counter(one.severity.value for one in self.findings).items())),
            "findings": [one.as_json() for one in self.findings],
        }
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")

    def as_html(self) -> bytes:
        """Return the report as a page of its own."""
        name = escape(self.source)
        rows = (
            "".join(_row(one) for one in self.findings)
            or "<tr><td colspan=3>Everything was kept exactly.</td></tr>"
        )
        chapters = sum(path.endswith(".md") for path in self.files)
        page = (
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Import of {name}</title>\n'
            f"<style>{_STYLE}</style></head>\n<body><main><h1>Import of {name}</h1>\n"
            f"<p>Read as <b>{escape(self.importer)}</b> ({escape(self.reason)}): {chapters} chapters,"
            f" {len(self.files)} files.</p>\n{_summary(self.findings)}"
            '<table><thead><tr><th scope="col">Place</th><th scope="col">What</th><th scope="col">Finding</th></tr>'
            "</thead>\n"
            f"<tbody>{rows}</tbody></table></main></body></html>\n"
        )
        return page.encode("utf-8", "backslashreplace")


_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#222;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:.4rem .6rem;"
    "border-block-end:1px solid #ddd}.error{color:#a00}.warning{color:#8a5300}.notice{color:#0a5a8a}small{color:#555}"
)


def _summary(findings: Sequence[Diagnostic]) -> str:
    """Return a list of the kinds of findings with their numbers."""
    counts = Counter(one.code for one in findings)
    if not counts:
        return ""
    return (
        f"<ul>{''.join(f'<li>{escape(code)}: {count}</li>' for code, count in sorted(counts.items()))}</ul>\n"
    )


def _row(one: Diagnostic) -> str:
    hint = f"<br><small>{escape(one.hint)}</small>" if one.hint else ""
    return (
        f'<tr><td>{escape(str(one.span))}</td><td class="{one.severity.value}">{one.severity.value}</td>'
        f"<td>{escape(one.message)} <small>[{escape(one.code)}]</small>{hint}</td></tr>\n"
    )
