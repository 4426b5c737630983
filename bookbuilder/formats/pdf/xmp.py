"""Adds to the XMP metadata of a PDF what WeasyPrint does not know."""

from __future__ import annotations

from xml.sax.saxutils import escape

from weasyprint.document import DocumentMetadata

NAMESPACE = "http://www.w3.org/ns/tdmrep#"


def reservation(metadata: DocumentMetadata, policy: str) -> None:
    """Reserve text and data mining (TDM Reservation Protocol, section on metadata in files).

    WeasyPrint's own option for more metadata writes a second RDF block, which readers ignore, so the block that it
    makes is extended instead. PDF/A wants a schema for every property that it does not know (ISO 19005-3, 6.6.2.3).
    """
    original = metadata.generate_rdf_metadata
    properties = [("reservation", "1", "Text and data mining is reserved")]
    if policy:
        properties.append(("policy", policy, "Address of the policy"))

    def generate(*arguments: object) -> bytes:
        data: bytes = original(*arguments)
        end = data.rindex(b"</rdf:RDF>")
        return data[:end] + _description(properties).encode() + data[end:]

    metadata.generate_rdf_metadata = generate


def _description(properties: list[tuple[str, str, str]]) -> str:
    values = "".join(f"<tdm:{name}>{escape(value)}</tdm:{name}>" for name, value, _ in properties)
    schema = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        f"<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{escape(words)}</pdfaProperty:description></rdf:li>"
        for name, _, words in properties
    )
    return (
        f'<rdf:Description rdf:about="" xmlns:tdm="{NAMESPACE}">{values}</rdf:Description>'
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
        '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>TDM Reservation Protocol</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>tdm</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{schema}</rdf:Seq></pdfaSchema:property></rdf:li>"
        "</rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )
