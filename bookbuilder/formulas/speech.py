"""Has formulas read aloud by speech-rule-engine, a program for Node: MathML into what a listener hears."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.formulas.math_element import NAMESPACE, read, write
from bookbuilder.formulas.speakable_mathml import speakable
from bookbuilder.formulas.speech_words import without_slips
from bookbuilder.phrases import Phrase
from bookbuilder.world import World
from bookbuilder.world.node_packages import find_node, from_npm

PACKAGE, VERSION = "speech-rule-engine", "4.1.5"
MISSING = Rule(
    "tool.speech",
    "{program} is not installed, which reads formulas aloud",
    "`bookbuilder formulas speak` writes formulas.toml with the help of speech-rule-engine, a package for Node. A build"
    " reads the file alone, and needs neither.",
)
FAILED = Rule(
    "formula.unread",
    "speech-rule-engine gave no words: {message}",
    "It was given the formulas of the book and ended without an answer. Write what is said into formulas.toml yourself.",
)
SECONDS = 300.0
_COMMAS = {"de": " Komma", "en": " comma", "fr": " virgule"}
"""What is said where a table with words ends, as if a comma were there."""


def install_hint(world: World) -> str:
    """Return the command that installs what is missing, with what has to be there before."""
    command = f"npm install --global --ignore-scripts {PACKAGE}@{VERSION}"
    return (
        Phrase("run {command}", command=command)
        if find_node(world)
        else Phrase("install Node (nodejs.org), then run {command}", command=command)
    )


def spoken_texts(world: World, formulas: Sequence[str], language: str) -> list[str]:
    """Return what is said of each formula in a language; empty where a sign has no words. Raises `BookbuilderError`
    (`tool.speech`, `formula.unread`)."""
    node, engine = find_node(world), from_npm(world, f"{PACKAGE}/package.json")
    if node is None or engine is None:
        program = PACKAGE if node else "Node"
        raise BookbuilderError(diagnostic(MISSING, Span(), hint=install_hint(world), program=program))
    given = [_for_speech(formula, language) for formula in formulas]
    files = {
        "speak.cjs": world.read_asset("package/formulas/speak.cjs"),
        "formulas.json": json.dumps(given).encode(),
    }
    with world.scratch("speech", files) as folder:
        try:
            done = world.run(
                [str(node), "speak.cjs", str(engine.parent), language],
                seconds=SECONDS,
                cwd=folder,
                environment=_environment(folder),
            )
        except TimeoutError as error:
            raise BookbuilderError(diagnostic(FAILED, Span(), message=str(error))) from None
        data = world.scratched(folder, "spoken.json")
    if done.returncode or data is None:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        message = lines[-1][:200] if lines else Phrase("it ended with {code}", code=done.returncode)
        raise BookbuilderError(diagnostic(FAILED, Span(), message=message))
    return [_words(said, formula, language) for said, formula in zip(json.loads(data), formulas, strict=True)]


def _for_speech(mathml: str, language: str) -> str:
    words = write(speakable(read(mathml), language))
    return words.replace("<math", f'<math xmlns="{NAMESPACE}"', 1)


def _words(said: str, mathml: str, language: str) -> str:
    """Return what is said of a formula, without commas that it does not have; empty if it holds signs that are no words.

    >>> _words("2 Fälle Fall 1: 1 Komma", "<math><mn>1</mn></math>", "de"), _words("x ˆ", "<math><mi>x</mi></math>", "de")
    ('2 Fälle Fall 1: 1', '')
    """
    words = " ".join(said.split())
    if "," not in mathml:
        words = words.replace(_COMMAS.get(language, ","), "")
    words = without_slips(words, language)
    return words if re.fullmatch(r"(?:[^\W\u02b0-\u02ff]|[\s.,;:()\-'’/%])+", words) else ""


def _environment(folder: Path) -> dict[str, str]:
    return {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder)}
