"""Every word that a translation prints comes from a unit, a fact, a name, a catalog, or a place that nobody translates.

A book has words of its author in every place that can hold some: each is marked. It goes out to a translator, whose program
changes every mark, and comes back. No mark of the author may be left in anything that is made of the translation: its pages,
its e-book, its web edition, what screen readers hear and what catalogues read.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from bookbuilder.api import build
from bookbuilder.cli import main
from bookbuilder.diagnostics import Severity
from bookbuilder.markdown import attributes, parse_chapter
from bookbuilder.markdown.convert_formula import FORMULA_KEYS
from bookbuilder.markdown.directive import directives
from bookbuilder.project import book_schema
from tests.cases import book
from tests.translate.translator import translate

OURS, THEIRS = "qx", "qy"
"""How every word of the author begins, and what a translator makes of it. None of the program does."""
TEXTS = ("html", ".opf", ".ncx", ".xml", ".css", ".js", ".json", ".svg", ".txt")
MARKED = re.compile(rf"[^\W\d_]*{OURS}[^\W\d_]*")

CHAPTER = """\
---
title: qxa im [Genf]{name=genf sub="qxb im Titel"}
kicker: qxwd
subtitle: qxc
short: qxd
author: qxe qxf
place: qxg
summary: qxh *qxi*
kind: day
date: 2022-01-19
events:
  - qxj [Genf]{name=genf sub=qxk}
  - 'qxl: qxm'
---

::: epigraph {by="qxn, *qxo*"}
qxp
:::

::: epigraph {by=qxq}
qxr
:::

## qxs *qxt* {#zwei}

qxu [qxv](https://example.org "qxw"), [qxx][ziel], [qxy *qxz*](#zwei), [](#zwei){ref=page}, [qxaa](https://example.org){title="qxab"},
[qxac]{index="qxad!qxae" of=things}, [qxaf]{index=qxag of=things},
[qxhe]{term=wort}, [qxah]{.caps}, [Genf]{name=genf sub="qxai"},
[qxck]{index="qxcl, qxcm"},
$x^2${alt="qxfa, qxfb"}, $$y$$ {alt=qxfc},
**qxaj** ~~qxak~~ qxal[^n], ![qxam](bild.png "qxan"){title="qxan"}, [viel qxao]{number=5 form=written}.

[^n]: qxap ![qxaq](bild.png)

    qxar

[ziel]: https://example.org/ziel "qxas"

![qxat](bild.png "qxau")

- qxav
- qxaw

  > qxax

qxay
: qxaz

$$
z
$$ {#eq:z alt="qxfd"}

```math {alt="qxfe"}
z
```

| qxba | qxbb |
| --- | --- |
| qxbc | [Genf]{name=genf sub="qxbd"} |

::: table {#tafel headers=both}
| qxbe | qxbf |
| --- | --- |
| qxbg | qxbh |

qxbi *qxbj*

qxbk
:::

::: table
- - qxbl
  - qxbm
- - qxbn
  - qxbo

qxbp
:::

::: table {src=/zahlen.csv heads="qxzy | *qxzz*"}
qxzx
:::

::: figure {credit="qxbq, qxbr" #bild}
![qxbs](bild.png)

qxbt

qxbu
:::

::: figure {credit=qxbv}
![qxbw](bild.png)

qxbx
:::

::: figures
![qxyi](bild.png)
qxyj

![qxyk](../../zeichnung.svg)

qxyl
:::

::: chart {kind=column alt=qxzg credit="qxzh, qxzi" note=qxzj at=qxzk total=qxzl}
| qxzm | qxzn |
|------|-----:|
| qxzk |    1 |
| qxzl |    2 |

qxzo
:::

::: chart {facts="eins zwei" names="qxzp|qxzq"}
qxzr
:::

::: map {region=UA alt=qxzs credit=qxzt}
qxzu
:::

::: aside qxby [qxbz]{index="qxca" of=things}
qxcb
:::

::: pullquote
qxcc
:::

::: missing {source="a.png"}
:::

::: pagebreak
:::

::: contents qxyc {of=figures}
:::

```{.text caption="qxya *qxyb*"}
x = 1
```

::: chronology qxcd
qxce
:::

::: margin qxgx
qxgy
:::

qxgz [qxha]{.margin}

::: include {src=/teil.md}
:::

::: interview qxga {question="qxgb" answer="qxgc *qxgd*"}
qxge
: qxgf

  qxgg
:::

::: dialogue qxgh
qxgi *qxgj*
: qxgk
:::

::: letter qxgl {to="qxgm / qxgn" place="qxgo" date=2022-01-17 signed="qxgp"}
qxgq
:::

::: key-facts qxgr
- qxgs
:::

::: key-figures qxwa
- **qxwb** qxwc
:::

::: steps qxgt
1. qxgu
:::

:::: tabs
::: tab qxgv
qxgw
:::
::::
"""
INDEX = """\
# qxcf

::: glossary qxye
qxyf
:::

::: index qxci {of=things}
qxch
: see: qxad
:::

::: index {title="qxcg"}
:::

Siehe [qxyd @fall; qxye @fall, S. 3 qxyf].

::: credits
:::

::: sources qxyg
:::

::: index {of=places title=qxcj show="dates office" see=yes}
:::

::: imprint
:::
"""
GLOSSARY = """\
[wort]
term = "Mitte"
meaning = "qxhc"
entry = "qxhd"
"""
SOURCE = """\
[fall]
type = "book"
title = "5"
"""
NAMES = """\
[places.genf]
name = "Genf"
"""
TOML = """\
[book]
id = "fall"
source = "de"
date = 2022-01-24
version = "1.2"
authors = ["Erika Mustermann"]
subjects = { de = ["qxcz"] }
thema = [{ code = "JPS", name = { de = "qxda" } }]
bisac = [{ code = "POL011010", name = { de = "qxdb" } }]

[locales.de]
title = "qxdc"
subtitle = "qxdd"
description = "qxde"
series = "qxdf"
keywords = ["qxdg", "qxdh"]
translators = ["Jane Sample"]

[locales.en]
title = "qxdc"

[imprint]
email = "post@example.org"
issn = "0028-0836"
isbn = { de = { pdf = "978-3-16-148410-0" }, en = { pdf = "978-3-16-148411-7" } }
publisher.de = "qxdi"
place.de = "qxdj"
responsible.de = "qxdk"
printer.de = "qxdl"
issue.de = "qxdm"
rights.de = "qxdn"
address.de = ["qxdo", "qxdp"]
credits.de = ["qxdq"]

[editions.pdf]
format = "pdf"

[editions.epub]
format = "epub"

[editions.web]
format = "web"
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="9"><text y="8">qxym</text></svg>'

WORDLESS = {
    # The reading of Chinese and Japanese characters goes with these.
    "markdown": {
        *attributes.FACT_KEYS,
        "claim",
        "of",
        "name",
        "ruby",
        "term",
        "lang",
        "translate",
        "ref",
        "head",
        "lines",
        "marks",
        "numbers",
        "phone",
    },
    "directives": {
        *("headers", "head", "of", "collation", "show", "links", "see", "issues", "float", "source", "phone"),
        *("cited", "language", "places", "uncited"),
        *("align", "wrap", "crop", "focus", "bleed", "landscape"),
        *("columns", "rotate", "size", "width", "notes", "split", "carry"),
        *("src", "values", "sort", "decimal", "sheet", "translate"),
        "date",
        *("claim", "facts", "kind", "stack", "x", "y"),
        *("region", "bounds", "route", "highlight", "inset", "classes"),
    },
    "front matter": {
        "kind",
        "part",
        "numbered",
        "date",
        "lang",
        "translates",
        "translate",
        "differs",
        "only",
        "not",
    },
    "book": {
        *("id", "source", "theme", "date", "edition", "volume", "version", "released", "exemption", "output"),
        *("authors", "equivalent"),
    },
    "locale": {
        "compounds",
        "tag",
        "cover",
        "words",
        "home_currency",
        "stale",
        "missing",
        "inherits",
        "equivalent",
        "translators",
    },
    "imprint": {"email", "url", "issn", "tdm", "tdm_policy", "untranslated", "editors"},
}
"""What holds no words of a language: values, codes, addresses, names of people."""


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book whose translation is all that a translator was given and gave back."""
    root = tmp_path_factory.mktemp("marked")
    chapters = {"01-a.md": CHAPTER, "02-b.md": INDEX}
    files = {f"chapters/{one}/{name}": text for one in ("de", "en") for name, text in chapters.items()}
    files |= {"teil.md": "qxhb\n", "teil.en.md": "qxhb\n"}
    book.write(
        root,
        {
            "book.toml": TOML,
            "glossary.toml": GLOSSARY,
            "names.toml": NAMES,
            "sources.toml": SOURCE,
            "zahlen.csv": "5,6\n7,8\n",
            "facts.toml": "[eins]\nnumber = 1\n\n[zwei]\nnumber = 2\n",
            **files,
        },
    )
    for one in ("de", "en"):
        (root / f"chapters/{one}/bild.png").write_bytes(PIXEL)
    (root / "zeichnung.svg").write_text(DRAWING, encoding="utf-8")
    assert main(["translate", "export", "en", "--all", "--book", str(root), "--into", str(root)]) == 0
    translate(root / "en.xlf", lambda text: text.replace(OURS, THEIRS))
    assert main(["translate", "import", str(root / "en.xlf"), "--book", str(root)]) == 0
    made = build(root, jobs=1)
    assert not made.failed, book.told(made.diagnostics)
    warnings = [one for one in made.diagnostics if one.severity is Severity.WARNING]
    assert {one.code for one in warnings} == {"missing.left"}  # the placeholder
    return root


def printed(root: Path, locale: str) -> dict[str, str]:
    """Return all that is made of a locale as text, by the names of files; words that print has parted are whole."""
    found = {}
    for file in sorted((root / "output").rglob("*")):
        name = file.relative_to(root / "output").as_posix()
        if not file.is_file() or f".{locale}" not in name:
            continue
        if file.suffix == ".epub":
            with zipfile.ZipFile(file) as ebook:
                for inner in ebook.namelist():
                    if inner.endswith(TEXTS):
                        found[f"{name}:{inner}"] = ebook.read(inner).decode()
        elif file.suffix == ".pdf":
            text = subprocess.run(
                ["pdftotext", str(file), "-"], capture_output=True, check=True
            ).stdout.decode()
            found[name] = re.sub("-\\n", "", text)
            with pikepdf.open(file) as pdf:
                found[f"{name}:metadata"] = "\\n".join(_strings(pdf))
        elif file.name.endswith(TEXTS):
            found[name] = re.sub(r"data:[\w/+-]*;base64,[\w+/=]*", "", file.read_text(encoding="utf-8"))
    return found


def _strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield every text string of a PDF that is no page: bookmarks, descriptions, expansions, information."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Type") == "/Metadata":
            yield one.read_bytes().decode()
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield from (str(value) for value in one.values() if isinstance(value, pikepdf.String))


@pytest.mark.heavy
def test_nothing_of_the_source_is_printed_in_the_translation(translated: Path) -> None:
    for name, text in printed(translated, "en").items():
        said = re.sub(r'"translationOfWork": ?\{[^{}]*\}', "", text)  # which names the original
        assert sorted(set(MARKED.findall(said))) == [], name


@pytest.mark.heavy
def test_all_of_it_is_printed_in_the_source(translated: Path) -> None:
    """Else the test above would say nothing."""
    text = "\n".join(printed(translated, "de").values())
    written = f"{CHAPTER}\n{INDEX}\n{TOML}\n{GLOSSARY}\n{DRAWING}\nqxhb"
    capital = OURS.capitalize()  # a note begins with one
    seen = set(MARKED.findall(text.replace(THEIRS, OURS).replace(capital, OURS)))
    assert set(MARKED.findall(written)) - seen == {"qxcz"}, "a locale with keywords says no subjects"


@pytest.mark.heavy
def test_everything_is_done(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["status", str(translated), "--strict"]) == 0, capsys.readouterr()


def test_the_book_has_words_wherever_there_can_be_some() -> None:
    """A new key, option or field is either put into the book above, or among those that hold no words."""
    chapters = CHAPTER + INDEX

    def said(key: str, text: str) -> bool:
        return re.search(rf"(?<![\w.]){key}(?:\.de)?\s*[:=].*{OURS}", text) is not None

    keys = attributes.SPAN_KEYS | attributes.LINK_KEYS | attributes.BLOCK_KEYS | attributes.TABLE_KEYS
    keys |= attributes.CODE_KEYS | FORMULA_KEYS
    assert [key for key in sorted(keys - WORDLESS["markdown"]) if not said(key, chapters)] == []
    options = {option for one in directives().values() for option in one.options}
    assert [key for key in sorted(options - WORDLESS["directives"]) if not said(key, chapters)] == []
    assert {
        option for one in directives().values() for option in one.translated_options
    } == options - WORDLESS["directives"]
    assert [name for name in directives() if f"::: {name}" not in chapters] == []
    assert [
        name for name, one in directives().items() if one.title and f"::: {name} {OURS}" not in chapters
    ] == []
    front = CHAPTER.split("---")[1].replace("\n  -", "")
    assert [
        key for key in sorted(parse_chapter.KEYS - WORDLESS["front matter"]) if not said(key, front)
    ] == []
    for table, kinds in (
        ("book", book_schema.BOOK),
        ("locale", book_schema.LOCALE),
        ("imprint", book_schema.IMPRINT),
    ):
        assert [key for key in kinds if key not in WORDLESS[table] and not said(key, TOML)] == [], table
