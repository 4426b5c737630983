"""Parses XML, with one set of flags for all of the program: ruff bans every other way.

What is parsed may come from a stranger, or was written from a stranger's template. So no entity is resolved, no document
type is loaded, and nothing is fetched. The limits of libxml2 hold: 256 elements within one another, ten million bytes of a
text or an attribute; and entities in attributes, which are always unfolded, take at most five times the room of the file
(or 1 MB).
"""

from __future__ import annotations

from lxml import etree


def xml_root(data: bytes | str, *, remarks: bool = True, recover: bool = False) -> etree._Element:
    """Return the root element of a document. Raises `etree.XMLSyntaxError`, whose `position` is line and column.

    `remarks=False` leaves out comments and processing instructions, as readers of other programs' files want it, for which
    they would divide a text. `recover` reads on behind a fault, where the words of finished pages are counted: that a page
    is not well-formed is told by others.

    >>> etree.tostring(xml_root(b"<a>b<!-- c -->d</a>", remarks=False))
    b'<a>bd</a>'
    """
    try:
        return _parsed(data, remarks=remarks, recover=recover, collect_ids=True)
    except etree.XMLSyntaxError as error:
        if error.code not in _ID_FAULTS or _has_doctype(data):
            raise
    # An id that is there twice, or that is no name, makes no document unreadable; programs write them.
    return _parsed(data, remarks=remarks, recover=recover, collect_ids=False)


_ID_FAULTS = (etree.ErrorTypes.DTD_ID_REDEFINED, etree.ErrorTypes.DTD_XMLID_VALUE)


def _parsed(data: bytes | str, *, remarks: bool, recover: bool, collect_ids: bool) -> etree._Element:
    """Return the root element. Without `collect_ids` libxml2 looks for the document type, so there must be none."""
    parser = etree.XMLParser(  # noqa: TID251 # the one parser
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=not remarks, remove_pis=not remarks, recover=recover, collect_ids=collect_ids,
    )  # fmt: skip
    return etree.fromstring(data, parser)  # noqa: TID251 # with it


def _has_doctype(data: bytes | str) -> bool:
    plain = data if isinstance(data, str) else data.replace(b"\0", b"").decode("latin-1")
    return "<!DOCTYPE" in plain
