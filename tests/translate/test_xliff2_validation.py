"""Each constraint of XLIFF 2.1 that the reader holds a file to: what breaks it is told with its line, what keeps it is read."""
# ruff: noqa: E501 -- a document stands on one line

from __future__ import annotations

import pytest
from lxml import etree

from bookbuilder.diagnostics import Findings
from bookbuilder.translate.exchange import xliff2
from bookbuilder.translate.exchange.xliff2.rules.fragment_identifiers import selectors
from bookbuilder.translate.exchange.xliff2.validate_document import violations
from tests.growth import at_most

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:xliff:{name}:2.0"'
    for prefix, name in {
        "mtc": "matches", "gls": "glossary", "fs": "fs", "mda": "metadata", "res": "resourcedata",
        "ctr": "changetracking", "slr": "sizerestriction", "val": "validation",
    }.items()
)  # fmt: skip
HEAD = f'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" {SPACES} xmlns:my="urn:my" version="2.1" srcLang="de" trgLang="en">'


def document(file: str) -> str:
    return f'{HEAD}\n<file id="f1">\n{file}\n</file></xliff>'


def unit(inner: str) -> str:
    return document(f'<unit id="u1">\n{inner}\n</unit>')


def segment(source: str, target: str | None = None, before: str = "") -> str:
    said = "" if target is None else f"<target>{target}</target>"
    return unit(f'{before}<segment id="s1"><source>{source}</source>{said}</segment>')


SEGMENT = "<segment><source>a</source></segment>"
UNIT = f'<unit id="u1">{SEGMENT}</unit>'
KEPT = 'canCopy="no" canDelete="no"'
FIRST, NEXT = f'canReorder="firstNo" {KEPT}', f'canReorder="no" {KEPT}'

VALID = [
    document(UNIT),
    document('<group id="g1"/>'),
    document(f'<skeleton href="a.skl"/><my:x my:y="1"/><notes><note id="n1" priority="10" my:y="1">a</note></notes>{UNIT}'),
    document(f"<skeleton>words<my:x/></skeleton>{UNIT}"),
    segment('<pc id="1" type="fmt" subType="xlf:b">a</pc><ph id="2" fs:fs="br"/>', '<ph id="2"/><pc id="1">a</pc><ph id="9"/>'),
    segment('<sc id="1"/>a<ec startRef="1"/><sm id="2" translate="no"/>b<em startRef="2"/>'),
    segment('<sc id="1" isolated="yes" dir="rtl"/>a'),
    segment('<ec id="1" isolated="yes" dir="rtl" fs:fs="b"/>a'),
    segment('<ph id="1"/><ph id="2" copyOf="1"/>'),
    segment('<ph id="1" dataRef="d1"/>', None, '<originalData><data id="d1"><cp hex="0001"/></data></originalData>'),
    segment(f'<ph id="1" {FIRST}/><ph id="2" {NEXT}/><ph id="3"/>', f'<ph id="3"/><ph id="1" {FIRST}/><ph id="2" {NEXT}/>'),
    segment(f'<sc id="1" {FIRST}/>a<ec startRef="1" {NEXT}/>'),
    segment('<mrk id="1" type="comment" ref="#n=n1">a</mrk>', None, '<notes><note id="n1">a</note></notes>'),
    segment('<mrk id="1" type="comment" ref="#f=f1/u=u1/n=n1">a</mrk>', None, '<notes><note id="n1">a</note></notes>'),
    segment('<mrk id="1" type="term" ref="https://example.org/">a</mrk>'),
    segment("a", "b", '<mtc:matches><mtc:match ref="#s1" type="tm" subType="my:x" similarity="99.5"><source>a</source><target>b</target></mtc:match></mtc:matches>'),
    segment("a", "b", '<gls:glossary><gls:glossEntry ref="#s1"><gls:term>a</gls:term><gls:definition>b</gls:definition><my:x/></gls:glossEntry></gls:glossary>'),
    unit('<segment><source>a</source><target order="2">b</target></segment><segment><source>c</source><target order="1">d</target></segment>'),
    document(f'<slr:profiles generalProfile="xliff:codepoints"/><slr:data profile="p"><my:x id="x1"/></slr:data><group id="g" slr:sizeInfoRef="x1" slr:sizeRestriction="3,*">{UNIT}</group>'),
    document(f'<val:validation><val:rule startsWith="a" existsInSource="yes"/><val:rule my:x="1"/><val:rule isPresent="a" occurs="2"/></val:validation>{UNIT}'),
    document(f'<res:resourceData><res:resourceItem id="r" mimeType="image/png"><res:source href="a.png"/></res:resourceItem></res:resourceData>{UNIT}'),
    unit(f'<ctr:changeTrack><ctr:revisions appliesTo="note" ref="n1"><ctr:revision><ctr:item property="content">a</ctr:item><ctr:item property="category">b</ctr:item></ctr:revision></ctr:revisions></ctr:changeTrack><notes><note id="n1" category="c">a</note></notes>{SEGMENT}'),
    document('<unit id="u1" xml:lang="de"><segment><source>a</source><target xml:lang="en">b</target></segment></unit>'),
]  # fmt: skip

_MATCH = (
    '<mtc:matches><mtc:match ref="#s1"{0}><source>{1}</source><target>{2}</target></mtc:match></mtc:matches>'
)
_RULE = "<val:validation><val:rule {0}/></val:validation>"
_CTR = (
    "<ctr:changeTrack><ctr:revisions {0}><ctr:revision>{1}</ctr:revision></ctr:revisions></ctr:changeTrack>"
)
_NOTES = '<notes><note id="n1">a</note><note id="n2">b</note></notes>'

INVALID = [
    # the schema
    (f"{HEAD}</xliff>", "<xliff> holds nothing"),
    (document(""), "<file> holds nothing"),
    (document(f"{UNIT}<notes><note>a</note></notes>"), "<file> holds <unit>, <notes>"),
    (document(f"words{UNIT}"), "<file> holds text"),
    (document(UNIT).replace(' version="2.1"', ""), "<xliff> has no version"),
    (document(UNIT).replace('version="2.1"', 'version="1.2"'), "version='1.2'"),
    (document(UNIT).replace('srcLang="de"', 'srcLang="d"'), "srcLang='d'"),
    (document(f'<unit id="u 1">{SEGMENT}</unit>'), "id='u 1' on <unit>"),
    (unit('<segment state="done"><source>a</source></segment>'), "state='done'"),
    (unit('<segment my:x="1"><source>a</source></segment>'), "may not have x='1'"),
    (unit("<segment><target>a</target></segment>"), "<segment> holds <target>"),
    (unit('<segment><source dir="rtl">a</source></segment>'), "may not have dir='rtl'"),
    (segment('<bx id="1"/>'), "<source> holds <bx>"),
    (segment('<ph id="1" type="bold"/>'), "type='bold'"),
    (segment('<ph id="1" my:x="1"/>'), "may not have x='1'"),
    (segment('<ph id="1" fs:fs="paragraph"/>'), "fs:fs='paragraph'"),
    (segment('<ph id="1" fs:other="b"/>'), "fs:other='b'"),
    (segment('<ph id="1" canCopy="maybe"/>'), "canCopy='maybe'"),
    (document(f"<mda:meta/>{UNIT}"), "<file> holds <mda:meta>"),
    (document(f"<mda:metadata><mda:metaGroup><mda:meta>a</mda:meta></mda:metaGroup></mda:metadata>{UNIT}"), "has no type"),
    (document(f'<mtc:matches/>{UNIT}'), "<file> holds <mtc:matches>"),
    # ids
    (f'{HEAD}<file id="f1">{UNIT}</file>\n<file id="f1">{UNIT}</file></xliff>', "the id f1 stands twice"),
    (document(f"{UNIT}{UNIT}"), "the id u1 stands twice"),
    (document(f'<group id="g1"/><group id="g1">{UNIT}</group>'), "the id g1 stands twice"),
    (document(f'{_NOTES.replace("n2", "n1")}{UNIT}'), "the id n1 stands twice"),
    (document(f'<my:x id="x"/><my:y xml:id="x"/>{UNIT}'), "the id x stands twice"),
    (segment('<ph id="1"/><ph id="1"/>'), "the id 1 stands twice"),
    (segment('<ph id="s1"/>'), "the id s1 stands twice"),
    (segment("a", '<ph id="1"/><ph id="1"/>'), "the id 1 stands twice"),
    (segment('<ph id="1"/>', '<pc id="1">a</pc>'), "has the id 1 of a <ph> of the source"),
    (unit('<segment id="s1"><source>a</source></segment><ignorable id="s1"><source>a</source></ignorable>'), "s1 stands twice"),
    (segment("a", None, _MATCH.format("", '<ph id="1"/><ph id="1"/>', "b")), "the id 1 stands twice"),
    # languages and spaces
    (document(UNIT.replace("</source>", "</source><target>b</target>")).replace(' trgLang="en"', ""), "no trgLang"),
    (unit('<segment><source xml:lang="fr">a</source></segment>'), "its xml:lang is fr"),
    (document(UNIT.replace('<unit id="u1"', '<unit id="u1" xml:lang="fr"')), "its xml:lang is fr"),
    (unit('<segment><source xml:space="preserve">a</source><target>b</target></segment>'), "differ in xml:space"),
    (segment("a", None, '<originalData><data id="d" xml:space="default">a</data></originalData>'), "is always preserve"),
    (document(f'<res:resourceData><res:resourceItem mimeType="a/b"><res:source xml:lang="fr" href="a"/></res:resourceItem></res:resourceData>{UNIT}'), "is not the srcLang"),
    # what opens is closed
    (segment('<sc id="1"/>a'), "<sc id='1'> is not closed"),
    (segment('<ec startRef="1"/><sc id="1"/>'), "does not stand before it"),
    (segment('<sm id="1" translate="no"/>a'), "<sm id='1'> is not closed"),
    (segment('a<em startRef="1"/>'), "closes 1, which does not stand before it"),
    (segment('<sc id="1" isolated="yes"/>a<ec startRef="1"/>'), "which stands apart"),
    (segment('<sc id="1"/><ec startRef="1" id="2"/>'), "<ec> has an id where it stands apart"),
    (segment('<ec startRef="1" isolated="yes"/>'), "<ec> has an id where it stands apart"),
    (segment('<sc id="1"/><ec startRef="1" dir="rtl"/>'), "<ec> has a dir only"),
    (segment('<sc id="1" canCopy="no"/><ec startRef="1"/>'), "canCopy of <ec>"),
    (segment(f'<sc id="1" {FIRST}/><ec startRef="1" {KEPT} canReorder="firstNo"/>'), "canReorder of <ec>"),
    (segment("a", None, _MATCH.format("", '<sc id="1"/>', "b")), "<sc id='1'> is not closed"),
    # codes
    (segment('<cp hex="00A0"/>'), "<cp> is for what XML cannot hold"),
    (segment('<cp hex="110000"/>'), "<cp> is for what XML cannot hold"),
    (unit('<segment subState="my:x"><source>a</source></segment>'), "has a subState and no state"),
    (unit('<segment state="final"><source>a</source></segment>'), "is final, and has no target"),
    (segment('<ph id="1" subType="my:x"/>'), "has a subType and no type"),
    (segment('<ph id="1" type="ui" subType="xlf:b"/>'), "does not go with the type ui"),
    (segment('<pc id="1" equivStart="a">b</pc>'), "equivStart and equivEnd go together"),
    (segment('<ph id="1" dataRef="d1"/>'), "dataRef names d1"),
    (segment("a", None, _MATCH.format("", '<ph id="1" dataRef="d1"/>', "b")), "dataRef names d1"),
    (segment('<ph id="1" copyOf="2"/>'), "is no code of its unit"),
    (segment('<ph id="1" canCopy="no"/><ph id="2" copyOf="1"/>'), "must not be copied"),
    (segment('<ph id="1"/><ph id="2" copyOf="1" dataRef="d"/>', None, '<originalData><data id="d">a</data></originalData>'), "no data of its own"),
    (segment('<ph id="1" subFlows="u1 u2"/>'), "names u2, which is no unit"),
    # what must stay, and in which order
    (segment('<ph id="1" canReorder="no"/>'), "can be neither deleted nor copied"),
    (segment(f'<ph id="1" {NEXT}/>'), "stands behind another one, or says firstNo"),
    (segment(f'<ph id="1" {FIRST}/><ph id="2"/><ph id="3" {NEXT}/>'), "stands behind another one, or says firstNo"),
    (segment('<ph id="1" canDelete="no"/>', ""), "the code 1 must not be deleted"),
    (segment(f'<ph id="1" {FIRST}/><ph id="2" {NEXT}/>', f'<ph id="2" {KEPT}/><ph id="1" {FIRST}/>'), "must keep their order"),
    (segment(f'<pc id="1" {FIRST}><ph id="2" {NEXT}/></pc>', f'<pc id="1" {FIRST}/><ph id="2" {NEXT}/>'), "must keep their order"),
    # the order of targets
    (unit("<ignorable><source> </source></ignorable>"), "<unit> has no segment"),
    (unit('<segment><source>a</source><target order="1">b</target></segment><segment><source>c</source><target order="1">d</target></segment>'), "the order 1 stands twice"),
    (unit('<segment><source>a</source><target order="2">b</target></segment><segment><source>c</source><target>d</target></segment>'), "it has left place 1"),
    # references
    (segment('<mrk id="1" type="comment">a</mrk>'), "either a value or a ref"),
    (segment('<mrk id="1" type="comment" value="a" ref="#n=n1">a</mrk>'), "either a value or a ref"),
    (segment('<mrk id="1" type="comment" ref="#n=n1">a</mrk>'), "#n=n1 is none"),
    (document(f'{_NOTES}<unit id="u1"><segment><source><mrk id="1" type="comment" ref="#f=f1/n=n1">a</mrk></source></segment></unit>'), "#f=f1/n=n1 is none"),
    (segment('<mrk id="1" type="my:x" ref="#u=1/f=1">a</mrk>'), "is no reference into an XLIFF document"),
    (segment('<mrk id="1" type="mtc:match" ref="#s1">a</mrk>'), "an annotation of a match has no ref"),
    (segment("a", None, _MATCH.format("", "a", "b").replace("#s1", "#s2")), "#s2, which is no text of its unit"),
    (segment("a", None, _MATCH.format("", "a", "b").replace("#s1", "s1")), "s1, which is no text of its unit"),
    (segment("a", None, '<gls:glossary><gls:glossEntry ref="#x"><gls:term>a</gls:term><gls:definition>b</gls:definition></gls:glossEntry></gls:glossary>'), "#x, which is no text"),
    # what lies elsewhere, matches, terms
    (document(f"<skeleton/>{UNIT}"), "either holds something or has a href"),
    (document(f'<skeleton href="a">b</skeleton>{UNIT}'), "either holds something or has a href"),
    (segment("a", None, _MATCH.format(' xml:lang="en"', "a", "b")), "a match has no xml:lang"),
    (segment("a", None, _MATCH.format(' subType="my:x"', "a", "b")), "a match has a subType and no type"),
    (document(f'<res:resourceData><res:resourceItem><res:source href="a"/></res:resourceItem></res:resourceData>{UNIT}'), "has a mimeType"),
    (segment("a", None, "<gls:glossary><gls:glossEntry><gls:term>a</gls:term></gls:glossEntry></gls:glossary>"), "a translation or a definition"),
    # sizes and styles
    (segment('<sc id="1"/><ec startRef="1" fs:fs="b"/>'), "only where it stands apart"),
    (segment('<ph id="1" fs:subFs="a,b"/>'), "fs:subFs and no fs:fs"),
    (segment('<ph id="1" slr:sizeInfo="1" slr:sizeInfoRef="x"/>'), "both slr:sizeInfo and slr:sizeInfoRef"),
    (segment('<ph id="1" slr:sizeInfoRef="x"/>'), "names x, and there is no such data"),
    (segment('<ph id="1" slr:sizeInfo="1.5"/>'), "slr:sizeInfo='1.5'"),
    (document(f'<slr:profiles generalProfile="xliff:codepoints"/><group id="g" slr:sizeInfo="wide">{UNIT}</group>'), "a number by the profile"),
    (document(f'<group id="g" slr:sizeRestriction="*3">{UNIT}</group>'), "slr:sizeRestriction='*3'"),
    # validation
    (document(_RULE.format("") + UNIT), "a rule has exactly one of"),
    (document(_RULE.format('isPresent="a" my:x="1"') + UNIT), "a rule has exactly one of"),
    (document(_RULE.format('isNotPresent="a" existsInSource="yes"') + UNIT), "existsInSource goes with"),
    (document(_RULE.format('startsWith="a" occurs="1"') + UNIT), "occurs goes with isPresent"),
    (document(_RULE.format('startsWith="a" disabled="yes"') + UNIT), "cannot be disabled"),
    # changes
    (unit(_CTR.format('appliesTo="note" ref="n9"', '<ctr:item property="content">a</ctr:item>') + _NOTES + SEGMENT), "refers to n9"),
    (unit(_CTR.format('appliesTo="note"', '<ctr:item property="content">a</ctr:item>') + _NOTES + SEGMENT), "no ref says which"),
    (unit(_CTR.format('appliesTo="note" ref="n1"', '<ctr:item property="priority">a</ctr:item>') + _NOTES + SEGMENT), "priority is no attribute"),
    (unit(_CTR.format('appliesTo="note" ref="n1"', '<ctr:item property="content">a</ctr:item>' * 2) + _NOTES + SEGMENT), "has content twice"),
]  # fmt: skip


def told(content: str) -> list[str]:
    findings = Findings()
    xliff2.read(content.encode(), "a.xlf", findings)
    return [str(found) for found in findings.sorted()]


@pytest.mark.parametrize("content", VALID)
def test_what_keeps_the_constraints_is_read(content: str) -> None:
    assert told(content) == []


@pytest.mark.parametrize(("content", "said"), INVALID, ids=[said for _, said in INVALID])
def test_what_breaks_a_constraint_is_told_with_its_line(content: str, said: str) -> None:
    lines = told(content)
    assert any(said in line for line in lines), lines
    assert all(line.startswith("a.xlf:") and ":0:" not in line for line in lines)


def test_a_flaw_of_a_unit_concerns_that_unit_only() -> None:
    second = '<unit id="u2"><segment><source>a</source><target>b</target></segment></unit>'
    findings = Findings()
    (chapter,) = xliff2.read(document(f'<unit id="u1"><segment><source><ph id="1"/><ph id="1"/></source></segment></unit>{second}').encode(), "a.xlf", findings)  # fmt: skip
    assert [(one.id, bool(one.error)) for one in chapter.units] == [("u1", True), ("u2", False)]
    assert [found.code for found in findings.sorted()] == ["exchange.invalid"]


def test_fragment_identifiers() -> None:
    good = (
        "#a",
        "#n=1",
        "#t=1",
        "#d=1",
        "#/f=1",
        "#f=1/u=2/a",
        "#f=1/g=2/g=3/n=4",
        "#u=1/t=2",
        "#f=1/tbx=2",
        "#u=1/gls=a.b-c",
    )
    bad = (
        "",
        "a",
        "#",
        "#/",
        "#a/b",
        "#u=1/f=2",
        "#f=1/f=2",
        "#u=1/g=2",
        "#n=1/u=2",
        "#f=1/d=2",
        "#x=1",
        "#f=",
        "#=1",
        "#f=1/a",
        "#a b",
    )
    assert [one for one in good if selectors(one) is None] == []
    assert [one for one in bad if selectors(one) is not None] == []


@pytest.mark.heavy
def test_many_units_with_many_codes_take_linear_time() -> None:
    import time

    def seconds(size: int) -> float:
        codes = "".join(
            f'<pc id="{n}"><ph id="{n + size}" {NEXT if n else FIRST}/></pc>' for n in range(size)
        )
        units = "".join(
            f'<unit id="u{n}"><segment id="s1"><source><ph id="1" subFlows="u1"/></source></segment></unit>'
            for n in range(size)
        )
        root = etree.fromstring(
            document(
                units
                + f'<unit id="x"><segment><source>{codes}</source><target>{codes}</target></segment></unit>'
            )
        )
        start = time.process_time()
        list(violations(root))
        return time.process_time() - start

    assert at_most(30, seconds, 400, 4000)
