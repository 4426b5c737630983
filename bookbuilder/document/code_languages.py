"""Finds the reader of a language of code, by the name that an author writes behind the fence.

Pygments knows some 600 languages; its table of names is loaded where a book has code with a language. Plugins that happen to
be installed are left out, so that a book looks the same everywhere. Most of its lexers are regular expressions that nobody
held against hostile text: that of Smithy takes minutes for a page of a Makefile. So only those that were tried read a book.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

PLAIN = frozenset(("text", "txt", "plain", "plaintext", "none", "nohighlight", "math"))
"""Names of what is no language, and has no colours."""


COLOURED = frozenset(
    (
        "Ada", "Awk", "Bash", "Bash Session", "Batchfile", "C", "C#", "C++", "CMake", "COBOL", "CSS", "Clojure",
        "Common Lisp", "D", "Dart", "Delphi", "Diff", "Django/Jinja", "Docker", "Elixir", "Elm", "Erlang", "F#", "Fortran",
        "Go", "GraphQL", "Groovy", "HTML", "HTTP", "Haskell", "INI", "JSON", "JSON-LD", "JSON5", "Java", "JavaScript",
        "Julia", "Kotlin", "LessCss", "Lua", "Makefile", "Markdown", "Matlab", "MySQL", "Nginx configuration file",
        "Nimrod", "Nix", "OCaml", "Objective-C", "Octave", "PHP", "Perl", "Perl6", "PostgreSQL SQL dialect", "PowerShell",
        "Prolog", "Properties", "Protocol Buffer", "Python", "Python console session", "REBOL", "Racket", "Ruby", "Rust",
        "S", "SCSS", "SPARQL", "SQL", "Scala", "Scheme", "Solidity", "Swift", "TOML", "TSX", "Tcl", "TeX",
        "Turtle", "TypeScript", "Typst", "VB.net", "VimL", "Vue", "WebAssembly", "XML", "XQuery", "YAML", "Zig",
        "reStructuredText", "sqlite3con", "verilog", "vhdl",
    )
)  # fmt: skip
"""The lexers that read 6,000 letters of any sign or beginning of a construct, again and again, in less than two seconds."""


def language_name(language: str) -> str:
    """Return the name without what other programs write behind it: `rust,ignore`, `{.python`.

    >>> language_name("rust,ignore"), language_name("{.python"), language_name("C++")
    ('rust', 'python', 'c++')
    """
    return language.strip("{}").removeprefix(".").partition(",")[0].lower()


def lexer_title(language: str) -> str:
    """Return the name of the lexer of Pygments for a language; empty if there is none, or none that was tried.

    >>> lexer_title("py"), lexer_title("text"), lexer_title("smithy"), lexer_title("pyhton")
    ('Python', '', '', '')
    """
    name = language_name(language)
    title = "" if name in PLAIN else _titles().get(name, "")
    return title if title in COLOURED else ""


def is_known(language: str) -> bool:
    """Whether a language has a name that is known, or is said to be none."""
    name = language_name(language)
    return name in PLAIN or name in _titles()


def known_languages() -> Iterator[str]:
    """Yield all names of languages."""
    yield from _titles()
    yield from sorted(PLAIN)


@cache
def _titles() -> Mapping[str, str]:
    from pygments.lexers import get_all_lexers

    return {alias: title for title, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases}
