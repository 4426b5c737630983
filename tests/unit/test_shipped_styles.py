"""The styles of the program print twelve kinds of sources in German, English and French as their rules have it.

The list in APA in English has the examples of apastyle.apa.org, letter by letter; the apa.csl of the CSL project prints the
same but for one plural. The other lines were held against its styles of the same rules (apa, iso690-author-date in three
languages, 2026-08) and read one by one; `--accept` writes them anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document import nodes
from bookbuilder.document.number_citations import CitationUse
from bookbuilder.pipeline.print_citations import CitationInput, _document, _print, _Printed
from bookbuilder.sources.citation_style import STYLES, read_style
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import World

FOLDER = Path(__file__).parent / "styles"
ITEMS = json.loads((FOLDER / "sources.json").read_text("utf-8"))
LANGUAGES = ("de", "en", "fr")
PUBLISHED = {
    "grady": (
        "Grady, J. S., Her, M., Moreno, G., Perez, C., & Yelinek, J. (2019). Emotions in storybooks: A "
        "comparison of storybooks that represent ethnic and racial groups in the United States. "
        "*Psychology of Popular Media Culture*, *8*(3), 207–217. https://doi.org/10.1037/ppm0000185"
    ),
    "jackson": (
        "Jackson, L. M. (2019). *The psychology of prejudice: From attitudes to social action* (2nd ed.). "
        "American Psychological Association. https://doi.org/10.1037/0000168-000"
    ),
    "aron": (
        "Aron, L., Botella, M., & Lubart, T. (2019). Culinary arts: Talent and their development. In R. "
        "F. Subotnik, P. Olszewski-Kubilius, & F. C. Worrell (Eds.), *The psychology of high performance: "
        "Developing human potential into domain-specific talent* (pp. 345–359). American Psychological "
        "Association. https://doi.org/10.1037/0000120-016"
    ),
    "carey": (
        "Carey, B. (2019, March 22). Can we get better at forgetting? *The New York Times*. "
        "https://www.nytimes.com/2019/03/22/health/memory-forgetting-psychology.html"
    ),
    "avramova": (
        "Avramova, N. (2019, January 3). *The secret to a long, happy, healthy life? Think age-positive*. "
        "CNN. "
        "https://www.cnn.com/2019/01/03/health/respect-toward-elderly-leads-to-long-life-intl/index.html"
    ),
    "census": (
        "U.S. Census Bureau. (n.d.). *U.S. and world population clock*. U.S. Department of Commerce. "
        "Retrieved January 9, 2020, from https://www.census.gov/popclock/"
    ),
    "nci": (
        "National Cancer Institute. (2018). *Facing forward: Life after cancer treatment* (NIH "
        "Publication No. 18-2424). U.S. Department of Health and Human Services, National Institutes of "
        "Health. https://www.cancer.gov/publications/patient-education/life-after-treatment.pdf"
    ),
    "ledbetter": (
        "Lilly Ledbetter Fair Pay Act of 2009, Pub. L. No. 111-2, 123 Stat. 5 (2009). "
        "https://www.govinfo.gov/content/pkg/PLAW-111publ2/pdf/PLAW-111publ2.pdf"
    ),
    "child": (
        "United Nations Convention on the Rights of the Child, November 20, 1989, "
        "https://www.ohchr.org/en/professionalinterest/pages/crc.aspx"
    ),
    "beauvoir": (
        "de Beauvoir, S. (1960, May 4). *Simone de Beauvoir discusses the art of writing* [Interview]. "
        "Studs Terkel Radio Archive; The Chicago History Museum. "
        "https://studsterkel.wfmt.com/programs/simone-de-beauvoir-discusses-art-writing"
    ),
    "forman": ("Forman, M. (Director). (1975). *One flew over the cuckoo’s nest* [Film]. United Artists."),
    "harris": (
        "Harris, L. (2014). *Instructional leadership perceptions and practices of elementary school "
        "leaders* [Unpublished doctoral dissertation]. University of Virginia."
    ),
}


def printed(style: str, language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the entries, and the citations of a page, by the keys of sources."""
    world = World(Path())
    made = read_style(style, language, Span(), world, Findings())
    assert made is not None
    keys = tuple(item["id"] for item in ITEMS)
    uses = [
        CitationUse(number, (nodes.CitedSource(key, label="page", locator="5"),), 0, False, "", Span())
        for number, key in enumerate(keys, 1)
    ]
    document = msgspec.json.encode(_document(uses, keys, language))
    given = CitationInput(document, json.dumps(ITEMS), made.text, made.ending, world)
    result = from_msgpack(_print(given), _Printed)
    entries = {key: shown(content) for key, content in result.entries}
    return entries, {
        key: shown((*author, *content)) for key, (author, content) in zip(keys, result.citations, strict=True)
    }


def shown(content: tuple[nodes.Inline, ...]) -> str:
    """Return inlines as a line, with asterisks around emphasis."""
    parts = []
    for node in content:
        match node:
            case nodes.Text(text):
                parts.append(text)
            case nodes.Styled("emphasis", inner):
                parts.append(f"*{shown(inner)}*")
            case nodes.Styled(_, inner) | nodes.Link(_, inner) | nodes.Reference(content=inner):
                parts.append(shown(inner))
            case _:
                raise AssertionError(node)
    return "".join(parts).replace("\u00a0", " ")


def test_apa_as_its_manual_prints_it() -> None:
    assert printed("apa", "en")[0] == PUBLISHED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", STYLES)
def test_every_kind_in_every_language(style: str, language: str, request: pytest.FixtureRequest) -> None:
    entries, citations = printed(style, language)
    lines = [f"{key}\n  {citations[key]}\n  {entries.get(key, '–')}\n" for key in citations]
    text = "\n".join(lines)
    file = FOLDER / f"{style}.{language}.txt"
    if request.config.getoption("--accept"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text("utf-8")
