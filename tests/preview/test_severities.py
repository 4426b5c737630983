"""The button of the problems says how bad they are, by sign, words and colour."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bookbuilder.diagnostics import Diagnostic, Severity, Span
from tests.preview.blank_book import BlankBook, found, previewed
from tests.sampled import sampled
from tests.validators.axe import axe

COLOUR = "one => { const [r, g, b] = getComputedStyle(one).backgroundColor.match(/\\d+/g).map(Number); return [r, g, b] }"


def one(severity: Severity, number: int) -> Diagnostic:
    return Diagnostic(f"some.{severity}", severity, Span("chapters/de/01-a.md", number, 1), "Something.")


@pytest.mark.parametrize("scheme", sampled(["light", "dark"], 2))
def test_only_errors_make_the_button_red(tmp_path: Path, chromium: Browser, scheme: str) -> None:
    with previewed(tmp_path, chromium, BlankBook(3, chapters=(("Eins", 1),)), scheme=scheme) as (page, live):
        button = page.get_by_role("button", name="Problems")
        border = "one => getComputedStyle(one).borderColor"
        plain = (button.evaluate(COLOUR), button.evaluate(border))
        notices = [one(Severity.NOTICE, number) for number in (1, 2, 3)]
        found(live, *notices)
        expect(button).to_have_accessible_name("Problems, notice: 3")
        expect(button).to_have_text("Problems ⓘ 3")
        assert (button.evaluate(COLOUR), button.evaluate(border)) == plain
        assert axe(page) == ()
        found(live, *notices, one(Severity.WARNING, 4))
        expect(button).to_have_accessible_name("Problems, warning: 1, notice: 3")
        red, green, blue = button.evaluate(COLOUR)
        assert green > blue and green > red / 2, "amber"
        assert axe(page) == ()
        found(live, *notices, one(Severity.WARNING, 4), one(Severity.ERROR, 5))
        expect(button).to_have_accessible_name("Problems, error: 1, warning: 1, notice: 3")
        expect(button).to_have_text("Problems ✖ 1▲ 1ⓘ 3")
        red, green, blue = button.evaluate(COLOUR)
        assert red > 3 * green, "red"
        assert axe(page) == ()
        found(live)
        expect(button).to_have_accessible_name("Problems")
