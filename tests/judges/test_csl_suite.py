"""The tests of the Citation Style Language, of the kinds that our styles use: at least nine of ten are printed as
they should.

What fails is known by name, and why: nearly all of it is how pandoc's processor differs from the one that made the suite.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.cases.case import ROOT
from tests.judges.csl_suite import SuiteTest, printed, suite_tests, wanted
from tests.judges.suites import CSL, suite

USED: Mapping[str, str] = {
    "affix": r"(?:prefix|suffix)=", "collapse": "collapse=", "condition": "<if ", "date": "<date ",
    "decorations": "font-style=", "disambiguate": "disambiguate-", "etal": "et-al-min=", "flipflop": "font-style=",
    "form": "form=", "group": "<group ", "label": "<label ", "locale": "<locale ", "locator": '"locator"',
    "name": "<name ", "nameattr": "and=", "nameorder": "demote-non-dropping-particle=", "number": "<number ",
    "page": "page-range-format=", "plural": "<label ", "position": "position=", "punctuation": "delimiter=",
    "quotes": "quotes=", "sort": "<sort>", "sortseparator": "sort-separator=", "substitute": "<substitute>",
    "textcase": "text-case=", "variables": "variable=",
}  # fmt: skip
"""The kinds of tests that our styles use, each with what one of them must have."""
KNOWN = 692
"""Tests of these kinds in 2025; a copy with fewer was not read whole."""
SHARE = 0.9
FAILING: Mapping[str, tuple[str, ...]] = {
    "HTML in the words around a citation, or in a name, which are plain words in ours": (
        "affix_PrefixWithDecorations", "affix_WordProcessorAffixNoSpace", "flipflop_CompleteCiteInPrefix",
        "flipflop_LeadingMarkupWithApostrophe", "flipflop_LongComplexPrefix", "flipflop_NumericField",
        "name_InTextMarkupInitialize", "name_InTextMarkupNormalizeInitials",
    ),
    "bold, small capitals or raised letters inside others, which pandoc does not turn round": (
        "decorations_Baseline", "decorations_NoNormalWithoutDecoration", "flipflop_BoldfaceNodeLevelMarkup",
        "flipflop_ItalicsWithOkAndTextcase", "flipflop_SmallCaps",
    ),
    "points and commas beside quotation marks and affixes": (
        "affix_CommaAfterQuote", "affix_MovingPunctuation", "affix_WithCommas", "flipflop_OrphanQuote",
        "flipflop_QuotesInFieldNotOnNode", "number_PreserveDelimiter", "punctuation_FullMontyQuotesIn",
        "punctuation_SuppressPrefixPeriodForDelimiterSemicolon", "quotes_PunctuationWithInnerQuote",
    ),
    "names that pandoc tells apart with more, and letters behind years that it gives otherwise": (
        "collapse_AuthorCollapseNoDateSorted", "date_YearSuffixImplicitWithNoDate", "date_YearSuffixWithNoDate",
        "disambiguate_CitationLabelInData", "disambiguate_DifferentSpacingInInitials",
        "disambiguate_IncrementalExtraText", "disambiguate_InitializeWithButNoDisambiguation",
        "disambiguate_PrimaryNameWithNonDroppingParticle", "disambiguate_PrimaryNameWithParticle",
        "disambiguate_YearCollapseWithInstitution", "disambiguate_YearSuffixAtTwoLevels",
        "disambiguate_YearSuffixWithEtAlSubsequent", "name_CiteGroupDelimiterWithYearSuffixCollapse2",
        "sort_ChicagoYearSuffix1", "sort_ChicagoYearSuffix2",
    ),
    "blanks and commas in names of some languages, years before Christ": (
        "date_NegativeDateSort", "date_NegativeDateSortViaMacroOnYearMonthOnly", "name_DelimiterAfterInverted",
        "name_EtAlWithCombined", "name_HebrewAnd", "sort_LeadingApostropheOnNameParticle",
    ),
    "dashes between numbers that begin with letters, which pandoc takes for ranges": (
        "locator_TrickyEntryForPlurals", "number_OrdinalSpacing", "number_PlainHyphenOrEnDashAlwaysPlural",
        "page_ChicagoWeird", "page_Expand", "page_ExpandWeirdComposite", "page_Minimal",
    ),
    "several citations in one note, and a note after one that says more": (
        "position_IbidInText", "position_IbidSeparateCiteSameNote", "position_IbidWithPrefixFullStop",
        "position_NearNoteSameNote", "position_ResetNoteNumbers",
    ),
    "numbers of entries that stand in the margin, which our list has in the line": (
        "sort_DateMacroSortWithSecondFieldAlign", "variables_ContainerTitleShort", "variables_ContainerTitleShort2",
    ),
    "items for which a style prints nothing, which are left out": (
        "date_DateNoDateNoTest", "sort_OmittedBibRefMixedNumericStyle", "substitute_SubstituteOnlyOnceTermEmpty",
    ),
    "a language that nobody knows, and short titles": (
        "locale_NonExistentLocaleDef", "variables_TitleShortOnShortTitleNoTitleCondition",
    ),
}  # fmt: skip
"""Tests that are printed otherwise, by the reason."""


def test_our_styles_use_these_kinds() -> None:
    styles = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "bookbuilder/sources/styles").glob("*.csl"))
    )
    assert [kind for kind, word in USED.items() if not re.search(word, styles)] == []


def test_nine_of_ten_are_printed_as_they_should(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tests = [test for test in suite_tests(suite(*CSL)) if test.mode in ("citation", "bibliography")]

    def passes(test: SuiteTest) -> bool:
        folder = tmp_path / test.name
        folder.mkdir()
        return printed(test, folder) == wanted(test)

    with ThreadPoolExecutor(2) as pool:
        passed = dict(zip(tests, pool.map(passes, tests), strict=True))
    used = [test for test in tests if test.kind in USED]
    failing = sorted(test.name for test in used if not passed[test])
    counts = Counter(test.kind for test in used)
    lines = [
        f"{kind}: {sum(passed[test] for test in used if test.kind == kind)} of {count}"
        for kind, count in counts.most_common()
    ]
    good = len(used) - len(failing)
    with capsys.disabled():
        print()
        print("\n".join(lines))
        print(f"CSL, kinds of our styles: {good} of {len(used)} ({good / len(used):.1%})")
        print(
            f"CSL, all kinds: {sum(passed.values())} of {len(tests)} ({sum(passed.values()) / len(tests):.1%})"
        )
    assert len(used) >= KNOWN
    assert good >= SHARE * len(used)
    assert failing == sorted(name for names in FAILING.values() for name in names)
