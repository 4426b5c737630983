"""The report of checks and the statement for readers: in every language of the program, no claim without its evidence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from playwright.sync_api import Browser

from bookbuilder.accessibility_review.questions import QUESTIONS
from bookbuilder.cli import main
from bookbuilder.diagnostics import Diagnostic, Rule, Severity, Span, diagnostic
from bookbuilder.html.reading_rules import BROKEN, RULES, ReadingRule
from bookbuilder.program_language.translation import PAGE, languages, translation_into
from bookbuilder.validators.report_pages import report_page, statement_page
from bookbuilder.validators.validator import validators
from bookbuilder.world import World
from scripts.program_sentences import catalogs
from tests.cases import book
from tests.validators.axe import axe
from tests.validators.nu import nu

WORLD = World(Path())
LANGUAGES = languages(WORLD)
RULE = Rule("page.short", "{pages} {lines} short: {reason}", "", Severity.NOTICE)
FOUND = (
    diagnostic(
        RULE, Span("chapters/de/01-a.md", 3, 1), hint="add or cut some lines before it, or put it elsewhere",
        pages="5", lines="2", reason="its paragraphs cannot be set so that they fill it",
    ),
    Diagnostic("epub.invalid", Severity.ERROR, Span("book.toml"), "RSC-005: an error of EPUBCheck in its <own> words"),
)  # fmt: skip
EPUB = {
    "accessMode": ["textual", "visual"],
    "accessModeSufficient": ["textual,visual", "textual"],
    "accessibilityFeature": [
        *("alternativeText", "longDescription", "tableOfContents", "readingOrder", "displayTransformability", "ARIA"),
        *("structuralNavigation", "index", "MathML", "pageNavigation", "pageBreakMarkers"),
    ],
    "accessibilityHazard": ["none"],
    "conformsTo": ["EPUB Accessibility 1.1 - WCAG 2.1 Level AA"],
    "certifiedBy": ["Erika Mustermann"],
    "exemption": ["eaa-microenterprise"],
}  # fmt: skip


def file(form: str, number: int, tag: str = "de-DE", **more: Any) -> dict[str, Any]:
    suffix = {"epub": ".epub", "pdf": ".pdf", "web": ""}[form]
    return {
        "name": f"b{number}{suffix}", "format": form, "locale": "de", "language": tag, "sha256": f"{number:064}",
        "accessibility": EPUB if form == "epub" else {},
        "checks": [
            {"validator": one.name, "version": "1.0", "proves": "".join(one.proves), "result": "passed", "findings": 0}
            for one in validators()
            if suffix in one.suffixes or (not suffix and "/" in one.suffixes)
        ],
        "onix_196": [{"value": "05"}] if form == "pdf" else [{"value": "00", "text": "Die Schrift lässt sich einstellen."}],
        **more,
    }  # fmt: skip


def report(**more: Any) -> dict[str, Any]:
    return {
        "program": "bookbuilder 0.2.0",
        "book": {
            "id": "b", "title": "Result", "language": "de-DE", "edition": 2, "date": "2022-01-24",
            "publisher": "Place & <Söhne>", "isbn": {"pdf": "978-3-16-148410-0"},
            "contact": {"address": ["Weg 1"], "email": "a@example.org", "url": "https://example.org/"},
        },
        "result": "not run",
        "signatures": [
            {
                "locale": "de", "by": "Severity", "date": "2022-01-25", "holds": False,
                "answers": [
                    {"question": one.text, "wcag": one.criterion, "answer": ("yes", "none", "", "Book")[number % 4]}
                    for number, one in enumerate(QUESTIONS)
                ],
            }
        ],
        "files": [file("epub", 1), file("pdf", 2), file("web", 3)],
        "findings": [
            {
                "code": one.code, "severity": one.severity.value, "place": str(one.span),
                "message": one.message, "hint": one.hint,
            }
            for one in FOUND
        ],
        "ignored": [
            {"code": "a.b", "reason": "Question", "path": "", "words": ""},
            {"code": "a.c", "reason": "x", "path": "chapters/de/01.md", "words": "Where"},
        ],
        **more,
    }  # fmt: skip


def pages(data: Mapping[str, Any], language: str) -> dict[str, bytes]:
    said = translation_into(language, WORLD)
    return {
        "report": report_page(data, FOUND, said, WORLD),
        "statement": statement_page(data, said, WORLD),
    }


def lines(page: bytes) -> set[str]:
    """Return the texts between the tags of a page."""
    tree = html.fromstring(page)
    return {" ".join(str(text).split()) for text in tree.xpath("//main//text()")}


@cache
def english_words(language: str) -> frozenset[str]:
    """Return what pages say in English, where a language says it otherwise."""
    (place,) = (one for one in catalogs() if one.stem == language)
    return frozenset(
        str(one.id)
        for one in read_po(BytesIO(place.read_bytes()))
        if one.context == PAGE and one.id != one.string and "{" not in one.id
    )


VALUES = {"Result", "Severity", "Book", "Question", "Where"}
"""What the book of these tests says; pages say it as well, in their own words."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_in_one_language(language: str) -> None:
    data = report()
    for page in pages(data, language).values():
        tree = html.fromstring(page)
        assert tree.get("lang") == language
        day = format_date(dt.date(2022, 1, 24), "long", language)
        assert day in page.decode()
        if language != "en":
            assert lines(page) & english_words(language) <= VALUES
    assert {*re.findall(r"Jan\w+|janv\w+|ener\w+|genn\w+", pages(data, language)["statement"].decode())} == {
        {"de": "Januar", "en": "January", "fr": "janvier", "es": "enero", "it": "gennaio"}[language]
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_book_are_not_translated(language: str) -> None:
    made = pages(report(), language)
    for page in made.values():
        heading = html.fromstring(page).findtext(".//h1")
        assert heading is not None and "Result" in heading
        assert b"Place &amp; &lt;S\xc3\xb6hne&gt;" in page
    assert {"Question", "Book"} <= lines(made["report"])
    assert any("Severity" in line for line in lines(made["report"]))
    assert "Book" in lines(made["statement"]), "an answer that is not yes is a limit that readers are told"


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_are_said_in_the_language_or_marked_as_english(language: str) -> None:
    page = html.fromstring(pages(report(), language)["report"])
    short, foreign = page.xpath("//tr[td/span]")
    said = translation_into(language, WORLD)
    assert said.text(FOUND[0].phrases[0]) in short.text_content()
    assert short.xpath(".//@lang") == []
    assert "RSC-005: an error of EPUBCheck in its <own> words" in foreign.text_content()
    assert foreign.xpath(".//@lang") == ([] if language == "en" else ["en"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{'-'.join(rule.readings)}-{rule.tokens[0]}")
def test_a_rule_for_some_readers_is_told_with_where_it_is_published(rule: ReadingRule, language: str) -> None:
    found = diagnostic(
        BROKEN, Span("styles/a/theme.toml", 3), token=rule.tokens[0], value="1", reading=rule.readings[0],
        needed=rule.needed, source=rule.source,
    )  # fmt: skip
    data = report(
        findings=[
            {
                "code": found.code,
                "severity": "warning",
                "place": str(found.span),
                "message": found.message,
                "hint": "",
            }
        ]
    )
    said = translation_into(language, WORLD)
    page = html.fromstring(report_page(data, [found], said, WORLD))
    (row,) = page.xpath("//tr[td/span]")
    text = row.text_content()
    assert rule.source in text and said.text(rule.needed) in text
    assert row.xpath(".//@lang") == []
    assert language == "en" or said.text(rule.needed) != rule.needed


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("de", "(1.234 Befunde)"), ("en", "(1,234 findings)"), ("fr", "(1\u202f234 constats)"), ("es", "(1.234 hallazgos)")],
)  # fmt: skip
def test_numbers_and_plurals(language: str, wanted: str) -> None:
    data = report()
    data["files"][0]["checks"][0] |= {"findings": 1234, "result": "failed"}
    data["files"][0]["checks"][1] |= {"findings": 1, "result": "failed"}
    page = pages(data, language)["report"].decode()
    assert wanted in page
    one = {"de": "(1 Befund)", "en": "(1 finding)", "fr": "(1 constat)", "es": "(1 hallazgo)"}[language]
    assert one in page


@pytest.mark.parametrize(
    ("tag", "language", "day"),
    [
        ("de-AT", "de", "24. Jänner 2022"),
        ("de-DE-x-leicht", "de", "24. Januar 2022"),
        ("en-GB", "en", "24 January 2022"),
        ("fr-CA", "fr", "24 janvier 2022"),
        ("ja", "en", "January 24, 2022"),
        ("zh-Hant", "en", "January 24, 2022"),
    ],
)
def test_a_book_is_told_of_in_its_own_language(tag: str, language: str, day: str) -> None:
    data = report()
    data["book"]["language"] = tag
    data["files"] = [file("epub", 1, tag)]
    for page in pages(data, tag).values():
        assert html.fromstring(page).get("lang") == language
        assert day in page.decode()


def test_regions_are_told_apart_where_they_have_to_be() -> None:
    data = report(files=[file("pdf", 1, "de-DE"), file("pdf", 2, "de-AT"), file("pdf", 3, "en-US")])
    data["files"].append(file("pdf", 4, "de-DE-x-leicht"))
    heads = [one.text for one in html.fromstring(pages(data, "de")["statement"]).findall(".//h2")]
    wanted = [
        "Deutsch (Deutschland)",
        "Deutsch (Österreich)",
        "Englisch",
        "Deutsch (Deutschland), Leichte Sprache",
    ]
    assert heads[:4] == [f"PDF: {one}" for one in wanted]


def test_files_of_the_same_bytes_are_told_of_once() -> None:
    again = file("epub", 1) | {"name": "9783161484117.epub"}
    page = pages(report(files=[file("epub", 1), again]), "en")["statement"].decode()
    assert page.count("Ways of reading") == 1
    assert "<code>b1.epub</code>, <code>9783161484117.epub</code>" in page


SAYS = {
    "conformsTo": "The e-book conforms to EPUB Accessibility 1.1 - WCAG 2.1 Level AA.",
    "certifiedBy": "This is certified by: Erika Mustermann.",
    "MathML": "Formulas are written in MathML, which can be read aloud.",
    "longDescription": "Figures and tables that need it have a long description.",
    "alternativeText": "Pictures that say something have an alternative text.",
    "index": "There is an index with links.",
    "pageNavigation": "The pages of the printed book can be gone to by their numbers.",
    "structuralNavigation": "Headings are marked as headings, by which one can move.",
    "accessModeSufficient": "All of the content can be read aloud, or in braille.",
    "accessibilityHazard": "There are no hazards: nothing flashes, makes a noise or moves.",
    "exemption": "The publisher is a microenterprise, which need not make its books accessible (Directive (EU) 2019/882).",
}  # fmt: skip


@given(left_out=st.sets(st.sampled_from(sorted(SAYS))))
def test_an_e_book_is_said_to_have_what_its_metadata_say(left_out: set[str]) -> None:
    declared: dict[str, list[str]] = {
        name: [one for one in values if one not in left_out] for name, values in EPUB.items() if name not in left_out
    }  # fmt: skip
    page = pages(report(files=[file("epub", 1, accessibility=declared)]), "en")["statement"]
    if "conformsTo" in left_out:
        left_out = {*left_out, "certifiedBy"}
    assert {name for name, sentence in SAYS.items() if sentence not in lines(page)} == left_out
    assert ("No conformance to a standard is claimed." in lines(page)) == ("conformsTo" in left_out)


CLAIMS = {
    "pdf": "The PDF conforms to PDF/UA-1 (ISO 14289-1), as far as a program can tell.",
    "web": "As far as a program can tell, the pages meet WCAG 2.2 at level AA.",
}


@pytest.mark.parametrize("result", ["passed", "failed", "not run"])
def test_a_web_edition_is_said_to_meet_what_was_checked(result: str) -> None:
    made = file("web", 1)
    for check in made["checks"]:
        check["result"] = result
    said = lines(pages(report(files=[made]), "en")["statement"])
    assert (CLAIMS["web"] in said) == (result == "passed")
    assert ("No conformance to a standard is claimed." in said) == (result != "passed")
    assert any("320 pixels" in line for line in said) == (result == "passed")


@pytest.mark.parametrize("codes", [[{"value": "05"}], []])
def test_a_pdf_is_said_to_conform_if_a_validator_proved_it(codes: list[dict[str, str]]) -> None:
    said = lines(pages(report(files=[file("pdf", 1, onix_196=codes)]), "en")["statement"])
    assert (CLAIMS["pdf"] in said) == bool(codes)
    assert ("No conformance to a standard is claimed." in said) == (not codes)


def test_a_statement_without_a_signature_says_that_nobody_answers() -> None:
    page = pages(report(signatures=[]), "en")["statement"].decode()
    assert "no person has answered for it" in page and "What is not as it should be" not in page


def test_nothing_of_the_data_is_changed() -> None:
    data = report()
    before = deepcopy(data)
    assert pages(data, "de") == pages(data, "de") and data == before


@pytest.mark.heavy
def test_pages_are_sound(tmp_path: Path, chromium: Browser) -> None:
    """To the Nu Html Checker and to axe, on a desk and on a phone, where nothing is wider than the screen."""
    for language in LANGUAGES:
        for name, data in pages(report(), language).items():
            (tmp_path / f"{name}.{language}.html").write_bytes(data)
    made = sorted(tmp_path.glob("*.html"))
    assert len(made) == 2 * len(LANGUAGES) and nu(made) == ()
    for width in (1280, 360):
        page = chromium.new_page(viewport={"width": width, "height": 800})
        for place in made:
            page.goto(place.as_uri())
            assert axe(page) == (), place.name
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place.name
        page.close()


@pytest.mark.parametrize(
    "options",
    [
        ["--report", "r.html", "--report-language", "pt"],
        ["--report-language", "de"],
        ["--report", "r.html", "--statement", "r.htm"],
        ["--quick", "--statement", "s.html"],
        ["--fix", "--statement", "s.html"],
    ],
)
def test_options_that_do_not_go_together(tmp_path: Path, options: list[str]) -> None:
    book.write(tmp_path, {"chapters/de/01-a.md": "# A\n\nText.\n"})
    assert main(["check", str(tmp_path), *options]) == 2


@pytest.mark.heavy
@pytest.mark.usefixtures("warm")
def test_a_check_writes_both_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the language of the book, or in one that is asked for; JSON is the same in all of them, in English."""
    root = book.write(
        tmp_path / "b", {"chapters/de/01-a.md": "# Kapitel\n\nEin Satz.\n"}, editions='[editions.epub]\nformat = "epub"\n'
    )  # fmt: skip
    options = [
        "check",
        str(root),
        "--report",
        str(tmp_path / "r.html"),
        "--statement",
        str(tmp_path / "s.html"),
    ]
    assert main(options) == 0
    files = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert [Path(one).name for one in files] == ["r.html", "r.json", "s.html"]
    data = (tmp_path / "r.json").read_bytes()
    assert b'"result": "passed"' in data
    for name, words in (("r.html", "Es gibt nichts zu beanstanden"), ("s.html", "Arten zu lesen")):
        assert words in (tmp_path / name).read_text(encoding="utf-8")
    assert main([*options, "--report-language", "it"]) == 0
    assert (tmp_path / "r.json").read_bytes() == data
    for name, words in (("r.html", "Non c'è niente di sbagliato"), ("s.html", "Modi di lettura")):
        assert words in html.fromstring((tmp_path / name).read_bytes()).text_content()
