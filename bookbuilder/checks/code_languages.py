"""Checks that the language of a block of code is one that has colours."""

from __future__ import annotations

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.diagnostics import Report, Rule, Severity, nearest
from bookbuilder.document.code_languages import is_known, known_languages, language_name
from bookbuilder.document.nodes import Code
from bookbuilder.document.walk import walk

UNKNOWN = Rule(
    "code.language",
    "code in {language} has no colours: no language is called so",
    "The word behind the fence says which language the code is in; its parts have colours then. No language is guessed."
    " `text` says that it is none.",
    Severity.NOTICE,
)


def each(subject: ChapterInput, report: Report) -> None:
    """Report each name of a language that is not known, once for a chapter."""
    reported = set()
    for node in walk(subject.written):
        if isinstance(node, Code) and node.language and not is_known(node.language):
            name = language_name(node.language)
            if name not in reported:
                reported.add(name)
                report(UNKNOWN, node.span, hint=nearest(name, known_languages()), language=name)


CHECK = Check("code_languages", "Code is in a language that has colours.", each=each)
