"""Reads the comments of a file of Word as proof notes."""

from __future__ import annotations

from lxml import etree

from bookbuilder.importers.docx.package import COMMENTS, COMMENTS_EXTENDED, attribute
from bookbuilder.importers.docx.reading import DocxState
from bookbuilder.importers.manuscript.nodes import ProofNote
from bookbuilder.importers.safe_xml import elements, local


def read_comments(reading: DocxState) -> None:
    """Add the comments of a file to `DocxState.proof`."""
    root = reading.package.related_xml(COMMENTS)
    if root is None:
        return
    answers, resolved = _threads(reading.package.related_xml(COMMENTS_EXTENDED))
    keys: dict[str, str] = {}
    comments = [one for one in elements(root) if local(one) == "comment"]
    paragraphs = {attribute(one, "id"): _paragraph_ids(one) for one in comments}
    for number, ids in paragraphs.items():
        keys |= dict.fromkeys(ids, f"comment-{number}")
    for one in comments:
        number = attribute(one, "id")
        # Word names a comment in a thread by its last paragraph ([MS-DOCX] 2.5.4).
        last = paragraphs[number][-1] if paragraphs[number] else ""
        reading.proof[f"comment-{number}"] = ProofNote(
            f"comment-{number}",
            "comment",
            attribute(one, "author"),
            attribute(one, "date"),
            _text(one),
            keys.get(answers.get(last, ""), ""),
            resolved=last in resolved,
        )


def _paragraph_ids(comment: etree._Element) -> list[str]:
    return [
        attribute(one, "paraId")
        for one in elements(comment)
        if local(one) == "p" and attribute(one, "paraId")
    ]


def _threads(root: etree._Element | None) -> tuple[dict[str, str], set[str]]:
    """Return the paragraph that each comment answers, and those that are done, by the ids of their last paragraphs."""
    answers, resolved = {}, set()
    for one in elements(root) if root is not None else ():
        if parent := attribute(one, "paraIdParent"):
            answers[attribute(one, "paraId")] = parent
        if attribute(one, "done") in ("1", "true"):
            resolved.add(attribute(one, "paraId"))
    return answers, resolved


def _text(comment: etree._Element) -> str:
    lines = []
    for paragraph in comment.iter():
        if local(paragraph) == "p":
            words = (
                one.text or "" if local(one) == "t" else " "
                for one in paragraph.iter()
                if local(one) in ("t", "tab", "br")
            )
            lines.append("".join(words))
    return "\n".join(lines).strip()
