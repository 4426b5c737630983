"""A translator with a tool of their own: opens an exported XLIFF file, and writes something else for every text in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

from lxml import etree

SPACE = "{urn:oasis:names:tc:xliff:document:1.2}"


EMPTY = re.compile(r'<source>(.*)</source>\n<target state="new" xml:lang="([^"]*)"/>')


def copy_sources(file: Path, state: str = "new") -> Path:
    """Give each unit without a translation its source as target, as some tools do on their own; return the file."""
    text = file.read_text(encoding="utf-8")
    filled = rf'<source>\1</source>\n<target state="{state}" xml:lang="\2">\1</target>'
    file.write_text(EMPTY.sub(filled, text), encoding="utf-8")
    return file


def translate(file: Path, change: Callable[[str], str]) -> None:
    """Give each unit of a file its source, changed text by text, as its finished translation; codes stay where they are."""
    tree = etree.parse(file)
    for unit in tree.iter(f"{SPACE}trans-unit"):
        if unit.get("translate") == "no":
            continue
        source, target = unit.find(f"{SPACE}source"), unit.find(f"{SPACE}target")
        assert source is not None and target is not None
        new = deepcopy(source)
        new.tag = f"{SPACE}target"
        new.tail = target.tail
        for key, value in target.attrib.items():
            new.set(key, value)
        new.set("state", "translated")
        for node in new.iter():
            if node is new or node.tag == f"{SPACE}g":  # what stands in a code is no text
                node.text = change(node.text) if node.text else node.text
            if node is not new:
                node.tail = change(node.tail) if node.tail else node.tail
        unit.replace(target, new)
    tree.write(file, encoding="utf-8", xml_declaration=True)
