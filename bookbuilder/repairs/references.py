"""Links and references that lead nowhere: their words stay."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.markdown.escape_markdown import escape_text
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair, TodoWords

_ROLE = re.compile(r"\{[\w:-]+\}(`+)(?P<words>[^`]+?)(?:\s*<(?P<target>[^`<>]+)>)?\1")
"""A role of MyST: {ref}`words <target>`."""
_AT = re.compile(r"-?@\{?[\w:.#$%&+?~/-]*[\w/]\}?")
_CITATION = re.compile(r"\[[^\[\]]*\]")
_WIKI = re.compile(r"\[\[(?P<target>[^\[\]|]+)(?:\|(?P<words>[^\[\]]+))?\]\]")


def mend(chapter: MarkdownText, problem: Diagnostic) -> list[SourceEdit]:
    """Return the edit for a link."""
    at = chapter.offset(problem.span)
    if at is None:
        return []
    text = chapter.text
    if role := _ROLE.match(text, at):
        return [SourceEdit(at, role.end(), escape_text(role["words"]))]
    if wiki := _WIKI.match(text, at):
        return [SourceEdit(at, wiki.end(), escape_text(wiki["words"] or wiki["target"]))]
    if problem.code == "citation.unknown" and (cited := _CITATION.match(text, at)):
        return [SourceEdit(at, cited.end(), re.sub(r"(?<!\\)@", r"\\@", cited[0]))]
    if text[at : at + 1] in ("@", "-") and (key := _AT.match(text, at)):
        return [SourceEdit(at, key.end(), key[0].replace("@", "\\@", 1))]
    link = chapter.bracketed(at)
    if link is None:
        return []
    if link.words.strip():
        return [SourceEdit(link.start, link.end, link.words + _address(link.address, problem))]
    target = link.address.strip().lstrip("#").split(maxsplit=1)
    return [SourceEdit(link.start, link.end, escape_text(target[0]) if target else "")]


def _address(address: str, problem: Diagnostic) -> str:
    """Return what is added to the words of a link: an address that no reader may follow."""
    bare = address.strip().split(maxsplit=1)
    shown = problem.code == "link.scheme" and bare
    return f" (`{bare[0].replace('`', '')}`)" if shown else ""


REPAIR = Repair(
    {
        "reference.unknown": TodoWords(
            "{count:,} references lead to nothing", "correct their targets, or put {#name} there"
        ),
        "citation.unknown": TodoWords(
            "{count:,} citations name sources that the book does not have", "add them to its file of sources"
        ),
        "reference.chapter": TodoWords(
            "{count:,} references name chapters that the book does not have", "correct the names"
        ),
        "reference.blank": TodoWords(
            "{count:,} references have no words, and their targets no names", "write words in the brackets"
        ),
        "reference.ambiguous": TodoWords(
            "{count:,} references may mean several headings",
            "give the headings that are meant a name: {#name}",
        ),
        "reference.form": TodoWords(
            "{count:,} references have an unknown form", "write ref=page, ref=bare or ref=text"
        ),
        "link.scheme": TodoWords(
            "{count:,} links have an address that is not allowed",
            "write https://, mailto: or a place in the book",
        ),
        "issue.unknown": TodoWords(
            "{count:,} references lead to issues that nobody has recorded",
            "record the issue, or correct its name",
        ),
        "issue.place": TodoWords(
            "{count:,} references lead to nothing in their issue", "correct their targets"
        ),
        "issue.own": TodoWords(
            "{count:,} references lead to this book as to another issue", "write #name alone"
        ),
    },
    mend,
)
