"""The lexers that colour code read whatever is repeated in it within bounds: each sign, beginnings of constructs, and the
words with which the rules of a lexer begin.

All of it is tried with `--accept -n 0`, which notes what it holds for in `tried_lexers.toml`: another Pygments, another
lexer or other bounds have to be tried anew. As long as the note is true, each lexer reads a thirty-second: neither it
nor the text is another one then, so what is read again only shows that this machine reads as that of the note.

A lexer reads in a copy of this process, which the kernel ends when a text takes more of the processor than it may, for
nothing else stops a regular expression. How many tokens it makes is bound by the letters that it reads.
"""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from re import _constants, _parser  # type: ignore[attr-defined] # what a rule begins with

import pygments
import pytest
from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class

from bookbuilder.document.code_languages import COLOURED
from bookbuilder.html.coloured_code import LONGEST, LONGEST_LINE, LONGEST_RUN, is_too_long

pytestmark = pytest.mark.heavy

REPO = Path(__file__).parents[2]
TRIED = Path(__file__).with_name("tried_lexers.toml")
PART = 32
"""One of so many fragments is read while `TRIED` is true; another one by each lexer in their order."""
SECONDS = 4
"""Of the processor, for a text: five times what the slowest of these lexers takes, for a machine with other work."""
SIGNS = " \n\t!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~a1Aé"
CONSTRUCTS = (
    *("/*", "//", "(*", "{-", "<!--", "<?", "<%", "{{", "{%", "[[", "#[", "#(", "$(", "${", '@"', '"""', "'''", 'r#"'),
    *("<<A\n", "%q(", "=begin\n", "=pod\n", "\\\n", "\n\n", "a(", "a[", "a{", "a<", "a.", "a:", "a =", "a b ", "<a "),
    *("<a b='", "</", "&a;", "0x1", "1e", "1.", "'a", '"a', '"\\', "'\\", "if ", "def a(", "let a =", "begin ", "do "),
    *("end ", "a -> ", "\n  - ", "\n+"),
)  # fmt: skip
MOST = 20
"""Beginnings of rules of a lexer that are tried."""


def literal_start(pattern: str) -> str:
    """Return the letters with which a regular expression begins; empty if it may begin with others."""
    try:
        parsed = _parser.parse(pattern)
    except re.error:
        return ""
    letters = []
    for kind, value in parsed:
        if kind is not _constants.LITERAL:
            break
        letters.append(chr(value))
    return "".join(letters)


def rules(lexer: type[Lexer]) -> Iterator[str]:
    """Yield the regular expressions of a lexer, as far as they stand in its tables."""
    for state in getattr(lexer, "tokens", {}).values():
        for rule in state if isinstance(state, (list, tuple)) else ():
            if isinstance(rule, tuple) and isinstance(rule[0], str):
                yield rule[0]


def fragments(title: str) -> list[str]:
    lexer = find_lexer_class(title)
    assert lexer is not None
    starts = sorted({start for pattern in rules(lexer) if (start := literal_start(pattern))} - set(SIGNS))
    draw = Random(title)
    own = draw.sample(starts, min(MOST, len(starts)))
    pairs = ["".join(draw.choices((*SIGNS, *CONSTRUCTS, *own), k=2)) for _ in range(MOST)]
    return [*SIGNS, *CONSTRUCTS, *own, *(f"{start} a" for start in own), *pairs]


def read(title: str, fragment: str) -> str:
    """Read a fragment, repeated, and once more behind what may end it; return what is wrong."""
    lexer_class = find_lexer_class(title)
    assert lexer_class is not None
    lexer = lexer_class(stripnl=False, ensurenl=False)
    # As long as code may be that has colours, as its lines may be, and as words may go on without another sign.
    line = fragment * (LONGEST_LINE // len(fragment) - 1)
    run = f"{fragment * (LONGEST_RUN // len(fragment) - 9)};\n"
    whole = (
        fragment * (LONGEST // len(fragment)) if "\n" in fragment else f"{line}\n" * (LONGEST // LONGEST_LINE)
    )
    texts = [text[:LONGEST] for text in (whole, f"{whole[:-9]}\na\n", run * (LONGEST // len(run)))]
    for text in (text for text in texts if not is_too_long(text)):
        bound_time(SECONDS + 1)
        made = [letters for _, letters in lexer.get_tokens(text)]
        if len(made) > 2 * len(text) + 9 or len("".join(made)) > len(text) + 9:
            return f"{len(made)} tokens of {len(text)} letters"
    return ""


def bound_time(seconds: int) -> None:
    """Let the kernel end this process if it takes more seconds of the processor from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _work(title: str, writing: int, *, whole: bool) -> None:
    first = 0 if whole else sorted(COLOURED).index(title) % PART
    for fragment in fragments(title)[first :: 1 if whole else PART]:
        os.write(writing, f"{fragment!r}\n".encode())
        if problem := read(title, fragment):
            os.write(writing, f"{problem}\n".encode())
            os._exit(1)
    os._exit(0)


def ended(title: str, work: object) -> tuple[int, str]:
    """Return how a copy of this process ended that has read everything with a lexer, and what it said last."""
    assert callable(work)
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        os.close(reading)
        try:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            work(title, writing)
        finally:
            os._exit(2)
    os.close(writing)
    with open(reading, encoding="utf-8") as pipe:
        said = pipe.read().splitlines()
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status), said[-1] if said else ""


def to_note() -> dict[str, object]:
    """What decides whether the lexers read everything within bounds."""
    return {
        "pygments": pygments.__version__,
        "bounds": [LONGEST, LONGEST_LINE, LONGEST_RUN],
        "fragments": sha256(repr([fragments(title) for title in sorted(COLOURED)]).encode()).hexdigest(),
        "lexers": sorted(COLOURED),
    }


@pytest.mark.parametrize("title", sorted(COLOURED))
def test_what_is_repeated_is_read_within_bounds(title: str, accept: bool) -> None:
    code, last = ended(title, partial(_work, whole=accept))
    assert not code, f"{title}: {last} ended with {code}"


def noted_afresh() -> dict[str, object]:
    """Return what to note, from a process that has read nothing: Pygments changes the tables of a lexer that inherits rules
    when it is used first."""
    code = "import json; from tests.linear.test_lexers import to_note; print(json.dumps(to_note()))"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=REPO, capture_output=True, text=True, check=True
    ).stdout
    result: dict[str, object] = json.loads(told)
    return result


def test_all_was_tried_with_what_is_installed(accept: bool) -> None:
    note = noted_afresh()
    if accept:
        TRIED.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in note.items()))
    assert tomllib.loads(TRIED.read_text()) == note, (
        "to be tried anew: pytest tests/linear/test_lexers.py --accept -n 0"
    )


def test_a_lexer_without_bounds_is_found() -> None:
    def work(title: str, writing: int) -> None:
        del title
        os.write(writing, b"hostile\n")
        bound_time(1)
        re.match(r"(a+)+$", "a" * 60 + "b")
        os._exit(0)

    assert ended("", work) == (-signal.SIGXCPU, "hostile")
