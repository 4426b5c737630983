"""Every step says what goes in and what comes out, and its key holds all that goes in."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, field, make_dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bookbuilder
from bookbuilder import api
from bookbuilder.build_step import Step
from bookbuilder.cache_key import REASON, Keyed, cache_keys, excluded
from bookbuilder.formats.pdf.compile.job import COMPILE
from bookbuilder.pipeline.draft_chapter import DRAFT
from bookbuilder.pipeline.finish_chapter import FINISH
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.cases import book
from tests.unit.test_runner import again


def steps() -> Iterator[tuple[str, Step[Any, Any]]]:
    """Yield every step of the program with the name of its constant."""
    for module in pkgutil.walk_packages(bookbuilder.__path__, "bookbuilder."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            if isinstance(value, Step) and value.input.__module__ == module.name:
                yield name, value


STEPS = dict(steps())
by_step = pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)


def test_there_are_steps() -> None:
    assert {
        "DRAFT",
        "FINISH",
        "CHECK_GLOSSARY",
        "MERGE_PAIR",
        "COMPILE",
        "SUBSET",
        "COLOUR_SPACES",
        "RELOCATE",
        "SEPARATE",
    } <= STEPS.keys()


@by_step
def test_the_function_takes_the_input_and_returns_bytes(step: Step[Any, Any]) -> None:
    module, _, name = step.function.partition(":")
    function = getattr(importlib.import_module(module), name)
    (parameter,) = inspect.signature(function).parameters
    hints = get_type_hints(function)
    assert hints[parameter] is step.input and hints["return"] is bytes


def filled(kind: type[Any], **values: object) -> Any:
    """Return an input whose fields hold their own names, but for some."""
    made = object.__new__(kind)
    for one in dataclasses.fields(kind):
        object.__setattr__(made, one.name, values.get(one.name, one.name))
    return made


@by_step
def test_every_field_enters_the_key_unless_there_is_a_reason(step: Step[Any, Any]) -> None:
    assert dataclasses.is_dataclass(step.input)
    with pytest.raises(
        (dataclasses.FrozenInstanceError, TypeError)
    ):  # TypeError: it has slots, and none of that name
        setattr(filled(step.input), next((one.name for one in dataclasses.fields(step.input)), "a"), 1)
    for one in dataclasses.fields(step.input):
        here, there = cache_keys([filled(step.input), filled(step.input, **{one.name: "x"})])
        assert (here == there) is (REASON in one.metadata), one.name
        assert len(one.metadata.get(REASON, "a reason")) > 7


@by_step
def test_a_field_that_is_added_enters_the_key(step: Step[Any, Any]) -> None:
    more = make_dataclass(
        step.input.__name__, [("added", str, field(default=""))], bases=(step.input,), frozen=True
    )
    before, after = cache_keys([filled(more, added="a"), filled(more, added="b")])
    assert before != after


# -- keys ---------------------------------------------------------------------------------------------------------


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Small:
    a: object
    b: object = field(default=0, metadata=excluded("it is a test"))


@dataclass(frozen=True)
class Shared(Keyed):
    a: object


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.binary(max_size=4) | st.dates()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=2), inner, max_size=3)
        | st.builds(Small, inner)
        | st.builds(Shared, inner)
    ),
    max_leaves=8,
)


@pytest.mark.heavy
@given(VALUES, VALUES)
def test_two_values_have_one_key_if_they_are_equal(one: object, other: object) -> None:
    def shape(value: object) -> str:
        return repr(value)

    first, second, third = cache_keys([one, other, one])
    assert first == third
    assert (first == second) is (shape(one) == shape(other))


def test_what_has_no_encoding_is_no_part_of_a_key() -> None:
    for value in (Path("a"), len, object(), [Path("a")]):
        with pytest.raises(TypeError, match="cannot be part of a key"):
            cache_keys([value])
    assert (
        len({*cache_keys([1, True, "1", b"1", Decimal(1), 1.0, Colour.RED, ("1",), frozenset({"1"})])}) == 9
    )
    long = "x" * 1000
    assert len({*cache_keys([long, long.encode(), (long,), {long: long}, [long, long]])}) == 5
    assert cache_keys([Small(1, 2)]) == cache_keys([Small(1, 3)])


# -- what they are for --------------------------------------------------------------------------------------------


def test_an_edited_fact_finishes_the_chapters_that_use_it(tmp_path: Path) -> None:
    files = {
        "facts.toml": '[aid]\namount = "200e6 USD"\n\n[troops]\nnumber = 100000\n',
        "chapters/de/01-a.md": "# Eins\n\nEs sind [200 Mio. Dollar]{fact=aid}.\n",
        "chapters/de/02-b.md": "# Zwei\n\nEs sind [100.000]{fact=troops} Soldaten.\n",
        "chapters/de/03-c.md": "# Drei\n\nNichts davon.\n",
    }
    root = book.write(tmp_path / "book", files, editions=book.PRINT)
    again(root)
    (root / "facts.toml").write_text(files["facts.toml"].replace("200e6", "300e6"))
    world = World(root)
    with PoolRunner(world, 1) as runner:
        assert not api.build(world, runner=runner).failed
        assert runner.counted(DRAFT) == (0, 3)
        assert runner.counted(FINISH) == (1, 3)
        assert runner.counted(COMPILE)[0] == 1
