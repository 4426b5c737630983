"""The language of a manuscript is the one that it states, unless its words are clearly of another."""

from __future__ import annotations

import pytest

from bookbuilder.locales.common_words import language_of
from tests.importer.docx_files import STYLES, docx, paragraph
from tests.importer.imported import WORLD, codes, imported, texts

GERMAN = (
    "Der Morgen begann grau, und über dem Hafen lag ein Nebel, der die Kräne verschluckte. Niemand sprach, als das Boot"
    " anlegte; nur die Möwen schrien, wie sie es immer taten. Er dachte an das, was sie gesagt hatte, und daran, dass es"
    " nun zu spät war. "
)
ENGLISH = (
    "The morning was grey, and over the harbour there was a fog that had swallowed the cranes. Nobody spoke when the boat"
    " came in; only the gulls cried, as they always did. He thought of what she had said, and that it was too late now. "
)
FRENCH = "Le matin était gris, et sur le port il y avait un brouillard qui avait avalé les grues. Personne ne parlait. "


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "de"),
        (ENGLISH, "en"),
        (2 * FRENCH, "fr"),
        (GERMAN + ENGLISH, ""),
        ("Der Morgen begann grau.", ""),
        (50 * "Lorem ipsum dolor sit amet. ", ""),
        ("", ""),
        ("1 2 3 " * 50, ""),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text, WORLD) == language


def written(text: str, stated: str, **options: str) -> tuple[list[str], list[str]]:
    """Return the folders of chapters and the findings of a file of Word in a stated language (empty: none)."""
    styles = STYLES.replace('<w:lang w:val="de-DE"/>', f'<w:lang w:val="{stated}"/>' if stated else "")
    data = docx(paragraph("A", "berschrift1") + paragraph(text), parts={"word/styles.xml": styles})
    files, findings = imported(data, **options)
    return [path.split("/")[1] for path in texts(files)], codes(findings)


@pytest.mark.parametrize(
    ("text", "stated", "folder", "found"),
    [
        (GERMAN, "de-DE", "de", []),
        (GERMAN, "de-AT", "de", []),
        (GERMAN, "en-US", "de", ["import.wronglanguage"]),
        (ENGLISH, "de-DE", "en", ["import.wronglanguage"]),
        (GERMAN, "", "de", ["import.language"]),
        ("Kurz.", "fr-FR", "fr", []),
        ("Kurz.", "", "en", ["import.language"]),
    ],
)
def test_what_a_manuscript_states(text: str, stated: str, folder: str, found: list[str]) -> None:
    assert written(text, stated) == ([folder], found)


def test_what_the_user_says_counts() -> None:
    assert written(GERMAN, "en-US", locale="nl") == (["nl"], [])


def test_markdown_without_a_language() -> None:
    files, findings = imported(f"# Eins\n\n{GERMAN}\n".encode(), name="buch.md")
    assert list(texts(files)) == ["chapters/de/01-eins.md"]
    assert "import.language" in codes(findings)
