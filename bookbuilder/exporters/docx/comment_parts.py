"""The comments of a file of Word with their answers: two parts, which are written anew from the proof notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from lxml import etree

from bookbuilder.exporters.docx.word_xml import W, element, w
from bookbuilder.exporters.proof_comments import ProofComment
from bookbuilder.importers.safe_xml import parse_xml

COMMENTS, EXTENDED = "word/comments.xml", "word/commentsExtended.xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_EXTENDED_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
_EXTENDED_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_FIRST_PARAGRAPH = 0x10000000
"""The number of the first paragraph of a comment; those of paragraphs are below 0x80000000."""


def comment_parts(parts: Mapping[str, bytes], comments: Sequence[ProofComment]) -> dict[str, bytes]:
    """Return the parts that change: [MS-DOCX] 2.5.4 says how answers are written. None without comments."""
    written = [comment for comment in comments if comment.kind == "comment" or not comment.text]
    root = parse_xml(parts[COMMENTS], COMMENTS, COMMENTS) if COMMENTS in parts else None
    present = {one.get(w("id")) for one in root} if root is not None else set()
    written = [comment for comment in written if str(comment.number) in present]
    if not written:
        return {}
    ids = _paragraph_ids(written)
    last = {number: of_comment[-1] for number, of_comment in ids.items()}
    extended = etree.Element(f"{{{_W15}}}commentsEx", nsmap={"w15": _W15})
    for comment in written:
        one = etree.SubElement(extended, f"{{{_W15}}}commentEx")
        one.set(f"{{{_W15}}}paraId", last[comment.number])
        if comment.answers in last:
            one.set(f"{{{_W15}}}paraIdParent", last[comment.answers])
        one.set(f"{{{_W15}}}done", str(int(comment.resolved)))
    types, relations = (parse_xml(parts[name], name, name) for name in (_TYPES, _RELATIONS))
    _add(types, "Override", PartName=f"/{EXTENDED}", ContentType=_EXTENDED_TYPE)
    _add(
        relations,
        "Relationship",
        Id="rIdCommentsExtended",
        Type=_EXTENDED_RELATION,
        Target="commentsExtended.xml",
    )
    made = {COMMENTS: _comments(written, ids), EXTENDED: extended, _TYPES: types, _RELATIONS: relations}
    return {
        name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        for name, tree in made.items()
    }


def _add(parent: Any, name: str, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}", attributes)


def _paragraph_ids(comments: Sequence[ProofComment]) -> dict[int, list[str]]:
    numbers = count(_FIRST_PARAGRAPH)
    return {
        comment.number: [f"{next(numbers):08X}" for _ in comment.text.split("\n")] for comment in comments
    }


def _comments(comments: Sequence[ProofComment], ids: Mapping[int, Sequence[str]]) -> Any:
    root = etree.Element(w("comments"), nsmap={"w": W, "w14": _W14, "mc": _MC})
    # Programs that do not know w14 may pass over it (ECMA-376, part 3).
    root.set(f"{{{_MC}}}Ignorable", "w14")
    for comment in comments:
        one = element(
            "comment",
            id=str(comment.number),
            author=comment.author,
            **({"date": comment.date} if comment.date else {}),
            initials="".join(word[0] for word in comment.author.split()[:3]),
        )
        for line, number in zip(comment.text.split("\n"), ids[comment.number], strict=True):
            paragraph = element("p", element("pPr", element("pStyle", val="CommentText")))
            paragraph.set(f"{{{_W14}}}paraId", number)
            if not len(one):
                mark = element("rPr", element("rStyle", val="CommentReference"))
                paragraph.append(element("r", mark, element("annotationRef")))
            words = element("t")
            words.text = line
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            paragraph.append(element("r", words))
            one.append(paragraph)
        root.append(one)
    return root
