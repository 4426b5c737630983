"""What a check came to besides its diagnostics, as bytes that a record of it can hold."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import msgspec
from msgspec import Struct

from bookbuilder.signature.content import Content
from bookbuilder.validators.validate import Verdict
from bookbuilder.validators.validator import validators
from bookbuilder.world import World


class Judgement(Struct, frozen=True):
    """The verdicts of the validators, the report that a publisher files, and what somebody may sign."""

    verdicts: tuple[Verdict, ...] = ()
    report: dict[str, Any] | None = None
    contents: tuple[Content, ...] = ()

    def encoded(self) -> bytes:
        """Return the judgement as bytes; how long it took is left out."""
        timeless = tuple(replace(one, seconds=0.0, cached=True) for one in self.verdicts)
        return msgspec.json.encode(msgspec.structs.replace(self, verdicts=timeless))


def decoded(data: bytes) -> Judgement | None:
    """Return the judgement that bytes hold; None if they hold none."""
    with suppress(msgspec.MsgspecError, ValueError, RecursionError):
        return msgspec.json.decode(data, type=Judgement)
    return None


def judges(world: World) -> tuple[str, ...]:
    """Return the validators with their versions, and what is missing of them: the same check needs the same validators."""
    known = {one: one(world) for one in dict.fromkeys(validator.tool for validator in validators())}
    return tuple(f"{one.name} {known[one.tool].version or known[one.tool].install}" for one in validators())
