"""Compares the stemmers of the search with the ones of snowballstemmer that they were made from."""

from __future__ import annotations

import importlib.util
import json
import random
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
import snowballstemmer

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "bookbuilder/formats/web/scripts"
NAMES = sorted(path.stem for path in (SCRIPTS / "stemmers").glob("*.js"))
RUN = """
const words = JSON.parse(require("fs").readFileSync(0, "utf8"));
for (const [name, list] of Object.entries(words)) {
  const stemmer = new stemmers[name]();
  words[name] = list.map((word) => stemmer.stem(word));
}
console.log(JSON.stringify(words));
"""
SAMPLES = {
    "german": {"verhandlungen": "verhandl", "präsidenten": "prasident", "straße": "strass"},
    "english": {"negotiations": "negoti", "studies": "studi"},
    "polish": {"rozmowach": "rozmow"},
    "arabic": {"المفاوضات": "مفاوض"},
}


def script(name: str) -> ModuleType:
    """Return a program of the folder scripts."""
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words(name: str) -> list[str]:
    """Return words of all our languages, and ones made of the letters and endings of an algorithm, always the same."""
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "bookbuilder/locales").glob("*/messages.po"))
    ]
    texts += [path.read_text(encoding="utf-8") for path in sorted((ROOT / "chapters").rglob("*.md"))]
    found = sorted({word.lower() for text in texts for word in re.findall(r"[^\W\d_]+", text)})
    source = (SCRIPTS / "stemmers" / f"{name}.js").read_text(encoding="utf-8")
    endings = sorted(set(re.findall(r'\["([^"\\]+)"', source)))
    letters = sorted(
        {letter for text in re.findall(r'"([^"\\]*)"', source) for letter in text if letter.isalpha()}
    )
    dice = random.Random(name)
    for _ in range(3000):
        stem = "".join(dice.choice(letters) for _ in range(dice.randint(1, 7)))
        found.append(stem + "".join(dice.choice(endings) for _ in range(dice.randint(0, 3))))
    return found


def test_a_page_has_the_stemmers_of_the_library() -> None:
    stemmers = script("stemmers")
    made = {name: stemmers.translated(name, source) for name, source in stemmers.sources()}
    assert sorted(made) == NAMES, "run scripts/stemmers.py"
    for name, text in made.items():
        there = (SCRIPTS / "stemmers" / f"{name}.js").read_text(encoding="utf-8")
        assert there == text, f"{name} is not that of the installed snowballstemmer: run scripts/stemmers.py"


@pytest.mark.heavy
def test_they_give_the_same_stems(tmp_path: Path) -> None:
    sources = [(SCRIPTS / "base-stemmer.js"), *(SCRIPTS / "stemmers" / f"{name}.js" for name in NAMES)]
    program = "\n".join(path.read_text(encoding="utf-8") for path in sources) + RUN
    asked = {name: words(name) for name in NAMES}
    node, place = ROOT / ".venv/bin/node", tmp_path / "all.js"
    place.write_text(program, encoding="utf-8")
    done = subprocess.run(
        [str(node), str(place)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    answered = json.loads(done.stdout)
    for name in NAMES:
        stemmer = snowballstemmer.stemmer(name)
        expected = stemmer.stemWords(asked[name])
        different = [
            (word, stem, ours)
            for word, stem, ours in zip(asked[name], expected, answered[name], strict=True)
            if stem != ours
        ]
        assert different == [], name


@pytest.mark.parametrize("name", SAMPLES)
def test_some_stems(name: str) -> None:
    stemmer = snowballstemmer.stemmer(name)
    assert {word: stemmer.stemWord(word) for word in SAMPLES[name]} == SAMPLES[name]


def test_python_that_snowball_has_not_written_so_far_is_refused() -> None:
    source = "class NewStemmer(BaseStemmer):\n    def _stem(self):\n        with self:\n            pass\n"
    with pytest.raises(ValueError, match="with self"):
        script("stemmers").translated("new", source)


def test_minisearch_is_that_of_npm() -> None:
    assert (SCRIPTS / "minisearch.js").read_text(encoding="utf-8") == script("minisearch").shortened()
    assert "Copyright 2022 Luca Ongaro" in (SCRIPTS / "minisearch.js").read_text(encoding="utf-8")
