"""A browser ends lines of real titles in Japanese and Chinese between phrases, and readers find the text as it was."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest
from markupsafe import Markup
from playwright.sync_api import Browser

from bookbuilder.html.title_phrases import phrased
from bookbuilder.locales.title_phrases import phrase_places

ROOT = Path(__file__).parents[2]
TITLES = ROOT / "tests/pdf/titles_without_spaces.txt"
LINES = """elements => elements.map(element => {
  const places = [], range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let at = 0, top = null;
  for (let node; node = walker.nextNode();)
    for (let index = 0; index < node.data.length; index++, at++) {
      if (!node.data[index].trim()) continue;
      range.setStart(node, index); range.setEnd(node, index + 1);
      const box = range.getBoundingClientRect();
      if (top !== null && box.top > top + 20) places.push(at);
      top = box.top;
    }
  return [element.textContent, places, element.scrollWidth <= element.clientWidth];
})"""


@pytest.mark.heavy
@pytest.mark.parametrize("width", [320, 480, 1100])
def test_lines_end_between_phrases(chromium: Browser, width: int) -> None:
    css = (ROOT / "styles/dossier/base.css").read_text(encoding="utf-8")
    found = re.search(r"^\.phrases \{.*\}$", css, re.MULTILINE)
    assert found is not None
    lines = [line.split("\t") for line in TITLES.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    titles = [(tag, title) for tag, title in lines if tag != "th"]
    body = "".join(f'<h2 lang="{tag}">{phrased(Markup(escape(title)), tag)}</h2>' for tag, title in titles)
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.set_content(f"<style>{found[0]} h2 {{ font: 20px/32px sans-serif }}</style>{body}")
    parted = 0
    for (tag, title), (text, places, fits) in zip(
        titles, page.locator("h2").evaluate_all(LINES), strict=True
    ):
        assert text == title and fits
        allowed = {0, *phrase_places(title, tag), len(title)}
        bounds = sorted(allowed)
        for place in places:
            parted += 1
            if place not in allowed:
                begin = max(one for one in bounds if one < place)
                end = min(one for one in bounds if one > place)
                whole = title[begin:end]
                wide = sum(20 if sign > "\u2e80" else 11 for sign in whole)
                # Beside its own punctuation, a word of Latin letters may be parted as in any text.
                assert wide > width - 40 or re.search(r"[A-Za-z)\]\-/:.+0-9]", whole), (title, whole)
    assert parted > (30 if width == 320 else -1)
