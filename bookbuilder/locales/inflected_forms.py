"""Finds out whether two words are forms of one: by Snowball's stemmer, by irregular forms, and by the endings of verbs.

It goes by the same files as the search of the web edition (scripts/word-forms.js): `word_forms.txt` and `[search.verbs]`.
Derived words are others: whoever knows drohen need not know Drohung. Snowball's English stemmer takes some endings off
that make such words (government).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from bookbuilder.locales.locale import Locale
from bookbuilder.locales.word_forms import word_forms
from bookbuilder.world import Assets

_SHORTEST = 3
"""The least letters that are left of a word without its ending."""
_SYLLABLE = re.compile(r"e([lr])$")


@dataclass(frozen=True, slots=True)
class VerbForms:
    """What is put before and behind the verbs of a language; see `[search.verbs]` in docs/languages.md."""

    capitals: bool = False
    prefixes: Sequence[str] = ()
    infinitives: Sequence[str] = ()
    endings: Sequence[str] = ()
    inflections: Sequence[str] = ()
    participles: Sequence[str] = ()
    particles: Sequence[str] = ()


NO_VERBS = VerbForms()


@dataclass(frozen=True, slots=True, eq=False)
class InflectedForms:
    """How the words of a language are inflected: its stemmer, the numbers of irregular words by their forms, its verbs."""

    stem: Callable[[str], str] | None = None
    irregular: Mapping[str, Collection[int]] | None = None
    verbs: VerbForms = NO_VERBS

    def keys(self, word: str, *, noun: bool = False) -> frozenset[str]:
        """Return what the forms of a word have in common: two words with a common key are forms of one word. `noun` says
        that it is written as nouns are, so that it is no verb in a language that tells them apart.

        >>> InflectedForms().keys("Haus")
        frozenset({'haus'})
        """
        form = word.casefold()
        result = {form}
        if self.stem is not None:
            result.add(self.stem(word.lower()).casefold())
        result |= {f"={number}" for number in (self.irregular or {}).get(form, ())}
        if self.verbs.infinitives and not (noun and self.verbs.capitals):
            result.update(self._of_verb(form))
        return frozenset(result)

    def _of_verb(self, form: str) -> Iterator[str]:
        """Yield the keys of a verb: `sagte` and `gesagt` are of ~sag like `sagen`, `besprach` of =be… like `besprechen`."""
        parted = [
            (one, form.removeprefix(one)) for one in sorted(self.verbs.prefixes) if form.startswith(one)
        ]
        for prefix, rest in [("", form), *parted]:
            yield from self._irregular(rest, prefix)
            if prefix:
                for beginning in self.verbs.participles:  # be-(ge)-sprochen
                    yield from self._irregular(beginning + rest, prefix)
            infinitive = _first(self.verbs.particles, rest) if prefix else ""
            participle = _first(self.verbs.participles, rest) if rest.endswith("t") else ""
            forms = [form] if not prefix else []
            if infinitive:  # aus-zu-gehen
                yield from self._irregular(rest.removeprefix(infinitive), prefix)
                forms.append(rest.removeprefix(infinitive))
            if participle:  # an-ge-stellt
                forms.append(rest.removeprefix(participle))
            for one in forms:
                for root in self._roots(one):
                    yield "~" + _SYLLABLE.sub(r"\1", prefix + root)

    def _irregular(self, form: str, prefix: str) -> Iterator[str]:
        known = self.irregular or {}
        # lässt is of lassen, and not las-st
        candidates = [form] if form in known else [form, *_without(form, self.verbs.inflections)]
        for one in candidates:
            yield from (f"={prefix}{number}" for number in known.get(one, ()))

    def _roots(self, form: str) -> list[str]:
        """Return what a verb is without its ending: machte is mach, handeln is handel, and warten is wart and not war."""
        infinitives = [
            root
            for root in _without(form, self.verbs.infinitives)
            if len(form) - len(root) > 1 or _SYLLABLE.search(root)
        ]
        # Of reist it is reis, and rei as well: whoever asks has the other word.
        finite = [
            root for root in _without(form, self.verbs.endings) if len(root) > _SHORTEST or not infinitives
        ]
        return [*finite, *infinitives]


def _first(beginnings: Sequence[str], form: str) -> str:
    """Return what a form begins with; empty if with none of these."""
    return next((one for one in beginnings if form.startswith(one)), "")


def _without(form: str, endings: Sequence[str]) -> list[str]:
    """Return a form without each of the endings that it has, in their order."""
    return [
        form.removesuffix(ending)
        for ending in endings
        if form.endswith(ending) and len(form) - len(ending) >= _SHORTEST
    ]


def inflected_forms(locale: Locale, world: Assets) -> InflectedForms:
    """Return how the words of a locale are inflected. In a language that Snowball has no stemmer for, a word is known by
    itself and its irregular forms."""
    irregular: dict[str, list[int]] = {}
    for number, line in enumerate(word_forms(locale.language, world)):
        for form in line.casefold().split():
            irregular.setdefault(form, []).append(number)
    verbs = locale.settings.get("search", {}).get("verbs", {})
    read = {name: verbs[name] for name in VerbForms.__dataclass_fields__ if name in verbs}
    return InflectedForms(
        _stemmer(str(locale.cldr.get_language_name("en") or "")), irregular, VerbForms(**read)
    )


@lru_cache(maxsize=8)
def _stemmer(name: str) -> Callable[[str], str] | None:
    """Return Snowball's stemmer for a language by its English name; None if there is none.

    It is that of snowballstemmer itself: `snowballstemmer.stemmer` takes another version's where PyStemmer is installed.
    """
    algorithm = name.partition(" ")[0]
    try:
        module = import_module(
            f"snowballstemmer.{algorithm.lower()}_stemmer"
        )  # here, since few books need it
    except ImportError:
        return None
    stem: Callable[[str], str] = getattr(module, f"{algorithm}Stemmer")().stemWord
    return stem
