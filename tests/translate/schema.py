"""What XLIFF 1.2 (strict) lets a file say, of what bookbuilder writes: a RELAX NG schema made from the standard.

The schema of OASIS is not part of this repo, for it does not say under which licence it may be passed on. Files with all
that bookbuilder writes were held against its transitional one when this was written, which is narrower than both.
"""

from __future__ import annotations

import pytest
from lxml import etree

_SOURCE = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:oasis:names:tc:xliff:document:1.2"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start>
    <element name="xliff"><attribute name="version" ns=""><value>1.2</value></attribute>
      <oneOrMore><ref name="file"/></oneOrMore></element>
  </start>
  <define name="file">
    <element name="file">
      <attribute name="original" ns=""/>
      <attribute name="source-language" ns=""><data type="language"/></attribute>
      <attribute name="target-language" ns=""><data type="language"/></attribute>
      <attribute name="datatype" ns="">
        <data type="string"><param name="pattern">plaintext|x-[^\\s]+</param></data>
      </attribute>
      <attribute name="tool-id" ns=""/>
      <element name="header">
        <element name="tool"><attribute name="tool-id" ns=""/><attribute name="tool-name" ns=""/></element>
        <element name="note"><text/></element>
      </element>
      <element name="body"><oneOrMore><ref name="unit"/></oneOrMore></element>
    </element>
  </define>
  <define name="unit">
    <element name="trans-unit">
      <attribute name="id" ns=""><data type="string"><param name="minLength">1</param></data></attribute>
      <optional><attribute name="translate" ns=""><choice><value>yes</value><value>no</value></choice></attribute></optional>
      <attribute name="xml:space"><value>preserve</value></attribute>
      <element name="source"><ref name="segment"/></element>
      <element name="target">
        <attribute name="state" ns="">
          <choice>
            <value>new</value><value>needs-review-translation</value><value>translated</value><value>final</value>
          </choice>
        </attribute>
        <attribute name="xml:lang"><data type="language"/></attribute>
        <ref name="segment"/>
      </element>
      <element name="context-group">
        <attribute name="purpose" ns=""><value>location</value></attribute>
        <oneOrMore>
          <element name="context">
            <attribute name="context-type" ns="">
              <choice><value>sourcefile</value><value>linenumber</value><value>x-translation</value></choice>
            </attribute>
            <text/>
          </element>
        </oneOrMore>
      </element>
      <zeroOrMore><element name="note"><attribute name="from" ns=""/><text/></element></zeroOrMore>
      <optional>
        <element name="alt-trans">
          <attribute name="alttranstype" ns=""><value>previous-version</value></attribute>
          <element name="source"><ref name="segment"/></element>
          <element name="target"><ref name="segment"/></element>
        </element>
      </optional>
    </element>
  </define>
  <define name="segment">
    <zeroOrMore>
      <choice>
        <text/>
        <element name="g"><ref name="code"/><ref name="segment"/></element>
        <element name="x"><ref name="code"/></element>
      </choice>
    </zeroOrMore>
  </define>
  <define name="code">
    <attribute name="id" ns=""><data type="positiveInteger"/></attribute>
    <attribute name="ctype" ns="">
      <choice>
        <value>bold</value><value>italic</value><value>link</value><value>image</value><value>lb</value>
        <data type="string"><param name="pattern">x-[^\\s]+</param></data>
      </choice>
    </attribute>
    <optional><attribute name="equiv-text" ns=""/></optional>
  </define>
</grammar>
"""


class Schema:
    """Says where a file is not as the standard has it; the ids of codes are unique in a segment, which no schema can say."""

    def __init__(self) -> None:
        """Read the schema."""
        self._schema = etree.RelaxNG(etree.fromstring(_SOURCE))

    def validate(self, file: str) -> None:
        """Fail with all that is wrong."""
        tree = etree.fromstring(file.encode())
        if not self._schema.validate(tree):
            pytest.fail(str(self._schema.error_log))
        for name in ("source", "target"):
            for segment in tree.iter(f"{{*}}{name}"):
                ids = [code.get("id") for code in segment.iter("{*}g", "{*}x")]
                assert len(ids) == len(set(ids)), etree.tostring(segment)


SCHEMA = Schema()
