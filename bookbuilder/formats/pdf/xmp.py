"""Adds to the XMP metadata of a PDF what WeasyPrint does not know.

WeasyPrint's own option for more metadata writes a second RDF block, which readers ignore, so the block that it makes is
extended instead. PDF/A wants a schema for every property that it does not know (ISO 19005-3, 6.6.2.3), and takes one bag of
them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from weasyprint.document import DocumentMetadata

_FIELDS = 'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"'


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its type (`Integer`, `Text`), whether it is for machines (`internal`) or people, and what it means."""

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


def reservation(policy: str) -> Schema:
    """Return the reservation of text and data mining (TDM Reservation Protocol, section on metadata in files)."""
    properties = [Property("reservation", "1", "Text", "external", "Text and data mining is reserved")]
    if policy:
        properties.append(Property("policy", policy, "Text", "external", "Address of the policy"))
    return Schema("tdm", "http://www.w3.org/ns/tdmrep#", "TDM Reservation Protocol", properties)


def extend(metadata: DocumentMetadata, said: Callable[[], Sequence[Schema]]) -> None:
    """Add the properties of some schemas, and say what they are; it is asked for them when all else is written."""
    original = metadata.generate_rdf_metadata

    def generate(*arguments: object) -> bytes:
        data: bytes = original(*arguments)
        end = data.rindex(b"</rdf:RDF>")
        schemas = said()
        if not schemas:
            return data
        added = "".join(map(_properties, schemas)) + _explained(schemas)
        return data[:end] + added.encode() + data[end:]

    metadata.generate_rdf_metadata = generate


def _properties(schema: Schema) -> str:
    p = schema.prefix
    values = "".join(f"<{p}:{one.name}>{escape(one.value)}</{p}:{one.name}>" for one in schema.properties)
    return f'<rdf:Description rdf:about="" xmlns:{p}="{schema.namespace}">{values}</rdf:Description>'


def _explained(schemas: Sequence[Schema]) -> str:
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
