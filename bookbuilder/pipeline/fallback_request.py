"""What a chapter needs to print its source where the translation is outdated or missing: policy, texts, state."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.project.project import Untranslated
from bookbuilder.project.variant import Variant


@dataclass(frozen=True, slots=True)
class FallbackRequest:
    """What a chapter needs to fall back on its source, or to count its gaps: the policy, the language of the source (BCP
    47), and paths and texts of the source and of the state (None: there is none). `whole`: the chapter is that of the
    source. `variant` says which conditional passages both have; None: all of them. `locale` is
    that of the translation, which is a `free` one or not (`translate.free_translation`)."""

    wanted: Untranslated
    tag: str
    source: str = ""
    text: str = ""
    state: str = ""
    state_text: str | None = None
    whole: bool = False
    variant: Variant | None = None
    locale: str = ""
    free: bool = False
