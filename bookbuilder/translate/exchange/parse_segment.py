"""Parses the Markdown of a block into a segment: text and inline codes, without losing a character."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token
from mdit_py_plugins.attrs.parse import ParseError, parse

from bookbuilder import renamed
from bookbuilder.locales.segment_breaks import removes_line_break
from bookbuilder.markdown import literal_links
from bookbuilder.markdown.attributes import FACT_KEYS
from bookbuilder.markdown.markdown_parser import parser
from bookbuilder.markdown.token_pairs import closing_index
from bookbuilder.translate.exchange.inline_codes import CodeRole, InlineCode, Segment

PrintFact = Callable[[Mapping[str, str], str], str]
"""Returns what a fact prints in the target language, from its attributes and the words in its brackets."""
Env = dict[str, Any]
"""The parser's environment of a file: its link reference definitions."""

LOCKED = "x-fixed"
"""The kind of a code for locked words. They all have the same key, since a locale may have its own words there."""
CITATION = "x-citation"
"""The kind of the codes of a citation."""
_CITED = re.compile(r"-?@\{?(?P<key>\w(?:[\w:.#$%&+?<>~/-]*\w)?)\}?")
_CITED_PLACE = re.compile(r"-?@\{?(?P<key>[^{}\s\[\]]+)\}?[ ]\[")
_STYLES = {
    "em": "italic",
    "strong": "bold",
    "s": "x-strike",
    "sub": "x-sub",
    "sup": "x-sup",
    "mark": "x-mark",
}
_LINE = re.compile(r"[ \t]*\\?\n[ \t]*")
INDEX_REFERENCE = "index definition paragraph"
"""How the kind of a block ends that refers from one entry of an index to another: `see: Kyiv`."""
_REFERENCE = re.compile(r"(see|also):[ \t]*")
_USES = {"form", "approx", "cite", "round"}
_UNSAID = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff])")


def parser_env(body: str) -> Env:
    """Return the environment of a file's body; reference definitions may stand anywhere in it."""
    env: Env = {}
    md = parser()
    # The core of the library would replace it first (`normalize`), and is passed over here.
    md.block.parse(body.replace("\0", "\ufffd"), md, env, [])
    return env


class _LostError(Exception):
    """The tokens do not match the text."""


def parse_segment(text: str, env: Env, say: PrintFact | None = None, kind: str = "") -> Segment:
    """Return the segment of a block of a kind; its codes are not numbered yet.

    `write_segment` reverses this. If a token's place is unknown (the parser has a few such corners), the whole block becomes
    one code, so that nothing is lost.
    """
    reference = _REFERENCE.match(text) if kind.endswith(INDEX_REFERENCE) else None
    if reference:
        code = InlineCode(CodeRole.SINGLE, "x-see", reference[0], f"x-see {reference[1]}", shown=reference[1])
        return (code, *parse_segment(text[reference.end() :], env, say))
    md = parser(cites=True)
    tokens: list[Token] = []
    md.inline.parse(text, md, {**env, "footnotes": dict(env.get("footnotes", {}))}, tokens)
    try:
        return _Walk(text, env, say or _words, tokens).segment()
    except _LostError:
        return (InlineCode(CodeRole.SINGLE, "x-markdown", text, f"markdown {text}"),)


def _words(options: Mapping[str, str], words: str) -> str:
    del options
    return words


@dataclass(slots=True)
class _Walk:
    """Walks a text and its tokens side by side."""

    text: str
    env: Env
    prints: PrintFact
    tokens: Sequence[Token]
    at: int = 0
    found: list[str | InlineCode] = field(default_factory=list)

    def segment(self) -> Segment:
        index = 0
        while index < len(self.tokens):
            index = self._token(index)
        if self.text[self.at :].strip():
            raise _LostError
        self._text(self.text[self.at :])
        return tuple(self.found)

    def _token(self, index: int) -> int:
        """Consume the token at an index; return the next index."""
        token = self.tokens[index]
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.type == "text":
            self._expect(token.content)
            self._text(token.content)
        elif token.type == "text_special":
            self._expect(token.markup)
            self._text(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            self._line(token)
        elif name in _STYLES:
            kind, sign = _STYLES[name], CodeRole.OPEN if token.nesting == 1 else CodeRole.CLOSE
            self._expect(token.markup)
            self.found.append(InlineCode(sign, kind, token.markup, kind))
        elif name == "link" and token.markup == literal_links.MARKUP:
            written = self.text[token.meta["pos"] : token.meta["end"]]
            if token.nesting == 1 and "&" in written:  # it may hold an entity, which its text does not
                return self._whole(index, "x-address", str(token.attrs.get("href", "")), written)
            # else the address is text
        elif token.type == "link_open" and token.markup == "autolink":
            return self._whole(index, "x-address", str(token.attrs.get("href", "")))
        elif token.type == "span_open" and _is_fact(token):
            return self._fact(index)
        elif token.type == "span_open" and token.attrs.get("translate") == "no":
            return self._whole(index, LOCKED, "", self._inside(index))
        elif token.type == "link_open" and self.tokens[index + 1].type == "link_close":
            return self._whole(index, "x-reference", _said(token), _shown(token))
        elif token.type in ("link_open", "span_open"):
            self._expect("[")
            kind = _kind(token)
            self.found.append(
                InlineCode(CodeRole.OPEN, kind, "[", f"{kind} {_said(token)}", shown=_shown(token))
            )
        elif token.type in ("link_close", "span_close"):
            self._close(index)
        elif token.type == "image" and token.content.strip():
            self._image(token)
        elif token.type in ("code_inline", "image", "footnote_ref", "html_inline", "formula"):
            self._single(token)
        elif token.type == "citation":
            self._citation(token.content)
        else:
            raise _LostError
        return index + 1

    def _expect(self, raw: str) -> None:
        if not self.text.startswith(raw, self.at):
            raise _LostError
        self.at += len(raw)

    def _text(self, words: str) -> None:
        first, *others = _UNSAID.split(words)
        if others:  # characters that XML cannot hold become codes
            self._text(first)
            for sign, rest in zip(others[::2], others[1::2], strict=True):
                self.found.append(InlineCode(CodeRole.SINGLE, "x-sign", sign, f"sign {ord(sign):x}"))
                self._text(rest)
            return
        if words and self.found and isinstance(self.found[-1], str):
            self.found[-1] += words
        elif words:
            self.found.append(words)

    def _line(self, token: Token) -> None:
        match = _LINE.match(self.text, self.at)
        if match is None:
            raise _LostError
        self.at = match.end()
        if token.type == "hardbreak":
            self.found.append(InlineCode(CodeRole.SINGLE, "lb", "\\\n", "lb"))
            return
        before = self.found[-1] if self.found else ""
        behind = self.text[self.at : self.at + 1]
        if not (isinstance(before, str) and before and behind and removes_line_break(before[-1], behind)):
            self._text(" ")

    def _end(self, token: Token) -> int:
        """Return the end of a token's Markdown, including attributes in braces."""
        end = int(token.meta.get("end", -1))
        if end <= self.at:
            raise _LostError
        if token.type not in ("span_open", "span_close", "html_inline", "footnote_ref"):
            end = _behind(self.text, end)
        return end

    def _single(self, token: Token) -> None:
        end = self._end(token)
        raw = self.text[self.at : end]
        kind, key = {
            "code_inline": ("x-code", token.content),
            "formula": ("x-code", token.content),
            "image": ("image", str(token.attrs.get("src", ""))),
            "footnote_ref": ("x-note", str(token.meta.get("label", ""))),
            "html_inline": ("x-comment" if token.content.startswith("<!--") else "x-html", token.content),
        }[token.type]
        shown = token.content if kind in ("x-code", "x-html") else key if kind == "image" else ""
        self.found.append(InlineCode(CodeRole.SINGLE, kind, raw, f"{kind} {key}", shown=shown))
        self.at = end

    def _citation(self, raw: str) -> None:
        """Consume a citation: its keys are codes, and so are its brackets; the words between them are the translator's."""
        self._expect(raw)
        opening = _CITED_PLACE.match(raw)
        if raw.startswith("["):
            start, end, first = 1, len(raw) - 1, InlineCode(CodeRole.OPEN, CITATION, "[", CITATION)
        elif opening:
            start, end = opening.end(), len(raw) - 1
            key = opening["key"]
            first = InlineCode(CodeRole.OPEN, CITATION, opening[0], f"{CITATION} {key}", shown=key)
        else:
            key = raw.lstrip("-@").strip("{}")
            self.found.append(InlineCode(CodeRole.SINGLE, CITATION, raw, f"{CITATION} {key}", shown=key))
            return
        self.found.append(first)
        last = start
        for match in _CITED.finditer(raw, start, end):
            self.found += parse_segment(raw[last : match.start()], self.env, self.prints)
            key = match["key"]
            self.found.append(InlineCode(CodeRole.SINGLE, CITATION, match[0], f"{CITATION} {key}", shown=key))
            last = match.end()
        self.found += parse_segment(raw[last:end], self.env, self.prints)
        self.found.append(InlineCode(CodeRole.CLOSE, CITATION, raw[end:], CITATION))

    def _whole(self, index: int, kind: str, key: str, shown: str = "") -> int:
        """Consume a pair with its contents as one code."""
        close = _closing(self.tokens, index)
        end = self._end(self.tokens[close])
        shown = shown or self.text[self.at + 1 : end - 1]
        self.found.append(
            InlineCode(CodeRole.SINGLE, kind, self.text[self.at : end], f"{kind} {key}", shown=shown)
        )
        self.at = end
        return close + 1

    def _inside(self, index: int) -> str:
        inner = self.tokens[index + 1 : _closing(self.tokens, index)]
        return "".join(" " if token.type.endswith("break") else token.content for token in inner)

    def _fact(self, index: int) -> int:
        token = self.tokens[index]
        close = _closing(self.tokens, index)
        end = self._end(self.tokens[close])
        words = "".join(inner.content for inner in self.tokens[index + 1 : close])
        options = {key: str(value) for key, value in token.attrs.items()}
        self.found.append(
            InlineCode(
                CodeRole.SINGLE,
                "x-fact",
                self.text[self.at : end],
                _fact_key(options),
                shown=self.prints(options, words),
            )
        )
        self.at = end
        return close + 1

    def _close(self, index: int) -> None:
        token = self.tokens[index]
        end = self._end(token)
        if not self.text.startswith("]", self.at):
            raise _LostError
        kind = ""
        depth = 0
        for piece in reversed(self.found):
            if isinstance(piece, InlineCode) and piece.role is not CodeRole.SINGLE:
                depth += 1 if piece.role is CodeRole.CLOSE else -1
                if depth < 0:
                    kind = piece.kind
                    break
        data = self.text[self.at : end]
        if (token.type == "link_close" and not data.startswith(("](", "]["))) or data.startswith("][]"):
            # In a reference link the words are the label, which must not change with their translation.
            opening = self.text.rfind("[", 0, self.at) if kind else self.at
            name = self.text[opening + 1 : self.at]
            data = f"][{name}]{data.removeprefix('][]').removeprefix(']')}"
        self.found.append(InlineCode(CodeRole.CLOSE, kind, data, kind))
        self.at = end

    def _image(self, token: Token) -> None:
        """Consume an image as a pair around its alternative text."""
        end = self._end(token)
        start, length = self.at + 2, len(token.content)
        if not (self.text.startswith("![", self.at) and self.text.startswith(token.content, start)):
            raise _LostError
        key = f"image {token.attrs.get('src', '')}"
        tail = self.text[start + length : end]
        if not tail.startswith("]("):
            raise _LostError
        self.found.append(
            InlineCode(CodeRole.OPEN, "image", "![", key, shown=str(token.attrs.get("src", "")))
        )
        self.found += parse_segment(token.content, self.env, self.prints)
        self.found.append(InlineCode(CodeRole.CLOSE, "image", tail, "image"))
        self.at = end


def _behind(text: str, offset: int) -> int:
    """Return the end of the braces at an offset, or the offset if there are none."""
    if not text.startswith("{", offset):
        return offset
    try:
        return offset + parse(text[offset : offset + BRACES])[0] + 1
    except ParseError:
        return offset


BRACES = 2000
"""The longest braces, in characters; keeps texts with many opening braces linear."""


def _is_fact(token: Token) -> bool:
    """Whether a span prints a value; with `form=written` its words are the author's."""
    options = token.attrs
    return bool((FACT_KEYS - _USES) & options.keys()) and options.get("form") != "written"


def _fact_key(options: Mapping[str, str]) -> str:
    """Return the identity of a fact, without how it is printed, which may differ by language."""
    return "fact " + " ".join(f"{key}={value}" for key, value in sorted(options.items()) if key not in _USES)


def _said(token: Token) -> str:
    """Return the attributes that are equal in all languages, by current keys; the others are units of their own."""
    values = {renamed.MARKS.get(key, key): value for key, value in token.attrs.items()}
    return " ".join(
        f"{key}={value}"
        for key, value in sorted(values.items())
        if key not in ("title", "sub", "index", "ruby")
    )


def _kind(token: Token) -> str:
    if token.type == "link_open":
        return "link"
    return "x-name" if "name" in token.attrs else "x-index" if "index" in token.attrs else "x-span"


def _shown(token: Token) -> str:
    return str(token.attrs.get("href", "") or token.attrs.get("name", ""))


def _closing(tokens: Sequence[Token], index: int) -> int:
    """Return the index of the closing token, which must exist."""
    end = closing_index(tokens, index)
    if end == len(tokens):
        raise _LostError
    return end
