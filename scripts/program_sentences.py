"""Takes the sentences of the program out of its sources, and brings the catalogs of its languages up to date: part of
`make messages`.

The template bookbuilder/program_language/sentences.pot holds the sentence of each rule, with its code for a context, why it
is one, and what says more: the templates of `Phrase` and of `phrase`, whole texts that are a hint or a problem by the name
of the keyword, variable or function, the help of the commands, and what each theme is for. Files have no dates and no line
numbers, so they change when words do.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.nodes import Call, Const, Name

from bookbuilder import cli, discovery
from bookbuilder.cli.shared.localized_help import help_texts
from bookbuilder.html.theme_list import summary
from bookbuilder.program_language.translation import PAGE, WHY

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "bookbuilder"
HOME = PACKAGE / "program_language"
TEMPLATE = HOME / "sentences.pot"
COMPLETE = frozenset({"de"})
"""Languages in which everything is said."""
COMMAND_LINE = ("cli", "starters", "preview")
"""Parts of the program whose texts may be in English in other languages."""
KEYWORDS = frozenset({"hint", "problem", "reason", "limit", "wanted", "why", "unwritten"})
"""Keywords of calls whose values are said to the user."""
NAMES = re.compile(
    r"(hint|hints|problem|problems|reason|reasons|advice|limit|limits|why|remedy|said)$", re.IGNORECASE
)
"""Variables that hold what is said."""
GIVES = re.compile(
    r"hint|problem|refus|unmet|nearest|explained|_limit$|_missing$|_withheld$|_instead$|_reason$"
)
"""Functions that return what is said."""
TABLES = frozenset(
    {"BETWEEN", "COLOUR", "EMPTY", "MISPLACED", "OPENED", "OTHER_KINDS", "PROBLEMS", "REFUSED_COMMANDS"}
    | {
        "REFUSED_ENVIRONMENTS",
        "SCHEMES",
        "UNITS",
        "WANTED",
        "DAMAGED",
        "PLAIN",
        "SIMPLER",
        "SMALLER",
        "SPLIT",
        "COPY",
    }
    | {"COUNTED", "MANY_MORE", "WORK"}
    | {"STATES", "TYPER_WORDS", "USAGE_ERRORS"}
    | {"ABOVE", "INSIDE", "UNKNOWN", "MISSING", "TYPE", "VALUE", "CONTROL", "ALLOW"}
)
"""Tables and texts of modules that are said to the user, without an underscore at the start."""
MADE = frozenset(
    {
        "ChartRefusal",
        "ExpressionError",
        "Fault",
        "Layer",
        "NotFetchedError",
        "Problem",
        "Refusal",
        "Starter",
        "sample_starter",
        "RefusedName",
        "RuleError",
    }
    | {
        "TodoWords",
        "TomlError",
        "TooMuch",
        "Violation",
        "_Problem",
        "_lacks",
        "_page",
        "_refused",
        "_remark",
        "_wrong",
    }
    | {
        "clash",
        "refused",
        "report_value",
        "report_type",
        "map_of",
        "Construct",
        "Question",
        "LinkAnswer",
        "NotPublicError",
        "NoVerdict",
        "_quiet",
    }
)
"""Values and functions that take what is said."""
WORDS = re.compile(r"[A-Za-z]{2}[^ ]* [^ ]|^[a-z]+ \{")
HEAD = """\
# What the program says to its user, in English: made by scripts/program_sentences.py (make messages). Do not edit.
# Words in braces, such as {name}, are filled in by the program; each translation has the same ones.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def texts(source: str) -> Iterator[str]:
    """Yield the texts of a module that are said to the user, without the sentences of rules.

    >>> list(texts('report(RULE, span, hint="take it out", name=Phrase("the fact {fact}", fact=fact))'))
    ['the fact {fact}', 'take it out']
    """
    tree = ast.parse(source)
    above = outer_nodes(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        outer = above[node]
        if is_template(node, outer) or (WORDS.search(node.value) and is_said(node, above)):
            yield node.value


def is_template(node: ast.Constant, outer: ast.AST) -> bool:
    """Whether a text is the template of a phrase: `Phrase(…)`, or one of both in `counted(count, one, many)`."""
    match outer:
        case ast.Call(func=function, args=given):
            name = _name(function)
            return (name in ("Phrase", "phrase") and given[:1] == [node]) or (
                name == "counted" and node in given[1:3]
            )
    return False


def outer_nodes(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Return the node around each node of a tree."""
    return {inner: outer for outer in ast.walk(tree) for inner in ast.iter_child_nodes(outer)}


def is_said(node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    """Whether a whole text stands where a hint or a problem does."""
    outer = above[node]
    while isinstance(outer, ast.IfExp | ast.BoolOp | ast.Tuple | ast.List | ast.Dict | ast.Lambda):
        if isinstance(outer, ast.Dict) and node in outer.keys:
            return False
        node, outer = outer, above[outer]
    match outer:
        case ast.keyword(arg=name):
            return name in KEYWORDS
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            return any(NAMES.search(_name(one)) or _name(one).lstrip("_") in TABLES for one in names)
        case ast.Return() | ast.Yield():
            while not isinstance(outer, ast.FunctionDef | ast.Module):
                outer = above[outer]
            return isinstance(outer, ast.FunctionDef) and bool(GIVES.search(outer.name))
        case ast.Call(func=function, args=given):
            return _name(function) in MADE and node in given
    return False


def _name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def template_texts(source: str) -> Iterator[str]:
    """Yield the texts of a page's template that are said to the user, which calls `phrase`.

    >>> list(template_texts('<p>{{ phrase("of {day}", day=phrase("today")) }} {{ say("a word of the book") }}'))
    ['of {day}', 'today']
    """
    for call in Environment(autoescape=True).parse(source).find_all(Call):
        if isinstance(call.node, Name) and call.node.name == "phrase" and isinstance(call.args[0], Const):
            yield call.args[0].value


def template() -> Catalog:
    """Return everything that the program says."""
    catalog = Catalog(charset="utf-8")
    for rule in discovery.rules().values():
        catalog.add(rule.sentence, context=rule.code)
        catalog.add(rule.why, context=WHY, locations=[("cli", 0)])
    for place in sorted(PACKAGE.rglob("*.py")):
        name = place.relative_to(PACKAGE).as_posix()
        for text in texts(place.read_text(encoding="utf-8")):
            catalog.add(text, locations=[(name, 0)])
    for _, _, text in help_texts(cli.root_command()):
        catalog.add(text, locations=[("cli", 0)])
    for place in sorted((ROOT / "styles").glob("*/theme.toml")):  # what `theme list` says of each
        catalog.add(summary(place.read_text(encoding="utf-8")), locations=[("cli", 0)])
    for place in sorted(PACKAGE.rglob("*.j2")):
        for text in template_texts(place.read_text(encoding="utf-8")):
            catalog.add(text, locations=[(place.relative_to(PACKAGE).as_posix(), 0)], context=PAGE)
    return catalog


def catalogs() -> Iterator[Path]:
    """Yield the catalogs of the languages."""
    yield from sorted((HOME / "catalogs").glob("*.po"))


def merged(data: bytes, name: str, made: Catalog) -> str:
    """Return a catalog brought up to date with the template; `name` is its language: `de`."""
    catalog = read_po(BytesIO(data), locale=name)
    catalog.update(made, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    head = [f"Language: {name}", "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"]
    lines = "".join(f'"{line}\\n"\n' for line in head)
    return f'# What the program says, in another language.\nmsgid ""\nmsgstr ""\n{lines}\n{written(catalog)}'


def written(catalog: Catalog) -> str:
    """Return the entries of a catalog, sorted by their English words."""
    out = BytesIO()
    write_po(out, catalog, width=110, omit_header=True, sort_output=True, include_lineno=False)
    return out.getvalue().decode().strip("\n") + "\n"


def is_required(entry: Message, language: str) -> bool:
    """Whether a catalog has to have a translation: German of everything, the others of what is reported of a book."""
    places = [place for place, _ in entry.locations]
    return language in COMPLETE or not places or not all(place.startswith(COMMAND_LINE) for place in places)


def main() -> int:
    """Write the template and the catalogs; say what is left to be translated. Return 1 if anything of it is required."""
    made = template()
    TEMPLATE.write_text(HEAD + written(made), encoding="utf-8")
    failed = False
    for place in catalogs():
        text = merged(place.read_bytes(), place.stem, made)
        place.write_text(text, encoding="utf-8")
        left = [entry for entry in read_po(BytesIO(text.encode())) if entry.id and not entry.string]
        required = [entry for entry in left if is_required(entry, place.stem)]
        for entry in required:
            print(f"{place.relative_to(ROOT)}: {entry.id!r} is not translated")
        if others := len(left) - len(required):
            print(f"{place.relative_to(ROOT)}: {others} texts of the command line are printed in English")
        failed = failed or bool(required)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
