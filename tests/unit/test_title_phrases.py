"""Titles of scripts without spaces have `wbr` between phrases on screens, and the same text as before."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from markupsafe import Markup

from bookbuilder.html.title_phrases import phrased
from bookbuilder.locales.title_phrases import phrase_places, title_parts

TITLES = Path(__file__).parents[1] / "pdf/titles_without_spaces.txt"


def text(markup: str) -> str:
    return unescape(re.sub("<[^>]*>", "", markup))


@pytest.mark.parametrize(
    ("tag", "marked"),
    [
        ("ja", "キーウ、|モスクワ、|ベルリン、|ジュネーヴを|結んだ|外交の|一週間"),
        ("ja-JP", "1月17日の|会談と|NATOの|回答"),
        ("ja", "第3章　|サイバー攻撃と|その|対策"),
        ("ja", "𠮷野家の|歴史"),
        ("zh-CN", "基辅、|莫斯科、|柏林|与|日内瓦|之间的|一周|外交"),
        ("zh-TW", "人工智慧|在|醫療|領域的|應用|與|挑戰"),
        ("th", "ห้า|วัน|ใน|เดือน|มกราคม"),
        ("de", "Fünf Tage im Januar"),
        ("ko", "일월의 닷새"),
    ],
)
def test_where_phrases_begin(tag: str, marked: str) -> None:
    title = marked.replace("|", "")
    places = (0, *phrase_places(title, tag), len(title))
    assert "|".join(title[start:stop] for start, stop in pairwise(places)) == marked


def test_a_title_keeps_its_text() -> None:
    lines = [line.split("\t") for line in TITLES.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert len(lines) > 200
    changed = 0
    for tag, title in lines:
        markup = phrased(Markup("{}").format(title), tag)
        assert text(markup) == title
        assert "".join(title_parts(title, tag)) == "".join(title.split())
        changed += "<wbr/>" in markup
    assert changed > 150


@pytest.mark.parametrize(
    ("markup", "marked"),
    [
        ("<em>サイ</em>バー攻撃とその対策", "<em>サイ</em>バー攻撃と<wbr/>その<wbr/>対策"),
        ("一月の<time>五日間の記録</time>を読む", "一月の<wbr/><time>五日間の記録</time>を<wbr/>読む"),
        ("一月の<ruby>五日間<rp>（</rp><rt>いつかかん</rt><rp>）</rp></ruby>", None),
        ("Q&amp;Aで<code>始める前に知る</code>外交の一週間", None),
        ('会談の<a class="noteref" href="#n">1</a>記録を読む', None),
        ("一月の<br/>五日間を読む", None),
    ],
)
def test_markup_stays_whole(markup: str, marked: str | None) -> None:
    made = phrased(Markup(markup), "ja")
    if marked:
        assert made == f'<span class="phrases">{marked}</span>'
    assert made.replace("<wbr/>", "") in (markup, f'<span class="phrases">{markup}</span>')
    for whole in re.findall(r"<(ruby|code|time)\b.*?</\1>", made):
        assert "<wbr" not in whole
    assert not re.search(r"<(?:ruby|code|time|a)\b(?:(?!</).)*<wbr", made)


def test_other_languages_have_no_marks() -> None:
    for tag in ("de", "en", "ko", "ar", "x-klingon"):
        assert phrased(Markup("Ein <em>Titel</em>"), tag) == "Ein <em>Titel</em>"
