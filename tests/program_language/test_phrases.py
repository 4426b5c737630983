"""Phrases are texts that keep how they were made, through pickles and through the caches of findings."""

import pickle

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Diagnostic, Rule, Span, diagnostic
from bookbuilder.phrases import Phrase, Wording
from bookbuilder.typed_decoding import from_msgpack

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
RULE = Rule("thing.wrong", "{what} is {how!r}: {count:,}", "")
PHRASES = st.builds(lambda text, number: Phrase("a {x} of {n:,}", x=text, n=number), TEXTS, st.integers())


@given(TEXTS, st.integers(), st.floats(allow_nan=False))
def test_a_phrase_is_the_text_of_its_template(text: str, number: int, share: float) -> None:
    made = Phrase("{text!r} has {number:,} ({share:.1f})", text=text, number=number, share=share)
    assert made == f"{text!r} has {number:,} ({share:.1f})"
    assert Phrase.of(made.wording) == made


@given(PHRASES)
def test_a_phrase_is_pickled_with_its_wording(made: Phrase) -> None:
    again = pickle.loads(pickle.dumps(made))
    assert again == made
    assert again.wording == made.wording


@given(PHRASES, PHRASES, TEXTS)
def test_a_finding_that_was_stored_is_said_like_a_new_one(what: Phrase, hint: Phrase, how: str) -> None:
    found = diagnostic(RULE, Span("a.md", 1), hint=hint, what=what, how=how, count=3)
    again = from_msgpack(msgspec.msgpack.encode((found,)), tuple[Diagnostic, ...])[0]
    assert again == found
    for said in again.phrases:
        assert isinstance(said, Phrase)
    assert [said.wording for said in again.phrases if isinstance(said, Phrase)] == [
        said.wording for said in found.phrases if isinstance(said, Phrase)
    ]


def test_a_number_that_cannot_be_stored_stays_in_its_text() -> None:
    made = Phrase("{{{n:,}}}", n=10**30)
    assert made == "{1,000,000,000,000,000,000,000,000,000,000}"
    assert Phrase.of(made.wording) == made
    assert msgspec.msgpack.encode(made.wording)


def test_an_exception_gives_the_phrase_that_it_carries() -> None:
    said = str(ValueError(Phrase("no {thing}", thing="hope")))
    assert isinstance(said, Phrase)


def test_a_value_that_is_an_object_is_kept_as_its_text() -> None:
    assert Phrase("at {place}", place=Span("a.md", 3)).wording == Wording(
        "at {place}", "", {"place": "a.md:3"}
    )
