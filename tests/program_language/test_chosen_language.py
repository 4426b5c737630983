"""The language of the program is that of its user: the environment, then the user's configuration, then the system."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.program_language.chosen_language import chosen_language

KNOWN = {"de", "fr"}


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_AT@euro"}, "de"),
        ({"LANG": "pl_PL.UTF-8"}, "en"),
        ({"LC_MESSAGES": "fr_CA", "LANG": "de_DE"}, "fr"),
        ({"LC_ALL": "POSIX", "LANG": "de_DE"}, "en"),
        ({"LC_ALL": "", "LANG": "de_DE"}, "de"),
        ({"BOOKBUILDER_LANG": "de-CH", "LC_ALL": "fr_FR"}, "de"),
        ({"BOOKBUILDER_LANG": "en", "LC_ALL": "fr_FR"}, "en"),
        ({"BOOKBUILDER_LANG": "klingon", "LANG": "fr_FR"}, "fr"),
    ],
)
def test_the_environment_chooses(environ: dict[str, str], language: str) -> None:
    assert chosen_language({"HOME": "/nonexistent", **environ}, KNOWN) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('[tool]\nlanguage = "de"\n', "de"),
        ('[tool]\nlanguage = "xx"\n', "fr"),
        ("[tool]\nlanguage = 3\n", "fr"),
        ("[tool\nlanguage", "fr"),
        ('tool = "language"\n', "fr"),
    ],
)
def test_the_configuration_of_the_user_goes_before_the_system(
    text: str, language: str, tmp_path: Path
) -> None:
    (tmp_path / "bookbuilder").mkdir()
    (tmp_path / "bookbuilder/config.toml").write_text(text, encoding="utf-8")
    environ = {"XDG_CONFIG_HOME": str(tmp_path), "LANG": "fr_FR.UTF-8"}
    assert chosen_language(environ, KNOWN) == language
    assert chosen_language({**environ, "BOOKBUILDER_LANG": "en"}, KNOWN) == "en"


@given(st.text())
def test_whatever_is_asked_the_program_speaks_a_language_that_it_knows(tag: str) -> None:
    assert chosen_language({"BOOKBUILDER_LANG": tag, "HOME": "/nonexistent"}, KNOWN) in {*KNOWN, "en"}
