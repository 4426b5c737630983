"""OmegaT reads what is exported for translators, shows no Markdown, and what it writes comes back into the book.

It is run without a window: it lists the segments of the file as a translation memory, they are "translated" there (in
capital letters), and it writes the translated file.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from lxml import etree

from bookbuilder.cli import main
from bookbuilder.translate.chapter_blocks import blocks
from bookbuilder.translate.exchange.inline_codes import InlineCode, number_codes, segment_words
from bookbuilder.translate.exchange.parse_segment import parse_segment, parser_env
from tests.dossier_files import copy_files
from tests.translate.translator import copy_sources
from tests.validators import machine

PROJECT = """\
<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>DE-DE</source_lang><target_lang>EN-US</target_lang><sentence_seg>false</sentence_seg>
<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags>
</project></omegat>
"""
TAG = re.compile(r"(</?[a-z]*\d+/?>|\{\d+\})")
STEM = "04-mittwoch"


def omegat(project: Path, *arguments: str) -> None:
    """Run OmegaT on a project; it must be content."""
    home = project / "home"
    home.mkdir(exist_ok=True)
    command: list[str | Path] = [machine.program("omegat", "omegat"), project, *arguments]
    done = machine.run(command, seconds=300, environment={"HOME": str(home)}, cwd=project)
    printed = done.stdout + done.stderr
    assert done.returncode == 0, printed
    assert "Finished" in printed and "Exception" not in printed, printed


@pytest.mark.parametrize(("form", "suffix"), [("xliff", ".xlf"), ("po", ".po")])
def test_a_chapter_goes_through_omegat(form: str, suffix: str, tmp_path: Path) -> None:
    book, project = tmp_path / "book", tmp_path / "project"
    shutil.copytree(machine.REPO / "chapters", book / "chapters")
    copy_files(book)
    (book / f"chapters/en/{STEM}.md").unlink()
    for name in ("source", "target", "omegat", "tm", "glossary", "dictionary"):
        (project / name).mkdir(parents=True)
    (project / "omegat.project").write_text(PROJECT, encoding="utf-8")
    words = ["translate", "export", "en", "--format", form, "-c", STEM, "--book", str(book)]
    assert main([*words, "--into", str(project / "source")]) == 0
    if form == "xliff":  # OmegaT 3.6 shows no unit without a translation
        copy_sources(project / "source/en.xlf")

    omegat(project, "--mode=console-translate")
    untouched = project / "target" / f"en{suffix}"
    assert main(["translate", "import", str(untouched), "--book", str(book)]) == 0
    assert not (book / f"chapters/en/{STEM}.md").exists(), "nobody has translated anything"

    memory = project / "memory.tmx"
    omegat(
        project,
        "--mode=console-createpseudotranslatetmx",
        f"--pseudotranslatetmx={memory}",
        "--pseudotranslatetype=equal",
    )
    tree = etree.parse(memory, etree.XMLParser(load_dtd=False, no_network=True))
    shown = []
    for pair in tree.iter("tu"):
        source, target = pair.iter("seg")
        if str(source.text).startswith("Content-Type:"):
            continue  # OmegaT shows the header of a PO file as well
        shown.append(TAG.sub("", str(source.text)))
        target.text = "".join(
            part if TAG.fullmatch(part) else part.upper() for part in TAG.split(str(target.text))
        )
    assert len(shown) > 20
    assert not [said for said in shown if re.search(r"\*|\]\(|\]\{|\[\^|`|\\", said)], "a sign of Markdown"
    tree.write(project / "omegat/project_save.tmx", encoding="utf-8", xml_declaration=True)
    omegat(project, "--mode=console-translate")

    came = project / "target" / f"en{suffix}"
    assert main(["translate", "import", str(came), "--any-number", "--book", str(book)]) == 0
    german = (book / f"chapters/de/{STEM}.md").read_text(encoding="utf-8")
    english = (book / f"chapters/en/{STEM}.md").read_text(encoding="utf-8")
    pairs = list(zip(blocks(german, "a.md"), blocks(english, "b.md"), strict=True))
    for one, other in pairs:
        if one.prose:
            first = number_codes(parse_segment(one.text, parser_env(german)))
            second = number_codes(parse_segment(other.text, parser_env(english)), first)
            assert segment_words(second) == segment_words(first).upper()
            ids = [sorted(p.id for p in side if isinstance(p, InlineCode)) for side in (first, second)]
            assert ids[0] == ids[1]
    assert main(["status", str(book), "--strict", "-c", STEM]) == 0
