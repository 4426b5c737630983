"""Articles become books: what is said of them (importer_cases.md), whole folders (tests/importer), that no word is lost."""

from __future__ import annotations

import re
import shutil
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.cli.import_ import _day
from bookbuilder.diagnostics import Findings, Severity
from bookbuilder.document.nodes import Fact, Text
from bookbuilder.document.walk import plain, walk
from bookbuilder.importers.importer import Files, ImportRequest, importers
from bookbuilder.importers.source import file_source
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.read_locale import read_locale
from bookbuilder.project import load
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import ROOT
from tests.growth import at_most
from tests.unit.pairs import Pair, pairs

CASES = pairs(Path(__file__).parent / "importer_cases.md")
FOLDER = ROOT / "tests" / "importer"
ARTICLES = sorted(FOLDER.glob("*.txt"))
AROUND = {"woche": "2022-01", "semaine": "2022-01", "turn": "2022"}
ARTICLE = importers()["article"]


def made(text: str, around: str = "2022-01", locale: str = "") -> tuple[Files | None, Findings]:
    findings = Findings()
    when = None if around == "none" else _day(around)
    request = ImportRequest(file_source("article.txt", text.encode()), "artikel", locale, when)
    return ARTICLE.run(request, World(ROOT), findings), findings


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_said(case: Pair, accept: bool) -> None:
    around, _, locale = case.kind.partition("/")
    files, findings = made(case.source, around, locale)
    assert (files is None) == findings.failed
    out = book.told(findings.sorted())
    for path, data in (files or {}).items():
        text = data.decode()
        if not path.endswith(".md"):
            out += f"{path}: {' '.join(re.findall(r'^(?:title|credits) = .*$', text, re.MULTILINE))}\n"
            continue
        head, body = text.split("\n---\n", 1)
        sections = re.findall(r"^##+ .*$", body, re.MULTILINE)
        values = re.findall(r"^(?:title|date): (.*)$|^  (- .*)$", head, re.MULTILINE)
        out += f"{path}: {' | '.join([a or b for a, b in values] + sections)}\n"
    case.compare(out, accept=accept)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_a_whole_folder(
    article: Path, tmp_path: Path, accept: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder beside the article is what comes out; a `said.txt` in it holds what is said."""
    target, golden = tmp_path / "new", FOLDER / article.stem
    assert main(["import", str(article), "--around", AROUND[article.stem], "--dir", str(target)]) == 0
    said = capsys.readouterr().err.replace(f"{FOLDER}/", "")
    real = {p.relative_to(target).as_posix(): p.read_text() for p in target.rglob("*") if p.is_file()}
    real = {path: text for path, text in real.items() if path != ".gitignore"} | {"said.txt": said}
    if accept:
        shutil.rmtree(golden, ignore_errors=True)
        for path, text in real.items():
            (golden / path).parent.mkdir(parents=True, exist_ok=True)
            (golden / path).write_text(text)
    expected = {p.relative_to(golden).as_posix(): p.read_text() for p in golden.rglob("*") if p.is_file()}
    assert real == expected


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_the_book_has_no_error(article: Path, tmp_path: Path) -> None:
    target = tmp_path / "new"
    assert main(["import", str(article), "--around", AROUND[article.stem], "--dir", str(target)]) == 0
    findings, world = Findings(), World(target)
    project = load(world, findings, ("pdf", "epub", "web"))
    assert project is not None
    reading = read_locale(Context(world, findings), project, project.locales[project.source], None)
    assert [str(d) for d in findings.sorted() if d.severity is Severity.ERROR] == []
    typed = set(re.findall(r"\w+", article.read_text()))
    days = re.findall(r"^[+#]* ?\w+,? .*?\d.*$", article.read_text(), re.MULTILINE)
    headings = set(re.findall(r"\w+", " ".join(days)))
    there = " ".join(p.read_text() for p in target.rglob("*") if p.suffix in (".md", ".toml"))
    assert typed - set(re.findall(r"\w+", there)) <= headings
    assert reading.document.chapters


def test_it_builds_at_once(tmp_path: Path) -> None:
    target = tmp_path / "new"
    assert main(["import", str(FOLDER / "woche.txt"), "--around", "2022-01", "--dir", str(target)]) == 0
    result = api.build(target)
    assert not result.failed, [str(d) for d in result.diagnostics]
    assert {path.suffix for path in result.files} >= {".pdf", ".epub"}
    page = "".join(p.read_text() for p in (target / "output").rglob("*.html"))
    assert "200\u00a0Millionen Dollar (rund\u00a0176\u00a0Millionen Euro)" in page
    assert "450\u00a0Millionen Dollar (rund\u00a0396\u00a0Millionen Euro)" in page
    assert "zwei Milliarden Dollar (gut 1,7\u00a0Milliarden Euro)" in page


# -- nothing is written half ------------------------------------------------------------------------------------------


def test_a_folder_that_holds_something_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["import", str(FOLDER / "woche.txt"), "--around", "2022-01", "--dir", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"Nothing.\n", "article.undated"),
        (b"+++ Montag, 17. Januar +++\n+++ Dienstag, 18. Januar +++\nText.\n", "article.empty"),
    ],
)
def test_an_error_writes_nothing(
    data: bytes, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    arguments = ["import", str(tmp_path / "a.txt"), "--around", "2022-01", "--dir", str(tmp_path / "new")]
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert f"[{code}]" in said and said.endswith("nothing was written\n")
    assert not (tmp_path / "new").exists()


def test_the_folder_has_the_name_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(FOLDER / "woche.txt", tmp_path / "Unsere Woche.txt")
    assert main(["import", "Unsere Woche.txt", "--around", "2022"]) == 0
    assert 'id = "unsere-woche"' in (tmp_path / "unsere-woche" / "book.toml").read_text()


@pytest.mark.parametrize(
    "words",
    [["--around", "January"], ["--around", "2022-13"], ["--around", "2022-02-30"], ["no.txt"]],
)
def test_wrong_usage(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Text.")
    assert main(["import", *(["a.txt", *words] if words[0].startswith("-") else words)]) == 2


# -- no word is lost --------------------------------------------------------------------------------------------------

DAYS = {
    "de": ["Montag, 17. Januar", "Dienstag, 18. Januar", "Mittwoch, 19. Januar", "Freitag, 21. Januar 2022"],
    "en": [
        "Monday, January 17",
        "Tuesday 18 January",
        "Wednesday, the 19th of January",
        "Friday, January 21, 2022",
    ],
    "fr": ["lundi 17 janvier", "mardi 18 janvier", "mercredi le 19 janvier", "vendredi 21 janvier 2022"],
}
SUMS = {
    "de": ["200 Millionen Dollar (rund 176 Millionen Euro)", "zwei Mio. €", "knapp 3,5 Mrd. Franken"],
    "en": ["$200 million (about €176 million)", "two million euros", "nearly £3.5bn"],
    "fr": ["200 millions de dollars (environ 176 millions d’euros)", "2 M€", "plus de 3,5 milliards d'euros"],
}
SIGNS = [
    "", "*", "**", "_", "`", "#", "##", "-", "+", ">", "1.", "12)", "[", "](x)", "{#id}", "{a=b}", "<b>", "&amp;", "~~", "|",
    "---", "===", ":::", "::: aside", ":", "\\", "!", "    ", "\t", "^", "[^1]", "'", '"', "„", "https://a.b/c_d",
]  # fmt: skip
HOSTILE = st.sampled_from("#*_~`[](){}<>!:|-+>\\\n\n \t.^\"'=&;/019ab")


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    """Return a language, an article, and its words in order; they are all different."""
    language = draw(st.sampled_from(sorted(DAYS)))
    words: list[str] = []

    def word() -> str:
        words.append(f"wort{len(words)}wort")
        return words[-1]

    def line() -> str:
        parts = []
        for _ in range(draw(st.integers(1, 4))):
            parts.append(draw(st.sampled_from(SIGNS)) + draw(st.sampled_from(["", " "])))
            parts.append(word() + draw(st.sampled_from([" ", ". ", ""])) + draw(st.sampled_from(SIGNS)) + " ")
            if draw(st.integers(0, 5)) == 0:
                parts.append(f"{draw(st.sampled_from(SUMS[language]))} ")
        return "".join(parts)

    def text() -> str:
        blocks = [
            "\n".join(line() for _ in range(draw(st.integers(1, 3)))) for _ in range(draw(st.integers(1, 3)))
        ]
        return "\n\n".join(blocks)

    marked = draw(st.booleans())
    out = [draw(st.sampled_from(["", f"{word()} {word()}\n"])), draw(st.sampled_from(["", text()]))]
    words[:] = [w for w in words if w in "\n".join(out)]
    for day in draw(st.lists(st.sampled_from(DAYS[language]), min_size=1, max_size=5)):
        title = f": {word()} {draw(st.sampled_from(SIGNS[:3]))} {word()}" if draw(st.booleans()) else ""
        out += [f"+++ {day}{title} +++" if marked else f"\n{day}{title}\n", text()]
    if draw(st.booleans()):
        out += ["\n***\n", *([text()] if draw(st.booleans()) else [])]
    if draw(st.booleans()):
        out += [f"\nQuelle: {word()}"]
    return language, "\n".join(out), words


@pytest.mark.heavy
@given(articles())
def test_every_word_arrives(given: tuple[str, str, list[str]]) -> None:
    language, text, words = given
    files, findings = made(text, "2022-01", language)
    assert files is not None, (text, findings.sorted())
    said = Findings()
    there = files["book.toml"].decode()
    for path, data in files.items():
        if path.endswith(".md"):
            found = parse_chapter(data.decode(), path, directives(), said)
            there += _printed(found.title) + " ".join(_printed(block) for block in found.blocks)
    assert [str(d) for d in said.sorted()] == [], text
    assert [w for w in words if w not in there] == [], text


def _printed(node: object) -> str:
    return " ".join(node.text for node in walk(node) if isinstance(node, Text))


@pytest.mark.heavy
@given(st.text(st.one_of(HOSTILE, st.characters(codec="utf-8")), max_size=80))
def test_any_text_is_printed_letter_by_letter(text: str) -> None:
    files, findings = made(f"+++ Montag, 17. Januar 2022 +++\n\nAnfang {text} Ende.\n", locale="de")
    assert files is not None, findings.sorted()
    said = Findings()
    found = [
        parse_chapter(data.decode(), path, directives(), said)
        for path, data in files.items()
        if path.endswith(".md")
    ]
    assert [str(d) for d in said.sorted()] == []
    there = "".join(_printed(c.blocks) for c in found)
    letters = re.sub(r"[\W_]", "", there)
    assert letters == re.sub(r"[\W_]", "", unicodedata.normalize("NFC", f"Anfang {text} Ende"))


def test_an_article_has_the_day_of_publication_that_was_said() -> None:
    source = file_source("article.txt", b"+++ Montag, 17. Januar 2022: Kiew +++\nText.\n")
    files = ARTICLE.run(ImportRequest(source, "artikel", date="2022-02-01"), World(ROOT), Findings())
    assert files is not None and b"\ndate = 2022-02-01 #" in files["book.toml"]


def test_accents_that_were_typed_apart_are_letters() -> None:
    files, _ = made(
        unicodedata.normalize("NFD", "+++ Montag, 3. Jänner 2022: Über Wien +++\nText.\n"), "none"
    )
    assert files is not None
    assert any("title: Über Wien\n" in data.decode() for data in files.values())


@pytest.mark.heavy
@pytest.mark.parametrize(
    "piece",
    [
        "+",
        "+ ",
        "++ a ",
        "# ",
        "#",
        "* ",
        "- ",
        "*a",
        "17. Januar ",
        "1 Euro ",
        "(",
        "a\n",
        "\\",
        "1.",
        "Montag, ",
    ],
)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        made(f"++ {text}\n\n+++ Montag, 17. Januar +++\n++{text} ++ a\n{text} x", locale="de")
        return time.process_time() - start

    assert at_most(40, seconds, 10_000, 100_000)


def test_a_sum_keeps_its_words() -> None:
    files, _ = made("+++ Montag, 17. Januar 2022 +++\n\nMit 200 Millionen\nDollar geht es.\n", locale="de")
    assert files is not None
    [data] = [data for path, data in files.items() if path.endswith(".md")]
    found = parse_chapter(data.decode(), "a.md", directives(), Findings())
    [fact] = [node for node in walk(found) if isinstance(node, Fact)]
    assert (plain(fact.content), fact.options) == ("200 Millionen Dollar", {"amount": "200e6 USD"})
