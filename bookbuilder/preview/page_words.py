"""Makes the page of the preview in the language of the program or, where none is asked for, of the browser.

Its words are no words of books, so they are not in the catalogs of twenty languages but in `page/words.toml`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from jinja2 import Environment, StrictUndefined

from bookbuilder import toml
from bookbuilder.program_language.chosen_language import asked_language
from bookbuilder.world import World

_FOLDER = "package/preview/page"
_WORDS = f"{_FOLDER}/words.toml"


def page_html(world: World, accept_language: str, page: str = "preview") -> str:
    """Return a page (`preview` or `reader`) for the languages that a browser asks for (its header `Accept-Language`)."""
    language = page_language(world, accept_language)
    words = toml.loads(world.read_asset(_WORDS).decode())[language]
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string(world.read_asset(f"{_FOLDER}/{page}.html").decode())
    # It stands in a script element, which `</script>` in a text would end.
    data = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    return template.render(lang=language, words=words, data=data)


def page_language(world: World, accept_language: str) -> str:
    """Return the language of the page: that which the user's environment or configuration asks for, as on the terminal; else
    the one that the browser likes best."""
    known = toml.loads(world.read_asset(_WORDS).decode())
    return asked_language(world.environ, known) or preferred(accept_language, known)


def preferred(accept_language: str, known: Mapping[str, object]) -> str:
    """Return the known language that a browser likes best; English if it likes none.

    >>> preferred("fr;q=0.9, de-AT;q=0.8, en;q=0.7", {"en": 0, "de": 0})
    'de'
    >>> preferred("*, de;q=nonsense", {"en": 0, "de": 0})
    'en'
    """
    best, language = 0.0, "en"
    for item in accept_language.split(",")[:20]:
        tag, _, weight = item.strip().partition(";q=")
        try:
            liked = float(weight or 1)
        except ValueError:
            liked = 0.0
        name = tag.strip().lower().partition("-")[0]
        if name in known and best < liked <= 1:
            best, language = liked, name
    return language
