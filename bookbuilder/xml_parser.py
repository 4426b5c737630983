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
    parser = etree.XMLParser(  # noqa: TID251 # the one parser
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=not remarks, remove_pis=not remarks, recover=recover,
        # An id that is there twice makes no document unreadable; programs write them.
        collect_ids=False,
    )  # fmt: skip
    return etree.fromstring(data, parser)  # noqa: TID251 # with it
