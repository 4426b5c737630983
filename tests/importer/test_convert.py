"""`import --convert` writes chapters of other programs anew in our Markdown, or leaves them as they are and says so."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.importers.markdown_sources.convert_chapters import convert_chapters
from bookbuilder.project.flavour import Flavour
from tests.importer.imported import codes, folder, imported, texts

QUARTO = """\
# Eins

Text [@meyer2020, S. 12] und $E=mc^2$, H~2~O, x^2^, [klein]{.smallcaps}, siehe [Zwei](#zwei) und @fig-x.[^n] %%

[^n]: Eine *Note*.

::: {.callout-tip collapse="true" title="Rat"}
Vorsicht.

- eins
:::

::: {.wide #kasten}
Im Kasten.
:::

![Das Bild](a.png){#fig-x alt="Was es zeigt" width=50%}

- [ ] offen
- [x] getan

| a | b |
|---|--:|
| c | d |

: Eine Tafel

Wort
:   Bedeutung

| Vers eins
| Vers zwei

{{< pagebreak >}}

> Zitat *mit* **Marken** <kbd>Strg</kbd>

~~~python
x = 1
~~~
"""
OURS = """\
Text [\\[\\@meyer2020, S. 12\\]]{#citation-1} und $E=mc^2$, H~2~O, x^2^, [klein]{.smallcaps}, siehe [Zwei](#zwei) und \
[](#fig-x).[^n] \\%\\%

> [!TIP]- Rat
> Vorsicht.
>
> - eins

[]{#kasten}

Im Kasten.

::: figure {#fig-x}
![Was es zeigt](images/a.png)

Das Bild
:::

- [ ] offen
- [x] getan

::: table
| a | b |
|---|--:|
| c | d |

Eine Tafel
:::

Wort
: Bedeutung

Vers eins\\
Vers zwei

::: pagebreak
:::

> Zitat *mit* **Marken** `Strg`

```python
x = 1
```

[^n]: Eine *Note*.
"""
PNG = (Path(__file__).parents[2] / "docs/images/preview.png").read_bytes()


def project(**chapters: str) -> dict[str, str | bytes]:
    """Return the files of a Quarto project."""
    names = ", ".join(f"{name}.qmd" for name in chapters)
    yml = f"project:\n  type: book\nbook:\n  title: Q\n  date: 2024-01-02\n  chapters: [{names}]\nlang: de\n"
    return {"_quarto.yml": yml, "a.png": PNG, **{f"{name}.qmd": text for name, text in chapters.items()}}


def test_everything_that_a_chapter_can_hold() -> None:
    files, findings = imported(folder(project(index=QUARTO, zwei="# Zwei\n\nMehr.\n")), convert=True)
    [one, two] = texts(files).values()
    assert one == f"---\ntitle: Eins\n---\n\n{OURS}"
    assert two == "---\ntitle: Zwei\n---\n\nMehr.\n"
    assert "markdown" not in tomllib.loads(files["book.toml"].decode())
    [citation] = json.loads(files["citations.json"])
    assert (citation["id"], citation["source"]) == ("citation-1", "[@meyer2020, S. 12]")
    assert {"import.classes", "import.citation"} <= set(codes(findings))


def test_a_chapter_that_cannot_be_converted_keeps_its_flavour() -> None:
    files, findings = imported(
        folder(project(index="# Eins\n\n<marquee>Text</marquee>\n", zwei="# Zwei\n\n*Mehr*\n")), convert=True
    )
    one, two = texts(files).values()
    assert "<marquee>" in one and "*Mehr*" in two
    assert tomllib.loads(files["book.toml"].decode())["markdown"] == {"flavour": "quarto"}
    [kept] = [one for one in findings.sorted() if one.code == "import.unconverted"]
    assert (kept.span.path, kept.severity.value) == ("chapters/de/01-eins.md", "warning")


def test_what_only_a_book_of_ours_has_is_kept() -> None:
    findings = Findings()
    text = b"---\ntitle: A\n---\n\nEs waren [200 Mio. Dollar]{usd=200e6}.\n\n::: chronology\n:::\n"
    files, whole = convert_chapters({"chapters/de/01-a.md": text}, Flavour.BOOKBUILDER, findings)
    assert not whole and files["chapters/de/01-a.md"] == text
    assert "[import.unconverted]" in str(findings.sorted()[0])


def test_the_option(tmp_path: Path) -> None:
    for path, data in project(index=QUARTO).items():
        (tmp_path / path).write_bytes(data if isinstance(data, bytes) else data.encode())
    target = tmp_path / "neu"
    assert main(["import", str(tmp_path), "--convert", "--dir", str(target)]) == 0
    assert "[!TIP]" in next((target / "chapters/de").glob("*.md")).read_text()
