"""Writes translations of the texts in a data file into the list of words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from bookbuilder.markdown.data_files.write_words import with_translations
from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.data_units import KIND, is_text
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter
from bookbuilder.translate.exchange.review_units import AcceptedUnit
from bookbuilder.translate.exchange.write_back import UNWRITABLE, UnplacedUnit, WrittenChapter
from bookbuilder.translate.exchange.write_segment import write_segment


def write_back_data(
    chapter: ExchangeChapter, taken: Sequence[AcceptedUnit]
) -> WrittenChapter | tuple[UnplacedUnit, ...]:
    """Return the list of words with the accepted texts, or those that cannot be written into it."""
    path = chapter.paths.target
    values: dict[str, str] = {}
    for accepted in taken:
        if accepted.new is None:
            continue
        written = write_segment(accepted.new, {}, KIND, line=False) if is_text(path) else None
        if not written:
            hint = (
                ""
                if is_text(path)
                else Phrase(
                    "save {path} as {with_suffix}",
                    path=path,
                    with_suffix=PurePosixPath(path).with_suffix(".csv"),
                )
            )
            return (UnplacedUnit(accepted, UNWRITABLE, hint),)
        values[accepted.exchanged.unit.block.text] = written
    text = with_translations(chapter.base, values)
    if text is None:
        return (
            UnplacedUnit(
                taken[-1], UNWRITABLE, Phrase("{path} is no list of two columns", path=path), sure=False
            ),
        )
    return WrittenChapter(text, (), tuple((accepted, ()) for accepted in taken))
