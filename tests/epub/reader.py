"""Reads an EPUB as a reading system would: container, package document, spine, navigation."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

NS = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
}
TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class Epub:
    """An EPUB that was opened."""

    files: dict[str, bytes]
    infos: tuple[zipfile.ZipInfo, ...]

    @classmethod
    def open(cls, path: Path) -> Epub:
        with zipfile.ZipFile(path) as archive:
            return cls({n: archive.read(n) for n in archive.namelist()}, tuple(archive.infolist()))

    @property
    def opf_name(self) -> str:
        root = etree.fromstring(self.files["META-INF/container.xml"])
        return str(root.xpath("string(//c:rootfile/@full-path)", namespaces=NS))

    @property
    def opf(self) -> etree._Element:
        return etree.fromstring(self.files[self.opf_name])

    def find(self, path: str) -> list[str]:
        """Return what an XPath finds in the package document, as texts."""
        return [str(x if isinstance(x, str) else x.text) for x in self.opf.xpath(path, namespaces=NS)]

    def meta(self, name: str) -> list[str]:
        """Return the values of a property."""
        return self.find(f"//o:meta[@property='{name}']/text()")

    def names(self, condition: str = "") -> list[str]:
        """Return the names of the items of the manifest that meet an XPath condition."""
        folder = posixpath.dirname(self.opf_name)
        return [posixpath.join(folder, href) for href in self.find(f"//o:item{condition}/@href")]

    @property
    def spine(self) -> list[str]:
        """The names of the documents in reading order."""
        return [self.names(f"[@id='{ref}']")[0] for ref in self.find("//o:itemref/@idref")]

    def document(self, name: str) -> etree._Element:
        return etree.fromstring(self.files[name])

    @property
    def documents(self) -> dict[str, etree._Element]:
        return {n: self.document(n) for n in self.names("[@media-type='application/xhtml+xml']")}

    @property
    def nav(self) -> tuple[str, etree._Element]:
        (name,) = self.names("[contains(concat(' ', @properties, ' '), ' nav ')]")
        return name, self.document(name)

    def links(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield (file, fragment) of each address inside the package that a document names."""
        for value in self.document(name).xpath("//@href | //@src"):
            address = str(value)
            if ":" in address.split("/")[0]:
                continue
            file, _, fragment = address.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
            yield target, fragment


def words(element: etree._Element) -> str:
    """Return the words of an element, white space made plain."""
    return " ".join("".join(str(t) for t in element.itertext()).replace("\u00a0", " ").split())
