"""Writes JUnit XML, which CI servers show as a list of tests."""

from __future__ import annotations

import re

from lxml import etree

from bookbuilder.cli.shared.report_formats.report_format import CheckOutcome, ReportFormat
from bookbuilder.diagnostics import Diagnostic, Severity
from bookbuilder.printed_text import xml_text

_ODD = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(outcome: CheckOutcome) -> str:
    """Return two test suites: one test for each finding (or one that passes), and one for each verdict of a validator. A
    finding fails its test if it fails the check; a validator without a verdict is skipped."""
    bad = {Severity.ERROR, Severity.WARNING} if outcome.strict else {Severity.ERROR}
    root = etree.Element("testsuites", name="bookbuilder")
    findings = etree.SubElement(root, "testsuite", name="findings")
    for diagnostic in outcome.diagnostics:
        case = etree.SubElement(
            findings,
            "testcase",
            classname=diagnostic.code,
            name=_safe(f"{diagnostic.span}: {diagnostic.message}"),
        )
        if diagnostic.span.path:
            case.set("file", _safe(diagnostic.span.path))
        if diagnostic.span.line:
            case.set("line", str(diagnostic.span.line))
        if diagnostic.severity in bad:
            _failure(case, diagnostic)
        else:
            etree.SubElement(case, "system-out").text = _safe(str(diagnostic))
    if not outcome.diagnostics:
        etree.SubElement(findings, "testcase", classname="bookbuilder", name="nothing is wrong")
    verdicts = etree.SubElement(root, "testsuite", name="validators")
    for verdict in outcome.verdicts:
        name = f"{verdict.artifact}: {verdict.proves}"
        case = etree.SubElement(verdicts, "testcase", classname=verdict.validator, name=_safe(name))
        told_bad = [diagnostic for diagnostic in verdict.findings if diagnostic.severity in bad]
        for diagnostic in told_bad:
            _failure(case, diagnostic)
        if not verdict.ran and not told_bad:
            etree.SubElement(
                case,
                "skipped",
                message=_safe(next((diagnostic.message for diagnostic in verdict.findings), "no verdict")),
            )
    for suite in (findings, verdicts):
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(sum(case.find("failure") is not None for case in suite)))
        suite.set("errors", "0")
        suite.set("skipped", str(sum(case.find("skipped") is not None for case in suite)))
    etree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml_text(etree.tostring(root, encoding="unicode"))


def _failure(case: etree._Element, diagnostic: Diagnostic) -> None:
    failure = etree.SubElement(case, "failure", type=diagnostic.code, message=_safe(diagnostic.message))
    failure.text = _safe(f"{diagnostic}\n{diagnostic.hint}".rstrip())


def _safe(text: str) -> str:
    """Return a text without characters that XML 1.0 cannot hold."""
    return _ODD.sub("�", text)


FORM = ReportFormat("junit", junit)
