"""Four times the text takes about four times as long, whatever is repeated in it and wherever it stands.

`make interop` draws fragments and `python -m tests.linear` looks for more; what was found so far stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bookbuilder import limits
from bookbuilder.markdown.markdown_parser import CROWDED, parser
from tests.cases import book
from tests.cases.case import FIRST
from tests.linear.cost import GROWTH, cost
from tests.linear.cost_process import read
from tests.linear.places import PLACES
from tests.linear.samples import Sample, problems

pytestmark = pytest.mark.heavy

KNOWN: tuple[Sample, ...] = (
    *(
        ("paragraph", fragment)
        for fragment in ("[", "![", "[^", "[[]", "|", "|$", "\n#", "\n\n", "&#x", "@", "`a")
    ),
    *(
        ("paragraph", fragment)
        for fragment in (" ", ".", "a@", "[a]{%}", "[a]{.b}", "www.a... ", "'\"", "z. B. ")
    ),
    *(
        ("paragraph", fragment)
        for fragment in (
            "~a",
            "H~2~O ",
            "==a ",
            "$a",
            "$$",
            "$x^2$ ",
            "$x^2$",
            "$\\text{",
            "$\\text{a} ",
            "$\\",
            "$$a$$ {",
            "$$a$$ {#b ",
            "$a_{",
            "$\\frac",
            "$\\left(",
            "$\\begin{matrix}a&",
            "^[a",
            "https://a.b/)",
            "www.a.",
            "<sub>",
            "%%a",
            "- [ ] a\n",
        )
    ),
    *(
        ("chapter", fragment)
        for fragment in (
            "::: a\n\n",
            "::: aside\nx\n:::\n\n",
            "- a\n\n  ::: aside\n  x\n  :::\n\n",
            "::: {.a}\n",
            "<details>\n\n",
            "<td>\n\n",
            "<a b='c\n\n",
            "> [!NOTE]\n",
            "| a\n",
        )
    ),
    ("behind a word", " "),
    ("heading", "!["),
    ("autolink", "|"),
    ("address", "a&"),
    ("chapter", "<!--"),
    ("chapter", "\x01\n"),
    ("span", "`a"),
    ("label of a note", "[^"),
    ("facts.toml", "a."),
    ("key of book.toml", "a."),
    ("passage of another language", ";"),
    ("words of a fact", "1.000."),
    ("translated", "17. Januar "),
)
"""What once took time with the square of its size, or was told to."""


@pytest.mark.parametrize("sample", KNOWN, ids=lambda sample: f"{sample[0]}: {sample[1]!r}")
def test_what_was_not_linear_once(sample: Sample) -> None:
    assert problems(sample) == []


def test_a_page_of_200_kilobytes() -> None:
    emphases = cost(_kilobytes("*a b* c. ")).seconds  # as many elements as there can well be
    for fragment in ("[", "*a ", "[a]{.b} ", "<a", "Wort und so. ", "\"a' ", "3 Mio. Dollar "):
        assert cost(_kilobytes(fragment)).seconds < 3 * emphases, fragment


def _kilobytes(fragment: str) -> Mapping[str, str]:
    return PLACES["paragraph"](fragment * (200_000 // len(fragment)))


@pytest.mark.parametrize(
    ("many", "known"),
    [
        (lambda n: " ".join(f"a[^b{i}] [c](#d{i})" for i in range(n)), "note.missing"),
        (lambda n: "".join(f"[a]{{#b{i}}}\n\n[^c{i}]: d\n\n" for i in range(n)), "note.unused"),
        (lambda n: " ".join(f"[a]{{#b{i}}} [c](#bb{i})" for i in range(n)), "reference.unknown"),
        (lambda n: "".join(f"## Q{i} b\n\n[c](#q{i}-b)\n\n" for i in range(n)), "reference.slug"),
        (lambda n: "".join(f"## A\n\nB{{fact=c{i}}} [a]{{fact=b{i}}}\n\n" for i in range(n)), "fact.unknown"),
        (lambda n: " ".join(f'[a]{{claim="b{i} > c-{i}"}}' for i in range(n)), "claim.fact"),
        (lambda n: " ".join(f'[a]{{claim="b > {i} x{i}"}}' for i in range(n)), "claim.syntax"),
    ],
)
def test_many_things_that_are_wrong(many: Callable[[int], str], known: str, tmp_path: Path) -> None:
    assert known in {d.code for d in read(_written(tmp_path, f"# A\n\n{many(50)}"))}
    small = min(cost({FIRST: f"# A\n\n{many(250)}"}).seconds for _ in range(2))
    assert cost({FIRST: f"# A\n\n{many(1000)}"}).seconds / max(small, 0.2) <= GROWTH


def _written(folder: Path, text: str) -> Path:
    return book.write(folder, {FIRST: text})


# -- limits ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            f"# A\n\nEin {'w' * 1001} Wort.\n",
            "3:5: this word has 1001 characters; at most 1000 are set [text.long]",
        ),
        (f"# A\n\nEin {'w' * 1000} Wort.\n", ""),
        (
            f"# A\n\n*{'w' * 600}*{'w' * 600}\n",
            "3:2: this word has 1200 characters; at most 1000 are set [text.long]",
        ),
        (
            f"# A\n\nEin\n\\*Satz\nmit {'w' * 1001}.\n",
            "5:5: this word has 1002 characters; at most 1000 are set [text.long]",
        ),
        (f"# A\n\n{'w' * 600} {'w' * 600}\n\n{'w' * 600}\n", ""),
        (f"# A\n\n{'字' * 5000}。\n", ""),
        (
            f"# A\n\n```\na\n{'w' * 1001}\n```\n",
            "5:1: this word has 1001 characters; at most 1000 are set [text.long]",
        ),
        (f"# {'w ' * 501}\n\nA.\n", "1:3: the title has 1001 characters; at most 1000 are set [text.long]"),
        (
            f"# A\n\n## {'w ' * 501}\n\nA.\n",
            "3:1: this heading has 1001 characters; at most 1000 are set [text.long]",
        ),
        (
            f"# A\n\n[b](https://e.org/{'a/' * 1000})\n",
            "3:1: this address has 2014 characters; at most 2000 are set [text.long]",
        ),
        (
            f'# A\n\n[b]{{index="{"a " * 501}c"}}\n',
            "3:1: this entry has 1003 characters; at most 1000 are set [text.long]",
        ),
        ("# A\n\n" + "a\n\n" * 30_000, "60001:1: this chapter has more than 30000 blocks [chapter.crowded]"),
        (
            f"# A\n\n{'a' * 9} b\n\n{'*a* ' * 101_000}",
            "5:1: this chapter has more than 400000 marks and lines of text [chapter.crowded]",
        ),
        (
            f"# A\n\nA\n![{'*a* ' * 101_000}](a.png)\n",
            "4:1: this chapter has more than 400000 marks and lines of text [chapter.crowded]",
        ),
        (
            "# A\n\n" + "a\\\n" * 30_001 + "a\n",
            "30003:2: this chapter has more than 30000 line breaks [chapter.crowded]",
        ),
        (
            "# A\n\n```\n" + "a\n" * 30_002 + "```\n",
            "3:1: this chapter has more than 30000 line breaks [chapter.crowded]",
        ),
        (
            "# A\n\n" + "".join(f"[^a{i}]: b\n\n" for i in range(2001)),
            "4003:1: this chapter has more than 2000 notes [chapter.crowded]",
        ),
        (
            "# A\n\n" + "a " * 1_000_000,
            "1:1: this chapter has 2000005 characters; at most 2000000 are read [chapter.large]",
        ),
    ],
)
def test_a_limit(text: str, says: str, tmp_path: Path) -> None:
    found = [str(one) for one in read(_written(tmp_path, text)) if one.code in CODES]
    assert found == ([f"{FIRST}:{says}".replace(": t", ": error: t", 1)] if says else [])


CODES = {"text.long", "chapter.crowded", "chapter.large"}


def test_what_is_crowded_is_not_parsed() -> None:
    env: dict[str, object] = {}
    assert parser().parse("a\n\n" * (limits.BLOCKS + 1), env) == []
    assert env[CROWDED] == ("blocks", limits.BLOCKS, 2 * limits.BLOCKS)
