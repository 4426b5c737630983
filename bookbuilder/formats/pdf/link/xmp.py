"""Writes the XMP metadata of a PDF as one block of RDF.

PDF/A asks for a schema of every property that it does not define (ISO 19005-3, 6.6.2.3), all of them in one bag.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_FIELDS = 'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"'


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its value, its type (`Integer`, `Text`), its category (`internal`: for machines; or `external`), its
    meaning."""

    name: str
    value: str
    kind: str
    category: str
    means: str


@dataclass(frozen=True, slots=True)
class Schema:
    """Properties of one namespace."""

    prefix: str
    namespace: str
    title: str
    properties: Sequence[Property]


ACCESSIBLE = Schema(
    "pdfuaid",
    "http://www.aiim.org/pdfua/ns/id/",
    "PDF/UA Universal Accessibility Schema",
    (Property("part", "1", "Integer", "internal", "Part of ISO 14289 that the file keeps"),),
)
"""The claim of PDF/UA-1 (ISO 14289-1, 5)."""


PRESS = (
    Schema(
        "pdfxid",
        "http://www.npes.org/pdfx/ns/id/",
        "PDF/X ID Schema",
        (
            Property(
                "GTS_PDFXVersion", "PDF/X-4", "Text", "internal", "Standard of PDF/X that the file keeps"
            ),
        ),
    ),
    Schema(
        "pdf",
        "http://ns.adobe.com/pdf/1.3/",
        "Adobe PDF Schema",
        (Property("Trapped", "False", "Text", "internal", "Whether colours overlap where they meet"),),
    ),
)
"""The claim of PDF/X-4 (ISO 15930-7, 6.3), and a property that the XMP of PDF/A does not know yet."""


def managed(identifier: str, moment: str) -> tuple[Schema, ...]:
    """Return what identifies a file and its version, as PDF/X asks (ISO 15930-7, 6.3)."""
    number = (
        f"{identifier[:8]}-{identifier[8:12]}-{identifier[12:16]}-{identifier[16:20]}-{identifier[20:32]}"
    )
    properties = (("DocumentID", f"uuid:{number}"), ("VersionID", "1"), ("RenditionClass", "default"))
    return (
        Schema(
            "xmpMM",
            "http://ns.adobe.com/xap/1.0/mm/",
            "",
            [Property(n, v, "", "", "") for n, v in properties],
        ),
        Schema("xmp", "http://ns.adobe.com/xap/1.0/", "", [Property("MetadataDate", moment, "", "", "")]),
    )


def reservation(policy: str) -> Schema:
    """Return the reservation of text and data mining (TDM Reservation Protocol, section on metadata in files)."""
    properties = [Property("reservation", "1", "Text", "external", "Text and data mining is reserved")]
    if policy:
        properties.append(Property("policy", policy, "Text", "external", "Address of the policy"))
    return Schema("tdm", "http://www.w3.org/ns/tdmrep#", "TDM Reservation Protocol", properties)


@dataclass(frozen=True, slots=True)
class About:
    """What a PDF says about itself, in its metadata and in its information dictionary, which must agree.

    `moment` is a date and time of W3C (`2022-01-24T00:00:00Z`), `langs` are its languages (BCP 47), the leading one first,
    `producer` is the program that wrote the file.
    """

    title: str
    authors: tuple[str, ...]
    description: str
    keywords: tuple[str, ...]
    moment: str
    langs: tuple[str, ...]
    producer: str
    creator: str = "bookbuilder"

    @property
    def lang(self) -> str:
        """The leading language."""
        return self.langs[0]


def rdf(about: About, schemas: Sequence[Schema], standard: Sequence[Schema] = ()) -> bytes:
    """Return the one block of RDF of a PDF/A-3a (ISO 19005-3, 6.6.2), with properties of other schemas explained; those of
    `standard` schemas need no explanation."""
    parts = [
        *map(_properties, standard),
        _about(
            'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"',
            "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        ),
        _about(
            'xmlns:pdf="http://ns.adobe.com/pdf/1.3/"',
            f"<pdf:Producer>{escape(about.producer)}</pdf:Producer>"
            + (f"<pdf:Keywords>{escape(', '.join(about.keywords))}</pdf:Keywords>" if about.keywords else ""),
        ),
        _about(
            'xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
            f"<xmp:CreatorTool>{escape(about.creator)}</xmp:CreatorTool><xmp:CreateDate>{about.moment}</xmp:CreateDate>"
            f"<xmp:ModifyDate>{about.moment}</xmp:ModifyDate>",
        ),
        _about('xmlns:dc="http://purl.org/dc/elements/1.1/"', "".join(_dublin(about))),
        *map(_properties, schemas),
    ]
    if schemas:
        parts.append(_explanation(schemas))
    return f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{"".join(parts)}</rdf:RDF>'.encode()


def described(parts: Iterable[tuple[str, str]], schemas: Sequence[Schema]) -> bytes:
    """Return a block of RDF: the properties of namespaces that PDF/A knows, and those of other schemas, explained."""
    texts = [_about(namespace, properties) for namespace, properties in parts]
    texts += [*map(_properties, schemas), *([_explanation(schemas)] if schemas else [])]
    return f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{"".join(texts)}</rdf:RDF>'.encode()


def packet(block: bytes) -> bytes:
    """Return a block of RDF as it stands in a file (XMP Specification, part 1, 7.3)."""
    return (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        + block
        + b'\n</x:xmpmeta>\n<?xpacket end="r"?>'
    )


def _about(namespaces: str, properties: str) -> str:
    return f'<rdf:Description rdf:about="" {namespaces}>{properties}</rdf:Description>'


def _dublin(about: About) -> Iterator[str]:
    for name, text in (("title", about.title), ("description", about.description)):
        if text:
            yield f'<dc:{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></dc:{name}>'
    if about.authors:
        names = "".join(f"<rdf:li>{escape(name)}</rdf:li>" for name in about.authors)
        yield f"<dc:creator><rdf:Seq>{names}</rdf:Seq></dc:creator>"
    langs = "".join(f"<rdf:li>{escape(lang)}</rdf:li>" for lang in about.langs)
    yield f"<dc:language><rdf:Bag>{langs}</rdf:Bag></dc:language>"


def _properties(schema: Schema) -> str:
    p = schema.prefix
    values = "".join(f"<{p}:{one.name}>{escape(one.value)}</{p}:{one.name}>" for one in schema.properties)
    return _about(f'xmlns:{p}="{schema.namespace}"', values)


def _explanation(schemas: Sequence[Schema]) -> str:
    return (
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        f" {_FIELDS}><pdfaExtension:schemas><rdf:Bag>{''.join(map(_schema, schemas))}</rdf:Bag>"
        "</pdfaExtension:schemas></rdf:Description>"
    )


def _schema(schema: Schema) -> str:
    properties = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{one.name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{one.kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{one.category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{one.means}</pdfaProperty:description></rdf:li>"
        for one in schema.properties
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{schema.title}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{schema.namespace}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{schema.prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
