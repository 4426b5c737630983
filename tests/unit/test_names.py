"""names.toml becomes names, a locale chooses its forms, and other spellings of them are found in any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.names import LocalName, Name, Spellings, localize_names, read_names
from tests.cases import book
from tests.golden.table import locale

TEXT = """
[persons.zelensky]
de = "Selenskyj, Wolodymyr"
en = "Zelensky, Volodymyr"
en-GB = "Zelenskiy, Volodymyr"
uk = "Зеленський, Володимир"
short = { en-GB = "Zelenskiy" }
office = { de = "Präsident der Ukraine", en = "president" }
not = { de = ["Zelenskyj, Wolodymyr", "Selenskij"], en = ["Zelenskyy"] }

[persons]
xi = { name = "Xi Jinping", short = "Xi", zh-Hant = "習近平", zh = "习近平" }
scholz = { name = "Scholz, Olaf", not = ["Schulz, Olaf"] }

[places]
kyiv = { name = "Kyiv", de = "Kiew", de-CH = "Kyjiw", not = ["Kiev"] }
dc = "Washington, D.C."

[organisations]
eu = { de = "Europäische Union", en = "European Union" }
"""


def names(text: str = TEXT) -> dict[str, Name]:
    """Return the names of a text that has nothing wrong."""
    findings = Findings()
    found = read_names(text, "names.toml", findings)
    assert findings.sorted() == ()
    return found


def there(tag: str, text: str = TEXT) -> dict[str, LocalName]:
    """Return the names of a locale of a German book."""
    return localize_names(names(text), locale(tag), "de-DE")


@pytest.mark.parametrize(
    ("tag", "key", "entry", "full", "short", "borrowed"),
    [
        ("de-DE", "zelensky", "Selenskyj, Wolodymyr", "Wolodymyr Selenskyj", "Selenskyj", ""),
        ("en-US", "zelensky", "Zelensky, Volodymyr", "Volodymyr Zelensky", "Zelensky", ""),
        ("en-GB", "zelensky", "Zelenskiy, Volodymyr", "Volodymyr Zelenskiy", "Zelenskiy", ""),
        ("fr-FR", "zelensky", "Selenskyj, Wolodymyr", "Wolodymyr Selenskyj", "Selenskyj", "de"),
        ("de-CH", "kyiv", "Kyjiw", "Kyjiw", "Kyjiw", ""),
        ("de-AT", "kyiv", "Kiew", "Kiew", "Kiew", ""),
        ("fr-FR", "kyiv", "Kyiv", "Kyiv", "Kyiv", ""),
        ("fr-FR", "dc", "Washington, D.C.", "Washington, D.C.", "Washington, D.C.", ""),
        ("fr-FR", "xi", "Xi Jinping", "Xi Jinping", "Xi", ""),
        ("zh-CN", "xi", "习近平", "习近平", "Xi", ""),
        ("zh-TW", "xi", "習近平", "習近平", "Xi", ""),
        ("en-US", "eu", "European Union", "European Union", "European Union", ""),
    ],
)
def test_a_locale_chooses_its_form(
    tag: str, key: str, entry: str, full: str, short: str, borrowed: str
) -> None:
    found = there(tag)[key]
    assert (found.form.entry, found.form.full, found.form.short) == (entry, full, short)
    assert found.borrowed == borrowed


@pytest.mark.parametrize(("tag", "office"), [("de-AT", "Präsident der Ukraine"), ("uk-UA", "")])
def test_an_office_is_not_borrowed(tag: str, office: str) -> None:
    assert there(tag)["zelensky"].office == office


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("de-DE", "Zelenskyj in Kyiv", ["Zelenskyj > Selenskyj!", "Kyiv > Kiew"]),
        ("de-DE", "Kiev, Kiew", ["Kiev > Kiew!"]),
        ("de-DE", "Wolodymyr Zelenskyjs Wort", ["Wolodymyr Zelenskyj > Wolodymyr Selenskyj!"]),
        ("de-DE", "Volodymyr Zelensky", ["Volodymyr Zelensky > Wolodymyr Selenskyj!"]),
        ("de-DE", "Schulz’ Rede, Schulzs Rede", ["Schulz > Scholz!", "Schulz > Scholz"]),
        ("de-DE", "Зеленський, Zelenskyjstraße, zelenskyj", []),
        ("en-US", "Zelenskyy’s Kiev", ["Zelenskyy > Zelensky!", "Kiev > Kyiv!"]),
        ("en-US", "Zelenskyj of the Europäische Union", ["Europäische Union > European Union"]),
        ("en-US", "Wolodymyr Selenskyj, Zelenskiy", [
            "Wolodymyr Selenskyj > Volodymyr Zelensky!", "Zelenskiy > Zelensky!",
        ]),
        ("uk-UA", "Zelensky", []),
        ("fr-FR", "Volodymyr Zelensky", []),
    ],
)  # fmt: skip
def test_other_spellings(tag: str, text: str, expected: list[str]) -> None:
    found = Spellings.of(there(tag), locale(tag)).find(text)
    assert [f"{one.old} > {one.new}{'!' if one.sure else ''}" for one in found] == expected


def test_a_spelling_of_two_names_is_not_sure() -> None:
    text = '[persons]\na = { name = "Meier", not = ["Mayer"] }\nb = { name = "Maier", not = ["Mayer"] }\n'
    (found,) = Spellings.of(there("de-DE", text), locale("de-DE")).find("Mayer")
    assert (found.new, found.sure) == ("Meier", False)


SPELLINGS = Spellings.of(there("de-DE"), locale("de-DE"))
pieces = st.sampled_from(
    [*SPELLINGS.known, "Selenskyj", "s", " ", "-", ".", "@", "’", "Wolodymyr", "\u0301", "ß", "\n"]
)
texts = st.lists(pieces | st.text(max_size=3)).map("".join)


@given(texts)
def test_what_is_found_stands_in_the_text_and_is_found_once(text: str) -> None:
    end = 0
    for found in SPELLINGS.find(text):
        assert found.start >= end
        end = found.start + len(found.old)
        assert text[found.start : end] == found.old
        assert SPELLINGS.known[found.old][:2] == (found.new, found.key)


@given(texts)
def test_a_mended_text_is_right(text: str) -> None:
    once = SPELLINGS.corrected(text, "zelensky")
    assert SPELLINGS.corrected(once, "zelensky") == once
    assert not [one for one in SPELLINGS.find(once) if one.key == "zelensky"]


@given(st.text() | st.text(TEXT, max_size=60).map(lambda text: TEXT + text))
def test_anything_can_stand_in_names_toml(text: str) -> None:
    findings = Findings()
    for key, name in read_names(text, "names.toml", findings).items():
        assert name.key == key
        assert name.forms and all(form.entry and form.full and form.short for form in name.forms.values())
    assert all(one.code.startswith(("name.", "names.")) for one in findings.sorted())


BEFORE = """\
---
title: Zelenskyj in Kyiv
summary: "Zelenskyj \\"dort\\""
---

Zelenskyjs *Kiev*, Volodymyr
Zelensky, `Kiev`, [Kiev]{lang=en}.

> [Kiev]{name=kyiv}, Zel&#101;nskyj, Kyiv, [in Kyiv]{name=kyiv}

::: index {of=places}
:::
"""
AFTER = """\
---
title: Selenskyj in Kyiv
summary: "Selenskyj \\"dort\\""
---

Selenskyjs *Kiew*, Volodymyr
Zelensky, `Kiev`, [Kiev]{lang=en}.

> [Kiew]{name=kyiv}, Zel&#101;nskyj, Kyiv, [in Kiew]{name=kyiv}

::: index {of=places}
:::
"""


@pytest.mark.heavy
@pytest.mark.usefixtures("warm")
def test_check_mends_spellings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"chapters/de/01-a.md": BEFORE, "names.toml": TEXT}
    root = book.write(tmp_path, files, editions='[editions.web]\nformat = "web"\n')
    assert main(["check", str(root), "--fix"]) == 0
    assert (root / "chapters/de/01-a.md").read_text() == AFTER
    said = " ".join(capsys.readouterr().err.split())
    assert "mended 6 places in 1 file" in said
    assert "'Volodymyr Zelensky' is a spelling that names.toml does not use here" in said
