"""The sample dossier: a week of news in German, English and easy German, or in one of the first two."""

from __future__ import annotations

from functools import partial

from bookbuilder.starters.sample_book import EASY, GLOSSARY, LOCALES, SETTINGS, sample_files, sample_problem
from bookbuilder.starters.starter import Files, Starter, StarterRequest
from bookbuilder.world import Assets

NAME = "dossier"
FILES = (SETTINGS, GLOSSARY, "facts.toml", "names.toml", "sources.toml")
FOLDERS = ("chapters", "l10n")


def files(request: StarterRequest, world: Assets) -> Files:
    """Return the dossier in some of its locales.

    The program ships it in `starter/`; in a checkout it is the checkout's own book.
    """
    home = "starter/" if world.asset_exists("starter/book.toml") else ""
    folders = [f"{home}{folder}/{locale}" for folder in FOLDERS for locale in (*LOCALES, EASY)]
    paths = [*(home + name for name in FILES), *(path for one in folders for path in world.asset_files(one))]
    return sample_files({path.removeprefix(home): world.read_asset(path) for path in paths}, request)


STARTER = Starter(
    NAME,
    "the sample dossier: a week of news in German and English, with facts, names and an index",
    partial(sample_problem, NAME),
    lambda own: LOCALES,
    files,
)
