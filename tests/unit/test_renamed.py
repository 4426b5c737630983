"""Old spellings are read, told and mended, and no translation is outdated by that."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from bookbuilder import api, renamed
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.discovery import rules
from bookbuilder.html import renamed_in_theme
from bookbuilder.markdown.attributes import SPAN_KEYS
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import KINDS
from bookbuilder.toml_tables.positions import key_positions
from bookbuilder.translate.block_digest import digest
from tests.cases import book

DE = """\
---
title: Der [Hafen]{index="Hafen" register=places}
---

Der [Hafen]{index="Hafen!am Meer" register=places} und [*das* [Amt]{.x}]{index=Amt
register=things} von 1912, in `[x]{index=y register=z}` auch register=places.

{#preis}
Es kostet [200 Millionen]{amount="200e6 USD" index="Geld" register=things}.

> - Ein [Schiff]{name=ship register=ships index=Boot} im Zitat

| Ort | \\| [Kiew]{index=Kiew register=places} |
| --- | --- |
| a | [b]{index="c d"}{register=things} |

```
::: register
[x]{index=y register=z}
```
"""
EN = """\
---
title: The [harbor]{index="Harbor" register=places}
---

The [harbor]{index="Harbor!by the sea" register=places} and [*the* [office]{.x}]{index=Office
register=things} from 1912, in `[x]{index=y register=z}` as well register=places.

{#preis}
It costs [200 million]{amount="200e6 USD" index="Money" register=things}.

> - A [ship]{name=ship register=ships index=Boat} in a quotation

| Place | \\| [Kyiv]{index=Kyiv register=places} |
| --- | --- |
| a | [b]{index="c d"}{register=things} |

```
::: register
[x]{index=y register=z}
```
"""
CH = """\
---
differs: blocks
---

{#preis}
Es kostet [200 Millionen]{amount="200e6 USD" index="Geld" register=things}, ausser montags.
"""
INDEX = """\
---
title: {}
kind: "register"
---

::::: register {} {{of=places}}
:::::

> ::: register {{of=things}}
> {}
> : see: {}
> :::

:::register {{of=ships title="{}"}}
:::
"""
FILES: dict[str, str | bytes] = {
    "chapters/de/01-a.md": DE,
    "chapters/en/01-a.md": EN.replace("\n", "\r\n").encode("utf-8-sig"),
    "chapters/de-CH/01-a.md": CH,
    "chapters/de/09-b.md": INDEX.format("Register", "Orte", "Bureau", "Amt", "Schiffe"),
    "chapters/en/09-b.md": INDEX.format("Index", "Places", "Bureau", "Office", "Ships"),
    "names.toml": '[ships]\nship = { de = "Schiff", en = "ship" }\n',
}
SWISS = '\n[locales.de-CH]\ntitle = "Ein Fall"\ninherits = "de"\n'


EDITIONS = f'{book.PRINT}[editions.web]\nformat = "web"\n'


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book in three locales, written in old words: one is translated, and one inherits what it does not have."""
    settings = book.settings(["de", "en"], editions=EDITIONS) + SWISS
    found = book.write(tmp_path_factory.mktemp("old") / "book", {"book.toml": settings, **FILES})
    assert main(["translate", "sync", "--same", "--book", str(found)]) == 0
    return found


@pytest.fixture
def root(old: Path, tmp_path: Path) -> Path:
    """The book in old words, to be changed."""
    return Path(shutil.copytree(old, tmp_path / "book"))


def mend(root: Path, *more: str) -> int:
    """Mend a book. No page is laid out and nothing is judged: the words of its files are what is mended."""
    return main(["check", str(root), "--fix", "--quick", "--edition", "web", *more])


def undone(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return how blocks stand that are not done."""
    capsys.readouterr()
    assert main(["status", str(root), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    return [
        one["standing"]
        for chapters in data["locales"].values()
        for chapter in chapters
        for one in chapter["open"]
    ]


def contents(root: Path) -> dict[str, bytes]:
    files = (path for folder in ("chapters", "l10n") for path in (root / folder).rglob("*.*"))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(files)}


def export(root: Path, form: str, name: str) -> bytes:
    """Return what is exported for a translator; a memory has all of it by itself."""
    into = root.parent / name
    everything = [] if form == "tmx" else ["--all"]
    words = ["export", "en", "--format", form, *everything, "--into", str(into), "--book", str(root)]
    assert main(["translate", *words]) == 0
    (file,) = into.iterdir()
    return file.read_bytes()


def spelled_now(text: str) -> str:
    """Return a chapter with new words where the program reads them, and the old ones in prose and code."""
    body, *code = re.split("(?m)^```", text, maxsplit=1)
    body = re.sub(r"(:::+)( ?)register", r"\1\2index", body)
    body = body.replace('kind: "register"', 'kind: "index"')
    body = re.sub(r"(?<!`\[x\])(\{[^{}`]*?)\bregister=(?=[^{}`]*\})", r"\1of=", body)
    return "```".join((body, *code))


@pytest.mark.heavy
def test_what_is_mended_and_what_is_not(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the words change that the program reads; line ends, marks of the file, prose and code stay."""
    before = contents(root)
    assert mend(root) == 0
    assert "mended 23 places in 5 files" in capsys.readouterr().err
    after = contents(root)
    assert after == {
        path: spelled_now(data.decode()).encode() if path.startswith("chapters") else data
        for path, data in before.items()
    }
    left = "".join(data.decode() for path, data in after.items() if path.startswith("chapters"))
    assert left.count("register") == 2 * 4, "in prose, in code in a line, and twice in a block of code"
    assert mend(root) == 0
    assert contents(root) == after, "a second time changes nothing"
    assert "spelling.old" not in capsys.readouterr().err


@pytest.mark.heavy
def test_no_translation_is_outdated_by_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert undone(root, capsys) == []
    assert mend(root) == 0
    assert undone(root, capsys) == []
    assert main(["status", str(root), "--strict"]) == 0
    states = {path: data for path, data in contents(root).items() if path.startswith("l10n")}
    assert main(["translate", "sync", "--same", "--book", str(root)]) == 0
    assert states == {path: data for path, data in contents(root).items() if path.startswith("l10n")}


@pytest.mark.heavy
@pytest.mark.parametrize("locale", ["de", "en", "de-CH"])
def test_no_translation_is_outdated_when_only_one_locale_is_mended(
    locale: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mend(root, "--locale", locale) == 0
    assert undone(root, capsys) == []
    assert main(["check", str(root), "--quick", "--strict", "--json", "--edition", "web"]) == 1
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    assert {one["code"] for one in found} == {"spelling.old"}


@pytest.mark.heavy
@pytest.mark.parametrize("form", ["xliff", "xliff2", "po", "tmx"])
def test_what_translators_have_stays_the_same_and_comes_back(
    form: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that went out before comes back after, and is the one that would go out now."""
    before = export(root, form, "before")
    assert mend(root) == 0
    mended = contents(root)
    assert export(root, form, "after") == before
    (file,) = (root.parent / "before").iterdir()
    file.write_bytes(before.replace(b"x-index", b"x-register").replace(b':index"', b':register"'))
    if form != "tmx":
        assert main(["translate", "import", str(file), "--book", str(root)]) == 0, capsys.readouterr().err
    assert contents(root) == mended


@pytest.mark.heavy
def test_a_changed_translation_comes_back_into_mended_chapters(root: Path) -> None:
    export(root, "xliff", "before")
    assert mend(root) == 0
    (file,) = (root.parent / "before").iterdir()
    text = file.read_text(encoding="utf-8")
    assert "from 1912" in text
    file.write_text(text.replace("from 1912", "of 1912"), encoding="utf-8")
    mended = contents(root)
    assert main(["translate", "import", str(file), "--book", str(root)]) == 0
    changed = {path: data for path, data in contents(root).items() if data != mended[path]}
    assert changed.keys() == {"chapters/en/01-a.md", "l10n/en/01-a.toml"}
    old, new = mended["chapters/en/01-a.md"], changed["chapters/en/01-a.md"]
    assert new == old.replace(b"from 1912", b"of 1912")


@pytest.mark.heavy
def test_the_book_is_the_same_in_both_spellings(root: Path) -> None:
    """Pages, links and the order of the indexes do not know how the chapters were written."""
    first = api.build(root, editions=["print"])
    assert not first.failed and {one.code for one in first.diagnostics} == {"spelling.old"}
    made = {file.name: file.read_bytes() for file in first.files}
    assert mend(root) == 0
    second = api.build(root, editions=["print"])
    assert second.diagnostics == ()
    assert made == {file.name: file.read_bytes() for file in second.files}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('[a]{index="x" register=y}', '[a]{index="x" of=y}'),
        ("[a]{register=y index=x}", "[a]{of=y index=x}"),
        ("[a]{index=x}{register=y}", "[a]{index=x}{of=y}"),
        ("[*a* [b]{fact=c}]{index=x\nregister=y}", "[*a* [b]{fact=c}]{index=x\nof=y}"),
        ('[5]{number=5 index="a \\" b" register=y}', '[5]{number=5 index="a \\" b" of=y}'),
    ],
)
def test_both_spellings_have_the_hash_of_the_old_one(old: str, new: str) -> None:
    assert digest(old) == digest(new)


def test_the_hash_of_a_mark_is_the_one_that_states_have() -> None:
    assert digest('[Kyiv]{index="Kyiv" of=places}') == "2695c3c7a6ca"
    assert digest("a {of=b}, of=c, `of=d`") != digest("a {register=b}, register=c, `register=d`")


@pytest.mark.parametrize(("old", "new"), renamed.CODES.items())
def test_old_codes_are_explained(old: str, new: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", new]) == 0
    said = capsys.readouterr().out
    assert main(["explain", f"[{old}]"]) == 0
    assert capsys.readouterr().out == f"{old} is called {new} now\n{said}"


def test_old_codes_weigh_and_ignore(tmp_path: Path) -> None:
    text = "# A\n\n[x]{index=y}\n\n[x]{index=y of=places}\n\n::: index {collation=x}\n:::\n"
    checks = (
        '\n[check.severity]\nregister.missing = "error"\n"register.same" = "notice"\n\n[[check.ignore]]\n'
        'code = "register.missing"\nreason = "later"\npath = "chapters/de/02-b.md"\n'
    )
    files = {
        "book.toml": book.settings(["de"], editions=book.PRINT) + checks,
        "chapters/de/01-a.md": text.replace(" {collation=x}", ""),
        "chapters/de/02-b.md": "# B\n\n[x]{index=y of=things}\n",
    }
    told = book.told(api.check(book.write(tmp_path, files)).diagnostics)
    expected = """\
book.toml:20:10: warning: register.missing is written index.missing now [spelling.old]
  hint: write index.missing
book.toml:21:1: warning: register.same is written index.same now [spelling.old]
  hint: write index.same
book.toml:24:1: warning: register.missing is written index.missing now [spelling.old]
  hint: write index.missing
chapters/de/01-a.md:5:1: error: the index 'places' of this mark is printed nowhere [index.missing]
  hint: add ::: index {of=places} to a chapter at the end
"""
    assert told == expected


@pytest.mark.heavy
def test_a_theme_in_old_words_looks_the_same(tmp_path: Path) -> None:
    settings = (
        '[size]\nregister = "7pt"\n\n[bilingual]\nleading = { register = "9pt" }\n\n'
        '[script.Arab.size]\nregister = "8pt"\n'
    )
    sheet = (
        "/* .register, theme.size.register */\n"
        ".register.persons, div.box.register > ul, .kind-register p { color: #123456 }\n"
        ".registered, .x-register, #register-persons { font-size: {{ theme.size.register }} }\n"
    )
    new = (
        "/* .register, theme.size.register */\n"
        ".index.persons, div.box.index > ul, .kind-index p { color: #123456 }\n"
        ".registered, .x-register, #index-persons { font-size: {{ theme.size.index }} }\n"
    )
    chapters = {"chapters/de/01-a.md": "# A\n\n[x]{index=y}\n\n::: index Wer\n:::\n"}
    old_root = book.write(
        tmp_path / "old",
        {**chapters, "styles/dossier/theme.toml": settings, "styles/dossier/base.css": sheet},
        editions=book.PRINT,
    )
    new_root = book.write(
        tmp_path / "new",
        {
            **chapters,
            "styles/dossier/theme.toml": settings.replace("register", "index"),
            "styles/dossier/base.css": new,
        },
        editions=book.PRINT,
    )
    first, second = api.build(old_root), api.build(new_root)
    assert [str(one) for one in second.diagnostics] == []
    assert [file.read_bytes() for file in first.files] == [file.read_bytes() for file in second.files]
    assert [str(one) for one in first.diagnostics] == [
        "styles/dossier/base.css:2:1: warning: .register is written .index now [spelling.old]",
        "styles/dossier/base.css:2:27: warning: .register is written .index now [spelling.old]",
        "styles/dossier/base.css:2:43: warning: .kind-register is written .kind-index now [spelling.old]",
        "styles/dossier/base.css:3:27: warning: #register- is written #index- now [spelling.old]",
        "styles/dossier/base.css:3:61: warning: theme.size.register is written theme.size.index now [spelling.old]",
        "styles/dossier/theme.toml:2:1: warning: size.register is written size.index now [spelling.old]",
        "styles/dossier/theme.toml:5:13: warning: leading.register is written leading.index now [spelling.old]",
        "styles/dossier/theme.toml:8:1: warning: size.register is written size.index now [spelling.old]",
    ]


def test_a_template_in_old_words_reads_the_same() -> None:
    findings = Findings()
    text = (
        '{# kind == "register" #}{% block kind %}index{% endblock %}{% if chapter.kind == "register" %}register\n'
        "{{ theme.size.register }}{% endif %}"
    )
    assert renamed_in_theme.respelled(text, "styles/x/templates/a.j2", findings) == (
        '{# kind == "register" #}{% block kind %}front{% endblock %}{% if chapter.kind == "index" %}register\n'
        "{{ theme.size.index }}{% endif %}"
    )
    assert [(one.span.line, one.span.column) for one in findings.sorted()] == [(1, 25), (1, 82), (2, 4)]


def test_the_front_page_of_a_web_edition_was_called_index() -> None:
    findings = Findings()
    text = ".index main, .index > main, body.index h2, .index li { margin: 0 }"
    new = ".front main, .front > main, body.front h2, .index li { margin: 0 }"
    assert renamed_in_theme.respelled(text, "styles/x/web.css", findings) == new
    assert [one.span.column for one in findings.sorted()] == [1, 14, 29]


def test_the_new_setting_goes_before_the_old_one() -> None:
    text = '[size]\nregister = "7pt"\nindex = "8pt"\n'
    own = {"size": {"register": "7pt", "index": "8pt"}}
    findings = Findings()
    assert renamed_in_theme.settings(own, dict(key_positions(text)), "t", findings) == {
        "size": {"index": "8pt"}
    }
    assert len(findings.sorted()) == 1


def test_what_is_renamed_is_there_and_the_old_word_is_free() -> None:
    """Each table leads from a word that means nothing any more to one that does."""
    for words, known in (
        (renamed.CODES, rules().keys()),
        (renamed.DIRECTIVES, directives().keys()),
        (renamed.KINDS, KINDS),
        (renamed.MARKS, SPAN_KEYS),
    ):
        assert not words.keys() & known
        assert set(words.values()) <= set(known)
