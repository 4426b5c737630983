"""Takes over the sources that a book of Markdown cites: their files, its style, and where it lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bookbuilder.importers.manuscript.new_chapter import NewChapter
from bookbuilder.importers.manuscript.sources_chapter import KIND, sources_title
from bookbuilder.importers.markdown_sources.markdown_lines import outside_code
from bookbuilder.importers.source import FILE, ImportSource
from bookbuilder.sources.source import Source
from bookbuilder.sources.toml_file import KEY
from bookbuilder.world import decode

_CITED = re.compile(r"@\{?(\w(?:[\w:.#$%&+?<>~/-]*\w)?)\}?")
_ROLE = re.compile(r"\{cite(?P<form>(?::[a-z]+)?)\}`(?P<keys>[^`]+)`")
_REFS = re.compile(r"^(?P<colons>:{3,})\s*(?:\{\s*#refs[^{}]*\}|refs)\s*$")
_LIST = re.compile(r"^(?P<fence>`{3,}|:{3,})\{?bibliography\b")
_STYLE = re.compile(r"^\s*(?:csl|citation-style)\s*:\s*[\"']?([^\s\"'#]+)", re.MULTILINE)
_NOTES = re.compile(r"note|full|fussnote|fußnote", re.IGNORECASE)
_APA = re.compile(r"\bapa\b", re.IGNORECASE)


def with_book_sources(
    files: Mapping[str, bytes], source: ImportSource, folder: str, language: str
) -> tuple[dict[str, bytes], str]:
    """Return the files of a book with those of its sources, if it cites one, and the table of book.toml for their style.

    The place of pandoc's list, or that of Sphinx, becomes ours; a book that cites in the sentence and has none gets a last
    chapter with it.
    """
    chapters = {path: data.decode() for path, data in files.items() if _is_chapter(path, folder)}
    changed = {path: _with_citations(text, source.sources) for path, text in chapters.items()}
    if not any(_cites(text, source.sources) for text in changed.values()):
        return dict(files), ""
    changed = {path: _with_list(text) for path, text in changed.items()}
    out = {**files, **{path: text.encode() for path, text in changed.items()}, **source.sources_files}
    style = _style(source)
    if style and not any("\n::: sources\n" in text for text in changed.values()):
        number = f"{len(chapters) + 1:0{max(len(str(len(chapters) + 1)), 2)}}"
        chapter = NewChapter("", {"title": sources_title(language), "kind": KIND}, "::: sources\n:::")
        out[f"{folder}/{number}-{KIND}.md"] = chapter.text().encode()
    return out, f'\n[sources]\nstyle = "{style}"\n' if style else ""


def _is_chapter(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/") and path.endswith(".md")


def _cites(text: str, sources: Mapping[str, Source]) -> bool:
    lines = text.split("\n")
    return any(
        match[1] in sources for number in outside_code(lines) for match in _CITED.finditer(lines[number])
    )


def _with_citations(text: str, sources: Mapping[str, Source]) -> str:
    """Return a text with citations of MyST as those of pandoc, as far as the book has their sources."""
    if "{cite" not in text:
        return text

    def change(match: re.Match[str]) -> str:
        keys = [key.strip() for key in match["keys"].split(",")]
        if any(key not in sources for key in keys):
            return match[0]
        if match["form"] in (":t", ":ts", ":ct") and len(keys) == 1:
            return _named(keys[0])
        return f"[{'; '.join(map(_named, keys))}]"

    lines = text.split("\n")
    for number in outside_code(lines):
        if "{cite" in lines[number]:
            lines[number] = _ROLE.sub(change, lines[number])
    return "\n".join(lines)


def _named(key: str) -> str:
    return f"@{key}" if re.fullmatch(KEY, key) else f"@{{{key}}}"


def _with_list(text: str) -> str:
    """Return a text with our list of sources in the place of others."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _REFS.match(line)
        fence = found["colons"] if found else match["fence"] if (match := _LIST.match(line)) else ""
        if not fence:
            continue
        closing = next((at for at in range(number + 1, len(lines)) if lines[at].strip() == fence), None)
        inner = lines[number + 1 : closing] if closing is not None else []
        if closing is not None and all(not one.strip() or one.lstrip().startswith(":") for one in inner):
            lines[number : closing + 1] = ["::: sources", ":::", *[""] * (closing - number - 1)]
    return "\n".join(lines)


def _style(source: ImportSource) -> str:
    """Return the style nearest to the one that the book names; empty for the usual one, with notes."""
    texts = [name for name in source.names if name.lower().endswith((".yml", ".yaml"))]
    texts += (
        list(source.names[:1])
        if source.kind == FILE
        else [name for name in source.names if "index." in name][:1]
    )
    for name in texts:
        if match := _STYLE.search(decode(source.read(name), name)):
            return "apa" if _APA.search(match[1]) else "" if _NOTES.search(match[1]) else "iso-690"
    return "iso-690"
