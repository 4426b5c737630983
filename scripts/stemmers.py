"""Translates the stemmers of snowballstemmer from Python to JavaScript, for the search of the web edition.

Snowball's compiler writes Python in which a dozen constructs occur; each has its counterpart below, and any other is an
error. So a page has the very algorithms of the locked snowballstemmer, and tests/web/test_stemmers.py compares the two
word by word. The class that they inherit from is bookbuilder/formats/web/scripts/base-stemmer.js. Run it after a new version
of snowballstemmer: `python scripts/stemmers.py`.
"""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

HOME = Path(__file__).parents[1] / "bookbuilder" / "formats" / "web" / "scripts" / "stemmers"
OTHER = {"porter", "dutch_porter"}
"""Algorithms of languages that have a better one."""
_HEAD = """\
// The stemmer of Snowball {version} for {name}, made from snowballstemmer by scripts/stemmers.py. Do not edit.
// Copyright (c) 2001 Dr Martin Porter, 2004,2005 Richard Boulton, 2013 Yoshiki Shibukawa, 2006-2025 Olly Betts and others.
// BSD-3-Clause: stemmers.LICENSE
"""


def sources() -> Iterator[tuple[str, str]]:
    """Yield name and source of each algorithm: `german`, …"""
    package = importlib.util.find_spec("snowballstemmer")
    assert package is not None and package.origin is not None
    for place in sorted(Path(package.origin).parent.glob("*_stemmer.py")):
        name = place.stem.removesuffix("_stemmer")
        if name not in OTHER:
            yield name, place.read_text(encoding="utf-8")


def translated(name: str, source: str) -> str:
    """Return the JavaScript of an algorithm, which adds its class to `stemmers`. Raises `ValueError` for Python that
    Snowball did not write so far."""
    classes = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    (cls,) = (node for node in classes if [ast.unparse(base) for base in node.bases] == ["BaseStemmer"])
    tables: list[str] = []
    fields: list[str] = []
    methods: list[str] = []
    for node in cls.body:
        match node:
            case ast.Expr(ast.Constant(str())):
                pass
            case ast.FunctionDef(name=method, body=body):
                methods.append(f"{method}() {{\n{_block(body, 1)}}}\n")
            case ast.Assign([ast.Name(field)], ast.Constant(bool() | int() as value)):
                fields.append(f"{field} = {json.dumps(value)};\n")
            case ast.Assign([ast.Name(field)], value):
                tables.append(f"static {field} = {_table(value)};\n")
            case _:
                raise ValueError(f"{name}: {ast.unparse(node)}")
    version = importlib.metadata.version("snowballstemmer")
    text = "".join((*fields, *methods, *tables))
    head = _HEAD.format(version=version, name=name.capitalize())
    return f"{head}stemmers.{name} = class {cls.name} extends BaseStemmer {{\n{text}}};\n"


def _table(value: ast.expr) -> str:
    """Return a class's constant: a set of letters as a string, a tuple of texts, or a list of endings, each an array."""
    match value:
        case ast.Constant(str(letters)):
            return json.dumps(letters, ensure_ascii=False)
        case ast.Set(letters):
            return json.dumps("".join(_string(letter) for letter in letters), ensure_ascii=False)
        case ast.Tuple(texts):
            return json.dumps([_string(text) for text in texts], ensure_ascii=False)
        case ast.List(entries):
            return f"[{','.join(map(_entry, entries))}]"
    raise ValueError(ast.unparse(value))


def _entry(value: ast.expr) -> str:
    match value:
        case ast.Call(ast.Name("Among"), [ast.Constant(str(text)), index, result, *method]):
            parts = [json.dumps(text, ensure_ascii=False), ast.unparse(index), ast.unparse(result)]
            return f"[{','.join([*parts, *(json.dumps(ast.unparse(one)) for one in method)])}]"
    raise ValueError(ast.unparse(value))


def _string(value: ast.expr) -> str:
    match value:
        case ast.Constant(str(text)):
            return text
    raise ValueError(ast.unparse(value))


def _block(body: Sequence[ast.stmt], depth: int) -> str:
    declared = ""
    if depth == 1:
        names = sorted(
            {
                n.id
                for part in body
                for n in ast.walk(part)
                if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
            }
        )
        declared = f"let {', '.join(names)};\n" if names else ""
    return declared + "".join(_statement(part, depth + 1) for part in body)


def _statement(node: ast.stmt, depth: int) -> str:
    match node:
        case ast.Pass():
            return ""
        case ast.Break():
            return "break;\n"
        case ast.Continue():
            return "continue;\n"
        case ast.Return(value):
            return f"return {_expression(value)};\n" if value else "return;\n"
        case ast.Expr(value):
            return f"{_expression(value)};\n"
        case ast.Assign([target], value):
            return f"{_expression(target)} = {_expression(value)};\n"
        case ast.AugAssign(target, ast.Add() | ast.Sub() as sign, value):
            return (
                f"{_expression(target)} {'+' if isinstance(sign, ast.Add) else '-'}= {_expression(value)};\n"
            )
        case ast.Raise(ast.Call(ast.Name(label), [])):
            return f"break {label};\n"
        case ast.Try(body, [ast.ExceptHandler(ast.Name(label), None, [ast.Pass()])], [], []):
            return f"{label}: {{\n{_block(body, depth)}}}\n"
        case ast.While(ast.Constant(True), body, []):
            return f"while (true) {{\n{_block(body, depth)}}}\n"
        case ast.For(ast.Name("_"), ast.Tuple(times), body, []):
            return f"for (let _ = 0; _ < {len(times)}; _++) {{\n{_block(body, depth)}}}\n"
        case ast.If(test, body, other):
            rest = f" else {{\n{_block(other, depth)}}}" if other else ""
            return f"if ({_expression(test)}) {{\n{_block(body, depth)}}}{rest}\n"
    raise ValueError(ast.unparse(node))


_COMPARED = {ast.Eq: "===", ast.NotEq: "!==", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


def _expression(node: ast.expr) -> str:
    match node:
        case ast.Constant(bool(value)):
            return "true" if value else "false"
        case ast.Constant(int() | str() as value):
            return json.dumps(value, ensure_ascii=False)
        case ast.Name("self"):
            return "this"
        case ast.Name(name):
            return name
        case ast.Attribute(ast.Name(name), attribute) if name.endswith("Stemmer"):
            return f"this.constructor.{attribute}"
        case ast.Attribute(value, attribute):
            return f"{_expression(value)}.{attribute}"
        case ast.Call(ast.Name("len"), [value]):
            return f"{_expression(value)}.length"
        case ast.Call(function, arguments, []):
            return f"{_expression(function)}({', '.join(map(_expression, arguments))})"
        case ast.Subscript(value, ast.Slice(None | ast.Constant(0), upper, None)) if upper:
            return f"{_expression(value)}.slice(0, {_expression(upper)})"
        case ast.Subscript(value, index) if not isinstance(index, ast.Slice):
            return f"{_expression(value)}[{_expression(index)}]"
        case ast.UnaryOp(ast.Not(), value):
            return f"!({_expression(value)})"
        case ast.UnaryOp(ast.USub(), value):
            return f"-{_expression(value)}"
        case ast.BinOp(left, ast.Add() | ast.Sub() as sign, right):
            return f"{_expression(left)} {'+' if isinstance(sign, ast.Add) else '-'} {_expression(right)}"
        case ast.BoolOp(ast.Or(), values):
            return " || ".join(map(_expression, values))
        case ast.Compare(left, [sign], [right]) if type(sign) in _COMPARED:
            return f"{_expression(left)} {_COMPARED[type(sign)]} {_expression(right)}"
    raise ValueError(ast.unparse(node))


def main() -> int:
    """Write all algorithms, and remove those that are no longer there."""
    made = {f"{name}.js": translated(name, source) for name, source in sources()}
    for place in HOME.glob("*.js"):
        if place.name not in made:
            place.unlink()
    for file, text in made.items():
        (HOME / file).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
