"""Forms of a word that no stemmer brings together, for the search: `gehen geht ging gegangen`."""

from __future__ import annotations

from bookbuilder.world import Assets


def word_forms(language: str, world: Assets) -> tuple[str, ...]:
    """Return the words of a language with irregular forms, each as its forms with spaces between them.

    They are the lines of its `word_forms.txt`, without comments (`#`); none if it has no such file.
    """
    name = f"package/locales/{language}/word_forms.txt"
    if not world.asset_exists(name):
        return ()
    lines = (line.partition("#")[0].split() for line in world.read_asset(name).decode().splitlines())
    return tuple(" ".join(forms) for forms in lines if forms)
