"""What a validator is: a record. `validators/<name>.py` exports it as `VALIDATOR` and is found by walking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from msgspec import Struct

from bookbuilder import discovery
from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.formats.format import Artifact, Book
from bookbuilder.validators.engine import Engine, Question
from bookbuilder.validators.tool import Tool
from bookbuilder.world import World


class Remark(Struct, frozen=True, kw_only=True):
    """What a validator complains of, in its own words, and where in the artifact that is.

    `rule` is its name for what is broken. `file` lies in the artifact (empty: the artifact itself), `line` counts from 1
    (0: not known). `snippet` is markup or text that stands there, `object` the number of an object of a PDF, `page` that of
    a page, from 1. A validator of our own that knows the place in the source says `path`, `line` and `column` of that.
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


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What is judged: an artifact, the book that it was made of, and whether its format is known by its name."""

    world: World
    book: Book
    artifact: Artifact

    @property
    def data(self) -> bytes:
        """The bytes of an artifact that is a single file."""
        return self.artifact.files[""]


@dataclass(frozen=True, slots=True)
class ByEngine:
    """How a validator judges that needs an engine: what it asks of an artifact, and what the answer comes to.

    `remarks` raises `NoVerdict` for an answer that is none, or anything of `UNREADABLE` for one that it cannot read.
    """

    engine: Engine
    question: Callable[[Judged], Question]
    remarks: Callable[[Judged, Any], tuple[Remark, ...]]


UNREADABLE = (ValueError, KeyError, IndexError, TypeError, AttributeError)
"""What an answer of another shape leads to."""


@dataclass(frozen=True, slots=True)
class Validator:
    """A validator: its name, what it proves in a few words, the rule that its remarks break, the ends of the names of the
    artifacts that it judges (a slash is a folder), and two functions.

    `tool` says what it runs; `judge` is a function of what is judged, or says what an engine is asked. `key` names what a
    verdict depends on besides the artifact and the version of the tool. `rules` are further rules, for remarks that name
    one by its code.
    """

    name: str
    proves: str
    rule: Rule
    suffixes: tuple[str, ...]
    tool: Callable[[World], Tool]
    judge: Callable[[Judged], tuple[Remark, ...]] | ByEngine
    key: Callable[[Judged], str] = lambda judged: ""
    rules: tuple[Rule, ...] = ()

    def wants(self, artifact: Artifact) -> bool:
        """Whether it judges such an artifact."""
        name = artifact.name + ("" if "" in artifact.files else "/")
        return name.endswith(self.suffixes)


def ourselves(world: World) -> Tool:
    """Return this program as a tool, by a hash of its files."""
    return Tool(f"{metadata.version('bookbuilder')} ({world.program_digest()[:12]})")


def validators() -> tuple[Validator, ...]:
    """Return every validator, by name."""
    return tuple(discovery.values("bookbuilder.validators", "VALIDATOR", Validator))


def judged_codes() -> frozenset[str]:
    """Return the codes of all that validators find."""
    return frozenset(rule.code for one in validators() for rule in (one.rule, *one.rules))
