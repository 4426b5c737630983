"""EPUBCheck and Ace on the dossier in every locale: nothing found."""

from __future__ import annotations

import pytest

from tests.conftest import Built
from tests.validators import ace, epubcheck


@pytest.mark.parametrize("locale", ["de", "en"])
def test_epubcheck_finds_nothing(dossier: Built, locale: str) -> None:
    assert epubcheck(dossier.file(f"woche-der-diplomatie.{locale}.epub")) == ()


@pytest.mark.parametrize("locale", ["de", pytest.param("en", marks=pytest.mark.heavy)])
def test_ace_finds_nothing(dossier: Built, locale: str) -> None:
    assert ace(dossier.file(f"woche-der-diplomatie.{locale}.epub")) == ()
