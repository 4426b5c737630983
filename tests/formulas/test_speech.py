"""How formulas are read aloud: formulas.toml, which the program fills and authors mend, and what screen readers get."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import build
from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.formulas import speech
from bookbuilder.formulas.math_element import write
from bookbuilder.formulas.refusal import Refusal
from bookbuilder.formulas.speech import spoken_texts
from bookbuilder.formulas.spoken_file import read_spoken_texts, spoken_key, with_spoken_texts
from bookbuilder.formulas.tex_to_mathml import mathml_of
from bookbuilder.world import World
from tests.cases import book

CHAPTER = '# A\n\nEs ist $E=mc^2$ mit $x$, $f\'(x)$ und $a+b${alt="die Summe"}.\n\n$$\n\\frac 1\n2\n$$\n'
LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).filter(
    str.strip
)


def mathml(tex: str) -> str:
    """Return the MathML of a formula that can be set."""
    made = mathml_of(tex, display=False)
    assert not isinstance(made, Refusal)
    return write(made[0])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "de",
            "E ist gleich m c Quadrat|a geteilt durch 2 b|2 Fälle Fall 1: 1 Fall 2: 0 sonst",
        ),
        (
            "en",
            "E equals m c squared|a over 2 b|2 cases Case 1: 1 Case 2: 0 sonst",
        ),
        (
            "fr",
            "E égale m c au carré|a sur 2 b|2 cas Cas 1: 1 Cas 2: 0 sonst",
        ),
    ],
)
def test_formulas_are_read_in_three_languages(language: str, words: str) -> None:
    formulas = ["E=mc^2", r"\frac{a}{2b}", r"\begin{cases}1\\0&\text{sonst}\end{cases}", r"\text{⸎}"]
    said = spoken_texts(World(Path()), [mathml(one) for one in formulas], language)
    # A sign that has no name in the language is not read as it stands.
    assert said == [*words.split("|"), ""]


HARD = {
    r"x=\frac{-b\pm\sqrt{b^2-4ac}}{2a}": (
        "x ist gleich Bruch mit Zähler minus b plus minus Quadratwurzel aus b Quadrat minus 4 a c und Nenner 2 a",
        (
            "x equals the fraction with numerator negative b plus or minus the square root of b squared minus 4 a c"
            " and denominator 2 a"
        ),
        (
            "x égale fraction avec numérateur moins b plus ou moins la racine carrée de b au carré moins 4 a c"
            " et dénominateur 2 a"
        ),
    ),
    r"\lim_{x\to0}\frac{\sin x}{x}=1": (
        "Limes für x gegen 0 von Sinus x geteilt durch x ist gleich 1",
        "the limit as x approaches 0 of sine x over x equals 1",
        "limite quand x tend vers 0 de sinus x sur x égale 1",
    ),
    r"\sum_{i=1}^n x_i^2": (
        "Summe von i ist gleich 1 bis n über x Index i Quadrat",
        "the sum from i equals 1 to n of x sub i squared",
        "la somme de i égale 1 à n de x indice i au carré",
    ),
    r"\binom nk": ("n über k", "n choose k", "k parmi n"),
    r"\begin{pmatrix}a&b\\c&d\end{pmatrix}": (
        "die 2 mal 2 Matrix Zeile 1: a b Zeile 2: c d",
        "the 2 by 2 matrix Row 1: a b Row 2: c d",
        "la matrice de dimension 2 par 2 Rangée 1: a b Rangée 2: c d",
    ),
    r"A\xrightarrow[g]{f}B": (
        "A Pfeil nach rechts mit f darüber und g darunter B",
        "A right arrow with f above and g below B",
        "A flèche droite avec f par dessus et g par dessous B",
    ),
    r"\begin{aligned}a&=b\\&+c\end{aligned}": (
        "2 Zeilen Zeile 1: a ist gleich b Zeile 2: plus c",
        "2 lines Line 1: a equals b Line 2: plus c",
        "2 lignes Ligne 1: a égale b Ligne 2: plus c",
    ),
    r"\underbrace{a+b}_{n}": (
        "a plus b mit Klammer darunter bezeichnet n",
        "a plus b with a brace below labelled n",
        "a plus b avec accolade par dessous notée n",
    ),
    r"\overline{z}+\dot x+\dddot y": (
        "z Überstrich plus x Punkt plus y drei Punkte",
        "z bar plus x dot plus y three dots",
        "z barre plus x point plus y trois points",
    ),
    r"\left\{x\middle|x\in\mathbb R\right\}": (
        "die Menge aller x mit x Element von den reellen Zahlen",
        "the set of all x such that x is a member of the real numbers",
        "ensemble des x tel que x dans les nombres réels",
    ),
}


@pytest.mark.parametrize(("number", "language"), [(0, "de"), (1, "en"), (2, "fr")])
def test_what_the_engine_would_misread_is_said_in_words(number: int, language: str) -> None:
    said = spoken_texts(World(Path()), [mathml(one) for one in HARD], language)
    assert dict(zip(HARD, said, strict=True)) == {tex: words[number] for tex, words in HARD.items()}


def test_the_file_is_filled_mended_and_heard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chapters = {f"chapters/{tag}/01-a.md": CHAPTER for tag in ("de", "en", "ja")}
    root = book.write(tmp_path, chapters, editions=book.PRINT)
    assert main(["formulas", "speak", str(root)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "chapters/de/formulas.toml: 3 written, 2 were there",
        "chapters/en/formulas.toml: 3 written, 2 were there",
        "chapters/ja/formulas.toml: no program writes such texts in this language; 3 are missing",
    ]
    file = root / "chapters/de/formulas.toml"
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {
        "spoken": {
            "E=mc^2": "E ist gleich m c Quadrat",
            "f'(x)": "f Strich von x",
            r"\frac 1 2": "ein halb",
        }
    }
    mended = file.read_text(encoding="utf-8").replace("E ist gleich", "Energie gleich")
    file.write_text(mended, encoding="utf-8")
    main(["formulas", "speak", "-l", "de", str(root)])
    assert capsys.readouterr().out == "chapters/de/formulas.toml: 0 written, 5 were there\n"
    assert file.read_text(encoding="utf-8") == mended
    result = build(root, locales=["de"])
    assert not any(one.code == "formula.unspoken" for one in result.diagnostics)
    (path,) = result.files
    with pikepdf.open(path) as pdf:
        alts = [
            str(one["/Alt"])
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Formula"
        ]
    assert alts == [
        "Energie gleich m c Quadrat", "x", "f Strich von x", "die Summe", "ein halb",
    ]  # fmt: skip


def test_a_book_without_formulas_needs_no_node(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "find_node", lambda _: None)
    assert main(["formulas", "speak", str(book.write(tmp_path, {"chapters/de/01-a.md": "# A\n\n$5\n"}))]) == 0
    assert capsys.readouterr().out == "the book has no formulas\n"


@pytest.mark.parametrize(("missing", "name"), [("find_node", "Node"), ("from_npm", "speech-rule-engine")])
def test_what_is_missing_is_told_with_its_command(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    missing: str,
    name: str,
) -> None:
    monkeypatch.setattr(speech, missing, lambda *_: None)
    root = book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER})
    assert main(["formulas", "speak", str(root)]) != 0
    said = capsys.readouterr().err
    assert f"{name} is not installed, which reads formulas aloud [tool.speech]" in said
    assert "npm install --global --ignore-scripts speech-rule-engine@4.1.5" in said
    assert not (root / "chapters/de/formulas.toml").exists()


def test_an_engine_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    (tmp_path / "index.js").write_text("throw new Error('no rules');", encoding="utf-8")
    monkeypatch.setattr(speech, "from_npm", lambda *_: tmp_path / "package.json")
    with pytest.raises(BookbuilderError) as raised:
        spoken_texts(World(Path()), ["<math><mi>x</mi></math>"], "de")
    assert [one.code for one in raised.value.diagnostics] == ["formula.unread"]


@given(st.dictionaries(LINE, LINE, max_size=4), st.dictionaries(LINE, LINE, min_size=1, max_size=4))
def test_a_file_gets_more_texts_and_keeps_its_own(old: dict[str, str], new: dict[str, str]) -> None:
    old, new = ({spoken_key(tex): " ".join(said.split()) for tex, said in one.items()} for one in (old, new))
    new = {tex: said for tex, said in new.items() if tex not in old}
    findings = Findings()
    text = with_spoken_texts(with_spoken_texts("", old), new)
    read = read_spoken_texts(text, "formulas.toml", findings)
    assert (dict(read.texts), findings.sorted()) == ({**old, **new}, ())
