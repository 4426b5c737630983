"""The record of a validator, which `validators/<name>.py` exports as `VALIDATOR`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from msgspec import Struct
from msgspec.structs import force_setattr

from bookbuilder import discovery
from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import Artifact
from bookbuilder.phrases import Phrase, Wording
from bookbuilder.validators.installed_tool import Tool
from bookbuilder.validators.validator_engine import Engine, EngineRequest
from bookbuilder.world import World


class Remark(Struct, frozen=True, kw_only=True):
    """A validator's complaint in its own words, and its place in the artifact.

    `rule` is the validator's name for it. `file` is inside the artifact (empty: the artifact itself), `line` counts from 1
    (0: unknown). `snippet` is the markup or text there, `object` a PDF object number, `page` a page from 1. Our own
    validators that know the source position give its `path`, `line` and `column`.
    """

    rule: str
    message: str
    severity: Severity = Severity.ERROR
    file: str = ""
    line: int = 0
    column: int = 0
    snippet: str = ""
    object: int = 0
    page: int = 0
    path: str = ""
    count: int = 1
    code: str = ""
    wording: Wording | None = None
    """How the message was made, as far as that is known: a text alone is stored."""

    def __post_init__(self) -> None:
        """Take the wording out of a phrase."""
        if isinstance(self.message, Phrase):
            force_setattr(self, "wording", self.message.wording)
            force_setattr(self, "message", "".join(self.message))

    @property
    def phrase(self) -> str:
        """The message, as a phrase if it is known how it was made."""
        return Phrase.of(self.wording) if self.wording else self.message


@dataclass(frozen=True, slots=True, eq=False)
class ValidatorInput:
    """What is to be validated: an artifact, and the book it was made from."""

    world: World
    book: Book
    artifact: Artifact

    @property
    def data(self) -> bytes:
        """The bytes of an artifact that is a single file."""
        return self.artifact.files[""]


@dataclass(frozen=True, slots=True)
class ByEngine:
    """A validator that needs an engine: the request for an artifact, and the remarks in the reply.

    `remarks` raises `NoVerdict` for a reply without a verdict, or any of `UNREADABLE` for a malformed one.
    """

    engine: Engine
    request: Callable[[ValidatorInput], EngineRequest]
    remarks: Callable[[ValidatorInput, Any], tuple[Remark, ...]]


UNREADABLE = (ValueError, KeyError, IndexError, TypeError, AttributeError)
"""The exceptions that a malformed reply causes."""


@dataclass(frozen=True, slots=True)
class Validator:
    """A validator: its name, what it proves in a few words, the rule of its remarks, the file name extensions of the
    artifacts that it judges (a slash: folders), and two functions.

    `tool` returns the program behind it; `judge` is a function, or a request to an engine. `key` is what a verdict depends
    on besides the artifact and the tool's version. `rules` are further rules, for remarks that name one by its code.
    """

    name: str
    proves: str
    rule: Rule
    suffixes: tuple[str, ...]
    tool: Callable[[World], Tool]
    judge: Callable[[ValidatorInput], tuple[Remark, ...]] | ByEngine
    key: Callable[[ValidatorInput], str] = lambda judged: ""
    rules: tuple[Rule, ...] = ()

    def wants(self, artifact: Artifact) -> bool:
        """Whether it judges such an artifact."""
        name = artifact.name + ("" if "" in artifact.files else "/")
        return name.endswith(self.suffixes)


def own_tool(world: World) -> Tool:
    """Return this program as a tool, with a hash of its files."""
    return Tool(f"{metadata.version('bookbuilder')} ({world.program_digest()[:12]})")


def validators() -> tuple[Validator, ...]:
    """Return every validator, by module name."""
    return tuple(discovery.values("bookbuilder.validators", "VALIDATOR", Validator))


def validator_codes() -> frozenset[str]:
    """Return the codes of all findings of validators."""
    return frozenset(rule.code for validator in validators() for rule in (validator.rule, *validator.rules))
