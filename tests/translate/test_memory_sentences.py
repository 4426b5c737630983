"""A client's memory of single sentences fills blocks of several, as proposals; by rules of SRX where they are given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage.tmx import tmxfile

from bookbuilder.cli import main
from bookbuilder.locales.sentence_breaks import BreakRule, RuleError, rule_breaks, usual_breaks
from bookbuilder.translate.exchange.inline_codes import CodedText, CodeRole, coded_text
from bookbuilder.translate.exchange.memory_sentences import translate_sentences
from bookbuilder.translate.exchange.pretranslate import memory_pairs
from bookbuilder.translate.exchange.tmx import MemoryEntry
from tests.cases import book

DE = """\
# Der Hafen

Das ist z. B. am 17. Januar so. Dr. Müller kam. „Und dann?“ Er ging.[^a]

Ein *ganzer* Satz. Und *noch* einer, siehe [dort](https://example.org/a.b).

Ein Satz, den niemand kennt. Er ging.

[^a]: Er ging. Er ging.
"""
SENTENCES = (
    ("Das ist z. B. am 17. Januar so.", "So it is on January 17, for example."),
    ("Dr. Müller kam.", "Dr. Müller came."),
    ("„Und dann?“", "“And then?”"),
    ("Er ging.", "He went."),
    ("Der Hafen", "The Harbor"),
)


def toolkit(path: Path, *pairs: tuple[str, str]) -> Path:
    """Write a memory as translate-toolkit does."""
    store = tmxfile()
    for source, target in pairs:
        store.addtranslation(source, "de-DE", target, "en-US")
    path.write_bytes(bytes(store))
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = book.write(tmp_path / "book", {"chapters/de/01-a.md": DE})
    assert main(["new-locale", "en", "--book", str(found)]) == 0
    return found


def bring(root: Path, *words: str) -> int:
    return main(["translate", "import", *words, "--book", str(root)])


def english(root: Path) -> str:
    return (root / "chapters/en/01-a.md").read_text(encoding="utf-8")


def test_blocks_of_several_sentences_are_filled_as_proposals(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert bring(root, str(toolkit(tmp_path / "client.tmx", *SENTENCES))) == 0
    captured = capsys.readouterr()
    text = english(root)
    assert "So it is on January 17, for example. Dr. Müller came. “And then?” He went.[^a]\n" in text
    assert "[^a]: He went. He went.\n" in text and "# The Harbor\n" in text
    assert "Ein *ganzer* Satz." in text and "Ein Satz, den niemand kennt. Er ging." in text
    said = " ".join(captured.err.split())
    assert "chapters/de/01-a.md:3: notice: 2 blocks were put together from sentences of" in said
    assert "client.tmx: lines 3, 9 [exchange.proposed]" in said
    assert "en: 3 blocks filled in, to be reviewed" in captured.out
    assert main(["status", str(root), "--strict"]) == 1
    into = tmp_path / "out"
    assert main(["translate", "export", "en", "--into", str(into), "--book", str(root)]) == 0
    exported = (into / "en.xlf").read_text(encoding="utf-8")
    proposal = r'<target state="needs-review-translation" [^>]*>So it is on January 17, for example\.'
    assert re.search(proposal, exported)


def test_codes_of_formats_are_kept(root: Path, tmp_path: Path) -> None:
    units = (
        ('Ein <bpt i="1" type="italic">&lt;i&gt;</bpt>ganzer<ept i="1">&lt;/i&gt;</ept> Satz.',
         'A <bpt i="1" type="italic">&lt;i&gt;</bpt>whole<ept i="1">&lt;/i&gt;</ept> sentence.'),
        ('Und <bpt i="1" x="1"/>noch<ept i="1"/> einer, siehe <bpt i="2" x="2"/>dort<ept i="2"/>.',
         'See <bpt i="2" x="2"/>there<ept i="2"/> <bpt i="1" x="1"/>one more<ept i="1"/>.'),
    )  # fmt: skip
    body = "".join(
        f'<tu><tuv xml:lang="DE"><seg>{a}</seg></tuv><tuv xml:lang="EN"><seg>{b}</seg></tuv></tu>'
        for a, b in units
    )
    file = tmp_path / "client.tmx"
    head = '<header creationtool="x" segtype="sentence" o-tmf="x" adminlang="en" srclang="de" datatype="x"/>'
    file.write_text(f'<tmx version="1.4">{head}<body>{body}</body></tmx>', encoding="utf-8")
    assert bring(root, str(file)) == 0
    assert "A *whole* sentence. See [there](https://example.org/a.b) *one more*.\n" in english(root)


SRX = """<?xml version="1.0" encoding="UTF-8"?>
<srx xmlns="http://www.lisa.org/srx20" version="2.0">
<header segmentsubflows="yes" cascade="{cascade}"/><body><languagerules>
<languagerule languagerulename="German">
<rule break="no"><beforebreak>\\bDr\\.</beforebreak><afterbreak>\\s</afterbreak></rule>
</languagerule>
<languagerule languagerulename="Default">
<rule break="yes"><beforebreak>[,.]</beforebreak><afterbreak>\\s+\\p{{L}}</afterbreak></rule>
</languagerule></languagerules>
<maprules><languagemap languagepattern="[Dd][Ee].*" languagerulename="German"/>
<languagemap languagepattern=".*" languagerulename="Default"/></maprules></body></srx>"""


def test_a_memory_cut_by_other_rules_needs_them(tmp_path: Path) -> None:
    root = book.write(tmp_path / "book", {"chapters/de/01-a.md": "# A\n\nDr. Mai kam, er ging, sie blieb.\n"})
    assert main(["new-locale", "en", "--book", str(root)]) == 0
    pairs = ("Dr. Mai kam,", "Dr. Mai came,"), ("er ging,", "he went,"), ("sie blieb.", "she stayed.")
    memory, rules = toolkit(tmp_path / "client.tmx", *pairs), tmp_path / "client.srx"
    assert bring(root, str(memory)) == 0
    assert "Dr. Mai kam" in english(root)
    rules.write_text(SRX.format(cascade="yes"), encoding="utf-8")
    assert bring(root, str(memory), "--srx", str(rules)) == 0
    assert "Dr. Mai came, he went, she stayed.\n" in english(root)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("<srx", "exchange.broken"),
        ("<tmx/>", "it begins with <tmx>, not as SRX does"),
        (SRX.format(cascade="no").replace("\\bDr\\.", "("), "is no regular expression"),
        (
            SRX.format(cascade="no").replace("[Dd][Ee].*", "fr").replace('".*"', '"it"'),
            "it has no rules for de",
        ),
        (
            SRX.format(cascade="no").replace("[Dd][Ee].*", "(?:(?:.?){999}){999}x").replace('".*"', '"it"'),
            "it has no rules for de",
        ),
        (SRX.format(cascade="yes").replace("\\bDr\\.", "(.*.*.*.*.*)+;!"), "takes too long"),
        ('<!DOCTYPE srx [<!ENTITY a "b">]>' + SRX.format(cascade="no"), "exchange."),
    ],
)
def test_rules_that_are_wrong_are_told(
    root: Path, tmp_path: Path, content: str, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = english(root)
    (root / "chapters/de/02-b.md").write_text(f"# B\n\n{'Ein Satz ohne Ende, ' * 60}.\n", encoding="utf-8")
    memory, rules = toolkit(tmp_path / "client.tmx", *SENTENCES), tmp_path / "client.srx"
    rules.write_text(content, encoding="utf-8")
    assert bring(root, str(memory), "--srx", str(rules)) == 1
    assert problem in " ".join(capsys.readouterr().err.split())
    assert english(root) == before


def test_rules_by_srx_decide_at_the_first_that_matches() -> None:
    rules = BreakRule(False, r"\bz\.", r"\sB\."), BreakRule(True, r"\.", r"\s"), BreakRule(False, "", "")
    text = "So z. B. hier. 😀 Dort. Da."
    assert [text[at:] for at in rule_breaks(rules)(text)] == [" hier. 😀 Dort. Da.", " 😀 Dort. Da.", " Da."]
    with pytest.raises(RuleError):
        rule_breaks([BreakRule(True, "(", "")])


def test_chinese_sentences_are_joined_without_a_space() -> None:
    known: dict[CodedText, CodedText] = {("Er ging.",): ("他走了。",), ("Sie kam.",): ("她来了。",)}
    assert translate_sentences(("Er ging. Sie kam.",), usual_breaks("de"), known.get) == ("他走了。她来了。",)


OPEN, CLOSE, SINGLE = CodeRole.OPEN, CodeRole.CLOSE, CodeRole.SINGLE
WORDS = st.lists(
    st.sampled_from(["Ein", "z. B.", "Satz", "am", "17. Januar", "Dr.", "Ja"]), min_size=1, max_size=4
)


@st.composite
def sentence(draw: st.DrawFn, number: int) -> tuple[CodedText, CodedText]:
    """Return a sentence as the book has it, perhaps with codes around it, and as the memory has it."""
    words = " ".join(draw(WORDS)).removesuffix(".") + draw(st.sampled_from([".", "!", "?"]))
    form = draw(st.sampled_from(["plain", "note", "pair"]))
    if form == "note":
        return (words, (SINGLE, number)), (words,)
    return ((OPEN, number), words, (CLOSE, number)) if form == "pair" else (words,), (words,)


@settings(max_examples=200, deadline=None)
@given(st.data(), st.integers(2, 6))
def test_any_cut_of_a_memory_is_found(data: st.DataObject, count: int) -> None:
    """Whatever abbreviations a sentence has: if each sentence is in the memory, the block is translated, codes and all."""
    parts = [data.draw(sentence(number)) for number in range(1, count + 1)]
    text: list[str | tuple[CodeRole, int]] = []
    for number, (part, _) in enumerate(parts):
        text += ([" "] if number else []) + list(part)
    known = {key: (f"T {key[0]}",) for _, key in parts}
    found = translate_sentences(_merged(text), _everywhere, known.get)
    assert found is not None
    codes = [piece for piece in text if not isinstance(piece, str)]
    assert sorted(map(str, codes)) == sorted(str(piece) for piece in found if not isinstance(piece, str))
    words = "".join(piece for piece in found if isinstance(piece, str))
    assert words.replace("T ", "") == "".join(piece for piece in text if isinstance(piece, str))


def _everywhere(text: str) -> Sequence[int]:
    return [match.end() for match in re.finditer(r"[.!?]\s", text)]


def _merged(text: Sequence[str | tuple[CodeRole, int]]) -> CodedText:
    result: list[str | tuple[CodeRole, int]] = []
    for piece in text:
        if isinstance(piece, str) and result and isinstance(result[-1], str):
            result[-1] += piece
        else:
            result.append(piece)
    return tuple(result)


def test_an_entry_without_words_translates_nothing() -> None:
    """Some programs write what is not translated yet."""
    texts = [("Er ging.", ""), ("Er ging.", " – "), ("Er ging.", "He went."), ("–", "")]
    memory = [MemoryEntry({"de": coded_text([one]), "en": coded_text([other])}) for one, other in texts]
    pairs = memory_pairs(memory, "de", "en")
    assert [pair.target for pair in pairs[("Er ging.",)]] == [("He went.",)]
