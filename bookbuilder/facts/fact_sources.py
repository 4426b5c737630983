"""Reads what facts.toml says of where each fact is from: a citation of a source of the book, or a text for the desk."""

from __future__ import annotations

from collections.abc import Collection

from bookbuilder import toml

BANK = "ECB"
"""What `facts rates` writes as the source of a rate, which is a text for the desk unless the book has this key."""


def written_sources(text: str) -> dict[str, str]:
    """Return the `source` of each fact as its author wrote it; what is wrong with the file is reported elsewhere.

    >>> written_sources('[a]\\nnumber = 5\\nsource = "nato1949, Art. 5"\\n[b]\\nnumber = 6\\n')
    {'a': 'nato1949, Art. 5'}
    """
    if "source" not in text:
        return {}
    try:
        data = toml.loads(text)
    except toml.TomlError:
        return {}
    written = {name: fact.get("source") for name, fact in data.items() if isinstance(fact, dict)}
    return {name: source.strip() for name, source in written.items() if isinstance(source, str)}


def source_key(source: str) -> str:
    """Return the word of a `source` that is a key, if it is one of the book: what stands before the first comma.

    >>> source_key("nato1949, Art. 5"), source_key("Interview, 3. Mai")
    ('nato1949', 'Interview')
    """
    return source.partition(",")[0].strip()


def source_citation(source: str, keys: Collection[str]) -> str:
    """Return a `source` as chapters cite it; empty if it is a text for the desk.

    It is a citation if it begins with a key of the book, or has the sign of a citation.

    >>> source_citation("nato1949, Art. 5", ("nato1949",)), source_citation("Interview, 3. Mai", ("nato1949",))
    ('[@nato1949, Art. 5]', '')
    >>> source_citation("siehe @un1945; @kant", ())
    '[siehe @un1945; @kant]'
    """
    key = source_key(source)
    if key in keys:
        # A sign at its end would not be taken for a part of the key.
        name = key if key[-1].isalnum() or key[-1] == "_" else f"{{{key}}}"
        return f"[@{name}{source[source.index(key) + len(key) :]}]"
    if "@" in source and (source.startswith("@") or " @" in source):
        return source if source.startswith("[") and source.endswith("]") else f"[{source}]"
    return ""
