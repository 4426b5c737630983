"""No element has a name that ARIA forbids it; and the check that says so finds what it is for."""

from __future__ import annotations

import pytest

from tests.conftest import Built
from tests.epub.reader import Epub
from tests.validators.naming import ELEMENTS, ROLES, forbidden_names


@pytest.mark.parametrize("tag", sorted(ELEMENTS))
def test_a_name_on_a_generic_element_is_found(tag: str) -> None:
    (found,) = forbidden_names(f'<main>\n<{tag} aria-label="x">y</{tag}></main>', "page.html")
    assert (found.rule, found.place) == ("naming.prohibited", "page.html:2")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_name_on_a_role_that_prohibits_it_is_found(role: str) -> None:
    assert forbidden_names(f'<section role="{role}" aria-labelledby="x">y</section>')


@pytest.mark.parametrize(
    "html",
    [
        '<a aria-label="x">y</a>',
        '<article><header aria-label="x"></header></article>',
        '<data value="200000000" aria-label="200 Millionen">200 Mio.</data>',
        '<time datetime="PT2H" aria-label="x"/>',
    ],
)
def test_other_names_are_found(html: str) -> None:
    assert forbidden_names(html)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="#x" aria-label="x">y</a>',
        '<div role="region" aria-label="x"></div>',
        '<nav aria-label="x"></nav><header aria-label="x"></header>',
        '<section aria-labelledby="x"></section>',
        '<abbr title="x">y</abbr>',
    ],
)
def test_a_name_that_is_allowed_is_not(html: str) -> None:
    assert not forbidden_names(html)


@pytest.mark.parametrize("locale", ["de", "en"])
def test_the_ebook_names_nothing_that_has_no_name(dossier: Built, locale: str) -> None:
    files = Epub.open(dossier.file(f"woche-der-diplomatie.{locale}.epub")).files
    pages = {name: data.decode() for name, data in files.items() if name.endswith(".xhtml")}
    assert len(pages) > 10
    assert [f for name, text in pages.items() for f in forbidden_names(text, name)] == []


@pytest.mark.parametrize("locale", ["de", "en"])
def test_the_web_names_nothing_that_has_no_name(dossier: Built, locale: str) -> None:
    stem = f"woche-der-diplomatie.{locale}"
    pages = [*dossier.file(stem).rglob("*.html"), dossier.file(f"{stem}.html")]
    assert len(pages) > 10
    assert [f for p in pages for f in forbidden_names(p.read_text(encoding="utf-8"), p.name)] == []
