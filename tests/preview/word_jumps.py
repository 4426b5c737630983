"""Jumps from printed words to their sources and back, and says which of them miss."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bookbuilder import api
from bookbuilder.diagnostics import Span
from bookbuilder.preview.edition_source_maps import Traces, pdf_file
from bookbuilder.preview.live_state import ShownEdition
from bookbuilder.preview.page_images import PageImages
from bookbuilder.preview.printed_places import PrintedWord
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World


@dataclass(frozen=True)
class Jump:
    """A printed word, where it comes from (`made`: a template has made it, and it comes from near there), what stands there,
    and the word that one comes back to."""

    word: PrintedWord
    span: Span
    made: bool
    source: str
    back: PrintedWord | None

    @property
    def says_it(self) -> bool:
        """Whether the source has the word: its first letters, as far as they are in one line."""
        head = re.match(r"\w+", _letters(self.word.text))
        return head is None or _letters(self.source).startswith(head[0][:4])

    @property
    def makes_it(self) -> bool:
        """Whether the source has markup that prints the word, the beginning of a line that does, or the key of a name."""
        return (
            self.span.path == "names.toml"
            or self.source.startswith(("[", "<", ":", "!", "`", "{", ".", "|"))
            or self.span.column == 1
        )

    def exact(self, again: Span | None) -> bool:
        """Whether one comes back to the word, or, where a source prints more than one, to one of the same source."""
        if self.back is None:
            return False
        return (self.back.page, self.back.boxes[:1]) == (
            self.word.page,
            self.word.boxes[:1],
        ) or again == self.span


def _letters(text: str) -> str:
    return re.sub(r"[^\w]+", "", text[:80].replace("\\", "")).casefold()


def edition(root: Path, languages: str, name: str = "pdf") -> tuple[Traces, ShownEdition, int]:
    """Build an edition; return what maps it, and how many pages it has."""
    world, images = World(root), PageImages()
    with PoolRunner(world, 1, jail=False) as runner:
        result = api.build(world, locales=(languages,), editions=(name,), runner=runner)
    assert not result.failed, result.diagnostics
    shown = ShownEdition(result.editions[0], 1)
    pdf = pdf_file(shown, world.read)
    return Traces(world, images), shown, len(images.sizes(pdf)) if pdf else 0


def jumps(
    root: Path, languages: str, count: int, name: str = "pdf", seed: int = 1
) -> Iterator[tuple[Jump, bool]]:
    """Yield jumps from words that are drawn by chance, and whether each is exact: one comes to the word in the source, or to
    what prints it, and from there back."""
    traces, shown, pages = edition(root, languages, name)
    places = [(page, number) for page in range(pages) for number in range(_words(traces, shown, page))]
    for page, number in random.Random(seed).sample(places, min(count, len(places))):
        found = traces.word(shown, page, number)
        assert found is not None
        word, span, made = found[0], found[1].span, found[1].made
        box = word.boxes[len(word.boxes) // 2]
        clicked = traces.word_at(shown, page, *box.middle)
        # A point may stand below a letter that leans over it.
        near = 0 if any(map(str.isalnum, word.text)) else 1
        assert clicked is not None and abs(clicked[0].number - number) <= near, (word, clicked)
        back = traces.printed(shown, span)
        again = None
        if back is not None and (there := traces.word(shown, back.page, back.number)):
            again = there[1].span
        jump = Jump(word, span, made, _behind(root, span), back)
        yield jump, jump.exact(again) and (jump.says_it or jump.makes_it)


def _words(traces: Traces, shown: ShownEdition, page: int) -> int:
    last = traces.word(shown, page, 10**6)
    return last[0].number + 1 if last else 0


def _behind(root: Path, span: Span) -> str:
    lines = (root / span.path).read_text(encoding="utf-8").splitlines() if span.path else []
    return lines[span.line - 1][span.column - 1 :] if 0 < span.line <= len(lines) else ""
